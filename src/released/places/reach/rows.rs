//! The rows of `reach` for one type of facilities and one target group.

use std::collections::BTreeMap;

use super::access::{Point, Ways, mismatch, two_step, ways};
use super::demand::{Counts, counts, published};
use super::read::Facility;
use super::settings::Target;
use crate::released::calculate::{ReleaseTables, Value};
use crate::released::places::areas::{Areas, Level};
use crate::vocabulary::{beginning_of_buurten, is_in_wijk};

/// Access is the capacity per so many households.
const PER: f64 = 1000.0;

/// What the rows follow from.
pub(super) struct Question<'a> {
    pub(super) kind: &'a str,
    pub(super) target: &'a Target,
    pub(super) facilities: Vec<&'a Facility>,
    pub(super) distances_m: &'a [u32],
    pub(super) detour: f64,
    /// Metres of ways that are given, by the code of the area and the place of the facility.
    pub(super) given: &'a BTreeMap<String, BTreeMap<usize, f64>>,
}

/// The numbers of an area within one distance.
#[derive(Clone, Default)]
struct Numbers {
    nearest: Option<f64>,
    within: Option<f64>,
    share: Option<f64>,
    access: Option<f64>,
}

/// An area with its number of households in the target group.
struct Place {
    code: String,
    target: Option<u64>,
}

/// The finest level of areas with borders for which the households of a target group are published.
pub(super) fn finest(target: &Target, areas: &Areas, tables: &ReleaseTables) -> Option<Level> {
    let is_known = |level: &Level| {
        areas.of(*level).next().is_some() && !published(tables, target, *level).is_empty()
    };
    [Level::Buurt, Level::Wijk].into_iter().find(is_known)
}

/// The rows; none where nothing is published of the target group for areas with borders.
pub(super) fn rows(question: &Question, areas: &Areas, tables: &ReleaseTables) -> Vec<Vec<Value>> {
    let Some(finest) = finest(question.target, areas, tables) else {
        return Vec::new();
    };
    let base = places(counts(tables, question.target, finest));
    let ways = ways_from(&base, question, areas, finest);
    let within = |metres: &u32| numbers_within(&base, &ways, question, f64::from(*metres));
    let of_base: Vec<Vec<Numbers>> = question.distances_m.iter().map(within).collect();
    let mut rows = Vec::new();
    for (_, level) in Level::WORDS {
        if level > finest {
            continue;
        }
        let all = places(counts(tables, question.target, level));
        let households = published(tables, &Target::Everyone, level);
        for (metres, of_base) in question.distances_m.iter().zip(&of_base) {
            let numbers = if level == finest {
                of_base.clone()
            } else {
                let average = |place: &Place| average(&base, of_base, (level, &place.code));
                all.iter().map(average).collect()
            };
            // A mismatch is said once, for the farthest distance.
            let is_farthest = Some(metres) == question.distances_m.last();
            let mismatches = if is_farthest && level != Level::Gemeente {
                mismatches(&all, &numbers, &households)
            } else {
                vec![None; all.len()]
            };
            for ((place, numbers), mismatch) in all.iter().zip(numbers).zip(mismatches) {
                rows.push(row(question, (level, *metres), place, &numbers, mismatch));
            }
        }
    }
    rows
}

fn places(counts: Counts) -> Vec<Place> {
    let place = |(code, target)| Place { code, target };
    counts.into_iter().map(place).collect()
}

fn ways_from(base: &[Place], question: &Question, areas: &Areas, level: Level) -> Vec<Ways> {
    let centres: BTreeMap<&str, Option<Point>> = areas
        .of(level)
        .map(|area| (area.code.as_str(), area.centre_in_metres()))
        .collect();
    let points: Vec<Option<Point>> = base
        .iter()
        .map(|place| centres.get(place.code.as_str()).copied().flatten())
        .collect();
    let given = base.iter().enumerate().filter_map(|(place, area)| {
        let own = question.given.get(&area.code)?;
        Some((place, own.clone()))
    });
    let facilities: Vec<Point> = question.facilities.iter().map(|one| one.point).collect();
    let farthest = question.distances_m.iter().max().copied().unwrap_or(0);
    let far = (question.detour, f64::from(farthest));
    ways(&points, &facilities, far, &given.collect())
}

