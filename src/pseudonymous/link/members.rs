//! Who lives in which household: the persons of a range of households, in an order that no file decides.

use std::ops::Range;

use rayon::prelude::*;

use super::linked::LinkedPersons;
use super::packed::UseKey;
use crate::pseudonymous::handover::RegisterPersonColumns;
use crate::vocabulary::{HouseholdIx, PersonIx, ResidentIx};

/// From so many members on a household looks its residents up in a list of its own.
const MANY: usize = 32;

/// Each part of the households goes through the whole register, so that more would take longer.
const MOST_PARTS: usize = 8;

/// The residents who live in a range of households, by household.
///
/// Within a household the order is that of age band, sex and token: the register is sorted by tokens, so its rows stand for them.
pub(super) struct Members<'a> {
    read: &'a RegisterPersonColumns,
    /// The first household.
    first: usize,
    /// Where the members of each household begin, and the end.
    starts: Vec<u32>,
    residents: Vec<ResidentIx>,
}

/// Of some households where their residents begin, and the end, and the residents, by household. It goes through all of the register.
fn living_in(
    read: &RegisterPersonColumns,
    households: &Range<usize>,
) -> (Vec<u32>, Vec<ResidentIx>) {
    let living = || {
        let homes = read.household.iter().zip(&read.has_left).zip(0..);
        homes.filter_map(|((home, has_left), resident)| {
            let home = home.filter(|_| !has_left)?.index();
            let home = Some(home).filter(|home| households.contains(home))?;
            Some((home - households.start, ResidentIx::at(resident)))
        })
    };
    // First how many live in each household, then where those who come before it end.
    let mut starts = vec![0_u32; households.len() + 1];
    living().for_each(|(home, _)| starts[home] += 1);
    let mut before = 0;
    for start in &mut starts {
        before += std::mem::replace(start, before);
    }
    let mut residents = vec![ResidentIx::at(0); before as usize];
    for (home, resident) in living() {
        residents[starts[home] as usize] = resident;
        starts[home] += 1;
    }
    // Each start is now that of the household behind it.
    starts.rotate_right(1);
    starts[0] = 0;
    (starts, residents)
}

impl<'a> Members<'a> {
    /// Of these households.
    pub(super) fn of(read: &'a RegisterPersonColumns, households: &Range<usize>) -> Self {
        let parts = rayon::current_num_threads().min(MOST_PARTS);
        let begin = |part| households.start + households.len() * part / parts;
        let part = |part| living_in(read, &(begin(part)..begin(part + 1)));
        let parts: Vec<_> = (0..parts).into_par_iter().map(part).collect();
        let mut starts = Vec::with_capacity(households.len() + 1);
        let mut residents: Vec<ResidentIx> = Vec::new();
        let mut before = 0;
        for (own, living) in parts {
            starts.extend(own.iter().map(|start| before + start));
            before = starts.pop().unwrap_or(before);
            residents.extend(living);
        }
        starts.push(before);
        let mut members = Self {
            read,
            first: households.start,
            starts,
            residents,
        };
        members.sort();
        members
    }

    /// Rows are in their order already.
    fn sort(&mut self) {
        let read = self.read;
        let is_beside = |one: &ResidentIx, next: &ResidentIx| {
            read.household[one.index()] == read.household[next.index()]
        };
        let by_household = self.residents.par_chunk_by_mut(is_beside);
        by_household.for_each(|own| {
            own.sort_by_key(|one| (read.age_band[one.index()], read.sex[one.index()]));
        });
    }

    /// Where the members of a household of the range stand.
    fn places(&self, household: usize) -> Range<usize> {
        self.starts[household] as usize..self.starts[household + 1] as usize
    }

    /// The persons, by household of the range.
    pub(super) fn persons(&self) -> LinkedPersons {
        let all = || self.residents.par_iter().map(|one| one.index());
        let homes = 0..self.starts.len() - 1;
        LinkedPersons {
            household: homes
                .flat_map(|home| self.places(home).map(move |_| HouseholdIx::at(home)))
                .collect(),
            age_band: all().map(|one| self.read.age_band[one]).collect(),
            sex: all().map(|one| self.read.sex[one]).collect(),
        }
    }

    /// Uses of residents, sorted by household, as uses of persons of the range, sorted.
    pub(super) fn named(&self, mut uses: Vec<UseKey>) -> Vec<UseKey> {
        let of_one = |one: &UseKey, next: &UseKey| one.household() == next.household();
        uses.par_chunk_by_mut(of_one).for_each(|uses| {
            let home = uses[0].household() - self.first;
            let places = self.places(home);
            let own = &self.residents[places.clone()];
            let mut by_row: Vec<(ResidentIx, usize)> = Vec::new();
            if own.len() >= MANY {
                by_row.extend(own.iter().copied().zip(0..));
                by_row.sort_unstable();
            }
            let place = |resident: ResidentIx| {
                if own.len() < MANY {
                    return own.iter().position(|one| *one == resident);
                }
                let found = by_row.binary_search_by_key(&resident, |(one, _)| *one);
                found.ok().map(|found| by_row[found].1)
            };
            for one in uses.iter_mut() {
                let resident = one.unpack().person.map(|row| ResidentIx::at(row.index()));
                let person = resident.and_then(place);
                *one = one.of(home, person.map(|place| PersonIx::at(places.start + place)));
            }
            uses.sort_unstable();
        });
        uses
    }
}
