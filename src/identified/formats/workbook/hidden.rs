//! Hidden rows, columns and sheets: they are read all the same, so they are reported.

use std::ops::Range;

use crate::identified::settings::Field;

/// Numbers in order, as runs without a gap.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Range<u64>>);

impl Runs {
    /// Adds as many numbers from this one on.
    pub(super) fn add(&mut self, first: u64, count: u64) {
        let end = first.saturating_add(count);
        match self.0.last_mut() {
            Some(last) if last.end == first => last.end = end,
            _ => self.0.push(first..end),
        }
    }

    /// How many numbers there are.
    fn count(&self) -> u64 {
        self.0.iter().map(|run| run.end - run.start).sum()
    }

    /// How many numbers both have.
    fn count_common(&self, other: &Self) -> u64 {
        let common = |run: &Range<u64>| {
            let first = other.0.partition_point(|one| one.end <= run.start);
            let touching = other.0[first..]
                .iter()
                .take_while(|one| one.start < run.end);
            let lengths = touching.map(|one| one.end.min(run.end) - one.start.max(run.start));
            lengths.sum::<u64>()
        };
        self.0.iter().map(common).sum()
    }
}

/// The rows (from 1) and columns (from 0) of a sheet that are hidden, by a filter or by hand.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: Runs,
    pub(super) columns: Runs,
}

impl Hidden {
    /// The sentences on a sheet of which these rows and columns were read.
    pub(super) fn doubts(
        &self,
        file: &str,
        rows: &Runs,
        columns: &[(Field, usize)],
    ) -> Vec<String> {
        let mut doubts = Vec::new();
        let (hidden, all) = (rows.count_common(&self.rows), rows.count());
        if hidden > 0 {
            let rows = if all == 1 { "row" } else { "rows" };
            let is = if hidden == 1 { "is" } else { "are" };
            doubts.push(format!(
                "{file}: {hidden} of {all} {rows} {is} hidden (by a filter or by hand) and {is} read too"
            ));
        }
        let is_hidden = |index: usize| {
            let mut runs = self.columns.0.iter();
            runs.any(|run| run.contains(&(index as u64)))
        };
        let hidden = columns.iter().filter(|(_, index)| is_hidden(*index));
        let fields: Vec<String> = hidden
            .map(|(field, _)| format!("`{}`", field.name()))
            .collect();
        if !fields.is_empty() {
            doubts.push(format!(
                "{file}: hidden columns are read too ({})",
                fields.join(", ")
            ));
        }
        doubts
    }
}

/// What is said of the hidden sheets of a workbook, of which `read` is the index of the one that is read.
pub(super) fn doubt_on_sheets(file: &str, hidden: &[usize], read: usize) -> Option<String> {
    let others: Vec<usize> = hidden
        .iter()
        .copied()
        .filter(|&index| index != read)
        .collect();
    let is = if others.len() == 1 { "is" } else { "are" };
    match (hidden.contains(&read), others.is_empty()) {
        (false, true) => None,
        (false, false) => Some(format!(
            "{file}: {} {is} hidden and not read",
            listed(&others)
        )),
        (true, true) => Some(format!(
            "{file}: {} is hidden, but it is read",
            listed(&[read])
        )),
        (true, false) => Some(format!(
            "{file}: {} is hidden, but it is read; {} {is} hidden and not read",
            listed(&[read]),
            listed(&others)
        )),
    }
}

/// `sheet 2`, `sheets 1, 2 and 5`; the indices count from 0.
pub(super) fn listed(indices: &[usize]) -> String {
    let numbers: Vec<String> = indices
        .iter()
        .map(|index| (index + 1).to_string())
        .collect();
    match numbers.as_slice() {
        [only] => format!("sheet {only}"),
        [rest @ .., last] => format!("sheets {} and {last}", rest.join(", ")),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_that_are_both_read_and_hidden() {
        let runs = |runs: &[(u64, u64)]| {
            let mut all = Runs::default();
            for &(first, count) in runs {
                all.add(first, count);
            }
            all
        };
        let hidden = runs(&[(3, 1), (4, 2), (9, 1), (20, u64::MAX)]);
        assert_eq!(hidden.0.len(), 3);
        assert_eq!(
            runs(&[(2, 6), (9, 2), (30, 5)]).count_common(&hidden),
            3 + 1 + 5
        );
        assert_eq!(runs(&[(1, 2), (6, 3)]).count_common(&hidden), 0);
    }

    #[test]
    fn one_hidden_row_is_singular() {
        let doubt = |hidden: u64, all: u64| {
            let (mut of_sheet, mut rows) = (Hidden::default(), Runs::default());
            of_sheet.rows.add(2, hidden);
            rows.add(2, all);
            of_sheet.doubts("a", &rows, &[]).remove(0)
        };
        let expected = "a: 1 of 9 rows is hidden (by a filter or by hand) and is read too";
        assert_eq!(doubt(1, 9), expected);
        assert!(doubt(2, 9).starts_with("a: 2 of 9 rows are hidden"));
        assert!(doubt(1, 1).starts_with("a: 1 of 1 row is hidden"));
    }

    #[test]
    fn hidden_sheets_are_told_with_their_numbers() {
        assert_eq!(doubt_on_sheets("a", &[], 0), None);
        let said = |hidden: &[usize], read| doubt_on_sheets("a", hidden, read).unwrap();
        assert_eq!(said(&[1], 0), "a: sheet 2 is hidden and not read");
        assert_eq!(
            said(&[1, 2], 0),
            "a: sheets 2 and 3 are hidden and not read"
        );
        assert_eq!(said(&[0], 0), "a: sheet 1 is hidden, but it is read");
        assert_eq!(
            said(&[0, 2], 0),
            "a: sheet 1 is hidden, but it is read; sheet 3 is hidden and not read"
        );
    }
}
