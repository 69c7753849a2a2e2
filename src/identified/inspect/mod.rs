//! Proposes format, settings and column mapping of an extract, and the block for the agreement. Shows counts and shares,
//! never a value except common codes; names of columns and sheets only on request.

mod ask;
#[cfg(test)]
mod asked_tests;
mod block;
mod block_services;
mod by_dates;
mod codes;
mod column;
mod content;
mod dates;
mod days;
mod distinct;
mod draft;
mod few_codes;
mod files;
mod fixed_places;
mod habits;
mod header;
mod lines;
mod lookup;
mod names;
mod own;
mod parts;
mod proposal;
mod propose;
mod remarks;
mod services;
mod shape;
mod sheets;
mod stems;
mod synonyms;
mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub(super) use few_codes::FewCodes;

use self::files::{Group, groups};
use super::settings::{DateOrder, Encoding, ExtractFormat, Field};
use crate::error::{Error, Result};
use crate::vocabulary::{Progress, ProviderId, Service};

/// The rows that are looked at, over the files of an extract: more say nothing new.
const MOST_ROWS: u64 = 200_000;

/// The rows after which the user is asked whether to go on.
const ROWS_BETWEEN_QUESTIONS: u64 = 4096;

/// What is there already, for a proposal to fit in.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The services of the agreement.
    pub services: Vec<Service>,
    /// The parties of the agreement.
    pub parties: Vec<ProviderId>,
    /// The folder of the agreement, from which its paths start.
    pub folder: PathBuf,
    /// The sheet of workbooks that is looked at; without, each that has a header.
    pub sheet: Option<String>,
    /// Whether the owner of the extract is shown names of columns and sheets, and codes of services, as they are in it;
    /// without, only those of words and lists that everybody has.
    pub shows_names: bool,
}

/// What was found out about an extract of one or more files.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Each file's name and habits, in words: `clients.csv: csv, ';', utf-8, dates d-m-y`.
    pub files: Vec<String>,
    /// The format.
    pub format: ExtractFormat,
    /// What is between cells.
    pub delimiter: Option<char>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The name of the sheet, when it may be shown.
    pub sheet: Option<String>,
    /// The order of the dates, where there are any.
    pub dates: Option<DateOrder>,
    /// The rows that were looked at.
    pub rows: u64,
    /// Whether there are more rows.
    pub has_more_rows: bool,
    /// Rows that could not be read for their shape, among those looked at; `None` when there are more.
    pub unread: Option<u64>,
    /// Its columns, or the fields that its format has.
    pub columns: Vec<InspectedColumn>,
    /// What the user should look at.
    pub remarks: Vec<String>,
    /// The lines to paste into the agreement; `None` when none can be proposed.
    pub block: Option<String>,
}

/// What was found out about a column.
#[derive(Debug, Clone)]
pub struct InspectedColumn {
    /// Its place, from 1; `None` for a field of a format that has no columns of its own.
    pub place: Option<usize>,
    /// Its name, unless it may be that of a person.
    pub name: Option<String>,
    /// The field that is proposed.
    pub field: Option<Field>,
    /// The fields that it may be, for the user to say.
    pub asked: Vec<Field>,
    /// The share (0 to 1) of rows in which it is filled.
    pub share_filled: f64,
    /// The share (0 to 1) of the filled cells that are valid as the field; `None` where any cell is.
    pub share_valid: Option<f64>,
    /// How many different cells, in a band: `0`, `1`, `2-9`, `10-99`, `100-999`, `1,000+`.
    pub distinct: &'static str,
}

/// Looks at extracts; files of one format with the same columns are one extract. A folder stands for the files in it.
///
/// # Errors
/// When a file cannot be read as what it looks like, or the user stops.
pub fn inspect_extracts(
    paths: &[PathBuf],
    surroundings: &Surroundings,
    progress: &dyn Progress,
) -> Result<Vec<Inspection>> {
    let mut surroundings = surroundings.clone();
    let mut inspections = Vec::new();
    for sheets in groups(paths, surroundings.sheet.as_deref())? {
        let step = format!("looking at {}", sheets[0].first().name);
        progress.begin(&step, None);
        let looked = sheets::inspect_likeliest(&sheets, &mut surroundings, progress);
        progress.end();
        inspections.append(&mut looked?);
    }
    Ok(inspections)
}

/// Looks at one extract; what is proposed for it is there for the next one.
fn inspect(
    group: &Group,
    surroundings: &mut Surroundings,
    progress: &dyn Progress,
) -> Result<Inspection> {
    let mut inspection = if group.first().table.is_some() {
        table::inspect(group, surroundings, progress)?
    } else {
        own::inspect(group, surroundings, progress)?
    };
    inspection.remarks.extend(group.remark());
    Ok(inspection)
}

/// Counts rows, and says when there are enough.
struct RowLimit<'a> {
    rows: u64,
    progress: &'a dyn Progress,
}

impl<'a> RowLimit<'a> {
    const fn new(progress: &'a dyn Progress) -> Self {
        Self { rows: 0, progress }
    }

    /// Counts a row; false when there are rows enough.
    fn count(&mut self) -> Result<bool> {
        if self.rows.is_multiple_of(ROWS_BETWEEN_QUESTIONS) && self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        if self.rows == MOST_ROWS {
            return Ok(false);
        }
        self.rows += 1;
        self.progress.advance(1);
        Ok(true)
    }
}
