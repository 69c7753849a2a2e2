"""What the gate draws and hides, against programs of others: cell-key-perturbation of the ONS, pytauargus, and linear programmes.

python tests/disclosure.py CELL_KEYS FACTLAB, where CELL_KEYS is the example `cell_keys`; needs cell-key-perturbation, pandas,
pytauargus and scipy.
"""
import contextlib, itertools, pathlib, random, re, subprocess, sys, tempfile
from collections import Counter
import numpy as np
import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from pytauargus import protect
from scipy.optimize import linprog

from attack_town import TYPES, Office, monthly, rows as rows_of

PROGRAM, FACTLAB = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "disclosure-control.md"
KEYS = 256  # The record keys of the ONS are 0 to 255; ours have 8 digits, and 256 of ours are one of theirs.
DIGITS = 10**8 // KEYS
PARTS = 300


def documented():
    """The draw of k5 as the page gives it: per remainder, what is added and in how many of 300."""
    rows = re.findall(r"^\| ([0-4]) \|(.*)\|$", PAGE.read_text("utf-8"), re.M)
    return [{to: int(cell) for to, cell in zip(range(-8, 9), cells.split("|")) if cell.strip()} for _, cells in rows]


def least_variance(ratio=2.0, delta=0.01, reach=4):
    """The least variance, over the five remainders, of a draw that keeps the mean and the promise of k5: between a count and the
    next no number is more than `ratio` times as likely, but for `delta` of the draws.

    A count 5 q + r becomes 5 (q + k) with probability p[r, k]; what goes beyond the ratio is a variable of its own."""
    steps = range(-reach, reach + 2)
    places = {(r, k): i for i, (r, k) in enumerate((r, k) for r in range(5) for k in steps)}
    beyond = {(r, side, k): len(places) + i for i, (r, side, k) in enumerate(
        (r, side, k) for r in range(5) for side in (0, 1) for k in range(-reach, reach + 3))}
    size = len(places) + len(beyond)

    def line(terms):
        made = np.zeros(size)
        for place, weight in terms:
            made[place] += weight
        return made

    equal, at_most = [], []
    for r in range(5):
        equal.append((line((places[r, k], 1) for k in steps), 1))
        equal.append((line((places[r, k], 5 * k - r) for k in steps), 0))
        following, shift = (r + 1, 0) if r < 4 else (0, -1)
        for side in (0, 1):
            for k in range(-reach, reach + 3):
                pair = [places.get((r, k)), places.get((following, k + shift))]
                one, other = pair if side == 0 else pair[::-1]
                terms = [(one, 1), (other, -ratio), (beyond[r, side, k], -1)]
                at_most.append((line((place, weight) for place, weight in terms if place is not None), 0))
            at_most.append((line((beyond[r, side, k], 1) for k in range(-reach, reach + 3)), delta))
    cost = line((places[r, k], (5 * k - r) ** 2 / 5) for r, k in places)
    found = linprog(cost, A_ub=[row for row, _ in at_most], b_ub=[bound for _, bound in at_most],
                    A_eq=[row for row, _ in equal], b_eq=[value for _, value in equal], method="highs")
    assert found.success, found.message
    return found.fun


def k5_is_the_best_of_its_promise():
    rows = documented()
    assert len(rows) == 5 and all(sum(row.values()) == PARTS for row in rows), "the table of the page"
    assert all(sum(to * parts for to, parts in row.items()) == 0 for row in rows), "the mean is the count"
    own = sum(to * to * parts for row in rows for to, parts in row.items()) / PARTS / 5
    least = least_variance()
    # In whole 300ths the promise costs a little more than in fractions.
    assert least <= own + 1e-9 and own <= least * 1.001, f"k5 has variance {own}, the least is {least}"
    print(f"k5: variance {own:.4f}, the least of its promise {least:.4f}")


def law(profile, last):
    """Per count what the draw gives, in its order: number or None, share."""
    text = subprocess.run([PROGRAM, profile, str(last)], check=True, capture_output=True, text=True).stdout
    rows = {}
    for count, number, share in (row.split(",") for row in text.splitlines()):
        rows.setdefault(int(count), []).append((int(number) if number else None, float(share)))
    return rows


