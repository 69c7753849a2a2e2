//! What households have by area: by buurt where the town has enough of it, else by wijk, else not at all.

use foldhash::{HashMap, HashSet};

use super::cell::is_above_zero;
use super::nested::Nested;
use super::published::PublishedRow;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Subject, Unit};
use crate::pseudonymous::measure::{ByArea, ExactCell};
use crate::vocabulary::Dimension;

/// Something is shown by area from so many households per area on. With fewer, most of what it shows is hidden.
pub(super) const HOUSEHOLDS_PER_AREA: u64 = 10;

/// The rows. Which there are follows from published numbers: that of the whole town, and the areas whose households are
/// published. Of exact counts all that is above zero.
pub(super) fn protect(exact: &ByArea, rule: &Nested<'_>) -> Vec<PublishedRow> {
    let row = |key: CellKey, exact: ExactCell| PublishedRow {
        cells: vec![rule.publish(&key, exact)],
        key,
    };
    // Of a domain no other table has the whole town.
    let town = exact.town.iter().filter(|_| exact.of == Subject::Domain);
    let mut rows: Vec<PublishedRow> = town.map(|(key, cell)| row(key.clone(), *cell)).collect();
    let is_open =
        |(group, gate): &&(Group, ExactCell)| is_above_zero(rule.publish(&all(*group), *gate));
    let open = exact.gates.iter().filter(is_open).map(|(group, _)| *group);
    if rule.is_internal() {
        let open: HashSet<Group> = open.collect();
        let counts: &HashMap<CellKey, ExactCell> = &exact.areas;
        let is_open = |key: &CellKey| key.group.is_some_and(|group| open.contains(&group));
        let counts = counts.iter().filter(|(key, _)| is_open(key));
        rows.extend(counts.map(|(key, cell)| row(key.clone(), *cell)));
        return rows;
    }
    let open: Vec<Group> = open.collect();
    let of_level = |by| open.iter().filter(move |group| group.dimension == by);
    let has_enough = |households: u64, by| {
        let areas = of_level(by).count() as u64;
        areas > 0 && households >= HOUSEHOLDS_PER_AREA * areas
    };
    for (key, cell) in &exact.town {
        let Some(households) = rule.publish(key, *cell).value() else {
            continue;
        };
        let mut levels = [Dimension::Buurt, Dimension::Wijk].into_iter();
        let finest = levels.find(|by| has_enough(households, *by));
        rows.extend(finest.into_iter().flat_map(of_level).map(|group| {
            let key = CellKey {
                group: Some(*group),
                ..key.clone()
            };
            let exact = exact.areas.get(&key).copied().unwrap_or_default();
            row(key, exact)
        }));
    }
    rows
}

/// How far a printed number and a count may lie apart, at the most, and how many may have left since it was drawn.
const APART: u64 = 100;

/// Leaves out the pairs that are far too rare for a level of areas: there are very many, and no table will show them.
pub(super) fn drop_rare_pairs(exact: &mut ByArea) {
    if exact.of != Subject::Pair {
        return;
    }
    let certain = |by| {
        let gates = exact.gates.iter();
        let certain = gates.filter(|(group, gate)| group.dimension == by && gate.count > APART);
        HOUSEHOLDS_PER_AREA * certain.count() as u64
    };
    let [wijken, buurten] = [Dimension::Wijk, Dimension::Buurt].map(certain);
    let town = exact
        .town
        .iter()
        .map(|(key, cell)| (&key.event, cell.count));
    let town: HashMap<&Event, u64> = town.collect();
    exact.areas.retain(|key, _| {
        let is_wijk = key
            .group
            .is_some_and(|group| group.dimension == Dimension::Wijk);
        let needed = if is_wijk { wijken } else { buurten };
        town.get(&key.event)
            .is_some_and(|count| count + APART >= needed)
    });
}

