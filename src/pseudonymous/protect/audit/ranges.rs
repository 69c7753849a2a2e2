//! From and to which number each count can be, by what adds up to what.

/// So large that nothing is known.
pub(super) const ANY: i64 = 1 << 40;

/// Rounds after which what is still narrowing is taken as it is: each narrows by one at least, and ranges are short.
const ROUNDS: usize = 60;

/// A statement about counts: their sum, each times its factor, is 0 or, if not `is_equal`, at least 0.
pub(super) struct Row {
    /// Indexes of counts, with their factors.
    pub(super) terms: Vec<(u32, i64)>,
    pub(super) is_equal: bool,
}

/// What somebody knows of each count.
#[derive(Clone)]
pub(super) struct Ranges {
    /// From and to, both included.
    pub(super) of: Vec<[i64; 2]>,
    /// The row that narrowed it last.
    pub(super) by: Vec<Option<u32>>,
}

impl Ranges {
    pub(super) fn new(of: Vec<[i64; 2]>) -> Self {
        let by = vec![None; of.len()];
        Self { of, by }
    }

    /// Narrows each count by the others of its rows, until nothing changes.
    pub(super) fn narrow(&mut self, rows: &[Row]) {
        for _ in 0..ROUNDS {
            let mut any = false;
            for (row, number) in rows.iter().zip(0..) {
                any |= self.narrow_by(row, number);
            }
            if !any {
                break;
            }
        }
    }

    fn narrow_by(&mut self, row: &Row, number: u32) -> bool {
        let [mut low, mut high] = [0, 0];
        for (index, factor) in &row.terms {
            let [least, most] = self.times(*index, *factor);
            (low, high) = (low + least, high + most);
        }
        let mut any = false;
        for (index, factor) in &row.terms {
            let [least, most] = self.times(*index, *factor);
            // The factor times the count is at least what the others leave, and at most that.
            let (from, to) = (most - high, least - low);
            let size = factor.abs();
            let (at_least, at_most) = if *factor > 0 {
                (-(-from).div_euclid(size), to.div_euclid(size))
            } else {
                (-to.div_euclid(size), (-from).div_euclid(size))
            };
            let is_from_below = row.is_equal || *factor > 0;
            let is_from_above = row.is_equal || *factor < 0;
            any |= is_from_below && self.raise(*index, at_least, number);
            any |= is_from_above && self.lower(*index, at_most, number);
        }
        any
    }

    fn times(&self, index: u32, factor: i64) -> [i64; 2] {
        let [low, high] = self.of[index as usize];
        if factor > 0 {
            [low * factor, high * factor]
        } else {
            [high * factor, low * factor]
        }
    }

    fn raise(&mut self, index: u32, to: i64, row: u32) -> bool {
        let place = index as usize;
        let is_more = to > self.of[place][0];
        if is_more {
            self.of[place][0] = to;
            self.by[place] = Some(row);
        }
        is_more
    }

    fn lower(&mut self, index: u32, to: i64, row: u32) -> bool {
        let place = index as usize;
        let is_less = to < self.of[place][1] && to < ANY / 2;
        if is_less {
            self.of[place][1] = to;
            self.by[place] = Some(row);
        }
        is_less
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(of: &[[i64; 2]], terms: &[(u32, i64)], is_equal: bool) -> Vec<[i64; 2]> {
        let mut ranges = Ranges::new(of.to_vec());
        let terms = terms.to_vec();
        ranges.narrow(&[Row { terms, is_equal }]);
        ranges.of
    }

    #[test]
    fn a_part_is_at_most_its_whole_and_the_whole_at_least_its_part() {
        let of = [[5, 20], [0, 12]];
        assert_eq!(narrowed(&of, &[(1, 1), (0, -1)], false), [[5, 12], [5, 12]]);
    }

    #[test]
    fn what_the_other_parts_leave_of_a_whole_is_what_a_part_can_be() {
        let of = [[30, 32], [10, 12], [0, ANY]];
        let terms = [(0, 1), (1, -1), (2, -1)];
        assert_eq!(narrowed(&of, &terms, true), [[30, 32], [10, 12], [18, 22]]);
    }

    #[test]
    fn what_is_counted_several_times_is_a_part_of_its_sum() {
        let of = [[10, 13], [0, ANY], [0, 0]];
        let terms = [(0, 1), (1, -3), (2, -1)];
        assert_eq!(narrowed(&of, &terms, true)[1], [4, 4]);
    }

    #[test]
    fn of_two_that_nothing_is_known_of_nothing_is_learnt() {
        let of = [[0, ANY], [0, ANY]];
        assert_eq!(narrowed(&of, &[(1, 1), (0, -1)], false), of);
    }
}
