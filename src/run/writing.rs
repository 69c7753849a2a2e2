//! The files of a release: where they go, and the tables in every format.

use std::path::Path;

use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::released::calculate::ReleaseTables;
use crate::released::export::{ExportSettings, Format, export};
use crate::released::report::report;
use crate::released::runs::RunRecord;
use crate::vocabulary::Progress;

/// The path of a release, claimed.
pub(super) fn begin(path: &Path, existing: Existing) -> Result<WholeFolder> {
    if existing == Existing::Refuse && path.exists() {
        return Err(Error::at(Code::OutputExists, path, "already exists").hint(
            "the same hand-overs and settings give the same release; --replace writes it again",
        ));
    }
    WholeFolder::begin(path, existing)
}

/// Writes the tables in every agreed format, and the report.
pub(super) fn write_tables(
    (agreement, progress): (&Agreement, &dyn Progress),
    tables: &ReleaseTables,
    record: &RunRecord,
    folder: &WholeFolder,
) -> Result<()> {
    let settings = ExportSettings {
        release: record.release.clone(),
        reference_date: agreement.reference_date(),
    };
    let formats = agreement.formats();
    progress.begin("writing the release", Some(formats.len() as u64));
    for format in formats {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        if *format == Format::Html {
            let page = report(tables, record)?;
            folder.file("report.html")?.put(page.as_bytes())?;
        } else {
            export(tables, *format, &settings, folder)?;
        }
        progress.advance(1);
    }
    Ok(())
}
