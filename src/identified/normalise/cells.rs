//! A row in, its cells and a place to tell what is wrong with them out.

use super::room::empty_with_room;
use crate::identified::extract::RawRow;
use crate::identified::settings::Field;
use crate::vocabulary::{Finding, Rule};

/// The cells of a row under normalisation.
pub(super) struct Cells<'a> {
    row: &'a RawRow,
    finding: &'a mut dyn FnMut(Finding),
}

impl<'a> Cells<'a> {
    /// The cells of `row`; a cell whose bytes are not text is told at once and counts as empty.
    pub(super) fn of(row: &'a RawRow, finding: &'a mut dyn FnMut(Finding)) -> Self {
        let mut cells = Self { row, finding };
        if row.has_broken() {
            let fields = Field::ALL.iter().filter(|field| row.is_broken(**field));
            fields.for_each(|field| cells.tell(*field, Rule::TextBroken));
        }
        cells
    }

    /// The text of a field without white space around it; `None` when it is empty.
    pub(super) fn get(&self, field: Field) -> Option<&'a str> {
        self.row.get(field)
    }

    /// Whether the bytes of a field are not of the file's encoding.
    pub(super) fn is_broken(&self, field: Field) -> bool {
        self.row.is_broken(field)
    }

    /// Tells that a field breaks a rule.
    pub(super) fn tell(&mut self, field: Field, rule: Rule) {
        (self.finding)(self.row.finding(Some(field), rule));
    }

    /// Writes the text of a field as it stands into `copy`, over what it held.
    pub(super) fn copy(&self, field: Field, copy: &mut String) {
        let text = self.get(field).unwrap_or("");
        empty_with_room(copy, text.len());
        copy.push_str(text);
    }
}
