//! A path in, what `inspect` sees of the file out: its format and, where it is a table, its columns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::choose;
use super::format::Columns;
use super::source::Source;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings};

/// A file that is to be inspected.
pub(in crate::identified) struct Seen {
    /// Where it stands.
    pub(in crate::identified) path: PathBuf,
    /// Its name without its folder.
    pub(in crate::identified) name: String,
    /// Its format.
    pub(in crate::identified) kind: ExtractFormat,
    /// Its columns; `None` for a format whose fields are its own.
    pub(in crate::identified) table: Option<Box<dyn Columns>>,
}

/// Opens a file and settles what it is; nothing is given, all is detected.
///
/// # Errors
/// When the file cannot be read as what it looks like.
pub(in crate::identified) fn look_at(path: &Path) -> Result<Seen> {
    let settings = detect(vec![path.to_owned()], None);
    let source = Source::open(path)?;
    let files = std::slice::from_ref(&source);
    let format = choose(&settings, files)?;
    let table = format.columns(&settings, &source)?;
    Ok(Seen {
        path: source.path,
        name: source.name,
        kind: format.kind(),
        table,
    })
}

impl Seen {
    /// The settings to read files like this one by their own fields.
    pub(in crate::identified) fn settings(&self, files: Vec<PathBuf>) -> ExtractSettings {
        detect(files, Some(self.kind))
    }
}

/// Settings that leave all but the format to be detected.
const fn detect(files: Vec<PathBuf>, format: Option<ExtractFormat>) -> ExtractSettings {
    ExtractSettings {
        files,
        format,
        delimiter: None,
        encoding: None,
        dates: None,
        sheet: None,
        columns: BTreeMap::new(),
    }
}
