//! Calculates table `reach` again, from the facilities, the centres of areas and what is published of target groups.

mod numbers;
mod roads;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Verdict;
use super::geojson::{Centres, centres};
use super::tables::Tables;

use numbers::{Base, Counts, Facility, beginning, of_level, spread, within};
use roads::Roads;

/// Levels from wide to fine.
const LEVELS: [&str; 3] = ["gemeente", "wijk", "buurt"];

/// The columns with numbers, and how far each may be from what is calculated: half a unit of its last digit.
const NUMBERS: [(&str, f64); 6] = [
    ("target_households", 0.0),
    ("nearest_m", 0.5),
    ("within_d", 0.005),
    ("share_within_d", 0.5e-6),
    ("access", 0.5e-6),
    ("mismatch", 0.5e-6),
];

/// A number for each of [`NUMBERS`]; `None` where the table should be empty.
type Numbers = [Option<f64>; 6];

pub(super) fn check(areas: Option<&Json>, tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("reach") else {
        return;
    };
    let place = Place {
        tables,
        minutes: minutes(tables),
        facilities: facilities(tables),
        centres: centres(areas),
        bands: run["age_bands"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_u64)
            .collect(),
    };
    let mut expected: BTreeMap<[String; 5], Numbers> = BTreeMap::new();
    // Of a type and target group that is named twice, the distances of both sections count.
    let mut asked: BTreeMap<[&str; 2], (f64, BTreeSet<u64>)> = BTreeMap::new();
    for file in run["facilities"].as_array().into_iter().flatten() {
        let target = file["target"].as_str().unwrap_or_default();
        let detour = file["detour"].as_f64().unwrap_or(f64::NAN);
        let distances = file["distances_m"].as_array().into_iter().flatten();
        for kind in texts(&file["types"]) {
            let (_, all) = asked
                .entry([kind, target])
                .or_insert((detour, BTreeSet::new()));
            all.extend(distances.clone().filter_map(Json::as_u64));
        }
    }
    for (kind, (detour, distances)) in asked {
        let distances: Vec<u64> = distances.into_iter().collect();
        expected.extend(place.rows(kind, detour, &distances));
    }
    for row in &table.rows {
        let key: [String; 5] = std::array::from_fn(|place| row[place].clone());
        let Some(numbers) = expected.remove(&key) else {
            verdict.object(format!("{}: should not be there", table.name_row(row)));
            continue;
        };
        for ((column, away), number) in NUMBERS.into_iter().zip(numbers) {
            verdict.numbers += 1;
            if !is_so(table.text(row, column), number, away) {
                verdict.object(format!(
                    "{}, {column}: is not what follows from the other tables",
                    table.name_row(row)
                ));
            }
        }
    }
    for key in expected.keys() {
        verdict.object(format!("reach: row {} is missing", key.join(", ")));
    }
}

fn texts(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
}

fn is_so(text: &str, number: Option<f64>, away: f64) -> bool {
    match (text.parse::<f64>(), number) {
        (Ok(said), Some(number)) => (said - number).abs() <= away + 1e-9 * (1.0 + number.abs()),
        (Err(_), None) => text.is_empty(),
        _ => false,
    }
}

/// The minutes that are given, by area and type, then by the name of the facility.
type Minutes<'a> = BTreeMap<[&'a str; 2], BTreeMap<&'a str, f64>>;

fn minutes(tables: &Tables) -> Minutes<'_> {
    let mut all = Minutes::new();
    if let Some(table) = tables.by_name.get("travel") {
        for row in &table.rows {
            if let Ok(minutes) = table.text(row, "minutes").parse() {
                let [area, kind, name] = ["area", "type", "name"].map(|key| table.text(row, key));
                all.entry([area, kind]).or_default().insert(name, minutes);
            }
        }
    }
    all
}

/// The facilities of each type.
fn facilities(tables: &Tables) -> BTreeMap<&str, Vec<Facility<'_>>> {
    let mut all: BTreeMap<&str, Vec<Facility>> = BTreeMap::new();
    if let Some(table) = tables.by_name.get("facilities") {
        for row in &table.rows {
            let number = |column: &str| table.text(row, column).parse::<f64>().ok();
            if let (Some(x), Some(y)) = (number("x"), number("y")) {
                let one = ([x, y], number("capacity"), table.text(row, "name"));
                all.entry(table.text(row, "type")).or_default().push(one);
            }
        }
    }
    all
}

struct Place<'a> {
    tables: &'a Tables,
    minutes: Minutes<'a>,
    facilities: BTreeMap<&'a str, Vec<Facility<'a>>>,
    centres: Centres,
    bands: Vec<u64>,
}

