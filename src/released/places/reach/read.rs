//! Files with facilities in, their facilities out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::access::Point;
use super::addresses::{self, Address};
use super::fields::COLUMNS;
use super::opening::{of_columns, opening};
use super::placing::{Axis, Placed, axes_of, pair, placed};
use super::record::FacilitiesRecord;
use super::settings::FacilitiesFile;
use crate::error::{Code, Error, Result};
use crate::released::calculate::rounded;
use crate::released::places::areas::Crs;
use crate::released::places::columns::Columns;
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::{Cell, Sheet};
use crate::vocabulary::is_visible;

/// A file has no more types: one with more has another column where its types should be.
const MOST_TYPES: usize = 50;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// A facility.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Facility {
    pub(super) kind: String,
    pub(super) name: String,
    /// In whole metres of RD.
    pub(super) point: Point,
    pub(super) capacity: Option<f64>,
    /// Parts of the day.
    pub(super) opening: String,
}

/// The facilities of a file, and where they come from.
pub(super) struct FileFacilities {
    pub(super) list: Vec<Facility>,
    pub(super) record: FacilitiesRecord,
    pub(super) findings: Findings,
    /// Rows of other types than the section asks for, by type in small letters.
    pub(super) others: BTreeMap<String, usize>,
}

/// Types in small letters, and how the first row of each writes it: `School` and `school` are one type.
pub(super) type Spelled = BTreeMap<String, String>;

/// A row that has an address and no place yet.
struct Lost {
    line: usize,
    address: Address,
    facility: Facility,
}

/// Reads a file; places of addresses come from the table `bag`.
///
/// # Errors
/// When a file cannot be read, or no columns say what and where facilities are.
pub(super) fn read(
    file: &FacilitiesFile,
    bag: Option<&Path>,
    detour: f64,
    spelled: &mut Spelled,
) -> Result<FileFacilities> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FacilitiesUnreadable)?;
    let found = sheets
        .iter()
        .find_map(|sheet| Some((sheet, columns(sheet, file)?)));
    let Some((sheet, columns)) = found else {
        let what = "has no columns that say where facilities are, or none with their types";
        return Err(Error::at(Code::FacilitiesUnreadable, &file.path, what));
    };
    let mut reading = Reading {
        file,
        columns: &columns,
        findings: Findings::of(&file.shown),
        list: Vec::new(),
        lost: Vec::new(),
        systems: BTreeSet::new(),
        spelled,
        kinds: BTreeSet::new(),
        others: BTreeMap::new(),
        too_many: 0,
    };
    sheet.for_each(|line, cells| {
        let is_empty = cells.iter().all(|cell| cell.is_empty());
        if line > columns.header && !is_empty {
            reading.row(line, cells);
        }
        true
    });
    reading.find_lost(bag)?;
    Ok(reading.finish(digest.to_string(), detour))
}

/// The columns of a table; `None` where they do not say what and where facilities are.
fn columns(sheet: &Sheet, file: &FacilitiesFile) -> Option<Columns> {
    let mut columns = Columns::of(sheet, &COLUMNS, &file.columns)?;
    let has_all = |fields: &[&str]| fields.iter().all(|field| columns.has(field));
    let is_placed =
        has_all(&["x", "y"]) || has_all(&["point"]) || has_all(&["postcode", "house_number"]);
    if !is_placed {
        let places = pair_of_columns(sheet, &columns)?;
        columns.put(["x", "y"], places);
    }
    (columns.has("type") || file.kind.is_some()).then_some(columns)
}

