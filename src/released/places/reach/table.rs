//! The tables `facilities`, `travel` and `reach` of the areas of a release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::costs::{self, Costs};
use super::given::{Given, given, inside};
use super::read::{self, Facility, FileFacilities, Spelled};
use super::record::{CostsRecord, FacilitiesRecord};
use super::rows::{Question, finest, rows};
use super::settings::{FacilitiesFile, ReachSettings, Target};
use crate::error::Result;
use crate::released::calculate::uncounted::{UncountedTable, count, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::areas::{Areas, Level};
use crate::released::places::finding::{FileFinding, Findings};

pub(in crate::released::places) static FACILITIES: UncountedTable = UncountedTable {
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

pub(in crate::released::places) static TRAVEL: UncountedTable = UncountedTable {
    name: "travel",
    row: "a way from an area to a facility that was measured",
    columns: &[text("area"), text("type"), text("name"), number("minutes")],
    keys: 3,
    rests_on: &["reach"],
};

pub(in crate::released::places) static REACH: UncountedTable = UncountedTable {
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
        let mut spelled = Spelled::new();
        let mut read = Vec::new();
        for file in files {
            let own = read::read(file, bag, settings.detour, &mut spelled)?;
            read.push((own, file.target.clone()));
        }
        note_others(files, &mut read);
        let costs = |(path, shown): &(PathBuf, String)| costs::read(path, shown);
        Ok(Self {
            files: read,
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
        let mut costs = std::mem::take(&mut self.costs);
        let bases = self.bases(areas, tables);
        let (travel, given) = given(&mut costs, (&list, &inside), (areas, &bases));
        for costs in &mut costs {
            note(&mut costs.findings);
        }
        self.costs = costs;
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

    /// The distances of each type and target group: of two sections that name both, those of both.
    fn asked(&self) -> BTreeMap<(&str, String), (&Target, BTreeSet<u32>)> {
        let mut asked: BTreeMap<(&str, String), (&Target, BTreeSet<u32>)> = BTreeMap::new();
        for (file, target) in &self.files {
            for kind in &file.record.types {
                let key = (kind.as_str(), target.text());
                let (_, distances) = asked.entry(key).or_insert((target, BTreeSet::new()));
                distances.extend(&file.record.distances_m);
            }
        }
        asked
    }

    /// The levels of the areas that ways to each type start at.
    fn bases(&self, areas: &Areas, tables: &ReleaseTables) -> BTreeMap<&str, BTreeSet<Level>> {
        let mut bases: BTreeMap<&str, BTreeSet<Level>> = BTreeMap::new();
        for ((kind, _), (target, _)) in self.asked() {
            let level = finest(target, areas, tables);
            bases.entry(kind).or_default().extend(level);
        }
        bases
    }

    fn rows(
        &self,
        list: &[Facility],
        given: &Given,
        areas: &Areas,
        tables: &ReleaseTables,
    ) -> Vec<Vec<Value>> {
        let none = BTreeMap::new();
        let mut all = Vec::new();
        for ((kind, _), (target, distances_m)) in self.asked() {
            let distances_m: Vec<u32> = distances_m.into_iter().collect();
            let question = Question {
                kind,
                target,
                facilities: list.iter().filter(|one| one.kind == kind).collect(),
                distances_m: &distances_m,
                detour: self.detour,
                given: given.get(kind).unwrap_or(&none),
            };
            all.extend(rows(&question, areas, tables));
        }
        let levels = Level::WORDS.map(|(word, _)| word);
        let order = |row: &Vec<Value>| {
            let text = |place: usize| match &row[place] {
                Value::Text(text) => text.to_string(),
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

/// Says, at the first section of a file, how many of its rows no section takes.
fn note_others(files: &[FacilitiesFile], read: &mut [(FileFacilities, Target)]) {
    for (place, file) in files.iter().enumerate() {
        let of_file = |other: &&FacilitiesFile| other.path == file.path;
        if files[..place].iter().any(|other| of_file(&other)) {
            continue;
        }
        let asked = files.iter().filter(of_file);
        let asked: Option<Vec<String>> = asked
            .map(|other| Some(other.kind.as_ref()?.to_lowercase()))
            .collect();
        let own = &mut read[place].0;
        let others = own
            .others
            .iter()
            .filter(|(kind, _)| asked.as_ref().is_some_and(|asked| !asked.contains(kind)));
        let number: usize = others.map(|(_, number)| number).sum();
        if number > 0 {
            own.findings.add(format!(
                "{number} rows have a type that no [[facilities]] names; they are left out"
            ));
        }
    }
}

fn place(one: &Facility) -> [u64; 2] {
    one.point.map(f64::to_bits)
}

fn key(one: &Facility) -> (&str, &str, [u64; 2]) {
    (&one.kind, &one.name, place(one))
}

fn facility(one: &Facility) -> Vec<Value> {
    vec![
        Value::text(&one.kind),
        Value::text(&one.name),
        Value::number(one.point[0]),
        Value::number(one.point[1]),
        one.capacity.map_or(Value::Empty, Value::number),
        Value::text(&one.opening),
    ]
}
