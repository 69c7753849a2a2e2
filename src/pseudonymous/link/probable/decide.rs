//! Who a client is, from the probabilities.

use super::compared::{Candidate, Compared};
use super::kinds::Fields;
use super::model::{Model, Odds};
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::clients::Standing;
use crate::vocabulary::{HouseholdIx, ResidentIx, SURE};

/// A client is linked to a household from this probability on.
pub(super) const LINKED: f64 = SURE[0];

/// Below it, and from this probability on, it is uncertain, which is counted and never guessed.
pub(super) const UNCERTAIN: f64 = 0.1;

/// What is decided of a client, and how likely the household is that it is linked to; 0 where it is not linked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decided {
    pub(super) standing: Standing,
    pub(super) p: f64,
}

impl Decided {
    pub(super) const OPEN: Self = Self {
        standing: Standing::Open,
        p: 0.0,
    };
}

/// What is decided of each client of a provider.
pub(super) fn provider(
    provider: usize,
    compared: &Compared,
    model: &Model,
    homes: &Homes<'_>,
) -> Vec<Decided> {
    let mut odds: Vec<Option<Odds>> = (0..Fields::SETS).map(|_| None).collect();
    let decided = compared.clients().map(|(fields, candidates)| {
        let odds = odds[fields.index()].get_or_insert_with(|| model.odds(provider, fields));
        decide((fields, candidates), odds, homes)
    });
    decided.collect()
}

/// The probability of a household is that of all who live there; one who lives in none stands alone.
///
/// A client whose BSN nobody in the register has is not one of those who now live at its address, however likely that is.
pub(super) fn decide(
    (fields, candidates): (Fields, &[Candidate]),
    odds: &Odds,
    homes: &Homes<'_>,
) -> Decided {
    let is_known = candidates.iter().any(|one| one.likeness.has_same_bsn());
    let is_elsewhere = fields.have(Fields::BSN) && !is_known;
    let possible = candidates
        .iter()
        .filter(|one| !(is_elsewhere && one.likeness.is_of_home_alone()));
    let likenesses = possible.clone().map(|one| one.likeness);
    let likely: Vec<Likely<'_>> = possible
        .zip(odds.probabilities(likenesses))
        .map(|(candidate, p)| Likely {
            home: homes.home_of(ResidentIx::at(candidate.resident as usize)),
            p,
            candidate,
        })
        .collect();
    let of_home = |one: &Likely<'_>| match one.home {
        Some(_) => likely
            .iter()
            .filter(|other| other.home == one.home)
            .map(|other| other.p)
            .sum(),
        None => one.p,
    };
    // The first of equals, so that the order of the tokens decides.
    let best = likely.iter().map(|one| (of_home(one), one)).fold(
        None,
        |best: Option<(f64, &Likely<'_>)>, one| match best {
            Some(best) if (best.0, best.1.p) >= (one.0, one.1.p) => Some(best),
            _ => Some(one),
        },
    );
    match best {
        Some((p, best)) if p >= LINKED => Decided {
            standing: best.standing(),
            p,
        },
        Some((p, _)) if p >= UNCERTAIN => Decided {
            standing: Standing::Ambiguous,
            p: 0.0,
        },
        _ => Decided::OPEN,
    }
}

/// A candidate with its home and the probability that it is the client.
struct Likely<'a> {
    home: Option<HouseholdIx>,
    p: f64,
    candidate: &'a Candidate,
}

impl Likely<'_> {
    /// The person where it is likelier than all others together, else the household.
    fn standing(&self) -> Standing {
        let likeness = self.candidate.likeness;
        let fate = if likeness.has_same_bsn() {
            ClientFate::ByBsn
        } else if likeness.is_exact() {
            ClientFate::ByCombination
        } else {
            ClientFate::BySpelling
        };
        match self.home {
            Some(home) if self.p < LINKED => Standing::Home(home, fate),
            _ => Standing::Person(ResidentIx::at(self.candidate.resident as usize), fate),
        }
    }
}
