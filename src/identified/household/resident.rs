//! What is kept of a register row until households are formed.

use zeroize::Zeroize;

use super::address::CompactAddress;
use crate::identified::dates::PartialDate;
use crate::vocabulary::{AreaPairIx, HouseholdType, RowIx, SuppliedIx};

/// What is kept of a register row: 40 bytes, and 12 of partner and parents.
///
/// With the index from BSN to row (at most 31 bytes while it grows) a person takes 83 bytes in the first pass. While
/// households are formed the index is gone, and 4 bytes of household, 8 of order and at most 24 of a household of its
/// own come instead: 88 bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// Where the person lives.
    pub(super) address: CompactAddress,
    /// The person's digest, of which the household's record key is made.
    pub(super) digest: u64,
    pub(super) birth_date: PartialDate,
    /// The supplied household.
    pub(super) supplied: Option<SuppliedIx>,
    /// The supplied wijk and buurt.
    pub(super) areas: Option<AreaPairIx>,
    /// The supplied type.
    pub(super) kind: Option<HouseholdType>,
    /// Whether the person asked for secrecy.
    pub(super) is_secret: bool,
    /// Whether the row counts.
    pub(super) state: State,
}

/// Whether a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The row was rejected.
    Rejected,
    /// The person died or departed before the reference date.
    Gone,
    /// The person lives here.
    Present,
}

impl Facts {
    /// The facts of a row that was rejected.
    pub(super) const REJECTED: Self = Self {
        address: CompactAddress {
            place: 0,
            suffix: 0,
        },
        digest: 0,
        birth_date: PartialDate::UNKNOWN,
        supplied: None,
        areas: None,
        kind: None,
        is_secret: false,
        state: State::Rejected,
    };

    /// Sorts the oldest first, who has no known birth year last; equal ages by digest, whatever the order of rows.
    pub(super) fn seniority(&self) -> (u16, u8, u8, u64) {
        let PartialDate { year, month, day } = self.birth_date;
        (year.wrapping_sub(1), month, day, self.digest)
    }
}

/// Partner and parents that live in the register: 12 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Zeroize)]
pub(super) struct Kin {
    pub(super) partner: Option<RowIx>,
    pub(super) parents: [Option<RowIx>; 2],
}

impl Kin {
    /// Partner and parents.
    pub(super) fn all(self) -> impl Iterator<Item = RowIx> {
        [self.partner, self.parents[0], self.parents[1]]
            .into_iter()
            .flatten()
    }
}

/// Wipes what points at a person: address, digest, birth date, household, area.
impl Zeroize for Facts {
    fn zeroize(&mut self) {
        self.address.place.zeroize();
        self.address.suffix.zeroize();
        self.digest.zeroize();
        self.birth_date.zeroize();
        self.supplied.zeroize();
        self.areas.zeroize();
        self.kind = None;
        self.is_secret.zeroize();
        self.state = State::Rejected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiped_facts_point_at_nobody() {
        let address = CompactAddress {
            place: 7,
            suffix: 7,
        };
        let birth_date = PartialDate {
            year: 1971,
            month: 3,
            day: 17,
        };
        let mut facts = Facts {
            address,
            digest: 7,
            birth_date,
            ..Facts::REJECTED
        };
        facts.zeroize();
        assert!(!facts.address.is_known() && facts.address.suffix == 0);
        assert_eq!(
            (facts.digest, facts.birth_date),
            (0, PartialDate::default())
        );
    }

    #[test]
    fn a_person_takes_under_100_bytes() {
        // The index from BSN to row holds 8 bytes and a control byte per place. Just after it doubled, at 7/8 full,
        // the old and the new one stand side by side: 3 places in memory for every 7/8 person.
        let index = 3.0 * 9.0 / 0.875;
        let facts = (size_of::<Facts>() + size_of::<Kin>()) as f64;
        let household = size_of::<super::super::form::Formed>() as f64;
        assert!(facts + index < 100.0);
        assert!(facts + 4.0 + 8.0 + household < 100.0);
        assert!(facts + 4.0 + size_of::<super::super::assign::Home>() as f64 <= 72.0);
    }

    #[test]
    fn who_has_no_birth_year_is_the_youngest() {
        let born = |year, digest| {
            let birth_date = PartialDate {
                year,
                month: 0,
                day: 0,
            };
            Facts {
                digest,
                birth_date,
                ..Facts::REJECTED
            }
            .seniority()
        };
        assert!(born(1950, 9) < born(1951, 1) && born(2026, 9) < born(0, 1));
        assert!(born(1950, 1) < born(1950, 2));
    }
}
