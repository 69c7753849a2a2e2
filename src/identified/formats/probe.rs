//! What `inspect` sees of a file: its format and, for a table, its columns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::choose;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings};
use crate::identified::source::Table;
use crate::identified::source::file::Source;

/// A file that is to be inspected.
pub(in crate::identified) struct Seen {
    pub(in crate::identified) path: PathBuf,
    /// Its name without its folder.
    pub(in crate::identified) name: String,
    pub(in crate::identified) format: ExtractFormat,
    /// Its columns; `None` for a format whose fields are its own.
    pub(in crate::identified) table: Option<Box<dyn Table>>,
}

/// Opens a file and settles what it is; nothing is given but the sheet, all else is detected. Of a workbook, each sheet
/// with rows is seen apart.
///
/// # Errors
/// When the file cannot be read as what it looks like, or has no such sheet.
pub(in crate::identified) fn look_at(path: &Path, sheet: Option<&str>) -> Result<Vec<Seen>> {
    let mut settings = detect(vec![path.to_owned()], None);
    settings.sheet = sheet.map(str::to_owned);
    let source = Source::open(path)?;
    let format = choose(&settings, std::slice::from_ref(&source))?;
    let see = |table| Seen {
        path: source.path.clone(),
        name: source.name.clone(),
        format: format.format(),
        table,
    };
    let tables = format.tables(&source, sheet)?;
    if tables.is_empty() {
        return Ok(vec![see(None)]);
    }
    Ok(tables.into_iter().map(|table| see(Some(table))).collect())
}

impl Seen {
    /// The settings to read files like this one by their own fields.
    pub(in crate::identified) fn settings(&self, files: Vec<PathBuf>) -> ExtractSettings {
        detect(files, Some(self.format))
    }
}

/// Settings that leave all but the format to be detected.
const fn detect(files: Vec<PathBuf>, format: Option<ExtractFormat>) -> ExtractSettings {
    ExtractSettings {
        files,
        subfolders: 0,
        format,
        delimiter: None,
        encoding: None,
        dates: None,
        sheet: None,
        columns: BTreeMap::new(),
    }
}
