"""Attacks on releases, by somebody who has all files of all releases and knows the rule, and some who know more than that.

python tests/attack.py PROGRAM [ATTACK ...] makes towns (tests/attack_town.py), takes them through the program as an office would, and
attacks what was released. It shares nothing with factlab but the files of releases; the town itself, and internal releases, score only.
Each attack prints what it found; a bound that is broken ends the program with 1. Beside each attack stands something that does leak,
which the attack must find, or its nothing says nothing. docs/disclosure-control.md has the figures."""
import functools, json, pathlib, re, shutil, sys, tempfile, zipfile
from collections import defaultdict

from attack_insider import groups, insider, joiners
from attack_rule import (HOLD, LOST_FROM, LOST_TO, SIZES, between, broken, found, hidden, is_told, moved, nearest, printed, since_changed,
                         since_lost, stands_for)
from attack_town import Household, Office, counted, monthly, rows

KNOWN = 1, 2, 5, 10
BANDS = {"3-12": (3, 12), "13-59": (13, 59), "60-199": (60, 199)}
DOMAINS = ("Wmo", "Jeugdwet", "Wmo", "Zvw")
SERVICES = {f"s{place:02}": (DOMAINS[place % 4], ("first", "second")[place % 2]) for place in range(12)}


# Twelve months.

LOST = 6  # After so many the ledger is lost.

def contributors(town):
    cells = defaultdict(set)
    for household in town:
        for cell in counted(household, SERVICES):
            cells[cell].add(household.number)
    return cells


def difference(program, folder):
    """Of a count, somebody knows all joiners and leavers over some months, K at most, and takes the numbers of these months together."""
    office, months = Office(program, folder, SERVICES), []
    series = {"k5": [], "k5, nothing held": [], "k5, ledger lost": [], "cbs, made up": []}
    last, lost = office.folder / "last", None
    for number, town in enumerate(monthly(1, 12, 4000, SERVICES, 0.03), 1):
        office.hand_over(f"2026-{number:02}-28", town)
        months.append(contributors(town))
        release = office.release()
        series["k5"].append(printed(release))
        ledger = office.ledger()
        if number == LOST:
            # What stands beside the key is left, and the release as it was published.
            lost = {file: content for file, content in ledger.items() if file.parent.name != "ledger"}
            shutil.copytree(release, last / release.name)
        if number <= LOST:
            series["k5, ledger lost"].append(series["k5"][-1])
        else:
            office.put_back(lost)
            restore = ("--restore-ledger", str(next(last.iterdir()))) if number == LOST + 1 else ()
            series["k5, ledger lost"].append(printed(office.release(*restore)))
            lost = office.ledger()
            office.put_back(ledger)
        series["k5, nothing held"].append(printed(office.release("--new-series")))
        office.put_back(ledger)
        series["cbs, made up"].append({cell: (nearest(len(who)), None) for cell, who in months[-1].items() if len(who) > 7})
        if number == 1:
            score(office.release("--internal"), months[0])
    for name, prints in series.items():
        least = narrowed(months, prints, name)
        for band in BANDS:
            report_band(name, band, least)
    for name in ("k5", "k5, nothing held", "k5, ledger lost"):
        redrawn(name, months, series[name])


def score(internal, cells):
    """The attacker's list of who is in what is right: its counts are those of an internal release."""
    exact = {("household", row["dimension"], row["level"], "services", row["services"]): int(row["households"])
             for row in rows(internal, "stacking") if row["unit"] == "household" and not row["services"].isdigit()}
    exact |= {("household", "all", "all", "pair", row["service_a"], row["service_b"]): int(row["households"])
              for row in rows(internal, "co_occurrence") if row["service_a"] != row["service_b"]}
    wrong = [cell for cell, count in exact.items() if count != len(cells.get(cell, ()))]
    assert not wrong and len(exact) > 200, f"the attacker counts otherwise: {wrong[:3]}"


