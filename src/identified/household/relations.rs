//! What partners and parents make of a household: its type and its reference person.

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::resident::{Facts, NONE, State};
use crate::vocabulary::HouseholdType;

/// The rows of the register under household forming.
pub(super) struct People {
    /// The facts of each row; wiped on drop.
    pub(super) rows: Zeroizing<Vec<Facts>>,
    /// Whether partners or parents are known for anybody.
    pub(super) has_relations: bool,
}

impl People {
    /// Turns the BSNs of partners and parents into rows; who is not present or is oneself becomes [`NONE`].
    pub(super) fn resolve(
        mut rows: Zeroizing<Vec<Facts>>,
        row_of_bsn: &HashMap<u32, u32>,
        has_relations: bool,
    ) -> Self {
        let is_present: Vec<bool> = rows
            .iter()
            .map(|facts| facts.state == State::Present)
            .collect();
        for (own, facts) in rows.iter_mut().enumerate() {
            let resolve = |bsn: u32| {
                let row = row_of_bsn
                    .get(&bsn)
                    .copied()
                    .filter(|row| *row as usize != own);
                row.filter(|row| is_present[*row as usize]).unwrap_or(NONE)
            };
            let [first, second] = facts.parents;
            [facts.partner, facts.parents[0], facts.parents[1]] =
                [facts.partner, first, second].map(resolve);
        }
        Self {
            rows,
            has_relations,
        }
    }

    /// The facts of a row.
    pub(super) fn facts(&self, row: u32) -> &Facts {
        &self.rows[row as usize]
    }

    /// The partner and parents of a row that live at its address.
    pub(super) fn housemates(&self, row: u32) -> impl Iterator<Item = u32> {
        let facts = self.facts(row);
        let lives_here = |relative: &u32| {
            self.rows
                .get(*relative as usize)
                .is_some_and(|other| other.address == facts.address)
        };
        facts.relatives().filter(lives_here)
    }
}

/// Who is partner, parent or child within one household; its room is used again for the next.
#[derive(Default)]
pub(super) struct Roles {
    partners: Vec<u32>,
    parents: Vec<u32>,
    has_child_of_partners: bool,
}

impl Roles {
    /// Finds the roles among `members`, who are those with the number `household` in `households`.
    ///
    /// Partners are who are registered as such, and two parents of one child. Members without a role, such as a
    /// lodger, change nothing, as with CBS.
    pub(super) fn find(&mut self, people: &People, members: &[u32], households: &[u32]) {
        self.partners.clear();
        self.parents.clear();
        let Some(household) = members.first().map(|first| households[*first as usize]) else {
            return;
        };
        let is_member = |row: &u32| households.get(*row as usize) == Some(&household);
        for &member in members {
            let facts = people.facts(member);
            let partner = Some(facts.partner).filter(is_member);
            self.partners
                .extend(partner.into_iter().flat_map(|partner| [partner, member]));
            let parents = facts.parents.into_iter().filter(is_member);
            self.parents.extend(parents);
            let [first, second] = facts.parents;
            if is_member(&first) && is_member(&second) && first != second {
                self.partners.extend([first, second]);
            }
        }
        self.partners.sort_unstable();
        let has_partnered_parent = |member: &u32| {
            let mut parents = people.facts(*member).parents.into_iter();
            parents.any(|parent| self.partners.binary_search(&parent).is_ok())
        };
        self.has_child_of_partners = members.iter().any(has_partnered_parent);
    }

    /// The type that the roles make of `members`: that of a couple or else a parent, whoever else lives there.
    pub(super) fn kind(&self, members: &[u32]) -> HouseholdType {
        let has_couple = !self.partners.is_empty();
        match (
            has_couple,
            self.has_child_of_partners,
            self.parents.is_empty(),
            members.len(),
        ) {
            (true, true, _, _) => HouseholdType::CoupleChildren,
            (true, false, _, _) => HouseholdType::Couple,
            (false, _, false, _) => HouseholdType::SingleParent,
            (false, _, true, 1) => HouseholdType::Single,
            (false, _, true, _) => HouseholdType::Other,
        }
    }

    /// The reference person: the oldest partner, else the oldest parent, else the oldest member.
    pub(super) fn reference_person(&self, people: &People, members: &[u32]) -> Option<u32> {
        let candidates = [&self.partners[..], &self.parents, members];
        let candidates = candidates.into_iter().find(|rows| !rows.is_empty())?;
        candidates
            .iter()
            .copied()
            .min_by_key(|row| people.facts(*row).seniority())
    }
}
