//! ZONE 1: people with names. Turns extracts into hand-overs; the only way in is the step of a party ([`PartySettings`]).

mod dates;
#[cfg(test)]
mod example;
mod formats;
mod household;
mod identifying;
mod inspect;
mod normalise;
pub mod preview;
mod pseudonymise;
mod settings;
mod source;
mod step;
mod wiped;

pub(crate) use formats::extract_formats;
pub use identifying::Identifying;
pub use inspect::{InspectedColumn, Inspection, Surroundings, inspect_extracts};
pub use settings::{
    DateOrder, Encoding, ExtractFormat, ExtractSettings, Field, FileKind, HouseholdRule,
    LookupSettings, ProjectTerms, ProviderSettings, RegisterSettings, TokenMethod,
};
pub(crate) use source::{holds_file, is_beside_the_data};
pub use step::{
    FailingColumn, FindingsFile, PartySettings, Summary, UnknownCodes, WITHOUT_QUARTERS,
};
