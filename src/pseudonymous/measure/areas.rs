//! Per area: how many households it has, and how many of them have 1, 2, 3 or more services.

use super::exact::{Body, ExactCell, ExactRow};
use super::ladders;
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Group, LadderOf, Number, Unit};
use crate::vocabulary::Dimension;

/// Counts table `areas`: the gemeente, and every wijk and buurt of the register, but who is in none that is known.
pub(super) fn count(view: &View) -> Body {
    let households = &view.town.households;
    let areas = [
        (None, 1),
        (Some(Dimension::Wijk), households.wijken.len()),
        (Some(Dimension::Buurt), households.buurten.len()),
    ];
    let rows = areas.map(|(by, number)| {
        let mut counts = ladders::rungs(view, LadderOf::Households(by));
        counts.truncate(number);
        rows(by, counts)
    });
    Body::Rows(rows.into_iter().flatten().collect())
}

fn rows(dimension: Option<Dimension>, counts: Vec<Vec<ExactCell>>) -> Vec<ExactRow> {
    let row = |(level, rungs): (usize, Vec<ExactCell>)| ExactRow {
        key: CellKey {
            unit: Unit::Household,
            group: dimension.map(|dimension| Group { dimension, level }),
            event: Event::Services(Number::All),
        },
        cells: (0..4)
            .map(|rung| Some(rungs.get(rung).copied().unwrap_or_default()))
            .collect(),
        is_open: dimension.is_some(),
        is_asked: true,
        gate: None,
    };
    counts.into_iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, rows as rows_of};

    #[test]
    fn an_area_counts_its_private_households_and_those_with_one_two_three_services() {
        let row = |key: &str, counts: [u64; 4]| (key.to_owned(), counts.to_vec());
        let expected = [
            row("buurt b1 name of b1", [2, 2, 1, 1]),
            row("buurt b2 name of b2", [1, 0, 0, 0]),
            row("gemeente all all", [4, 3, 1, 1]),
            row("wijk w1 name of w1", [2, 2, 1, 1]),
            row("wijk w2 name of w2", [1, 0, 0, 0]),
        ];
        assert_eq!(rows_of(&Made::town().count("areas")), expected);
    }
}
