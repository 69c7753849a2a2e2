//! What is asked of an inspection, and what it finds.

use std::path::PathBuf;

use crate::identified::settings::{DateOrder, Encoding, ExtractFormat, Field};
use crate::vocabulary::{ProviderId, Service};

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
