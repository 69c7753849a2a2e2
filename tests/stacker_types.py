"""Table `stacker_types` of a release, from its other tables, with numpy and scipy; and how well planted types are found.

python tests/stacker_types.py RELEASE compares; python tests/stacker_types.py --power makes the table of docs/types.md, from towns of its own (some minutes).
Needs numpy, pandas and scipy. Sizes are compared as printed, services by their codes and order.
"""
import itertools, pathlib, sys
import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import logsumexp
from scipy.stats import poisson

# Of k5: a draw below 10 is hidden, and 13 is the largest number with such a draw.
VARIANCE, HIDDEN, STEP = 2090 / 300, 13, 10
MOST, USUAL = 8, 0.0002


class Pairs:
    """Counts of pairs as a square: a number, -1 where it is hidden as small, nan where nothing is known."""

    def __init__(self, square, users, numbers):
        self.square, self.users, self.numbers = square, users, numbers
        self.stackers = numbers.sum()
        low = np.tril_indices(len(users), -1)
        self.one, self.other = low
        self.count = square[low]
        keep = ~np.isnan(self.count)
        self.one, self.other, self.count = self.one[keep], self.other[keep], self.count[keep]
        self.shown = self.count >= 0
        self.sum = self.count[self.shown].sum()
        self.usual = users / users.sum()


def expected(data, mixture):
    pairs, parts = mixture
    return 2 * np.einsum("c,cp,cp->p", pairs, parts[:, data.one], parts[:, data.other])


def fit(data, mixture):
    mean = expected(data, mixture)
    shown, hidden = data.shown, ~data.shown
    # Without the factorials, which are the same for all mixtures.
    return (data.count[shown] * np.log(mean[shown]) - mean[shown]).sum() + poisson.logcdf(HIDDEN, mean[hidden]).sum()


def climb(data, mixture, steps):
    pairs, parts = mixture
    services, classes = len(data.users), len(pairs)
    for _ in range(steps):
        mean = expected(data, (pairs, parts))
        likely = data.count.copy()
        hidden = mean[~data.shown]
        likely[~data.shown] = hidden * np.exp(poisson.logcdf(HIDDEN - 1, hidden) - poisson.logcdf(HIDDEN, hidden))
        own = 2 * pairs[:, None] * parts[:, data.one] * parts[:, data.other] * (likely / mean)
        ends = np.array([np.bincount(data.one, row, services) + np.bincount(data.other, row, services) for row in own])
        parts = (ends + USUAL * 2 * data.sum * data.usual) / (1 - parts)
        parts /= parts.sum(axis=1, keepdims=True)
        pairs = ends.sum(axis=1) / 2 / (1 - (parts**2).sum(axis=1))
    return pairs, parts


def grown(data, mixture):
    pairs, parts = mixture
    mean = expected(data, mixture)
    surplus = np.where(data.shown, np.maximum(data.count - mean, 0), 0)
    far = surplus / np.sqrt(mean + VARIANCE)
    square = np.zeros([len(data.users)] * 2)
    square[data.one, data.other] = square[data.other, data.one] = surplus
    taken = []
    for place in np.argsort(-far, kind="stable"):
        pair = {data.one[place], data.other[place]}
        if far[place] > 0 and not any(pair & other for other in taken):
            taken.append(pair)
        if len(taken) == 3:
            break
    tries = []
    for pair in taken:
        beside = square[list(pair)].sum(axis=0)
        new = 0.9 * beside / beside.sum() + 0.1 * pairs @ parts / pairs.sum()
        tried = climb(data, (np.append(0.9 * pairs, 0.1 * data.sum), np.vstack([parts, new])), 30)
        tries.append((fit(data, tried), tried))
    return climb(data, max(tries, key=lambda one: one[0])[1], 150) if tries else None


def best(data):
    wider = 1 + VARIANCE * data.shown.sum() / data.sum
    criterion = lambda mixture: len(mixture[0]) * len(data.users) * np.log(data.stackers) - 2 * fit(data, mixture) / wider
    found = climb(data, (np.array([data.sum]), data.usual[None]), 150)
    while len(found[0]) < MOST and (len(found[0]) + 1) * len(data.users) <= data.shown.sum():
        more = grown(data, found)
        if more is None or criterion(more) >= criterion(found):
            break
        found = more
    return found


