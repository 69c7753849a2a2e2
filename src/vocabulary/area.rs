//! Areas: a gemeente, its wijken and their buurten; and ranges of postcodes.

/// The level of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaLevel {
    /// A district (CBS code WK + 6).
    Wijk,
    /// A neighbourhood (CBS code BU + 8).
    Buurt,
}

impl AreaLevel {
    /// The word in a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wijk => "wijk",
            Self::Buurt => "buurt",
        }
    }
}

/// An area: its code and the name to print (the code where no name is known).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// The code, as in the register: `WK047901`, or a name of the municipality's own.
    pub code: String,
    /// The name to print.
    pub name: String,
}

/// Ranges of the four digits of a postcode, both ends included; empty means everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostcodeRanges(Vec<(u16, u16)>);

impl PostcodeRanges {
    /// Ranges written `1500-1569` or `1500`; the first text that is no range comes back as the error.
    ///
    /// # Errors
    /// The place in the list of a text that is no range of numbers from 1000 to 9999.
    pub fn parse(texts: &[String]) -> Result<Self, usize> {
        let one = |text: &String| {
            let (low, high) = text.split_once('-').unwrap_or((text, text));
            let low: u16 = low.trim().parse().ok()?;
            let high: u16 = high.trim().parse().ok()?;
            (1000 <= low && low <= high && high <= 9999).then_some((low, high))
        };
        let ranges = texts
            .iter()
            .enumerate()
            .map(|(place, text)| one(text).ok_or(place));
        ranges.collect::<Result<_, _>>().map(Self)
    }

    /// Whether the four digits lie in the project's area; true when no range was agreed.
    #[must_use]
    pub fn contains(&self, digits: u16) -> bool {
        self.0.is_empty()
            || self
                .0
                .iter()
                .any(|(low, high)| (*low..=*high).contains(&digits))
    }

    /// The ranges, low and high end, in the order of the agreement.
    #[must_use]
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_both_its_ends() {
        let ranges = PostcodeRanges::parse(&["1500-1569".into(), "2000".into()]).unwrap();
        assert!(ranges.contains(1500) && ranges.contains(1569) && ranges.contains(2000));
        assert!(!ranges.contains(1499) && !ranges.contains(1570));
        assert!(PostcodeRanges::default().contains(9999));
    }

    #[test]
    fn the_range_that_is_none_is_named() {
        assert_eq!(
            PostcodeRanges::parse(&["1500-1569".into(), "1569-1500".into()]),
            Err(1)
        );
        assert_eq!(PostcodeRanges::parse(&["abc".into()]), Err(0));
    }
}
