//! The levels of areas.

/// The level of an area, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `GM` and four digits.
    Gemeente,
    /// `WK` and six digits.
    Wijk,
    /// `BU` and eight digits.
    Buurt,
}

impl Level {
    /// The levels and the words for them in the tables.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("gemeente", Self::Gemeente),
        ("wijk", Self::Wijk),
        ("buurt", Self::Buurt),
    ];

    /// The word in a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The level with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(known, _)| *known == word)
            .map(|(_, level)| level)
    }
}
