"""Attacks on releases, by somebody who has all files of all releases and knows the rule, and some who know more than that.

python tests/attack.py PROGRAM [ATTACK ...] makes towns (tests/attack_town.py), takes them through the program as an office would, and
attacks what was released. It shares nothing with factlab but the files of releases; the town itself, and internal releases, score only.
Each attack prints what it found; a bound that is broken ends the program with 1. Beside each attack stands something that does leak,
which the attack must find, or its nothing says nothing. docs/disclosure-control.md has the figures."""
import functools, itertools, json, math, pathlib, random, re, sys, tempfile, zipfile
from collections import Counter, defaultdict

from attack_town import AGES, TYPES, Household, Office, counted, monthly, rows

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "disclosure-control.md"
HOLD, KNOWN = 12, (1, 2, 5, 10)
BANDS = {"3-12": (3, 12), "13-59": (13, 59), "60-199": (60, 199)}
DOMAINS = ("Wmo", "Jeugdwet", "Wmo", "Zvw")
SERVICES = {f"s{place:02}": (DOMAINS[place % 4], ("first", "second")[place % 2]) for place in range(12)}
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


def stands_for(number, profile="k5"):
    return between(number - STEPS[profile], number + STEPS[profile])


def hidden(cell, prints, profile="k5"):
    """What a hidden count can be: small; or so large a part of a whole that it would tell of everyone; or a part of such a count."""
    small = between(0, LARGEST_HIDDEN[profile])
    if profile != "k5":
        return small
    numbers = [prints.get(whole, (None,))[0] for whole in wholes(cell)]
    if None in numbers:
        return between(0, SIZES)
    # The whole may stand since an earlier release, too.
    return small | between(math.ceil(0.9 * (min(numbers) - 8 - HOLD)), min(numbers) + 8 + HOLD) if numbers else small


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


def contributors(town):
    cells = defaultdict(set)
    for household in town:
        for cell in counted(household, SERVICES):
            cells[cell].add(household.number)
    return cells


# Twelve months.

def difference(program, folder):
    """Of a count, somebody knows all joiners and leavers over some months, K at most, and takes the numbers of these months together."""
    office, months = Office(program, folder, SERVICES), []
    series = {"k5": [], "k5, nothing held": [], "cbs, made up": []}
    for number, town in enumerate(monthly(1, 12, 4000, SERVICES, 0.03), 1):
        office.hand_over(f"2026-{number:02}-28", town)
        months.append(contributors(town))
        held = printed(office.release())
        series["k5"].append(held)
        ledger = office.ledger()
        series["k5, nothing held"].append(printed(office.release("--new-series")))
        office.put_back(ledger)
        series["cbs, made up"].append({cell: (nearest(len(who)), None) for cell, who in months[-1].items() if len(who) > 7})
        if number == 1:
            score(office.release("--internal"), months[0])
    for name, prints in series.items():
        least = narrowed(months, prints, name)
        for band in BANDS:
            report_band(name, band, least)
    redrawn(months, series["k5"])


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
    profile, is_held = name.split(",")[0], name == "k5"
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
                could_be = hidden(cell, series[month], profile) if number is None else stands_for(number, profile)
                if drawn >= first:
                    counts &= moved(could_be, count - len(sets[drawn]))
                else:
                    counts &= moved(since_changed(could_be), count - len(sets[month]))
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
    if name == "k5":
        found(line, fewest >= 4 and wrong == 0)
    elif name.startswith("cbs") and band != "60-199":
        found(line, share(10, 2) > 5)  # The attack works.
    else:
        found(line)


def redrawn(months, series):
    """A number changes only once enough joined or left, or to go below its whole."""
    held, changed, counts = 0, 0, set().union(*months)
    for before, after, month in zip(series, series[1:], range(1, 12)):
        for cell in before.keys() & after.keys() & counts:
            if max(len(months[month].get(cell, set()) ^ earlier.get(cell, set())) for earlier in months[:month]) < HOLD:
                held += 1
                # Of a 0 nobody is told since when; another number than before may be that of a whole.
                changed += after[cell][1] not in (before[cell][1], None) and (before[cell][1] is not None or after[cell][0] > 0)
    found(f"difference, k5: {held} times fewer than {HOLD} had changed since any release before; drawn anew {changed} times",
          changed == 0 and held > 1000)


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