/// The two columns closest together of which one has places to the east and the other to the north in every row that has
/// a number, whatever they are called.
fn pair_of_columns(sheet: &Sheet, columns: &Columns) -> Option<[usize; 2]> {
    let mut fitting: BTreeMap<usize, BTreeSet<Axis>> = BTreeMap::new();
    sheet.for_each(|line, cells| {
        for place in (0..cells.len()).filter(|_| line > columns.header) {
            if let Read::Number(number) = columns.number_at(cells, place) {
                let fits: BTreeSet<Axis> = axes_of(number).collect();
                fitting
                    .entry(place)
                    .and_modify(|own| own.retain(|axis| fits.contains(axis)))
                    .or_insert(fits);
            }
        }
        true
    });
    let pair = |crs: Crs| {
        let is_of = |axis: &Axis| axis.0 == crs;
        // A column of degrees has no metres to the east, which are of the same size.
        let own = fitting.iter().filter_map(|(place, own)| {
            let axis = own.iter().next_back().filter(|axis| is_of(axis))?;
            Some((*place, axis.1))
        });
        let own: Vec<(usize, bool)> = own.collect();
        let pairs = own.windows(2).filter(|two| two[0].1 != two[1].1);
        let pairs = pairs.map(|two| [two[0].0, two[1].0]);
        pairs.min_by_key(|[first, second]| second - first)
    };
    pair(Crs::Rd).or_else(|| pair(Crs::Wgs84))
}

struct Reading<'a> {
    file: &'a FacilitiesFile,
    columns: &'a Columns,
    findings: Findings,
    list: Vec<Facility>,
    lost: Vec<Lost>,
    systems: BTreeSet<bool>,
    spelled: &'a mut Spelled,
    kinds: BTreeSet<String>,
    others: BTreeMap<String, usize>,
    too_many: usize,
}