def narrowed(months, series, name):
    """Of each band and K, for each count the fewest candidates that are left, and whether the truth is among them."""
    profile, is_held, is_lost = name.split(",")[0], name in ("k5", "k5, ledger lost"), name == "k5, ledger lost"
    month_of = {since: month for month, prints in enumerate(series) for _, since in prints.values()
                if since and since.startswith(f"town-2026-{month + 1:02}")}
    least = defaultdict(dict)
    for cell in sorted(set().union(*months)):
        sets = [month.get(cell, set()) for month in months]
        changes = [0] + [len(sets[month] ^ sets[month - 1]) for month in range(1, len(months))]
        for first in range(len(months)):
            count, counts, known, left = len(sets[first]), between(0, SIZES), 0, {}
            for month in range(first, len(months)):
                known += changes[month] if month > first else 0
                if known > KNOWN[-1]:
                    break
                if not is_told(cell, series[month]):
                    continue
                number, since = series[month].get(cell, (None, None))
                # Of a hidden count nobody is told since when; in the first release nothing is held.
                drawn = month if not is_held else month_of[since] if since else 0 if month == 0 else -1
                is_after = is_lost and month >= LOST
                off = LOST_TO if is_after else 8 + HOLD
                could_be = hidden(cell, series[month], profile, off) if number is None else stands_for(number, profile)
                if drawn >= first:
                    counts &= moved(could_be, count - len(sets[drawn]))
                else:
                    by_now = could_be | since_lost(number) if is_after and drawn < LOST else since_changed(could_be)
                    counts &= moved(by_now, count - len(sets[month]))
                before = series[month - 1].get(cell, (None, None)) if is_after and drawn == month else (None, None)
                if before[0] is not None and month_of[before[1]] < LOST:
                    # It is drawn anew, so it is far enough from what it was.
                    far = between(0, SIZES) & ~between(before[0] + 1 - LOST_FROM, before[0] - 1 + LOST_FROM)
                    counts &= moved(far, count - len(sets[month]))
                left[next(k for k in KNOWN if known <= k)] = (counts.bit_count(), counts >> count & 1)
            band = next((band for band, (fewest, most) in BANDS.items() if fewest <= count <= most), None)
            for k in KNOWN:
                best = min((left[fewer] for fewer in left if fewer <= k), default=None)
                if best and band:
                    least[band, k][cell] = min(best, least[band, k].get(cell, best))
    return least


def report_band(name, band, least):
    """The fewest candidates of the counts of a band, at each number of known changes."""
    of, figures = {k: list(least[band, k].values()) for k in KNOWN}, []
    share = lambda k, limit: 100 * sum(left < limit for left, _ in of[k]) / len(of[k])
    for k in KNOWN:
        figures.append(f"{k}: {share(k, 2):.1f} / {share(k, 4):.1f} / {share(k, 8):.1f}")
    fewest, wrong = min(left for left, _ in of[10]), sum(not right for k in KNOWN for _, right in of[k])
    line = f"difference, {name}, {band} ({len(of[10])} counts), % pinned / < 4 / < 8 left at K = {', '.join(figures)}; fewest {fewest}, wrong {wrong}"
    if name in ("k5", "k5, ledger lost"):
        found(line, fewest >= 4 and wrong == 0)
    elif name.startswith("cbs") and band != "60-199":
        found(line, share(10, 2) > 5)  # The attack works.
    else:
        found(line)


def redrawn(name, months, series):
    """A number changes only once enough joined or left, or to go below its whole."""
    held, changed, counts = 0, 0, set().union(*months)
    for before, after, month in zip(series, series[1:], range(1, 12)):
        for cell in before.keys() & after.keys() & counts:
            if max(len(months[month].get(cell, set()) ^ earlier.get(cell, set())) for earlier in months[:month]) < HOLD:
                held += 1
                # Of a 0 nobody is told since when; another number than before may be that of a whole.
                changed += after[cell][1] not in (before[cell][1], None) and (before[cell][1] is not None or after[cell][0] > 0)
    found(f"difference, {name}: {held} times fewer than {HOLD} had changed since any release before; drawn anew {changed} times",
          held > 1000 and (changed > 1000 if "nothing held" in name else changed == 0))


