//! Findings by rule in, a table out, and a question where one rule is broken in most rows.

use std::fmt::Write;

use factlab::identified::{FailingColumn, Summary};
use factlab::vocabulary::Rule;

use crate::cli::words::grouped;

/// Fewer findings of a rule say nothing about the column.
const FEW: u64 = 3;

/// What to look at when most rows break a rule: it is seldom the people.
const DOUBTS: &[(Rule, &str)] = &[
    (
        Rule::BsnInvalid,
        "more than half of the rows have no valid BSN: is `bsn` the right column, and is `made_up` as it should be?",
    ),
    (
        Rule::BirthDateInvalid,
        "more than half of the birth dates are no dates: is `birth_date` the right column, and are `dates` as the file has them?",
    ),
    (
        Rule::DateUnreadable,
        "more than half of the rows have a start or end that cannot be read: are `start` and `end` the right columns, and are `dates` as the file has them?",
    ),
];

/// A line per broken rule: its findings, the rows it left behind, and what it says.
pub(super) fn table(summary: &Summary) -> String {
    if summary.findings.is_empty() {
        return "  nothing found\n".into();
    }
    let mut text = format!("  {:26} {:>10} {:>12}\n", "rule", "findings", "left behind");
    for (code, count) in &summary.findings {
        let left = summary.left_behind.get(code).copied().unwrap_or(0);
        let words = Rule::ALL
            .iter()
            .find(|rule| rule.code() == *code)
            .map_or("", |rule| rule.words());
        let _ = writeln!(
            text,
            "  {code:26} {:>10} {:>12}  {words}",
            grouped(*count),
            grouped(left)
        );
    }
    text
}

/// What the reading doubts, a line per column of which every cell fails, and per rule that is broken in more than half of the rows read.
pub(super) fn doubts(summary: &Summary) -> Vec<String> {
    let column = |one: &FailingColumn| {
        let (name, field, cells) = (&one.name, one.field.name(), grouped(one.cells));
        format!(
            "every value of column `{name}` ({field}) fails, all {cells}: is this the right column?"
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
    let told = summary.doubts.iter().cloned();
    told.chain(failing)
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
        let told = doubts(&summary);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("`made_up`"), "{told:?}");
    }

    #[test]
    fn a_column_of_which_every_cell_fails_is_one_doubt() {
        let (field, name, cells) = (Field::Bsn, "Nr".to_owned(), 9);
        let failing = vec![FailingColumn { field, name, cells }];
        let told = doubts(&Summary {
            failing,
            ..summary(9, 9)
        });
        assert_eq!(
            told,
            ["every value of column `Nr` (bsn) fails, all 9: is this the right column?"]
        );
    }

    #[test]
    fn half_of_the_rows_or_two_rows_raise_none() {
        assert!(doubts(&summary(10, 5)).is_empty());
        assert!(doubts(&summary(2, 2)).is_empty());
    }
}
