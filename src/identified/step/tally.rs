//! Counts findings by rule.

use std::collections::BTreeMap;

use super::summary::Summary;
use crate::error::Result;
use crate::vocabulary::{Effect, Finding};

/// Takes findings one by one.
pub(super) type OnFinding<'a> = dyn FnMut(&Finding) -> Result<()> + 'a;

/// Counts findings on their way to whoever wants them.
pub(super) struct Tally<'a> {
    onward: &'a mut OnFinding<'a>,
    findings: BTreeMap<&'static str, u64>,
    left_behind: BTreeMap<&'static str, u64>,
}

impl<'a> Tally<'a> {
    /// Passes every finding on to `onward`.
    pub(super) fn new(onward: &'a mut OnFinding<'a>) -> Self {
        Self {
            onward,
            findings: BTreeMap::new(),
            left_behind: BTreeMap::new(),
        }
    }

    /// Counts a finding; one that leaves its row behind counts the row, so a row has one of those at most.
    ///
    /// # Errors
    /// What `onward` gives back.
    pub(super) fn add(&mut self, finding: &Finding) -> Result<()> {
        let code = finding.rule.code();
        *self.findings.entry(code).or_default() += 1;
        if finding.rule.effect() == Effect::RowLeftBehind {
            *self.left_behind.entry(code).or_default() += 1;
        }
        (self.onward)(finding)
    }

    /// A summary with what was found. `handed_on` rows came out of the extract, `left` of them were rejected
    /// after that; what else was rejected could not be read, and is a row all the same.
    pub(super) fn into_summary(self, handed_on: u64, left: u64) -> Summary {
        let left_behind: u64 = self.left_behind.values().sum();
        Summary {
            read: handed_on + left_behind - left,
            findings: self.findings,
            left_behind: self.left_behind,
            ..Summary::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::handover::BandedCount;
    use crate::vocabulary::{Location, Rule};

    #[test]
    fn a_row_that_cannot_be_read_is_read_and_left_behind() {
        let mut passed_on = 0;
        let mut onward = |_: &Finding| {
            passed_on += 1;
            Ok(())
        };
        let mut tally = Tally::new(&mut onward);
        for rule in [Rule::BsnInvalid, Rule::RowShape, Rule::ServiceUnknown] {
            let location = Location {
                file: "a.csv".into(),
                line: 2,
                field: None,
            };
            tally.add(&Finding { location, rule }).unwrap();
        }
        // Ten rows came out, one of which names a service that nobody agreed on.
        let summary = tally.into_summary(10, 1);
        assert_eq!(summary.read, 11);
        assert_eq!(summary.rows_left_behind(), 2);
        assert_eq!(summary.findings.len(), 3);
        assert_eq!(passed_on, 3);
        assert_eq!(summary.counts().left_behind, BandedCount::Few);
    }
}
