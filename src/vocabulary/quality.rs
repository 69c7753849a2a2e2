//! Of whom it is said how good links are, and what is counted for it.

use super::AgeBand;

/// From which probability on clients are linked: as links are made, and when they must be surer.
pub const SURE: [f64; 3] = [0.5, 0.8, 0.95];

/// Which clients a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkGroup {
    /// All of them.
    All,
    /// Linked to a resident of this age; where only the household is known, of this age of its reference person.
    AgeBand(AgeBand),
    /// Linked to a household in this wijk: its index in the list of the register. Of all providers together only.
    Wijk(usize),
    /// Linked to a resident of whom the register knows the surname of a partner.
    PartnerName,
    /// Linked to a household that shares its postcode and house number with another.
    SharedNumber,
    /// Without a BSN that can be read.
    WithoutBsn,
}

/// What is counted of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualityCount {
    /// Clients; but for all and those without a BSN only those that are linked.
    Clients,
    /// Linked to a person or a household.
    Linked,
    /// Clients without a BSN.
    WithoutBsn,
    /// Clients with a birth date.
    BirthDate,
    /// Clients with a surname.
    Surname,
    /// Clients with a given name or an initial.
    GivenName,
    /// Clients with an address.
    Address,
    /// Links that are wrong, as the probabilities of all links say: Σ (1 − p), rounded.
    ExpectedFalse,
    /// Clients of any provider whom their BSN finds, and who are linked once more with no more than what this one knows of its
    /// clients; of all providers together, of the provider for which most were.
    HeldOut,
    /// Clients who live here and are not linked, as those held out tell: of each that is linked p (1 − h) / h, where p is how
    /// likely its link is and h the share of those held out, of its age and with what is known of it, whose home is found;
    /// rounded.
    Missed,
}

impl LinkGroup {
    /// Whether only those are in it who are linked.
    #[must_use]
    pub const fn is_of_linked(self) -> bool {
        !matches!(self, Self::All | Self::WithoutBsn)
    }
}

impl QualityCount {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Clients,
        Self::Linked,
        Self::WithoutBsn,
        Self::BirthDate,
        Self::Surname,
        Self::GivenName,
        Self::Address,
        Self::ExpectedFalse,
        Self::HeldOut,
        Self::Missed,
    ];
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The name of its column.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Linked => "linked",
            Self::WithoutBsn => "without_key",
            Self::BirthDate => "with_birth_date",
            Self::Surname => "with_surname",
            Self::GivenName => "with_given_name",
            Self::Address => "with_address",
            Self::ExpectedFalse => "expected_false",
            Self::HeldOut => "held_out",
            Self::Missed => "missed",
        }
    }

    /// Whether it follows from links that are tried or weighed, and so counts no clients that can be pointed at.
    #[must_use]
    pub const fn is_estimate(self) -> bool {
        matches!(self, Self::ExpectedFalse | Self::HeldOut | Self::Missed)
    }
}
