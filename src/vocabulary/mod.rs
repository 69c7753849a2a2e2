//! Words that all zones share. None of them can identify a person.

mod age;
mod area;
mod as_text;
mod comparable;
mod counting;
mod credible;
mod day;
mod digest;
mod dimension;
mod finding;
pub mod hex;
mod household;
mod index;
mod language;
pub(crate) mod moment;
mod names;
mod progress;
mod quality;
mod visible;
mod when;

pub use age::{AgeBand, AgeBands};
pub use area::{Area, AreaLevel, PostcodeRanges};
pub(crate) use as_text::as_text;
pub use comparable::{Comparable, Unlike};
pub use counting::{CountingRule, Moment};
pub use credible::{
    beginning_of_buurten, expected_of_areas, gemeente, is_cbs_code, is_credible, is_in_wijk,
};
pub use day::Day;
pub use digest::{AgreementDigest, FileDigest, KeyId};
pub use dimension::{Dimension, Dimensions};
pub use finding::{Effect, Finding, Location, Rule};
pub use household::{HouseholdSize, HouseholdType, Sex};
pub use index::{
    AreaIx, AreaPairIx, ClientIx, DomainIx, HouseholdIx, NonMax, PersonIx, ProviderIx, ResidentIx,
    RowIx, SeekerIx, ServiceIx, SuppliedIx,
};
pub use language::Language;
pub use names::{Need, ProjectId, ProviderId, Service, ServiceCode, is_device};
pub use progress::{Progress, Silent};
pub use quality::{LinkGroup, QualityCount, SURE};
pub use visible::{is_formula, is_visible};
pub use when::{Told, When, quarters};

/// A text of a table: up to 24 bytes, as nearly all are, take no memory of their own.
pub type Text = compact_str::CompactString;

/// The version of this program, as in every manifest and release.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The version of the normalisation rules; another one gives other tokens, so it enters the agreement.
pub const NORMALISATION_VERSION: u32 = 3;
