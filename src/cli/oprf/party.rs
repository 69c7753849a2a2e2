//! Who takes a step of a party.

use std::path::PathBuf;

use factlab::agreement::Agreement;
use factlab::error::Result;
use factlab::run::BlindParty;
use factlab::vocabulary::ProviderId;

use crate::cli::words::provider_id;

#[derive(clap::Args)]
pub(super) struct Party {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    pub(super) config: PathBuf,
    /// Your own id: a provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    pub(super) provider: ProviderId,
    /// Your blinding key: `blind` creates it, `finalise` needs it, nobody else may have it
    #[arg(long, value_name = "FILE")]
    pub(super) state: PathBuf,
}

impl Party {
    pub(super) fn of<'a>(&'a self, agreement: &'a Agreement) -> Result<BlindParty<'a>> {
        BlindParty::of(agreement, &self.provider, &self.state)
    }
}
