//! Which counts lie within which others, over all tables.
//!
//! Counts are rounded apart, so a part could be printed above its whole, and that pins both.

use foldhash::HashMap;
use rayon::prelude::*;

use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Event, Facts, Number, Unit};
use crate::pseudonymous::measure::{Body, ExactCell, ExactTable, ExactTables};

/// Whether a count is printed.
type IsPrinted<'a> = dyn Fn(&CellKey, ExactCell) -> bool + Sync + 'a;

/// Every pair of a part that `is_printed` and its whole, in no order. A count that is not there, or a whole that is smaller
/// than its part, says nothing.
pub(super) fn within<'a>(
    cells: &'a HashMap<CellKey, ExactCell>,
    facts: &Facts,
    is_printed: &IsPrinted<'_>,
) -> Vec<[(&'a CellKey, ExactCell); 2]> {
    let printed = cells
        .par_iter()
        .filter(|(key, part)| is_printed(key, **part));
    let pairs = printed.flat_map_iter(|(key, part)| {
        let wholes = key.wholes(facts).into_iter();
        let wholes = wholes.filter_map(|whole| cells.get_key_value(&whole));
        let wholes = wholes.filter(|(_, whole)| part.count <= whole.count);
        wholes.map(move |(whole, cell)| [(key, *part), (whole, *cell)])
    });
    pairs.collect()
}

/// The counts of all tables by what they count, and what is pooled of sets; of what counts nobody, only what is printed.
pub(super) fn cells(
    exact: &ExactTables,
    is_printed: &IsPrinted<'_>,
) -> HashMap<CellKey, ExactCell> {
    let tables = exact.tables.par_iter();
    tables
        .flat_map_iter(|table| cells_of(table, is_printed))
        .collect()
}

fn cells_of(table: &ExactTable, is_printed: &IsPrinted<'_>) -> Vec<(CellKey, ExactCell)> {
    let mut cells = Vec::new();
    let mut add = |key: CellKey, cell: ExactCell| {
        if cell.count > 0 || is_printed(&key, cell) {
            cells.push((key, cell));
        }
    };
    match &table.body {
        Body::Ladders(_, ladders) => {
            for ladder in ladders {
                for (number, rung) in ladder.rungs.iter().enumerate() {
                    add(ladder.key.with(Number::at_least(number)), *rung);
                }
            }
        }
        Body::Rows(rows) | Body::Population(rows) | Body::Parts(rows) => {
            for row in rows {
                for (key, cell) in table.def.cell_keys(&row.key).zip(&row.cells) {
                    if let Some(cell) = cell {
                        add(key, *cell);
                    }
                }
            }
        }
        Body::ByArea(counts) => {
            let town = counts.town.iter().map(|(key, cell)| (key, cell));
            for (key, cell) in counts.areas.iter().chain(town) {
                add(key.clone(), *cell);
            }
        }
        Body::Pooled(of, rows) => {
            let mut rest = ExactCell::default();
            for row in rows {
                let cell = row.first();
                if !is_printed(&row.key, cell) {
                    rest = rest.and(cell);
                }
                add(row.key.clone(), cell);
            }
            add(CellKey::town(Unit::Household, Event::OtherSets(*of)), rest);
        }
        Body::Headline(headline) => add(ALL_CLIENTS, headline.client_records),
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
        let cells = cells(&exact, &|_, _| false);
        let found = within(&cells, &exact.facts, &|_, _| true).into_iter();
        found
            .map(|pair| pair.map(|(_, cell)| (cell.count, cell.draw)))
            .collect()
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
    fn a_count_never_lies_within_a_smaller_one() {
        for [part, whole] in relations(&Made::town()) {
            assert!(part.0 <= whole.0);
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
