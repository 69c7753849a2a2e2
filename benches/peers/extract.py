"""The plain records of an extract of the town, by the columns that its agreement maps: what a peer that sees names would read."""
import csv, functools, pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tests"))
import method  # the published method, built a second time

FIELDS = ["bsn", "surname", "partner_surname", "given_name", "initial", "birth_date", "postcode", "house_number", "addition"]


@functools.lru_cache(1 << 20)
def surname(text):
    return method.surname(text)


@functools.lru_cache(1 << 16)
def given_name(text):
    return "".join(method.words(text.split(" ")[0]))


@functools.lru_cache(1 << 16)
def birth_date(text, order):
    year, month, day = method.calendar_date(text.split(" ")[0], order) or (0, 0, 0)
    return f"{year:04}-{month:02}-{day:02}" if month and day else ""


def bsn(text):
    """A made-up BSN with its zeros; nothing where the eleven-test fails."""
    digits = text.strip().zfill(9)
    if not digits.isdigit() or len(digits) != 9:
        return ""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1))) % 11
    return digits if rest == 5 else ""


def record(of, order="d-m-y"):
    """The normalised fields of a row, in the order of FIELDS; `of` gives the text of a field, or nothing."""
    given = given_name(of("given_names")) if "." not in of("given_names") else ""
    initial = given_name(of("initials") or of("given_names"))[:1].replace("Y", "I")
    postcode = "".join(of("postcode").split()).upper()
    return [
        bsn(of("bsn")),
        surname(of("surname")),
        surname(of("partner_surname")),
        given if len(given) > 1 else "",
        initial,
        birth_date(of("birth_date"), order),
        postcode if len(postcode) == 6 else "",
        of("house_number").strip(),
        "".join(filter(str.isalnum, of("house_letter") + of("house_number_suffix"))).upper(),
    ]


def texts(path, party, encoding="utf-8-sig"):
    """The rows of a CSV extract, each a function that gives the text of a field; `party` is its part of the agreement."""
    columns = party["columns"]
    with open(path, newline="", encoding=party.get("encoding", encoding)) as file:
        first = file.readline()
        delimiter = party.get("delimiter") or max(";,\t", key=first.count)
        header = next(csv.reader([first], delimiter=delimiter))
        place = {field: header.index(column) for field, column in columns.items()}
        for row in csv.reader(file, delimiter=delimiter):
            yield lambda field: row[place[field]] if field in place else ""