# One release.

def average(program, folder):
    """The same count in several tables and runs, and counts that differ by K known households: many numbers, one truth."""
    office = Office(program, folder, SERVICES)
    (town,) = monthly(2, 1, 4000, SERVICES, 0.03)
    office.hand_over("2026-01-28", town)
    release = office.release()
    prints, cells = printed(release), contributors(town)
    again = [printed(office.release(*words)) for words in ((), ("--new-series",), ("--new-series",))]
    found(f"average: {len(prints)} numbers, in four runs of the same hand-overs {sum(prints != one for one in again)} times another",
          all(prints == one for one in again))
    keys_per_run(office, cells)
    places = defaultdict(list)
    for cell, who in cells.items():
        if is_told(cell, prints) and len(who) < BANDS["60-199"][0] + 10:
            number = prints.get(cell, (None,))[0]
            places[sum(1 << one for one in who)].append((number, hidden(cell, prints) if number is None else stands_for(number)))
    several = [numbers for numbers in places.values() if len(numbers) > 1]
    differ = sum(len({number for number, _ in numbers} - {None}) > 1 for numbers in several)
    found(f"average: {len(several)} sets of households are counted in several places; printed as two numbers {differ} times",
          differ == 0 and len(several) > 5)
    told = {who: functools.reduce(int.__and__, (counts for _, counts in numbers)) for who, numbers in places.items()}
    neighbours("k5", told)
    sharp = {who: nearest(who.bit_count()) for who in places}
    neighbours("cbs, made up", {who: between(0, 7) if number is None else stands_for(number, "cbs") for who, number in sharp.items()})


def keys_per_run(office, cells, runs=40):
    """The mutation that averaging needs: another release key for each run of the same hand-overs."""
    prints = []
    for number in range(2, 2 + runs):
        office.release_key(number)
        prints.append(printed(office.release("--new-series")))
    office.release_key(1)
    always = [cell for cell in set.intersection(*(set(one) for one in prints)) if 30 <= len(cells.get(cell, ())) < 200]
    means = {cell: sum(one[cell][0] for one in prints) / runs for cell in always}
    right = sum(round(mean) == len(cells[cell]) for cell, mean in means.items())
    differ = sum(len({one[cell][0] for one in prints}) > 1 for cell in always)
    found(f"average, a release key per run: {differ} of {len(always)} numbers change, the mean of {runs} runs is the count of {right}",
          len(always) > 100 and differ > 0.9 * len(always) and right > 0.6 * len(always))


def neighbours(name, told):
    """Each count taken together with all that differ by K known households at most."""
    sizes = defaultdict(list)
    for who in told:
        sizes[who.bit_count()].append(who)
    figures, wrong = [], 0
    for k in KNOWN:
        left = []
        for who in told:
            count, counts = who.bit_count(), between(0, SIZES)
            if not 3 <= count < 60:
                continue
            for size in range(count - k, count + k + 1):
                for other in sizes[size]:
                    if (who ^ other).bit_count() <= k:
                        counts &= moved(told[other], count - size)
            left.append(counts.bit_count())
            wrong += not counts >> count & 1
        figures.append(f"{k}: {100 * sum(one < 2 for one in left) / len(left):.1f} / {100 * sum(one < 4 for one in left) / len(left):.1f}")
    fewest = min(left)
    found(f"average, {name}: {len(left)} counts against all that differ by K known households, % pinned / < 4 left at K = "
          f"{', '.join(figures)}; fewest {fewest}, wrong {wrong}", fewest >= 4 and wrong == 0 if name == "k5" else fewest < 2)