def nearest(count):
    return None if count < 8 else (count + 2) // 5 * 5


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


# An organisation that knows its clients.

OWN, LEARNT = 40, 5


def insider(program, folder):
    """A target is written into M services of one's own, with seven known users of a service in each: is the target the eighth?"""
    dice, blocks, services = random.Random(3), {}, {}
    town, number, bits = [], 0, {}
    home = lambda: (dice.randrange(12), dice.choice(list(AGES)), dice.choice(TYPES), 1)
    for copies, own in ((1, OWN), (2, 16), (4, 16), (8, 16)):
        mine = [f"o{copies}x{place:02}" for place in range(own)]
        services |= {one: ("Wmo", "insider") for one in mine}
        blocks[copies] = [(mine[first:first + copies], f"x{learnt}") for first in range(0, own, copies) for learnt in range(LEARNT)]
        for group, learnt in blocks[copies]:
            for one in group:
                town += [Household(number + place, *home(), {one, learnt}) for place in range(7)]
                number += 7
            bits[group[0], learnt] = dice.random() < 0.5
            town.append(Household(number, *home(), {*group, learnt} if bits[group[0], learnt] else group))
            number += 1
    # Enough others with one service that it says nothing of everyone to have two.
    learnt_services = {f"x{place}": ("Zvw", "others") for place in range(LEARNT)}
    lone = [one for one in services for _ in range(40)] + [one for one in learnt_services for _ in range(400)]
    town += [Household(number + place, *home(), {one}) for place, one in enumerate(lone)]
    office = Office(program, folder, services | learnt_services)
    office.hand_over("2026-01-28", town)
    # Of targets who have the service and of those who have not: a guess is worth the mean of both.
    right, edge, keys = defaultdict(list), [], 60
    for key in range(keys):
        office.release_key(key)
        release = office.release("--new-series")
        prints = printed(release)
        number = lambda *what: prints.get(("household", "all", "all", *what), (None,))[0]
        for copies, targets in blocks.items():
            for group, learnt in targets:
                odds = sum(log_odds(number("pair", one, learnt), 7) for one in group)
                bit = bits[group[0], learnt]
                right[copies, bit].append(guess(odds, dice) == bit)
                edge.append((nearest(7 + bit) is not None) == bit)
        for one in sorted({group[0] for group, _ in blocks[1]}):
            for bit, is_right in by_own_margins(one, number, bits, dice):
                right[0, bit].append(is_right)
    share = {what: 50 * sum(sum(right[what, bit]) / len(right[what, bit]) for bit in (False, True)) for what, _ in right}
    found(f"insider: {OWN * LEARNT} targets, {keys} release keys: right in {share[1]:.1f} %, with one's own margins too in {share[0]:.1f} %"
          f" (with an edge at 8 in {100 * sum(edge) / len(edge):.1f} %)",
          share[1] <= 60 and share[0] <= 60 and all(edge))
    found("insider, the target in M services of one's own, seven other known users in each: right in "
          + ", ".join(f"{share[copies]:.1f} % (M = {copies})" for copies in (2, 4, 8)))


def log_odds(number, known):
    with_target, without = chance(number, known + 1), chance(number, known)
    return math.log(with_target / without) if with_target and without else (1e9 if with_target else -1e9)


def guess(odds, dice):
    return odds > 0 if odds else dice.random() < 0.5


def by_own_margins(one, number, bits, dice):
    """Of the five targets of a service all at once: also by how many of its known clients have a second service."""
    weights = Counter()
    for mask in range(1 << LEARNT):
        weight = chance(number("service", one, "2+"), 7 * LEARNT + mask.bit_count())
        for place in range(LEARNT):
            weight *= chance(number("pair", one, f"x{place}"), 7 + (mask >> place & 1))
        for place in range(LEARNT):
            weights[place, mask >> place & 1] += weight
    odds = [weights[place, 1] - weights[place, 0] for place in range(LEARNT)]
    return [(bits[one, f"x{place}"], guess(odd, dice) == bits[one, f"x{place}"]) for place, odd in enumerate(odds)]


