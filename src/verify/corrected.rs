//! Calculates table `corrected` again, from the published numbers of linkage; written from `docs/linkage.md`.

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// Half of the width of an interval that holds 90 of 100 normal numbers, in standard deviations.
const DEVIATIONS: f64 = 1.644_853_626_951_472_2;

/// Shares of fewer households are not calculated.
const FEWEST: f64 = 100.0;

/// What rounding leaves open of a published number: the number and its variance.
type Open = (f64, f64);

/// What is published of a provider.
struct Provider {
    n: Open,
    missed: Open,
    wrong: Open,
    tried: f64,
    decisive: [Open; 3],
}

/// A town as it is published: all households, those with 1, 2 and 3 services, and who supplied them.
struct Town {
    households: [f64; 4],
    of_rounding: f64,
    between: f64,
    providers: Vec<Provider>,
}

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("corrected") else {
        return;
    };
    let expected = Town::of(tables).map_or_else(Vec::new, |town| town.rows());
    let names = table.rows.iter().map(|row| row[0].as_str());
    if !names.eq(expected.iter().map(|(name, _)| name.as_str())) {
        verdict.object("corrected: has other rows than the headline and linkage give");
        return;
    }
    for (row, (_, numbers)) in table.rows.iter().zip(&expected) {
        for (column, number) in ["raw", "corrected", "low", "high"].iter().zip(numbers) {
            verdict.derived += 1;
            let said: Option<f64> = table.text(row, column).parse().ok();
            // Sums in another order differ in their last digits.
            let near = 2e-6 + 1e-9 * number.abs();
            if said.is_none_or(|said| (said - number).abs() > near) {
                let row = table.name_row(row);
                verdict.object(format!(
                    "{row}, {column}: does not follow from the published numbers"
                ));
            }
        }
    }
}

impl Town {
    /// `None` where a number of the headline is hidden, or links have no probabilities.
    fn of(tables: &Tables) -> Option<Self> {
        let headline = tables.by_name.get("headline")?;
        let effect = tables.by_name.get("link_effect")?;
        let quality = tables.by_name.get("linkage_quality")?;
        let printing = tables.printing.as_ref();
        let figure = |measure: &str| {
            let row = headline.rows.iter().find(|row| row[0] == measure)?;
            Some(headline.count(row, "value")? as f64)
        };
        let mut households = [0.0; 4];
        for (services, number) in households.iter_mut().enumerate() {
            *number = match services {
                0 => figure("households")?,
                _ => figure(&format!("households_{services}_or_more"))?,
            };
        }
        let missed = Self::estimates([effect, quality], "missed", printing)?;
        let wrong = Self::estimates([effect, quality], "expected_false", printing)?;
        let mut providers = Vec::new();
        for ((row, missed), wrong) in effect.rows.iter().zip(missed).zip(wrong) {
            let links = row_of_all(quality, &row[0])?;
            let open = |table: &Table, row: &[String], column: &str| {
                published(table.count(row, column), printing)
            };
            let one = Provider {
                n: open(effect, row, "linked"),
                missed,
                wrong,
                tried: open(quality, links, "held_out").0,
                decisive: [1, 2, 3]
                    .map(|number| open(effect, row, &format!("decisive_{number}_or_more"))),
            };
            if effect.count(row, "linked").is_some() && one.n.0 > one.wrong.0 {
                providers.push(one);
            }
        }
        (!providers.is_empty()).then(|| Self {
            households,
            of_rounding: printing.map_or(0.0, Printing::variance),
            between: between(&providers),
            providers,
        })
    }

    /// An estimate of each provider. What is hidden is a part, by linked clients, of what all providers have beyond the published ones.
    fn estimates(
        [effect, quality]: [&Table; 2],
        column: &str,
        printing: Option<&Printing>,
    ) -> Option<Vec<Open>> {
        let mut rest = published(quality.count(row_of_all(quality, "all")?, column), printing);
        let mut of_hidden = 0.0;
        let mut numbers = Vec::new();
        for row in &effect.rows {
            let number = quality.count(row_of_all(quality, &row[0])?, column);
            let linked = published(effect.count(row, "linked"), printing).0;
            if number.is_some() {
                let shown = published(number, printing);
                rest = (rest.0 - shown.0, rest.1 + shown.1);
            } else {
                of_hidden += linked;
            }
            numbers.push((number, linked));
        }
        let most = printing.map_or(0.0, |printing| printing.largest_hidden() as f64);
        let open = numbers.into_iter().map(|(number, linked)| {
            let part = linked / of_hidden.max(1.0);
            let share = (part * rest.0).min(most).max(0.0);
            let of_hidden = (share, part * rest.1 + share);
            number.map_or(of_hidden, |_| published(number, printing))
        });
        Some(open.collect())
    }

    /// Measure, and raw, corrected, low, high.
    fn rows(&self) -> Vec<(String, [f64; 4])> {
        let [all, users, ..] = self.households;
        let mut rows = Vec::new();
        for services in 1..4 {
            let mut of_part = [0.0; 3];
            of_part[services - 1] = 1.0;
            let name = format!("households_{services}_or_more");
            let raw = self.households[services];
            rows.push((name, within(raw, self.sum(of_part), all)));
            if services == 1 && all >= FEWEST {
                let (share, variance) = self.sum([1.0 / all, 0.0, 0.0]);
                let of_all = (share / all).powi(2) * self.of_rounding;
                let share = (share, variance + of_all);
                rows.push(("share_1_or_more".into(), within(users / all, share, 1.0)));
            }
            if services > 1 && users >= FEWEST {
                let (part, whole) = (self.sum(of_part).0, self.sum([1.0, 0.0, 0.0]).0);
                let [_, two, three] = of_part.map(|weight| weight / whole);
                let weights = [-part / whole / whole, two, three];
                let share = (part / whole, self.sum(weights).1);
                let name = format!("share_of_users_{services}_or_more");
                rows.push((name, within(raw / users, share, 1.0)));
            }
        }
        rows
    }

