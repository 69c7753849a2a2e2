//! The text of an age out of a public file, as the years that it covers.

/// No age is higher, in years.
const OLDEST: u8 = 130;

/// From this age on nobody is older, where a file has no open band.
const LAST: u8 = 99;

/// Ages in whole years, both ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ages {
    pub(super) from: u8,
    /// [`u8::MAX`] where there is no end.
    pub(super) to: u8,
}

/// What the text of an age says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AgeText {
    /// All ages together.
    All,
    Ages(Ages),
    /// No age.
    Unreadable,
}

impl Ages {
    const fn new(from: u8, to: u8) -> Self {
        Self { from, to }
    }

    /// Whether these cover every age once.
    pub(super) fn cover_all(mut all: Vec<Self>) -> bool {
        all.sort_unstable();
        let begins = all.first().is_some_and(|first| first.from == 0);
        let ends = all.last().is_some_and(|last| last.to >= LAST);
        let follow = |pair: &[Self]| pair[0].to.checked_add(1) == Some(pair[1].from);
        begins && ends && all.windows(2).all(follow)
    }
}

/// `42`, `42 jaar`, `40 tot 45 jaar`, `40-44`, `40 t/m 44 jaar`, `95 jaar of ouder`, `95+`, `jonger dan 5 jaar`, `Totaal`.
pub(super) fn age_text(text: &str) -> AgeText {
    let text = text.trim().to_lowercase();
    if ["totaal", "total", "alle leeftijden", "all ages"]
        .iter()
        .any(|word| text.starts_with(word))
    {
        return AgeText::All;
    }
    let is_digit = |sign: char| sign.is_ascii_digit();
    let numbers: Vec<&str> = text
        .split(|sign| !is_digit(sign))
        .filter(|digits| !digits.is_empty())
        .collect();
    let words = text.split(is_digit).map(|part| {
        let words = part.split_whitespace();
        let words = words.filter(|word| !["jaar", "jr", "years", "year"].contains(word));
        words.collect::<Vec<_>>().join(" ")
    });
    let words: Vec<String> = words.filter(|part| !part.is_empty()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ages: Option<Vec<u8>> = numbers.iter().map(|digits| digits.parse().ok()).collect();
    let found = match (ages.as_deref(), &words[..]) {
        (Some([age]), []) => Some(Ages::new(*age, *age)),
        (Some([age]), ["+" | "of ouder" | "en ouder" | "or older" | "and over"]) => {
            Some(Ages::new(*age, u8::MAX))
        }
        (Some([age]), ["tot" | "jonger dan" | "<" | "under"]) => {
            age.checked_sub(1).map(|last| Ages::new(0, last))
        }
        (Some([from, to]), ["tot"]) => to.checked_sub(1).map(|last| Ages::new(*from, last)),
        (Some([from, to]), ["-" | "–" | "t/m" | "tot en met" | "to"]) => {
            Some(Ages::new(*from, *to))
        }
        _ => None,
    };
    let is_fit = |ages: &Ages| ages.from <= ages.to && ages.from <= OLDEST;
    found
        .filter(is_fit)
        .map_or(AgeText::Unreadable, AgeText::Ages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_read_as_offices_write_it() {
        for (text, from, to) in [
            ("42", 42, 42),
            ("0 jaar", 0, 0),
            ("40 tot 45 jaar", 40, 44),
            ("40-44", 40, 44),
            ("40 – 44 jaar", 40, 44),
            ("40 t/m 44 jaar", 40, 44),
            ("40 tot en met 44", 40, 44),
            ("95 jaar of ouder", 95, u8::MAX),
            ("95+", 95, u8::MAX),
            ("jonger dan 5 jaar", 0, 4),
            ("95 years or older", 95, u8::MAX),
        ] {
            assert_eq!(age_text(text), AgeText::Ages(Ages::new(from, to)), "{text}");
        }
        assert_eq!(age_text("Totaal leeftijd"), AgeText::All);
        for text in [
            "",
            "oud",
            "5 tot 3 jaar",
            "131",
            "999",
            "12 huizen",
            "1-2-3",
            "70100",
        ] {
            assert_eq!(age_text(text), AgeText::Unreadable, "{text}");
        }
    }

    #[test]
    fn ages_cover_all_when_none_lacks_and_none_counts_twice() {
        let all = |pairs: &[(u8, u8)]| {
            Ages::cover_all(
                pairs
                    .iter()
                    .map(|(from, to)| Ages::new(*from, *to))
                    .collect(),
            )
        };
        assert!(all(&[(25, u8::MAX), (0, 24)]) && all(&[(0, 99)]));
        assert!(!all(&[]) && !all(&[(0, 24), (25, 74)]) && !all(&[(0, 24), (26, u8::MAX)]));
        assert!(!all(&[(0, 24), (24, u8::MAX)]) && !all(&[(0, u8::MAX), (95, u8::MAX)]));
    }
}
