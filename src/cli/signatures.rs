//! Warnings about signatures that nobody can check.

use std::fmt::Display;

use super::screen::Screen;

/// Warns that these signed, and that nothing told with which key.
pub(super) fn warn_of_unchecked(who: impl IntoIterator<Item = impl Display>, screen: &Screen) {
    for who in who {
        screen.note(&format!(
            "warning: the signature of {who} was not checked: the agreement lists no `signs` for it, or was not given"
        ));
    }
}

/// Warns that nobody can check what this one signs.
pub(super) fn warn_of_own(who: &str, screen: &Screen) {
    screen.note(&format!(
        "warning: nobody can check the signature of {who}: the agreement lists no `signs` for it"
    ));
}
