//! The audit: what somebody who has all tables and knows the rule can work out of each count; and in turn each
//! organisation, which knows its own clients too.
//!
//! Ranges are narrowed by everything that hangs together until nothing changes. It looks at printed numbers only; exact counts
//! tell which relations hold, and what an organisation knows already.

mod counts;
mod elimination;
mod insider;
mod ranges;
mod relations;
#[cfg(test)]
mod tests;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use rayon::prelude::*;

use super::held::Held;
use super::profile::Rounding;
use super::published::Audited;
use super::withheld::Withheld;
use crate::error::{Code, Error};
use crate::pseudonymous::cells::{CellKey, Names};
use crate::pseudonymous::measure::ExactTables;
use crate::vocabulary::ProviderIx;
pub(super) use counts::Printed;
use counts::{Count, Told, counts};
use elimination::determined;
use insider::{Knowing, knowing};
use ranges::{ANY, Ranges, Relations};

/// A protected count can be at least so many numbers, to anyone.
pub const CANDIDATES: u64 = 4;

const FEWEST: i64 = CANDIDATES.cast_signed();

/// A printed number of a rule that leaves fewer than [`OPEN`] open is not known exactly.
const NOT_EXACT: i64 = 2;

/// A hidden count can be so many numbers, or all that hiding leaves open; one in [`NARROWED`] at most is narrowed further.
const OPEN: i64 = 8;

/// See [`OPEN`].
const NARROWED: u64 = 20;

/// A count of which somebody knows too much.
pub(super) struct Leak {
    pub(super) key: CellKey,
    /// From and to which number it can be.
    pub(super) range: [i64; 2],
    /// Who knows it; `None` is anyone.
    pub(super) known_to: Option<ProviderIx>,
    /// The sum that narrowed it last, and its counts.
    pub(super) row: Option<u32>,
    pub(super) by: Vec<CellKey>,
    /// The smallest printed number whose hiding may help.
    pub(super) hide: Option<CellKey>,
}

/// What may close the leaks: one count a sum, as it may close the others of that sum too.
pub(super) fn repairs(leaks: &[Leak]) -> Vec<CellKey> {
    let mut sums = HashSet::new();
    let first = leaks.iter().filter(|leak| sums.insert(leak.row));
    first.filter_map(|leak| leak.hide.clone()).collect()
}

impl Leak {
    /// Nothing is published: what can be worked out, by whom, and from what.
    pub(super) fn refuse(&self, names: &Names) -> Error {
        let words = |key: &CellKey| key.parts(names).join(" ");
        let who = self.known_to.map_or("anyone".to_owned(), |provider| {
            names.providers[provider.index()].clone()
        });
        let [low, high] = self.range;
        let by: Vec<String> = self.by.iter().map(words).take(6).collect();
        let message = format!(
            "{who} can work out that the count `{}` is {low} to {high}, from {}",
            words(&self.key),
            by.join("; ")
        );
        Error::new(Code::AuditFailed, message)
    }
}

/// A release as its readers see it.
pub(super) struct Audit<'a> {
    rounding: &'a Rounding,
    hold: u64,
    counts: Vec<Count>,
    /// From and to which number each count was when it was drawn.
    drawn: Vec<[i64; 2]>,
    relations: Relations,
    /// Anyone, and each organisation.
    knowing: Vec<Knowing>,
    /// What anyone knows.
    outside: Ranges,
}

impl<'a> Audit<'a> {
    /// Works out what somebody outside knows, to whom some counts are known exactly.
    pub(super) fn new(
        exact: &ExactTables,
        printed: &Printed,
        (held, withheld): (&Held, &Withheld),
        known: &[CellKey],
        rounding: &'a Rounding,
    ) -> Self {
        let mut counts = counts(exact, printed, (held, withheld));
        for one in counts.iter_mut().filter(|one| known.contains(&one.key)) {
            (one.told, one.held) = (Told::Known, None);
        }
        let drawn: Vec<_> = counts.iter().map(|one| one.drawn_range(rounding)).collect();
        let ranges = counts.iter().zip(&drawn);
        let ranges = ranges.map(|(one, drawn)| one.range(*drawn, held.hold));
        let rows = relations::rows(&counts, &exact.facts);
        let relations = Relations::of(rows, counts.len());
        let mut outside = Ranges::new(ranges.collect());
        outside.narrow(&relations);
        Self {
            rounding,
            hold: held.hold,
            knowing: knowing(&counts, &exact.facts),
            counts,
            drawn,
            relations,
            outside,
        }
    }