def sizes(data, mixture):
    pairs, parts = mixture
    shares = parts * (1 - parts)
    shares /= shares.sum(axis=1, keepdims=True)
    uses = pairs / pairs.sum() * data.users.sum()
    for _ in range(300):
        uses = uses * (shares @ (data.users / (uses @ shares)))
    number = np.arange(2, 2 + len(data.numbers))
    log = np.log(np.maximum(data.numbers, 1e-300))

    def moments(lean):
        weight = np.exp(log + lean * number - logsumexp(log + lean * number))
        return weight @ number, weight @ (number * (number - 1))

    def mean(others):
        away = lambda lean: moments(lean)[1] / moments(lean)[0] - others
        lean = -8 if away(-8) > 0 else 8 if away(8) < 0 else brentq(away, -8, 8, xtol=1e-14)
        return moments(lean)[0]

    households = uses / [mean(2 * own * (1 - (part**2).sum()) / use) for own, part, use in zip(pairs, parts, uses)]
    return households * data.stackers / households.sum(), shares * uses[:, None]


def types(data):
    """Households and places of services of each type, the largest first."""
    mixture = best(data)
    if len(mixture[0]) == 1:
        return []
    found = []
    for households, users in zip(*sizes(data, mixture)):
        share = users / households
        telling = [place for place in np.argsort(-users, kind="stable") if share[place] >= 0.25 and share[place] * data.stackers >= 1.5 * data.users[place]]
        # No more than have one of these services, in tens.
        households = min(households, data.users[telling].sum() // STEP * STEP)
        if households >= 100 and telling:
            found.append((households, telling))
    return sorted(found, key=lambda one: -one[0])


def made(square, users, numbers):
    """From numbers as they are printed; nan is hidden."""
    stackers = numbers.sum()
    few = np.outer(users, users) < 20 * stackers
    square = np.where(np.isnan(square), np.where(few, -1, np.nan), square)
    np.fill_diagonal(square, np.nan)
    return Pairs(square, users, numbers)


def of_release(folder):
    table = lambda name: pd.read_csv(folder / f"{name}.csv", dtype={"services": str, "level": str}, keep_default_na=False, na_values={"households": ""})
    stacking = table("stacking")
    town = stacking[(stacking.unit == "household") & (stacking.dimension == "all")].set_index("services").households
    steps = list(itertools.takewhile(lambda count: not np.isnan(count), (town.get(f"{number}+", np.nan) for number in itertools.count(2))))
    numbers = np.maximum(-np.diff(steps + [0]), 0).astype(float)
    own = table("service_stacking")
    own = own[(own.services == "2+") & (own.households > 0)]
    codes = list(own.service)
    square = np.full([len(codes)] * 2, np.nan)
    for a, b, count in table("co_occurrence")[["service_a", "service_b", "households"]].itertuples(index=False):
        if a in codes and b in codes:
            square[codes.index(a), codes.index(b)] = square[codes.index(b), codes.index(a)] = count
    return codes, made(square, own.households.to_numpy(float), numbers), table("stacker_types")


def compare(folder):
    codes, data, table = of_release(folder)
    own = types(data)
    others = table[table.type == "other"].households
    left = data.stackers - sum(households for households, _ in own)
    assert all(abs(max(left, 0) - printed) <= STEP / 2 + 1e-6 for printed in others), (left, others)
    table = table[table.type != "other"]
    assert len(own) == len(table), (own, table)
    for (households, telling), printed, services in zip(own, table.households, table.services):
        assert abs(households - printed) <= STEP / 2 + 1e-6, (households, printed)
        assert "+".join(codes[place] for place in telling) == services, (telling, services)
    print(f"stacker_types: {len(own)} types of {data.stackers:.0f} households are the same")


STEPS = {0: [(-5, 37), (0, 226), (5, 37)], 1: [(-6, 17), (-1, 206), (4, 77)], 2: [(-7, 7), (-2, 168), (3, 123), (8, 2)]}
STEPS |= {3: [(-8, 2), (-3, 123), (2, 168), (7, 7)], 4: [(-4, 77), (1, 206), (6, 17)]}


def printed(counts, random):
    """As k5 prints; nan is hidden."""
    counts = np.asarray(counts)
    made = np.empty(counts.shape)
    for rest, steps in STEPS.items():
        own = counts % 5 == rest
        moves, parts = np.array(steps).T
        made[own] = counts[own] + random.choice(moves, own.sum(), p=parts / 300)
    return np.where(made >= 10, made, np.nan)


def town(groups, random):
    """Groups of weights of services and households with 2, 3 and so on: services are drawn one after another, each by its weight."""
    parts = []
    for weights, numbers in groups:
        for number, households in enumerate(numbers, 2):
            keys = np.log(weights) + random.gumbel(size=(households, len(weights)))
            rows = np.zeros(keys.shape, bool)
            np.put_along_axis(rows, np.argpartition(-keys, number - 1, axis=1)[:, :number], True, axis=1)
            parts.append(rows)
    has = np.vstack(parts).astype(np.float32)
    low = np.tril_indices(has.shape[1], -1)
    square = np.full([has.shape[1]] * 2, np.nan)
    square[low] = printed((has.T @ has)[low].astype(int), random)
    square = np.where(np.isnan(square), square.T, square)
    size = has.sum(axis=1)
    steps = printed([(size >= number).sum() for number in range(2, 14)], random)
    steps = np.append(steps[: np.argmax(np.isnan(steps))] if np.isnan(steps).any() else steps, 0)
    users = np.nan_to_num(printed(has.sum(axis=0).astype(int), random))
    with_any = users > 0
    return made(square[np.ix_(with_any, with_any)], users[with_any], np.maximum(-np.diff(steps), 0))


PLANTED = [([0.3, 0.25, 0.2, 0.15, 0.1], 3000, 0.55), ([0.25, 0.25, 0.2, 0.1, 0.1, 0.1], 2500, 0.65), ([0.4, 0.3, 0.2, 0.1], 1500, 0.5)]


def power():
    rare = 1 / np.arange(2, 42)
    numbers = lambda households, rarer: np.rint(households * rarer ** np.arange(10) / (rarer ** np.arange(10)).sum()).astype(int)
    print("| services in two types | planted | of no type | found all | a further type | sizes |")
    for shared, times, others in [(0, 1, 0), (1, 1, 0), (2, 1, 0), (0, 0.3, 0), (0, 0.15, 0), (0, 0.1, 0), (0, 1, 1000), (0, 1, 3000), (0, 0.3, 1000)]:
        away, more = [], 0
        for seed in range(20):
            random = np.random.default_rng(seed)
            groups, planted = [], []
            for place, (own, households, rarer) in enumerate(PLANTED):
                weights = np.full(40, 0.2 / 40)
                first = [0, 5, 11][place] - place * shared
                weights[first : first + len(own)] += own
                planted.append(set(range(first, first + len(own))))
                groups.append((weights, numbers(households * times, rarer)))
            if others:
                groups.append((random.permutation(rare), numbers(others, 0.55)))
            found = types(town(groups, random))
            # Each planted one is the type with the most of its services, and most of what that type says.
            own = [max(found, key=lambda one: len(kind & set(one[1])), default=None) for kind in planted]
            is_found = [one is not None and 2 * len(kind & set(one[1])) > len(one[1]) for kind, one in zip(planted, own)]
            if all(is_found) and len({id(one) for one in own}) == 3:
                away.append([one[0] / groups[place][1].sum() - 1 for place, one in enumerate(own)])
            more += len(found) > 3
        span = f"{np.min(away):+.0%} to {np.max(away):+.0%}" if away else ""
        print(f"| {shared} | {7000 * times:.0f} | {others} | {len(away)} | {more} | {span} |", flush=True)
    for households, rarer in [(9800, 0.55), (3000, 0.65), (1000, 0.55)]:
        found = 0
        for seed in range(100):
            random = np.random.default_rng(seed)
            found += bool(types(town([(random.permutation(rare), numbers(households, rarer))], random)))
        print(f"without types, {households} households: {found} of 100 towns", flush=True)


if __name__ == "__main__":
    power() if sys.argv[1] == "--power" else compare(pathlib.Path(sys.argv[1]))
