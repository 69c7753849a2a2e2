//! A file with the population of later years in, its rows out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::ages::{AgeText, Ages, age_text};
use crate::error::{Code, Error, Result};
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::{Cell, Sheet};
use crate::released::places::sourced::SourcedRecord;
use crate::vocabulary::{AgeBand, AgeBands};

/// The columns, and how they are called. A column with another name is not used.
const FIELDS: [Field; 5] = [
    (
        "area",
        &[
            "area",
            "regio",
            "regios",
            "regiocode",
            "gebied",
            "gebiedscode",
            "gemeente",
            "gemeentecode",
            "wijk",
            "wijkcode",
            "buurt",
            "buurtcode",
            "wijkenenbuurten",
            "gwbcode",
            "code",
        ],
    ),
    (
        "age",
        &[
            "age",
            "ageband",
            "leeftijd",
            "leeftijdsgroep",
            "leeftijdsklasse",
        ],
    ),
    (
        "year",
        &["year", "jaar", "perioden", "periode", "prognosejaar"],
    ),
    (
        "persons",
        &[
            "persons",
            "personen",
            "bevolking",
            "inwoners",
            "prognose",
            "aantal",
            "population",
        ],
    ),
    ("sex", &["sex", "geslacht"]),
];

/// A file with the population of later years, as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// Who publishes it.
    pub source: String,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// The age bands of the agreement.
    pub age_bands: AgeBands,
    /// The year of the reference date.
    pub year: u16,
}

/// A row that can be used.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) area: String,
    pub(super) year: u16,
    pub(super) ages: Ages,
    pub(super) band: AgeBand,
    /// As the file says it: some are in thousands.
    pub(super) persons: f64,
}

/// Reads the rows of a file.
///
/// # Errors
/// When it cannot be read, or lacks a column.
pub(super) fn read(file: &ForecastFile) -> Result<(Vec<Row>, SourcedRecord, Findings)> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
    let required = ["area", "age", "year", "persons"];
    let found = sheets.iter().find_map(|sheet| {
        let columns = Columns::of(sheet, &FIELDS, &BTreeMap::new())?;
        let has_all = required.iter().all(|field| columns.has(field));
        has_all.then_some((sheet, columns))
    });
    let (sheet, columns) = found.ok_or_else(|| {
        let what = "lacks a column with areas, ages, years or persons";
        Error::at(Code::FiguresUnreadable, &file.path, what)
            .hint("the first rows name the columns: area, age, year and persons")
    })?;
    let mut findings = Findings::of(&file.shown);
    let mut rows = Vec::new();
    let of_both = sexes_together(sheet, &columns);
    sheet.for_each(|line, cells| {
        let is_empty = cells.iter().all(|cell| cell.is_empty());
        let is_counted = of_both
            .as_ref()
            .is_none_or(|both| both.contains(&columns.text(cells, "sex")));
        if line > columns.header && !is_empty && is_counted {
            match row(line, cells, &columns, &file.age_bands) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => {}
                Err(what) => findings.add_at(line, what),
            }
        }
        true
    });
    if of_both.is_some_and(|both| both.is_empty()) {
        findings.add("no row is of men and women together: leave out the column of the sex");
    }
    let record = SourcedRecord {
        file: digest.to_string(),
        source: file.source.clone(),
        licence: file.licence.clone(),
    };
    Ok((rows, record, findings))
}

/// The words of a file for men and women together; `None` where it has no column for them.
fn sexes_together(sheet: &Sheet, columns: &Columns) -> Option<BTreeSet<String>> {
    let mut words = BTreeSet::new();
    sheet.for_each(|line, cells| {
        let word = columns.text(cells, "sex");
        if line > columns.header && word.to_lowercase().starts_with("tota") {
            words.insert(word);
        }
        true
    });
    columns.has("sex").then_some(words)
}

/// The row of a line; nothing for one of all ages; or why it has none.
fn row(
    line: usize,
    cells: &[Cell],
    columns: &Columns,
    bands: &AgeBands,
) -> std::result::Result<Option<Row>, &'static str> {
    let ages = match age_text(&columns.text(cells, "age")) {
        AgeText::All => return Ok(None),
        AgeText::Ages(ages) => ages,
        AgeText::Unreadable => return Err("the age is none such as 42, 40-44 or 95+"),
    };
    let year = year(&columns.text(cells, "year"));
    let year = year.ok_or("the year is none such as 2040")?;
    let band = bands.band(i32::from(ages.from));
    if band != bands.band(i32::from(ages.to)) {
        return Err("the age lies in two of the age bands under [measure]");
    }
    let persons = match columns.number(cells, "persons") {
        Read::Number(persons) if persons >= 0.0 => persons,
        _ => return Err("a number of persons belongs in its column"),
    };
    Ok(Some(Row {
        line,
        area: columns.text(cells, "area"),
        year,
        ages,
        band,
        persons,
    }))
}

/// `2040`, `2040JJ00`.
fn year(text: &str) -> Option<u16> {
    let year = text.get(..4)?.parse().ok()?;
    (1990..=2150).contains(&year).then_some(year)
}
