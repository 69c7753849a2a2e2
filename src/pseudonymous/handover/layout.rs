//! The files of a hand-over and their columns.

use super::table::{Kind, Layout};
use crate::pseudonymous::TokenColumn;

/// One row per person, sorted by token.
pub(in crate::pseudonymous) const PERSONS: &str = "persons.parquet";
/// A provider's uses, sorted by row number and service.
pub(super) const USES: &str = "uses.parquet";
/// The register's households, sorted by record key.
pub(super) const HOUSEHOLDS: &str = "households.parquet";
/// What the hand-over says of itself.
pub(super) const MANIFEST: &str = "manifest.json";

fn tokens() -> impl Iterator<Item = (&'static str, Kind)> {
    TokenColumn::ALL
        .iter()
        .map(|column| (column.name(), Kind::Token))
}

fn provider_persons() -> Layout {
    let mut layout = vec![("row", Kind::Number)];
    layout.extend(tokens());
    layout.push(("outside", Kind::Flag));
    layout
}

fn register_persons() -> Layout {
    let mut layout: Layout = tokens().collect();
    layout.extend([
        ("household", Kind::Number),
        ("age_band", Kind::Word),
        ("sex", Kind::Word),
        ("left", Kind::Flag),
    ]);
    layout
}

fn uses() -> Layout {
    vec![
        ("row", Kind::Number),
        ("service", Kind::Word),
        ("in_period", Kind::Flag),
        ("on_reference_date", Kind::Flag),
    ]
}

fn households() -> Layout {
    vec![
        ("number", Kind::Number),
        ("record_key", Kind::Key),
        ("wijk", Kind::Word),
        ("buurt", Kind::Word),
        ("type", Kind::Word),
        ("size", Kind::Number),
        ("age_band", Kind::Word),
    ]
}

/// The Parquet files of a hand-over: the register's or a provider's.
pub(super) fn files(of_register: bool) -> [(&'static str, Layout); 2] {
    if of_register {
        [(PERSONS, register_persons()), (HOUSEHOLDS, households())]
    } else {
        [(PERSONS, provider_persons()), (USES, uses())]
    }
}

/// The columns of a file of the register or of a provider.
pub(in crate::pseudonymous) fn of(name: &str, of_register: bool) -> Layout {
    let files = files(of_register).into_iter();
    let found = files
        .filter(|(one, _)| *one == name)
        .map(|(_, layout)| layout);
    found.flatten().collect()
}
