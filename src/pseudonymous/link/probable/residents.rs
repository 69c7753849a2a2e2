//! The residents: what each carries, and who lives with whom.

use rayon::prelude::*;

use super::kinds::{self, Fields, KindSet};
use crate::error::Result;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::link::address::Homes;
use crate::vocabulary::{HouseholdIx, ResidentIx};

/// What residents carry, by row.
pub(super) struct Residents {
    /// The kinds of tokens. What one resident carries for a private household counts for all who live there.
    pub(super) carried: Vec<KindSet>,
    /// Whether the register knows the surname of a partner.
    pub(super) has_partner: Vec<bool>,
}

impl Residents {
    /// Of the register.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn of(
        register: &Handover,
        (homes, members): (&Homes<'_>, &Members),
    ) -> Result<Self> {
        let own = KindSet::carried(register)?;
        let mut carried = own.clone();
        for (row, own) in (0..).zip(own) {
            let of_home = own.of_home();
            if !of_home.is_empty() {
                for member in members.with(homes, row) {
                    let kinds = &mut carried[member as usize];
                    *kinds = kinds.and(of_home);
                }
            }
        }
        let columns = TokenColumn::ALL.iter().copied();
        let of_partner: Vec<TokenColumn> = columns.filter(|one| one.is_of_partner()).collect();
        let filled = register.filled()?.par_iter();
        let has_partner = filled.map(|one| of_partner.iter().any(|column| one.has(*column)));
        Ok(Self {
            carried,
            has_partner: has_partner.collect(),
        })
    }

    /// By household whether it shares its postcode and house number with another: the register tells an address of at most two
    /// households, so one whose members tell none shares it too. `shared` says it of those with a token of it.
    pub(super) fn shares_number(&self, homes: &Homes<'_>, shared: &[bool]) -> Vec<bool> {
        let number = kinds::number_of(TokenColumn::AddressNumber);
        let (mut known, mut told) = (vec![false; shared.len()], vec![false; shared.len()]);
        for (row, carried) in self.carried.iter().enumerate() {
            if let Some(home) = homes.home_of(ResidentIx::at(row)) {
                known[home.index()] |= carried.fields().have(Fields::ADDRESS);
                told[home.index()] |= number.is_some_and(|number| carried.has(number));
            }
        }
        let homes = known.into_iter().zip(told).zip(shared);
        homes
            .map(|((is_known, is_told), is_shared)| is_known && (!is_told || *is_shared))
            .collect()
    }
}

/// Who lives in each household.
pub(super) struct Members {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Members {
    pub(super) fn of(homes: &Homes<'_>) -> Self {
        let mut starts = vec![0; homes.households.kind.len() + 1];
        let persons = || (0..).zip((0..homes.persons.household.len()).map(ResidentIx::at));
        let living = || {
            persons()
                .filter_map(|(row, person): (u32, _)| Some((row, homes.home_of(person)?.index())))
        };
        living().for_each(|(_, home)| starts[home + 1] += 1);
        for home in 1..starts.len() {
            starts[home] += starts[home - 1];
        }
        let mut rows = vec![0; *starts.last().unwrap_or(&0) as usize];
        let mut next = starts.clone();
        for (row, home) in living() {
            rows[next[home] as usize] = row;
            next[home] += 1;
        }
        Self { starts, rows }
    }

    /// All who live with this one; of an institution the one alone.
    pub(super) fn with(&self, homes: &Homes<'_>, row: u32) -> impl Iterator<Item = u32> {
        let home = homes
            .private_home_of(ResidentIx::at(row as usize))
            .map(HouseholdIx::index);
        let all = home.map_or(&[][..], |home| {
            &self.rows[self.starts[home] as usize..self.starts[home + 1] as usize]
        });
        let alone = home.is_none().then_some(row);
        all.iter().copied().chain(alone)
    }
}
