//! Warnings about signatures that nobody can check.

use std::fmt::Display;

use factlab::run::Run;

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

/// Warns of a release that is not signed as agreed, or with a key that nobody agreed on.
pub(super) fn warn_of_release(run: &Run<'_>, screen: &Screen) {
    match (run.agreement.analyst_signs(), run.signing) {
        (Some(_), None) if !run.is_internal => screen.note(
            "warning: the release is not signed, and the agreement lists a key for it: add --sign FILE",
        ),
        (None, Some(_)) => warn_of_own("the release", screen),
        _ => {}
    }
}
