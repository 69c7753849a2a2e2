//! The text of a figure as a number, or as none.

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Read {
    Number(f64),
    /// A sign that stands for no figure: unknown, secret, or not applicable.
    Nothing,
    /// Something else.
    Text,
}

/// What statistical offices write for no figure, beside `-9999…`.
const NOTHING: [&str; 14] = [
    "", ".", "..", "-", "x", "xx", "?", "na", "n/a", "nan", "null", "n.b.", "nb", "geheim",
];

/// No figure of an area is larger; larger numbers would lose digits.
const LARGEST: f64 = 1e15;

/// How numbers are written in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Decimals {
    /// Whether a comma stands before the decimals, and a point between thousands.
    pub(super) is_comma: bool,
}

impl Decimals {
    /// Learns from a cell; with commas between cells, `1,234` are thousands.
    pub(super) fn learn(&mut self, text: &str, has_commas_between_cells: bool) {
        let text = text.trim();
        let Some((before, after)) = text.split_once(',') else {
            return;
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let is_whole = before.trim_start_matches('-');
        let is_decimal =
            is_number(is_whole) && !after.is_empty() && after.bytes().all(|b| b.is_ascii_digit());
        self.is_comma |= is_decimal && !(has_commas_between_cells && after.len() == 3);
    }

    pub(super) fn read(self, text: &str) -> Read {
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '"');
        if NOTHING.contains(&text.to_lowercase().as_str()) {
            return Read::Nothing;
        }
        let text = text.trim_end_matches('%').trim_end();
        // Spaces between thousands, the narrow ones too.
        let mut plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let (decimal, thousands) = if self.is_comma {
            (',', '.')
        } else {
            ('.', ',')
        };
        if is_grouped(&plain, thousands, decimal) {
            plain.retain(|sign| sign != thousands);
        }
        if self.is_comma {
            plain = plain.replace(',', ".");
        }
        let is_written = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        match plain.parse::<f64>() {
            Ok(number) if plain.bytes().all(is_written) => Self::number(number),
            _ => Read::Text,
        }
    }

    /// A number of a workbook, or one that was read from text.
    pub(super) fn number(number: f64) -> Read {
        // -99997 and longer: unknown, secret or impossible, as CBS writes it on maps.
        if number <= -9_999.0 && number.abs().to_string().starts_with("9999") {
            Read::Nothing
        } else if number.is_finite() && number.abs() < LARGEST {
            Read::Number(number)
        } else {
            Read::Text
        }
    }
}

/// Whether a sign stands between groups of three digits, all before the decimals.
fn is_grouped(text: &str, thousands: char, decimal: char) -> bool {
    let whole = text.split(decimal).next().unwrap_or_default();
    let mut groups = whole.trim_start_matches(['-', '+']).split(thousands);
    let first = groups.next().unwrap_or_default();
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len())
        && is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_stands_before_decimals_or_between_thousands() {
        let comma = Decimals { is_comma: true };
        for (text, number) in [
            ("12,3", 12.3),
            ("1.234,5", 1234.5),
            ("1.234", 1234.0),
            ("-0,6", -0.6),
            (" 250 ", 250.0),
            ("1 234", 1234.0),
            ("1.5", 1.5),
            ("12,3 %", 12.3),
        ] {
            assert_eq!(comma.read(text), Read::Number(number), "{text}");
        }
        let point = Decimals::default();
        for (text, number) in [
            ("12.3", 12.3),
            ("1,234.5", 1234.5),
            ("1,234", 1234.0),
            ("1.234", 1.234),
        ] {
            assert_eq!(point.read(text), Read::Number(number), "{text}");
        }
    }

    #[test]
    fn a_file_tells_which() {
        let learnt = |text: &str, commas| {
            let mut decimals = Decimals::default();
            decimals.learn(text, commas);
            decimals.is_comma
        };
        assert!(learnt("12,3", false) && learnt("1.234,567", false) && learnt("-,5", true));
        assert!(
            !learnt("12.3", false) && !learnt("1,234", true) && !learnt("Zaandam, Zuid", false)
        );
    }

    #[test]
    fn signs_for_no_figure_are_nothing_and_words_are_text() {
        let read = |text| Decimals::default().read(text);
        for text in [
            "",
            ".",
            "       .",
            "-",
            "x",
            "-99997",
            "-99999999",
            "-99995",
            "-99997.0",
            "NaN",
        ] {
            assert_eq!(read(text), Read::Nothing, "{text}");
        }
        for text in ["veel", "12 huizen", "inf", "1e300", "1-2", "=1+1"] {
            assert_eq!(read(text), Read::Text, "{text}");
        }
        assert_eq!(read("-9997"), Read::Number(-9997.0));
        assert_eq!(Decimals::number(-99_999_999.0), Read::Nothing);
    }
}
