//! A table of CBS in, its rows out: households and clients by number of services of the social domain.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::{Cell, Sheet};

/// The columns, by their titles and by their names in open data.
const FIELDS: [Field; 6] = [
    ("number", &["aantalvoorzieningen"]),
    ("kind", &["soortvoorziening"]),
    (
        "area",
        &[
            "wijken",
            "wijkenenbuurten",
            "regios",
            "regio",
            "gebied",
            "area",
        ],
    ),
    ("year", &["perioden", "periode", "jaar", "year"]),
    (
        "clients",
        &["cliëntenmetvoorzieningen", "clientenmetvoorzieningen"],
    ),
    ("households", &["huishoudensmetvoorzieningen"]),
];

/// A table of CBS, as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// Who publishes it.
    pub source: String,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// The year that is compared.
    pub year: u16,
    /// What the table calls the gemeente, where it has names and no codes.
    pub gemeente: Option<String>,
}

/// A table of CBS, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// Who publishes it.
    pub source: String,
    /// Under which terms it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The year that is compared.
    pub year: u16,
    /// Whether its numbers of that year are provisional.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// A row that can be used.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) area: String,
    /// `1+`, `1`, `2`, `6+`.
    pub(super) services: String,
    /// Households and clients; `None` for one that is unknown.
    pub(super) numbers: [Option<f64>; 2],
}

/// Reads the rows of the year, of all kinds of services together.
///
/// # Errors
/// When it cannot be read, or lacks a column.
pub(super) fn read(file: &ExternalFile) -> Result<(Vec<Row>, ExternalRecord, Findings)> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
    let required = ["number", "area", "year", "households"];
    let found = sheets.iter().find_map(|sheet| {
        let columns = Columns::of(sheet, &FIELDS, &BTreeMap::new())?;
        let has_all = required.iter().all(|field| columns.has(field));
        has_all.then_some((sheet, columns))
    });
    let (sheet, columns) = found.ok_or_else(|| {
        let what = "lacks a column with the number of services, areas, periods or households";
        Error::at(Code::FiguresUnreadable, &file.path, what)
            .hint("save the table of StatLine as CSV with symbols, a column for each subject")
    })?;
    let mut findings = Findings::of(&file.shown);
    let (mut rows, mut others, mut provisional) = (Vec::new(), 0, false);
    sheet.for_each(|line, cells| {
        let period = columns.text(cells, "year");
        let Some(year) = year(&period).filter(|_| line > columns.header) else {
            return true;
        };
        if year != file.year || is_half(&period) {
            others += 1;
            return true;
        }
        if columns.has("kind") && !is_total(&columns.text(cells, "kind")) {
            return true;
        }
        match row(line, cells, &columns) {
            Ok(row) => {
                provisional |= period.contains('*');
                rows.push(row);
            }
            Err(what) => findings.add_at(line, what),
        }
        true
    });
    if rows.is_empty() {
        let year = file.year;
        findings.add(format!(
            "no row is of the whole of {year} ({others} are of other periods): it is not compared"
        ));
    }
    let record = ExternalRecord {
        file: digest.to_string(),
        source: file.source.clone(),
        licence: file.licence.clone(),
        year: file.year,
        provisional,
    };
    Ok((rows, record, findings))
}

fn row(line: usize, cells: &[Cell], columns: &Columns) -> std::result::Result<Row, &'static str> {
    let services = services(&columns.text(cells, "number"));
    let services = services
        .ok_or("the number of services is none such as `Totaal` or `2 maatwerkvoorzieningen`")?;
    let number = |field| match columns.number(cells, field) {
        Read::Nothing => Ok(None),
        Read::Number(number) if number >= 0.0 && number.fract() == 0.0 => Ok(Some(number)),
        _ => Err("a whole number belongs in its column, without a point between thousands"),
    };
    Ok(Row {
        line,
        area: columns.text(cells, "area"),
        services,
        numbers: [number("households")?, number("clients")?],
    })
}

/// `Totaal`, or its key in open data.
fn is_total(text: &str) -> bool {
    let key = text.strip_prefix('T');
    let is_key = key.is_some_and(|key| !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit()));
    is_key || text.to_lowercase().starts_with("totaal")
}

/// `2 maatwerkvoorzieningen`, `6 of meer maatwerkvoorzieningen`.
fn services(text: &str) -> Option<String> {
    if is_total(text) {
        return Some("1+".into());
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let number: u8 = digits.parse().ok().filter(|number| *number > 0)?;
    let more = if text.contains("meer") { "+" } else { "" };
    Some(format!("{number}{more}"))
}

/// The year of `2024*`, `2024JJ00` and `1e halfjaar 2024`.
fn year(text: &str) -> Option<u16> {
    let words = text.split(|sign: char| !sign.is_ascii_digit());
    let mut years = words.filter_map(|word| word.get(..4)?.parse().ok());
    years.find(|year| (1990..=2150).contains(year))
}

/// `1e halfjaar 2024`, `2024HJ01`.
fn is_half(text: &str) -> bool {
    text.contains("halfjaar") || text.contains("HJ")
}
