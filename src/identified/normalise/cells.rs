//! The cells of a row, with the findings about them.

use super::habits::Habits;
use super::reuse::empty_with_room;
use super::signs::Sign;
use crate::identified::settings::Field;
use crate::identified::source::RawRow;
use crate::vocabulary::{Finding, Rule};

/// The cells of a row under normalisation.
pub(super) struct Cells<'a> {
    row: &'a RawRow,
    habits: &'a Habits,
    finding: &'a mut dyn FnMut(Finding),
}

impl<'a> Cells<'a> {
    /// The cells of `row`; a cell whose bytes are not text is reported at once and counts as empty.
    pub(super) fn of(
        row: &'a RawRow,
        habits: &'a Habits,
        finding: &'a mut dyn FnMut(Finding),
    ) -> Self {
        let mut cells = Self {
            row,
            habits,
            finding,
        };
        if row.has_broken() {
            let fields = Field::ALL.iter().filter(|field| row.is_broken(**field));
            fields.for_each(|field| cells.tell(*field, Rule::TextBroken));
        }
        cells
    }

    /// The value of a field, without white space around it; `None` when it is empty or a placeholder. What failed is
    /// no value either, and is reported.
    pub(super) fn get(&mut self, field: Field) -> Option<&'a str> {
        let text = self.row.get(field)?;
        match self.habits.sign(field, text) {
            None => return Some(text),
            Some(Sign::Nothing | Sign::Unknown) => {}
            Some(Sign::Failed) => self.tell(field, Rule::FormulaFailed),
        }
        None
    }

    /// As [`Cells::get`], where it matters whether there is no value or an unknown one.
    ///
    /// # Errors
    /// When something is there that cannot be read: the result of a formula that failed, a word for unknown, or broken text.
    pub(super) fn get_known(&self, field: Field) -> Result<Option<&'a str>, Unreadable> {
        if self.row.is_broken(field) {
            return Err(Unreadable);
        }
        let Some(text) = self.row.get(field) else {
            return Ok(None);
        };
        match self.habits.sign(field, text) {
            None => Ok(Some(text)),
            Some(Sign::Nothing) => Ok(None),
            Some(Sign::Failed | Sign::Unknown) => Err(Unreadable),
        }
    }

    /// The text of a field as it stands, for codes whose mapping goes before every sign.
    pub(super) fn as_written(&self, field: Field) -> Option<&'a str> {
        self.row.get(field)
    }

    /// How the columns of the extract are written.
    pub(super) const fn habits(&self) -> &'a Habits {
        self.habits
    }

    /// Tells that a field breaks a rule.
    pub(super) fn tell(&mut self, field: Field, rule: Rule) {
        (self.finding)(self.row.finding(Some(field), rule));
    }

    /// Writes the value of a field into `copy`, over what it held.
    pub(super) fn copy(&mut self, field: Field, copy: &mut String) {
        write(self.get(field), copy);
    }

    /// Writes the text of a field as it stands into `copy`, over what it held.
    pub(super) fn copy_as_written(&self, field: Field, copy: &mut String) {
        write(self.as_written(field), copy);
    }
}

/// Writes a text, or nothing, over what `copy` held.
pub(super) fn write(text: Option<&str>, copy: &mut String) {
    let text = text.unwrap_or("");
    empty_with_room(copy, text.len());
    copy.push_str(text);
}

/// A cell holds something, and it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;
