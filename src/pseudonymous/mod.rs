//! ZONE 2: people without names. Turns hand-overs into publishable counts; it never holds the project secret.

pub mod cells;
pub mod cluster;
pub mod handover;
pub mod ledger;
pub mod link;
pub mod measure;
pub mod protect;
mod pseudonym;
pub mod rekey;
mod token;
mod uniqueness;

pub use pseudonym::{Address, Person, Pseudonym};
pub use token::{FilledColumns, Subject, TokenColumn, TokenProfile, Tokens};
pub use uniqueness::{Combinations, K, Rare};

use crate::vocabulary::{
    AgeBand, AreaIx, Dimension, Dimensions, HouseholdIx, HouseholdType, NonMax, ServiceIx, Sex,
    When,
};

/// One row of a provider's extract without its names: what travels, and what sorting and grouping need until then.
///
/// It owns no text, so no name can slip in:
///
/// ```compile_fail
/// # use factlab::pseudonymous::PseudonymousRecord;
/// fn name(record: &mut PseudonymousRecord) { record.client = "Jansen".to_string(); }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PseudonymousRecord {
    /// Groups the rows of one client; stays at the provider.
    pub client: Pseudonym<Person>,
    /// Tells equal rows; stays at the provider.
    pub row: u64,
    /// Days between the use and the reference date, 0 when it covers it; stays at the provider.
    pub distance: u32,
    /// What the client can be found by.
    pub tokens: Tokens,
    /// The service.
    pub service: ServiceIx,
    /// When the use was, as far as that is told.
    pub when: When,
    /// Whether the client lives outside the agreed postcodes.
    pub is_outside: bool,
}

/// One person of the register without a name.
#[derive(Debug, Clone, Copy)]
pub struct RegisterRecord {
    /// What the person can be found by.
    pub tokens: Tokens,
    /// The household in this hand-over; `None` for anyone who has none.
    pub household: Option<HouseholdIx>,
    /// Age on the reference date.
    pub age_band: AgeBand,
    /// Sex; unknown where nothing is counted by it.
    pub sex: Sex,
    /// Whether the person died or departed before the reference date.
    pub has_left: bool,
}

impl RegisterRecord {
    /// The same without what nothing is counted by.
    #[must_use]
    pub fn only(mut self, asked: Dimensions) -> Self {
        if !asked.has(Dimension::AgeBand) {
            self.age_band = AgeBand::UNKNOWN;
        }
        if !asked.has(Dimension::Sex) {
            self.sex = Sex::Unknown;
        }
        self
    }
}

/// One household of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRecord {
    /// Number in this hand-over, from 0 without gaps.
    pub number: HouseholdIx,
    /// The same members give the same key in every hand-over of the series.
    pub record_key: u64,
    /// One of the hand-over's wijken; `None` when unknown.
    pub wijk: Option<AreaIx>,
    /// One of the hand-over's buurten; `None` when unknown.
    pub buurt: Option<AreaIx>,
    /// How its members live together.
    pub kind: HouseholdType,
    /// Number of members; `None` where nothing is counted by it.
    pub size: Option<NonMax>,
    /// Age band of the reference person.
    pub age_band: AgeBand,
}

impl HouseholdRecord {
    /// The same without what nothing is counted by. Institutions stay known, as they are in no share.
    #[must_use]
    pub fn only(mut self, asked: Dimensions) -> Self {
        self.wijk = self.wijk.filter(|_| asked.has(Dimension::Wijk));
        self.buurt = self.buurt.filter(|_| asked.has(Dimension::Buurt));
        self.size = self.size.filter(|_| asked.has(Dimension::HouseholdSize));
        if !asked.has(Dimension::AgeBand) {
            self.age_band = AgeBand::UNKNOWN;
        }
        if !asked.has(Dimension::HouseholdType) && self.kind != HouseholdType::Institution {
            self.kind = HouseholdType::Unknown;
        }
        self
    }
}
