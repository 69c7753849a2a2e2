//! Type and size of a household, sex of a person.

/// The type of a household (contract, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum HouseholdType {
    /// One person.
    Single,
    /// Two partners.
    Couple,
    /// Two partners with children at home.
    CoupleChildren,
    /// A parent with children at home.
    SingleParent,
    /// Any other private household.
    Other,
    /// Not a private household: housed and cared for by an institution.
    Institution,
    /// Not known.
    Unknown,
}

impl HouseholdType {
    /// All types, in the order of the tables; the place in this list is the number in a hand-over.
    pub const ALL: [Self; 7] = [
        Self::Single,
        Self::Couple,
        Self::CoupleChildren,
        Self::SingleParent,
        Self::Other,
        Self::Institution,
        Self::Unknown,
    ];

    /// The word in a table and in a hand-over.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Couple => "couple",
            Self::CoupleChildren => "couple_children",
            Self::SingleParent => "single_parent",
            Self::Other => "other",
            Self::Institution => "institution",
            Self::Unknown => "unknown",
        }
    }

    /// The type with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The size of a household in classes: 1 to 5, and 6 for six or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseholdSize(u8);

impl HouseholdSize {
    /// All classes, in order.
    pub const ALL: [Self; 6] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6)];

    /// The class of a number of persons; `None` for 0.
    #[must_use]
    pub fn of(persons: usize) -> Option<Self> {
        (persons > 0).then(|| Self(u8::try_from(persons.min(6)).unwrap_or(6)))
    }

    /// The number of the class, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// `1` to `5`, `6+`.
    #[must_use]
    pub fn label(self) -> String {
        if self.0 == 6 {
            "6+".into()
        } else {
            self.0.to_string()
        }
    }
}

/// The sex in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Unknown or not recorded.
    Unknown,
}

impl Sex {
    /// All, in the order of the tables.
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Unknown];

    /// The word in a table and in a hand-over.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Unknown => "unknown",
        }
    }

    /// The sex with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.word() == word)
    }
}
