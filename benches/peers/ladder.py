"""Links the hand-overs of a town and counts, in SQL on DuckDB: python ladder.py TOWN OUT.json

Writes the tables, each a list of rows, and prints the seconds from opening the database to the last row.
"""
import json, pathlib, re, string, sys, time

import duckdb

import equal, towns

HERE = pathlib.Path(__file__).resolve().parent
COMBINATIONS = {
    "birth_and_names": ["birth_surname_given", "birth_surname_given_partner", "birth_surname_initial", "birth_surname_initial_partner"],
    "names_and_address": ["surname_given_address", "surname_given_address_partner"],
    "birth_and_address": ["birth_address", "birth_postcode_initial"],
}


def token_columns():
    """The number of each column of tokens: docs/method.md lists them in their order."""
    method = (HERE.parent.parent / "docs" / "method.md").read_text("utf-8")
    names = re.findall(r"^\| `(\w+)` \|", method.split("\n## 4. Tokens")[1].split("\n## ")[0], re.M)
    return {name: number for number, name in enumerate(names)}


def words_of_sql(agreement):
    """What the dollars in the SQL stand for."""
    number = token_columns()
    numbers = lambda names: ", ".join(str(number[name]) for name in names)
    return {
        "bsn": number["bsn"],
        "birth_year": number["bsn_birth_year"],
        "checks": numbers(["bsn_birth_year", "bsn_surname", "bsn_surname_partner"]),
        **{name: numbers(columns) for name, columns in COMBINATIONS.items()},
        "combinations": numbers(sum(COMBINATIONS.values(), [])),
        "surnames": numbers(["surname_address_number", "surname_address_number_partner"]),
        "rungs": numbers(["address_id", "address_parts", "address_joined", "address_number"]),
        "services": ", ".join(f"'{service}'" for service in towns.services(agreement)),
    }


def views(town, agreement):
    """The hand-overs as views. The rows of a provider's clients become unique by the provider's place."""
    handover = lambda of: town / of["handover"]
    places = list(enumerate(agreement["provider"]))
    assert not any("attribute_to" in one for one in agreement["service"]), "services that count by address are not in the SQL"

    def of_providers(file, columns):
        select = "SELECT {place}::UBIGINT << 32 | row AS client, {columns} FROM '{path}'"
        return " UNION ALL ".join(
            select.format(place=place, columns=columns, path=handover(one) / file).replace("$provider", one["id"]) for place, one in places)
    register = handover(agreement["register"])
    codes = ", ".join(f"'{one}'" for one in sorted(one["code"] for one in agreement["service"]))
    return f"""
CREATE TYPE service AS ENUM ({codes});
CREATE TYPE provider AS ENUM ({", ".join(f"'{one['id']}'" for _, one in places)});
CREATE VIEW client_tokens AS {of_providers("tokens.parquet", '"column" AS field, token')};
CREATE VIEW uses AS {of_providers("uses.parquet", "'$provider'::provider AS provider, service::service AS service, in_period, on_reference_date, outside")};
CREATE VIEW register_tokens AS SELECT row AS person, "column" AS field, token FROM '{register / "tokens.parquet"}';
CREATE VIEW members AS SELECT row AS person, household, age_band, sex, "left" AS has_left FROM '{register / "members.parquet"}';
CREATE VIEW residents AS FROM members WHERE household IS NOT NULL AND NOT has_left;
CREATE VIEW households AS SELECT *, type <> 'institution' AS is_private
    FROM (SELECT number AS household, wijk, buurt, type, size, age_band FROM '{register / "households.parquet"}');
CREATE TEMP TABLE clients AS SELECT client, any_value(provider) AS provider, bool_or(outside) AS is_outside FROM uses GROUP BY client;
"""


def main(town, out):
    agreement = towns.agreement(town)
    words = words_of_sql(agreement)
    sql = lambda name: string.Template((HERE / name).read_text("utf-8")).substitute(words)
    begin = time.perf_counter()
    database = duckdb.connect()
    database.execute(views(town, agreement))
    database.execute(sql("ladder.sql"))
    # A semicolon ends a statement; none of the comments has one.
    statements = [one for one in sql("counts.sql").split(";") if one.strip()]
    *tables, = (database.execute(statement).fetchall() for statement in statements)
    seconds = time.perf_counter() - begin
    linkage, households, persons, services, pairs = tables[2:]
    rows = {
        "linkage": linkage,
        "stacking": equal.stacking("household", households) + equal.stacking("person", persons),
        "services": services,
        "co_occurrence": pairs,
    }
    out.write_text(json.dumps(rows), "utf-8")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