    /// What somebody outside, or one of the organisations, knows too well.
    pub(super) fn leaks(&self) -> Vec<Leak> {
        let known_to = |one: &Knowing| {
            let alone = one.alone(&self.counts, &self.relations);
            let is_anyone = one.provider.is_none();
            let with = if is_anyone {
                self.outside.clone()
            } else {
                one.with(&self.outside, &self.relations)
            };
            self.of(&with, one.provider, |index| {
                let is_told = self.is_told_by(&with, index) || is_anyone && self.is_guessed(index);
                // What the number alone tells somebody who knows that is up to the rule.
                let own = self.left_of(self.drawn[index], &alone, index);
                is_told && !one.knows(index) && own >= self.enough(index)
            })
        };
        let of_each = self.knowing.par_iter().map(known_to);
        let mut leaks = of_each
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        if leaks.is_empty() && self.rounding.is_exact() {
            leaks = self.solved();
        }
        let Audited {
            narrowed, hidden, ..
        } = self.outside();
        if leaks.is_empty() && narrowed * NARROWED > hidden {
            leaks = self.of(&self.outside, None, |index| self.is_narrowed(index));
        }
        leaks
    }

    /// What follows from several sums of exact numbers together.
    fn solved(&self) -> Vec<Leak> {
        let mut solved = self.outside.clone();
        let found = determined(&self.relations.rows, &self.outside);
        for (index, row) in &found {
            solved.by[*index] = Some(*row);
        }
        let found: Vec<usize> = found.into_iter().map(|(index, _)| index).collect();
        self.of(&solved, None, |index| found.contains(&index))
    }

    /// What was found, without what was withheld for it.
    pub(super) fn audited(&self) -> Audited {
        Audited {
            insiders: self.knowing.len() as u64 - 1,
            ..self.outside()
        }
    }

    /// What was found from outside.
    fn outside(&self) -> Audited {
        // What has no row is passed over, as a count of nobody is: a figure must not tell that somebody is there.
        let rows = (0..self.counts.len()).filter(|index| self.counts[*index].has_row);
        let protected: Vec<usize> = rows.filter(|index| self.is_protected(*index)).collect();
        let hidden: Vec<usize> = (protected.iter().copied())
            .filter(|index| self.counts[*index].told == Told::Hidden)
            .collect();
        let narrowed = hidden.iter().filter(|index| self.is_narrowed(**index));
        let left = hidden
            .iter()
            .filter(|index| !self.is_nobody(&self.outside, **index));
        let fewest = left.map(|index| self.candidates(&self.outside, *index));
        Audited {
            counts: protected.len() as u64,
            hidden: hidden.len() as u64,
            narrowed: narrowed.count() as u64,
            fewest: fewest.min().map_or(0, i64::unsigned_abs),
            ..Audited::default()
        }
    }

    /// From and to which number each count was when it was drawn, as far as anyone knows; for the ledger.
    pub(super) fn ranges(&self) -> HashMap<&CellKey, [u64; 2]> {
        let mut ranges = HashMap::with_capacity(self.counts.len());
        for (index, one) in self.counts.iter().enumerate() {
            let range = self.when_drawn(self.drawn[index], &self.outside, index);
            ranges.insert(&one.key, range.map(|end| end.max(0).unsigned_abs()));
        }
        ranges
    }

    fn of(
        &self,
        ranges: &Ranges,
        known_to: Option<ProviderIx>,
        is_leak: impl Fn(usize) -> bool,
    ) -> Vec<Leak> {
        let all = 0..self.counts.len();
        let leaks = all.filter(|index| self.is_protected(*index) && is_leak(*index));
        let leak = |index: usize| Leak {
            key: self.counts[index].key.clone(),
            range: ranges.of[index],
            known_to,
            row: ranges.by[index],
            by: self
                .of_row(ranges.by[index])
                .map(|one| one.key.clone())
                .collect(),
            hide: self.cheapest(ranges, index),
        };
        leaks.map(leak).collect()
    }

    /// Whether the rule itself leaves enough open: exact numbers that are printed are not protected.
    fn is_protected(&self, index: usize) -> bool {
        self.open(index) >= FEWEST
    }

    /// How many numbers the rule leaves open.
    fn open(&self, index: usize) -> i64 {
        let [low, high] = self.drawn[index];
        high - low + 1
    }

    /// Whether too few numbers are left. Where a rule prints 0 as 0, who is in nothing printed so is known.
    fn is_told_by(&self, ranges: &Ranges, index: usize) -> bool {
        !self.is_nobody(ranges, index) && self.candidates(ranges, index) < self.enough(index)
    }