# What is not a number.

def parts(release):
    """The content of each file, with the name of the release taken out; a workbook is its parts, with their order."""
    content = {}
    for file in sorted(release.iterdir()):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as workbook:
                for place, part in enumerate(workbook.infolist()):
                    content[f"{file.name}/{place}/{part.filename}"] = repr(part.date_time).encode() + workbook.read(part)
        else:
            content[file.name] = file.read_bytes()
    return {name: text.replace(release.name.encode(), b"NAME") for name, text in content.items()}


def alike(program, folder):
    """Two towns that print alike: no byte of their releases differs, whatever they count."""
    office = Office(program, folder, SERVICES, ("csv", "json", "parquet", "xlsx", "html"))
    (town,) = monthly(6, 1, 1500, SERVICES, 0.03)
    office.hand_over("2026-01-28", town)
    office.release()
    ledger, releases, towns = office.ledger(), [], []
    lone = [place for place, one in enumerate(town) if one.size == 1 and not one.uses]
    for changed, uses in ((lone[:4], ("s03", "s04")), (lone[4:8], ("s03", "s05")), (lone[8:9], ("s00", "s01", "s02", "s03"))):
        # So few households that every number of the first release stays. The last one has services that nobody else combines.
        towns.append(list(towns[1] if len(towns) == 2 else town))
        for place in changed:
            one = town[place]
            towns[-1][place] = Household(one.number, one.area, one.age, one.kind, 1, uses)
        office.put_back(ledger)
        office.hand_over("2026-01-28", towns[-1])
        releases.append(parts(office.release()))
    one, other, third = (contributors(town) for town in towns)
    differ = sum(len(one.get(cell, ())) != len(other.get(cell, ())) for cell in one.keys() | other.keys())
    own = ("run.json", "certificate.json")  # These hold digests.
    unlike = sorted({name for release in releases[1:] for name in release if name not in own and release[name] != releases[0].get(name)})
    found(f"alike: three towns differ in {differ} counts, and one has a combination that is hidden and nobody else's; their releases print alike, and of "
          f"{len(releases[0]) - len(own)} files and parts of files {len(unlike)} differ {unlike[:3]}",
          not unlike and differ > 10 and len(third) > len(other))
    records = [json.loads(re.sub(r"[0-9a-f]{64}", "DIGEST", release["run.json"].decode())) for release in releases]
    unlike = sorted({name for record in records[1:] for name in record if record[name] != records[0][name]})
    found(f"alike: but for digests of hand-overs, {len(unlike)} fields of run.json differ {unlike}", not unlike)


def exist(program, folder):
    """Does a row exist because of a hidden household? A town with and without one in an area of its own, with services of its own."""
    office = Office(program, folder, SERVICES)
    (town,) = monthly(8, 1, 1500, SERVICES, 0.03)
    numbers = []
    for more in ([], [Household(9000 + place, 99, "75+", "other", 6, tuple(SERVICES)[:5]) for place in range(3)]):
        office.hand_over("2026-01-28", town + more)
        release = office.release("--new-series")
        tables = {file.stem: rows(release, file.stem) for file in release.glob("*.csv")}
        numbers.append({(table, *key_of(row)): number_of(row) for table, lines in tables.items() for row in lines})
    without, with_them = numbers
    # A ladder has the rows up to its last printed rung.
    rungs = [{key for key, number in one.items() if number and key[-1].endswith("+")} for one in numbers]
    ladders = {key[:-1] for key in rungs[0] ^ rungs[1]}
    differ = [key for key in without.keys() ^ with_them.keys() if not (without | with_them)[key] and key[:-1] not in ladders]
    changed = sum(without[key] != with_them[key] for key in without.keys() & with_them.keys())
    found(f"exist: three hidden households more: of {len(without)} rows {changed} have another number, {len(differ)} without a number came or went {differ[:3]}",
          not differ and changed > 0)


