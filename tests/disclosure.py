"""What the gate draws, against programs of others: cell-key-perturbation of the ONS, and the linear programme behind k5.

python tests/disclosure.py PROGRAM, where PROGRAM is the example `cell_keys`; needs cell-key-perturbation, pandas and scipy.
"""
import pathlib, random, re, subprocess, sys
import numpy as np
import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from scipy.optimize import linprog

PROGRAM = sys.argv[1]
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


k5_is_the_best_of_its_promise()
the_draws_are_those_of_the_ons("k5", of_k5(60), 10)
for profile in ("ckm-2-1-0", "ckm-5-3-2", "ckm-10-10-4"):
    the_draws_are_those_of_the_ons(profile, law(profile, 60), 0)
