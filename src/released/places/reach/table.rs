//! The tables `facilities`, `travel` and `reach` of the areas of a release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use geo::{Intersects, Point};

use super::costs::{self, Costs};
use super::read::{self, Facility, FileFacilities};
use super::record::{CostsRecord, FacilitiesRecord};
use super::rows::{Question, finest, rows};
use super::settings::{FacilitiesFile, METRES_PER_MINUTE, ReachSettings, Target};
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::areas::{Areas, Level};
use crate::released::places::finding::{FileFinding, Findings};
use crate::released::places::table::{PublicTable, count, number, text};

pub(in crate::released::places) static FACILITIES: PublicTable = PublicTable {
    name: "facilities",
    row: "a facility",
    columns: &[
        text("type"),
        text("name"),
        number("x"),
        number("y"),
        number("capacity"),
        text("opening"),
    ],
    keys: 4,
    rests_on: &["reach"],
};

pub(in crate::released::places) static TRAVEL: PublicTable = PublicTable {
    name: "travel",
    row: "a way from an area to a facility that was measured",
    columns: &[text("area"), text("type"), text("name"), number("minutes")],
    keys: 3,
    rests_on: &["reach"],
};

pub(in crate::released::places) static REACH: PublicTable = PublicTable {
    name: "reach",
    row: "an area, a type of facilities and a distance",
    columns: &[
        text("level"),
        text("area"),
        text("facility_type"),
        text("target"),
        text("distance_m"),
        count("target_households"),
        number("nearest_m"),
        number("within_d"),
        number("share_within_d"),
        number("access"),
        number("mismatch"),
    ],
    keys: 5,
    rests_on: &[
        "facilities",
        "travel",
        "areas",
        "population",
        "service_by_area",
    ],
};

/// What was read of all files with facilities and of ways to them.
#[derive(Default)]
pub struct Reach {
    files: Vec<(FileFacilities, Target)>,
    costs: Vec<Costs>,
    detour: f64,
}

