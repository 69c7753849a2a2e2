//! Age bands in whole years.

use serde::{Deserialize, Serialize};

/// One of the bands of an [`AgeBands`], or unknown; the number is its index in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand(u8);

impl AgeBand {
    /// The band of anyone who has no usable birth date.
    pub const UNKNOWN: Self = Self(u8::MAX);

    /// The band at `index` in the list; `u8::MAX` stands for unknown.
    #[must_use]
    pub const fn from_index(index: u8) -> Self {
        Self(index)
    }

    /// The index in the list; `u8::MAX` for unknown.
    #[must_use]
    pub const fn index(self) -> u8 {
        self.0
    }
}

/// The agreed age bands: lower bounds in years, rising, the first 0, at most 100 of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct AgeBands(Vec<u8>);

impl TryFrom<Vec<u8>> for AgeBands {
    type Error = &'static str;

    fn try_from(lower_bounds: Vec<u8>) -> Result<Self, Self::Error> {
        Self::new(&lower_bounds).ok_or("expected lower bounds that rise from 0")
    }
}

impl From<AgeBands> for Vec<u8> {
    fn from(bands: AgeBands) -> Self {
        bands.0
    }
}

impl Default for AgeBands {
    fn default() -> Self {
        Self(vec![0, 25, 45, 65, 75])
    }
}

impl AgeBands {
    /// Bands from lower bounds; `None` unless they rise from 0, stay below 130 and are at most 100.
    #[must_use]
    pub fn new(lower_bounds: &[u8]) -> Option<Self> {
        let rising = lower_bounds.windows(2).all(|pair| pair[0] < pair[1]);
        let fits = lower_bounds.first() == Some(&0)
            && lower_bounds.len() <= 100
            && lower_bounds.iter().all(|bound| *bound < 130);
        (rising && fits).then(|| Self(lower_bounds.to_vec()))
    }

    /// The lower bounds in years.
    #[must_use]
    pub fn lower_bounds(&self) -> &[u8] {
        &self.0
    }

    /// How many bands there are, unknown not counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, rising, and unknown.
    pub fn with_unknown(&self) -> impl Iterator<Item = AgeBand> + use<> {
        let bands = (0..u8::MAX).take(self.len());
        bands.map(AgeBand).chain([AgeBand::UNKNOWN])
    }

    /// Never true: there is always a first band.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The band of an age in whole years; unknown below 0.
    #[must_use]
    pub fn band(&self, age: i32) -> AgeBand {
        let above = self.0.partition_point(|bound| i32::from(*bound) <= age);
        match u8::try_from(above) {
            Ok(index) if index > 0 => AgeBand(index - 1),
            _ => AgeBand::UNKNOWN,
        }
    }

    /// The label of a band: `0-24`, …, `75+`, `unknown`.
    #[must_use]
    pub fn label(&self, band: AgeBand) -> String {
        let index = usize::from(band.0);
        match (self.0.get(index), self.0.get(index + 1)) {
            (Some(low), Some(next)) => format!("{low}-{}", next - 1),
            (Some(low), None) => format!("{low}+"),
            _ => "unknown".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_falls_in_the_band_that_names_it() {
        let bands = AgeBands::default();
        let label = |age| bands.label(bands.band(age));
        assert_eq!(label(0), "0-24");
        assert_eq!(label(24), "0-24");
        assert_eq!(label(25), "25-44");
        assert_eq!(label(104), "75+");
        assert_eq!(label(-1), "unknown");
    }

    #[test]
    fn bands_that_do_not_rise_from_zero_are_refused() {
        assert!(AgeBands::new(&[]).is_none());
        assert!(AgeBands::new(&[18, 65]).is_none());
        assert!(AgeBands::new(&[0, 65, 65]).is_none());
    }
}
