//! Which counts lie within which others, over all tables.
//!
//! Counts are rounded apart, so a part could be printed above its whole, and that pins both.

use foldhash::{HashMap, HashMapExt};

use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Number, SetOf};
use crate::pseudonymous::measure::{Body, ExactCell, ExactTables};

/// Every pair of a part that `is_printed` and its whole, in no order. A count that is not there, or a whole that is smaller
/// than its part, says nothing.
pub(super) fn within(
    exact: &ExactTables,
    is_printed: &dyn Fn(ExactCell) -> bool,
) -> Vec<(ExactCell, ExactCell)> {
    let cells = cells(exact, is_printed);
    let mut found = Vec::new();
    for (key, part) in cells.iter().filter(|(_, part)| is_printed(**part)) {
        for whole in key.wholes(&exact.facts) {
            if let Some(whole) = cells.get(&whole)
                && part != whole
                && part.count <= whole.count
            {
                found.push((*part, *whole));
            }
        }
    }
    found
}

/// The counts of all tables by what they count. Most exact sets of services have too few households to be printed, and are
/// the whole of nothing.
fn cells(
    exact: &ExactTables,
    is_printed: &dyn Fn(ExactCell) -> bool,
) -> HashMap<CellKey, ExactCell> {
    let mut cells = HashMap::new();
    let mut add = |key: CellKey, cell: ExactCell| {
        if cell.count > 0 {
            cells.insert(key, cell);
        }
    };
    for table in &exact.tables {
        match &table.body {
            Body::Ladders(_, ladders) => {
                for ladder in ladders {
                    for (number, rung) in ladder.rungs.iter().enumerate() {
                        add(ladder.key.with(Number::at_least(number)), *rung);
                    }
                }
            }
            Body::Rows(rows) | Body::ByArea(rows, _) | Body::Population(rows) => {
                for row in rows {
                    for (key, cell) in table.def.cell_keys(&row.key).zip(&row.cells) {
                        if let Some(cell) = cell {
                            add(key, *cell);
                        }
                    }
                }
            }
            Body::Pooled(of, rows, _) => {
                for row in rows {
                    let cell = row.cells.first().copied().flatten().unwrap_or_default();
                    if *of == SetOf::Domains || is_printed(cell) {
                        add(row.key.clone(), cell);
                    }
                }
            }
            Body::Headline(headline) => add(ALL_CLIENTS, headline.client_records),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::measure::Engine;
    use crate::pseudonymous::measure::fixture::{Made, SCHULD, W1, WMO};
    use crate::vocabulary::{HouseholdType, Silent};

    /// Counts and draws of a part and its whole.
    fn relations(made: &Made) -> Vec<[(u64, u64); 2]> {
        let exact = made.town.count(&made.plan, &Silent).unwrap();
        let pair = |(part, whole): (ExactCell, ExactCell)| {
            [part, whole].map(|cell| (cell.count, cell.draw))
        };
        within(&exact, &|_| true).into_iter().map(pair).collect()
    }

    #[test]
    fn counts_of_other_tables_lie_within_each_other() {
        let found = relations(&Made::town());
        let (users, households, persons) = ((3, 10_011), (4, 10_111), (7, 20_131));
        let (wmo_alone, both) = ((2, 10_001), (1, 10));
        for relation in [
            [users, households],
            [households, persons],
            [both, users],
            [wmo_alone, users],
            // The household of the one wijk within those of the town.
            [(2, 11), households],
        ] {
            assert!(found.contains(&relation), "{relation:?}");
        }
    }

    #[test]
    fn a_count_never_lies_within_a_smaller_one_or_within_itself() {
        for [part, whole] in relations(&Made::town()) {
            assert!(part != whole && part.0 <= whole.0);
        }
    }

    #[test]
    fn households_of_a_service_are_no_more_than_the_linked_clients_of_its_only_provider() {
        let mut made = Made::empty();
        for _ in 0..3 {
            made.household(HouseholdType::Couple, W1, &[&[WMO], &[]], &[]);
        }
        let linked = (4, 10_021);
        let of_wmo = [(3, 111), linked];
        assert!(relations(&made).contains(&of_wmo));
        made.household(HouseholdType::Single, W1, &[&[SCHULD]], &[]);
        made.change_uses(|_, one| one.service = WMO);
        assert!(!relations(&made).contains(&[(4, 1111), linked]));
    }
}
