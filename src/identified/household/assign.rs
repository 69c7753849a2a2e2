//! Assigns people to households: by address, relations or supplied numbers.

use rayon::slice::ParallelSliceMut;

use super::form::Forming;
use super::relations::People;
use super::resident::State;
use crate::error::Result;
use crate::identified::settings::HouseholdRule;
use crate::vocabulary::{RowIx, SuppliedIx};

/// The most unrelated persons at an address that is no institution (contract, section 6).
const MOST_UNRELATED: usize = 12;

/// Where somebody lives, without letter and addition, and the row.
pub(super) type Home = (u64, RowIx);

impl Forming<'_> {
    /// Gives every row the first row of its household, and the first rows of institutions, sorted.
    pub(super) fn assign(&self) -> Result<(Vec<Option<RowIx>>, Vec<RowIx>)> {
        let mut households = vec![None; self.people.rows.len()];
        let mut institutions = Vec::new();
        let people = self.people;
        let homes = self.homes();
        let is_one_address =
            |a: &Home, b: &Home| a.0 == b.0 && suffix(people, a) == suffix(people, b);
        let mut members = Vec::new();
        for (place, at_address) in homes.chunk_by(is_one_address).enumerate() {
            self.ask(place)?;
            members.clear();
            members.extend(at_address.iter().map(|home| home.1));
            let address = self.people.facts(members[0]).address;
            if self.institutions.holds(address) || self.is_crowd(&members) {
                institutions.push(members[0]);
                for &member in &members {
                    households[member.index()] = Some(members[0]);
                }
            } else {
                self.assign_at_address(&members, &mut households);
            }
        }
        if self.rule == HouseholdRule::Column {
            self.assign_by_number(&mut households);
        }
        institutions.sort_unstable();
        Ok((households, institutions))
    }

    /// Those present at an address, sorted by address and row.
    fn homes(&self) -> Vec<Home> {
        let people = self.people;
        let home = |row: RowIx| {
            let facts = people.facts(row);
            let is_home = facts.state == State::Present && facts.address.is_known();
            is_home.then_some((facts.address.place, row))
        };
        let mut homes: Vec<Home> = people.numbers().filter_map(home).collect();
        // The place is beside the row, so that most comparisons need not fetch the row's facts.
        homes.par_sort_unstable_by(|a, b| {
            let by_suffix = || suffix(people, a).cmp(&suffix(people, b));
            a.0.cmp(&b.0).then_with(by_suffix).then(a.1.cmp(&b.1))
        });
        homes
    }

    /// Gives those at one private address the first row of their household.
    fn assign_at_address(&self, members: &[RowIx], households: &mut [Option<RowIx>]) {
        for &member in members {
            households[member.index()] = match self.rule {
                HouseholdRule::Column => None,
                HouseholdRule::Address => Some(members[0]),
                HouseholdRule::Family => Some(member),
            };
        }
        if self.rule == HouseholdRule::Family {
            let ties = members
                .iter()
                .flat_map(|row| self.people.housemates(*row).map(|other| (*row, other)));
            ties.for_each(|(one, other)| join(households, one, other));
            for &member in members {
                households[member.index()] = Some(root(households, member));
            }
        }
    }

    /// Gives those with a supplied household its first row, unless they live in an institution.
    fn assign_by_number(&self, households: &mut [Option<RowIx>]) {
        let supplied = self.people.rows.iter().filter_map(|facts| facts.supplied);
        let most = supplied.map(SuppliedIx::index).max();
        let mut first_rows = vec![None; most.map_or(0, |most| most + 1)];
        for row in self.people.numbers() {
            let facts = self.people.facts(row);
            let household = &mut households[row.index()];
            if let Some(supplied) = facts.supplied
                && facts.state == State::Present
                && household.is_none()
            {
                *household = Some(*first_rows[supplied.index()].get_or_insert(row));
            }
        }
    }

    /// Whether more unrelated persons live at an address than in any private household.
    ///
    /// Related is who has a partner, parent or child there. With supplied households, so is who shares a number with
    /// somebody there; a number of more persons than the limit says nothing where relations are known.
    fn is_crowd(&self, members: &[RowIx]) -> bool {
        if members.len() <= MOST_UNRELATED {
            return false;
        }
        let ties = members
            .iter()
            .flat_map(|row| self.people.housemates(*row).flat_map(|other| [*row, other]));
        let mut related: Vec<RowIx> = ties.collect();
        if self.rule == HouseholdRule::Column {
            let number = |row: &RowIx| self.people.facts(*row).supplied;
            let mut numbered: Vec<RowIx> = members
                .iter()
                .copied()
                .filter(|row| number(row).is_some())
                .collect();
            numbered.sort_unstable_by_key(number);
            let together = numbered
                .chunk_by(|a, b| number(a) == number(b))
                .filter(|rows| {
                    rows.len() > 1 && (rows.len() <= MOST_UNRELATED || !self.people.has_relations)
                });
            related.extend(together.flatten());
        }
        related.sort_unstable();
        related.dedup();
        members.len() - related.len() > MOST_UNRELATED
    }
}

fn suffix(people: &People, home: &Home) -> u64 {
    people.facts(home.1).address.suffix
}

/// The first row of the set that holds `row`.
fn root(sets: &mut [Option<RowIx>], mut row: RowIx) -> RowIx {
    while let Some(above) = sets[row.index()].filter(|above| *above != row) {
        sets[row.index()] = sets[above.index()];
        row = above;
    }
    row
}

/// Makes one set of two; its first row stands for it.
fn join(sets: &mut [Option<RowIx>], one: RowIx, other: RowIx) {
    let (one, other) = (root(sets, one), root(sets, other));
    sets[one.max(other).index()] = Some(one.min(other));
}
