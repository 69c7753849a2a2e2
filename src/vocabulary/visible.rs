//! Visible characters, as opposed to those that steer a terminal, reverse a line, or show nothing.

/// Signs that show nothing or turn the text around them: `Default_Ignorable_Code_Point` of Unicode 16, the separators of
/// lines and paragraphs, and the marks of annotations.
const UNSEEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a sign is shown where it stands: no control sign, none that turns the text, none without width.
#[must_use]
pub fn is_visible(sign: char) -> bool {
    let is_in = |(first, last): &(char, char)| (*first..=*last).contains(&sign);
    !sign.is_control() && !UNSEEN.iter().any(is_in)
}

/// Whether a spreadsheet would run a cell with this text: it begins as a formula does.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    // A tab or a return in front does not stop the spreadsheet (OWASP, CSV Injection).
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_turns_or_hides_is_not_visible_and_letters_and_spaces_are() {
        let unseen =
            "\u{1b}\u{9b}\n\u{7f}\u{200b}\u{200e}\u{202e}\u{2066}\u{2028}\u{feff}\u{ad}\u{e0041}";
        assert!(!unseen.chars().any(is_visible));
        assert!(
            "Zorg (ë, ø, Ж, 中) – 'quoted' 100 %\u{a0}"
                .chars()
                .all(is_visible)
        );
    }

    #[test]
    fn a_formula_is_known_by_its_first_sign() {
        assert!(
            ["=1+1", "+cmd", "-1", "@SUM", "\t=1", "\r"]
                .iter()
                .all(|text| is_formula(text))
        );
        assert!(
            !["", "a=1", "1+", "'=1", " =1"]
                .iter()
                .any(|text| is_formula(text))
        );
    }
}
