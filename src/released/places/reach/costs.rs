//! Files with minutes from areas to facilities, or to the areas that they are in.

use std::collections::BTreeMap;
use std::path::Path;

use super::record::CostsRecord;
use crate::error::{Code, Error, Result};
use crate::released::calculate::rounded;
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::Findings;
use crate::released::places::number::Read;
use crate::released::places::sheet::Sheet;

const COLUMNS: [Field; 3] = [
    (
        "area",
        &[
            "van", "from", "herkomst", "origin", "gebied", "area", "buurt", "wijk",
        ],
    ),
    (
        "to",
        &[
            "naar",
            "to",
            "bestemming",
            "destination",
            "voorziening",
            "facility",
            "naam",
            "name",
        ],
    ),
    (
        "minutes",
        &["minuten", "minutes", "reistijd", "tijd", "duration", "min"],
    ),
];

/// No way takes longer, in minutes.
const LONGEST: f64 = 24.0 * 60.0;

/// The minutes of a file.
pub(super) struct Costs {
    /// Area, facility or area, and minutes, each pair once.
    pub(super) minutes: BTreeMap<[String; 2], f64>,
    pub(super) record: CostsRecord,
    pub(super) findings: Findings,
}

/// Reads a file.
///
/// # Errors
/// When it cannot be read, or has no such columns.
pub(super) fn read(path: &Path, shown: &str) -> Result<Costs> {
    let (sheets, digest) = Sheet::all_of(path, Code::FacilitiesUnreadable)?;
    let columns = |sheet: &Sheet| {
        let columns = Columns::of(sheet, &COLUMNS, &BTreeMap::new())?;
        let has_all = COLUMNS.iter().all(|(field, _)| columns.has(field));
        has_all.then_some(columns)
    };
    let found = sheets
        .iter()
        .find_map(|sheet| Some((sheet, columns(sheet)?)));
    let Some((sheet, columns)) = found else {
        let what = "has no columns `from`, `to` and `minutes`";
        return Err(Error::at(Code::FacilitiesUnreadable, path, what));
    };
    let mut minutes = BTreeMap::new();
    let mut findings = Findings::of(shown);
    sheet.for_each(|line, cells| {
        if line <= columns.header || cells.iter().all(|cell| cell.is_empty()) {
            return true;
        }
        let ends = ["area", "to"].map(|field| columns.text(cells, field));
        match columns.number(cells, "minutes") {
            Read::Number(number) if (0.0..=LONGEST).contains(&number) => {
                if minutes.insert(ends, rounded(number)).is_some() {
                    findings.add_at(line, "was there before; the last minutes count");
                }
            }
            _ => findings.add_at(
                line,
                "minutes are a number from 0 to 1440; the row is left out",
            ),
        }
        true
    });
    Ok(Costs {
        minutes,
        record: CostsRecord {
            file: digest.to_string(),
        },
        findings,
    })
}
