//! Lines of TOML: quoted where needed, each with a comment.

use std::fmt::Write;

use toml_edit::{Key, Value};

/// The place at which an explanation behind a line begins.
const EXPLAINED_AT: usize = 38;

/// Writes the line as a comment, for the user to take in.
pub(super) fn comment(text: &mut String, key: &str, value: &str, hint: &str) {
    let mut whole = String::new();
    line(&mut whole, key, value, hint);
    text.push_str("# ");
    text.push_str(&whole);
}

/// Writes `key = "value"`, quoted as TOML asks, and behind it what it means.
pub(super) fn line(text: &mut String, key: &str, value: &str, hint: &str) {
    let key = Key::new(key);
    let value = Value::from(value);
    let line = format!("{} = {}", key.display_repr(), value.to_string().trim());
    let _ = match hint {
        "" => writeln!(text, "{line}"),
        hint => writeln!(text, "{line:before$} # {hint}", before = EXPLAINED_AT - 1),
    };
}
