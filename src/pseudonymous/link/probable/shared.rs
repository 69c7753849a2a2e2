//! What shows when all tokens are compared: who shares which kinds with whom.

use rayon::prelude::*;

use super::index::Index;
use super::kinds::KindSet;
use super::pairs::Pair;
use super::residents::Members;
use crate::error::{Result, in_order};
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::not_compared::LeftOut;
use crate::vocabulary::Progress;

/// So many residents are compared with all others, when there are as many: enough for twins.
const COMPARED: usize = 100_000;

/// Every so many of all residents are compared with all others.
pub(in crate::pseudonymous::link) fn step(residents: usize) -> u32 {
    let step = residents.div_ceil(COMPARED).max(1);
    u32::try_from(step).unwrap_or(u32::MAX)
}

/// Who shares which kinds of tokens, but for tokens that too many residents carry.
pub(in crate::pseudonymous::link) struct Shared {
    /// By provider its clients and residents: sorted, in stretches.
    pub(in crate::pseudonymous::link) clients: Vec<Vec<Vec<Pair>>>,
    /// Every so many residents, and all others.
    pub(in crate::pseudonymous::link) residents: Vec<Met>,
    /// By household whether each of its tokens of postcode and house number is another's too; not where it has none.
    pub(in crate::pseudonymous::link) numbers: Vec<bool>,
    /// Tokens that too many residents carry.
    pub(in crate::pseudonymous::link) left_out: Vec<LeftOut>,
}

/// Pairs of residents of whom the first carries the one, the second the other, and who share these.
pub(in crate::pseudonymous::link) struct Met {
    pub(in crate::pseudonymous::link) carried: [KindSet; 2],
    pub(in crate::pseudonymous::link) shared: KindSet,
    pub(in crate::pseudonymous::link) pairs: u64,
}

impl Shared {
    /// Compares the tokens of hand-overs; `carried` has the kinds of each resident.
    ///
    /// # Errors
    /// When a file cannot be read, or the user stops.
    pub(super) fn of(
        handovers: &HandoverSet,
        (homes, members): (&Homes<'_>, &Members),
        carried: &[KindSet],
        progress: &dyn Progress,
    ) -> Result<Self> {
        let tokens = handovers.all().map(Handover::count_of_tokens).sum();
        progress.begin("comparing tokens", Some(tokens));
        let residents = Index::of_residents(&handovers.register, (homes, members), progress)?;
        let of_provider = |provider| {
            let clients = Index::of_clients(provider, progress)?;
            Ok(residents.pairs(&clients, |_, _| true))
        };
        let (among, clients) = rayon::join(
            || among(&residents, carried),
            || in_order(handovers.providers.par_iter().map(of_provider)),
        );
        let shared = Self {
            clients: clients?,
            residents: among,
            numbers: residents.shared_numbers(homes),
            left_out: residents.left_out(),
        };
        progress.end();
        Ok(shared)
    }
}

/// Compares every so many residents with all others.
fn among(residents: &Index, carried: &[KindSet]) -> Vec<Met> {
    let some = residents.each(step(carried.len()));
    let others = residents.pairs(&some, |one, other| one != other);
    let counted = |pairs: Vec<Pair>| {
        let alike = |pair: &Pair| {
            let both = [pair.client, pair.resident];
            (both.map(|row| carried[row as usize]), pair.shared)
        };
        let mut all: Vec<([KindSet; 2], KindSet)> = pairs.iter().map(alike).collect();
        all.sort_unstable();
        let alike = all.chunk_by(PartialEq::eq).map(|alike| Met {
            carried: alike[0].0,
            shared: alike[0].1,
            pairs: alike.len() as u64,
        });
        alike.collect::<Vec<_>>()
    };
    others.into_par_iter().flat_map_iter(counted).collect()
}
