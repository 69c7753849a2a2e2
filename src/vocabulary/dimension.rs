//! What households and people are counted by. Nothing else about them is handed over.

use serde::{Deserialize, Serialize};

/// A dimension of table `stacking`, other than that of all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Dimension {
    /// The wijk.
    Wijk,
    /// The buurt.
    Buurt,
    /// The age band of the reference person; of persons their own.
    AgeBand,
    /// The type of household.
    HouseholdType,
    /// The size of the household.
    HouseholdSize,
    /// The sex of persons.
    Sex,
}

impl Dimension {
    /// All of them, with their words in tables and in the agreement.
    pub const ALL: [(&'static str, Self); 6] = [
        ("wijk", Self::Wijk),
        ("buurt", Self::Buurt),
        ("age_band", Self::AgeBand),
        ("household_type", Self::HouseholdType),
        ("household_size", Self::HouseholdSize),
        ("sex", Self::Sex),
    ];
}

/// Some of the dimensions, a bit each; by default all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Dimension>", into = "Vec<Dimension>")]
pub struct Dimensions(u8);

impl From<Vec<Dimension>> for Dimensions {
    fn from(dimensions: Vec<Dimension>) -> Self {
        dimensions.into_iter().collect()
    }
}

impl From<Dimensions> for Vec<Dimension> {
    fn from(dimensions: Dimensions) -> Self {
        let all = Dimension::ALL.into_iter().map(|(_, dimension)| dimension);
        all.filter(|dimension| dimensions.has(*dimension)).collect()
    }
}

impl Default for Dimensions {
    fn default() -> Self {
        Dimension::ALL
            .into_iter()
            .map(|(_, dimension)| dimension)
            .collect()
    }
}

impl FromIterator<Dimension> for Dimensions {
    fn from_iter<T: IntoIterator<Item = Dimension>>(dimensions: T) -> Self {
        let bits = dimensions.into_iter().map(|one| 1 << one as u8);
        Self(bits.fold(0, |all, one: u8| all | one))
    }
}

impl Dimensions {
    /// Whether `dimension` is among them.
    #[must_use]
    pub const fn has(self, dimension: Dimension) -> bool {
        self.0 & 1 << dimension as u8 != 0
    }

    /// Their words, in the order of the tables.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        let all = Dimension::ALL.into_iter();
        all.filter(|(_, dimension)| self.has(*dimension))
            .map(|(word, _)| word)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_for_is_not_among_them() {
        let asked = Dimensions::from_iter([Dimension::Wijk, Dimension::Sex]);
        assert_eq!(asked.words(), ["wijk", "sex"]);
        assert!(asked.has(Dimension::Wijk) && !asked.has(Dimension::Buurt));
        assert_eq!(Dimensions::default().words().len(), Dimension::ALL.len());
    }
}
