//! Which of two date columns comes first in most rows.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// The columns of dates that are compared; in wider tables names must decide.
const MOST_COLUMNS: usize = 8;

/// The share of rows in which the order must hold.
const HOLDS: f64 = 0.99;

/// How the dates of two columns stand to each other.
#[derive(Default, Clone, Copy)]
struct Pair {
    both: u64,
    in_order: u64,
    turned: u64,
}

/// How the dates of all columns stand to each other: counts, and the row under reading, which is wiped on drop.
pub(super) struct Days {
    row: Zeroizing<Vec<(usize, u32)>>,
    columns: Vec<usize>,
    pairs: BTreeMap<(usize, usize), Pair>,
}

impl Default for Days {
    fn default() -> Self {
        Self {
            row: Zeroizing::new(Vec::with_capacity(MOST_COLUMNS)),
            columns: Vec::with_capacity(MOST_COLUMNS),
            pairs: BTreeMap::new(),
        }
    }
}

impl Days {
    /// Adds a date to the row under reading; columns come in order.
    pub(super) fn add(&mut self, column: usize, day: u32) {
        if !self.columns.contains(&column) {
            if self.columns.len() == MOST_COLUMNS {
                return;
            }
            self.columns.push(column);
        }
        self.row.push((column, day));
    }

    pub(super) fn end_row(&mut self) {
        for (place, &(first, from)) in self.row.iter().enumerate() {
            for &(second, to) in &self.row[place + 1..] {
                let pair = self.pairs.entry((first, second)).or_default();
                pair.both += 1;
                // Equal days fit either order, so they decide nothing.
                pair.in_order += u64::from(from <= to);
                pair.turned += u64::from(from >= to);
            }
        }
        self.row.clear();
    }

    /// The two columns, the earlier one first; `None` when neither always is.
    pub(super) fn in_order(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        let pair = self.pairs.get(&(a.min(b), a.max(b)))?;
        let holds = |count: u64| count as f64 >= HOLDS * pair.both as f64;
        match (holds(pair.in_order), holds(pair.turned)) {
            (true, false) => Some((a.min(b), a.max(b))),
            (false, true) => Some((a.max(b), a.min(b))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_of_two_columns_is_found_whichever_stands_first() {
        let mut days = Days::default();
        for row in [[20_260_201, 20_250_101, 3], [20_260_301, 20_260_301, 5]] {
            for (column, day) in row.into_iter().enumerate() {
                days.add(column, day);
            }
            days.end_row();
        }
        assert_eq!(days.in_order(0, 1), Some((1, 0)));
        assert_eq!(days.in_order(2, 1), Some((2, 1)));
        assert_eq!(days.in_order(0, 7), None);
    }

    #[test]
    fn dates_that_are_equal_or_in_any_order_tell_nothing() {
        let mut days = Days::default();
        for (a, b) in [(1, 2), (2, 1)] {
            days.add(0, a);
            days.add(1, b);
            days.add(2, b);
            days.end_row();
        }
        assert_eq!(days.in_order(0, 1), None);
        assert_eq!(days.in_order(1, 2), None);
    }
}
