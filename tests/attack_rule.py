"""What an attacker of tests/attack.py knows of the rule and reads in a release: which counts a printed number, or a hidden one, leaves open."""
import functools, itertools, json, math, pathlib, re

from attack_town import rows

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "disclosure-control.md"
HOLD = 12
broken = []


def found(line, kept=True):
    """What an attack found, and whether that is within its bound."""
    print(line if kept else f"{line}  <-- NOT WITHIN ITS BOUND", flush=True)
    if not kept:
        broken.append(line)


# The rule, as the page has it.

SIZES = 512  # Counts that are attacked are below; a set of counts is a number with a bit for each.
STEPS = {"k5": 8, "cbs": 2}
LARGEST_HIDDEN = {"k5": 13, "cbs": 7}


def between(low, high):
    return ((1 << max(high + 1, 0)) - 1) >> max(low, 0) << max(low, 0) & (1 << SIZES) - 1


def moved(counts, by):
    return (counts << by if by >= 0 else counts >> -by) & (1 << SIZES) - 1


@functools.cache
def since_changed(counts):
    """What they can be by now: fewer than so many joined or left."""
    return functools.reduce(int.__or__, (moved(counts, by) for by in range(1 - HOLD, HOLD)))


LOST_FROM, LOST_TO = 25, 36  # Of a release whose ledger is lost a number stays until its count is so far away from it.


def since_lost(number):
    """What a count of such a release can be by now; a hidden one counts as 0."""
    return between((number or 0) + 1 - LOST_TO, (number or 0) - 1 + LOST_TO)


def stands_for(number, profile="k5"):
    return between(number - STEPS[profile], number + STEPS[profile])


def hidden(cell, prints, profile="k5", off=8 + HOLD):
    """What a hidden count can be: small; or so large a part of a whole that it would tell of everyone; or a part of such a count.
    A whole may stand since an earlier release, and be off by so many."""
    small = between(0, LARGEST_HIDDEN[profile])
    if profile != "k5":
        return small
    numbers = [prints.get(whole, (None,))[0] for whole in wholes(cell)]
    if None in numbers:
        return between(0, SIZES)
    return small | between(math.ceil(0.9 * (min(numbers) - off)), min(numbers) + off) if numbers else small


def wholes(cell):
    """Counts that a count is a part of."""
    unit, dimension, level, kind, *rest = cell
    own, town = (unit, dimension, level), (unit, "all", "all")
    before = lambda rung, first: first if rung in ("1+", "2+") and kind == "service" or rung == "1+" else f"{int(rung[:-1]) - 1}+"
    if kind == "services":
        return [own + ("services", before(rest[0], "all"))] if rest[0] != "all" else []
    if kind == "service" and rest[1] == "all":
        return [own + ("services", "1+"), *([town + ("service", rest[0], "all")] if dimension != "all" else [])]
    if kind == "service":
        return [town + ("service", rest[0], before(rest[1], "all"))]
    if kind == "pair":
        return [town + ("service", use, "2+") for use in rest]
    if kind == "set":
        pairs = [town + ("pair", one, other) for one, other in itertools.combinations(rest, 2)]
        return pairs or [town + ("service", rest[0], "all")]
    if kind == "organisations":
        return [town + (("services", "1+") if rest[0] == "1+" else ("organisations", before(rest[0], "")))]
    return [town + ("services", f"{len(rest)}+")] if kind == "domains" else []


def documented():
    """The draw of k5: per remainder, what is added and in how many of 300."""
    table = re.findall(r"^\| ([0-4]) \|(.*)\|$", PAGE.read_text("utf-8"), re.M)
    return [{to: int(cell) for to, cell in zip(range(-8, 9), cells.split("|")) if cell.strip()} for _, cells in table]


DRAWS = documented()


def chance(printed, count):
    """How likely a count is printed so."""
    law = DRAWS[count % 5].items()
    return sum(parts for to, parts in law if (count + to if count + to >= 10 else None) == printed) / 300


# What somebody reads in a release.

def printed(release):
    """Each printed number by what it counts, with the release that it stands since."""
    ledger = json.loads((release / "ledger.json").read_text())
    prints = {tuple(one["counts"]): (one["printed"], ledger["releases"][one["since"]]) for one in ledger["numbers"]}
    for row in rows(release, "population"):
        level = ("all", "all") if row["level"] == "gemeente" else (row["level"], row["area"])
        groups = [part for pair in zip(row["dimension"].split("/"), row["value"].split("/")) for part in pair]
        if row["households"] == "0":
            prints["household", *level, "groups", *groups] = 0, None
    return prints


def is_told(cell, prints):
    """Whether a release says of a count that it is printed or hidden: rare services have no areas, and hidden areas no rows."""
    if cell in prints:
        return True
    if cell[3] == "groups":
        return False
    if cell[1] in ("wijk", "buurt"):
        return cell[3] == "services" and cell[:4] + ("all",) in prints
    return True


def nearest(count):
    return None if count < 8 else (count + 2) // 5 * 5