def joiners(program, folder):
    """The same by what is held: known users join a count in one month, and the target perhaps; is the number drawn anew?"""
    dice, own = random.Random(4), 20
    services = {f"o{place:02}": ("Wmo", "insider") for place in range(own)} | {f"x{place}": ("Zvw", "others") for place in range(LEARNT)}
    pairs = [(one, other) for one in services if one[0] == "o" for other in services if other[0] == "x"]
    before, after, number, bits = [], {10: [], 11: []}, 0, {}
    for pair in pairs:
        bits[pair] = dice.random() < 0.5
        for place in range(90):
            home = (dice.randrange(12), dice.choice(list(AGES)), dice.choice(TYPES), 1)
            one = lambda *uses: Household(number, *home, uses)
            before.append(one(*pair) if place < 40 else one(pair[0]))
            for known, town in after.items():
                town.append(one(*pair) if place < 40 + known or place == 51 and bits[pair] else one(pair[0]))
            number += 1
    lone = [Household(number + place, place % 12, "45-64", "other", 1, {f"x{place % LEARNT}"}) for place in range(500 * LEARNT)]
    office, right = Office(program, folder, services), {}
    office.hand_over("2026-01-28", before + lone)
    office.release()
    ledger = office.ledger()
    for known, town in after.items():
        office.put_back(ledger)
        office.hand_over("2026-02-28", town + lone)
        prints = printed(office.release())
        sinces = {pair: prints.get(("household", "all", "all", "pair", *pair), (0, ""))[1] for pair in pairs}
        right[known] = 100 * sum(since.startswith("town-2026-02") == bits[pair] for pair, since in sinces.items()) / len(pairs)
        if known == 10:
            drawn = sum(since.startswith("town-2026-02") for since in sinces.values())
    found(f"joiners: {len(pairs)} targets among 10 known joiners: {drawn} numbers drawn anew, which says nothing", drawn == 0)
    found(f"joiners: among 11 known joiners, whether the number is drawn anew is the answer: right in {right[11]:.0f} %")


def groups(program, folder):
    """All users of a service have another one too: does a release say so of 24 such services?"""
    dice, number, town = random.Random(5), 0, []
    services = {f"{kind}{place:02}": ("Wmo", "insider") for kind in "ac" for place in range(24)} | {"b": ("Zvw", "others")}
    for place in range(24):
        for kind in "ac":
            for user in range(10 + 12 * place):
                has_both = kind == "a" or user % 2
                uses = {f"{kind}{place:02}", "b"} if has_both else {f"{kind}{place:02}"}
                town.append(Household(number, dice.randrange(12), dice.choice(list(AGES)), dice.choice(TYPES), 1, uses))
                number += 1
    town += [Household(number + place, place % 12, "45-64", "other", 1, {"b"}) for place in range(2000)]
    office = Office(program, folder, services)
    office.hand_over("2026-01-28", town)
    # `run` asks about such clients; the insider has talked it round.
    prints = printed(office.release("--accept", "insider"))
    of = lambda *what: prints.get(("household", "all", "all", *what), (None,))[0]

    def is_read(kind, place):
        whole, part = of("service", f"{kind}{place:02}", "all"), of("pair", f"{kind}{place:02}", "b")
        # By the numbers side by side, and by who knows the users of the first service.
        return part is not None and (part >= whole or part - 8 >= 0.9 * (10 + 12 * place))

    read = {kind: sum(is_read(kind, place) for place in range(24)) for kind in "ac"}
    shown = sum(of("pair", f"c{place:02}", "b") is not None for place in range(24))
    found(f"groups: of 24 services whose users all have b it is read of {read['a']}; of 24 of which half have b, of {read['c']} ({shown} printed)",
          shown > 15)


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
