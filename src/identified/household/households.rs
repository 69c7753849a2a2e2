//! Formed households, by number, and the household of every row.

use super::areas::{AreaPair, ListedAreas};
use super::form::Formed;
use crate::pseudonymous::HouseholdRecord;
use crate::vocabulary::{Area, Dimensions, HouseholdIx, HouseholdType, RowIx};

/// The households of a register and who belongs to them.
pub(in crate::identified) struct Households {
    /// By row.
    pub(super) household_of: Vec<Option<HouseholdIx>>,
    /// The rows that were rejected, sorted.
    pub(super) rejected: Vec<RowIx>,
    /// By number.
    pub(super) formed: Vec<Formed>,
    pub(super) areas: ListedAreas,
    /// By what is counted.
    pub(super) asked: Dimensions,
    /// The first rows of households in no area, sorted.
    pub(super) in_no_area: Vec<RowIx>,
    /// The first rows of households whose number is at more than one address, sorted.
    pub(super) spread: Vec<RowIx>,
    /// Two rows that give one buurt two wijken, where there are such.
    pub(super) in_two_wijken: Vec<RowIx>,
}

impl Households {
    /// The household of a row; `None` for anyone who has none or was rejected.
    pub(in crate::identified) fn household_of(&self, row: RowIx) -> Option<HouseholdIx> {
        self.household_of.get(row.index()).copied().flatten()
    }

    /// How many members a household has.
    pub(super) fn size(&self, household: HouseholdIx) -> usize {
        let size = self.formed[household.index()].size;
        size.map_or(usize::MAX, |size| size.get() as usize)
    }

    /// The private household of a row, if it has one.
    pub(in crate::identified) fn home_of(&self, row: RowIx) -> Option<HouseholdIx> {
        let is_private =
            |one: &HouseholdIx| self.formed[one.index()].kind != HouseholdType::Institution;
        self.household_of(row).filter(is_private)
    }

    /// Whether a row was rejected in the first pass (skipped, or a person that stands twice).
    pub(in crate::identified) fn is_rejected(&self, row: RowIx) -> bool {
        self.rejected.binary_search(&row).is_ok()
    }

    /// Whether a row must carry the warning that its household is in no area: the first row of each such household.
    pub(in crate::identified) fn is_in_no_area(&self, row: RowIx) -> bool {
        self.in_no_area.binary_search(&row).is_ok()
    }

    /// Whether a row is one of two that give a buurt two wijken.
    pub(in crate::identified) fn is_in_two_wijken(&self, row: RowIx) -> bool {
        self.in_two_wijken.contains(&row)
    }

    /// Whether a row must carry the warning that its household lives at more than one address: its first row.
    pub(in crate::identified) fn is_spread(&self, row: RowIx) -> bool {
        self.spread.binary_search(&row).is_ok()
    }

    /// The household records, numbers rising from 0 without gaps. Their order follows the record keys, not the rows.
    pub(in crate::identified) fn records(&self) -> impl Iterator<Item = HouseholdRecord> + '_ {
        self.formed.iter().enumerate().map(|(number, one)| {
            let areas = one.areas.map(|pair| self.areas.of_pair[pair.index()]);
            let AreaPair { wijk, buurt } = areas.unwrap_or_default();
            let record = HouseholdRecord {
                number: HouseholdIx::at(number),
                record_key: one.record_key,
                wijk,
                buurt,
                kind: one.kind,
                size: one.size,
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
