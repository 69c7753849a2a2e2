"""Links the plain records of a town with recordlinkage: python link_recordlinkage.py TOWN OUT.parquet

As link_splink.py, with the blocks of that. Its pairs are in memory: it is for small towns.
"""
import json, pathlib, sys, time, warnings

import pandas, recordlinkage

import link_splink


def main(town, out):
    warnings.simplefilter("ignore")
    begin = time.perf_counter()
    clients, persons = (pandas.read_parquet(town / "plain" / f"{name}.parquet").set_index("unique_id") for name in ("clients", "persons"))
    pairs = pandas.MultiIndex.from_arrays([[], []])
    for block in link_splink.BLOCKS:
        # Its own blocking takes empty fields for equal.
        known = [table.dropna(subset=block) for table in (clients, persons)]
        index = recordlinkage.Index()
        index.block(block)
        found = index.index(*known)
        pairs = found if pairs.empty else pairs.union(found)
    compare = recordlinkage.Compare(n_jobs=2)
    for field in ("bsn", "initial", "birth_date", "postcode", "house_number"):
        compare.exact(field, field, label=field)
    for field in ("surname", "given_name"):
        compare.string(field, field, method="jarowinkler", threshold=0.9, label=field)
    compare.string("surname", "partner_surname", method="jarowinkler", threshold=0.9, label="partner_surname")
    each = compare.compute(pairs, clients, persons)
    # A feature a field: of features that hang together its ECM makes the two classes, near and far.
    alike = each[["bsn", "birth_date"]].assign(
        surname=each[["surname", "partner_surname"]].max(axis=1), given_name=each[["given_name", "initial"]].max(axis=1),
        address=each[["postcode", "house_number"]].min(axis=1))
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(alike)
    # Many probabilities round to 1: of those the pair that is alike in more counts.
    likely = pandas.DataFrame({"p": classifier.prob(alike), "alike": alike.sum(axis=1)}).reset_index(names=["client", "person"])
    best = likely[likely.p >= 0.5].sort_values(["p", "alike"], kind="stable").groupby("client").person.last()
    best.reset_index().to_parquet(out)
    print(json.dumps({"seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
