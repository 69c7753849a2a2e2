//! THE KEYHOLDER: replaces first-stage tokens by second-stage tokens. It sees no use and no project secret.
//!
//! The project secret makes first-stage tokens only; second-stage tokens cannot be turned back into them.

mod persons;
mod receipts;
mod received;

pub use receipts::receipts_of_tokens;
pub use received::Keyholder;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::TokenColumn;
use super::handover::transport::check_signing;
use super::handover::write::close;
use super::handover::{Envelope, Manifest, Signers};
use super::handover::{check_agreement, files};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::keys::{Digest, Recipient, Stage2Key, StageKeys};
use crate::vocabulary::{Progress, ProviderId, When, hex};
use received::{Received, receive};

/// Tokens of one party that may go to the analyst.
#[derive(Debug, Clone)]
pub struct Rekeyed {
    /// Whose persons they are.
    pub party: ProviderId,
    /// The envelope.
    pub file: PathBuf,
    /// How many persons it holds.
    pub persons: u64,
    /// Whom it is encrypted for, if for anybody.
    pub recipient: Option<Recipient>,
    /// Whether the party signed and no agreement told with which key: the signature was not checked.
    pub is_signed_unseen: bool,
}

/// Passes the tokens of `handovers` (envelopes, or folders that hold them, whatever their names) through the second stage into
/// `<output>/<party>/`: all of them are read and verified before a row is written, and all are written or none.
///
/// Memory: the largest envelope, once or twice.
///
/// # Errors
/// Refused when a hand-over holds uses unencrypted, is damaged, does not agree with the others or went through already.
pub fn rekey(
    handovers: &[PathBuf],
    output: &Path,
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Rekeyed>> {
    match (keyholder.expected, keyholder.signing) {
        (Some(expected), signing) => check_signing(expected.signers.keyholder.as_ref(), signing)?,
        (None, None) => {}
        // A signature of the keyholder vouches for what the parties signed.
        (None, Some(_)) => {
            let message = "without the agreement the signatures cannot be checked";
            return Err(Error::new(Code::UsageInvalid, message).hint(
                "pass -c CONFIG, so that the signatures of the parties are checked before you sign",
            ));
        }
    }
    let received = receive(handovers, keyholder, progress)?;
    let folders = received
        .iter()
        .map(|one| {
            let path = output.join(one.party.as_str());
            WholeFolder::begin(&path, Existing::Refuse).map(WholeFolder::for_its_owner)
        })
        .collect::<Result<Vec<_>>>()?;
    let mut written = Vec::with_capacity(folders.len());
    for (index, (one, folder)) in received.iter().zip(&folders).enumerate() {
        progress.stage(index + 1, received.len());
        written.push(write(one, folder, keyholder, progress)?);
    }
    complete(folders)?;
    Ok(written)
}

/// One party's tokens of the second stage, in a folder under construction.
fn write(
    received: &Received,
    folder: &WholeFolder,
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> Result<Rekeyed> {
    let opened = received.open(keyholder.identity)?;
    files::check(&[&opened], When::ALWAYS, progress)?;
    let manifest = &opened.manifest;
    let kinds: Vec<&str> = TokenColumn::ALL.iter().map(|one| one.kind()).collect();
    let keys = StageKeys::derive(keyholder.key, &manifest.parties.project, &kinds);
    progress.begin(
        &format!("second stage of {}", received.party),
        manifest.rows.values().max().copied(),
    );
    let persons = persons::rekey(&opened, &keys, folder, progress)?;
    progress.end();
    let recipient = manifest.analyst();
    let next = next_stage(manifest, &keys, keyholder.key, &opened.whose)?;
    close(folder, next, recipient.as_ref(), keyholder.signing)?;
    let name = Envelope::Tokens.file_name(received.party.as_str(), recipient.is_some());
    let expected = keyholder.expected;
    let signers = expected.map_or_else(Signers::default, |expected| expected.signers.clone());
    Ok(Rekeyed {
        is_signed_unseen: check_agreement::signer_without_key(manifest, &received.party, &signers)
            .is_some(),
        party: received.party.clone(),
        file: folder.path().join(name),
        persons,
        recipient,
    })
}

/// What the envelope says of itself after the second stage.
fn next_stage(
    manifest: &Manifest,
    keys: &StageKeys,
    key: &Stage2Key,
    whose: &str,
) -> Result<Manifest> {
    let mut next = manifest.clone();
    next.parties.stage = 2;
    next.stage2_key_id = Some(key.id().to_string());
    next.canaries = canaries(&manifest.canaries, keys).ok_or_else(|| {
        Error::new(
            Code::HandoverInvalid,
            format!("{whose}: its canaries cannot be read"),
        )
    })?;
    next.analyst = None;
    next.signature = None;
    next.files.clear();
    next.pieces.clear();
    next.rows.clear();
    Ok(next)
}

/// The canaries go the way of the tokens: they still show whether all parties made the same.
fn canaries(
    canaries: &BTreeMap<String, String>,
    keys: &StageKeys,
) -> Option<BTreeMap<String, String>> {
    let rekeyed = canaries.iter().map(|(kind, digits)| {
        let mut columns = TokenColumn::ALL.iter();
        let index = columns.position(|column| column.kind() == kind)?;
        let token = Digest::from_bytes(hex::parse(digits)?);
        Some((
            kind.clone(),
            format!("{:032x}", keys.digest(index, token).number()),
        ))
    });
    rekeyed.collect()
}

/// Moves all folders to their final paths; when one fails, none stays.
fn complete(folders: Vec<WholeFolder>) -> Result<()> {
    let mut done = Vec::new();
    for folder in folders {
        match folder.complete() {
            Ok(path) => done.push(path),
            Err(error) => {
                for path in done {
                    // The error that is reported is the one that came first.
                    let _ = fs::remove_dir_all(path);
                }
                return Err(error);
            }
        }
    }
    Ok(())
}
