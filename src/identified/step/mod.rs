//! A party's step: its extract in, its hand-over out; or what a hand-over would leave behind, or what is to be blinded.

mod batch;
mod blinding;
mod findings_file;
mod objected;
mod passing;
mod provider;
mod provider_pass;
mod register;
mod register_pass;
mod shared_numbers;
mod studied;
mod summary;
mod tally;

pub use blinding::{blind_extract, blind_register};
pub use findings_file::FindingsFile;
pub use provider::{check_extract, pseudonymise_extract};
pub use register::{check_register, pseudonymise_register};
pub use summary::{FailingColumn, Summary, UnknownCodes};

use super::settings::ProjectTerms;
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