    /// How many numbers must be left.
    fn enough(&self, index: usize) -> i64 {
        let is_printed = matches!(self.counts[index].told, Told::Printed(_));
        match self.open(index) {
            open if open < OPEN && is_printed => NOT_EXACT,
            // Beside exact numbers a hidden one keeps all that hiding leaves open.
            open if self.rounding.is_exact() => OPEN.min(open),
            _ => FEWEST,
        }
    }

    fn is_nobody(&self, ranges: &Ranges, index: usize) -> bool {
        self.rounding.shows_zero() && ranges.of[index] == [0, 0]
    }

    fn is_narrowed(&self, index: usize) -> bool {
        self.counts[index].told == Told::Hidden
            && self.drawn[index][1] != ANY
            && self.candidates(&self.outside, index) < OPEN.min(self.open(index))
    }

    /// How many numbers a count can be.
    fn candidates(&self, ranges: &Ranges, index: usize) -> i64 {
        self.left_of(self.drawn[index], ranges, index)
    }

    /// How many numbers of those that were open when a count was drawn are left: then; and now, to somebody who knows how it
    /// changed since.
    fn left_of(&self, drawn: [i64; 2], ranges: &Ranges, index: usize) -> i64 {
        let [low, high] = self.when_drawn(drawn, ranges, index);
        let then = high - low + 1;
        let Some(held) = self.counts[index].held else {
            return then;
        };
        let change = self.counts[index].exact.cast_signed() - held.count.cast_signed();
        // Nobody is taken to know more changes.
        if change.abs() > self.hold.cast_signed() - 2 {
            return then;
        }
        let [from, to] = drawn.map(|end| end + change);
        let [low, high] = ranges.of[index];
        then.min(to.min(high) - from.max(low) + 1)
    }

    /// From and to which number it was when it was drawn.
    fn when_drawn(&self, [from, to]: [i64; 2], ranges: &Ranges, index: usize) -> [i64; 2] {
        let [low, high] = ranges.of[index];
        let is_held = self.counts[index].held.is_some();
        let changed = if is_held {
            self.hold.cast_signed() - 1
        } else {
            0
        };
        [from.max(low - changed), to.min(high + changed)]
    }

    /// Whether one of the numbers above zero that a count can be is more likely than all others together, if each is as likely at
    /// first.
    fn is_guessed(&self, index: usize) -> bool {
        let one = &self.counts[index];
        let form = match one.told {
            Told::Printed(number) if !one.key.is_of_groups() => Some(number),
            Told::Hidden => None,
            _ => return false,
        };
        let [low, high] = self.when_drawn(self.drawn[index], &self.outside, index);
        if high - low >= FEWEST * 2 {
            return false;
        }
        let shares = (low..=high).map(|count| self.rounding.share_of(count.unsigned_abs(), form));
        let shares: Vec<f64> = shares.collect();
        let from_one = shares.iter().skip(usize::from(low == 0));
        let most = from_one.copied().fold(0.0, f64::max);
        2.0 * most > shares.iter().sum()
    }

    fn of_row(&self, row: Option<u32>) -> impl Iterator<Item = &Count> {
        let row = row.map(|row| &self.relations.rows[row as usize]);
        let terms = row.into_iter().flat_map(|row| &row.terms);
        terms.map(|(index, _)| &self.counts[*index as usize])
    }

    /// The smallest printed number of the sum that narrows a count, or of the sums that narrow those.
    fn cheapest(&self, ranges: &Ranges, index: usize) -> Option<CellKey> {
        let mut near = vec![index];
        for _ in 0..3 {
            let rows = near.iter().filter_map(|index| ranges.by[*index]);
            let terms = rows.flat_map(|row| &self.relations.rows[row as usize].terms);
            let next: Vec<usize> = terms.map(|(index, _)| *index as usize).collect();
            let printed = next.iter().filter_map(|index| {
                let one = &self.counts[*index];
                match one.told {
                    Told::Printed(number) if !one.key.is_of_groups() => Some((number, *index)),
                    // Where nobody is printed as 0, no row tells as much, unless it may be left out for this.
                    Told::Hidden if self.drawn[*index] == [0, 0] => Some((0, *index)),
                    _ => None,
                }
            });
            if let Some((_, cheapest)) = printed.min() {
                return Some(self.counts[cheapest].key.clone());
            }
            near = next;
        }
        None
    }
}
