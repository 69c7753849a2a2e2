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

    /// K2: areas A, B, I, J of one county and K to N of another; L and M are the big ones, all others small (sdcTable, issue
    /// 136 of its users). Neither table tells a hidden area, both together tell K; with N hidden too they do not.
    #[test]
    fn what_neither_of_two_linked_tables_tells_follows_from_both() {
        // Areas A, B, I, J, K, L, M, N are 0 to 7; behind them their sums, which are known: the counties, the big and the small ones.
        let sum = |areas: &[u32], whole: u32| Row {
            terms: (areas.iter().map(|area| (*area, -1)))
                .chain([(whole, 1)])
                .collect(),
            is_equal: true,
        };
        let of_counties = || [sum(&[0, 1, 2, 3], 8), sum(&[4, 5, 6, 7], 9)];
        let of_sizes = || [sum(&[5, 6], 10), sum(&[0, 1, 2, 3, 4, 7], 11)];
        let follow = |rows: &[Row], hidden: &[u32]| {
            let of = (0..12).map(|index| {
                if hidden.contains(&index) {
                    [0, ANY]
                } else {
                    [5, 5]
                }
            });
            let found = determined(rows, &Ranges::new(of.collect())).into_iter();
            found.map(|(index, _)| index).collect::<Vec<_>>()
        };
        let both: Vec<Row> = of_counties().into_iter().chain(of_sizes()).collect();
        let up_to_3 = [0, 1, 4, 5, 6];
        assert_eq!(follow(&of_counties(), &up_to_3), [0_usize; 0]);
        assert_eq!(follow(&of_sizes(), &up_to_3), [0_usize; 0]);
        assert_eq!(follow(&both, &up_to_3), [4]);
        assert_eq!(follow(&both, &[0, 1, 4, 5, 6, 7]), [0_usize; 0]);
    }

    /// K3: rows 1 1 7 1 0 and 1 0 0 2 8 (sdcTable, issue 135 of its users). With 0 to 7 hidden, margins too, one cell follows; with
    /// its margin hidden none does, not even for all three together who are each alone in a cell of the first row.
    #[test]
    fn three_who_are_each_alone_in_a_cell_learn_no_other_one() {
        let theirs = [[0, 0], [0, 1], [0, 3]];
        let others = [[0, 2], [0, 4], [1, 0], [1, 1], [1, 2], [1, 3]];
        // Behind both rows stand the two margins of rows, and those of the columns with 2, 1, 7, 3 and 8.
        let (margins, of_eight) = ([[2, 2], [2, 3], [2, 4], [3, 0]], [[3, 1]]);
        let found = |hidden: &[&[[u32; 2]]]| found([2, 5], &hidden.concat());
        assert_eq!(found(&[&theirs, &others, &margins]), [4]);
        let all = [&others[..], &margins, &of_eight];
        assert_eq!(found(&[&theirs, &all.concat()]), [0_usize; 0]);
        assert_eq!(found(&all), [0_usize; 0]);
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
