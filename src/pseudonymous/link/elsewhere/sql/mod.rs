//! What is asked of tables of tokens, as SQL.

mod descent;
mod ladder;
mod meetings;

pub(super) use ladder::asked as ladder;
pub(super) use meetings::asked as meetings;

use std::ops::Range;

use super::standing::NONE;
use crate::pseudonymous::cluster::{Question, View, columns};
use crate::pseudonymous::link::finder;

/// What is asked about whom.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// Clients with a token.
    pub(super) clients: usize,
    /// Whether a service counts at the address that its provider gives.
    pub(super) by_address: bool,
}

/// Questions about tokens of these kinds, and what they are about beside the tables.
pub(super) struct Asking {
    pub(super) kinds: finder::Kinds,
    pub(super) views: Vec<View>,
    pub(super) questions: Vec<Question>,
}

/// The columns of `client_tokens.parquet` and `register_tokens.parquet` before the token, and those of `residents.parquet`.
pub(super) const OF_CLIENT: [&str; 2] = ["client", "kind"];
pub(super) const OF_PERSON: [&str; 2] = ["person", "kind"];
pub(super) const OF_RESIDENT: [&str; 3] = ["person", "household", "is_private"];

/// The tables, as statements read them.
pub(super) fn views() -> Vec<View> {
    let [client, person] = [OF_CLIENT, OF_PERSON].map(|names| columns(&names));
    let resident = columns(&OF_RESIDENT);
    vec![
        View::new(
            "client_token",
            format!("SELECT {client}, token FROM client_tokens"),
        ),
        View::new(
            "register_token",
            format!("SELECT {person}, token FROM register_tokens"),
        ),
        View::new("resident", format!("SELECT {resident} FROM residents")),
    ]
}

/// How many tokens of each kind clients and residents have, and how many residents there are.
pub(super) fn seen() -> Question {
    question(
        ("seen", &["of_table", "kind", "counted"]),
        "SELECT 0 AS of_table, kind, COUNT(*) AS counted FROM client_token GROUP BY kind
UNION ALL SELECT 1, kind, COUNT(*) FROM register_token GROUP BY kind
UNION ALL SELECT 2, is_private, COUNT(*) FROM resident GROUP BY is_private"
            .into(),
        None,
    )
}

/// A question whose row of nothing has [`NONE`] in each column.
fn question((name, columns): (&str, &[&str]), rows: String, answers: Option<String>) -> Question {
    Question {
        name: name.into(),
        rows,
        columns: columns.iter().map(|name| (*name).into()).collect(),
        nothing: vec![NONE; columns.len()],
        answers,
    }
}

/// Numbers behind each other.
fn list(numbers: impl IntoIterator<Item = impl ToString>) -> String {
    let numbers = numbers.into_iter().map(|one| one.to_string());
    numbers.collect::<Vec<_>>().join(", ")
}

/// A bit for each of these numbers of kinds, the lowest for the first, and none for others; `column` has the number.
fn bits(column: &str, kinds: Range<usize>) -> String {
    let bits = kinds.zip(0..);
    let bits = bits.map(|(kind, bit)| format!("WHEN {kind} THEN {}", 1 << bit));
    let bits = bits.collect::<Vec<_>>().join(" ");
    format!("CASE {column} {bits} ELSE 0 END")
}
