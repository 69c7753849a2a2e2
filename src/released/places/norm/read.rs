//! A file with rates in, its rows out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::error::{Code, Error, Result};
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::Sheet;
use crate::released::places::sourced::SourcedRecord;

/// By what households are told apart, in the order of table `population`, and how columns of it are named.
pub(super) const DIMENSIONS: [Field; 3] = [
    (
        "age_band",
        &["ageband", "age", "leeftijd", "leeftijdsgroep"],
    ),
    (
        "household_type",
        &["householdtype", "type", "huishoudtype", "samenstelling"],
    ),
    (
        "household_size",
        &[
            "householdsize",
            "size",
            "grootte",
            "huishoudgrootte",
            "personen",
        ],
    ),
];

/// The columns with rates, and of how many households each counts.
const RATES: [(Field, f64); 3] = [
    (("rate", &["rate", "share", "aandeel"]), 1.0),
    (("percent", &["percent", "percentage", "procent"]), 100.0),
    (
        ("per_1000", &["per1000", "per1000huishoudens", "promille"]),
        1000.0,
    ),
];

/// The column with what households have.
const WHAT: Field = (
    "what",
    &[
        "what",
        "wat",
        "service",
        "dienst",
        "voorziening",
        "domain",
        "domein",
    ],
);

/// A file with rates, as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// Whose norm it is.
    pub source: String,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// The services and domains of the agreement, by the names that the file may use, each as table `expected` calls it.
    pub things: BTreeMap<String, String>,
    /// Those of them that are not counted whole, as whoever brings them is missing; as table `expected` calls them.
    pub partial: BTreeSet<String>,
}

/// A row that can be used.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) stratum: [String; 3],
    pub(super) rate: f64,
}

/// Reads the rows of a file.
pub(super) fn read(file: &NormFile) -> Result<(Vec<Row>, SourcedRecord, Findings)> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
    let of_rates = RATES.map(|(field, _)| field);
    let fields = [&[WHAT], &DIMENSIONS[..], &of_rates].concat();
    let found = sheets.iter().find_map(|sheet| {
        let columns = Columns::of(sheet, &fields, &BTreeMap::new())?;
        let ((rate, _), of) = RATES.into_iter().find(|((rate, _), _)| columns.has(rate))?;
        let is_known = DIMENSIONS.iter().any(|(field, _)| columns.has(field));
        (columns.has("what") && is_known).then_some((sheet, columns, rate, of))
    });
    let (sheet, columns, rate, of) = found.ok_or_else(|| {
        let what = "lacks a column with what households have, with who they are, or with a rate";
        Error::at(Code::FiguresUnreadable, &file.path, what).hint(
            "the first rows name the columns: what; age_band, household_type or household_size; and rate, percent or per_1000",
        )
    })?;
    let mut findings = Findings::of(&file.shown);
    let given = of_rates.iter().filter(|(one, _)| columns.has(one));
    if given.count() > 1 {
        findings.add(format!("more than one column has rates: `{rate}` counts"));
    }
    let mut rows = Vec::new();
    sheet.for_each(|line, cells| {
        if line <= columns.header || cells.iter().all(|cell| cell.is_empty()) {
            return true;
        }
        let name = columns.text(cells, "what");
        match (file.things.get(&name), columns.number(cells, rate)) {
            (None, _) => findings.add_at(
                line,
                format!("`{name}` is no service and no domain of the agreement"),
            ),
            (Some(what), Read::Number(number)) if (0.0..=of).contains(&number) => rows.push(Row {
                line,
                what: what.clone(),
                stratum: DIMENSIONS.map(|(field, _)| columns.text(cells, field)),
                rate: number / of,
            }),
            _ => findings.add_at(
                line,
                format!("a number from 0 to {of} belongs in column `{rate}`"),
            ),
        }
        true
    });
    if rows.is_empty() {
        findings.add("no row can be used");
    }
    let record = SourcedRecord {
        file: digest.to_string(),
        source: file.source.clone(),
        licence: file.licence.clone(),
    };
    Ok((rows, record, findings))
}
