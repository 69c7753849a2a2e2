//! How likely it is that a client is a resident who is like it in some ways.
//!
//! Fellegi and Sunter (J. Am. Stat. Assoc. 64, 1969), for clients of whom each is at most one resident: a client is resident j with a probability of
//! π m(γ)/λ(γ) over 1 − π + Σ π m/λ, where γ is how they are alike, m how often a client is so like itself in the register, λ how many others
//! are so like a client, and π the share of clients who are in the register and like themselves in anything. λ has two parts: those whom one
//! meets by chance ([`Background`]), and, near each other, strangers: who now lives where a client once did. m, π and the strangers follow from
//! all clients by expectation and maximisation, m and π of each provider.

use rayon::prelude::*;

use super::background::Background;
use super::kinds::Fields;
use super::likeness::{ALL_LEVELS, EXCLUSIVE, LIKENESSES, Likeness, places};

/// How a client of a provider is like residents, and how many clients are so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    pub(super) provider: usize,
    pub(super) fields: Fields,
    /// Sorted.
    pub(super) likenesses: Vec<Likeness>,
}

/// Of each group of [`EXCLUSIVE`] levels the share that has it.
type Shares = [f64; ALL_LEVELS];

/// How a client is like itself in the register, where nothing is known yet.
const SELF: Shares = [
    0.0, 0.02, 0.98, // BSN: other, same
    0.0, 0.01, 0.005, 0.015, 0.97, // birth date: other, year, two parts, all
    0.0, 0.04, 0.02, 0.02, 0.92, // surname: other, begins alike, sounds alike, equal
    0.0, 0.05, 0.10, 0.03, 0.819,
    0.001, // given name: other, initial, begins alike, equal, swapped with the surname
    0.05, 0.95, // initial alone: other, equal
    0.0, 0.08, 0.01, 0.01, 0.10, 0.80, // address: other, house number, postcode, both, door
];

/// How a client is like who now lives at its old address, where nothing is known yet.
const STRANGER: Shares = [
    0.0, 0.9999, 0.0001, //
    0.0, 0.95, 0.037, 0.0125, 0.0005, //
    0.0, 0.97, 0.005, 0.005, 0.02, //
    0.0, 0.92, 0.06, 0.01, 0.0099, 0.0001, //
    0.93, 0.07, //
    0.0, 0.0, 0.0, 0.0, 0.2, 0.8,
];

/// Clients that [`SELF`] counts for beside those of all providers, and all providers beside those of each.
const AS_ASSUMED: f64 = 50.0;
/// Strangers that [`STRANGER`] counts for.
const STRANGERS_AS_ASSUMED: f64 = 20.0;

const MOST_ROUNDS: usize = 60;
/// The rounds end when the expected links change by a smaller part.
const STEADY: f64 = 1e-6;

/// Makes shares of counts, as if `weight` more of each group were as `assumed`.
fn shares(counts: &Shares, assumed: &Shares, weight: f64) -> Shares {
    let mut shares = [0.0; ALL_LEVELS];
    for group in EXCLUSIVE {
        let total: f64 = counts[group.clone()].iter().sum();
        for place in group {
            shares[place] = (counts[place] + weight * assumed[place]) / (total + weight);
        }
    }
    shares
}

/// What is fitted of a provider.
#[derive(Debug, Clone)]
struct OfProvider {
    /// Of its clients who are residents and like themselves.
    found: f64,
    itself: Shares,
}

/// A likeness that clients have.
struct Met {
    index: usize,
    places: [Option<usize>; 5],
    is_near: bool,
    /// How many residents are so like a client who is none of them, by chance.
    by_chance: f64,
}

impl Met {
    fn of(likeness: Likeness, rates: &[f64]) -> Self {
        Self {
            index: likeness.index(),
            places: places(likeness),
            is_near: likeness.is_near(),
            by_chance: rates[likeness.index()],
        }
    }

    /// How often a likeness has such levels, if its fields are independent.
    fn chance(&self, shares: &Shares) -> f64 {
        chance(self.places, shares)
    }
}

