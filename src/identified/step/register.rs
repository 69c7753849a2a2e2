//! The register's extract in, its hand-over out.

use std::path::Path;

use super::batch::in_batches;
use super::blinding::refuse_another_extract;
use super::findings_file::FindingsFile;
use super::register_pass::{FirstReading, Known};
use super::{OnFinding, Summary, parties};
use crate::error::Result;
use crate::files::{Existing, WholeFolder};
use crate::identified::household::{Households, Residents};
use crate::identified::pseudonymise::AddressTokens;
use crate::identified::pseudonymise::SURNAMES;
use crate::identified::pseudonymise::{ResidentTokens, canaries};
use crate::identified::settings::RegisterSettings;
use crate::keys::{Digest, ProjectSecret, RecordKeys, TokenSource};
use crate::pseudonymous::handover::{Manifest, RegisterWriter, write_handover};
use crate::pseudonymous::{RegisterRecord, Tokens};
use crate::vocabulary::{Finding, Progress, ProviderId};

/// As [`check_extract`](super::check_extract), for the register.
///
/// # Errors
/// As [`check_extract`](super::check_extract), and when wijken or buurten do not look like areas.
pub fn check_register(
    settings: &RegisterSettings,
    findings: &mut dyn FnMut(&Finding) -> Result<()>,
    progress: &dyn Progress,
) -> Result<Summary> {
    // Without the secret: households are formed alike under any. A fixed one, so that two checks choose the same bearers of
    // a shared surname; nothing of it is kept.
    let secret = ProjectSecret::from_bytes([0; 32]);
    let keys = RecordKeys::derive(&secret, &settings.terms.series);
    let first = FirstReading::read(settings, &keys, findings, progress)?;
    let (_, summary) = pass_persons(first, (&secret).into(), findings, |_| Ok(()), progress)?;
    Ok(summary)
}

/// As [`pseudonymise_extract`](super::pseudonymise_extract), for the register; reads the extract twice.
///
/// # Errors
/// As [`pseudonymise_extract`](super::pseudonymise_extract), and when wijken or buurten do not look like areas; nothing
/// is too much to leave behind.
pub fn pseudonymise_register(
    settings: &RegisterSettings,
    source: TokenSource<'_>,
    place: &Path,
    existing: Existing,
    progress: &dyn Progress,
) -> Result<(Summary, Manifest)> {
    let terms = &settings.terms;
    terms.transport.signing()?;
    let folder = WholeFolder::begin(place, existing)?.for_its_owner();
    let mut file = FindingsFile::of_handover(place)?;
    let mut found = |finding: &Finding| file.add(finding, &settings.extract.columns);
    let keys = RecordKeys::derive(source, &terms.series);
    let first = FirstReading::read(settings, &keys, &mut found, progress)?;
    let areas = (first.households.wijken(), first.households.buurten());
    let names = [areas.0, areas.1].concat();
    let mut writer = RegisterWriter::begin(&folder, &terms.age_bands, areas.0, areas.1)?;
    let write = |record: &RegisterRecord| writer.push(record);
    let (households, summary) = pass_persons(first, source, &mut found, write, progress)?;
    for household in households.records() {
        writer.push_household(&household)?;
    }
    writer.finish(progress)?;
    let canaries = canaries(source, terms);
    refuse_another_extract(source)?;
    let manifest = write_handover(
        &folder,
        &terms.transport,
        parties(&ProviderId::register(), terms, source),
        summary.counts(),
        canaries,
        names
            .into_iter()
            .map(|area| (area.code, area.name))
            .collect(),
    )?;
    // Before the hand-over stands: a number may be passed over, and never has two deliveries.
    manifest.delivery.note_beside(place)?;
    file.complete_with(folder)?;
    Ok((summary, manifest))
}

/// Sends every kept person through the gate to `keep`, and counts how rare it is what `keep` gets.
fn pass_persons(
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
