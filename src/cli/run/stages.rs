//! The stages of a run, each with its own settings from the agreement.

use std::path::{Path, PathBuf};

use factlab::agreement::{Agreement, RunInputs};
use factlab::error::{Error, Result};
use factlab::files::{Existing, WholeFolder};
use factlab::keys::{Identity, ReleaseKey};
use factlab::pseudonymous::handover::{HandoverSet, Issue, SeenDeliveries};
use factlab::pseudonymous::link::link;
use factlab::pseudonymous::measure::measure;
use factlab::pseudonymous::protect::protect;
use factlab::released::calculate::{ReleaseTables, calculate};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::report::report;
use factlab::released::runs::{RunRecord, refuse_other_release_key, write_certificate, write_run};
use factlab::vocabulary::{Progress, ProviderId};

/// A release that was written.
pub(in crate::cli) struct Released {
    /// Its name.
    pub(in crate::cli) name: String,
    /// Where it stands.
    pub(in crate::cli) folder: PathBuf,
    /// Which delivery of each party was counted, the register's first.
    pub(in crate::cli) deliveries: Vec<(ProviderId, Issue)>,
    /// Who signed and agreed on no key.
    pub(in crate::cli) signers_without_key: Vec<String>,
    /// The codes of the services that no provider brings.
    pub(in crate::cli) missing_services: Vec<String>,
    /// Its tables.
    pub(in crate::cli) tables: ReleaseTables,
}

/// What a release is made of, and where it will stand.
pub(in crate::cli) struct Request<'a> {
    /// Where the hand-overs stand, when not as agreed.
    pub(in crate::cli) handovers: Option<&'a Path>,
    pub(in crate::cli) identity: Option<&'a Identity>,
    /// The folder of releases.
    pub(in crate::cli) folder: &'a Path,
    pub(in crate::cli) existing: Existing,
    pub(in crate::cli) is_internal: bool,
    /// Whether deliveries older than those counted before are meant.
    pub(in crate::cli) accepts_older: bool,
    /// Whether the rounding of the series may start anew, under another release key.
    pub(in crate::cli) is_new_series: bool,
}

/// The hand-overs as they were agreed, verified before a row is read, and the deliveries that were counted before.
pub(in crate::cli) fn verified(
    agreement: &Agreement,
    inputs: &RunInputs,
    identity: Option<&Identity>,
    accepts_older: bool,
    progress: &dyn Progress,
) -> Result<(HandoverSet, SeenDeliveries)> {
    let set = HandoverSet::open(
        &inputs.register,
        &inputs.providers,
        &agreement.expected(),
        identity,
        progress,
    )?;
    let seen = SeenDeliveries::beside(&agreement.release_key_place())?;
    if !accepts_older {
        seen.refuse_older(&set)?;
    }
    Ok((set, seen))
}

/// Verify, link, measure, protect, calculate, write: a release.
pub(in crate::cli) fn release(
    agreement: &Agreement,
    request: &Request<'_>,
    progress: &dyn Progress,
) -> Result<Released> {
    let rules = agreement.rules(request.is_internal)?;
    let inputs = agreement.run_inputs(request.handovers, request.is_internal)?;
    let key = inputs
        .release_key
        .as_deref()
        .map(ReleaseKey::read)
        .transpose()?;
    let (identity, older) = (request.identity, request.accepts_older);
    let (set, seen) = verified(agreement, &inputs, identity, older, progress)?;
    let key_id = key.as_ref().map(ReleaseKey::id);
    let record = agreement.run_record(&set, &rules, key_id, request.is_internal)?;
    if !request.is_new_series {
        refuse_other_release_key(request.folder, &record)?;
    }
    let whole = begin(&request.folder.join(&record.release), request.existing)?;
    let town = link(&set, &agreement.expected(), key.as_ref(), progress)?;
    let exact = measure(&town, &agreement.measure_settings(), progress)?;
    let published = protect(exact, &rules)?;
    let tables = calculate(&published, &agreement.calculate_settings());
    write(agreement, &record, &tables, &whole, progress)?;
    let deliveries = set.all().map(|one| (one.provider().clone(), one.issue()));
    let deliveries = deliveries.collect();
    let signers_without_key = set.signers_without_key(&agreement.expected().signers);
    let missing = record.services.iter().filter(|service| service.missing);
    Ok(Released {
        missing_services: missing.map(|service| service.code.clone()).collect(),
        name: record.release,
        deliveries,
        signers_without_key,
        folder: whole.complete_after(|| seen.keep(&set))?,
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
