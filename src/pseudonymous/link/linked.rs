//! Households and the services their members use, without tokens: flat arrays, indexed by household, person or use.

use super::not_compared::NotCompared;
use super::packed::UseKey;
use super::quality::LinkQuality;
use crate::pseudonymous::handover::{BandedCount, HouseholdColumns};
use crate::vocabulary::{AgeBand, HouseholdIx, ProviderId, SURE, Sex};

/// The linked town: all that the counts are made of.
#[derive(Debug, Clone, Default)]
pub struct LinkedTown {
    /// The households of the register, institutions among them.
    pub households: HouseholdColumns,
    /// Of each household HMAC(release key, record key): what the rounding of a count is drawn by; 0 without a release
    /// key.
    pub draws: Vec<u64>,
    /// HMAC(release key, `nobody`): what the rounding of the empty counts of table `population` is drawn by, with their names.
    pub nobody: u64,
    /// The persons of the register that live in a household.
    pub persons: LinkedPersons,
    /// Which household and person uses which service, sorted and each once.
    pub uses: Vec<UseKey>,
    /// What became of the clients of each provider, in the order of the agreement.
    pub providers: Vec<ProviderLinks>,
    /// How good the links are, by provider and group: first all providers, then each in the order of the agreement.
    pub quality: Vec<LinkQuality>,
    /// The uses, among `uses`, that nothing brings but links less likely than each of [`SURE`] but the first.
    pub less_sure: [Vec<UseKey>; SURE.len() - 1],
    /// By provider the rows of the clients whom no resident is like, rising; none under profiles that weigh nothing.
    pub unlike_all: Vec<Vec<u32>>,
    /// What was not compared.
    pub not_compared: NotCompared,
}

/// One element per person who lives in a household, sorted by household.
#[derive(Debug, Clone, Default)]
pub struct LinkedPersons {
    /// The household that the person lives in.
    pub household: Vec<HouseholdIx>,
    /// On the reference date.
    pub age_band: Vec<AgeBand>,
    /// As in the register; unknown where nothing is counted by it.
    pub sex: Vec<Sex>,
}

/// What became of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientFate {
    /// Linked to a person by BSN.
    ByBsn,
    /// Linked to a person, or the household of one, by a combination of fields.
    ByCombination,
    /// Linked to a person, birth date or surname differing in part.
    BySpelling,
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

impl ClientFate {
    /// How many there are.
    pub const COUNT: usize = Self::NotFound as usize + 1;
}

/// What became of the clients of one provider: counts, and per fate the sum of what their rounding is drawn by.
#[derive(Debug, Clone)]
pub struct ProviderLinks {
    /// Whose clients they are.
    pub provider: ProviderId,
    /// Uses: distinct client and service, in the period or on the reference date.
    pub records: u64,
    /// Clients with a use.
    pub clients: u64,
    /// Clients by fate, in the order of [`ClientFate`].
    pub fates: [u64; ClientFate::COUNT],
    /// By fate the wrapping sum of the draws of the households of its clients, a household once per client; 0 for a fate
    /// without households.
    pub draws: [u64; ClientFate::COUNT],
    /// Rows rejected at the provider, where its manifest says so.
    pub left_behind: Option<BandedCount>,
}
