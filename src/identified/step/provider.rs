//! A provider's extract in, its hand-over out.

use std::path::Path;

use super::batch::in_batches;
use super::blinding::refuse_another_extract;
use super::findings_file::FindingsFile;
use super::provider_pass::read_uses;
use super::{OnFinding, Summary, parties};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::identified::pseudonymise::{Pseudonymiser, canaries, throwaway_secret};
use crate::identified::settings::ProviderSettings;
use crate::keys::TokenSource;
use crate::pseudonymous::PseudonymousRecord;
use crate::pseudonymous::handover::{Manifest, ProviderCounter, ProviderWriter, write_handover};
use crate::vocabulary::{Finding, Progress};

/// Reads a provider's extract and tells what would be left behind and why; makes no hand-over.
///
/// The rows go through the gate as for a hand-over, under a secret that is thrown away. Memory grows with the kept rows:
/// 32 bytes each.
///
/// # Errors
/// When the extract cannot be read as a whole.
pub fn check_extract(
    settings: &ProviderSettings,
    findings: &mut dyn FnMut(&Finding) -> Result<()>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let secret = throwaway_secret()?;
    let mut counter = ProviderCounter::default();
    let count = |record: &PseudonymousRecord| {
        counter.push(record);
        Ok(())
    };
    let mut summary = pass_uses(settings, (&secret).into(), findings, count, progress)?;
    summary.add_grouped(counter.finish(settings.terms.services.len())?);
    Ok(summary)
}

/// Reads a provider's extract and writes its hand-over to `place`, and the findings beside it (`<place>.findings.csv`).
///
/// # Errors
/// When the extract cannot be read as a whole, the place is taken, the disk refuses, or too much is left behind; the
/// findings stay in the last case, and nothing else does.
pub fn pseudonymise_extract(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    place: &Path,
    existing: Existing,
    progress: &dyn Progress,
) -> Result<(Summary, Manifest)> {
    settings.terms.transport.signing()?;
    let folder = WholeFolder::begin(place, existing)?.for_its_owner();
    let mut file = FindingsFile::of_handover(place)?;
    let mut writer = ProviderWriter::begin(&folder, &settings.terms.services)?;
    let columns = &settings.extract.columns;
    let mut found = |finding: &Finding| file.add(finding, columns);
    let write = |record: &PseudonymousRecord| writer.push(record);
    let mut summary = pass_uses(settings, source, &mut found, write, progress)?;
    file.add_codes(&summary.unknown_codes, columns)?;
    if summary.share_left_behind() > settings.max_left_behind {
        return Err(too_much_is_left(&summary, settings, &file.complete()?));
    }
    summary.add_grouped(writer.finish(progress)?);
    let canaries = canaries(source, &settings.terms);
    refuse_another_extract(source)?;
    let manifest = write_handover(
        &folder,
        &settings.terms.transport,
        parties(&settings.provider, &settings.terms, source),
        summary.counts(),
        canaries,
        std::collections::BTreeMap::new(),
    )?;
    // Before the hand-over stands: a number may be passed over, and never has two deliveries.
    manifest.delivery.note_beside(place)?;
    file.complete_with(folder)?;
    Ok((summary, manifest))
}

/// Sends every kept use through the gate into `write`.
pub(super) fn pass_uses(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    mut write: impl FnMut(&PseudonymousRecord) -> Result<()> + Send,
    progress: &dyn Progress,
) -> Result<Summary> {
    let gate = Pseudonymiser::new(source, &settings.terms)?;
    in_batches(
        |keep| read_uses(settings, finding, keep, progress),
        |records, uses, messages, made| gate.make(records, uses, messages, made),
        |record| write(&record),
    )
}

/// Too much left behind says that the mapping or the extract is wrong; services would be missed without a sign.
fn too_much_is_left(summary: &Summary, settings: &ProviderSettings, findings: &Path) -> Error {
    let mut rules: Vec<_> = summary.left_behind.iter().collect();
    rules.sort_by_key(|(code, rows)| (std::cmp::Reverse(**rows), **code));
    let commonest: Vec<_> = rules
        .iter()
        .take(3)
        .map(|(code, rows)| format!("{code} ({rows})"))
        .collect();
    let rows = if summary.read == 1 { "row" } else { "rows" };
    Error::new(
        Code::TooManyRejected,
        format!(
            "{}: {} of {} {rows} would be left behind ({:.1} %), and max_left_behind is {:.1} %",
            settings.provider,
            summary.rows_left_behind(),
            summary.read,
            summary.share_left_behind() * 100.0,
            settings.max_left_behind * 100.0,
        ),
    )
    .hint(format!(
        "most often: {}; {} lists each with its line",
        commonest.join(", "),
        findings.display()
    ))
}

#[cfg(test)]
mod tests;
