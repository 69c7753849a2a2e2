//! From and to which number each count can be, by what adds up to what.

use std::mem;

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

/// Statements, and in which of them each count is.
pub(super) struct Relations {
    pub(super) rows: Vec<Row>,
    /// Where the rows of each count begin in `rows_of`; those of the last end where it ends.
    begins: Vec<usize>,
    rows_of: Vec<u32>,
}

impl Relations {
    /// Those of so many counts.
    pub(super) fn of(rows: Vec<Row>, counts: usize) -> Self {
        let mut begins = vec![0; counts + 1];
        for (count, _) in rows.iter().flat_map(|row| &row.terms) {
            begins[*count as usize + 1] += 1;
        }
        for count in 0..counts {
            begins[count + 1] += begins[count];
        }
        let (mut next, mut rows_of) = (begins.clone(), vec![0; begins[counts]]);
        for (row, number) in rows.iter().zip(0..) {
            for (count, _) in &row.terms {
                let place = &mut next[*count as usize];
                rows_of[*place] = number;
                *place += 1;
            }
        }
        Self {
            rows,
            begins,
            rows_of,
        }
    }

    fn open(&self, count: usize, open: &mut [bool]) {
        for row in &self.rows_of[self.begins[count]..self.begins[count + 1]] {
            open[*row as usize] = true;
        }
    }
}

/// What somebody knows of each count.
#[derive(Clone)]
pub(super) struct Ranges {
    /// From and to, both included.
    pub(super) of: Vec<[i64; 2]>,
    /// The row that narrowed it last.
    pub(super) by: Vec<Option<u32>>,
    /// Which rows may narrow more; before they are looked at, none is named and all may.
    open: Vec<bool>,
}

impl Ranges {
    pub(super) fn new(of: Vec<[i64; 2]>) -> Self {
        let (by, open) = (vec![None; of.len()], Vec::new());
        Self { of, by, open }
    }

    /// Takes counts as known.
    pub(super) fn know(&mut self, known: &[(usize, i64)], relations: &Relations) {
        for (index, count) in known {
            let is_new = self.of[*index] != [*count; 2];
            if is_new && !self.open.is_empty() {
                relations.open(*index, &mut self.open);
            }
            self.of[*index] = [*count; 2];
        }
    }

    /// Narrows each count by the others of its rows, in the order of the rows and again, until nothing changes. A row none of
    /// whose counts has changed since its turn would narrow nothing, and is passed over.
    pub(super) fn narrow(&mut self, relations: &Relations) {
        self.open.resize(relations.rows.len(), true);
        for _ in 0..ROUNDS {
            let mut any = false;
            for (row, number) in relations.rows.iter().zip(0..) {
                if mem::take(&mut self.open[number as usize]) {
                    any |= self.narrow_by(row, number, relations);
                }
            }
            if !any {
                break;
            }
        }
    }

    fn narrow_by(&mut self, row: &Row, number: u32, relations: &Relations) -> bool {
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
            let is_raised = is_from_below && self.raise(*index, at_least, number);
            let is_lowered = is_from_above && self.lower(*index, at_most, number);
            if is_raised || is_lowered {
                relations.open(*index as usize, &mut self.open);
                any = true;
            }
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
        let rows = vec![Row { terms, is_equal }];
        ranges.narrow(&Relations::of(rows, of.len()));
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

    #[test]
    fn what_is_learnt_later_narrows_as_if_it_was_known_at_first() {
        let part = |whole, part| Row {
            terms: vec![(whole, 1), (part, -1)],
            is_equal: false,
        };
        let sum = Row {
            terms: vec![(0, 1), (2, -1), (4, -1)],
            is_equal: true,
        };
        let rows = vec![part(3, 4), part(2, 3), sum, part(1, 2), part(0, 1)];
        let relations = Relations::of(rows, 5);
        let of = vec![[0, 20], [0, ANY], [0, 15], [0, ANY], [3, 9]];
        let mut later = Ranges::new(of.clone());
        later.narrow(&relations);
        assert_eq!(later.of, [[6, 20], [3, 20], [3, 15], [3, 15], [3, 9]]);
        later.know(&[(3, 8)], &relations);
        later.narrow(&relations);
        let mut at_first = Ranges::new(of);
        at_first.know(&[(3, 8)], &relations);
        at_first.narrow(&relations);
        assert_eq!(later.of, at_first.of);
        assert_eq!(later.of, [[11, 20], [8, 20], [8, 15], [8, 8], [3, 8]]);
    }
}
