//! The register's step.

use std::collections::BTreeMap;

use super::batch::in_batches;
use super::findings_file::FindingsFile;
use super::register_pass::{FirstReading, Known};
use super::summary::Summary;
use super::tally::OnFinding;
use crate::error::Result;
use crate::files::WholeFolder;
use crate::identified::household::{Households, Residents};
use crate::identified::pseudonymise::AddressTokens;
use crate::identified::pseudonymise::ResidentTokens;
use crate::identified::pseudonymise::SURNAMES;
use crate::identified::settings::RegisterSettings;
use crate::keys::{Digest, RecordKeys, TokenSource};
use crate::pseudonymous::handover::RegisterWriter;
use crate::pseudonymous::{RegisterRecord, Tokens};
use crate::vocabulary::{Finding, Progress};

/// Sends every kept person through the gate, and keeps what only a summary does.
pub(super) fn count(
    settings: &RegisterSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let keys = RecordKeys::derive(source, &settings.terms.series);
    let first = FirstReading::read(settings, &keys, finding, progress)?;
    let (_, summary) = pass(first, source, finding, |_| Ok(()), progress)?;
    Ok(summary)
}

/// Writes the hand-over's tables into `folder`; gives the codes and names of the areas too.
pub(super) fn write(
    settings: &RegisterSettings,
    source: TokenSource<'_>,
    folder: &WholeFolder,
    mut file: FindingsFile,
    progress: &dyn Progress,
) -> Result<(Summary, FindingsFile, BTreeMap<String, String>)> {
    let terms = &settings.terms;
    let mut found = |finding: &Finding| file.add(finding, &settings.extract.columns);
    let keys = RecordKeys::derive(source, &terms.series);
    let first = FirstReading::read(settings, &keys, &mut found, progress)?;
    let (wijken, buurten) = (first.households.wijken(), first.households.buurten());
    let names = [wijken, buurten].concat().into_iter();
    let names = names.map(|area| (area.code, area.name)).collect();
    let mut writer = RegisterWriter::begin(folder, &terms.age_bands, wijken, buurten)?;
    let write = |record: &RegisterRecord| writer.push(record);
    let (households, summary) = pass(first, source, &mut found, write, progress)?;
    for household in households.records() {
        writer.push_household(&household)?;
    }
    writer.finish(progress)?;
    Ok((summary, file, names))
}

/// Sends every kept person through the gate to `keep`, and counts how rare it is what `keep` gets.
fn pass(
    first: FirstReading<'_>,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    mut keep: impl FnMut(&RegisterRecord) -> Result<()> + Send,
    progress: &dyn Progress,
) -> Result<(Households, Summary)> {
    let tokens = ResidentTokens::new(source, first.terms())?;
    let asked = first.terms().dimensions;
    let mut addresses = AddressTokens::of(first.households.records());
    let mut residents = Residents::default();
    let (households, mut summary) = in_batches(
        |keep| first.read_persons(finding, keep, progress),
        |records, known, messages, made| {
            let findable = known.iter().map(|known| known.findable);
            let tokens = tokens.tokens_of(records, findable, messages).into_iter();
            let persons = tokens.zip(known);
            made.extend(persons.map(|(tokens, known)| pseudonymous(tokens, *known).only(asked)));
        },
        |mut record| {
            addresses.spare(&mut record);
            residents.add(&record);
            keep(&record)
        },
    )?;
    let (homes, persons) = residents.rare(&households);
    summary.rare = [("households", homes), ("persons", persons)].into();
    Ok((households, summary))
}

fn pseudonymous(mut tokens: Tokens, known: Known) -> RegisterRecord {
    for column in SURNAMES {
        if !known.surnames.has(column) {
            tokens.set(column, Digest::ABSENT);
        }
    }
    RegisterRecord {
        tokens,
        household: known.household,
        age_band: known.age_band,
        sex: known.sex,
        has_left: known.has_left,
    }
}

#[cfg(test)]
mod tests;
