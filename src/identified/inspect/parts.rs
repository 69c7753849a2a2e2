//! What was found of an extract, as far as the block needs it.

use super::services::Translation;
use crate::identified::settings::{DateOrder, ExtractFormat, Field};
use crate::identified::source::Habits;

/// What becomes a block.
pub(super) struct Draft {
    /// The id of the provider; also its service, when the extract is of one.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) extract: Vec<String>,
    pub(super) format: ExtractFormat,
    /// How the files are written.
    pub(super) habits: Habits,
    /// The order of dates, for a table that has some.
    pub(super) dates: Option<DateOrder>,
    /// Fields and the names of their columns.
    pub(super) columns: Vec<Mapped>,
    /// Columns that may be a field.
    pub(super) asked: Vec<Asked>,
    pub(super) services: Services,
    /// Whether names and codes are shown as they are in the extract.
    pub(super) shows_names: bool,
    /// Whether the BSNs are made up.
    pub(super) is_made_up: bool,
}

/// A field and its column.
pub(super) struct Mapped {
    pub(super) field: Field,
    /// The name of the column, unless it may not be shown.
    pub(super) name: Option<String>,
    /// Its place, from 1.
    pub(super) place: usize,
    /// Whether the content decided.
    pub(super) by_content: bool,
}

/// A field and a column that may be it, for the user to say.
pub(super) struct Asked {
    pub(super) field: Field,
    /// The name of the column, unless it may not be shown.
    pub(super) name: Option<String>,
    /// Its place, from 1.
    pub(super) place: usize,
    pub(super) question: String,
}

/// Which services an extract holds.
pub(super) enum Services {
    /// It is the register's: none.
    Register,
    /// It is one service of the agreement.
    Agreed(String),
    /// It is one service that the agreement lacks.
    Lacking,
    /// A column may say which, and the user must say whether it does.
    Asked,
    /// A field of it says which.
    Coded {
        /// The codes that may be shown.
        translation: Translation,
        /// Whether there are others.
        has_others: bool,
    },
}