/// How often a likeness has the levels at these places, if its fields are independent.
fn chance(places: [Option<usize>; 5], shares: &Shares) -> f64 {
    let places = places.iter().flatten();
    places.map(|place| shares[*place]).product()
}

/// The fitted model.
pub(super) struct Model {
    /// What clients who know the same fields have, by these fields.
    met: Vec<Vec<Met>>,
    providers: Vec<OfProvider>,
    /// The same of all providers together.
    all: OfProvider,
    /// For each client, strangers at its address.
    strangers: f64,
    stranger: Shares,
}

/// What a round adds up.
#[derive(Clone)]
struct Sums {
    clients: f64,
    with_address: f64,
    found: f64,
    itself: Shares,
    strangers: f64,
    stranger: Shares,
}

impl Sums {
    const ZERO: Self = Self {
        clients: 0.0,
        with_address: 0.0,
        found: 0.0,
        itself: [0.0; ALL_LEVELS],
        strangers: 0.0,
        stranger: [0.0; ALL_LEVELS],
    };

    fn add(&mut self, other: &Self) {
        let add = |all: &mut Shares, more: &Shares| {
            all.iter_mut()
                .zip(more)
                .for_each(|(all, more)| *all += more);
        };
        self.clients += other.clients;
        self.with_address += other.with_address;
        self.found += other.found;
        self.strangers += other.strangers;
        add(&mut self.itself, &other.itself);
        add(&mut self.stranger, &other.stranger);
    }
}

/// The odds of each likeness for clients of a provider who know the same fields, and the part of others that are strangers.
pub(super) struct Odds {
    found: Vec<f64>,
    strangers: Vec<f64>,
    not_found: f64,
}

impl Odds {
    /// The probability of each of the likenesses of a client that it is this resident.
    pub(super) fn probabilities(
        &self,
        likenesses: impl Iterator<Item = Likeness> + Clone,
    ) -> impl Iterator<Item = f64> {
        let all: f64 = likenesses.clone().map(|one| self.found[one.index()]).sum();
        let all = self.not_found + all;
        likenesses.map(move |one| self.found[one.index()] / all)
    }
}

