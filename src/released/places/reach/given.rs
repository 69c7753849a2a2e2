//! Ways that were measured, as far as they are used: by facilities and by the areas that numbers are published for.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect as _, Intersects as _, Point};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::costs::Costs;
use super::read::Facility;
use super::settings::METRES_PER_MINUTE;
use crate::released::calculate::Value;
use crate::released::places::areas::{Area, Areas, Level};

/// Metres of ways by the type of the facility, the code of the area, and the place of the facility in its type.
pub(super) type Given = BTreeMap<String, BTreeMap<String, BTreeMap<usize, f64>>>;

/// The areas that each facility is in.
pub(super) fn inside<'a>(list: &[Facility], areas: &'a Areas) -> Vec<Vec<&'a Area>> {
    let entry = |area: &'a Area| {
        let around = area.shape.bounding_rect()?;
        let corners = [around.min(), around.max()].map(<[f64; 2]>::from);
        let around = Rectangle::from_corners(corners[0], corners[1]);
        Some(GeomWithData::new(around, area))
    };
    let tree = RTree::bulk_load(areas.all().filter_map(entry).collect());
    let of = |one: &Facility| {
        let point = Point::new(one.point[0], one.point[1]);
        let near = tree.locate_in_envelope_intersecting(&AABB::from_point(one.point));
        let around = near.map(|entry| entry.data);
        let mut around: Vec<&Area> = around
            .filter(|area| area.shape.intersects(&point))
            .collect();
        around.sort_by_key(|area| (area.level, &area.code));
        around
    };
    list.iter().map(of).collect()
}

/// The places in the list of the facilities that a way may end at: by name, and by the area that they are in.
struct Ends<'a> {
    by_name: BTreeMap<String, Vec<usize>>,
    by_area: BTreeMap<&'a str, Vec<usize>>,
    /// Of each facility, those of the same type and name: a way is known by the name of its end.
    alike: BTreeMap<[&'a str; 2], Vec<usize>>,
}

impl<'a> Ends<'a> {
    fn of(list: &'a [Facility], inside: &[Vec<&'a Area>]) -> Self {
        let mut ends = Self {
            by_name: BTreeMap::new(),
            by_area: BTreeMap::new(),
            alike: BTreeMap::new(),
        };
        for (place, one) in list.iter().enumerate() {
            let name = one.name.to_lowercase();
            ends.by_name.entry(name).or_default().push(place);
            ends.alike.entry(named(one)).or_default().push(place);
            for area in &inside[place] {
                ends.by_area.entry(&area.code).or_default().push(place);
            }
        }
        ends
    }

    /// The facilities at an end, and how exactly it says them: a name before a buurt, a buurt before a wijk.
    fn at(&self, to: &str, levels: &BTreeMap<&str, Level>) -> Option<(&[usize], Option<Level>)> {
        if let Some(named) = self.by_name.get(&to.to_lowercase()) {
            return Some((named, None));
        }
        Some((self.by_area.get(to)?, levels.get(to).copied()))
    }
}

/// The exactness of the end and the minutes of each way that is used, by its area and the place of its facility.
type Used<'a> = BTreeMap<(&'a str, usize), (Option<Level>, f64)>;

/// The ways that are used: rows of `travel`, and metres. `bases` has the level of the areas that ways of a type start at.
pub(super) fn given(
    files: &mut [Costs],
    (list, inside): (&[Facility], &[Vec<&Area>]),
    (areas, bases): (&Areas, &BTreeMap<&str, BTreeSet<Level>>),
) -> (Vec<Vec<Value>>, Given) {
    let ends = Ends::of(list, inside);
    let levels: BTreeMap<&str, Level> = areas
        .all()
        .map(|area| (area.code.as_str(), area.level))
        .collect();
    let mut best = Used::new();
    for costs in files.iter_mut() {
        let (mut unknown, mut unused) = (0, 0);
        for ([from, to], minutes) in &costs.minutes {
            let from = levels.get_key_value(from.as_str());
            let (Some((from, level)), Some((at, exact))) = (from, ends.at(to, &levels)) else {
                unknown += 1;
                continue;
            };
            let is_base = |place: &&usize| {
                let of_kind = bases.get(list[**place].kind.as_str());
                of_kind.is_some_and(|of_kind| of_kind.contains(level))
            };
            let used: Vec<usize> = at.iter().filter(is_base).copied().collect();
            unused += usize::from(used.is_empty());
            for place in used
                .iter()
                .flat_map(|place| &ends.alike[&named(&list[*place])])
            {
                let way = best.entry((from, *place)).or_insert((exact, *minutes));
                // Of two that are alike, the later file counts.
                if rank(exact) >= rank(way.0) {
                    *way = (exact, *minutes);
                }
            }
        }
        if unknown > 0 {
            costs.findings.add(format!(
                "{unknown} rows are not from an area with borders to a facility, or to an area with one"
            ));
        }
        if unused > 0 {
            costs.findings.add(format!(
                "{unused} rows are not used: the target group is published for finer areas, or for none"
            ));
        }
    }
    published(list, best)
}

/// The rows of `travel`, and the metres, of the ways that are used.
fn published(list: &[Facility], best: Used) -> (Vec<Vec<Value>>, Given) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, one) in list.iter().enumerate() {
        first.entry(&one.kind).or_insert(place);
    }
    let (mut travel, mut given) = (BTreeMap::new(), Given::new());
    for ((from, place), (_, minutes)) in best {
        let one = &list[place];
        travel.insert([from, &one.kind, &one.name], minutes);
        let of_kind = given.entry(one.kind.clone()).or_default();
        let metres = minutes * METRES_PER_MINUTE;
        let place = place - first[one.kind.as_str()];
        of_kind
            .entry(from.to_owned())
            .or_default()
            .insert(place, metres);
    }
    let row = |(key, minutes): ([&str; 3], f64)| {
        let key = key.map(Value::text).into_iter();
        key.chain([Value::number(minutes)]).collect()
    };
    (travel.into_iter().map(row).collect(), given)
}

/// A name says the end of a way best, then a buurt, then a wijk.
fn rank(exact: Option<Level>) -> (bool, Option<Level>) {
    (exact.is_none(), exact)
}

fn named(one: &Facility) -> [&str; 2] {
    [&one.kind, &one.name]
}
