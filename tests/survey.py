"""Table `correlations` of a release, from its other tables, with scipy (rank correlations) and statsmodels (false discovery rates), and the
intervals of percentages in table `survey` with statsmodels.

python tests/survey.py RELEASE; needs numpy, pandas, scipy and statsmodels. Numbers have six decimals: half of the last is allowed. What
chance gives is drawn in another way here, so p and its ends are near and not equal.
"""
import pathlib, sys
import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

RELEASE = pathlib.Path(sys.argv[1])
ANSWERS, AREAS = 30, 10


def table(name):
    return pd.read_csv(RELEASE / f"{name}.csv", dtype={"area": str, "level": str}, keep_default_na=False, na_values=[""])


areas, domains = table("areas"), table("domain_by_area")
shares = {f"services={number}+": areas[["level", "area", f"share_{number}_or_more"]].set_axis(["level", "area", "share"], axis=1) for number in (1, 2)}
shares |= {f"domain={domain}": rows[["level", "area", "share"]] for domain, rows in domains.groupby("domain")}
answers = table("survey").merge(table("figures"), on=["level", "area", "indicator"])
answers = answers[answers.area != "unknown"]
made = {}
for (level, indicator), rows in answers.groupby(["level", "indicator"]):
    for what, share in shares.items():
        both = rows.merge(share, on=["level", "area"], how="left")
        known = both[(both.n >= ANSWERS) & both.share.notna()]
        if level != "gemeente" and len(known) >= AREAS and known.value.nunique() > 1 and known.share.nunique() > 1:
            draws = np.random.default_rng(7)
            rho, by_theory = spearmanr(known.value, known.share)
            chance = [spearmanr(known.value, draws.permutation(known.share)).statistic for _ in range(999)]
            made[level, indicator, what] = (len(known), len(both) - len(known), rho, by_theory, *np.quantile(chance, [0.025, 0.975]))
# The made-up town gives no margins of percentages.
of_sample = answers[(answers.unit == "%") & answers.n.notna()]
ends = 100 * np.array(proportion_confint(of_sample.value / 100 * of_sample.n, of_sample.n, method="wilson"))
assert len(of_sample) > 0 and np.abs(ends - of_sample[["low", "high"]].T.to_numpy()).max() <= 0.51e-6, "other intervals"
found = table("correlations").set_index(["level", "indicator", "what"])
assert len(found) > 0 and set(found.index) == set(made), "other rows"
rates = multipletests(found.p, method="fdr_bh")[1]
far = 0.0
for rate, (key, row) in zip(rates, found.iterrows()):
    count, left_out, rho, by_theory, low, high = made[key]
    assert (row.areas, row.left_out) == (count, left_out), key
    far = max(far, abs(row.rho - rho), abs(row.q - rate))
    assert abs(row.p - by_theory) < 0.06, (key, row.p, by_theory)
    assert abs(row.low - low) < 0.12 and abs(row.high - high) < 0.12, (key, row.low, low, row.high, high)
assert far <= 0.51e-6, far
print(f"{len(found)} correlations are those of scipy and statsmodels, {far:.1e} apart at most")
