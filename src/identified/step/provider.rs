//! A provider's step.

use std::path::Path;

use super::batch::in_batches;
use super::findings_file::FindingsFile;
use super::provider_pass::read_uses;
use super::summary::Summary;
use super::tally::OnFinding;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::identified::pseudonymise::Pseudonymiser;
use crate::identified::settings::ProviderSettings;
use crate::keys::TokenSource;
use crate::pseudonymous::PseudonymousRecord;
use crate::pseudonymous::handover::{ProviderCounter, ProviderWriter};
use crate::vocabulary::{Finding, Progress};

/// Sends every kept use through the gate into `write`.
pub(super) fn pass(
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

/// Counts what the hand-over would hold.
pub(super) fn count(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let mut counter = ProviderCounter::default();
    let count = |record: &PseudonymousRecord| {
        counter.push(record);
        Ok(())
    };
    let mut summary = pass(settings, source, finding, count, progress)?;
    summary.add_grouped(counter.finish(settings.terms.services.len())?);
    Ok(summary)
}

/// Writes the hand-over's tables into `folder`.
///
/// # Errors
/// As [`pass`], and when too many rows are rejected: the findings file then stays.
pub(super) fn write(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    folder: &WholeFolder,
    mut file: FindingsFile,
    progress: &dyn Progress,
) -> Result<(Summary, FindingsFile)> {
    let columns = &settings.extract.columns;
    let mut writer = ProviderWriter::begin(folder, &settings.terms.services)?;
    let write = |record: &PseudonymousRecord| writer.push(record);
    let mut found = |finding: &Finding| file.add(finding, columns);
    let mut summary = pass(settings, source, &mut found, write, progress)?;
    file.add_codes(&summary.unknown_codes, columns)?;
    if summary.share_left_behind() > settings.max_left_behind {
        return Err(too_much_is_left(&summary, settings, &file.complete()?));
    }
    summary.add_grouped(writer.finish(progress)?);
    Ok((summary, file))
}

/// Too many rejected rows mean that the mapping or the extract is wrong; services would be missed silently.
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
