//! How many households have so many services, when links must be surer than those that are made.

use super::CountingRule;
use super::exact::{ExactCell, ExactRow, merge_cells};
use super::household::{Household, number_of};
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::pseudonymous::link::{Use, UseKey};
use crate::vocabulary::SURE;

/// The numbers of services that are counted: 1, 2 and 3 or more.
const NUMBERS: usize = 3;

/// By how sure links must be, from the second of [`SURE`] on: households with so many services.
#[derive(Default)]
pub(super) struct Thresholds([[ExactCell; NUMBERS]; SURE.len() - 1]);

impl Thresholds {
    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        if !one.is_private || one.number == 0 {
            return;
        }
        for (cells, less_sure) in self.0.iter_mut().zip(&scene.town.less_sure) {
            let number = number(one, scene.plan.count, less_sure);
            for cell in cells.iter_mut().take(number) {
                cell.add(one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere: households with so many services, of links so sure.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [sure, number] = *keys else { return false };
        let cells = self.0.get_mut(sure).into_iter();
        let cells = cells.flat_map(|cells| cells.iter_mut().take(number));
        cells.map(|ours| *ours = ours.and(cell)).count() > 0
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            merge_cells(ours, theirs);
        }
    }

    /// A row for each probability; none where links have none. `made` are the households with at least 0, 1, … services.
    pub(super) fn rows(&self, scene: &Scene, made: &[ExactCell]) -> Vec<ExactRow> {
        if scene.town.quality.is_empty() {
            return Vec::new();
        }
        let made = |number: usize| made.get(number).copied().unwrap_or_default();
        let row = |sure: usize| {
            let (event, cells) = match sure {
                0 => (Event::Services(Number::All), [1, 2, 3].map(made)),
                _ => (Event::Surer(sure, Number::AtLeast(1)), self.0[sure - 1]),
            };
            ExactRow {
                key: CellKey::town(Unit::Household, event),
                cells: cells.map(Some).into(),
                is_open: false,
                is_asked: true,
                gate: None,
            }
        };
        (0..SURE.len()).map(row).collect()
    }
}

/// The services of a household, without what these uses bring; they are sorted by household.
fn number(one: &Household, rule: CountingRule, less_sure: &[UseKey]) -> usize {
    let index = |key: &UseKey| key.unpack().household.index();
    let from = less_sure.partition_point(|key| index(key) < one.index);
    let own = less_sure[from..].iter();
    let own = own.take_while(|key| index(key) == one.index);
    let own: Vec<Use> = own.map(|key| key.unpack()).collect();
    if own.is_empty() {
        return one.number;
    }
    let whose = |of: &Use| (of.person, of.service, of.provider);
    let is_sure = |of: &&Use| !own.iter().any(|less| whose(less) == whose(of));
    let sure = one.uses.iter().filter(is_sure);
    number_of(sure, rule)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, SCHULD, W1, WMO, rows};
    use crate::vocabulary::HouseholdType;

    /// Two households with wmo and schuld; of the first schuld is less sure than 0.8, of the second less than 0.95.
    fn town() -> Made {
        let mut made = Made::empty();
        for _ in 0..2 {
            made.household(HouseholdType::Single, W1, &[&[WMO, SCHULD]], &[]);
        }
        let uses = &made.town.uses;
        made.town.less_sure = [vec![uses[1]], vec![uses[1], uses[3]]];
        made.weigh_links();
        made
    }

    #[test]
    fn what_less_sure_links_bring_does_not_count() {
        let table = rows(&town().count("linkage_thresholds"));
        let row = |word: &str, counts: [u64; 3]| (word.to_owned(), counts.to_vec());
        let expected = [
            row("0.5", [2, 2, 0]),
            row("0.8", [2, 1, 0]),
            row("0.95", [2, 0, 0]),
        ];
        assert_eq!(table, expected);
    }

    #[test]
    fn where_links_have_no_probabilities_there_are_no_rows() {
        let mut made = town();
        made.town.quality.clear();
        assert_eq!(rows(&made.count("linkage_thresholds")), []);
        assert_eq!(rows(&made.count("link_effect")), []);
    }
}
