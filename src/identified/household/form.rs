//! Forms households: who belongs to which, with a summary of each.

use rayon::slice::ParallelSliceMut;
use zeroize::Zeroizing;

use super::institutions::Institutions;
use super::record_key::HouseholdRecordKeys;
use super::relations::{People, Roles};
use super::resident::NONE;
use crate::error::{Error, Result};
use crate::identified::normalise::age_band;
use crate::identified::settings::{HouseholdRule, ProjectTerms};
use crate::keys::RecordKeys;
use crate::vocabulary::{AgeBand, HouseholdType, Progress};

/// After how many addresses or households the user is asked whether to stop.
const STRIDE: usize = 1 << 16;

/// A household: 24 bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formed {
    /// The record key, of the members' digests.
    pub(super) record_key: u64,
    /// The first row of a member.
    pub(super) first_row: u32,
    /// The number of members.
    pub(super) size: u32,
    /// Where the reference person lives: the number of a pair of areas, or [`NONE`].
    pub(super) areas: u32,
    pub(super) kind: HouseholdType,
    /// The age band of the reference person.
    pub(super) age_band: AgeBand,
    /// Whether a member asked for secrecy: then `areas` is [`NONE`], wherever they live.
    pub(super) is_secret: bool,
}

impl Formed {
    /// What households are numbered by.
    fn rank(&self) -> (u64, u32, HouseholdType, AgeBand, u32) {
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
    /// Gives the number of the pair of areas where a row lives.
    pub(super) areas_of: &'a dyn Fn(u32) -> u32,
    /// What the record keys are made with.
    pub(super) keys: &'a RecordKeys<'a>,
    /// Who listens.
    pub(super) progress: &'a dyn Progress,
}

impl Forming<'_> {
    /// The number of each row's household ([`NONE`] without one), and the households by number.
    ///
    /// Numbers follow the record keys, so that they tell nothing of the order of the rows.
    pub(super) fn form(&self) -> Result<(Vec<u32>, Vec<Formed>)> {
        let (mut households, institutions) = self.assign()?;
        // Household and row in one number sort without fetching either.
        let pair = |row: u32| u64::from(households[row as usize]) << 32 | u64::from(row);
        let of_household = |pair: &u64| pair >> 32 != u64::from(NONE);
        let mut order: Vec<u64> = numbers(&households)
            .map(pair)
            .filter(of_household)
            .collect();
        order.par_sort_unstable();
        let mut formed = Vec::new();
        let mut roles = Roles::default();
        let mut members: Vec<u32> = Vec::new();
        let mut keys = HouseholdRecordKeys::new(self.keys);
        let mut digests = Zeroizing::new(Vec::new());
        for (place, pairs) in order.chunk_by(|a, b| a >> 32 == b >> 32).enumerate() {
            self.ask(place)?;
            self.progress.advance(pairs.len() as u64);
            members.clear();
            members.extend(pairs.iter().map(|pair| row_of(*pair)));
            let is_institution = institutions.binary_search(&members[0]).is_ok();
            roles.find(self.people, &members, &households);
            let number = u32::try_from(formed.len()).unwrap_or(NONE);
            formed.push(self.sum_up(&members, &roles, is_institution));
            digests.clear();
            digests.extend(members.iter().map(|row| self.people.facts(*row).digest));
            keys.add(number, &mut digests, &mut |number, key| {
                formed[number as usize].record_key = key;
            });
        }
        keys.finish(&mut |number, key| formed[number as usize].record_key = key);
        drop(order);
        formed.par_sort_unstable_by_key(Formed::rank);
        number(&mut households, &formed);
        Ok((households, formed))
    }

    /// A household but for its record key.
    fn sum_up(&self, members: &[u32], roles: &Roles, is_institution: bool) -> Formed {
        let facts = |row: &u32| self.people.facts(*row);
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
            size: u32::try_from(members.len()).unwrap_or(u32::MAX),
            areas: if is_secret {
                NONE
            } else {
                (self.areas_of)(reference)
            },
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
    fn kind(&self, members: &[u32], roles: &Roles, reference: u32) -> HouseholdType {
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

pub(super) fn numbers<T>(rows: &[T]) -> std::ops::Range<u32> {
    0..u32::try_from(rows.len()).unwrap_or(NONE)
}

/// The row in a pair of household and row.
fn row_of(pair: u64) -> u32 {
    u32::try_from(pair & u64::from(u32::MAX)).unwrap_or(NONE)
}

/// Replaces the first row of a household by its number.
fn number(households: &mut [u32], formed: &[Formed]) {
    let mut number_at = vec![NONE; households.len()];
    for (number, one) in numbers(formed).zip(formed) {
        number_at[one.first_row as usize] = number;
    }
    for household in households {
        *household = number_at.get(*household as usize).copied().unwrap_or(NONE);
    }
}
