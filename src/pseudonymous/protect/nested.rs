//! No part is printed above its whole: if rounding reversed two numbers, both print the smaller.
//!
//! 12 can be drawn to 10, and 11 of them to 15: side by side they would say that both are 7 to 18. With 10 for both, each
//! still stands for all the numbers that a 10 stands for. A part of a hidden whole is hidden.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::cell::{Status, is_above_zero};
use super::held::Held;
use super::profile::Profile;
use super::published::Cell;
use super::unhidden;
use super::withheld::Withheld;
use super::within::{cells, within};
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::pseudonymous::measure::{Body, ExactCell, ExactRow, ExactTables};

/// A profile with the numbers that it prints as before, and those that it prints lower.
pub(super) struct Nested<'a> {
    profile: &'a Profile,
    /// What stays as before, and what is withheld.
    before: Option<(&'a Held, &'a Withheld)>,
    /// The most that these households print, so that equal ones print equal in every table.
    limits: HashMap<Whom, Option<u64>>,
    /// And of those of whom none is hidden.
    unhidden: HashMap<Whom, Option<u64>>,
}

impl<'a> Nested<'a> {
    /// Lowers each part to the smallest of its wholes. Exact numbers need none of it. Beside it all counts.
    pub(super) fn new(
        profile: &'a Profile,
        exact: &ExactTables,
        before: (&'a Held, &'a Withheld),
    ) -> (Self, HashMap<CellKey, ExactCell>) {
        let mut nested = Self::plain(profile);
        if nested.is_internal() {
            return (nested, HashMap::new());
        }
        nested.before = Some(before);
        // Of who lives where a 0 is printed too, and stays when somebody comes.
        let mut cells = cells(exact, &|key, cell| {
            key.is_of_groups() || is_above_zero(nested.publish(key, cell))
        });
        loop {
            let is_printed = |key: &CellKey, cell| is_above_zero(nested.publish(key, cell));
            let pairs = within(&cells, &exact.facts, &is_printed);
            let lowered = nested.lowering(pairs);
            // What is hidden for its whole is pooled too, and a larger pool is drawn by another number.
            let pools: Vec<_> = lowered.pools(exact).collect();
            if pools.iter().all(|(key, rest)| cells.get(key) == Some(rest)) {
                return (lowered, cells);
            }
            cells.extend(pools);
        }
    }

    /// What is hidden of all sets, as `other`.
    fn pools(&self, exact: &ExactTables) -> impl Iterator<Item = (CellKey, ExactCell)> {
        exact.tables.iter().filter_map(|table| match &table.body {
            Body::Pooled(of, rows) => {
                let key = CellKey::town(Unit::Household, Event::OtherSets(*of));
                Some((key, self.hidden(rows)))
            }
            _ => None,
        })
    }

    /// A profile that prints nothing lower, and nothing as before.
    pub(super) fn plain(profile: &'a Profile) -> Self {
        Self {
            profile,
            before: None,
            limits: HashMap::new(),
            unhidden: HashMap::new(),
        }
    }

