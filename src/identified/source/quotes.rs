//! Whether the quotes of a record over several lines are sound.

/// Whether every quoted cell ends at a delimiter or a line end, as RFC 4180 has it.
///
/// Where one doesn't, a quote was most likely forgotten and the first of a later row was taken for its end.
pub(in crate::identified) fn are_sound(record: &[u8], delimiter: u8) -> bool {
    let mut rest = record;
    loop {
        let Some(quoted) = rest.strip_prefix(b"\"") else {
            match rest.iter().position(|&byte| byte == delimiter) {
                Some(end) => rest = &rest[end + 1..],
                None => return true,
            }
            continue;
        };
        match behind_quoted(quoted) {
            [] | [b'\n', ..] | [b'\r', b'\n', ..] => return true,
            [first, behind @ ..] if *first == delimiter => rest = behind,
            _ => return false,
        }
    }
}

/// What is behind the quote that closes a cell; a doubled quote closes none.
fn behind_quoted(mut rest: &[u8]) -> &[u8] {
    loop {
        let Some(quote) = rest.iter().position(|&byte| byte == b'"') else {
            return &[];
        };
        rest = &rest[quote + 1..];
        match rest.strip_prefix(b"\"") {
            Some(behind) => rest = behind,
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_ends_at_a_delimiter_or_a_line_end() {
        for record in [
            &b"1;\"a\nb\"\r\n"[..],
            b"\"a\n\"\"b\";2\n",
            b"1;2",
            b"x\"y;\"\"",
            b"\"a\n\"",
        ] {
            assert!(are_sound(record, b';'));
        }
    }

    #[test]
    fn a_forgotten_quote_makes_a_later_one_stand_in_the_middle() {
        for record in [
            &b"\"1;2\n\"3\";\"4\"\n"[..],
            b"1;\"a\nb\"c;d\n",
            b"\"a\n\" ;b",
        ] {
            assert!(!are_sound(record, b';'));
        }
    }
}
