"""Tables `expected` and `pairs_by_composition` of a release, from its other tables, with scipy (intervals), statsmodels (false discovery rates) and, where it is
there, esda (empirical Bayes).

python tests/expected.py RELEASE; needs numpy, pandas, scipy and statsmodels. Numbers have six decimals: half of the last is allowed.
"""
import pathlib, sys
import numpy as np
import pandas as pd
from scipy.stats import chi2, norm
from statsmodels.stats.multitest import multipletests

RELEASE = pathlib.Path(sys.argv[1])
DIMENSIONS = ["age_band", "household_type", "household_size"]
ROUNDS, FEWEST, RATE = 20, 20, 0.1
VARIANCE = {"k5": 2090 / 300}


def table(name):
    return pd.read_csv(RELEASE / f"{name}.csv", dtype={"services": str, "value": str, "level": str}, keep_default_na=False, na_values=[""])


def town(population):
    rows = population[(population.level == "gemeente") & (population.dimension == "/".join(DIMENSIONS))]
    labels = rows.value.str.split("/", expand=True)
    axes = [list(dict.fromkeys(labels[i])) for i in range(3)]
    cube = np.zeros([len(axis) for axis in axes])
    for count, *own in zip(rows.households.fillna(0), labels[0], labels[1], labels[2]):
        cube[tuple(axis.index(one) for axis, one in zip(axes, own))] = count
    return axes, cube


def fitted(axes, cube, shown, total):
    """`shown` has a number or None by dimension and level."""
    made, margins = cube.copy(), []
    for place, axis in enumerate(axes):
        levels = cube.sum(axis=tuple(i for i in range(3) if i != place))
        own = np.array([np.nan if (one := shown.get((DIMENSIONS[place], label))) is None else one for label in axis])
        hidden = np.isnan(own)
        rest = max(total - own[~hidden].sum(), 0)
        own[hidden] = rest * levels[hidden] / levels[hidden].sum() if hidden.any() and levels[hidden].sum() else 0
        margins.append(own * (total / own.sum() if own.sum() else 0))
    for _ in range(ROUNDS):
        for place, margin in enumerate(margins):
            sums = made.sum(axis=tuple(i for i in range(3) if i != place), keepdims=True)
            shape = [-1 if i == place else 1 for i in range(3)]
            made = made * np.divide(margin.reshape(shape), sums, out=np.zeros_like(sums), where=sums > 0)
    return made * (total / made.sum() if made.sum() else 0)


def numbers(rows, level, value):
    made = {}
    for dimension, label, count in zip(rows.dimension, rows[level], rows[value]):
        if not pd.isna(count):
            made[dimension, label] = made.get((dimension, label), 0) + count
    return made


def users(what, axes, cube):
    kind, code = what.split("=", 1)
    services, groups = table("services"), table("service_by_group")
    if kind == "services":
        stacking, areas = table("stacking"), table("areas")
        rows = stacking[(stacking.unit == "household") & (stacking.services == code)]
        total = areas.loc[areas.level == "gemeente", f"households_{code[0]}_or_more"].iloc[0]
        return fitted(axes, cube, numbers(rows, "level", "households"), total)
    if kind == "service":
        total, rows = services.loc[services.service == code, "households"].iloc[0], groups[groups.service == code]
    else:
        domains = table("domain_by_area")
        total = domains.loc[(domains.domain == code) & (domains.level == "gemeente"), "households"].iloc[0]
        rows = groups[groups.service.isin(services.loc[services.domain == code, "service"])]
    return fitted(axes, cube, numbers(rows, "value", "households"), total)


def by_norm(rows, axes, cube):
    """The rate of each stratum: that of its row, and of households of which something is not known the mean of the others."""
    rates = np.full(cube.shape, np.nan)
    for own in rows.itertuples():
        labels = [own.age_band, own.household_type, own.household_size]
        rates[tuple(slice(None) if label == "all" else slice(axis.index(label), axis.index(label) + 1) for axis, label in zip(axes, labels))] = own.rate
    known = ~np.isnan(rates)
    return np.where(known, rates, (rates[known] * cube[known]).sum() / cube[known].sum())


def judged(rows, variance, is_by_norm):
    count, number = rows.households.to_numpy(float), rows.expected.to_numpy(float)
    ratio = count / number
    away = 2 * (np.sqrt(count) - np.sqrt(number)) / np.sqrt(1 + variance / number)
    apart = away - np.median(away) if is_by_norm else away
    spread = max(1, np.mean(np.clip(apart, *np.quantile(apart, [0.1, 0.9])) ** 2))
    wider = np.sqrt(spread + np.divide(variance, count, out=np.zeros_like(count), where=count > 0))
    low, high = np.nan_to_num(chi2.ppf(0.025, 2 * count) / 2), chi2.ppf(0.975, 2 * count + 2) / 2
    mean = count.sum() / number.sum()
    between = max(0, (number * (ratio - mean) ** 2).sum() / number.sum() - mean / number.mean())
    if between > 0:
        try:
            from esda.smoothing import Empirical_Bayes
            weight = between / (between + mean / number)
            assert np.allclose(Empirical_Bayes(count, number).r.ravel(), weight * ratio + (1 - weight) * mean, rtol=1e-9)
        except ImportError:
            pass
    weight = between / (between + mean / number)
    return pd.DataFrame({
        "ratio": ratio,
        "low": np.maximum(0, ratio - (ratio - low / number) * wider),
        "high": ratio + (high / number - ratio) * wider,
        "ratio_smoothed": weight * ratio + (1 - weight) * mean,
        "p": 2 * norm.sf(abs(away) / np.sqrt(spread)),
    }, index=rows.index)


