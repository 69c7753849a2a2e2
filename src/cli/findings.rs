//! Findings on the screen (the first of them), or all in a file. A column in which every cell fails is one doubt in the
//! summary instead.

use std::collections::BTreeMap;
use std::path::Path;

use factlab::error::Result;
use factlab::identified::{FailingColumn, Field, FindingsFile, PartySettings, Summary};
use factlab::vocabulary::{Finding, Rule};

use super::screen::Screen;
use super::words::grouped;

/// Without a file, so many findings are shown; the table of rules tells how many there are.
const SHOWN: u64 = 20;

/// And of one rule so many: a column that is wrong in every row must not push the other rules off the screen.
const SHOWN_PER_RULE: u64 = 4;

/// Takes the findings of a `check`.
pub(super) struct Findings<'a> {
    screen: &'a Screen,
    file: Option<FindingsFile>,
    shown: Shown,
}

/// How many findings there were, and how many of them are shown, by rule; and the lines of the party under reading.
#[derive(Default)]
struct Shown {
    found: u64,
    listed: u64,
    by_rule: BTreeMap<Rule, u64>,
    lines: Vec<(Option<&'static str>, String)>,
}

impl Shown {
    /// Counts a finding of `rule`, and tells whether to show it.
    fn takes(&mut self, rule: Rule) -> bool {
        self.found += 1;
        let of_rule = self.by_rule.entry(rule).or_default();
        let is_shown = self.listed < SHOWN && *of_rule < SHOWN_PER_RULE;
        if is_shown {
            *of_rule += 1;
            self.listed += 1;
        }
        is_shown
    }

    /// The lines of a party, without those of columns of which every cell fails.
    fn take_lines(&mut self, failing: &[FailingColumn]) -> Vec<String> {
        let fails = |field: Option<&str>| failing.iter().any(|one| Some(one.field.name()) == field);
        let (left_out, lines): (Vec<_>, Vec<_>) = std::mem::take(&mut self.lines)
            .into_iter()
            .partition(|(field, _)| fails(*field));
        self.listed -= left_out.len() as u64;
        // The cells of a failing column are one doubt in the summary, and no findings.
        self.found -= failing
            .iter()
            .map(|one| one.cells)
            .sum::<u64>()
            .min(self.found);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

impl<'a> Findings<'a> {
    /// Begins the file, when one was asked for.
    ///
    /// # Errors
    /// When another file is there, or the disk refuses.
    pub(super) fn begin(screen: &'a Screen, file: Option<&Path>) -> Result<Self> {
        Ok(Self {
            screen,
            file: file.map(FindingsFile::begin).transpose()?,
            shown: Shown::default(),
        })
    }

    /// Checks the extract of a party, and takes its findings.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the disk refuses.
    pub(super) fn check(&mut self, settings: &PartySettings) -> Result<Summary> {
        let (columns, bars) = (settings.columns(), self.screen.bars());
        let summary = settings.check(&mut |finding| self.add(finding, columns), &bars)?;
        drop(bars);
        self.end_party(&summary, columns)?;
        Ok(summary)
    }

    /// Takes one, of an extract with these columns.
    fn add(&mut self, finding: &Finding, columns: &BTreeMap<Field, String>) -> Result<()> {
        match &mut self.file {
            Some(file) => file.add(finding, columns)?,
            None if self.shown.takes(finding.rule) => {
                let line = (finding.location.field, finding.to_string());
                self.shown.lines.push(line);
            }
            None => {}
        }
        Ok(())
    }

    /// Ends the findings of a party.
    fn end_party(&mut self, summary: &Summary, columns: &BTreeMap<Field, String>) -> Result<()> {
        if let Some(file) = &mut self.file {
            return file.add_codes(&summary.unknown_codes, columns);
        }
        for line in self.shown.take_lines(&summary.failing) {
            self.screen.note(&line);
        }
        Ok(())
    }

    /// Completes the file, or tells how many findings were not shown.
    pub(super) fn end(self) -> Result<()> {
        if let Some(file) = self.file {
            file.complete()?;
        } else if self.shown.found > self.shown.listed {
            let more = grouped(self.shown.found - self.shown.listed);
            self.screen.note(&format!(
                "… and {more} more: `factlab check --findings FILE` lists them all"
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_does_not_push_the_others_off_the_screen() {
        let mut shown = Shown::default();
        let of_one = (0..100).filter(|_| shown.takes(Rule::BsnInvalid)).count();
        assert_eq!(of_one, 4);
        assert!(shown.takes(Rule::RowShape));
        assert_eq!((shown.found, shown.listed), (101, 5));
    }

    #[test]
    fn a_column_of_which_every_cell_fails_takes_no_line() {
        let mut shown = Shown::default();
        for (field, rule) in [(Some("bsn"), Rule::BsnInvalid), (None, Rule::RowShape)].repeat(3) {
            assert!(shown.takes(rule));
            shown.lines.push((field, rule.code().to_owned()));
        }
        let (field, name, cells) = (Field::Bsn, "Nr".to_owned(), 3);
        let lines = shown.take_lines(&[FailingColumn { field, name, cells }]);
        assert_eq!(lines, ["row-shape"; 3]);
        assert_eq!((shown.found, shown.listed), (3, 3));
    }

    #[test]
    fn twenty_findings_are_shown_at_most() {
        let mut shown = Shown::default();
        let rules = Rule::ALL.iter().cycle().take(500);
        assert_eq!(rules.filter(|rule| shown.takes(**rule)).count(), 20);
    }
}
