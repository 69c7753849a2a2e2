//! A table of CBS in, its rows out: households and clients by number of services of the social domain or by laws, or clients by type.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::laws::laws_of;
use crate::error::{Code, Error, Result};
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::{Cell, Sheet};

/// The columns, by their titles and by their names in open data.
const FIELDS: [Field; 6] = [
    ("number", &["aantalvoorzieningen"]),
    ("kind", &["soortvoorziening", "typemaatwerkvoorziening"]),
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
        &[
            "cliëntenmetvoorzieningen",
            "clientenmetvoorzieningen",
            "wmocliënten",
            "wmoclienten",
            "wmocliëntenaantal",
        ],
    ),
    ("households", &["huishoudensmetvoorzieningen"]),
];

/// Which rows of a table of CBS are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Numbers of services, of all laws together.
    Number,
    /// Combinations of laws, of any number of services.
    Laws,
    /// Types of services of the Wmo: the code of ours by what CBS calls a type.
    Types(BTreeMap<String, String>),
    /// The key figures of areas: the code of ours by what the agreement calls a figure.
    KeyFigures(BTreeMap<String, String>),
}

/// A table of CBS, as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// Which rows are read.
    pub layout: Layout,
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
    /// `1+`, `1`, `2`, `6+`; laws such as `Jeugd+Wmo`; or `service=wmo-hbh`.
    pub(super) services: String,
    /// Households and clients; `None` for one that is unknown.
    pub(super) numbers: [Option<f64>; 2],
}

impl Layout {
    /// The columns that a table has, and what to say of one without.
    const fn required(&self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Number => (
                &["number", "area", "year", "households"],
                "lacks a column with the number of services, areas, periods or households",
            ),
            Self::Laws => (
                &["kind", "area", "year", "households"],
                "lacks a column with the kind of services, areas, periods or households",
            ),
            Self::Types(_) => (
                &["kind", "area", "year", "clients"],
                "lacks a column with the type of service, areas, periods or clients",
            ),
            // They are read as figures are.
            Self::KeyFigures(_) => (&[], ""),
        }
    }

    /// What a row is of; `None` for one that is not read.
    fn services(
        &self,
        [number, kind]: [&str; 2],
    ) -> std::result::Result<Option<String>, &'static str> {
        let is_all = |text: &str| text.is_empty() || is_total(text);
        match self {
            Self::Number if !is_all(kind) => Ok(None),
            Self::Number => services(number).map(Some).ok_or(
                "the number of services is none such as `Totaal` or `2 maatwerkvoorzieningen`",
            ),
            Self::Laws if !is_all(number) || is_all(kind) => Ok(None),
            Self::Laws => match laws_of(kind) {
                laws if laws.is_empty() => {
                    Err("the kind of services is none such as `Alleen Jeugd` or `Jeugd en Wmo`")
                }
                laws => Ok(Some(laws.join("+"))),
            },
            Self::Types(types) => Ok(types.get(kind).map(|code| format!("service={code}"))),
            Self::KeyFigures(_) => Ok(None),
        }
    }
}

/// Reads the rows of the year.
///
/// # Errors
/// When it cannot be read, or lacks a column.
pub(super) fn read(file: &ExternalFile) -> Result<(Vec<Row>, ExternalRecord, Findings)> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
    let (required, lacks) = file.layout.required();
    let found = sheets.iter().find_map(|sheet| {
        let columns = Columns::of(sheet, &FIELDS, &BTreeMap::new())?;
        let has_all = required.iter().all(|field| columns.has(field));
        has_all.then_some((sheet, columns))
    });
    let (sheet, columns) = found.ok_or_else(|| {
        Error::at(Code::FiguresUnreadable, &file.path, lacks)
            .hint("save the table of StatLine as CSV with symbols, a column for each subject")
    })?;
    let mut findings = Findings::of(&file.shown);
    let (mut rows, mut others, mut provisional) = (Vec::new(), 0, false);
    let mut apart = BTreeSet::new();
    sheet.for_each(|line, cells| {
        let period = columns.text(cells, "year");
        let Some(year) = year(&period).filter(|_| line > columns.header) else {
            return true;
        };
        if year != file.year || is_half(&period) {
            others += 1;
            return true;
        }
        provisional |= period.contains('*');
        match row(line, cells, &columns, &file.layout) {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => {
                apart.insert(columns.text(cells, "kind"));
            }
            Err(what) => findings.add_at(line, what),
        }
        true
    });
    if rows.is_empty() {
        let year = file.year;
        findings.add(if apart.is_empty() {
            format!(
                "no row is of the whole of {year} ({others} are of other periods): it is not compared"
            )
        } else {
            format!("no row of {year} is of what its `layout` compares")
        });
    }
    if matches!(file.layout, Layout::Types(_)) && !apart.is_empty() {
        let apart: Vec<String> = apart.into_iter().collect();
        findings.add(format!(
            "not compared, as `types` names no service that is the same: {}",
            apart.join("; ")
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

fn row(
    line: usize,
    cells: &[Cell],
    columns: &Columns,
    layout: &Layout,
) -> std::result::Result<Option<Row>, &'static str> {
    let [number, kind] = ["number", "kind"].map(|field| columns.text(cells, field));
    let Some(services) = layout.services([&number, &kind])? else {
        return Ok(None);
    };
    let number = |field| match columns.number(cells, field) {
        Read::Nothing => Ok(None),
        Read::Number(number) if number >= 0.0 && number.fract() == 0.0 => Ok(Some(number)),
        _ => Err("a whole number belongs in its column, without a point between thousands"),
    };
    Ok(Some(Row {
        line,
        area: columns.text(cells, "area"),
        services,
        numbers: [number("households")?, number("clients")?],
    }))
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
