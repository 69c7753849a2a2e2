//! What follows from several sums together: Gaussian elimination. Ranges look at one sum at a time, and do not see it.

use std::collections::{BTreeMap, BTreeSet};

use super::ranges::{Ranges, Row};

/// Counts are solved modulo this prime, 2^61 − 1: without fractions, and a chance zero is one in 10^18.
const PRIME: u64 = (1 << 61) - 1;

/// A sum of unknown counts, by their index; the value that it has does not matter.
type Sum = BTreeMap<u32, u64>;

/// The counts that all equalities together determine, though they are not known; each with one of the equalities.
pub(super) fn determined(rows: &[Row], ranges: &Ranges) -> Vec<(usize, u32)> {
    let is_unknown = |index: u32| {
        let [low, high] = ranges.of[index as usize];
        low < high
    };
    let mut reduced = Reduced::default();
    let mut sum_of: BTreeMap<u32, u32> = BTreeMap::new();
    for (row, number) in rows.iter().zip(0..).filter(|(row, _)| row.is_equal) {
        let mut sum = Sum::new();
        for (index, factor) in row.terms.iter().filter(|(index, _)| is_unknown(*index)) {
            add(&mut sum, *index, residue(*factor));
            sum_of.entry(*index).or_insert(number);
        }
        reduced.add(sum);
    }
    let alone = reduced.sums.iter().filter(|(_, sum)| sum.len() == 1);
    alone
        .map(|(index, _)| (*index as usize, sum_of[index]))
        .collect()
}

/// Sums of which each has a count that is in no other.
#[derive(Default)]
struct Reduced {
    /// By that count.
    sums: BTreeMap<u32, Sum>,
    /// Per count the sums that have it beside their own.
    with: BTreeMap<u32, BTreeSet<u32>>,
}

impl Reduced {
    fn add(&mut self, mut sum: Sum) {
        let own: Vec<u32> = sum
            .keys()
            .copied()
            .filter(|index| self.sums.contains_key(index))
            .collect();
        for index in own {
            let factor = sum.get(&index).copied().unwrap_or(0);
            subtract(&mut sum, &self.sums[&index], factor);
        }
        // The rarest count makes the fewest other sums longer.
        let uses = |index: &u32| self.with.get(index).map_or(0, BTreeSet::len);
        let Some(own) = sum.keys().copied().min_by_key(uses) else {
            return;
        };
        let scale = inverse(sum[&own]);
        for factor in sum.values_mut() {
            *factor = times(*factor, scale);
        }
        for other in self.with.remove(&own).unwrap_or_default() {
            let Some(theirs) = self.sums.get_mut(&other) else {
                continue;
            };
            let factor = theirs.get(&own).copied().unwrap_or(0);
            subtract(theirs, &sum, factor);
            let beside = sum.keys().filter(|index| **index != own);
            for index in beside {
                let sums = self.with.entry(*index).or_default();
                if theirs.contains_key(index) {
                    sums.insert(other);
                } else {
                    sums.remove(&other);
                }
            }
        }
        for index in sum.keys().filter(|index| **index != own) {
            self.with.entry(*index).or_default().insert(own);
        }
        self.sums.insert(own, sum);
    }
}

fn subtract(sum: &mut Sum, other: &Sum, factor: u64) {
    for (index, value) in other {
        add(sum, *index, PRIME - times(*value, factor));
    }
}

fn add(sum: &mut Sum, index: u32, value: u64) {
    let entry = sum.entry(index).or_default();
    *entry = (*entry + value) % PRIME;
    if *entry == 0 {
        sum.remove(&index);
    }
}

fn residue(factor: i64) -> u64 {
    let size = factor.unsigned_abs() % PRIME;
    if factor < 0 {
        (PRIME - size) % PRIME
    } else {
        size
    }
}

fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

/// By Fermat's little theorem.
fn inverse(number: u64) -> u64 {
    let (mut result, mut base, mut power) = (1, number, PRIME - 2);
    while power > 0 {
        if power % 2 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        power /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::ranges::ANY;
    use super::*;

    /// Rows and columns of a table with these cells hidden, given by row and column; the margins are known.
    fn table(size: [u32; 2], hidden: &[[u32; 2]]) -> (Vec<Row>, Ranges) {
        let [rows, columns] = size;
        let place = |row: u32, column: u32| row * columns + column;
        let mut of = vec![[5, 5]; (rows * columns + rows + columns) as usize];
        for [row, column] in hidden {
            of[place(*row, *column) as usize] = [0, ANY];
        }
        let sum = |cells: Vec<u32>, margin: u32| {
            let parts = cells.into_iter().map(|cell| (cell, -1));
            Row {
                terms: parts.chain([(rows * columns + margin, 1)]).collect(),
                is_equal: true,
            }
        };
        let of_rows = (0..rows).map(|row| {
            let cells = (0..columns).map(|column| place(row, column));
            sum(cells.collect(), row)
        });
        let of_columns = (0..columns).map(|column| {
            let cells = (0..rows).map(|row| place(row, column));
            sum(cells.collect(), rows + column)
        });
        (of_rows.chain(of_columns).collect(), Ranges::new(of))
    }

    fn found(size: [u32; 2], hidden: &[[u32; 2]]) -> Vec<usize> {
        let (rows, ranges) = table(size, hidden);
        let found = determined(&rows, &ranges).into_iter();
        found.map(|(index, _)| index).collect()
    }

    /// K1: rows w to z, columns a to d. Each has two hidden cells or more, and w|b follows all the same (sdcTable,
    /// `problemdata`); with x|d or x|b hidden too it does not.
    #[test]
    fn of_nine_hidden_cells_one_follows_though_no_row_or_column_tells_it() {
        // Rows w, x, y, z and columns a, b, c, d.
        let nine = [
            [0, 0],
            [0, 1],
            [0, 2],
            [1, 0],
            [1, 2],
            [2, 1],
            [2, 3],
            [3, 1],
            [3, 3],
        ];
        let size = [4, 4];
        assert_eq!(found(size, &nine), [1]);
        for more in [[1, 3], [1, 1]] {
            assert_eq!(found(size, &[&nine[..], &[more]].concat()), [0_usize; 0]);
        }
    }

    #[test]
    fn one_hidden_cell_of_a_row_follows_and_four_in_a_square_do_not() {
        assert_eq!(found([3, 3], &[[1, 1]]), [4]);
        assert_eq!(
            found([3, 3], &[[0, 0], [0, 1], [1, 0], [1, 1]]),
            [0_usize; 0]
        );
    }
}