    /// Lowers the parts of these pairs of a part that is printed and its whole.
    fn lowering(&self, pairs: Vec<[(&CellKey, ExactCell); 2]>) -> Self {
        let mut lowered = Self {
            before: self.before,
            ..Self::plain(self.profile)
        };
        // Who lives where is never hidden, and what is withheld is not told to be small.
        let says = |[(part, _), (whole, _)]: &[(&CellKey, ExactCell); 2]| {
            !(part.is_of_groups() && self.withholds(whole))
        };
        // What is drawn stays, however often it is lowered.
        let drawn = |(key, exact)| (key, exact, self.shown(key, exact).value());
        let pairs = pairs.into_par_iter().filter(says);
        let mut pairs: Vec<[Drawn<'_>; 2]> = pairs.map(|pair| pair.map(drawn)).collect();
        // A whole is lowered before its parts are compared with it.
        pairs.par_sort_by_key(|[(_, part, _), _]| std::cmp::Reverse(part.count));
        // Equal counts stand in any order, so once may not be enough; numbers only fall, so it ends.
        while lowered.lower(&pairs) {}
        lowered
    }

    /// The publishable form of a count.
    pub(super) fn publish(&self, key: &CellKey, exact: ExactCell) -> Cell {
        let shown = self.shown(key, exact);
        let number = self.lowered(key, exact, shown.value());
        if number == shown.value() {
            shown
        } else {
            printed(number)
        }
    }

    /// The number of a count that shows `number` before any is lowered.
    fn lowered(&self, key: &CellKey, exact: ExactCell, mut number: Option<u64>) -> Option<u64> {
        let whom = whom(key, exact);
        if let Some(limit) = self.limits.get(&whom) {
            number = at_most(key, number, *limit);
        }
        if let Some(limit) = self.unhidden.get(&whom).filter(|_| key.is_of_groups()) {
            number = number.min(*limit);
        }
        number
    }

    /// Withheld, as before, or drawn.
    fn shown(&self, key: &CellKey, exact: ExactCell) -> Cell {
        if self.withholds(key) {
            Cell::HIDDEN
        } else {
            self.drawn(key, exact)
        }
    }

    /// As before, or drawn.
    pub(super) fn drawn(&self, key: &CellKey, exact: ExactCell) -> Cell {
        if let Some(held) = self.before.and_then(|(held, _)| held.get(key)) {
            return printed(held.drawn);
        }
        let drawn = self.profile.publish(exact);
        if key.is_of_groups() && drawn.value().is_none() {
            let small = unhidden::drawn(exact).min(unhidden::LARGEST_HIDDEN);
            return printed(Some(small));
        }
        drawn
    }

    /// The publishable number of exactly k, from the published numbers of at least k and at least k + 1.
    pub(super) fn exactly(&self, at_least: Cell, at_least_next: Cell) -> Cell {
        self.profile.exactly(at_least, at_least_next)
    }

    /// Whether the numbers are exact, and none is ever hidden.
    pub(super) const fn is_internal(&self) -> bool {
        self.profile.rounding.is_none()
    }

    /// What is hidden, or printed as 0, of counts that exclude each other, all together.
    pub(super) fn hidden(&self, rows: &[ExactRow]) -> ExactCell {
        let cells = rows
            .iter()
            .filter_map(|row| Some((&row.key, row.cells.first().copied()??)));
        let hidden = cells.filter(|(key, cell)| !is_above_zero(self.publish(key, *cell)));
        hidden.fold(ExactCell::default(), |sum, (_, cell)| sum.and(cell))
    }

    fn withholds(&self, key: &CellKey) -> bool {
        self.before.is_some_and(|(_, withheld)| withheld.has(key))
    }

    fn lower(&mut self, pairs: &[[Drawn<'_>; 2]]) -> bool {
        let mut any = false;
        for [
            (part, part_cell, part_drawn),
            (whole, whole_cell, whole_drawn),
        ] in pairs
        {
            let limit = self.lowered(whole, *whole_cell, *whole_drawn);
            let printed = self.lowered(part, *part_cell, *part_drawn);
            let lowered = at_most(part, printed, limit);
            if lowered < printed {
                self.limit(part, *part_cell, lowered);
                any = true;
            }
        }
        any
    }

    /// Lowers what is printed of these households; what was lower stays lower, so that it ends.
    fn limit(&mut self, key: &CellKey, exact: ExactCell, number: Option<u64>) {
        let whom = whom(key, exact);
        let mut others = number;
        if key.is_of_groups() {
            let limit = self.unhidden.entry(whom.clone()).or_insert(number);
            *limit = number.min(*limit);
            others = number.filter(|number| *number > unhidden::LARGEST_HIDDEN);
        }
        let limit = self.limits.entry(whom).or_insert(others);
        *limit = others.min(*limit);
    }
}

/// A count, and the number that it shows before any is lowered.
type Drawn<'a> = (&'a CellKey, ExactCell, Option<u64>);

/// Whom a count counts; counts of nobody are told apart by their keys.
type Whom = (ExactCell, Option<CellKey>);

fn whom(key: &CellKey, exact: ExactCell) -> Whom {
    (exact, (exact.count == 0).then(|| key.clone()))
}

/// What became of a count.
pub struct Outcome {
    /// What it counts.
    pub(in crate::pseudonymous) key: CellKey,
    /// The count itself.
    pub(in crate::pseudonymous) count: u64,
    /// What was drawn, now or when it was last drawn; `None` is hidden.
    pub(in crate::pseudonymous) drawn: Option<u64>,
    /// What is printed: no more than of its wholes.
    pub(in crate::pseudonymous) printed: Option<u64>,
    /// From and to which number it was when it was drawn, as far as anyone outside can work out.
    pub(in crate::pseudonymous) range: [u64; 2],
}

/// What is printed of a part of which no more than `limit` is. Who lives where is never hidden.
fn at_most(part: &CellKey, printed: Option<u64>, limit: Option<u64>) -> Option<u64> {
    if part.is_of_groups() {
        printed.min(Some(limit.unwrap_or(unhidden::LARGEST_HIDDEN)))
    } else {
        printed.min(limit)
    }
}

/// All households of the group of a count.
pub(super) fn of_group(key: &CellKey) -> CellKey {
    CellKey {
        event: Event::Services(Number::All),
        ..key.of_households()
    }
}

fn printed(number: Option<u64>) -> Cell {
    number.map_or(Cell::HIDDEN, |number| Cell::new(number, Status::Rounded))
}

#[cfg(test)]
mod tests {
    use super::super::held::HeldCount;
    use super::*;

    const fn cell(count: u64, draw: u64) -> ExactCell {
        ExactCell { count, draw }
    }

    /// A count of its own.
    fn key(number: usize) -> CellKey {
        CellKey::town(Unit::Household, Event::Services(Number::AtLeast(number)))
    }

    /// What is printed of cells of which some lie within others, and some are held.
    fn printed_of(
        cells: &[ExactCell],
        within: &[[usize; 2]],
        held: &[(usize, u64)],
    ) -> Vec<Option<u64>> {
        let held = held.iter().map(|(index, number)| {
            let drawn = Some(*number);
            let range = [0, u64::MAX];
            (
                key(*index),
                HeldCount {
                    drawn,
                    count: 0,
                    range,
                },
            )
        });
        let held = Held {
            counts: held.collect(),
            ..Held::default()
        };
        let rule = Nested {
            before: Some((&held, &Withheld::default())),
            ..Nested::plain(&Profile::K5)
        };
        let keys: Vec<_> = (0..cells.len()).map(key).collect();
        let pair = |pair: &[usize; 2]| pair.map(|index| (&keys[index], cells[index]));
        let rule = rule.lowering(within.iter().map(pair).collect());
        let printed = keys
            .iter()
            .zip(cells)
            .map(|(key, cell)| rule.publish(key, *cell).value());
        printed.collect()
    }

    /// 11 is drawn to 15 below 77 of 300 draws, and 12 to 10 between 125 and 293.
    const LOW: u64 = u64::MAX / 300 * 50;

    #[test]
    fn of_a_part_drawn_above_its_whole_both_print_the_smaller_number() {
        let cells = [ExactCell::middle(12), cell(11, LOW)];
        assert_eq!(printed_of(&cells, &[], &[]), [Some(10), Some(15)]);
        assert_eq!(printed_of(&cells, &[[1, 0]], &[]), [Some(10), Some(10)]);
    }

    #[test]
    fn a_part_of_a_hidden_whole_is_hidden() {
        let cells = [cell(12, u64::MAX), ExactCell::middle(11)];
        assert_eq!(printed_of(&cells, &[], &[]), [None, Some(10)]);
        assert_eq!(printed_of(&cells, &[[1, 0]], &[]), [None, None]);
    }

    #[test]
    fn a_part_of_a_lowered_part_is_lowered_too_in_any_order() {
        let chain = [ExactCell::middle(12), cell(12, LOW), cell(11, LOW)];
        assert_eq!(printed_of(&chain, &[], &[]), [Some(10), Some(15), Some(15)]);
        assert_eq!(printed_of(&chain, &[[1, 0], [2, 1]], &[]), [Some(10); 3]);
        assert_eq!(printed_of(&chain, &[[2, 1], [1, 0]], &[]), [Some(10); 3]);
    }

    #[test]
    fn a_part_below_its_whole_and_a_hidden_one_stay_as_they_are() {
        let cells = [22, 13, 7].map(ExactCell::middle);
        let printed = printed_of(&cells, &[[1, 0], [2, 1]], &[]);
        assert_eq!(printed, [Some(20), Some(15), None]);
    }

    #[test]
    fn a_held_number_stays_but_not_above_its_whole() {
        let cells = [22, 13].map(ExactCell::middle);
        assert_eq!(
            printed_of(&cells, &[[1, 0]], &[(1, 20)]),
            [Some(20), Some(20)]
        );
        assert_eq!(
            printed_of(&cells, &[[1, 0]], &[(1, 25)]),
            [Some(20), Some(20)]
        );
        assert_eq!(
            printed_of(&cells, &[[1, 0]], &[(0, 10)]),
            [Some(10), Some(10)]
        );
    }
}
