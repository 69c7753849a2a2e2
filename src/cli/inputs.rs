//! The words that `run` and `link` have in common: which hand-overs go in.

use std::path::PathBuf;

use factlab::agreement::Agreement;
use factlab::error::Result;
use factlab::keys::{Identity, today};
use factlab::run::Run;
use factlab::vocabulary::{Progress, ProviderId};

use super::language;
use super::words::provider_id;

/// Which hand-overs go in.
#[derive(clap::Args)]
pub(super) struct Inputs {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Find the hand-overs in DIR and the folders in it, whatever their names [default: each party's `handover` in the agreement]
    #[arg(long, value_name = "DIR")]
    handovers: Option<PathBuf>,
    /// Identity file that decrypts the hand-overs (in memory only)
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Accept a delivery older than one already counted
    #[arg(long)]
    older: bool,
    /// Leave out a provider; may be repeated
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    pub(super) without: Vec<ProviderId>,
}

impl Inputs {
    /// The agreement without the providers that were left out, and what decrypts the hand-overs; refused when hand-overs
    /// of the others are past their day.
    pub(super) fn read(&self) -> Result<(Agreement, Option<Identity>)> {
        let agreement = language::agreement(&self.config)?.without(&self.without)?;
        agreement.refuse_past_their_day(today())?;
        let identity = self.identity.as_deref().map(Identity::read).transpose()?;
        Ok((agreement, identity))
    }

    /// The run that can be made of these.
    pub(super) fn run<'a>(
        &'a self,
        (agreement, identity): &'a (Agreement, Option<Identity>),
        progress: &'a dyn Progress,
    ) -> Run<'a> {
        Run {
            handovers: self.handovers.as_deref(),
            identity: identity.as_ref(),
            accepts_older: self.older,
            progress,
            ..Run::of(agreement)
        }
    }
}