impl Reach {
    /// Reads the files of an agreement.
    ///
    /// # Errors
    /// When a file cannot be read, or nothing in it says where facilities are.
    pub fn read(files: &[FacilitiesFile], settings: &ReachSettings) -> Result<Self> {
        let bag = settings.addresses.as_deref();
        let one = |file: &FacilitiesFile| {
            Ok((read::read(file, bag, settings.detour)?, file.target.clone()))
        };
        let costs = |(path, shown): &(PathBuf, String)| costs::read(path, shown);
        Ok(Self {
            files: files.iter().map(one).collect::<Result<_>>()?,
            costs: settings.costs.iter().map(costs).collect::<Result<_>>()?,
            detour: settings.detour,
        })
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> (Vec<FacilitiesRecord>, Vec<CostsRecord>) {
        let files = self.files.iter().map(|(file, _)| file.record.clone());
        let costs = self.costs.iter().map(|costs| costs.record.clone());
        (files.collect(), costs.collect())
    }

    /// The facilities, the ways to them, and what is in reach of the areas that the tables have; and what is odd about
    /// the files. There are no tables without files.
    #[must_use]
    pub fn placed(
        &mut self,
        areas: &Areas,
        tables: &ReleaseTables,
    ) -> (Vec<Table>, Vec<FileFinding>) {
        if self.files.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let list = self.list();
        let inside = inside(&list, areas);
        let mut found = Vec::new();
        let mut note = |findings: &mut Findings| {
            found.extend(std::mem::replace(findings, Findings::of("")).into_list());
        };
        let outside = list
            .iter()
            .zip(&inside)
            .filter(|(_, around)| around.is_empty());
        let outside: BTreeSet<[u64; 2]> = outside.map(|(one, _)| place(one)).collect();
        for (file, target) in &mut self.files {
            for one in file.list.iter().filter(|one| outside.contains(&place(one))) {
                let what =
                    "lies outside the areas of this release; people may go there all the same";
                file.findings.add(format!("{}: {what}", one.name));
            }
            let has_none = file.record.types.is_empty();
            if finest(target, areas, tables).is_none() && !has_none {
                let what = "no number of its target group is published by area: there is no reach";
                file.findings.add(what);
            }
            note(&mut file.findings);
        }
        let (travel, given) = self.given((&list, &inside), areas);
        self.costs
            .iter_mut()
            .for_each(|costs| note(&mut costs.findings));
        let mut all = vec![FACILITIES.with(list.iter().map(facility).collect())];
        if !self.costs.is_empty() {
            all.push(TRAVEL.with(travel));
        }
        all.push(REACH.with(self.rows(&list, &given, areas, tables)));
        (all, found)
    }

    /// Each facility once, by type, name and place.
    fn list(&self) -> Vec<Facility> {
        let all = self.files.iter().flat_map(|(file, _)| &file.list);
        let mut list: Vec<Facility> = all.cloned().collect();
        list.sort_by(|a, b| key(a).cmp(&key(b)));
        list.dedup_by(|later, first| key(later) == key(first));
        // A way is known by the name of its end: those of one name are told apart.
        let mut named: BTreeMap<[String; 2], u32> = BTreeMap::new();
        for one in &mut list {
            let number = named
                .entry([one.kind.clone(), one.name.clone()])
                .or_default();
            *number += 1;
            if *number > 1 {
                one.name = format!("{} {number}", one.name);
            }
        }
        list.sort_by(|a, b| key(a).cmp(&key(b)));
        list
    }

    /// The ways that are given: rows of `travel`, and metres by type, area and the place of a facility in its type.
    fn given(
        &mut self,
        (list, inside): (&[Facility], &[BTreeSet<&str>]),
        areas: &Areas,
    ) -> (Vec<Vec<Value>>, Given) {
        let (mut travel, mut given) = (BTreeMap::new(), Given::new());
        let codes: BTreeSet<&str> = areas.all().map(|area| area.code.as_str()).collect();
        for costs in &mut self.costs {
            let mut unknown = 0;
            for ([from, to], minutes) in &costs.minutes {
                let ends = list
                    .iter()
                    .zip(inside)
                    .enumerate()
                    .filter(|(_, (one, areas))| {
                        one.name.eq_ignore_ascii_case(to) || areas.contains(to.as_str())
                    });
                // A way is known by the name of its end: it goes for all of that name.
                let ends: BTreeSet<[&str; 2]> = ends.map(|(_, (one, _))| named(one)).collect();
                if ends.is_empty() || !codes.contains(from.as_str()) {
                    unknown += 1;
                    continue;
                }
                let ends = (0..list.len()).filter(|place| ends.contains(&named(&list[*place])));
                for place in ends {
                    let one = &list[place];
                    let key = [from, &one.kind, &one.name].map(String::clone);
                    travel.insert(key, Value::number(*minutes));
                    let first = list.iter().position(|other| other.kind == one.kind);
                    let of_area = given.entry(one.kind.clone()).or_default();
                    of_area
                        .entry(from.clone())
                        .or_default()
                        .insert(place - first.unwrap_or(0), minutes * METRES_PER_MINUTE);
                }
            }
            if unknown > 0 {
                costs.findings.add(format!(
                    "{unknown} rows are not from an area with borders to a facility, or to an area with one"
                ));
            }
        }
        let row = |(key, minutes): ([String; 3], Value)| {
            key.into_iter().map(Value::Text).chain([minutes]).collect()
        };
        (travel.into_iter().map(row).collect(), given)
    }

    fn rows(
        &self,
        list: &[Facility],
        given: &Given,
        areas: &Areas,
        tables: &ReleaseTables,
    ) -> Vec<Vec<Value>> {
        let none = BTreeMap::new();
        let mut asked: BTreeMap<(&str, String), (&Target, &[u32])> = BTreeMap::new();
        for (file, target) in &self.files {
            for kind in &file.record.types {
                let distances = (target, file.record.distances_m.as_slice());
                asked.entry((kind, target.text())).or_insert(distances);
            }
        }
        let mut all = Vec::new();
        for ((kind, _), (target, distances_m)) in asked {
            let question = Question {
                kind,
                target,
                facilities: list.iter().filter(|one| one.kind == kind).collect(),
                distances_m,
                detour: self.detour,
                given: given.get(kind).unwrap_or(&none),
            };
            all.extend(rows(&question, areas, tables));
        }
        let levels = Level::WORDS.map(|(word, _)| word);
        let order = |row: &Vec<Value>| {
            let text = |place: usize| match &row[place] {
                Value::Text(text) => text.clone(),
                _ => String::new(),
            };
            let level = levels.iter().position(|word| *word == text(0));
            let metres: u32 = text(4).parse().unwrap_or(0);
            (level, text(1), text(2), text(3), metres)
        };
        all.sort_by_key(order);
        all
    }
}

/// Metres of ways by the type of the facility, the code of the area, and the place of the facility in its type.
type Given = BTreeMap<String, BTreeMap<String, BTreeMap<usize, f64>>>;

fn named(one: &Facility) -> [&str; 2] {
    [&one.kind, &one.name]
}

fn place(one: &Facility) -> [u64; 2] {
    one.point.map(f64::to_bits)
}

fn key(one: &Facility) -> (&str, &str, [u64; 2]) {
    (&one.kind, &one.name, place(one))
}

fn facility(one: &Facility) -> Vec<Value> {
    vec![
        Value::Text(one.kind.clone()),
        Value::Text(one.name.clone()),
        Value::number(one.point[0]),
        Value::number(one.point[1]),
        one.capacity.map_or(Value::Empty, Value::number),
        Value::Text(one.opening.clone()),
    ]
}

/// The codes of the areas that each facility is in.
fn inside<'a>(list: &[Facility], areas: &'a Areas) -> Vec<BTreeSet<&'a str>> {
    let of = |one: &Facility| {
        let point = Point::new(one.point[0], one.point[1]);
        let around = areas.all().filter(|area| area.shape.intersects(&point));
        around.map(|area| area.code.as_str()).collect()
    };
    list.iter().map(of).collect()
}
