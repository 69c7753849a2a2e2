//! The files of `[[external]]`, which `run` reads.

use super::Agreement;
use crate::error::Result;
use crate::released::places::external::ExternalFile;

impl Agreement {
    /// The tables of CBS to compare with, in the order of the agreement.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn external_files(&self) -> Result<Vec<ExternalFile>> {
        let mistakes = self.mistakes();
        let asked = self.external.iter().filter(|_| self.asks_for("external"));
        let files = asked.map(|one| ExternalFile {
            path: self.present(&one.file, &mistakes),
            shown: one.file.value.clone(),
            layout: one.layout.clone(),
            source: one.source.clone(),
            licence: one.licence.clone(),
            year: one.year,
            gemeente: one.gemeente.clone(),
        });
        let files = files.collect();
        mistakes.unless_any(Some(files))
    }
}
