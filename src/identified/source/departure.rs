//! The day a person left the register, as the text of [`Field::Left`](super::super::settings::Field::Left).

/// Somebody left, and no day is known: normalising takes it as before every day.
const DAY_UNKNOWN: [u8; 8] = *b"00000000";

/// The year in which the municipalities began to keep the register by computer (1 October 1994).
const FIRST_YEAR: &[u8] = b"1994";

/// The day as `yyyymmdd`, with 00 for what is not known of it; `written` is that or `yyyy-mm-dd`.
///
/// Who is suspended has left, whatever the day: what is no date, or a day older than the register, which programs write
/// for none, is a day that is not known.
pub(in crate::identified) fn departure(written: &str) -> [u8; 8] {
    let mut digits = written.bytes().filter(|byte| *byte != b'-');
    let mut day = [0; 8];
    day.fill_with(|| digits.next().unwrap_or_default());
    let is_date = digits.next().is_none() && day.iter().all(u8::is_ascii_digit);
    if is_date && &day[..4] >= FIRST_YEAR {
        day
    } else {
        DAY_UNKNOWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_keeps_the_parts_that_are_known() {
        for (written, expected) in [
            ("2015-03-04", b"20150304"),
            ("20150304", b"20150304"),
            ("20150300", b"20150300"),
            ("2015-00-00", b"20150000"),
        ] {
            assert_eq!(&departure(written), expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_day_of_the_register_is_a_day_that_is_not_known() {
        for written in [
            "",
            "0",
            "00000000",
            "0000-00-00",
            "1900-01-01",
            "19700101",
            "2015",
            "201503041",
            "2015-03-0x",
            "onbekend",
        ] {
            assert_eq!(departure(written), DAY_UNKNOWN, "{written}");
        }
    }
}
