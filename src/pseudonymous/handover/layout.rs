//! The files of a hand-over and their columns.

use crate::columns;
use crate::vocabulary::When;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pseudonymous) enum Kind {
    /// 16 bytes.
    Token,
    /// An unsigned 32-bit number, or null.
    Number,
    /// The same, often the one of the row before.
    Repeated,
    /// An unsigned 64-bit number.
    Key,
    /// A word or code of ours, or null.
    Word,
    /// True or false.
    Flag,
}

impl Kind {
    pub(super) const fn stored(self) -> columns::Kind {
        match self {
            Self::Token => columns::Kind::Digest,
            Self::Number => columns::Kind::U32,
            Self::Repeated => columns::Kind::Repeated,
            Self::Key => columns::Kind::U64,
            Self::Word => columns::Kind::Text,
            Self::Flag => columns::Kind::Flag,
        }
    }
}

/// The names and kinds of the columns of a file, in order.
pub(in crate::pseudonymous) type Layout = Vec<(&'static str, Kind)>;

/// One row per person, sorted by token: a row number.
pub(in crate::pseudonymous) const PERSONS: &str = "persons.parquet";
/// One row per token, in the order of the persons and of the columns: with [`PERSONS`] all that the keyholder sees.
pub(in crate::pseudonymous) const TOKENS: &str = "tokens.parquet";
/// A provider's uses, sorted by row number and service.
pub(super) const USES: &str = "uses.parquet";
/// What is known of the register's persons, sorted by row number.
pub(super) const MEMBERS: &str = "members.parquet";
/// The register's households, sorted by record key.
pub(super) const HOUSEHOLDS: &str = "households.parquet";
/// What the hand-over says of itself.
pub(super) const MANIFEST: &str = "manifest.json";

/// All Parquet files that a hand-over can hold.
pub(super) const FILES: [&str; 5] = [PERSONS, TOKENS, USES, MEMBERS, HOUSEHOLDS];

/// What the register or a provider tells beside the tokens.
pub(super) fn beside_tokens(of_register: bool) -> Vec<&'static str> {
    if of_register {
        vec![MEMBERS, HOUSEHOLDS]
    } else {
        vec![USES]
    }
}

/// The columns of a file, in a project whose uses have the days and quarters in `told`.
pub(in crate::pseudonymous) fn of(name: &str, told: When) -> Layout {
    match name {
        PERSONS => vec![("row", Kind::Number)],
        TOKENS => vec![
            ("row", Kind::Repeated),
            ("column", Kind::Repeated),
            ("token", Kind::Token),
        ],
        USES => {
            let mut columns = vec![("row", Kind::Number), ("service", Kind::Word)];
            columns.extend(told.columns().map(|(column, _)| (column, Kind::Flag)));
            columns.push(("outside", Kind::Flag));
            columns
        }
        MEMBERS => vec![
            ("row", Kind::Number),
            ("household", Kind::Number),
            ("age_band", Kind::Word),
            ("sex", Kind::Word),
            ("left", Kind::Flag),
        ],
        HOUSEHOLDS => vec![
            ("number", Kind::Number),
            ("record_key", Kind::Key),
            ("wijk", Kind::Word),
            ("buurt", Kind::Word),
            ("type", Kind::Word),
            ("size", Kind::Number),
            ("age_band", Kind::Word),
        ],
        _ => Layout::new(),
    }
}
