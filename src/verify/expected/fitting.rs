//! Households by age band, type and size together, from what is published of each alone; written again from `docs/expected.md`.

use std::collections::BTreeMap;

use super::super::tables::Tables;

const CROSSING: &str = "age_band/household_type/household_size";
const ROUNDS: usize = 20;

/// Who lives in the town.
pub(super) struct Town {
    /// Of each stratum the level in each dimension, named with it.
    pub(super) strata: Vec<[[String; 2]; 3]>,
    /// The households of each.
    pub(super) households: Vec<f64>,
    /// The households of each level; also of levels that nobody is in.
    levels: BTreeMap<[String; 2], f64>,
}

impl Town {
    pub(super) fn of(tables: &Tables) -> Option<Self> {
        let table = tables.by_name.get("population")?;
        let mut town = Self {
            strata: Vec::new(),
            households: Vec::new(),
            levels: BTreeMap::new(),
        };
        let rows = table.rows.iter();
        for row in rows.filter(|row| row[0] == "gemeente" && row[2] == CROSSING) {
            let labels: Vec<[String; 2]> = CROSSING
                .split('/')
                .zip(row[3].split('/'))
                .map(|(dimension, label)| [dimension.to_owned(), label.to_owned()])
                .collect();
            let labels: [[String; 2]; 3] = labels.try_into().ok()?;
            let count = table.count(row, "households").unwrap_or(0) as f64;
            for label in &labels {
                *town.levels.entry(label.clone()).or_default() += count;
            }
            if count > 0.0 {
                town.strata.push(labels);
                town.households.push(count);
            }
        }
        (!town.strata.is_empty()).then_some(town)
    }

    /// The households of an area in each stratum; `None` where who lives there is not published.
    pub(super) fn of_area(&self, tables: &Tables, level: &str, area: &str) -> Option<Vec<f64>> {
        let [population, areas] = [
            tables.by_name.get("population")?,
            tables.by_name.get("areas")?,
        ];
        let mut own = population
            .rows
            .iter()
            .filter(|row| row[0] == level && row[1] == area)
            .peekable();
        own.peek()?;
        let margins = own.filter_map(|row| {
            let count = population.count(row, "households")?;
            Some(([row[2].clone(), row[3].clone()], count))
        });
        let margins = margins.collect();
        let row = areas
            .rows
            .iter()
            .find(|row| row[0] == level && row[1] == area)?;
        Some(fit(self, &margins, areas.count(row, "households")?))
    }
}

/// Spreads a total over the strata, so that each dimension has its published numbers in turn.
pub(super) fn fit(town: &Town, margins: &BTreeMap<[String; 2], u64>, total: u64) -> Vec<f64> {
    let mut factors: BTreeMap<&[String; 2], f64> = BTreeMap::new();
    let total = total as f64;
    let mut fitted = town.households.clone();
    for dimension in (0..ROUNDS).flat_map(|_| 0..3) {
        let name = CROSSING.split('/').nth(dimension).unwrap_or_default();
        let levels = || town.levels.iter().filter(|(level, _)| level[0] == name);
        let shown: f64 = levels()
            .filter_map(|(level, _)| margins.get(level))
            .map(|count| *count as f64)
            .sum();
        let of_hidden = levels().filter(|(level, _)| !margins.contains_key(*level));
        let of_hidden: f64 = of_hidden.map(|(_, households)| households).sum();
        let left = (total - shown).max(0.0);
        let aim = |level: &[String; 2], households: f64| match margins.get(level) {
            Some(count) => *count as f64,
            None if of_hidden > 0.0 => left * households / of_hidden,
            None => 0.0,
        };
        let sum: f64 = levels()
            .map(|(level, households)| aim(level, *households))
            .sum();
        for (level, households) in levels() {
            let is_here = |strata: &[[String; 2]; 3]| strata[dimension] == *level;
            let own = town
                .strata
                .iter()
                .zip(&fitted)
                .filter(|(strata, _)| is_here(strata));
            let own: f64 = own.map(|(_, own)| own).sum();
            let part = if sum > 0.0 {
                total * aim(level, *households) / sum
            } else {
                0.0
            };
            factors.insert(level, if own > 0.0 { part / own } else { 0.0 });
        }
        for (strata, own) in town.strata.iter().zip(&mut fitted) {
            *own *= factors.get(&strata[dimension]).copied().unwrap_or(0.0);
        }
    }
    let sum: f64 = fitted.iter().sum();
    fitted
        .iter()
        .map(|own| if sum > 0.0 { own * total / sum } else { 0.0 })
        .collect()
}
