//! The persons of a hand-over by row number: some of them at a time, as all together would take 8 bytes each.

use rayon::slice::ParallelSliceMut;

use super::order::refuse_twice;
use crate::error::Result;

/// Persons that are sorted together, about. Row numbers are random, so as many are in each part of them.
const TOGETHER: usize = 1 << 21;

/// Goes through the places of persons by their row numbers.
pub(super) struct ByRow<'a> {
    /// By place.
    rows: Vec<u32>,
    whose: &'a str,
    parts: u64,
    next: u64,
    sorted: std::vec::IntoIter<(u32, u32)>,
}

impl<'a> ByRow<'a> {
    /// Of persons with these row numbers, in the hand-over `whose`.
    pub(super) fn of(rows: Vec<u32>, whose: &'a str) -> Self {
        let parts = rows.len() / TOGETHER + 1;
        Self::in_parts(rows, whose, parts as u64)
    }

    fn in_parts(rows: Vec<u32>, whose: &'a str, parts: u64) -> Self {
        Self {
            rows,
            whose,
            parts,
            next: 0,
            sorted: Vec::new().into_iter(),
        }
    }

    /// The next row number and the place of its person; nothing behind the last.
    ///
    /// # Errors
    /// When two persons share a row number.
    pub(super) fn next(&mut self) -> Result<Option<(u32, usize)>> {
        loop {
            if let Some(next) = self.sorted.next() {
                return Ok(Some((next.0, next.1 as usize)));
            }
            if self.next == self.parts {
                return Ok(None);
            }
            let is_next = |row: u32| (u64::from(row) * self.parts) >> 32 == self.next;
            let rows = self.rows.iter().copied().zip(0..);
            let mut sorted: Vec<_> = rows.filter(|(row, _)| is_next(*row)).collect();
            self.next += 1;
            sorted.par_sort_unstable();
            refuse_twice(&sorted, self.whose)?;
            self.sorted = sorted.into_iter();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All that comes, or nothing where two share a row number.
    fn read(rows: &[u32], parts: u64) -> Option<Vec<(u32, usize)>> {
        let mut by_row = ByRow::in_parts(rows.to_vec(), "", parts);
        let mut read = Vec::new();
        while let Some(next) = by_row.next().ok()? {
            read.push(next);
        }
        Some(read)
    }

    proptest! {
        #[test]
        fn in_any_number_of_parts_the_order_is_that_of_the_row_numbers(
            rows in prop::collection::vec(prop_oneof![any::<u32>(), 0..9_u32, Just(u32::MAX)], 0..40),
            parts in 1..9_u64,
        ) {
            let mut sorted: Vec<(u32, usize)> = rows.iter().copied().zip(0..).collect();
            sorted.sort_unstable();
            let is_twice = sorted.windows(2).any(|pair| pair[0].0 == pair[1].0);
            prop_assert_eq!(read(&rows, parts), Some(sorted).filter(|_| !is_twice));
        }
    }
}
