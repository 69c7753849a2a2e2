//! The ledger of an agreement: where it is, and for whom.

use crate::agreement::Agreement;
use crate::error::Result;
use crate::keys::Identity;
use crate::pseudonymous::ledger::{Ledger, LedgerPlace};
use crate::vocabulary::KeyId;

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
