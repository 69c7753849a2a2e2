//! The services by area: by buurt where the town has enough of a service, else by wijk, else not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::is_above_zero;
use super::nested::{Nested, of_group};
use super::published::PublishedRow;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::pseudonymous::measure::{ExactCell, ExactRow};
use crate::vocabulary::Dimension;

/// A service is shown by area from so many households per area on. With fewer, most of what it shows is hidden.
const HOUSEHOLDS_PER_AREA: u64 = 10;

/// The rows. Which there are follows from published numbers: that of the service in the town, and the areas whose households
/// are published. Of exact counts all that is above zero.
pub(super) fn protect(
    rows: Vec<ExactRow>,
    of_town: &[ExactCell],
    rule: &Nested,
) -> Vec<PublishedRow> {
    let is_open = |row: &ExactRow| {
        row.gate
            .is_some_and(|gate| is_above_zero(rule.publish(&of_group(&row.key), gate)))
    };
    let rows: Vec<ExactRow> = rows.into_iter().filter(is_open).collect();
    let mut areas: BTreeMap<Dimension, BTreeSet<usize>> = BTreeMap::new();
    for group in rows.iter().filter_map(|row| row.key.group) {
        areas
            .entry(group.dimension)
            .or_default()
            .insert(group.level);
    }
    let has_enough = |households: u64, by| {
        let areas = areas.get(&by).map_or(0, BTreeSet::len) as u64;
        areas > 0 && households >= HOUSEHOLDS_PER_AREA * areas
    };
    let finest = |row: &ExactRow| {
        let Event::Service(service, _) = row.key.event else {
            return None;
        };
        let in_town = CellKey::town(Unit::Household, Event::Service(service, Number::All));
        let households = rule
            .publish(&in_town, *of_town.get(service.index())?)
            .value()?;
        let levels = [Dimension::Buurt, Dimension::Wijk].into_iter();
        levels.into_iter().find(|by| has_enough(households, *by))
    };
    let publish = |row: ExactRow| {
        let by = row.key.group.map(|group| group.dimension);
        let exact = row.first();
        let cell = rule.publish(&row.key, exact);
        let is_there = if rule.is_internal() {
            is_above_zero(cell)
        } else {
            finest(&row) == by
        };
        is_there.then_some(PublishedRow {
            key: row.key,
            cells: vec![cell],
        })
    };
    rows.into_iter().filter_map(publish).collect()
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::pseudonymous::cells::Group;
    use crate::vocabulary::ServiceIx;

    const SERVICE: ServiceIx = ServiceIx::new(0);

    fn row(dimension: Dimension, level: usize, of_area: u64, count: u64) -> ExactRow {
        ExactRow {
            key: CellKey {
                unit: Unit::Household,
                group: Some(Group { dimension, level }),
                event: Event::Service(SERVICE, Number::All),
            },
            cells: vec![Some(ExactCell::middle(count))],
            is_open: false,
            is_asked: true,
            gate: Some(ExactCell::middle(of_area)),
        }
    }

    /// The level and number of each row of a service of so many households: two wijken, four buurten and one that is hidden.
    fn shown(of_town: u64, profile: Profile) -> Vec<(Dimension, Option<u64>)> {
        let wijk = |level| row(Dimension::Wijk, level, 200, 20);
        let buurt = |level| row(Dimension::Buurt, level, 100, 1);
        let mut rows: Vec<_> = (0..2).map(wijk).chain((0..4).map(buurt)).collect();
        rows.push(row(Dimension::Buurt, 4, 1, 1));
        let published = protect(rows, &[ExactCell::middle(of_town)], &Nested::plain(profile));
        let shown = published.into_iter().map(|row| {
            let by = row.key.group.unwrap().dimension;
            (by, row.cells[0].value())
        });
        shown.collect()
    }

    #[test]
    fn a_service_is_shown_as_fine_as_ten_published_households_an_area_allow() {
        let (wijk, buurt) = ((Dimension::Wijk, Some(20)), (Dimension::Buurt, None));
        assert_eq!(shown(40, Profile::K5), [buurt; 4]);
        assert_eq!(shown(35, Profile::K5), [wijk; 2]);
        assert_eq!(shown(20, Profile::K5), [wijk; 2]);
        assert_eq!(shown(15, Profile::K5), []);
        assert_eq!(shown(1, Profile::K5), []);
    }

    #[test]
    fn without_protection_every_count_above_zero_is_there() {
        assert_eq!(shown(1, Profile::NONE).len(), 7);
    }
}
