//! The ledger of an agreement: where it is, and for whom.

use std::path::Path;

use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::keys::{Identity, ReleaseKey};
use crate::pseudonymous::ledger::{Ledger, LedgerPlace};
use crate::verify::verify_release;
use crate::vocabulary::KeyId;

/// What earlier releases of the series printed; as `restore` printed it, where the ledger is lost. Nothing without a release key.
pub(super) fn open_or_restore(
    agreement: &Agreement,
    (key, identity): (Option<&ReleaseKey>, Option<&Identity>),
    is_new: bool,
    restore: Option<&Path>,
) -> Result<Option<Ledger>> {
    let Some(key) = key else {
        return Ok(None);
    };
    let Some(release) = restore else {
        return open_ledger(agreement, key.id(), identity, is_new).map(Some);
    };
    match open_ledger(agreement, key.id(), identity, false) {
        Ok(ledger) if !ledger.is_empty() => {
            let message = "the ledger is as the last run left it, and needs no release to go on";
            return Err(Error::at(Code::UsageInvalid, ledger.path(), message)
                .hint("run without --restore-ledger"));
        }
        Err(error) if ![Code::LedgerMissing, Code::LedgerChanged].contains(&error.code()) => {
            return Err(error);
        }
        _ => {}
    }
    if let Some(problem) = verify_release(release)?.problems.first() {
        let message = format!("the release failed verification: {problem}");
        return Err(Error::at(Code::ReleaseInvalid, release, message)
            .hint("give the last release of the series, as it was published"));
    }
    let mut ledger = open_ledger(agreement, key.id(), identity, true)?;
    ledger.restore(release, key.draws().number(b"restored"))?;
    Ok(Some(ledger))
}

/// What earlier releases of the series printed; nothing where it begins anew.
pub(super) fn open_ledger(
    agreement: &Agreement,
    key: KeyId,
    identity: Option<&Identity>,
    is_new: bool,
) -> Result<Ledger> {
    let analyst = agreement.analyst();
    Ledger::open(LedgerPlace {
        folder: &agreement.ledger_folder(),
        series: agreement.series(),
        release_key: (&agreement.release_key_path(), key),
        recipient: analyst.and_then(|office| office.recipient.clone()),
        identity,
        hold: agreement.hold(),
        is_new,
    })
}
