//! ZONE 1: people with names. Extracts in, hand-overs out; the only ways in are [`check_extract`] and
//! [`pseudonymise_extract`] (and their twins for the register).

mod address_tokens;
mod batch;
mod blinding;
#[cfg(test)]
mod example;
mod few_codes;
mod findings_file;
mod formats;
mod household;
mod identifying;
mod inspect;
mod moment;
mod normalise;
mod objected;
mod passing;
pub mod preview;
mod provider;
mod provider_pass;
mod pseudonymise;
mod register;
mod register_pass;
mod service_sets;
mod settings;
mod shared_numbers;
mod source;
mod studied;
mod summary;
mod surnames;
mod tally;
mod wiped;

pub use blinding::{blind_extract, blind_register};
pub use findings_file::FindingsFile;
pub use identifying::Identifying;
pub use inspect::{InspectedColumn, Inspection, Surroundings, inspect_extracts};
pub use provider::{check_extract, pseudonymise_extract};
pub use register::{check_register, pseudonymise_register};
pub use settings::{
    DateOrder, Encoding, ExtractFormat, ExtractSettings, Field, HouseholdRule, LookupSettings,
    ProjectTerms, ProviderSettings, RegisterSettings, TokenMethod, TokenProfile,
};
pub(crate) use source::{holds_file, is_beside_the_data};
pub use summary::{FailingColumn, Summary, UnknownCodes};

use crate::error::Result;
use crate::keys::TokenSource;
use crate::pseudonymous::handover::Parties;
use crate::vocabulary::{Finding, NORMALISATION_VERSION, ProviderId, TOOL_VERSION};

/// Takes findings one by one.
type OnFinding<'a> = dyn FnMut(&Finding) -> Result<()> + 'a;

/// Who hands over to whom, for the manifest.
fn parties(provider: &ProviderId, terms: &ProjectTerms, source: TokenSource<'_>) -> Parties {
    Parties {
        project: terms.project.to_string(),
        provider: provider.to_string(),
        agreement: terms.agreement.to_string(),
        key_id: source
            .key_id()
            .map_or_else(String::new, |id| id.to_string()),
        stage: 1,
        tool: TOOL_VERSION.into(),
        normalisation: NORMALISATION_VERSION,
    }
}