impl Model {
    /// Fits it to the clients, sorted by pattern, each with how many are alike.
    pub(super) fn fit(
        patterns: &[(Pattern, u32)],
        providers: usize,
        background: &Background,
    ) -> Self {
        let mut all: Vec<(Fields, Likeness)> = patterns
            .iter()
            .flat_map(|(pattern, _)| {
                let likenesses = pattern.likenesses.iter();
                likenesses.map(|likeness| (pattern.fields, *likeness))
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        let mut met: Vec<Vec<Met>> = (0..Fields::SETS).map(|_| Vec::new()).collect();
        let of_fields: Vec<_> = all.chunk_by(|one, next| one.0 == next.0).collect();
        let met_of: Vec<(usize, Vec<Met>)> = of_fields
            .into_par_iter()
            .map(|of_fields| {
                let rates = background.rates(of_fields[0].0);
                let likenesses = of_fields.iter().map(|(_, likeness)| *likeness);
                let met = likenesses.map(|one| Met::of(one, &rates)).collect();
                (of_fields[0].0.index(), met)
            })
            .collect();
        for (fields, of_fields) in met_of {
            met[fields] = of_fields;
        }
        let start = OfProvider {
            found: 0.8,
            itself: SELF,
        };
        let mut model = Self {
            met,
            providers: vec![start.clone(); providers],
            all: start,
            strangers: 0.05,
            stranger: STRANGER,
        };
        let alike: Vec<&[(Pattern, u32)]> = patterns
            .chunk_by(|(one, _), (next, _)| {
                (one.provider, one.fields) == (next.provider, next.fields)
            })
            .collect();
        let mut before = 0.0;
        for _ in 0..MOST_ROUNDS {
            let sums: Vec<(usize, Sums)> = alike
                .par_iter()
                .map(|alike| (alike[0].0.provider, model.sums(alike)))
                .collect();
            let found = model.maximise(&sums);
            let has_changed = (found - before).abs() > STEADY * found;
            before = found;
            if !has_changed {
                break;
            }
        }
        model
    }

    /// π of a provider: the share of its clients who are residents and like themselves.
    pub(super) fn found(&self, provider: usize) -> f64 {
        self.providers[provider].found
    }

    /// m of a provider: how often a client is so like itself in the register.
    pub(super) fn itself(&self, provider: usize, likeness: Likeness) -> f64 {
        chance(places(likeness), &self.providers[provider].itself)
    }

    /// λ: how many others are so like a client, of whom so many are by chance.
    pub(super) fn others(&self, likeness: Likeness, by_chance: f64) -> f64 {
        let strangers = if likeness.is_near() {
            self.strangers * chance(places(likeness), &self.stranger)
        } else {
            0.0
        };
        by_chance + strangers
    }

    /// The odds for clients of a provider who know these fields; 0 where no client of the fit did.
    pub(super) fn odds(&self, provider: usize, fields: Fields) -> Odds {
        self.odds_of(&self.providers[provider], &self.met[fields.index()])
    }

    /// The odds for a client of whatever provider who knows these fields, of whatever likeness.
    pub(super) fn odds_of_all(&self, fields: Fields, background: &Background) -> Odds {
        let rates = background.rates(fields);
        let met: Vec<Met> = Likeness::all().map(|one| Met::of(one, &rates)).collect();
        self.odds_of(&self.all, &met)
    }

    fn odds_of(&self, of: &OfProvider, met: &[Met]) -> Odds {
        let (mut found, mut strangers) = (vec![0.0; LIKENESSES], vec![0.0; LIKENESSES]);
        for one in met {
            let stranger = if one.is_near {
                self.strangers * one.chance(&self.stranger)
            } else {
                0.0
            };
            let others = one.by_chance + stranger;
            if others > 0.0 {
                found[one.index] = of.found * one.chance(&of.itself) / others;
                strangers[one.index] = stranger / others;
            }
        }
        Odds {
            found,
            strangers,
            not_found: 1.0 - of.found,
        }
    }

    /// What the clients of a provider who know the same fields add up to, under the model as it is.
    fn sums(&self, alike: &[(Pattern, u32)]) -> Sums {
        let first = &alike[0].0;
        let odds = self.odds(first.provider, first.fields);
        let mut sums = Sums::ZERO;
        // Clients, by likeness, who are that resident, and who are not.
        let (mut found, mut others) = (vec![0.0; LIKENESSES], vec![0.0; LIKENESSES]);
        for (pattern, clients) in alike {
            let clients = f64::from(*clients);
            sums.clients += clients;
            let likenesses = pattern.likenesses.iter().copied();
            for (likeness, p) in likenesses.clone().zip(odds.probabilities(likenesses)) {
                found[likeness.index()] += clients * p;
                others[likeness.index()] += clients * (1.0 - p);
            }
        }
        for one in &self.met[first.fields.index()] {
            let found = found[one.index];
            let strangers = others[one.index] * odds.strangers[one.index];
            sums.found += found;
            sums.strangers += strangers;
            for place in one.places.into_iter().flatten() {
                sums.itself[place] += found;
                sums.stranger[place] += strangers;
            }
        }
        if first.fields.have(Fields::ADDRESS) {
            sums.with_address = sums.clients;
        }
        sums
    }

    /// Takes what was added up, and gives the expected links.
    fn maximise(&mut self, sums: &[(usize, Sums)]) -> f64 {
        let mut of_provider = vec![Sums::ZERO; self.providers.len()];
        let mut all = Sums::ZERO;
        for (provider, sums) in sums {
            of_provider[*provider].add(sums);
            all.add(sums);
        }
        let found = |sums: &Sums| (sums.found + 1.0) / (sums.clients + 2.0);
        self.all.itself = shares(&all.itself, &SELF, AS_ASSUMED);
        self.all.found = found(&all);
        for (provider, sums) in self.providers.iter_mut().zip(&of_provider) {
            provider.itself = shares(&sums.itself, &self.all.itself, AS_ASSUMED);
            provider.found = found(sums);
        }
        self.strangers = (all.strangers + 1.0) / (all.with_address + 20.0);
        self.stranger = shares(&all.stranger, &STRANGER, STRANGERS_AS_ASSUMED);
        all.found
    }
}
