"""Attacks of tests/attack.py by an organisation that knows its clients, and writes some of them into its services for the purpose."""
import math, random
from collections import Counter, defaultdict

from attack_rule import chance, found, nearest, printed
from attack_town import AGES, TYPES, Household, Office

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
          read["a"] == 0 and shown > 15)