impl Place<'_> {
    /// The rows of a type of facilities and a target group.
    fn rows(
        &self,
        [kind, target]: [&str; 2],
        detour: f64,
        distances: &[u64],
    ) -> Vec<([String; 5], Numbers)> {
        let is_known = |level: &&&str| {
            self.centres.keys().any(|(of, _)| of == **level)
                && !self.published(target, level).is_empty()
        };
        let Some(finest) = LEVELS[1..].iter().rev().find(is_known) else {
            return Vec::new();
        };
        let counts = self.counts(target, finest);
        let facilities = self.facilities.get(kind).map_or(&[][..], Vec::as_slice);
        let farthest = distances.last().copied().unwrap_or(0) as f64;
        let roads = Roads::of(facilities, detour, farthest);
        let none = BTreeMap::new();
        let ways = |area: &String| {
            let centre = self.centres.get(&((*finest).to_owned(), area.clone()))?;
            let given = self.minutes.get(&[area.as_str(), kind]).unwrap_or(&none);
            Some(roads.from(*centre, given))
        };
        let base: Vec<Base> = counts
            .iter()
            .map(|(area, count)| (area.as_str(), count.unwrap_or(0.0), ways(area)))
            .collect();
        let mut rows = Vec::new();
        for metres in distances {
            let numbers = within(&base, facilities, *metres as f64);
            for level in LEVELS
                .iter()
                .filter(|level| *finest == "buurt" || **level != "buurt")
            {
                let counts = self.counts(target, level);
                let is_last = Some(metres) == distances.last() && *level != "gemeente";
                let of_level = of_level((level, level == finest), &counts, &base, &numbers);
                let mismatches = self.mismatches(level, &counts, &of_level, is_last);
                for (((area, count), numbers), mismatch) in
                    counts.iter().zip(of_level).zip(mismatches)
                {
                    let [nearest, within, share, access] = numbers;
                    let key = [level, area.as_str(), kind, target, &metres.to_string()]
                        .map(str::to_owned);
                    rows.push((key, [*count, nearest, within, share, access, mismatch]));
                }
            }
        }
        rows
    }

    /// The households of a target group in the areas of a level, added up from finer areas where they are published of
    /// those only.
    fn counts(&self, target: &str, level: &str) -> Counts {
        let own = self.published(target, level);
        let finer = match level {
            "gemeente" => "wijk",
            "wijk" => "buurt",
            _ => return own,
        };
        if !own.is_empty() {
            return own;
        }
        let parts = self.counts(target, finer);
        let all = if parts.is_empty() {
            Counts::new()
        } else {
            self.published("all", level)
        };
        let sum = |whole: &String| {
            let begin = match level {
                "gemeente" => String::new(),
                _ => beginning(whole)?,
            };
            let own = parts.range(begin.clone()..);
            own.take_while(|(part, _)| part.starts_with(&begin))
                .map(|(_, count)| *count)
                .reduce(|sum, count| Some(sum? + count?))
                .flatten()
        };
        all.into_keys()
            .map(|whole| (whole.clone(), sum(&whole)))
            .collect()
    }

    fn published(&self, target: &str, level: &str) -> Counts {
        match target.split_once('=') {
            Some(("service", code)) => self.of("service_by_area", level, &[("service", code)]),
            Some(("age", ages)) => self.sum(level, "age_band", &self.labels(ages)),
            Some((dimension, values)) => {
                let values: Vec<String> = values.split('+').map(str::to_owned).collect();
                self.sum(level, dimension, &values)
            }
            None => self.of("areas", level, &[]),
        }
    }

    /// The age bands between two ages, such as `65-74` and `75+` for `65+`.
    fn labels(&self, ages: &str) -> Vec<String> {
        let (from, to) = match ages.split_once('-') {
            Some((from, to)) => (from, to.parse().unwrap_or(0)),
            None => (ages.trim_end_matches('+'), u64::MAX),
        };
        let from: u64 = from.parse().unwrap_or(u64::MAX);
        let bands = self.bands.iter().enumerate();
        let within = bands.filter(|(_, low)| (from..=to).contains(low));
        within
            .map(|(place, low)| match self.bands.get(place + 1) {
                Some(next) => format!("{low}-{}", next - 1),
                None => format!("{low}+"),
            })
            .collect()
    }

    fn sum(&self, level: &str, dimension: &str, values: &[String]) -> Counts {
        let of_value = |value: &String| {
            self.of(
                "population",
                level,
                &[("dimension", dimension), ("value", value)],
            )
        };
        let all: Vec<Counts> = values.iter().map(of_value).collect();
        let areas = all.first().into_iter().flat_map(Counts::keys);
        let sum = |area: &String| {
            let counts = all.iter().map(|counts| counts.get(area).copied().flatten());
            (area.clone(), counts.sum::<Option<f64>>())
        };
        areas.map(sum).collect()
    }

    fn of(&self, name: &str, level: &str, keys: &[(&str, &str)]) -> Counts {
        let Some(table) = self.tables.by_name.get(name) else {
            return Counts::new();
        };
        let fits = |row: &&Vec<String>| {
            let has = |(column, text): &(&str, &str)| table.text(row, column) == *text;
            table.text(row, "level") == level
                && table.text(row, "area") != "unknown"
                && keys.iter().all(has)
        };
        let rows = table.rows.iter().filter(fits);
        rows.map(|row| {
            let count = table.text(row, "households").parse().ok();
            (table.text(row, "area").to_owned(), count)
        })
        .collect()
    }

    fn mismatches(
        &self,
        level: &str,
        counts: &Counts,
        numbers: &[[Option<f64>; 4]],
        is_asked: bool,
    ) -> Vec<Option<f64>> {
        let all = self.published("all", level);
        let pair = |((area, count), numbers): ((&String, &Option<f64>), &[Option<f64>; 4])| {
            let all = all.get(area).copied().flatten().filter(|all| *all > 0.0)?;
            Some([(*count)? / all, numbers[3]?])
        };
        let pairs: Vec<Option<[f64; 2]>> = counts.iter().zip(numbers).map(pair).collect();
        let spread = [0, 1].map(|place| spread(pairs.iter().flatten().map(|pair| pair[place])));
        let scores = pairs.iter().map(|pair| {
            let [share, access] = (*pair).filter(|_| is_asked)?;
            let score = |number: f64, (mean, deviation): (f64, f64)| {
                if deviation > 1e-9 * mean.abs() {
                    (number - mean) / deviation
                } else {
                    0.0
                }
            };
            Some(score(share, spread[0]) - score(access, spread[1]))
        });
        scores.collect()
    }
}
