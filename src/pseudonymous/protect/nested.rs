//! No part is printed above its whole: if rounding reversed two numbers, both print the smaller.
//!
//! 12 can be drawn to 10, and 11 of them to 15: side by side they would say that both are 7 to 18. With 10 for both, each
//! still stands for all the numbers that a 10 stands for. A part of a hidden whole is hidden.

use foldhash::{HashMap, HashMapExt};

use super::cell::is_above_zero;
use super::profile::Profile;
use super::published::Cell;
use super::within::within;
use crate::pseudonymous::measure::{Body, ExactCell, ExactRow, ExactTables};

/// A profile with the numbers that it prints lower.
pub(super) struct Nested {
    profile: Profile,
    /// By whom they count, so that equal households print equal in every table.
    lowered: HashMap<ExactCell, Cell>,
}

impl Nested {
    /// Lowers each part to the smallest of its wholes. Exact numbers need none of it.
    pub(super) fn new(profile: Profile, exact: &ExactTables) -> Self {
        let plain = Self::plain(profile.clone());
        if plain.is_internal() {
            return plain;
        }
        let is_printed = |cell| is_above_zero(profile.publish(cell));
        // What a table pools lies within all that the table is of.
        let pooled = exact.tables.iter().filter_map(|table| match &table.body {
            Body::Pooled(_, rows, all) => Some((plain.hidden(rows), *all)),
            _ => None,
        });
        let pooled = pooled.filter(|(rest, _)| is_printed(*rest));
        let pairs = within(exact, &is_printed).into_iter().chain(pooled);
        let pairs = pairs.collect();
        Self::lowering(profile, pairs)
    }

    /// A profile that prints nothing lower.
    pub(super) fn plain(profile: Profile) -> Self {
        let lowered = HashMap::new();
        Self { profile, lowered }
    }

    /// Lowers the parts of these pairs of a part that is printed and its whole.
    fn lowering(profile: Profile, mut pairs: Vec<(ExactCell, ExactCell)>) -> Self {
        let mut nested = Self::plain(profile);
        // A whole is lowered before its parts are compared with it.
        pairs.sort_by_key(|(part, _)| std::cmp::Reverse(part.count));
        // Equal counts stand in any order, so once may not be enough; numbers only fall, so it ends.
        while nested.lower(&pairs) {}
        nested
    }

    /// The publishable form of a count.
    pub(super) fn publish(&self, exact: ExactCell) -> Cell {
        let lowered = self.lowered.get(&exact).copied();
        lowered.unwrap_or_else(|| self.profile.publish(exact))
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
        let cells = rows.iter().filter_map(|row| row.cells.first().copied()?);
        let hidden = cells.filter(|cell| !is_above_zero(self.publish(*cell)));
        hidden.fold(ExactCell::default(), ExactCell::and)
    }

    fn lower(&mut self, pairs: &[(ExactCell, ExactCell)]) -> bool {
        let mut any = false;
        for (part, whole) in pairs {
            let limit = self.publish(*whole);
            if self.publish(*part).value() > limit.value() {
                self.lowered.insert(*part, limit);
                any = true;
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn cell(count: u64, draw: u64) -> ExactCell {
        ExactCell { count, draw }
    }

    fn printed(within: &[(ExactCell, ExactCell)], cells: &[ExactCell]) -> Vec<Option<u64>> {
        let rule = Nested::lowering(Profile::K5, within.to_vec());
        let printed = cells.iter().map(|cell| rule.publish(*cell).value());
        printed.collect()
    }

    /// 11 is drawn to 15 below 77 of 300 draws, and 12 to 10 between 125 and 293.
    const LOW: u64 = u64::MAX / 300 * 50;

    #[test]
    fn of_a_part_drawn_above_its_whole_both_print_the_smaller_number() {
        let (whole, part) = (ExactCell::middle(12), cell(11, LOW));
        assert_eq!(printed(&[], &[whole, part]), [Some(10), Some(15)]);
        let both = printed(&[(part, whole)], &[whole, part]);
        assert_eq!(both, [Some(10), Some(10)]);
    }

    #[test]
    fn a_part_of_a_hidden_whole_is_hidden() {
        let (whole, part) = (cell(12, u64::MAX), ExactCell::middle(11));
        assert_eq!(printed(&[], &[whole, part]), [None, Some(10)]);
        assert_eq!(printed(&[(part, whole)], &[whole, part]), [None, None]);
    }

    #[test]
    fn a_part_of_a_lowered_part_is_lowered_too_in_any_order() {
        let chain = [ExactCell::middle(12), cell(12, LOW), cell(11, LOW)];
        let mut within = vec![(chain[1], chain[0]), (chain[2], chain[1])];
        assert_eq!(printed(&[], &chain), [Some(10), Some(15), Some(15)]);
        assert_eq!(printed(&within, &chain), [Some(10); 3]);
        within.reverse();
        assert_eq!(printed(&within, &chain), [Some(10); 3]);
    }

    #[test]
    fn a_part_below_its_whole_and_a_hidden_one_stay_as_they_are() {
        let [whole, part, few] = [22, 13, 7].map(ExactCell::middle);
        let both = printed(&[(part, whole), (few, part)], &[whole, part, few]);
        assert_eq!(both, [Some(20), Some(15), None]);
    }
}
