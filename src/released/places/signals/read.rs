//! A file with signals in, its rows that can be used out; refused when a column could point at a person.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::person::{Cells, Look, OLDEST_YEARS, day};
use super::settings::SignalsFile;
use crate::error::{Code, Error, Result};
use crate::released::places::columns::{AREA, Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::{Cell, Sheet};
use crate::vocabulary::{Day, FileDigest, is_visible};

/// The columns of a file with signals, and how they are called. A column with another name is not used.
const FIELDS: [Field; 6] = [
    AREA,
    ("theme", &["theme", "thema", "onderwerp"]),
    ("role", &["role", "rol", "functie", "beroep"]),
    ("direction", &["direction", "richting"]),
    ("certainty", &["certainty", "zekerheid"]),
    ("date", &["date", "datum"]),
];

/// How sure a signal is where nothing says it.
const USUAL_CERTAINTY: i64 = 2;

/// A signal that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signal {
    pub(super) line: usize,
    /// The code of a wijk or buurt.
    pub(super) area: String,
    /// As the agreement writes it.
    pub(super) theme: String,
    /// In small letters; it is counted, and nothing else.
    pub(super) role: String,
    /// From -2, far less need than usual, to 2, far more.
    pub(super) direction: i64,
    /// From 1 to 3.
    pub(super) certainty: i64,
}

/// Reads the signals of a file.
///
/// # Errors
/// When it cannot be read, lacks a column, or has one that could point at a person.
pub(super) fn read(file: &SignalsFile) -> Result<(Vec<Signal>, FileDigest, Findings)> {
    let (sheet, digest) = text_of(&file.path)?;
    let columns = Columns::of(&sheet, &FIELDS, &BTreeMap::new());
    let required = ["area", "theme", "role", "direction"];
    let columns = columns.filter(|columns| required.iter().all(|field| columns.has(field)));
    let Some(columns) = columns else {
        let what = "lacks a column with areas, themes, roles or directions";
        return Err(Error::at(Code::SignalsUnreadable, &file.path, what));
    };
    let area = columns.place("area");
    let look = |place: usize| {
        if Some(place) == area {
            Look::NoShapes
        } else {
            Look::All
        }
    };
    refuse_people(
        &sheet,
        &file.path,
        columns.header,
        file.reference_date,
        look,
        &file.words(),
    )?;
    let mut findings = Findings::of(&file.shown);
    let mut signals = Vec::new();
    sheet.for_each(|line, cells| {
        let is_empty = cells.iter().all(|cell| cell.is_empty());
        if line > columns.header && !is_empty {
            match signal(line, cells, &columns, file) {
                Ok(signal) => signals.push(signal),
                Err(what) => findings.add_at(line, what),
            }
        }
        true
    });
    Ok((signals, digest, findings))
}

impl SignalsFile {
    /// The themes as they can stand in a file, which are nobody's name.
    fn words(&self) -> BTreeSet<&str> {
        self.themes.keys().map(String::as_str).collect()
    }

    /// The theme of a text, whatever its capitals and spaces.
    fn theme(&self, text: &str) -> Option<&String> {
        let own = plain(text);
        self.themes.keys().find(|theme| plain(theme) == own)
    }
}

/// The signal of a row, or why it has none; never with the value of a cell.
fn signal(
    line: usize,
    cells: &[Cell],
    columns: &Columns,
    file: &SignalsFile,
) -> std::result::Result<Signal, String> {
    let theme = file.theme(&columns.text(cells, "theme"));
    let theme = theme.ok_or("the theme is none of the agreement; see [signals.themes]")?;
    let role = plain(&columns.text(cells, "role"));
    if role.is_empty() {
        return Err(
            "a role belongs in its column: two roles are needed before anything is shown".into(),
        );
    }
    let direction = whole(columns.number(cells, "direction"), -2..=2);
    let direction = direction.ok_or("the direction is no whole number from -2 to 2")?;
    let certainty = match columns.number(cells, "certainty") {
        Read::Nothing => Some(USUAL_CERTAINTY),
        given => whole(given, 1..=3),
    };
    let certainty = certainty.ok_or("the certainty is no whole number from 1 to 3")?;
    let date = columns.text(cells, "date");
    if !date.is_empty() {
        let date = day(&date).ok_or("the date is no day such as 2026-12-31")?;
        if is_old(date, file.reference_date) {
            return Err(format!(
                "the signal is more than {OLDEST_YEARS} years older than the reference date"
            ));
        }
    }
    Ok(Signal {
        line,
        area: columns.text(cells, "area"),
        theme: theme.clone(),
        role,
        direction,
        certainty,
    })
}

fn is_old(date: Day, reference_date: Day) -> bool {
    reference_date.age_of(date) >= OLDEST_YEARS
}

fn whole(read: Read, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let Read::Number(number) = read else {
        return None;
    };
    range
        .into_iter()
        .find(|one| (*one as f64 - number).abs() < 1e-9)
}

/// Small letters, with one space between words.
pub(super) fn plain(text: &str) -> String {
    let words = text.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

/// The table of a file that must be text: the days of a workbook could not be looked at.
pub(super) fn text_of(path: &Path) -> Result<(Sheet, FileDigest)> {
    let (sheets, digest) = Sheet::all_of(path, Code::SignalsUnreadable)?;
    let text = sheets.into_iter().next().filter(Sheet::is_text);
    let sheet = text.ok_or_else(|| Error::at(Code::SignalsUnreadable, path, "is not CSV"))?;
    Ok((sheet, digest))
}

/// Refuses a file of which a column could point at a person. `look` says what a column is looked at for; the cells in
/// `known` are not.
pub(super) fn refuse_people(
    sheet: &Sheet,
    path: &Path,
    header: usize,
    reference_date: Day,
    look: impl Fn(usize) -> Look,
    known: &BTreeSet<&str>,
) -> Result<()> {
    let (mut names, mut rows): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    sheet.for_each(|line, cells| {
        let texts = cells
            .iter()
            .map(|cell| cell.text().unwrap_or_default().to_owned());
        if line == header {
            names = texts.collect();
        } else if line > header {
            rows.push(texts.collect());
        }
        true
    });
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for place in 0..width {
        let mut cells = Cells::default();
        let texts = rows
            .iter()
            .filter_map(|row| row.get(place))
            .map(String::as_str);
        texts
            .filter(|text| !known.contains(text))
            .for_each(|text| cells.add(text));
        if let Some(what) = cells.personal(look(place), reference_date) {
            return Err(refusal(
                path,
                names.get(place).map(String::as_str),
                place,
                what,
            ));
        }
    }
    Ok(())
}

/// Names the column by its header, unless that could hold anything itself.
fn refusal(path: &Path, name: Option<&str>, place: usize, what: &str) -> Error {
    let is_fit = |name: &&str| {
        let is_letter = |sign: char| sign.is_alphabetic() || " _-".contains(sign);
        !name.is_empty()
            && name.chars().count() <= 40
            && name.chars().all(|sign| is_letter(sign) && is_visible(sign))
    };
    let column = name.filter(is_fit).map_or_else(
        || format!("column {}", place + 1),
        |name| format!("column `{name}`"),
    );
    Error::at(
        Code::SignalsNamePeople,
        path,
        format!("{column} holds {what}"),
    )
}
