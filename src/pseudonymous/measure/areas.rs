//! Per area: how many households it has, and how many of them have 1, 2, 3 or more services.

use super::exact::{Body, ExactCell, ExactRow};
use super::ladders;
use super::tally::{Histogram, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit};
use crate::vocabulary::{Area, Dimension};

/// Counts table `areas`: the gemeente, and every wijk and buurt of the register.
pub(super) fn count(view: &View) -> Body {
    let households = &view.town.households;
    let wijken = in_areas(view, &households.wijken, &households.wijk);
    let buurten = in_areas(view, &households.buurten, &households.buurt);
    let rows = [
        rows(None, vec![ladders::of_households(view)]),
        rows(Some(Dimension::Wijk), wijken),
        rows(Some(Dimension::Buurt), buurten),
    ];
    Body::Rows(rows.into_iter().flatten().collect())
}

/// Per area the private households with at least 0, 1, 2, … services; `places` holds an area per household.
fn in_areas(view: &View, areas: &[Area], places: &[u32]) -> Vec<Vec<ExactCell>> {
    let add = |histogram: &mut Histogram, household: usize| {
        let area = places[household] as usize;
        if area < areas.len() && view.is_private(household) {
            histogram.add(area, view.number[household] as usize, view.draw(household));
        }
    };
    let empty = || Histogram::new(areas.len());
    tally(view.households(), empty, add, Histogram::merge).into_rungs()
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
    use super::super::made::{Made, rows as rows_of};

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
