//! The table of findings by rule, and a question where most rows break the same rule.

use std::fmt::Write;

use factlab::identified::{FailingColumn, Summary};
use factlab::vocabulary::Rule;

use crate::cli::words::grouped;

/// Fewer findings of a rule say nothing about the column.
const FEW: u64 = 3;

/// What to check when most rows break a rule: the mapping is wrong more often than the data.
const DOUBTS: &[(Rule, &str)] = &[
    (
        Rule::BsnInvalid,
        "more than half of the rows have no valid BSN: is `bsn` the right column, and is `made_up` right?",
    ),
    (
        Rule::BirthDateInvalid,
        "more than half of the birth dates are not dates: is `birth_date` the right column, and is `dates` right?",
    ),
    (
        Rule::DateUnreadable,
        "more than half of the rows have an unreadable start or end: are `start` and `end` the right columns, and is `dates` right?",
    ),
];

/// A line per broken rule: its findings, the rows it rejected, and what it says.
pub(super) fn table(summary: &Summary) -> String {
    if summary.findings.is_empty() {
        return "  no findings\n".into();
    }
    let mut text = format!("  {:>9}  {:>9}  rule\n", "findings", "rejected");
    for (code, count) in &summary.findings {
        let rejected = grouped(summary.left_behind.get(code).copied().unwrap_or(0));
        let words = Rule::ALL
            .iter()
            .find(|rule| rule.code() == *code)
            .map_or("", |rule| rule.words());
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {:>9}  {rejected:>9}  \t{code}: {words}",
            grouped(*count)
        );
    }
    text
}

/// What the reading doubts, a line per column of which every cell fails, and per rule that is broken in more than half of the rows read.
pub(super) fn doubts(summary: &Summary) -> Vec<String> {
    let column = |one: &FailingColumn| {
        let (name, field, cells) = (&one.name, one.field.name(), grouped(one.cells));
        format!(
            "all {cells} values of column `{name}` ({field}) are invalid: is this the right column?"
        )
    };
    let failing = summary.failing.iter().map(column);
    let found = |rule: Rule| summary.findings.get(rule.code()).copied().unwrap_or(0);
    let is_doubtful = |count: u64| count >= FEW && count > summary.read / 2;
    let is_said = |words: &str| {
        let mut fields = summary.failing.iter().map(|one| one.field.name());
        fields.any(|field| words.contains(&format!("`{field}`")))
    };
    let doubtful = DOUBTS
        .iter()
        .filter(|(rule, words)| is_doubtful(found(*rule)) && !is_said(words));
    let lines = summary.doubts.iter().cloned();
    lines
        .chain(failing)
        .chain(doubtful.map(|(_, words)| (*words).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use factlab::identified::Field;

    use super::*;

    fn summary(read: u64, bsns: u64) -> Summary {
        Summary {
            read,
            findings: [("bsn-invalid", bsns), ("postcode-invalid", read)].into(),
            ..Summary::default()
        }
    }

    #[test]
    fn a_rule_broken_in_more_than_half_of_the_rows_raises_a_doubt() {
        let summary = summary(9, 5);
        let lines = doubts(&summary);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("`made_up`"), "{lines:?}");
    }

    #[test]
    fn a_column_of_which_every_cell_fails_is_one_doubt() {
        let (field, name, cells) = (Field::Bsn, "Nr".to_owned(), 9);
        let failing = vec![FailingColumn { field, name, cells }];
        let lines = doubts(&Summary {
            failing,
            ..summary(9, 9)
        });
        assert_eq!(
            lines,
            ["all 9 values of column `Nr` (bsn) are invalid: is this the right column?"]
        );
    }

    #[test]
    fn half_of_the_rows_or_two_rows_raise_none() {
        assert!(doubts(&summary(10, 5)).is_empty());
        assert!(doubts(&summary(2, 2)).is_empty());
    }
}
