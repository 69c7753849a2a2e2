//! The stages of a run, each with its own settings from the agreement.

use std::path::{Path, PathBuf};

use factlab::agreement::{Agreement, RunInputs};
use factlab::error::{Error, Result};
use factlab::folder::{Existing, WholeFolder};
use factlab::keys::{Identity, ReleaseKey};
use factlab::pseudonymous::handover::HandoverSet;
use factlab::pseudonymous::link::link;
use factlab::pseudonymous::measure::measure;
use factlab::pseudonymous::protect::protect;
use factlab::released::calculate::{ReleaseTables, calculate};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::report::report;
use factlab::released::runs::{RunRecord, write_certificate, write_run};
use factlab::vocabulary::Progress;

/// A release that was written.
pub(in crate::cli) struct Released {
    /// Its name.
    pub(in crate::cli) name: String,
    /// Where it stands.
    pub(in crate::cli) folder: PathBuf,
    /// Its tables.
    pub(in crate::cli) tables: ReleaseTables,
}

/// The hand-overs as they were agreed, verified before a row is read.
pub(in crate::cli) fn verified(
    agreement: &Agreement,
    inputs: &RunInputs,
    identity: Option<&Identity>,
    progress: &dyn Progress,
) -> Result<HandoverSet> {
    HandoverSet::open(
        &inputs.register,
        &inputs.providers,
        &agreement.expected(),
        identity,
        progress,
    )
}

/// Verify, link, measure, protect, calculate, write: a release in `folder`.
pub(in crate::cli) fn release(
    agreement: &Agreement,
    handovers: Option<&Path>,
    identity: Option<&Identity>,
    folder: &Path,
    existing: Existing,
    is_internal: bool,
    progress: &dyn Progress,
) -> Result<Released> {
    let rules = agreement.rules(is_internal)?;
    let inputs = agreement.run_inputs(handovers, is_internal)?;
    let key = inputs
        .release_key
        .as_deref()
        .map(ReleaseKey::read)
        .transpose()?;
    let set = verified(agreement, &inputs, identity, progress)?;
    let key_id = key.as_ref().map(ReleaseKey::id);
    let record = agreement.run_record(&set, &rules, key_id, is_internal)?;
    let whole = begin(&folder.join(&record.release), existing)?;
    let town = link(&set, &agreement.expected(), key.as_ref(), progress)?;
    let exact = measure(&town, &agreement.measure_settings(), progress)?;
    let published = protect(exact, &rules)?;
    let tables = calculate(&published, &agreement.calculate_settings());
    write(agreement, &record, &tables, &whole, progress)?;
    Ok(Released {
        name: record.release,
        folder: whole.complete()?,
        tables,
    })
}

fn begin(place: &Path, existing: Existing) -> Result<WholeFolder> {
    if existing == Existing::Refuse && place.exists() {
        return Err(
            Error::failed(format!("{} exists already", place.display())).hint(
                "the same hand-overs and settings give the same release; --replace writes it again",
            ),
        );
    }
    WholeFolder::begin(place, existing)
}

fn write(
    agreement: &Agreement,
    record: &RunRecord,
    tables: &ReleaseTables,
    folder: &WholeFolder,
    progress: &dyn Progress,
) -> Result<()> {
    let settings = ExportSettings {
        release: record.release.clone(),
        reference_date: agreement.reference_date(),
    };
    progress.begin(
        "writing the release",
        Some(agreement.formats().len() as u64),
    );
    for format in agreement.formats() {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        if *format == Format::Html {
            let page = report(tables, &record.report_settings()?)?;
            folder.file("report.html")?.put(page.as_bytes())?;
        } else {
            export(tables, *format, &settings, folder)?;
        }
        progress.advance(1);
    }
    write_run(record, folder)?;
    write_certificate(record, folder)?;
    progress.end();
    Ok(())
}
