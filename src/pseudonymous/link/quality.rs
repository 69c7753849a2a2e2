//! What can be said of links without knowing the truth.

use crate::vocabulary::{AgeBand, ProviderIx};

/// A group of clients of one provider, or of all.
#[derive(Debug, Clone)]
pub struct LinkQuality {
    /// Whose clients they are; `None` for those of all providers of services.
    pub provider: Option<ProviderIx>,
    /// Which of them.
    pub group: LinkGroup,
    /// In the order of [`QualityCount`].
    pub counts: [Drawn; QualityCount::COUNT],
}

/// Which clients a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkGroup {
    /// All of them.
    All,
    /// Linked to a household with a reference person, or to a resident, of this age.
    AgeBand(AgeBand),
    /// Linked to a household in this wijk: its index in the list of the register.
    Wijk(usize),
    /// With the surname of a partner.
    PartnerName,
    /// With a house number at which several households live.
    SharedNumber,
    /// Without a BSN that can be read.
    WithoutBsn,
}

/// What is counted of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualityCount {
    /// Clients; of an age or a wijk those that are linked.
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
    /// Clients whom their BSN finds, and whose links are tried with no more than what the provider knows.
    HeldOut,
    /// Clients who live here and are not linked, as those held out tell: linked clients × (1 − h) / h, where h is the share
    /// of those held out that is found; rounded.
    Missed,
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
}

/// A count, and the wrapping sum of the draws of the households of those counted; those without a household add nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// How many.
    pub count: u64,
    /// What its rounding is drawn by, as far as households decide it.
    pub draw: u64,
}
