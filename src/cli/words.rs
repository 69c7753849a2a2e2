//! Counts and paths in, words out.

use std::path::Path;

use factlab::vocabulary::{Language, ProviderId};

/// A count with its thousands apart: 68,960.
pub(super) fn grouped(count: u64) -> String {
    Language::English.count(count)
}

/// A count with its noun, of which `one` is the singular: 1 row, 2 rows.
pub(super) fn counted(count: u64, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{} {noun}", grouped(count))
}

/// A path as text, for JSON too: what is not Unicode in it has a sign in its place.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A word of the command as the id of a party.
pub(super) fn provider_id(text: &str) -> Result<ProviderId, String> {
    ProviderId::new(text).ok_or_else(|| "an id is a-z, 0-9, - and _, as in the agreement".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_nothing_is_not() {
        let rows = [0, 1, 1000].map(|count| counted(count, "row", "rows"));
        assert_eq!(rows, ["0 rows", "1 row", "1,000 rows"]);
    }
}
