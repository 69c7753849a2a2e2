//! Formed households, by number, and the household of every row.

use super::areas::ListedAreas;
use super::form::Formed;
use super::resident::NONE;
use crate::pseudonymous::HouseholdRecord;
use crate::vocabulary::{Area, Dimensions, HouseholdType};

/// The mark of a row that was rejected.
pub(super) const LEFT_BEHIND: u32 = NONE - 1;

/// The households of a register and who belongs to them.
pub(in crate::identified) struct Households {
    /// By row: the number of the household, [`NONE`] or [`LEFT_BEHIND`].
    pub(super) household_of: Vec<u32>,
    /// By number.
    pub(super) formed: Vec<Formed>,
    pub(super) areas: ListedAreas,
    /// By what is counted.
    pub(super) asked: Dimensions,
    /// The first rows of households in no area, sorted.
    pub(super) in_no_area: Vec<u32>,
    /// The first rows of households whose number is at more than one address, sorted.
    pub(super) spread: Vec<u32>,
    /// Two rows that give one buurt two wijken.
    pub(super) in_two_wijken: Option<[u32; 2]>,
}

impl Households {
    /// The household of row `row` (from 0); `None` for anyone who has none or was rejected.
    pub(in crate::identified) fn household_of(&self, row: u32) -> Option<u32> {
        let household = self.household_of.get(row as usize).copied();
        household.filter(|household| *household < LEFT_BEHIND)
    }

    /// The private household of row `row`, if it has one.
    pub(in crate::identified) fn home_of(&self, row: u32) -> Option<u32> {
        let is_private = |one: &u32| self.formed[*one as usize].kind != HouseholdType::Institution;
        self.household_of(row).filter(is_private)
    }

    /// Whether row `row` was rejected in the first pass (skipped, or a person that stands twice).
    pub(in crate::identified) fn is_left_behind(&self, row: u32) -> bool {
        self.household_of.get(row as usize) == Some(&LEFT_BEHIND)
    }

    /// Whether row `row` must carry the warning that its household is in no area: the first row of each such household.
    pub(in crate::identified) fn is_in_no_area(&self, row: u32) -> bool {
        self.in_no_area.binary_search(&row).is_ok()
    }

    /// Whether row `row` is one of two that give a buurt two wijken.
    pub(in crate::identified) fn is_in_two_wijken(&self, row: u32) -> bool {
        self.in_two_wijken.is_some_and(|rows| rows.contains(&row))
    }

    /// Whether row `row` must carry the warning that its household lives at more than one address: its first row.
    pub(in crate::identified) fn is_spread(&self, row: u32) -> bool {
        self.spread.binary_search(&row).is_ok()
    }

    /// The household records, numbers rising from 0 without gaps. Their order follows the record keys, not the rows.
    pub(in crate::identified) fn records(&self) -> impl Iterator<Item = HouseholdRecord> + '_ {
        (0..).zip(&self.formed).map(|(number, one)| {
            let places = self.areas.places.get(one.areas as usize);
            let (wijk, buurt) = places.copied().unwrap_or((NONE, NONE));
            let known = |place: u32| Some(place).filter(|place| *place != NONE);
            let record = HouseholdRecord {
                number,
                record_key: one.record_key,
                wijk: known(wijk),
                buurt: known(buurt),
                kind: one.kind,
                size: Some(one.size),
                age_band: one.age_band,
            };
            record.only(self.asked)
        })
    }

    /// The wijken, sorted by code.
    pub(in crate::identified) fn wijken(&self) -> &[Area] {
        &self.areas.wijken
    }

    /// The buurten, sorted by code.
    pub(in crate::identified) fn buurten(&self) -> &[Area] {
        &self.areas.buurten
    }

    /// How many private households there are.
    pub(in crate::identified) fn private_households(&self) -> u64 {
        self.formed.len() as u64 - self.institutions()
    }

    /// How many institutions there are.
    pub(in crate::identified) fn institutions(&self) -> u64 {
        let is_institution = |one: &&Formed| one.kind == HouseholdType::Institution;
        self.formed.iter().filter(is_institution).count() as u64
    }
}
