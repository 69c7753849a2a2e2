//! What a panic prints: only where it happened, because its message could quote an extract.

use std::io::{self, Write};
use std::panic::{self, Location};

use factlab::error::untrusted::is_caught;

/// From here on a panic tells its place and nothing else; one that a reader of damaged files catches tells nothing.
pub(super) fn tell_only_where() {
    panic::set_hook(Box::new(|info| {
        if info.location().is_some_and(|place| is_caught(place.file())) {
            return;
        }
        let _ = io::stderr().write_all(words(info.location()).as_bytes());
    }));
}

/// What a panic shows. Of the path of a library's source only the end: the rest belongs to whoever built the program.
fn words(place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(
        || "at an unknown place".into(),
        |place| {
            let parts: Vec<&str> = place.file().split(['/', '\\']).collect();
            let last = parts.len().saturating_sub(4);
            format!("at {}:{}", parts[last..].join("/"), place.line())
        },
    );
    format!(
        "error[internal-error]: factlab failed unexpectedly, {place}\n\
         hint: completed files are intact; please report these two lines, they contain none of your data\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_its_place_and_no_word_of_its_message() {
        let place = Location::caller();
        let screen = words(Some(place));
        let (first, second) = screen.split_once('\n').unwrap();
        let line = place.line();
        assert_eq!(
            first,
            format!(
                "error[internal-error]: factlab failed unexpectedly, at src/cli/panic.rs:{line}"
            )
        );
        assert!(second.starts_with("hint: completed files are intact"));
        assert!(words(None).contains("at an unknown place"));
    }
}