    /// The weighted sum of households with 1, 2 and 3 services, corrected, and its variance.
    fn sum(&self, weights: [f64; 3]) -> Open {
        let [all, one, two, three] = self.households;
        let chances = [all - one, one - two, two - three];
        let chances = chances.map(|short| short.max(0.0) / all.max(1.0));
        let raw: f64 = (weights.iter().zip(&self.households[1..]))
            .map(|(weight, number)| weight * number)
            .sum();
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let corrections = self.providers.iter();
        let corrections = corrections.map(|one| one.correction(weights, chances, self.between));
        let pairs = weights.iter().zip(self.in_pairs(chances));
        let raw = pairs.fold(raw, |sum, (weight, pairs)| sum + weight * pairs);
        corrections.fold((raw, squares * self.of_rounding), |sum, one| {
            (sum.0 + one.0, sum.1 + one.1)
        })
    }

    /// The households with 1, 2 and 3 services or more that are to be added for missed clients of one household.
    fn in_pairs(&self, chances: [f64; 3]) -> [f64; 3] {
        let [_, n1, n2, n3] = self.households;
        let q = (n3 / n2.max(1.0)).min(1.0);
        let n = [n1 - n2, n2 - n3, n3 * (1.0 - q), q * n3 * (1.0 - q)].map(|one| one.max(0.0));
        let mut u = [0.0; 3];
        for one in &self.providers {
            for (k, u) in u.iter_mut().enumerate() {
                let each = one.decisive[k].0 - one.wrong.0 * chances[k];
                *u += one.missed.0 * each / (one.n.0 - one.wrong.0);
            }
        }
        let clients = [n[0], 2.0 * n[1], 3.0 * n[2]];
        let u = [0, 1, 2].map(|k| (u[k] / clients[k].max(1.0)).clamp(0.0, 1.0).powi(2));
        [
            -u[0] * n[1],
            u[1] * (n[1] - 3.0 * n[2]),
            u[2] * (3.0 * n[2] - 6.0 * n[3]),
        ]
    }
}

impl Provider {
    /// The share found, and the variance of that in a trial.
    fn found(&self) -> Open {
        let right = self.n.0 - self.wrong.0;
        let h = right / (right + self.missed.0);
        (h, h * (1.0 - h) / self.tried.max(1.0))
    }

    fn correction(&self, weights: [f64; 3], chances: [f64; 3], between: f64) -> Open {
        let right = self.n.0 - self.wrong.0;
        let (mut effect, mut by_chance, mut falls, mut rises, mut open) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (h, in_trial) = self.found();
        let per_found = self.missed.0 / right;
        let numbers = [1.0_f64, 2.0, 3.0].into_iter();
        for (((weight, chance), decisive), k) in
            weights.iter().zip(chances).zip(self.decisive).zip(numbers)
        {
            let each = (decisive.0 - self.wrong.0 * chance) / right;
            effect += weight * each;
            by_chance += weight * chance;
            let whole = 1.0 + k * per_found;
            falls += weight * weight * each.max(0.0) * (1.0 - h.powf(k)) * whole * whole / k;
            rises += weight * weight * chance;
            open += weight * weight * decisive.1;
        }
        let ratio = self.missed.0 / right;
        let chance = self.n.0 * falls
            + (self.n.0 * effect).powi(2) * (in_trial + between) / h.powi(4)
            + self.wrong.0 * rises;
        let of_wrong = ratio * (effect - by_chance) - by_chance;
        let rounding = ratio * ratio * open
            + effect * effect * self.missed.1
            + (ratio * effect).powi(2) * self.n.1
            + of_wrong * of_wrong * self.wrong.1;
        let correction = self.missed.0 * effect - self.wrong.0 * by_chance;
        (correction, chance + rounding)
    }
}

/// A published number; of one that is hidden the middle of what it can be.
fn published(number: Option<u64>, printing: Option<&Printing>) -> Open {
    let most = || printing.map_or(0.0, |printing| printing.largest_hidden() as f64);
    match number {
        Some(number) => (number as f64, printing.map_or(0.0, Printing::variance)),
        None => (most() / 2.0, most() * most() / 12.0),
    }
}

/// The row of all clients of a provider, or of all providers.
fn row_of_all<'a>(quality: &'a Table, provider: &str) -> Option<&'a [String]> {
    let mut rows = quality.rows.iter();
    let row = rows.find(|row| row[0] == provider && row[1] == "all")?;
    Some(row)
}

/// The variance of the share found between providers.
fn between(providers: &[Provider]) -> f64 {
    let found: Vec<Open> = providers.iter().map(Provider::found).collect();
    let middle = median(found.iter().map(|one| one.0));
    let apart = median(found.iter().map(|one| (one.0 - middle).abs()));
    let in_trial = median(found.iter().map(|one| one.1));
    let spread = 1.482_602_218_505_602 * apart;
    (spread * spread - in_trial).max(0.0)
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = ((sorted.len() - 1) / 2, sorted.len() / 2);
    f64::midpoint(sorted[low], sorted[high])
}

/// Raw, corrected, low and high, none below 0 or above `most`.
fn within(raw: f64, (corrected, variance): Open, most: f64) -> [f64; 4] {
    let reach = DEVIATIONS * variance.sqrt();
    [raw, corrected, corrected - reach, corrected + reach].map(|one| one.clamp(0.0, most))
}
