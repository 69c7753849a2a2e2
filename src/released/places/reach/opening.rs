//! When a facility is open: by day, in the evening, at night.

/// The parts of a day, by the words for them and the hours that they begin and end at.
const PARTS: [(&str, [&str; 2], (u32, u32)); 3] = [
    ("day", ["dag", "day"], (7, 18)),
    ("evening", ["avond", "evening"], (18, 23)),
    ("night", ["nacht", "night"], (23, 31)),
];

/// The parts of the day in a text: by their words, else by hours such as `08:30-21.00`; `None` where it says neither.
pub(super) fn opening(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    if text.is_empty() {
        return Some(String::new());
    }
    let hours = hours(&text);
    let is_in = |words: &[&str; 2], (from, to): (u32, u32)| {
        if hours.is_empty() {
            has_word(&text, words)
        } else {
            let next_day = |hour| [hour, hour + 24];
            hours.iter().any(|(open, close)| {
                let times = next_day(*open).into_iter().zip(next_day(*close));
                times
                    .into_iter()
                    .any(|(open, close)| open < to && close > from)
            })
        }
    };
    let parts = PARTS
        .into_iter()
        .filter(|(_, words, hours)| is_in(words, *hours));
    let parts: Vec<&str> = parts.map(|(part, ..)| part).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The parts of the day whose own columns are filled with anything but a no.
pub(super) fn of_columns(cells: [&str; 3]) -> String {
    let is_no = |text: &str| {
        let text = text.to_lowercase();
        [
            "", "-", "0", "n", "nee", "no", "false", "f", "onwaar", "gesloten", "closed",
        ]
        .contains(&text.as_str())
    };
    let parts = PARTS.iter().zip(cells).filter(|(_, cell)| !is_no(cell));
    parts
        .map(|((part, ..), _)| *part)
        .collect::<Vec<_>>()
        .join(" ")
}

/// `maandag` is no part of a day.
fn has_word(text: &str, words: &[&str; 2]) -> bool {
    let mut own = text.split(|letter: char| !letter.is_alphanumeric());
    own.any(|one| {
        words.iter().any(|word| {
            one == *word
                || one
                    .strip_prefix(word)
                    .is_some_and(|rest| ["en", "s"].contains(&rest))
        })
    })
}

/// Hours from and to, in their order; an end before the beginning is of the next day.
fn hours(text: &str) -> Vec<(u32, u32)> {
    if ["24 uur", "24 hours", "24/7"]
        .iter()
        .any(|all| text.contains(all))
    {
        return vec![(0, 24)];
    }
    let text = text
        .replace(['–', '—'], "-")
        .replace(" - ", "-")
        .replace(" tot ", "-");
    let spans = text.split(|sign: char| sign.is_whitespace() || sign == ',' || sign == ';');
    let span = |span: &str| {
        let (from, to) = span.split_once('-')?;
        let (from, to) = (hour(from, false)?, hour(to, true)?);
        Some((from, if to <= from { to + 24 } else { to }))
    };
    spans.filter_map(span).collect()
}

/// The hour of `8`, `08:30` or `21.00`; an end is rounded up.
fn hour(text: &str, is_end: bool) -> Option<u32> {
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_time = hours <= 24 && minutes < 60;
    is_time.then(|| hours + u32::from(is_end && minutes > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_when_by_words_or_by_hours() {
        for (text, expected) in [
            ("dag", Some("day")),
            ("Dag, avond", Some("day evening")),
            ("avonden", Some("evening")),
            ("day/evening/night", Some("day evening night")),
            ("08:30-17:00", Some("day")),
            ("ma-vr 8.30-21.00", Some("day evening")),
            ("09:00 – 22:30", Some("day evening")),
            ("22:00-06:00", Some("evening night")),
            ("24/7", Some("day evening night")),
            ("24 uur per dag", Some("day evening night")),
            ("0:00-24:00", Some("day evening night")),
            ("", Some("")),
            ("maandag", None),
            ("op afspraak", None),
        ] {
            assert_eq!(opening(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn columns_of_their_own_say_yes_or_no() {
        assert_eq!(of_columns(["ja", "nee", "X"]), "day night");
        assert_eq!(of_columns(["", "0", "-"]), "");
    }
}
