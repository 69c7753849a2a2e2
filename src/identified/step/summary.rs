//! The counts of a pass over an extract; and those that are handed over.

use std::collections::BTreeMap;

use crate::identified::settings::Field;
use crate::pseudonymous::Rare;
use crate::pseudonymous::handover::{BandedCount, Counts, Grouped};

/// How rare the combinations of clients would be if no quarters travelled.
pub const WITHOUT_QUARTERS: &str = "clients_without_quarters";

/// What a pass over an extract saw. A row read is kept, outside the period, double, dropped, left out because the
/// person objected, or rejected.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Rows read.
    pub read: u64,
    /// Rows kept.
    pub kept: u64,
    /// Clients (or persons of the register).
    pub clients: u64,
    /// Rows outside the period.
    pub outside_period: u64,
    /// Rows equal to an earlier one.
    pub double: u64,
    /// Rows of a service that the provider's mapping drops.
    pub dropped: u64,
    /// Rows of people who objected; register: people who objected. Stays here: no sum that travels holds it.
    pub objected: u64,
    /// Findings by rule, in the order of the rules' codes.
    pub findings: BTreeMap<&'static str, u64>,
    /// Rows rejected by rule; a row counts under the first rule that rejected it.
    pub left_behind: BTreeMap<&'static str, u64>,
    /// What was detected or settled about each file: format, encoding, delimiter, date order.
    pub detected: Vec<String>,
    /// What the user should look at, in sentences without values of persons.
    pub doubts: Vec<String>,
    /// Register: private households and institutions.
    pub households: u64,
    /// See `households`.
    pub institutions: u64,
    /// Register: persons who live here on the reference date and belong to no household. Stays here.
    pub without_household: u64,
    /// The columns of which every filled cell fails.
    pub failing: Vec<FailingColumn>,
    /// Codes of services that the agreement lacks.
    pub unknown_codes: UnknownCodes,
    /// How rare the combinations of attributes are that travel: of `clients`, or of `households` and `persons`;
    /// where quarters travel, of clients [`WITHOUT_QUARTERS`] too.
    pub rare: BTreeMap<&'static str, Rare>,
}

/// A column of which every filled cell fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingColumn {
    /// The field that it is mapped to.
    pub field: Field,
    /// Its name in the agreement.
    pub name: String,
    /// How many cells failed.
    pub cells: u64,
}

/// Codes of services that the agreement lacks. They are the provider's own: shown to it, and never handed over.
#[derive(Debug, Clone, Default)]
pub struct UnknownCodes {
    /// Those of which there are few, each of many rows and clients, with their rows; in the order of the codes.
    pub shown: Vec<(String, u64)>,
    /// Whether there are others.
    pub has_others: bool,
}

impl Summary {
    /// The rows rejected, whatever the rule.
    #[must_use]
    pub fn rows_left_behind(&self) -> u64 {
        self.left_behind.values().sum()
    }

    /// The share of the rows read that is rejected, 0 to 1.
    #[must_use]
    pub fn share_left_behind(&self) -> f64 {
        if self.read == 0 {
            return 0.0;
        }
        self.rows_left_behind() as f64 / self.read as f64
    }

    /// What only grouping by client can tell.
    pub(super) fn add_grouped(&mut self, grouped: Grouped) {
        (self.kept, self.double, self.clients) = (grouped.kept, grouped.double, grouped.clients);
        self.rare = [("clients", grouped.rare)].into();
        let without = grouped.rare_without_quarters;
        self.rare
            .extend(without.map(|rare| (WITHOUT_QUARTERS, rare)));
    }

    /// The counts as they travel in a manifest.
    ///
    /// A sum has only those of its parts that are shown, so that no part below 10 comes back by subtraction. What the
    /// mapping drops has no line of its own, so it would come back from `read`.
    pub(in crate::identified) fn counts(&self) -> Counts {
        let by_rule: BTreeMap<String, BandedCount> = self
            .left_behind
            .iter()
            .map(|(rule, rows)| ((*rule).to_owned(), BandedCount::of(*rows)))
            .collect();
        let left_behind = sum(by_rule.values().copied());
        let [kept, outside_period, double, dropped] =
            [self.kept, self.outside_period, self.double, self.dropped].map(BandedCount::of);
        Counts {
            read: sum([kept, outside_period, double, dropped, left_behind]),
            kept,
            outside_period,
            double,
            left_behind,
            left_behind_by_rule: by_rule,
        }
    }
}

/// The sum of the counts that are shown; few when none above 0 is shown and one is few.
fn sum(counts: impl IntoIterator<Item = BandedCount>) -> BandedCount {
    use BandedCount::{Exact, Few};
    counts
        .into_iter()
        .fold(Exact(0), |sum, count| match (sum, count) {
            (Exact(sum), Exact(count)) => BandedCount::of(sum + count),
            (Exact(0) | Few, Few) | (Few, Exact(0)) => Few,
            (sum, Few) | (Few, sum) => sum,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept, outside the period, double, dropped, and rejected by two rules.
    type Split = [u64; 6];

    fn counts(split: Split) -> Counts {
        let [kept, outside_period, double, dropped, shape, service] = split;
        let rules = [("row-shape", shape), ("service-unknown", service)];
        let summary = Summary {
            read: split.iter().sum(),
            kept,
            outside_period,
            double,
            dropped,
            left_behind: rules.into_iter().filter(|rule| rule.1 > 0).collect(),
            ..Summary::default()
        };
        summary.counts()
    }

    #[test]
    fn rows_read_are_those_of_the_parts_that_are_told() {
        let counts = counts([90, 0, 3, 0, 12, 7]);
        assert_eq!(counts.read, BandedCount::Exact(102));
        assert_eq!(counts.double, BandedCount::Few);
        assert_eq!(counts.left_behind, BandedCount::Exact(12));
    }

    #[test]
    fn rows_left_behind_are_few_when_each_rule_left_few() {
        let counts = counts([0, 0, 0, 0, 9, 9]);
        assert_eq!(counts.left_behind, BandedCount::Few);
        assert_eq!(counts.read, BandedCount::Few);
    }

    /// Every split of some rows, by what its manifest says: a part below 10 can always be another number too.
    #[test]
    fn no_part_below_ten_is_determined_by_the_rest_of_the_manifest() {
        const SIZES: [u64; 5] = [0, 1, 9, 10, 11];
        let mut behind: BTreeMap<String, Vec<Split>> = BTreeMap::new();
        for number in 0..SIZES.len().pow(6) {
            let digit = |place| number / SIZES.len().pow(place) % SIZES.len();
            let split = [0, 1, 2, 3, 4, 5].map(|place| SIZES[digit(place)]);
            let manifest = format!("{:?}", counts(split));
            behind.entry(manifest).or_default().push(split);
        }
        for (manifest, splits) in behind {
            for part in 0..6 {
                let first = splits[0][part];
                let is_determined = splits.iter().all(|split| split[part] == first);
                assert!(!is_determined || first == 0 || first >= 10, "{manifest}");
            }
        }
    }
}
