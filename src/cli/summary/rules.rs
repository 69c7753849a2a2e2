//! Findings by rule in, a table out, and a question where one rule is broken in most rows.

use std::fmt::Write;

use factlab::identified::Summary;
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
        Rule::StartInvalid,
        "more than half of the starts are no dates: is `start` the right column, and are `dates` as the file has them?",
    ),
    (
        Rule::EndInvalid,
        "more than half of the ends are no dates: is `end` the right column, and are `dates` as the file has them?",
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

/// What the reading doubts, and a line per rule that is broken in more than half of the rows read.
pub(super) fn doubts(summary: &Summary) -> Vec<&str> {
    let found = |rule: Rule| summary.findings.get(rule.code()).copied().unwrap_or(0);
    let is_doubtful = |count: u64| count >= FEW && count > summary.read / 2;
    let doubtful = DOUBTS.iter().filter(|(rule, _)| is_doubtful(found(*rule)));
    let doubtful = doubtful.map(|(_, words)| *words);
    let told = summary.doubts.iter().map(String::as_str);
    told.chain(doubtful).collect()
}

#[cfg(test)]
mod tests {
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
    fn half_of_the_rows_or_two_rows_raise_none() {
        assert!(doubts(&summary(10, 5)).is_empty());
        assert!(doubts(&summary(2, 2)).is_empty());
    }
}
