//! A file with what is done in areas in, the table `approaches` out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::person::{Look, day};
use super::read::{refuse_people, text_of};
use super::settings::ApproachesFile;
use crate::error::{Code, Error, Result};
use crate::released::calculate::uncounted::{UncountedTable, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::area_codes::AreaCodes;
use crate::released::places::columns::{AREA, Columns, Field};
use crate::released::places::finding::{FileFinding, Findings};
use crate::vocabulary::{Day, is_visible};

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "approaches",
    row: "an approach that runs in an area",
    columns: &[text("area"), text("approach"), text("since")],
    keys: 2,
    rests_on: &["areas"],
};

/// The columns of a file with approaches, and how they are called.
const FIELDS: [Field; 3] = [
    AREA,
    ("approach", &["approach", "aanpak"]),
    ("since", &["since", "sinds", "vanaf"]),
];

/// The longest name of an approach, in characters.
const LONGEST_NAME: usize = 100;

/// A file with approaches, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproachesRecord {
    /// SHA-256 of the file.
    pub file: String,
}

/// What was read of a file with approaches.
pub struct Approaches {
    /// Line, area, name and begin.
    rows: Vec<(usize, [String; 3])>,
    findings: Findings,
    record: ApproachesRecord,
}

impl Approaches {
    /// Reads the file of an agreement.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column, or has one with BSNs, postcodes or birth dates.
    pub fn read(file: &ApproachesFile) -> Result<Self> {
        let (sheet, digest) = text_of(&file.path)?;
        let columns = Columns::of(&sheet, &FIELDS, &BTreeMap::new());
        let columns = columns.filter(|columns| columns.has("area") && columns.has("approach"));
        let Some(columns) = columns else {
            let what = "lacks a column with areas or with approaches";
            return Err(Error::at(Code::SignalsUnreadable, &file.path, what));
        };
        // An approach may have begun long ago, on a day that could be one of a birth.
        let ever = Day::from_number(0);
        let look = |_| Look::NoShapes;
        refuse_people(
            &sheet,
            &file.path,
            columns.header,
            ever,
            look,
            &BTreeSet::new(),
        )?;
        let mut findings = Findings::of(&file.shown);
        let mut rows = Vec::new();
        sheet.for_each(|line, cells| {
            let is_empty = cells.iter().all(|cell| cell.is_empty());
            if line <= columns.header || is_empty {
                return true;
            }
            let [area, approach, since] =
                ["area", "approach", "since"].map(|field| columns.text(cells, field));
            let is_fit = !approach.is_empty()
                && approach.chars().count() <= LONGEST_NAME
                && approach.chars().all(is_visible);
            if is_fit {
                let begin = begin(&since);
                if begin.is_none() {
                    findings.add_at(line, "the begin is no year, and no day such as 2026-12-31");
                }
                rows.push((line, [area, approach, begin.unwrap_or_default()]));
            } else {
                let what = format!(
                    "a name of at most {LONGEST_NAME} characters belongs in column `approach`"
                );
                findings.add_at(line, what);
            }
            true
        });
        let file = digest.to_string();
        Ok(Self {
            rows,
            findings,
            record: ApproachesRecord { file },
        })
    }

    /// What `run.json` says of the file.
    #[must_use]
    pub const fn record(&self) -> &ApproachesRecord {
        &self.record
    }

    /// The approaches in the areas of a release; and what is odd about the file.
    #[must_use]
    pub fn placed(self, tables: &ReleaseTables) -> (Table, Vec<FileFinding>) {
        let mut findings = self.findings;
        let areas = AreaCodes::of(tables);
        let mut all: BTreeMap<(usize, String), String> = BTreeMap::new();
        for (line, [area, approach, since]) in self.rows {
            match areas.find_below_town(&area) {
                None => findings.add_at(line, "the area is no wijk or buurt of this release"),
                Some(area) if all.contains_key(&(area, approach.clone())) => {
                    findings.add_at(
                        line,
                        "the approach was there before: its first begin counts",
                    );
                }
                Some(area) => {
                    all.insert((area, approach), since);
                }
            }
        }
        let row = |((area, approach), since): ((usize, String), String)| {
            let since = if since.is_empty() {
                Value::Empty
            } else {
                Value::text(since)
            };
            vec![
                Value::text(&areas.list[area][1]),
                Value::text(approach),
                since,
            ]
        };
        (
            TABLE.with(all.into_iter().map(row).collect()),
            findings.into_list(),
        )
    }
}

/// A year or a day, as it is published; nothing where none is given, and `None` for another text.
fn begin(text: &str) -> Option<String> {
    let is_year = text.len() == 4
        && text
            .parse()
            .is_ok_and(|year: u16| (1900..=2100).contains(&year));
    if text.is_empty() || is_year {
        return Some(text.to_owned());
    }
    day(text).map(|day| day.to_string())
}
