//! A release that is compared, and a word of a table.

use crate::released::calculate::{ReleaseTables, Value};
use crate::released::runs::RunRecord;

/// A release that is compared: what it was made of, and its tables.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it was made of.
    pub run: &'a RunRecord,
    /// What it says.
    pub tables: &'a ReleaseTables,
}

/// A text of a table; empty where there is nothing to say.
pub(super) fn word(text: &str) -> Value {
    if text.is_empty() {
        Value::Empty
    } else {
        Value::text(text)
    }
}
