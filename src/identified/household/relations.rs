//! What partners and parents make of a household: its type and its reference person.

use foldhash::HashMap;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::resident::{Facts, Kin, State};
use crate::identified::normalise::Relatives;
use crate::vocabulary::{HouseholdType, RowIx};

/// The rows of the register under household forming.
pub(super) struct People {
    /// The facts of each row; wiped on drop.
    pub(super) rows: Zeroizing<Vec<Facts>>,
    /// The partner and parents of each row; wiped on drop.
    pub(super) kin: Zeroizing<Vec<Kin>>,
    /// Whether partners or parents are known for anybody.
    pub(super) has_relations: bool,
}

impl People {
    /// Turns the BSNs of partners and parents into rows, without who is not present or is oneself.
    pub(super) fn resolve(
        rows: Zeroizing<Vec<Facts>>,
        relatives: &[Relatives],
        row_of_bsn: &HashMap<u32, RowIx>,
        has_relations: bool,
    ) -> Self {
        let is_present = |row: RowIx| rows[row.index()].state == State::Present;
        let kin_of = |(own, relatives): (usize, &Relatives)| {
            let resolve = |bsn: u32| {
                let row = row_of_bsn.get(&bsn).copied();
                row.filter(|row| row.index() != own && is_present(*row))
            };
            Kin {
                partner: resolve(relatives.partner),
                parents: relatives.parents.map(resolve),
            }
        };
        let relatives = relatives.par_iter().enumerate();
        let kin = relatives.map(kin_of).collect();
        Self {
            kin: Zeroizing::new(kin),
            rows,
            has_relations,
        }
    }

    /// Every row.
    pub(super) fn numbers(&self) -> impl Iterator<Item = RowIx> + use<> {
        (0..self.rows.len()).map(RowIx::at)
    }

    /// The facts of a row.
    pub(super) fn facts(&self, row: RowIx) -> &Facts {
        &self.rows[row.index()]
    }

    /// The partner and parents of a row.
    pub(super) fn kin(&self, row: RowIx) -> Kin {
        self.kin[row.index()]
    }

    /// The partner and parents of a row that live at its address.
    pub(super) fn housemates(&self, row: RowIx) -> impl Iterator<Item = RowIx> {
        let address = self.facts(row).address;
        let lives_here = move |relative: &RowIx| self.facts(*relative).address == address;
        self.kin(row).all().filter(lives_here)
    }
}

/// Who is partner, parent or child within one household; its room is used again for the next.
#[derive(Default)]
pub(super) struct Roles {
    partners: Vec<RowIx>,
    parents: Vec<RowIx>,
    has_child_of_partners: bool,
}

impl Roles {
    /// Finds the roles among `members`, who are those with one household in `households`.
    ///
    /// Partners are who are registered as such, and two parents of one child. Members without a role, such as a
    /// lodger, change nothing, as with CBS.
    pub(super) fn find(
        &mut self,
        people: &People,
        members: &[RowIx],
        households: &[Option<RowIx>],
    ) {
        self.partners.clear();
        self.parents.clear();
        let Some(household) = members.first().map(|first| households[first.index()]) else {
            return;
        };
        let is_member = |row: &RowIx| households[row.index()] == household;
        for &member in members {
            let kin = people.kin(member);
            let partner = kin.partner.filter(is_member);
            self.partners
                .extend(partner.into_iter().flat_map(|partner| [partner, member]));
            let parents = kin.parents.map(|parent| parent.filter(is_member));
            self.parents.extend(parents.iter().flatten());
            if let [Some(first), Some(second)] = parents
                && first != second
            {
                self.partners.extend([first, second]);
            }
        }
        self.partners.sort_unstable();
        let has_partnered_parent = |member: &RowIx| {
            let mut parents = people.kin(*member).parents.into_iter().flatten();
            parents.any(|parent| self.partners.binary_search(&parent).is_ok())
        };
        self.has_child_of_partners = members.iter().any(has_partnered_parent);
    }

    /// The type that the roles make of `members`: that of a couple or else a parent, whoever else lives there.
    pub(super) fn kind(&self, members: &[RowIx]) -> HouseholdType {
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
    pub(super) fn reference_person(&self, people: &People, members: &[RowIx]) -> Option<RowIx> {
        let candidates = [&self.partners[..], &self.parents, members];
        let candidates = candidates.into_iter().find(|rows| !rows.is_empty())?;
        candidates
            .iter()
            .copied()
            .min_by_key(|row| people.facts(*row).seniority())
    }
}