def key_of(row):
    """The columns before the first number."""
    names = list(row)
    first = next(place for place, name in enumerate(names) if name in ("households", "persons", "value", "records"))
    return tuple(row[name] for name in names[:first])


def number_of(row):
    return next(row[name] for name in row if name in ("households", "value", "records"))


def derive(program, folder):
    """Shares, expected numbers, lift and means: are they of printed numbers, or do they give a count back?"""
    office = Office(program, folder, SERVICES)
    (town,) = monthly(9, 1, 4000, SERVICES, 0.03)
    office.hand_over("2026-01-28", town)
    release = office.release()
    wrong, told, checked = recovered(release, release)
    found(f"derive: {checked} derived numbers, {wrong} not of printed numbers; counts given back: {told}", wrong == told == 0 and checked > 300)
    leaking = recovered(release, office.release("--internal", to="exact"))
    found(f"derive: with shares and lift of exact counts, {leaking[1]} counts are given back", leaking[1] > 50)


def recovered(counts, derived):
    """Derived numbers of one release beside the counts of another: those that differ, and counts that they give back."""
    number = lambda text: float(text) if text else None
    headline = {row["measure"]: number(row["value"]) for row in rows(counts, "headline")}
    pairs = {(row["service_a"], row["service_b"]): number(row["households"]) for row in rows(counts, "co_occurrence")}
    wrong = told = checked = 0
    for row in rows(derived, "co_occurrence"):
        key = (row["service_a"], row["service_b"])
        both, one, other = pairs[key], pairs[key[0], key[0]], pairs[key[1], key[1]]
        for column, of in (("expected", headline["households"]), ("expected_of_users", headline["households_1_or_more"])):
            lift = column.replace("expected", "lift")
            expected = one * other / of if one and other and key[0] != key[1] else None
            for found_number, right in ((number(row[column]), expected), (number(row[lift]), both and expected and both / expected)):
                checked += found_number is not None
                wrong += not is_close(found_number, right)
            if row[column] and row[lift]:
                count = float(row[column]) * float(row[lift])
                told += both is None or abs(count - both) > 0.5
        for column, whole in (("share_of_a", one), ("share_of_b", other)):
            if row[column]:
                checked += 1
                wrong += not (both and whole) or not is_close(float(row[column]), both / whole)
                told += both is None or bool(whole) and abs(float(row[column]) * whole - both) > 0.5
    for table, whole_of in (("services", lambda row: headline["households"]), ("areas", None)):
        for row, own in zip(rows(derived, table), rows(counts, table)):
            for column in [name for name in row if name.startswith("share") and row[name]]:
                whole = whole_of(row) if whole_of else number(own["households"])
                part = number(own[column.replace("share", "households")] if whole_of is None else own["households"])
                checked += 1
                wrong += not (part and whole) or not is_close(float(row[column]), part / whole)
                told += part is None or bool(whole) and abs(float(row[column]) * whole - part) > 0.5
    ladder = [number(row["households"]) for row in rows(counts, "stacking")
              if row["unit"] == "household" and row["dimension"] == "all" and row["services"].endswith("+")]
    mean = next(number(row["value"]) for row in rows(derived, "headline") if row["measure"] == "mean_services_of_users")
    wrong += not is_close(mean, sum(one or 0 for one in ladder) / ladder[0])
    return wrong, told, checked + 1


def is_close(one, other):
    return (one is None) == (other is None) and (one is None or abs(one - other) < 2e-6)


ATTACKS = {one.__name__: one for one in (difference, average, insider, joiners, groups, alike, exist, derive)}

if __name__ == "__main__":
    program = str(pathlib.Path(sys.argv[1]).resolve())
    for name in sys.argv[2:] or ATTACKS:
        with tempfile.TemporaryDirectory() as folder:
            ATTACKS[name](program, pathlib.Path(folder) / name)
    sys.exit(f"{len(broken)} bounds are broken" if broken else 0)
