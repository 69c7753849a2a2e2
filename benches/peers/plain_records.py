"""The plain records of the strict comparison: python plain_records.py TOWN

Of the providers whose extract is one text file with a header and names, and of the register: TOWN/plain/clients.parquet, persons.parquet and uses.parquet, with the
fields of extract.py. A client is as in TOWN/truth/truth-clients.parquet, whose rows say where each truly lives. Prints the providers.
"""
import json, pathlib, sys

import pyarrow, pyarrow.parquet

import extract, towns


def of_text_with_names(party):
    columns = party.get("columns", {})
    is_text = pathlib.Path(party["extract"]).suffix in (".csv", ".txt", ".tab") and "*" not in party["extract"]
    return is_text and party.get("format", "csv") == "csv" and "surname" in columns


def records_of(town, party):
    for of in extract.texts(town / party["extract"], party):
        yield of, [value or None for value in extract.record(of, party.get("dates", "d-m-y"))]


def write(path, names, rows):
    columns = list(zip(*rows, strict=True))
    pyarrow.parquet.write_table(pyarrow.table([pyarrow.array(column) for column in columns], names), path)


def persons(town, agreement):
    """The residents: the line from 0, and the household where they live on the reference date."""
    reference = str(agreement["project"]["reference_date"])
    for line, (of, fields) in enumerate(records_of(town, agreement["register"])):
        left = of("left")
        is_here = of("household") and not (left and left < reference)
        yield [line, int(of("household")) if is_here else None, *fields]


def main(town):
    agreement = towns.agreement(town)
    (town / "plain").mkdir(exist_ok=True)
    write(town / "plain" / "persons.parquet", ["unique_id", "household", *extract.FIELDS], persons(town, agreement))

    truth = pyarrow.parquet.read_table(town / "truth" / "truth-clients.parquet")
    columns = ["provider", "line", "client", "household", "service", "in_period"]
    place = {(provider, line): rest for provider, line, *rest in zip(*(truth[name].to_pylist() for name in columns))}
    providers = [party for party in agreement["provider"] if of_text_with_names(party)]
    clients, uses, number = [], [], {}
    for party in providers:
        for line, (_, fields) in enumerate(records_of(town, party), 2):
            client, household, service, in_period = place[party["id"], line]
            if (party["id"], client) not in number:
                number[party["id"], client] = len(number)
                clients.append([len(clients), *fields])
            if in_period:
                uses.append([number[party["id"], client], party["id"], service, household])
    write(town / "plain" / "clients.parquet", ["unique_id", *extract.FIELDS], clients)
    write(town / "plain" / "uses.parquet", ["client", "provider", "service", "household"], uses)
    print(json.dumps({"providers": [party["id"] for party in providers]}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
