//! How far the search for a client is, as a number of an answer.

use crate::pseudonymous::cluster::Checked;
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::clients::Standing;
use crate::vocabulary::{HouseholdIx, ResidentIx};

pub(super) const OPEN: i64 = 0;
pub(super) const SEVERAL: i64 = 1;
pub(super) const AMBIGUOUS: i64 = 2;
pub(super) const BY_BSN: i64 = 3;
pub(super) const BY_COMBINATION: i64 = 4;
pub(super) const BY_ADDRESS: i64 = 5;

/// No person, household or client.
pub(super) const NONE: i64 = -1;

const NOT_HERE: &str = "a row links whom these hand-overs do not have";

/// What the number stands for, with the resident or household that it found; there are so many of them.
pub(super) fn standing(
    (number, whom): (i64, i64),
    (persons, households): (usize, usize),
) -> Checked<Standing> {
    let person = |fate| {
        let person = place(whom, persons)?;
        Ok(Standing::Person(ResidentIx::at(person), fate))
    };
    match number {
        BY_BSN => person(ClientFate::ByBsn),
        BY_COMBINATION => person(ClientFate::ByCombination),
        BY_ADDRESS => {
            let home = HouseholdIx::at(place(whom, households)?);
            Ok(Standing::Home(home, ClientFate::ByAddress))
        }
        _ if whom != NONE => Err(NOT_HERE),
        OPEN => Ok(Standing::Open),
        SEVERAL => Ok(Standing::Several),
        AMBIGUOUS => Ok(Standing::Ambiguous),
        _ => Err(NOT_HERE),
    }
}

/// A place in a list of so many.
pub(super) fn place(number: i64, many: usize) -> Checked<usize> {
    let place = usize::try_from(number).ok();
    place.filter(|place| *place < many).ok_or(NOT_HERE)
}
