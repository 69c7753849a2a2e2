//! Counts, paths and wrapped lines for the screen.

use std::path::Path;

use factlab::keys::VerifyingKey;
use factlab::vocabulary::{Language, ProviderId, is_visible};

/// The columns of a screen that is not wide.
pub(super) const WIDTH: usize = 80;

/// A count with its thousands apart: 68,960.
pub(super) fn grouped(count: u64) -> String {
    Language::English.count(count)
}

/// A count with its noun, of which `one` is the singular: 1 row, 2 rows.
pub(super) fn counted(count: u64, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{} {noun}", grouped(count))
}

/// The text in lines of at most 80 characters; the first begins with `first`, the others with `next`.
pub(super) fn wrapped(text: &str, first: &str, next: &str) -> String {
    let (mut wrapped, mut line) = (String::new(), first.to_owned());
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            wrapped.push_str(line.trim_end());
            wrapped.push('\n');
            next.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    wrapped + line.trim_end() + "\n"
}

/// The text with a mark in place of each sign that would steer the terminal or hide: it may come from a file of others.
pub(super) fn seen(text: &str) -> String {
    let shown = |sign| sign == '\n' || sign == '\t' || is_visible(sign);
    let mark = |sign| if shown(sign) { sign } else { '\u{fffd}' };
    text.chars().map(mark).collect()
}

/// A path as text, for JSON too: what is not Unicode in it has a sign in its place.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A word of the command as the id of a party.
pub(super) fn provider_id(text: &str) -> Result<ProviderId, String> {
    ProviderId::new(text).ok_or_else(|| "an id is a-z, 0-9, - and _, as in the agreement".into())
}

/// A word of the command as the public half of a signing key, or of the key that signs a record.
pub(super) fn verifying_key(text: &str) -> Result<VerifyingKey, String> {
    VerifyingKey::parse(text).ok_or_else(|| "64 hexadecimal digits, as `key id` shows them".into())
}

/// What two releases have otherwise, in words.
pub(super) fn difference(what: &str) -> &str {
    match what {
        "made_up" => "which of them is made up",
        "moment" => "when a use counts",
        "period" => "how long the period is",
        "count" => "how services are counted",
        "missing" => "which organisations are missing",
        "domains" => "domains of services",
        "organisations" => "who carries out services",
        "providers" => "which organisations hand over",
        "providers_of_needs" => "which organisations hand over needs",
        "needs" => "what answers needs",
        "borders" => "borders of areas",
        "age_bands" => "age bands",
        "profile" => "how numbers are protected",
        other => other,
    }
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