/// All households of an area.
const fn all(group: Group) -> CellKey {
    CellKey {
        unit: Unit::Household,
        group: Some(group),
        event: Event::Services(Number::All),
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::vocabulary::{DomainIx, ServiceIx};

    const SERVICE: Event = Event::Service(ServiceIx::new(0), Number::All);

    /// Something that so many households have: two wijken, four buurten and one whose households are hidden.
    fn by_area(of: Subject, event: &Event, of_town: u64) -> ByArea {
        let area = |dimension, level, households, count| {
            let group = Group { dimension, level };
            let key = CellKey {
                group: Some(group),
                ..CellKey::town(Unit::Household, event.clone())
            };
            let [gate, count] = [households, count].map(ExactCell::middle);
            ((group, gate), (key, count))
        };
        let wijk = |level| area(Dimension::Wijk, level, 200, 20);
        let buurt = |level| area(Dimension::Buurt, level, 100, 1);
        let areas = (0..2).map(wijk).chain((0..4).map(buurt));
        let (gates, areas) = areas.chain([area(Dimension::Buurt, 4, 1, 1)]).unzip();
        let town = CellKey::town(Unit::Household, event.clone());
        ByArea {
            areas,
            gates,
            town: vec![(town, ExactCell::middle(of_town))],
            of,
        }
    }

    /// The level and number of each row.
    fn shown(exact: &ByArea, profile: &Profile) -> Vec<(Option<Dimension>, Option<u64>)> {
        let published = protect(exact, &Nested::plain(profile));
        let shown = published.into_iter().map(|row| {
            let by = row.key.group.map(|group| group.dimension);
            (by, row.cells[0].value())
        });
        shown.collect()
    }

    #[test]
    fn a_service_is_shown_as_fine_as_ten_published_households_an_area_allow() {
        let [wijk, buurt] = [Dimension::Wijk, Dimension::Buurt].map(Some);
        let shown = |of_town| shown(&by_area(Subject::Service, &SERVICE, of_town), &Profile::K5);
        assert_eq!(shown(40), [(buurt, None); 4]);
        assert_eq!(shown(35), [(wijk, Some(20)); 2]);
        assert_eq!(shown(20), [(wijk, Some(20)); 2]);
        assert_eq!(shown(15), []);
        assert_eq!(shown(1), []);
    }

    #[test]
    fn a_domain_has_a_row_of_the_town_as_no_other_table_has_it() {
        let domain = Event::Domain(DomainIx::at(0));
        let shown = |of_town| shown(&by_area(Subject::Domain, &domain, of_town), &Profile::K5);
        assert_eq!(shown(15), [(None, Some(15))]);
        assert_eq!(shown(1), [(None, None)]);
        assert_eq!(shown(20).len(), 3);
    }

    #[test]
    fn an_area_where_nobody_has_it_has_a_row_like_one_where_few_have_it() {
        let mut exact = by_area(Subject::Service, &SERVICE, 40);
        let before = shown(&exact, &Profile::K5);
        exact.areas.clear();
        assert_eq!(shown(&exact, &Profile::K5), before);
    }

    #[test]
    fn a_pair_that_is_far_too_rare_is_left_out_and_no_other() {
        let pair = Event::Pair(ServiceIx::new(0), ServiceIx::new(1));
        let left = |of_town, areas: usize| {
            let mut exact = by_area(Subject::Pair, &pair, of_town);
            exact.gates = (0..areas)
                .map(|level| {
                    let dimension = Dimension::Buurt;
                    (Group { dimension, level }, ExactCell::middle(101))
                })
                .collect();
            drop_rare_pairs(&mut exact);
            exact.areas.len()
        };
        // Two wijken, whose households are not told here, and five buurten.
        assert_eq!([left(40, 14), left(40, 15), left(50, 15)], [7, 2, 7]);
    }

    #[test]
    fn without_protection_every_count_above_zero_is_there() {
        let exact = by_area(Subject::Service, &SERVICE, 1);
        assert_eq!(shown(&exact, &Profile::NONE).len(), 7);
    }
}
