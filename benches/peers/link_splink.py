"""Links the plain records of a town with Splink on DuckDB: python link_splink.py TOWN OUT.parquet

Writes of each client that is linked the person, and prints the seconds from reading the records to the links: the likeliest person of each client from 0.5 on.
"""
import json, pathlib, sys, time

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Pairs that are equal in one of these are compared.
BLOCKS = [["bsn"], ["birth_date"], ["surname", "initial", "house_number"], ["postcode", "house_number"], ["surname", "given_name", "postcode"]]


def of_levels(name, *levels):
    null = level.NullLevel(name)
    return comparison.CustomComparison(output_column_name=name, comparison_levels=[null, *levels, level.ElseLevel()])


def custom(sql, label):
    return level.CustomLevel(sql, label_for_charts=label)


def settings():
    either = lambda compare: " OR ".join(compare(f"{one}_l", f"{other}_r") for one in ("surname", "partner_surname")
                                         for other in ("surname", "partner_surname"))
    surname = of_levels(
        "surname",
        custom(either(lambda one, other: f"coalesce({one} = {other}, false)"), "own or partner's"),
        custom(either(lambda one, other: f"coalesce(jaro_winkler_similarity({one}, {other}) > 0.9, false)"), "alike"))
    given = comparison.CustomComparison(output_column_name="given_name", comparison_levels=[
        level.NullLevel("initial"),
        level.ExactMatchLevel("given_name"),
        custom("coalesce(jaro_winkler_similarity(given_name_l, given_name_r) > 0.85, false)", "alike"),
        level.ExactMatchLevel("initial"),
        level.ElseLevel()])
    born = of_levels(
        "birth_date",
        level.ExactMatchLevel("birth_date"),
        level.DamerauLevenshteinLevel("birth_date", 1),
        custom("birth_date_l[:4] = birth_date_r[:4]", "year"))
    address = of_levels(
        "postcode",
        custom("postcode_l = postcode_r AND house_number_l = house_number_r AND coalesce(addition_l, '') = coalesce(addition_r, '')", "door"),
        custom("postcode_l = postcode_r AND house_number_l = house_number_r", "number"),
        level.ExactMatchLevel("postcode"),
        level.ExactMatchLevel("house_number"))
    return SettingsCreator(
        link_type="link_only",
        comparisons=[comparison.ExactMatch("bsn"), surname, given, born, address],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in BLOCKS])


def main(town, out):
    begin = time.perf_counter()
    database = duckdb.connect()
    api = DuckDBAPI(database)
    tables = []
    for name in ("clients", "persons"):
        database.execute(f"CREATE TABLE {name} AS FROM '{town / 'plain' / name}.parquet'")
        tables.append(api.register(name, dataset_display_name=name))
    linker = Linker(tables, settings(), log_level="ERROR")
    sure = [block_on("bsn"), block_on("surname", "birth_date", "initial")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for block in (block_on("birth_date"), block_on("postcode", "house_number")):
        linker.training.estimate_parameters_using_expectation_maximisation(block, record_sample_proportion=1.0)
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    database.execute(f"""COPY (SELECT unique_id_l AS client, max_by(unique_id_r, match_weight) AS person
        FROM {predicted.physical_name} GROUP BY client) TO '{out}' (FORMAT parquet)""")
    print(json.dumps({"seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
