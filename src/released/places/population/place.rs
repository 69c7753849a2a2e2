//! Rows of areas in, table `population_ahead` of the whole town out.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::ages::Ages;
use super::read::{ForecastFile, Row, read};
use crate::error::Result;
use crate::released::calculate::uncounted::{UncountedTable, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::area_codes::{AreaCodes, is_whole_code};
use crate::released::places::finding::{FileFinding, Findings};
use crate::released::places::sourced::SourcedRecord;
use crate::vocabulary::AgeBand;

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "population_ahead",
    row: "an age band in a year",
    columns: &[
        number("year"),
        text("age_band"),
        number("persons"),
        text("source"),
    ],
    keys: 2,
    rests_on: &["areas"],
};

/// A year so far from that of the reference date cannot stand for it.
const FARTHEST: u16 = 2;

/// What was read of all files with the population of later years.
#[derive(Default)]
pub struct Forecasts {
    files: Vec<(ForecastFile, Vec<Row>, Findings)>,
    records: Vec<SourcedRecord>,
}

/// Persons by age band, of a year.
type Bands = BTreeMap<AgeBand, f64>;

impl Forecasts {
    /// Reads the files of an agreement.
    ///
    /// # Errors
    /// When a file cannot be read, or lacks a column.
    pub fn read(files: &[ForecastFile]) -> Result<Self> {
        let mut all = Self::default();
        for file in files {
            let (rows, record, findings) = read(file)?;
            all.files.push((file.clone(), rows, findings));
            all.records.push(record);
        }
        Ok(all)
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> &[SourcedRecord] {
        &self.records
    }

    /// The population of the town from the year of the reference date on; and what is odd about the files. There is no table
    /// without files.
    #[must_use]
    pub fn placed(self, tables: &ReleaseTables) -> (Option<Table>, Vec<FileFinding>) {
        let areas = AreaCodes::of(tables);
        let mut found = Vec::new();
        let mut years: BTreeMap<u16, (Bands, String)> = BTreeMap::new();
        let Some((first, ..)) = self.files.first() else {
            return (None, found);
        };
        let (bands, now) = (first.age_bands.clone(), first.year);
        for (file, rows, mut findings) in self.files {
            for (year, bands) in of_town(&rows, &areas, &mut findings) {
                match years.entry(year) {
                    Entry::Vacant(free) => {
                        free.insert((bands, file.source.clone()));
                    }
                    Entry::Occupied(_) => {
                        findings.add(format!("{year} was there before: its first file counts"));
                    }
                }
            }
            found.extend(findings.into_list());
        }
        let mut findings = Findings::of("[[forecast]]");
        let base = years.keys().copied().min_by_key(|year| year.abs_diff(now));
        let base = base.filter(|year| year.abs_diff(now) <= FARTHEST);
        if base.is_none() {
            findings.add(format!(
                "no file has all ages of the town in {now}, or within {FARTHEST} years of it"
            ));
        }
        years.retain(|year, _| base.is_some_and(|base| *year >= base));
        if years.len() == 1 {
            findings.add("no file has all ages of the town in a later year");
        }
        found.extend(findings.into_list());
        let row = |year: u16, band: AgeBand, persons: f64, source: &str| {
            vec![
                Value::number(f64::from(year)),
                Value::text(bands.label(band)),
                Value::number(persons),
                Value::text(source),
            ]
        };
        let rows = years.iter().flat_map(|(year, (persons, source))| {
            let persons = persons.iter();
            persons.map(move |(band, persons)| row(*year, *band, *persons, source))
        });
        (Some(TABLE.with(rows.collect())), found)
    }
}

/// The population of the town by year: that of the gemeente, else of all wijken together, else of all buurten.
fn of_town(rows: &[Row], areas: &AreaCodes, findings: &mut Findings) -> BTreeMap<u16, Bands> {
    let town = town_without_areas(rows, areas);
    let mut by_place: BTreeMap<(u16, usize), Vec<&Row>> = BTreeMap::new();
    let mut strange = BTreeSet::new();
    for row in rows {
        let own = town.filter(|(code, _)| *code == row.area);
        match own
            .map(|(_, place)| place)
            .or_else(|| areas.find(&row.area))
        {
            Some(area) => by_place.entry((row.year, area)).or_default().push(row),
            None if areas.is_elsewhere(&row.area) => {}
            None if strange.insert(&row.area) => {
                findings.add_at(row.line, "the area is none of this release");
            }
            None => {}
        }
    }
    if by_place.is_empty() {
        findings.add("no row is of an area of this release");
    }
    let known = |level: &str| -> Vec<usize> {
        let list = areas.list.iter().enumerate();
        let own = list.filter(|(_, [of, code])| of == level && code != "unknown");
        own.map(|(place, _)| place).collect()
    };
    let levels = ["gemeente", "wijk", "buurt"].map(known);
    let years: BTreeSet<u16> = by_place.keys().map(|(year, _)| *year).collect();
    let mut found = BTreeMap::new();
    for year in years {
        let complete = |place: &usize| {
            let rows = by_place.get(&(year, *place));
            let ages = rows.map(|rows| rows.iter().map(|row| row.ages).collect());
            ages.is_some_and(Ages::cover_all)
        };
        let is_whole = |level: &&Vec<usize>| !level.is_empty() && level.iter().all(complete);
        let Some(level) = levels.iter().find(is_whole) else {
            findings.add(format!(
                "{year}: the gemeente, or some of its wijken and buurten, lacks ages or has them twice"
            ));
            continue;
        };
        let bands: &mut Bands = found.entry(year).or_default();
        for row in level.iter().flat_map(|place| &by_place[&(year, *place)]) {
            *bands.entry(row.band).or_default() += row.persons;
        }
    }
    found
}

/// Of a release without wijken, which has no code, the only gemeente of the file; and its place.
fn town_without_areas<'a>(rows: &'a [Row], areas: &AreaCodes) -> Option<(&'a str, usize)> {
    let [_] = areas.list.as_slice() else {
        return None;
    };
    let codes: BTreeSet<&str> = rows.iter().map(|row| row.area.as_str()).collect();
    let mut gemeenten = codes
        .into_iter()
        .filter(|code| code.starts_with("GM") && is_whole_code(code));
    let only = gemeenten.next().filter(|_| gemeenten.next().is_none());
    only.map(|code| (code, 0))
}
