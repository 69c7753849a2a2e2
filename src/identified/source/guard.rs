//! Text guarded against conversion by a spreadsheet: `="012"`, `'012`.

/// The marks that stand for an apostrophe.
const APOSTROPHES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '`', '\u{b4}'];

/// The text without its guard, and without white space around it.
///
/// The apostrophe of *'t Hof* and *'s-Gravenhage* is a letter of the name and stays.
pub(in crate::identified) fn unguarded(text: &str) -> &str {
    // Most cells begin and end with a letter or digit, and have neither guard nor white space.
    if let [first, .., last] = text.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_graphic()
    {
        return text;
    }
    let text = text.trim();
    if let Some(quoted) = text.strip_prefix('=') {
        let inner = quoted
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        return inner.map_or(text, |inner| inner.trim_matches('"').trim());
    }
    match text.strip_prefix(APOSTROPHES) {
        Some(rest) if !is_article(rest) => rest.strip_suffix(APOSTROPHES).unwrap_or(rest).trim(),
        _ => text,
    }
}

/// Whether *'t*, *'s* or *'n* stands here, behind its apostrophe.
fn is_article(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters
        .next()
        .is_some_and(|letter| "tsnTSN".contains(letter))
        && letters.next().is_none_or(|next| !next.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_is_no_part_of_the_text() {
        for (text, inner) in [
            ("=\"012345678\"", "012345678"),
            (" =\"\"01A03\"\" ", "01A03"),
            ("=\" 1-2-1950 \"", "1-2-1950"),
            ("=\"\"", ""),
            ("'012345678", "012345678"),
            ("'M", "M"),
            ("'-", "-"),
            ("'wmo-hbh'", "wmo-hbh"),
            ("\u{2019}012", "012"),
            ("'", ""),
        ] {
            assert_eq!(unguarded(text), inner, "{text}");
        }
    }

    #[test]
    fn what_is_no_guard_stays() {
        for text in [
            "'t Hof",
            "'s-Gravenhage",
            "\u{2019}t Hof",
            "'t",
            "d'Ancona",
            "=1+2",
            "=",
            "\"",
            "=\"",
            "\"012\"",
            "5\" scherm",
            "Jansen'",
            "",
        ] {
            assert_eq!(unguarded(text), text);
        }
    }
}
