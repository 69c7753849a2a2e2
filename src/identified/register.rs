//! The register's extract in, its hand-over out.

use std::path::Path;

use zeroize::Zeroizing;

use super::address_tokens::AddressTokens;
use super::batch::Batch;
use super::findings_file::FindingsFile;
use super::pseudonymise::{TokenMaker, TokensOf, canaries};
use super::register_pass::{FirstReading, Known};
use super::settings::RegisterSettings;
use super::{OnFinding, Summary, parties};
use crate::error::{Error, Result};
use crate::folder::{Existing, WholeFolder};
use crate::keys::{ProjectSecret, RecordKeys};
use crate::pseudonymous::handover::{Manifest, RegisterWriter, write_manifest};
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
    let keys = RecordKeys::derive(&throwaway_secret()?, &settings.terms.series);
    let first = FirstReading::read(settings, &keys, findings, progress)?;
    let (_, summary) = first.read_persons(findings, &mut |_, _| Ok(()), progress)?;
    Ok(summary)
}

/// As [`pseudonymise_extract`](super::pseudonymise_extract), for the register; reads the extract twice.
///
/// # Errors
/// As [`pseudonymise_extract`](super::pseudonymise_extract), and when wijken or buurten do not look like areas; nothing
/// is too much to leave behind.
pub fn pseudonymise_register(
    settings: &RegisterSettings,
    secret: &ProjectSecret,
    place: &Path,
    existing: Existing,
    progress: &dyn Progress,
) -> Result<(Summary, Manifest)> {
    let terms = &settings.terms;
    let folder = WholeFolder::begin(place, existing)?;
    let mut file = FindingsFile::of_handover(place)?;
    let mut found = |finding: &Finding| file.add(finding);
    let keys = RecordKeys::derive(secret, &terms.series);
    let first = FirstReading::read(settings, &keys, &mut found, progress)?;
    let areas = (first.households.wijken(), first.households.buurten());
    let names = [areas.0, areas.1].concat();
    let mut writer = RegisterWriter::begin(&folder, &terms.age_bands, areas.0, areas.1)?;
    let summary = write_persons(first, secret, &mut found, &mut writer, progress)?;
    file.complete()?;
    writer.finish(progress)?;
    let manifest = write_manifest(
        &folder,
        parties(&ProviderId::register(), terms, secret),
        summary.counts(),
        canaries(secret, terms),
        names
            .into_iter()
            .map(|area| (area.code, area.name))
            .collect(),
    )?;
    folder.complete()?;
    Ok((summary, manifest))
}

/// Sends every kept person through the gate into `writer`, and the households after them.
fn write_persons(
    first: FirstReading<'_>,
    secret: &ProjectSecret,
    finding: &mut OnFinding<'_>,
    writer: &mut RegisterWriter<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let tokens = TokenMaker::new(secret, first.terms(), TokensOf::Residents);
    let mut addresses = AddressTokens::of(first.households.records());
    let mut batch = Batch::new();
    let mut write = |batch: &mut Batch<Known>| {
        let mut records = batch
            .empty(|record, known, message| pseudonymous(tokens.tokens(record, message), known));
        records.iter_mut().try_for_each(|record| {
            addresses.spare(record);
            writer.push(record)
        })
    };
    let (households, summary) = first.read_persons(
        finding,
        &mut |record, known| {
            if batch.push(record, known) {
                write(&mut batch)?;
            }
            Ok(())
        },
        progress,
    )?;
    write(&mut batch)?;
    for household in households.records() {
        writer.push_household(&household)?;
    }
    Ok(summary)
}

const fn pseudonymous(tokens: Tokens, known: Known) -> RegisterRecord {
    RegisterRecord {
        tokens,
        household: known.household,
        age_band: known.age_band,
        sex: known.sex,
        has_left: known.has_left,
    }
}

/// A secret for a check, which has none: the households are formed alike under any.
fn throwaway_secret() -> Result<ProjectSecret> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes)
        .map_err(|_| Error::failed("the operating system gives no random numbers"))?;
    Ok(ProjectSecret::from_bytes(*bytes))
}

#[cfg(test)]
mod tests;