def chance(users, own):
    """Expected number, variance and squared slopes of each pair of `own`, among the households with a service."""
    made = []
    for a, b in zip(own.service_a, own.service_b):
        a, b = users(f"service={a}"), users(f"service={b}")
        shares = [np.divide(one, users("services=1+"), out=np.zeros_like(one), where=users("services=1+") > 0) for one in (a, b)]
        both = shares[0] * shares[1] * users("services=1+")
        variance = both * np.clip(1 - shares[0], 0, None) * np.clip(1 - shares[1], 0, None)
        slopes = sum((both.sum() / one.sum()) ** 2 for one in (a, b, users("services=1+")) if one.sum() > 0)
        made.append([both.sum(), variance.sum(), slopes])
    return np.array(made).T


def pairs(run, axes, cube, variance):
    own, counted, services = table("pairs_by_composition"), table("co_occurrence"), table("services")
    known = services[services.households.notna()].service
    of = {f"service={code}": users(f"service={code}", axes, cube) for code in known} | {"services=1+": users("services=1+", axes, cube)}
    shown = own[own.service_a.isin(known) & own.service_b.isin(known)].copy()
    shown["by_chance"], shown["variance"], shown["slopes"] = chance(of.get, shown)
    judged = shown[(shown.by_chance >= 10) & shown.households.notna()].copy()
    if len(judged) < 10:
        assert own.expected_by_composition.isna().all(), "too few pairs"
        return
    times = np.median(judged.households / judged.by_chance)
    shown["expected"] = times * shown.by_chance
    judged["lift"] = judged.households / (times * judged.by_chance)
    away = (judged.households - times * judged.by_chance) / np.sqrt(times * judged.variance + variance * (1 + times**2 * judged.slopes))
    spread = max(1, np.mean(np.clip(away, *np.quantile(away, [0.1, 0.9])) ** 2))
    p = 2 * norm.sf(abs(away) / np.sqrt(spread))
    # Pairs of which nothing is known were chances to find something too.
    asked = (services.status != "missing").sum()
    rates = multipletests(np.append(p, np.ones(asked * (asked - 1) // 2 - len(p))), method="fdr_bh")[1][: len(p)]
    lift = judged.lift
    judged["class"] = np.select(
        [(rates <= 0.01) & (lift >= 2), (rates <= 0.05) & (lift >= 1.2), (rates <= 0.01) & (lift <= 1 / 2), (rates <= 0.05) & (lift <= 1 / 1.2)],
        ["++", "+", "--", "-"], "0")
    farthest = 0
    for column, mine in [("expected_by_composition", shown.expected), ("lift_by_composition", judged.lift)]:
        mine = mine.reindex(own.index)
        assert (mine.isna() == own[column].isna()).all(), f"{column}: other rows have a number"
        farthest = max(farthest, ((mine - own[column]).abs() - 1e-9 * mine.abs()).max())
    assert farthest <= 0.5e-6 + 1e-9, f"pairs: {farthest} away"
    assert (judged["class"].reindex(own.index).fillna("") == own.significance.fillna("")).all(), "significance of pairs"
    first = counted[counted.service_a != counted.service_b].reset_index(drop=True)
    assert (first[["service_a", "service_b"]] == own[["service_a", "service_b"]]).all(axis=None), "other pairs"
    print(f"pairs: {len(own)} rows, {len(judged)} judged, {(judged['class'].str[0] == '+').sum()} beyond composition; at most {farthest:.1e} away")


def main():
    import json
    run = json.loads((RELEASE / "run.json").read_text("utf-8"))
    variance = 0 if run["internal"] else VARIANCE[run["profile"]]
    said, population, areas = table("expected"), table("population"), table("areas")
    axes, cube = town(population)
    lives = {}
    for level, area, total in zip(areas.level, areas.area, areas.households):
        rows = population[(population.level == level) & (population.area == area)]
        lives[level, area] = fitted(axes, cube, numbers(rows, "value", "households"), total)
    chances = {what: np.divide(users(what, axes, cube), cube, out=np.zeros_like(cube), where=cube > 0) for what in said.what.unique()}
    norms = table("norm").groupby("what") if (RELEASE / "norm.csv").exists() else []
    norms = {what: by_norm(rows, axes, cube) for what, rows in norms}
    chances |= norms
    assert set(said.what[said.level == "gemeente"]) == set(norms), "the town is beside a norm only"
    own = said[["level", "area", "what", "households"]].copy()
    own["expected"] = [(lives[level, area] * chances[what]).sum() for level, area, what in zip(said.level, said.area, said.what)]
    known = own[(own.expected >= FEWEST) & own.households.notna()]
    made = pd.concat([judged(rows, variance, what in norms) for (_, what), rows in known.groupby(["level", "what"])]).reindex(own.index)
    away = {}
    for column in ["expected", "ratio", "low", "high", "ratio_smoothed"]:
        mine = own.expected if column == "expected" else made[column]
        assert (mine.isna() == said[column].isna()).all(), f"{column}: other rows have a number"
        away[column] = ((mine - said[column]).abs() - 1e-9 * mine.abs()).max()
        assert away[column] <= 0.5e-6 + 1e-9, f"{column}: {away[column]} away"
    found = multipletests(made.p.dropna(), RATE, method="fdr_bh")[0]
    judgement = np.where(~found, "as expected", np.where(made.ratio.dropna() < 1, "low", "high"))
    assert (said["class"].dropna() == judgement).all() and len(said["class"].dropna()) == len(found), "class"
    pairs(run, axes, cube, variance)
    print(f"expected: {len(own)} rows, {len(found)} judged, {found.sum()} low or high; at most {max(away.values()):.1e} away")


main()
