//! Fields in which no cell is valid: such a column is seldom the right one.

use std::collections::BTreeMap;

use super::summary::FailingColumn;
use crate::identified::settings::{ExtractSettings, Field};
use crate::identified::source::RawRow;
use crate::vocabulary::{Effect, Finding};

/// Fewer cells say nothing about a column.
const FEW: u64 = 3;

/// What became of the cells of each mapped field: how many failed, and whether any passed.
pub(super) struct Passing<'a> {
    columns: &'a BTreeMap<Field, String>,
    /// The fields of which no cell has passed yet; a good column leaves at its first row.
    none_passed: Vec<Field>,
    failed: [u64; Field::ALL.len()],
}

impl<'a> Passing<'a> {
    /// Of an extract whose columns the agreement maps; of another format nothing is reported, as its columns are given.
    pub(super) fn of(extract: &'a ExtractSettings) -> Self {
        Self {
            columns: &extract.columns,
            none_passed: extract.columns.keys().copied().collect(),
            failed: [0; Field::ALL.len()],
        }
    }

    /// Takes a row and the findings in it.
    pub(super) fn take<'f>(&mut self, row: &RawRow, findings: impl Iterator<Item = &'f Finding>) {
        if self.none_passed.is_empty() {
            return;
        }
        let mut failing = 0_u64;
        for finding in findings.filter(|finding| finding.rule.effect() != Effect::Warning) {
            if let Some(field) = finding.location.field.and_then(Field::from_name) {
                failing |= 1 << (field as u32);
            }
        }
        let failed = &mut self.failed;
        self.none_passed.retain(|field| {
            let fails = failing >> (*field as u32) & 1 == 1;
            failed[*field as usize] += u64::from(fails);
            fails || row.get(*field).is_none()
        });
    }

    /// The columns of which every cell that is filled failed.
    pub(super) fn failing(&self) -> Vec<FailingColumn> {
        let failed = |field: &Field| self.failed[*field as usize];
        let fail = self.none_passed.iter().filter(|field| failed(field) >= FEW);
        let column = |field: &Field| FailingColumn {
            field: *field,
            name: self.columns[field].clone(),
            cells: failed(field),
        };
        fail.map(column).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::extract;
    use crate::vocabulary::Rule;

    /// The fields told of rows that hold a BSN each, which fails where the sign says so.
    fn failing(rows: &[(&str, bool)]) -> Vec<(Field, u64)> {
        let extract = extract(&[(Field::Bsn, "Nr"), (Field::End, "Tot")]);
        let mut passing = Passing::of(&extract);
        let mut row = RawRow::new("a.csv");
        for (cell, fails) in rows {
            row.begin(2);
            row.set(Field::Bsn, cell);
            let finding = row.finding(Some(Field::Bsn), Rule::BsnInvalid);
            passing.take(&row, fails.then_some(&finding).into_iter());
        }
        let failing = passing.failing().into_iter();
        failing.map(|column| (column.field, column.cells)).collect()
    }

    #[test]
    fn a_column_of_which_no_cell_passes_is_told_and_empty_cells_do_not_count() {
        let rows = [("x", true), ("", false), ("y", true), ("z", true)];
        assert_eq!(failing(&rows), [(Field::Bsn, 3)]);
    }

    #[test]
    fn a_cell_that_passes_or_too_few_that_fail_say_nothing() {
        assert_eq!(
            failing(&[("x", true), ("1", false), ("y", true), ("z", true)]),
            []
        );
        assert_eq!(failing(&[("x", true), ("y", true)]), []);
    }

    #[test]
    fn what_is_only_warned_of_does_not_fail() {
        let extract = extract(&[(Field::Bsn, "Nr"), (Field::End, "Tot")]);
        let mut passing = Passing::of(&extract);
        let mut row = RawRow::new("a.csv");
        for line in 2..9 {
            row.begin(line);
            row.set(Field::Bsn, "999990019");
            let finding = row.finding(Some(Field::Bsn), Rule::BsnTestRange);
            passing.take(&row, std::iter::once(&finding));
        }
        assert!(passing.failing().is_empty());
    }
}