impl Reading<'_> {
    fn row(&mut self, line: usize, cells: &[Cell]) {
        let columns = self.columns;
        let text = |field: &str| columns.text(cells, field);
        let own = text("type");
        let kind = match (&self.file.kind, columns.has("type")) {
            (Some(kind), true) if own.to_lowercase() != kind.to_lowercase() => {
                *self.others.entry(own.to_lowercase()).or_default() += 1;
                return;
            }
            (Some(kind), _) => kind.clone(),
            (None, _) => own,
        };
        if kind.is_empty() {
            self.findings.add_at(line, "has no type; it is left out");
            return;
        }
        let kind = spelling(self.spelled, &kind);
        if !self.kinds.contains(&kind) {
            if self.kinds.len() == MOST_TYPES {
                self.too_many += 1;
                return;
            }
            self.kinds.insert(kind.clone());
        }
        let name = match text("name") {
            name if name.is_empty() => kind.clone(),
            name => name,
        };
        let facility = Facility {
            kind,
            name: shown(&name),
            point: [0.0; 2],
            capacity: self.capacity(line, cells),
            opening: self.opening(line, cells),
        };
        let address = Address::of(
            ["postcode", "house_number", "house_letter", "addition"]
                .map(text)
                .each_ref()
                .map(String::as_str),
        );
        match (self.numbers(cells), address) {
            (Some((first, second)), _) => self.put(line, facility, placed(first, second)),
            (None, Some(address)) => self.lost.push(Lost {
                line,
                address,
                facility,
            }),
            (None, None) => self.put(line, facility, None),
        }
    }

    /// The two numbers of a row that say where it is.
    fn numbers(&self, cells: &[Cell]) -> Option<(f64, f64)> {
        let number = |field| match self.columns.number(cells, field) {
            Read::Number(number) => Some(number),
            _ => None,
        };
        let both = number("x").zip(number("y"));
        both.or_else(|| pair(&self.columns.text(cells, "point")))
    }

    fn put(&mut self, line: usize, mut facility: Facility, place: Option<Placed>) {
        let name = &facility.name;
        let Some(place) = place else {
            let what = "has no place in the Netherlands, in RD nor in degrees; it is left out";
            self.findings.add_at(line, format!("{name}: {what}"));
            return;
        };
        if place.is_turned {
            let what = "has north before east; it was turned around";
            self.findings.add_at(line, format!("{name}: {what}"));
        }
        self.systems.insert(place.crs == Crs::Rd);
        facility.point = place.point;
        self.list.push(facility);
    }

    fn capacity(&mut self, line: usize, cells: &[Cell]) -> Option<f64> {
        match self.columns.number(cells, "capacity") {
            Read::Number(number) if number >= 0.0 => Some(rounded(number)),
            Read::Nothing => None,
            Read::Number(_) | Read::Text => {
                let what = "a capacity is a number from 0 on; this one is left out";
                self.findings.add_at(line, what);
                None
            }
        }
    }

    fn opening(&mut self, line: usize, cells: &[Cell]) -> String {
        let text = |field| self.columns.text(cells, field);
        let parts = ["day", "evening", "night"].map(text);
        let of_columns = of_columns(parts.each_ref().map(String::as_str));
        if !of_columns.is_empty() {
            return of_columns;
        }
        let said = text("opening");
        opening(&said).unwrap_or_else(|| {
            let what = format!(
                "opening `{}` is no part of the day and no hours",
                shown(&said)
            );
            self.findings.add_at(line, what);
            String::new()
        })
    }

    /// Places the rows that have only an address.
    fn find_lost(&mut self, bag: Option<&Path>) -> Result<()> {
        let lost = std::mem::take(&mut self.lost);
        if lost.is_empty() {
            return Ok(());
        }
        let Some(bag) = bag else {
            let what = format!(
                "{} rows have an address and no place: name a BAG table, [areas] addresses",
                lost.len()
            );
            self.findings.add(what);
            return Ok(());
        };
        let mut places = lost.iter().map(|row| (row.address.clone(), None)).collect();
        addresses::find(bag, &mut places, &mut self.findings)?;
        for Lost {
            line,
            address,
            mut facility,
        } in lost
        {
            let Some(point) = places[&address] else {
                let what = "its address is not in the BAG table; it is left out";
                let name = &facility.name;
                self.findings.add_at(line, format!("{name}: {what}"));
                continue;
            };
            facility.point = point;
            self.list.push(facility);
        }
        Ok(())
    }

    /// What the whole file says: its facilities in order, its record and its findings.
    fn finish(self, digest: String, detour: f64) -> FileFacilities {
        let Reading {
            file,
            mut list,
            mut findings,
            systems,
            spelled,
            others,
            too_many,
            ..
        } = self;
        if too_many > 0 {
            findings.add(format!(
                "has more than {MOST_TYPES} types: {too_many} rows of others are left out; name the column of types, or a type"
            ));
        }
        if systems.len() > 1 {
            findings.add("has places in metres of RD and in degrees; each was taken as what it is");
        }
        if list.is_empty() {
            findings.add("has no facility that can be placed");
        }
        note_capacities(&list, &mut findings);
        let mut types: BTreeSet<String> = list.iter().map(|one| one.kind.clone()).collect();
        types.extend(file.kind.as_ref().map(|kind| spelling(spelled, kind)));
        let key = |one: &Facility| {
            (
                one.kind.clone(),
                one.name.clone(),
                one.point.map(f64::to_bits),
            )
        };
        list.sort_by_key(key);
        FileFacilities {
            list,
            record: FacilitiesRecord {
                file: digest,
                types: types.into_iter().collect(),
                target: file.target.text(),
                distances_m: file.distances_m.clone(),
                detour,
                source: file.source.clone(),
            },
            findings,
            others,
        }
    }
}

/// A type as its first row writes it.
fn spelling(spelled: &mut Spelled, kind: &str) -> String {
    let kind = shown(kind);
    spelled.entry(kind.to_lowercase()).or_insert(kind).clone()
}

/// Says where some of a type have a capacity, and others have none.
fn note_capacities(list: &[Facility], findings: &mut Findings) {
    let mut by_kind: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for one in list {
        by_kind.entry(&one.kind).or_default()[usize::from(one.capacity.is_some())] += 1;
    }
    for (kind, [without, with]) in by_kind {
        if with > 0 && without > 0 {
            findings.add(format!(
                "{without} of {} `{kind}` have no capacity: they count for distances, and not for access",
                with + without
            ));
        }
    }
}

/// A text to print: signs that do not show become spaces, and what is too long is cut.
fn shown(text: &str) -> String {
    let signs = text
        .chars()
        .map(|sign| if is_visible(sign) { sign } else { ' ' });
    let text: String = signs.take(LONGEST_NAME).collect();
    text.trim().to_owned()
}
