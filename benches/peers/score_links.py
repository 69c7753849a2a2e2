"""Scores the links of factlab and of peers against the truth: python score_links.py TOWN LINKED PEER.parquet...

A link is of a provider's service to a household in the period, as docs/linkage.md counts them. Prints the precision, recall and F1 of each, and how many clients and persons there are.
"""
import json, pathlib, sys

import duckdb

import towns
from extract import method


def households(town, agreement, database):
    """The household of the register by its number in the hand-over: the token of the BSN tells."""
    secret = bytes.fromhex((town / "project.key").read_text("utf-8").splitlines()[4])
    kind = method.message("factlab 1", agreement["project"]["id"], "bsn") + b"\1"
    key = method.digest(method.digest(bytes(32), secret), kind)  # HKDF
    register = town / agreement["register"]["handover"]
    handed = database.execute(f"""
        SELECT token, household FROM '{register}/tokens.parquet' JOIN '{register}/members.parquet' USING (row)
        WHERE "column" = 0 AND household IS NOT NULL AND NOT "left" """).fetchall()
    handed = {bytes(token): number for token, number in handed}
    persons = database.execute(f"SELECT bsn, household FROM '{town}/plain/persons.parquet' WHERE household IS NOT NULL AND bsn IS NOT NULL")
    tokens = ((method.digest(key, method.message(int(bsn)))[:16], household) for bsn, household in persons.fetchall())
    return {handed[token]: household for token, household in tokens}


def main(town, linked, *peers):
    agreement = towns.agreement(town)
    database = duckdb.connect()
    uses = f"'{town}/plain/uses.parquet'"
    truth = set(database.execute(f"SELECT provider, service, household FROM {uses} WHERE household IS NOT NULL").fetchall())
    number = households(town, agreement, database)
    ours = database.execute(f"SELECT provider, service, household FROM '{linked}/uses.parquet' WHERE in_period").fetchall()
    links = {"factlab": {(provider, service, number[household]) for provider, service, household in ours}}
    for peer in peers:
        links[peer.stem] = set(database.execute(f"""
            SELECT provider, service, persons.household FROM {uses} JOIN '{peer}' USING (client)
            JOIN '{town}/plain/persons.parquet' persons ON persons.unique_id = person WHERE persons.household IS NOT NULL""").fetchall())
    rows = lambda name: database.execute(f"SELECT count(*) FROM '{town}/plain/{name}.parquet'").fetchone()[0]
    scores = {name: rows(name) for name in ("clients", "persons")}
    for name, found in links.items():
        precision, recall = len(found & truth) / len(found), len(found & truth) / len(truth)
        scores[name] = {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}
    print(json.dumps(scores))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