def of_k5(last):
    """From the page, not from the program: a low draw goes up, and what is drawn below 10 is hidden by the threshold."""
    rows = documented()
    steps = lambda count: sorted(rows[count % 5].items(), reverse=True)
    return {count: [(count + to, parts / PARTS) for to, parts in steps(count)] for count in range(1, last + 1)}


def p_table(rows):
    """The table of the ONS: for each count (pcv) and cell key what is added (pvalue)."""
    lines = []
    for count in range(1, 751):
        forms = rows.get(count)
        if forms is None:  # Larger counts than were asked for do not occur.
            forms = [(count, 1.0)]
        until = np.cumsum([share for _, share in forms])
        drawn = np.searchsorted(until, np.arange(KEYS) / KEYS + 1e-12, side="right")
        lines += [(count, key, forms[min(place, len(forms) - 1)][0] - count) for key, place in enumerate(drawn)]
    return pd.DataFrame(lines, columns=["pcv", "ckey", "pvalue"])


def the_draws_are_those_of_the_ons(profile, rows, threshold):
    dice = random.Random(2013)
    sizes = [1 + cell % 60 for cell in range(1200)]
    people = [(f"c{cell:04}", dice.randrange(KEYS)) for cell, size in enumerate(sizes) for _ in range(size)]
    data = pd.DataFrame(people, columns=["cell", "key"])
    table = create_perturbed_table(data=data, ptable=p_table(rows), geog=[], tab_vars=["cell"], record_key="key",
                                   threshold=threshold)
    theirs = ["" if pd.isna(number) else str(int(number)) for number in table.sort_values("cell")["count"]]
    lines = data.groupby("cell", sort=True)["key"].apply(lambda keys: " ".join(str(key * DIGITS) for key in keys))
    ours = subprocess.run([PROGRAM, profile], input="\n".join(lines), check=True, capture_output=True, text=True)
    ours = ours.stdout.splitlines()
    assert len(ours) == len(theirs) == len(sizes)
    wrong = [cell for cell, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]]
    assert not wrong, f"{profile}: {len(wrong)} cells differ, such as a count of {sizes[wrong[0]]}"
    changed = sum(number != str(size) for number, size in zip(ours, sizes))
    print(f"{profile}: {len(sizes)} cells as cell-key-perturbation prints them, {changed} of them not the count")


# What is hidden beside exact counts.

SMALLEST, TOWN = 8, 10_000
LADDERS = {"s00": ("Wmo", "first"), "s01": ("Jeugdwet", "second"), "s02": ("Wmo", "first"), "s03": ("Zvw", "second")}


def exact_ladders(folder, seed):
    """Of a release under `suppress` the households with k services or more by household type, in the town: what is printed, and what is counted."""
    office = Office(FACTLAB, folder, LADDERS, profile="suppress")
    (town,) = monthly(seed, 1, TOWN, LADDERS, 0.03)
    # More uses, so that the ladders are long.
    dice = random.Random(seed)
    for one in town:
        one.uses |= {use for use in LADDERS if dice.random() < 0.05 + 0.02 * len(one.kind) % 0.1}
    office.hand_over("2026-01-28", town)
    printed = {}
    for row in rows_of(office.release(), "stacking"):
        if row["unit"] == "household" and row["dimension"] in ("all", "household_type") and row["services"].endswith("+"):
            printed[row["level"], int(row["services"][:-1])] = int(row["households"]) if row["households"] else None
    exact = Counter()
    for one in town:
        for level, number in itertools.product(("all", one.kind), range(1, len(one.uses) + 1)):
            exact[level, number] += 1
    # What has no row is hidden as what has an empty one; there are institutions and unknown types too, though none has a service.
    kinds = [*TYPES, "institution", "unknown"]
    return {cell: printed.get(cell) for cell in itertools.product(["all", *kinds], range(1, 5))}, exact, kinds


