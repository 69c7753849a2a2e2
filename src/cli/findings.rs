//! Findings in, the file that was asked for or the first lines on the screen out.

use std::collections::BTreeMap;
use std::path::Path;

use factlab::error::Result;
use factlab::identified::FindingsFile;
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

/// How many findings there were, and how many of them were shown, by rule.
#[derive(Default)]
struct Shown {
    found: u64,
    told: u64,
    by_rule: BTreeMap<Rule, u64>,
}

impl Shown {
    /// Counts a finding of `rule`, and tells whether to show it.
    fn takes(&mut self, rule: Rule) -> bool {
        self.found += 1;
        let of_rule = self.by_rule.entry(rule).or_default();
        let is_shown = self.told < SHOWN && *of_rule < SHOWN_PER_RULE;
        if is_shown {
            *of_rule += 1;
            self.told += 1;
        }
        is_shown
    }
}

impl<'a> Findings<'a> {
    /// Begins the file, when one was asked for.
    ///
    /// # Errors
    /// When another file stands there, or the disk refuses.
    pub(super) fn begin(screen: &'a Screen, file: Option<&Path>) -> Result<Self> {
        Ok(Self {
            screen,
            file: file.map(FindingsFile::begin).transpose()?,
            shown: Shown::default(),
        })
    }

    /// Takes one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn add(&mut self, finding: &Finding) -> Result<()> {
        match &mut self.file {
            Some(file) => file.add(finding)?,
            None if self.shown.takes(finding.rule) => self.screen.note(&finding.to_string()),
            None => {}
        }
        Ok(())
    }

    /// Completes the file, or tells how many findings were not shown.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn end(self) -> Result<()> {
        if let Some(file) = self.file {
            file.complete()?;
        } else if self.shown.found > self.shown.told {
            let more = grouped(self.shown.found - self.shown.told);
            self.screen.note(&format!(
                "… and {more} more; `factlab check --findings FILE` lists them all"
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
        assert_eq!((shown.found, shown.told), (101, 5));
    }

    #[test]
    fn twenty_findings_are_shown_at_most() {
        let mut shown = Shown::default();
        let rules = Rule::ALL.iter().cycle().take(500);
        assert_eq!(rules.filter(|rule| shown.takes(**rule)).count(), 20);
    }
}
