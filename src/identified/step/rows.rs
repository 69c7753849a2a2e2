//! The rows of an extract, each normalised into one record that is used again, and what was found in them.

use super::passing::Passing;
use super::studied::study_extract;
use super::summary::Summary;
use super::tally::Tally;
use crate::error::Result;
use crate::identified::formats::Extract;
use crate::identified::normalise::{ClientRecord, Habits, normalise_row};
use crate::identified::pseudonymise::Objections;
use crate::identified::settings::{Field, ProjectTerms};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Finding, Rule};

pub(super) struct NormalisedRows<'a> {
    pub(super) habits: Habits,
    pub(super) objections: Option<Objections>,
    /// Of the row at hand.
    pub(super) record: ClientRecord,
    /// Rows so far, and how many of them are rejected.
    pub(super) seen: u64,
    pub(super) left_behind: u64,
    terms: &'a ProjectTerms,
    doubts: Vec<String>,
    findings: Vec<Finding>,
    passing: Passing<'a>,
}

impl<'a> NormalisedRows<'a> {
    /// Studies the columns of `extract`; no row is gone through yet.
    ///
    /// # Errors
    /// When the extract cannot be read, or its columns are not those of the agreement.
    pub(super) fn of(extract: &Extract<'a>, terms: &'a ProjectTerms) -> Result<Self> {
        let (habits, doubts) = study_extract(extract, terms)?;
        Ok(Self {
            habits,
            objections: None,
            record: ClientRecord::default(),
            seen: 0,
            left_behind: 0,
            terms,
            doubts,
            findings: Vec::new(),
            passing: Passing::of(extract.settings()),
        })
    }

    /// Fills the record; gives the rule that rejects the row.
    pub(super) fn normalise(&mut self, row: &RawRow) -> Option<(Field, Rule)> {
        self.seen += 1;
        self.findings.clear();
        let findings = &mut self.findings;
        let mut found = |finding| findings.push(finding);
        normalise_row(row, &self.habits, self.terms, &mut self.record, &mut found)
    }

    /// Whether the record is of a person who objected.
    pub(super) fn has_objected(&mut self) -> bool {
        let mut lists = self.objections.iter_mut();
        lists.any(|list| list.holds(&self.record))
    }

    /// Adds a finding in the row at hand.
    pub(super) fn find(&mut self, row: &RawRow, field: Option<Field>, rule: Rule) {
        self.findings.push(row.finding(field, rule));
    }

    /// Passes the findings in the row on.
    pub(super) fn report(&mut self, row: &RawRow, tally: &mut Tally<'_>) -> Result<()> {
        self.passing.take(row, self.findings.iter());
        let mut findings = self.findings.drain(..);
        findings.try_for_each(|finding| tally.add(&finding))
    }

    pub(super) fn summary(&self, tally: Tally<'_>, reading: Reading) -> Summary {
        Summary {
            detected: reading.detected,
            doubts: [&*reading.doubts, &*self.doubts].concat(),
            failing: self.passing.failing(),
            ..tally.into_summary(self.seen, self.left_behind)
        }
    }
}
