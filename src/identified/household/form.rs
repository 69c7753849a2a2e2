//! Forms households: who belongs to which, with a summary of each.

use rayon::slice::ParallelSliceMut;
use zeroize::Zeroizing;

use super::institutions::Institutions;
use super::record_key::HouseholdRecordKeys;
use super::relations::{People, Roles};
use crate::error::{Error, Result};
use crate::identified::normalise::age_band;
use crate::identified::settings::{HouseholdRule, ProjectTerms};
use crate::keys::RecordKeys;
use crate::vocabulary::{AgeBand, AreaPairIx, HouseholdIx, HouseholdType, NonMax, Progress, RowIx};

/// After how many addresses or households the user is asked whether to stop.
const STRIDE: usize = 1 << 16;

/// A household: 24 bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formed {
    /// The record key, of the members' digests.
    pub(super) record_key: u64,
    /// The first row of a member.
    pub(super) first_row: RowIx,
    /// The number of members.
    pub(super) size: Option<NonMax>,
    /// Where the reference person lives.
    pub(super) areas: Option<AreaPairIx>,
    pub(super) kind: HouseholdType,
    /// The age band of the reference person.
    pub(super) age_band: AgeBand,
    /// Whether a member asked for secrecy: then `areas` is `None`, wherever they live.
    pub(super) is_secret: bool,
}

impl Formed {
    /// What households are numbered by.
    fn rank(&self) -> (u64, Option<NonMax>, HouseholdType, AgeBand, RowIx) {
        (
            self.record_key,
            self.size,
            self.kind,
            self.age_band,
            self.first_row,
        )
    }
}

/// Forms households of `people`.
pub(super) struct Forming<'a> {
    /// The people, relations resolved.
    pub(super) people: &'a People,
    /// How households are formed.
    pub(super) rule: HouseholdRule,
    /// The listed institutions.
    pub(super) institutions: &'a Institutions,
    /// Reference date and age bands.
    pub(super) terms: &'a ProjectTerms,
    /// Gives the areas where a row lives.
    pub(super) areas_of: &'a dyn Fn(RowIx) -> Option<AreaPairIx>,
    /// What the record keys are made with.
    pub(super) keys: &'a RecordKeys<'a>,
    /// Who listens.
    pub(super) progress: &'a dyn Progress,
}

impl Forming<'_> {
    /// The household of each row, and the households by number.
    ///
    /// Numbers follow the record keys, so that they tell nothing of the order of the rows.
    pub(super) fn form(&self) -> Result<(Vec<Option<HouseholdIx>>, Vec<Formed>)> {
        let (households, institutions) = self.assign()?;
        // Household and row beside each other sort without fetching either.
        let member = |row: RowIx| Some((households[row.index()]?, row));
        let mut order: Vec<(RowIx, RowIx)> = self.people.numbers().filter_map(member).collect();
        order.par_sort_unstable();
        let mut formed = Vec::new();
        let mut roles = Roles::default();
        let mut members: Vec<RowIx> = Vec::new();
        let mut keys = HouseholdRecordKeys::new(self.keys);
        let mut digests = Zeroizing::new(Vec::new());
        for (place, pairs) in order.chunk_by(|a, b| a.0 == b.0).enumerate() {
            self.ask(place)?;
            self.progress.advance(pairs.len() as u64);
            members.clear();
            members.extend(pairs.iter().map(|pair| pair.1));
            let is_institution = institutions.binary_search(&members[0]).is_ok();
            roles.find(self.people, &members, &households);
            let index = formed.len();
            formed.push(self.sum_up(&members, &roles, is_institution));
            digests.clear();
            digests.extend(members.iter().map(|row| self.people.facts(*row).digest));
            keys.add(index, &mut digests, &mut |index, key| {
                formed[index].record_key = key;
            });
        }
        keys.finish(&mut |index, key| formed[index].record_key = key);
        drop(order);
        formed.par_sort_unstable_by_key(Formed::rank);
        Ok((numbered(households, &formed), formed))
    }

    /// A household but for its record key.
    fn sum_up(&self, members: &[RowIx], roles: &Roles, is_institution: bool) -> Formed {
        let facts = |row: &RowIx| self.people.facts(*row);
        let reference = roles
            .reference_person(self.people, members)
            .unwrap_or(members[0]);
        let kind = if is_institution {
            HouseholdType::Institution
        } else {
            self.kind(members, roles, reference)
        };
        let is_secret = members.iter().any(|row| facts(row).is_secret);
        Formed {
            record_key: 0,
            first_row: members[0],
            size: u32::try_from(members.len()).ok().and_then(NonMax::new),
            areas: (self.areas_of)(reference).filter(|_| !is_secret),
            kind,
            age_band: age_band(
                facts(&reference).birth_date,
                self.terms.reference_date,
                &self.terms.age_bands,
            ),
            is_secret,
        }
    }

    /// The type: the supplied one for supplied households, else of the roles, else supplied, else by size.
    fn kind(&self, members: &[RowIx], roles: &Roles, reference: RowIx) -> HouseholdType {
        let kinds = members
            .iter()
            .filter_map(|row| self.people.facts(*row).kind);
        let supplied = self.people.facts(reference).kind.or(kinds.min());
        let derived = self.people.has_relations.then(|| roles.kind(members));
        let by_size = if members.len() == 1 {
            HouseholdType::Single
        } else {
            HouseholdType::Unknown
        };
        let known = match self.rule {
            HouseholdRule::Column => supplied.or(derived),
            HouseholdRule::Family | HouseholdRule::Address => derived.or(supplied),
        };
        known.unwrap_or(by_size)
    }

    /// Asks now and then whether the user wants to stop.
    pub(super) fn ask(&self, place: usize) -> Result<()> {
        if place.is_multiple_of(STRIDE) && self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(())
    }
}

/// The household of each row, where `first_rows` has the first row of its household.
fn numbered(first_rows: Vec<Option<RowIx>>, formed: &[Formed]) -> Vec<Option<HouseholdIx>> {
    let mut household_at = vec![None; first_rows.len()];
    for (index, one) in formed.iter().enumerate() {
        household_at[one.first_row.index()] = Some(HouseholdIx::at(index));
    }
    let first_rows = first_rows.into_iter();
    first_rows
        .map(|first| household_at[first?.index()])
        .collect()
}
