//! The rows of an extract, each normalised into a record that is used again, and what was found in them.

use std::sync::Arc;

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

/// A row, normalised.
#[derive(Default)]
pub(super) struct NormalisedRow {
    pub(super) record: ClientRecord,
    /// The rule that rejects the row.
    pub(super) broken: Option<(Field, Rule)>,
    findings: Vec<Finding>,
}

impl NormalisedRow {
    /// Becomes that of another row.
    pub(super) fn fill(&mut self, row: &RawRow, habits: &Habits, terms: &ProjectTerms) {
        self.findings.clear();
        let findings = &mut self.findings;
        let mut found = |finding| findings.push(finding);
        self.broken = normalise_row(row, habits, terms, &mut self.record, &mut found);
    }

    /// Adds a finding in the row.
    pub(super) fn find(&mut self, row: &RawRow, field: Option<Field>, rule: Rule) {
        self.findings.push(row.finding(field, rule));
    }
}

/// What is learnt of the rows of an extract.
pub(super) struct NormalisedRows<'a> {
    pub(super) habits: Arc<Habits>,
    pub(super) objections: Option<Objections>,
    /// Rows so far, and how many of them are rejected.
    pub(super) seen: u64,
    pub(super) left_behind: u64,
    doubts: Vec<String>,
    passing: Passing<'a>,
}

impl<'a> NormalisedRows<'a> {
    /// Studies the columns of `extract`; no row is gone through yet.
    ///
    /// # Errors
    /// When the extract cannot be read, or its columns are not those of the agreement.
    pub(super) fn of(extract: &Extract<'a>, terms: &ProjectTerms) -> Result<Self> {
        let (habits, doubts) = study_extract(extract, terms)?;
        Ok(Self {
            habits: Arc::new(habits),
            objections: None,
            seen: 0,
            left_behind: 0,
            doubts,
            passing: Passing::of(extract.settings()),
        })
    }

    /// Whether a record is of a person who objected.
    pub(super) fn has_objected(&mut self, record: &ClientRecord) -> bool {
        let mut lists = self.objections.iter_mut();
        lists.any(|list| list.holds(record))
    }

    /// Passes the findings in a row on.
    pub(super) fn report(
        &mut self,
        row: &RawRow,
        normalised: &mut NormalisedRow,
        tally: &mut Tally<'_>,
    ) -> Result<()> {
        self.passing.take(row, normalised.findings.iter());
        let mut findings = normalised.findings.drain(..);
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