def interval(target, printed, kinds):
    """From and to which number a count can be, by a linear programme that knows that the types add up to the town, that a rung is
    no more than the one before, and every printed number."""
    cells = [(kind, number) for kind in kinds for number in range(1, 5)]
    place = {cell: index for index, cell in enumerate(cells)}

    def line(cell, factor=1):
        made = np.zeros(len(cells))
        for kind in kinds if cell[0] == "all" else [cell[0]]:
            made[place[kind, cell[1]]] = factor
        return made

    equal = [(line(cell), number) for cell, number in printed.items() if number is not None]
    falling = [line((kind, number + 1)) - line((kind, number)) for kind in kinds for number in range(1, 4)]
    ends = []
    for sign in (1, -1):
        found = linprog(line(target, sign), A_ub=falling, b_ub=np.zeros(len(falling)), A_eq=[row for row, _ in equal],
                        b_eq=[value for _, value in equal], bounds=(0, TOWN), method="highs")
        assert found.success, found.message
        ends.append(sign * found.fun)
    return ends


def what_is_hidden_stays_hidden(folder, seeds=range(1, 6)):
    """Each hidden count keeps its eight numbers by the programme; beside it pytauargus hides what it must in each margin alone."""
    totals = Counter()
    for seed in seeds:
        printed, exact, kinds = exact_ladders(folder / str(seed), seed)
        wrong = [cell for cell, number in printed.items() if number not in (None, exact[cell])]
        shown = [cell for cell, number in printed.items() if number is not None and number < SMALLEST]
        assert not wrong and not shown, f"{wrong} are not the count, {shown} are too small"
        assert not told(printed, kinds), f"town {seed}: {told(printed, kinds)} keep fewer than {SMALLEST} numbers"
        bare = {cell: exact[cell] if exact[cell] >= SMALLEST else None for cell in printed}
        theirs = bare | {cell: None for number in range(1, 5)
                         for cell in hidden_by_pytauargus(folder / f"{seed}-{number}", exact, kinds, number)}
        totals["counts"] += len(printed)
        for name, numbers in (("what is small", bare), ("pytauargus", theirs), ("factlab", printed)):
            totals[name] += sum(number is None for number in numbers.values())
            totals[f"{name}, told"] += len(told(numbers, kinds))
    assert totals["what is small, told"] > 0 and totals["factlab"] < totals["counts"], totals
    print("suppress, hidden and left with fewer than 8 numbers: " + ", ".join(f"{name} {n}" for name, n in totals.items()))


def told(numbers, kinds):
    """The hidden counts of which too few numbers are left."""
    hidden = [cell for cell, number in numbers.items() if number is None]
    return [cell for cell in hidden if np.ptp(interval(cell, numbers, kinds)) < SMALLEST - 1 - 1e-6]


def hidden_by_pytauargus(folder, exact, kinds, number):
    """What pytauargus hides in the margin of one rung, which it takes alone; a type without anybody is no cell to it."""
    people = [kind for kind in kinds for _ in range(exact[kind, number])]
    data = {"kind": people, "all": ["a"] * len(people), "one": [1] * len(people)}
    made = protect(data, ["kind", "all"], response="one", safety_rules=f"FREQ({SMALLEST},100)", suppress="OPT(1)", workdir=str(folder))
    (table,) = made.tables
    rows = [(row["kind"], mark) for row, mark in zip(table.rows, table.status()) if row["all"] == "a"]
    assert len(rows) == len(set(people)) + 1, "a row for each type, and the total"
    return [(kind if kind in kinds else "all", number) for kind, mark in rows if mark in "UM"]


k5_is_the_best_of_its_promise()
the_draws_are_those_of_the_ons("k5", of_k5(60), 10)
for profile in ("ckm-2-1-0", "ckm-5-3-2", "ckm-10-10-4"):
    the_draws_are_those_of_the_ons(profile, law(profile, 60), 0)
# The solver of pytauargus writes its logs where it stands.
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    what_is_hidden_stays_hidden(pathlib.Path(folder))
