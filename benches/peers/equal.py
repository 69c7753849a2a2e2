"""Whether a peer counted what a release says, number by number: a row that one side leaves out is nothing there."""
import csv

# Of each table the columns that say what is counted, and those that count.
TABLES = {
    "stacking": (["unit", "dimension", "level", "services"], ["households"]),
    "services": (["service"], ["persons", "households"]),
    "co_occurrence": (["service_a", "service_b"], ["households"]),
    "linkage": (["provider"], ["records", "clients", "linked", "by_bsn", "by_combination", "by_spelling", "by_address", "ambiguous",
                               "outside", "left", "not_found"]),
}


def of_release(release, name):
    """The numbers above zero of a table of a release with exact counts."""
    keys, counts = TABLES[name]
    with open(release / f"{name}.csv", newline="", encoding="utf-8") as file:
        rows = [[*(row[key] for key in keys), *(int(row[count]) for count in counts)] for row in csv.DictReader(file)]
    return numbers(name, rows)


def numbers(name, rows):
    keys, counts = TABLES[name]
    each = {(*row[:len(keys)], count): number for row in rows for count, number in zip(counts, row[len(keys):], strict=True)}
    return {key: number for key, number in each.items() if number}


def stacking(unit, rows):
    """The rows of table `stacking`: exactly n, n or more, and all."""
    counts = {}
    for dimension, level, n, households in rows:
        add = lambda services: counts.__setitem__(
            key := (unit, dimension, level, services), counts.get(key, 0) + households)
        for services in ["all", str(n), *(f"{least}+" for least in range(1, n + 1))]:
            add(services)
    return [[*key, count] for key, count in counts.items()]


def differences(release, tables, is_asked=lambda name, key: True):
    """How many numbers were compared, and a line for each that differs."""
    compared, lines = 0, []
    for name, rows in tables.items():
        ours = {key: number for key, number in of_release(release, name).items() if is_asked(name, key)}
        theirs = numbers(name, rows)
        compared += len(ours.keys() | theirs.keys())
        lines += [f"{name} {' '.join(key)}: the release says {ours.get(key, 0)}, the peer {theirs.get(key, 0)}"
                  for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]
    return compared, lines
