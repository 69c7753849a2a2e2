//! Households and the services their members use, without tokens: flat arrays, indexed by household, person or use.

use crate::pseudonymous::handover::{BandedCount, HouseholdColumns};
use crate::vocabulary::{AgeBand, ProviderId, Sex};

/// The linked town: all that the counts are made of.
#[derive(Debug, Clone, Default)]
pub struct LinkedTown {
    /// The households of the register, institutions among them.
    pub households: HouseholdColumns,
    /// Of each household HMAC(release key, record key): what the rounding of a count is drawn by; 0 without a release
    /// key.
    pub draws: Vec<u64>,
    /// The persons of the register that live in a household.
    pub persons: LinkedPersons,
    /// Which household and person uses which service, sorted and without doubles.
    pub uses: LinkedUses,
    /// What became of the clients of each provider, in the order of the agreement.
    pub providers: Vec<ProviderLinks>,
}

/// One place per person who lives in a household, sorted by household.
#[derive(Debug, Clone, Default)]
pub struct LinkedPersons {
    /// Number of the household.
    pub household: Vec<u32>,
    /// Age band.
    pub age_band: Vec<AgeBand>,
    /// Sex.
    pub sex: Vec<Sex>,
}

/// One place per distinct household, person, service and provider; sorted by these four.
#[derive(Debug, Clone, Default)]
pub struct LinkedUses {
    /// Number of the household.
    pub household: Vec<u32>,
    /// Place of the person in [`LinkedPersons`]; `u32::MAX` when only the household is known (linked by address).
    pub person: Vec<u32>,
    /// Place of the service in the agreement.
    pub service: Vec<u16>,
    /// Whether the use covers a day of the period.
    pub in_period: Vec<bool>,
    /// Whether it covers the reference date.
    pub on_reference_date: Vec<bool>,
    /// Place of the provider that brought it, in the agreement.
    pub provider: Vec<u16>,
}

/// What became of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientFate {
    /// Linked to a person by BSN.
    ByBsn,
    /// Linked to a person by a combination of fields.
    ByCombination,
    /// Linked to a household by its address.
    ByAddress,
    /// More than one person or household fits, or the fields contradict the BSN; not linked.
    Ambiguous,
    /// Lives outside the agreed postcodes, or is a register person without a household; not linked.
    Outside,
    /// A register person who died or departed before the reference date; not linked.
    Left,
    /// Nobody fits; not linked.
    NotFound,
}

/// What became of the clients of one provider: counts, and per fate the sum of what their rounding is drawn by.
#[derive(Debug, Clone)]
pub struct ProviderLinks {
    /// The provider.
    pub provider: ProviderId,
    /// Uses: distinct client and service, in the period or on the reference date.
    pub records: u64,
    /// Clients with a use.
    pub clients: u64,
    /// Clients by fate, in the order of [`ClientFate`]; 7 places.
    pub fates: [u64; 7],
    /// By fate the wrapping sum of the draws of the households of its clients, a household once per client; 0 for a fate
    /// without households.
    pub draws: [u64; 7],
    /// Rows rejected at the provider, where the manifest tells.
    pub left_behind: Option<BandedCount>,
}
