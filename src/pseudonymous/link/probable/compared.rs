//! How the clients of a provider are like residents.

use std::collections::HashMap;

use rayon::prelude::*;

use super::kinds::{Fields, KindSet};
use super::likeness::Likeness;
use super::model::Pattern;
use super::pairs::Pair;

/// A resident who is like a client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) client: u32,
    pub(super) resident: u32,
    pub(super) likeness: Likeness,
    /// The kinds of tokens that they share.
    pub(super) shared: KindSet,
}

/// The clients of a provider, and who is like each.
pub(super) struct Compared {
    /// What each client knows, of what anybody in the register has.
    pub(super) fields: Vec<Fields>,
    /// The kinds of tokens that each client carries.
    pub(super) carried: Vec<KindSet>,
    /// Sorted by client and resident.
    candidates: Vec<Candidate>,
}

impl Compared {
    /// Of clients and residents who carry these. Of fields that no resident has, a client is taken to have none: `known` are those that
    /// anybody has.
    pub(super) fn of(
        pairs: Vec<Vec<Pair>>,
        clients: Vec<KindSet>,
        residents: &[KindSet],
        known: Fields,
    ) -> Self {
        let carried = clients.par_iter();
        let fields: Vec<Fields> = carried.map(|one| one.fields().common(known)).collect();
        // Few sets of kinds come back often.
        let likeness = |known: &mut HashMap<_, _>, pair: &Pair| {
            let [client, resident] = [
                clients[pair.client as usize],
                residents[pair.resident as usize],
            ];
            let carried = client.common(resident);
            *known
                .entry((pair.shared, carried))
                .or_insert_with(|| Likeness::of(pair.shared, carried))
        };
        let candidates: Vec<Vec<Candidate>> = pairs
            .into_par_iter()
            .map_init(HashMap::new, |known, pairs| {
                let candidate = |pair: &Pair| Candidate {
                    client: pair.client,
                    resident: pair.resident,
                    likeness: likeness(known, pair),
                    shared: pair.shared,
                };
                pairs.iter().map(candidate).collect()
            })
            .collect();
        Self {
            fields,
            carried: clients,
            candidates: candidates.concat(),
        }
    }

    /// What each client knows, and who is like it.
    pub(super) fn clients(&self) -> impl Iterator<Item = (Fields, &[Candidate])> {
        let mut rest = &self.candidates[..];
        (0..).zip(&self.fields).map(move |(client, fields)| {
            let of_client = rest.partition_point(|one| one.client <= client);
            let (candidates, behind) = rest.split_at(of_client);
            rest = behind;
            (*fields, candidates)
        })
    }

    /// How its clients are like residents, sorted, and how many are alike.
    pub(super) fn patterns(&self, provider: usize) -> Vec<(Pattern, u32)> {
        let mut patterns: Vec<Pattern> = self
            .clients()
            .map(|(fields, candidates)| {
                let mut likenesses: Vec<Likeness> =
                    candidates.iter().map(|one| one.likeness).collect();
                likenesses.sort_unstable();
                Pattern {
                    provider,
                    fields,
                    likenesses,
                }
            })
            .collect();
        patterns.par_sort_unstable();
        let mut counted: Vec<(Pattern, u32)> = Vec::new();
        for pattern in patterns {
            match counted.last_mut() {
                Some((last, count)) if *last == pattern => *count += 1,
                _ => counted.push((pattern, 1)),
            }
        }
        counted
    }
}
