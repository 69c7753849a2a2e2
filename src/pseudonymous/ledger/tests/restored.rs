//! What goes on where the ledger is lost.

use std::path::Path;

use super::{differing, making, open, protected, release, town};
use crate::error::Code;
use crate::pseudonymous::ledger::{HOLD, Ledger};
use crate::pseudonymous::measure::Engine;
use crate::pseudonymous::measure::fixture::Made;
use crate::pseudonymous::protect::counts;
use crate::vocabulary::Silent;

const FIRST: &str = "p-2026-12-31-00000000";

/// As far as a count can be from what k5 prints of it: hidden ones go up to 13.
const FURTHEST: u64 = 13;

/// A ledger begun again from what a release of these households printed.
fn restored(folder: &Path, made: &Made) -> Ledger {
    let ledger = open(folder, None).unwrap();
    let (_, entry) = protected(&ledger, FIRST, &made.town, &made.plan).unwrap();
    let public = ledger.public_half(&entry).unwrap();
    std::fs::write(folder.join("ledger.json"), public).unwrap();
    let mut ledger = open(folder, None).unwrap();
    ledger.restore(folder, 5).unwrap();
    ledger
}

#[test]
fn what_was_printed_stays_until_a_count_differs_by_twelve_from_all_that_it_can_have_been() {
    let (folder, lost) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let made = town(0..300);
    let first = release(folder.path(), FIRST, &made);
    let (mut soft, mut past) = (Vec::new(), 0);
    for households in [0..300, 20..320, 80..300, 200..300, 290..300] {
        let ledger = restored(lost.path(), &made);
        let later = town(households);
        let (_, entry) = protected(&ledger, "second", &later.town, &later.plan).unwrap();
        let held = entry.history.held();
        let exact = counts(&later.town.count(&later.plan, &Silent).unwrap());
        for (key, count) in &exact {
            let printed = first.get(key).copied();
            let held = held.counts.get(key).map(|held| held.drawn);
            let away = count.abs_diff(printed.unwrap_or(0));
            let is_never_hidden = key.is_of_groups();
            if away < HOLD + FURTHEST && !(is_never_hidden && printed.is_none()) {
                assert_eq!(held, Some(printed), "{key:?}");
            } else if away >= 2 * HOLD + FURTHEST {
                assert_eq!(held, None, "{key:?}");
                past += 1;
            } else {
                soft.push(held.is_some());
            }
        }
    }
    assert!(past > 10 && soft.contains(&true) && soft.contains(&false));
}

#[test]
fn numbers_go_on_from_release_to_release() {
    let lost = tempfile::tempdir().unwrap();
    let made = town(0..300);
    let ledger = restored(lost.path(), &made);
    let (second, entry) = protected(&ledger, "second", &made.town, &made.plan).unwrap();
    assert_eq!(ledger.restored(&entry), Some(FIRST));
    ledger.keep(entry).unwrap();
    let third = release(lost.path(), "third", &made);
    assert_eq!(differing(&second, &third), 0);
}

#[test]
fn a_release_of_before_the_loss_is_not_made_again_and_another_series_restores_nothing() {
    let lost = tempfile::tempdir().unwrap();
    let mut ledger = restored(lost.path(), &town(0..300));
    let refused = ledger.refuse_earlier(&making(FIRST, "2026-12-31"));
    assert_eq!(refused.err().unwrap().code(), Code::LedgerOrder);
    let file = lost.path().join("ledger.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let other = text.replace("\"series\":\"town\"", "\"series\":\"village\"");
    std::fs::write(&file, other).unwrap();
    let refused = ledger.restore(lost.path(), 5).err().unwrap();
    assert_eq!(refused.code(), Code::LedgerOther);
}
