//! The proposals, questions and remarks for the columns of a table.

use crate::identified::settings::Field;

/// What is proposed for a column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Proposed {
    /// The field; `None` when the column is of no use.
    pub(super) field: Option<Field>,
    /// Whether the content decided, and not the name.
    pub(super) by_content: bool,
}

/// The proposals for all columns, in their order, and what is to be said about them.
pub(super) struct Proposal {
    /// One for each column.
    pub(super) columns: Vec<Proposed>,
    /// What each column could be, for the user to say.
    pub(super) asked: Vec<Vec<Field>>,
    /// Remarks for the user; no value of a cell in them.
    pub(super) remarks: Vec<String>,
}

impl Proposal {
    /// The column that is proposed for a field.
    pub(super) fn place_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|one| one.field == Some(field))
    }

    /// Whether a column is proposed for the field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.place_of(field).is_some()
    }

    /// What a column is, or may be.
    pub(super) fn likely(&self, place: usize) -> Option<Field> {
        let asked = self.asked[place].first().copied();
        self.columns[place].field.or(asked)
    }

    /// Asks whether these columns are a field, unless a column is proposed for it.
    pub(super) fn ask(&mut self, places: &[usize], field: Field) {
        if !self.has(field) {
            for place in places {
                self.asked[*place].push(field);
            }
        }
    }

    /// Whether a column may be the field, and the user must say so.
    pub(super) fn asks_about(&self, field: Field) -> bool {
        self.asked.iter().any(|fields| fields.contains(&field))
    }
}
