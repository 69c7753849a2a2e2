"""Bloom filters (CLKs) of the first rows of an extract by clkhash, one a row: python hash_clk.py TOWN PARTY

Prints the rows and the seconds, reading not counted.
"""
import itertools, json, pathlib, sys, time

from clkhash import clk
from clkhash.comparators import ExactComparison, NgramComparison
from clkhash.field_formats import FieldHashingProperties, StringSpec
from clkhash.schema import Schema
from clkhash.field_formats import BitsPerTokenStrategy

import extract, towns

ROWS = 20_000
OF_PERSON = ["surname", "given_name", "initial", "birth_date", "postcode", "house_number"]


def schema():
    def of(field):
        compared = NgramComparison(2) if "name" in field else ExactComparison()
        return StringSpec(identifier=field, hashing_properties=FieldHashingProperties(comparator=compared, strategy=BitsPerTokenStrategy(20)), regex=".*")
    return Schema([of(field) for field in OF_PERSON], l=1024, xor_folds=0)


def main(town, name):
    party = towns.party(town, name)
    texts = itertools.islice(extract.texts(town / party["extract"], party), ROWS)
    records = [dict(zip(extract.FIELDS, extract.record(of))) for of in texts]
    rows = [[one[field] for field in OF_PERSON] for one in records]
    begin = time.perf_counter()
    clk.generate_clks(rows, schema(), "secret", validate=False, max_workers=2)
    print(json.dumps({"seconds": time.perf_counter() - begin, "rows": len(rows)}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
