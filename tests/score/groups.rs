//! How well the clients of each group are found, by the truth.

use std::collections::BTreeMap;

use factlab::pseudonymous::link::LinkedTown;
use factlab::vocabulary::{AgeBand, PersonIx, ProviderIx, When};

use super::{Score, links};

/// What sets a group apart, with the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Age(AgeBand),
    PartnerName(bool),
    SharedNumber(bool),
    KnowsBsn(bool),
}

/// The score of each group, of clients of whom the truth knows the person.
#[derive(Debug, Default)]
pub(crate) struct Groups(BTreeMap<Group, Score>);

impl Groups {
    /// Adds the true links of a town. `of_client` says which groups a provider's client is in.
    pub(crate) fn see(
        &mut self,
        found: &LinkedTown,
        truth: &LinkedTown,
        of_client: impl Fn(ProviderIx, PersonIx) -> [Group; 4],
    ) {
        let mut left = links(&found.uses);
        let uses = truth.uses.iter().map(|key| key.unpack());
        for one in uses.filter(|one| one.when.meets(When::IN_PERIOD)) {
            let Some(person) = one.person else { continue };
            let left = left.get_mut(&(one.provider, one.household, one.service));
            let left = left.filter(|left| **left > 0);
            let right = u64::from(left.is_some());
            if let Some(left) = left {
                *left -= 1;
            }
            let score = Score {
                right,
                found: right,
                truly: 1,
            };
            for group in of_client(one.provider, person) {
                let all = self.0.entry(group).or_default();
                *all = all.and(score);
            }
        }
    }

    /// The groups in which chance matters little.
    pub(crate) fn large(&self) -> impl Iterator<Item = (Group, Score)> {
        let groups = self.0.iter().map(|(group, score)| (*group, *score));
        groups.filter(|(_, score)| score.truly >= 1000)
    }

    /// How far the recall of groups that one thing sets apart lies from each other, at most.
    pub(crate) fn gap(&self) -> f64 {
        let recalls = |of: Group| {
            let like = move |(group, _): &(Group, Score)| {
                std::mem::discriminant(group) == std::mem::discriminant(&of)
            };
            self.large().filter(like).map(|(_, score)| score.recall())
        };
        let gap = |(group, score): (Group, Score)| {
            let highest = recalls(group).fold(0.0, f64::max);
            highest - score.recall()
        };
        self.large().map(gap).fold(0.0, f64::max)
    }
}
