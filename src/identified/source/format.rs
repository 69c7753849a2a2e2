//! What every format implements.

use super::file::Source;
use super::rows::Surveyed;
use super::table::Table;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings};

/// A format of extracts; a new one is a file with this in it and a line in [`FORMATS`](crate::identified::formats::FORMATS).
pub(in crate::identified) trait Format: Sync {
    /// Its word, its name and its kind of files.
    fn format(&self) -> ExtractFormat;

    /// Whether a file is of this format, by how it begins.
    fn probe(&self, file: &Source) -> Fit;

    /// Settles all that can be settled before the rows are read.
    ///
    /// # Errors
    /// With all mistakes of the mapping at once.
    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>>;

    /// The file as a table with named columns, or each sheet with rows as one: what `inspect` looks at. Nothing for a
    /// format whose fields are its own.
    ///
    /// # Errors
    /// When the file cannot be read as this format, or has no such sheet.
    fn tables(&self, _file: &Source, _sheet: Option<&str>) -> Result<Vec<Box<dyn Table>>> {
        Ok(Vec::new())
    }
}

/// Whether a file is of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Fit {
    /// It is of another one.
    No,
    /// It is, when it is of no other.
    Maybe,
    /// It can be of no other.
    Sure,
}

impl Fit {
    /// Sure where the claim holds, or else no.
    pub(in crate::identified) const fn sure_if(is_it: bool) -> Self {
        if is_it { Self::Sure } else { Self::No }
    }
}
