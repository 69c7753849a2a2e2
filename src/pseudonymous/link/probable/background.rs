//! How often a client is like a resident who is somebody else: from the register, joined with itself.
//!
//! Two rows of the register are two persons, so that all pairs of it are known not to be one: namesakes, twins, spouses and
//! neighbours among them. How many there are of each likeness, for each person, is how many others a client meets by chance.

use std::collections::BTreeMap;

use super::kinds::{Fields, KindSet};
use super::likeness::{Field, LIKENESSES, Likeness};
use super::shared::{Met, step};

/// So many pairs whose fields were independent of each other are added to those near each other, and to those who are not: no likeness
/// is impossible as none was seen.
const INDEPENDENT_PAIRS: f64 = 20.0;

/// So many persons with as many others as [`expected`] are added: what a small register cannot tell.
const EXPECTED_PERSONS: f64 = 100.0;

/// The share of clients with the BSN of somebody else.
const WRONG_BSN: f64 = 0.001;

/// What a pair of residents shares, what both carry, and what the first of them knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    known: Fields,
    carried: KindSet,
    shared: KindSet,
}

/// Others in the register who are like somebody of it.
pub(super) struct Background {
    alike: BTreeMap<Alike, f64>,
    /// How many know these fields, of those compared.
    compared: BTreeMap<Fields, f64>,
    residents: f64,
}

impl Background {
    /// Of residents who carry these; `met` are those compared, with all others.
    pub(super) fn of(carried: &[KindSet], met: &[Met]) -> Self {
        let mut compared = BTreeMap::new();
        for one in carried.iter().step_by(step(carried.len()) as usize) {
            *compared.entry(one.fields()).or_default() += 1.0;
        }
        let mut alike = BTreeMap::new();
        for met in met {
            let [one, other] = met.carried;
            let pair = Alike {
                known: one.fields(),
                carried: one.common(other),
                shared: met.shared,
            };
            *alike.entry(pair).or_default() += met.pairs as f64;
        }
        Self {
            alike,
            compared,
            residents: carried.len() as f64,
        }
    }

    /// How many residents would be so like a client who is none of them, if fields were independent and a town were like others.
    pub(super) fn independent(&self, likeness: Likeness) -> f64 {
        independent(likeness, self.residents)
    }

    /// By likeness, how many residents are like a client who knows `fields` and is none of them.
    pub(super) fn rates(&self, fields: Fields) -> Vec<f64> {
        let usual = self
            .compared
            .keys()
            .fold(Fields::default(), |all, one| all.and(*one));
        let wanted = fields.common(usual);
        let persons: f64 = self
            .compared
            .iter()
            .filter(|(known, _)| known.have(wanted))
            .map(|(_, count)| count)
            .sum();
        let told = KindSet::within(fields);
        let mut counts = vec![0.0; LIKENESSES];
        for (pair, count) in self
            .alike
            .iter()
            .filter(|(pair, _)| pair.known.have(wanted))
        {
            let shared = pair.shared.common(told);
            if !shared.is_empty() {
                counts[Likeness::of(shared, pair.carried.common(told)).index()] += count;
            }
        }
        smooth(&mut counts);
        let mut rates: Vec<f64> = Likeness::all()
            .map(|likeness| {
                let chance = expected(likeness, self.residents);
                (counts[likeness.index()] + EXPECTED_PERSONS * chance)
                    / (persons + EXPECTED_PERSONS)
            })
            .collect();
        // A wrong BSN is that of anyone, or of a housemate.
        for likeness in Likeness::all().filter(|one| one.has_same_bsn()) {
            let other = likeness.with_other_bsn();
            rates[likeness.index()] =
                expected(likeness, self.residents) + WRONG_BSN * rates[other.index()];
        }
        rates
    }
}

/// Adds pairs whose levels are independent of each other among those near each other, and among the others.
fn smooth(counts: &mut [f64]) {
    for is_near in [true, false] {
        let of_part: Vec<Likeness> = Likeness::all()
            .filter(|one| one.is_near() == is_near)
            .collect();
        let total: f64 = of_part.iter().map(|one| counts[one.index()]).sum();
        if total == 0.0 {
            continue;
        }
        let mut shares = [[0.0; 8]; 5];
        for likeness in &of_part {
            for (share, level) in shares.iter_mut().zip(likeness.levels()) {
                share[usize::from(level)] += counts[likeness.index()] / total;
            }
        }
        let kept = total / (total + INDEPENDENT_PAIRS);
        for likeness in of_part {
            let levels = shares.iter().zip(likeness.levels());
            let chance: f64 = levels
                .map(|(share, level)| share[usize::from(level)])
                .product();
            let count = &mut counts[likeness.index()];
            *count = kept * (*count + INDEPENDENT_PAIRS * chance);
        }
    }
}

/// How many of so many residents are like somebody by chance, as [`independent`] says, where a token can show it.
fn expected(likeness: Likeness, residents: f64) -> f64 {
    let levels = likeness.levels();
    // Two who share nothing are no pair.
    let is_pair = levels[Field::Bsn as usize] > 1
        || levels[Field::Birth as usize] > 1
        || levels[Field::Surname as usize] > 1
        || levels[Field::Address as usize] > 1
        || ![0, 1, 6].contains(&levels[Field::Given as usize]);
    if is_pair {
        independent(likeness, residents)
    } else {
        0.0
    }
}

/// How many of so many residents are like somebody by chance, if fields were independent and a town were like others. Of fields in
/// which they share nothing and that a side lacks the chance is 1.
fn independent(likeness: Likeness, residents: f64) -> f64 {
    let residents = residents.max(1.0);
    let of_all = |number: f64| (number / residents).min(1.0);
    let chances: [[f64; 8]; 5] = [
        [1.0, 1.0, of_all(WRONG_BSN), 0.0, 0.0, 0.0, 0.0, 0.0],
        [
            1.0,
            1.0,
            1.0 / 80.0,
            1.0 / 300.0,
            1.0 / 27_000.0,
            0.0,
            0.0,
            0.0,
        ],
        [
            1.0,
            1.0,
            1.0 / 300.0,
            1.0 / 400.0,
            1.0 / 800.0,
            0.0,
            0.0,
            0.0,
        ],
        [
            1.0,
            1.0,
            1.0 / 15.0,
            1.0 / 100.0,
            1.0 / 150.0,
            1e-5,
            1.0,
            1.0 / 15.0,
        ],
        [
            1.0,
            1.0,
            1.0 / 100.0,
            of_all(20.0),
            of_all(4.0),
            of_all(2.2),
            0.0,
            0.0,
        ],
    ];
    let chance: f64 = chances
        .iter()
        .zip(likeness.levels())
        .map(|(chance, level)| chance[usize::from(level)])
        .product();
    residents * chance
}