/// The numbers of each area of the finest level. A hidden count asks for nothing; where no facility has a capacity, each
/// has one of 1.
fn numbers_within(base: &[Place], ways: &[Ways], question: &Question, metres: f64) -> Vec<Numbers> {
    let facilities = &question.facilities;
    let has_capacity = facilities.iter().any(|one| one.capacity.is_some());
    let capacity = facilities.iter().map(|one| {
        if has_capacity {
            one.capacity
        } else {
            Some(1.0)
        }
    });
    let demand: Vec<f64> = base
        .iter()
        .map(|place| place.target.unwrap_or(0) as f64)
        .collect();
    let access = two_step(ways, &capacity.collect::<Vec<_>>(), &demand, metres);
    let numbers = |(ways, access): (&Ways, f64)| {
        let is_near = ways.nearest.is_some_and(|nearest| nearest <= metres);
        let is_placed = ways.is_placed;
        Numbers {
            nearest: ways.nearest,
            within: is_placed.then(|| ways.within(metres) as f64),
            share: is_placed.then(|| f64::from(u8::from(is_near))),
            access: is_placed.then_some(access * PER),
        }
    };
    ways.iter().zip(access).map(numbers).collect()
}

/// The averages over the areas inside, each as often as it has households of the target group; `base` is sorted by code.
fn average(base: &[Place], numbers: &[Numbers], (level, code): (Level, &str)) -> Numbers {
    let is_inside = |place: &Place| level == Level::Gemeente || is_in_wijk(&place.code, code);
    // Of a gemeente it is empty, which no code comes before.
    let beginning = beginning_of_buurten(code);
    let first = base.partition_point(|place| place.code < beginning);
    let behind = base[first..].iter().zip(&numbers[first..]);
    let inside = behind.take_while(|(place, _)| is_inside(place));
    let inside: Vec<(f64, &Numbers)> = inside
        .map(|(place, numbers)| (place.target.unwrap_or(0) as f64, numbers))
        .collect();
    let average = |of: fn(&Numbers) -> Option<f64>| {
        let known = inside
            .iter()
            .filter_map(|(weight, numbers)| Some((*weight, of(numbers)?)));
        let (weights, sum) = known.fold((0.0, 0.0), |(weights, sum), (weight, number)| {
            (weights + weight, sum + weight * number)
        });
        (weights > 0.0).then(|| sum / weights)
    };
    Numbers {
        nearest: average(|one| one.nearest),
        within: average(|one| one.within),
        share: average(|one| one.share),
        access: average(|one| one.access),
    }
}

/// What stands out among the areas of a level.
fn mismatches(all: &[Place], numbers: &[Numbers], households: &Counts) -> Vec<Option<f64>> {
    let share = |place: &Place| {
        let all = households
            .get(&place.code)
            .copied()
            .flatten()
            .filter(|all| *all > 0)?;
        Some(place.target? as f64 / all as f64)
    };
    let shares: Vec<Option<f64>> = all.iter().map(share).collect();
    let access: Vec<Option<f64>> = numbers.iter().map(|one| one.access).collect();
    mismatch(&shares, &access).collect()
}

fn row(
    question: &Question,
    (level, metres): (Level, u32),
    place: &Place,
    numbers: &Numbers,
    mismatch: Option<f64>,
) -> Vec<Value> {
    let number = |number: Option<f64>| number.map_or(Value::Empty, Value::number);
    let hundredths = |number: f64| (number * 100.0).round() / 100.0;
    vec![
        Value::text(level.word()),
        Value::text(&place.code),
        Value::text(question.kind),
        Value::text(question.target.text()),
        Value::text(metres.to_string()),
        place.target.map_or(Value::Empty, Value::Count),
        number(numbers.nearest.map(f64::round)),
        number(numbers.within.map(hundredths)),
        number(numbers.share),
        number(numbers.access),
        number(mismatch),
    ]
}
