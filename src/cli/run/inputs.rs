//! Which hand-overs go in: the words of `run` and `link` in, the agreement without who is left out.

use std::path::{Path, PathBuf};

use factlab::agreement::Agreement;
use factlab::error::Result;
use factlab::keys::{Identity, today};
use factlab::vocabulary::ProviderId;

use crate::cli::check::provider_id;

/// Which hand-overs go in.
#[derive(clap::Args)]
pub(in crate::cli) struct Inputs {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Read the hand-overs from DIR/ID/ [default: the `handover` of each party in the agreement]
    #[arg(long, value_name = "DIR")]
    handovers: Option<PathBuf>,
    /// What opens encrypted hand-overs; they are read in memory, never written in the clear
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Accept a delivery that is older than one counted before
    #[arg(long)]
    older: bool,
    /// Leave a provider out; may be repeated
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    without: Vec<ProviderId>,
}

impl Inputs {
    /// The agreement without the providers that were left out; refused when hand-overs of the others are past their day.
    pub(in crate::cli) fn agreement(&self) -> Result<Agreement> {
        let agreement = Agreement::read(&self.config)?.without(&self.without)?;
        agreement.refuse_past_their_day(today())?;
        Ok(agreement)
    }

    /// Where the hand-overs stand, when not as agreed.
    pub(in crate::cli) fn handovers(&self) -> Option<&Path> {
        self.handovers.as_deref()
    }

    /// What opens encrypted hand-overs, when it was named.
    pub(in crate::cli) fn identity(&self) -> Result<Option<Identity>> {
        self.identity.as_deref().map(Identity::read).transpose()
    }

    /// Whether deliveries that are older than those counted before are meant.
    pub(in crate::cli) const fn accepts_older(&self) -> bool {
        self.older
    }

    /// Who is left out.
    pub(in crate::cli) fn without(&self) -> &[ProviderId] {
        &self.without
    }
}
