//! `oprf`: tokens without a shared secret, in three steps that exchange files.

mod blind;
mod evaluate;
mod finalise;

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::run::BlindParty;
use factlab::vocabulary::ProviderId;

use super::screen::Screen;
use super::words::provider_id;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// As a party: blind the elements that the keyholder will evaluate
    Blind(blind::Arguments),
    /// As the keyholder: evaluate blinded elements, without seeing what they are
    Evaluate(evaluate::Arguments),
    /// As a party: make the hand-over from the extract and the evaluated elements
    Finalise(finalise::Arguments),
}

/// Who takes a step of a party.
#[derive(clap::Args)]
struct Party {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Your own id: a provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: ProviderId,
    /// Your blinding key: `blind` creates it, `finalise` needs it, nobody else may have it
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
}

pub(super) fn run(command: &Command, screen: &Screen) -> Result<()> {
    match command {
        Command::Blind(arguments) => blind::run(arguments, screen),
        Command::Evaluate(arguments) => evaluate::run(arguments, screen),
        Command::Finalise(arguments) => finalise::run(arguments, screen),
    }
}

impl Party {
    fn of<'a>(&'a self, agreement: &'a Agreement) -> factlab::error::Result<BlindParty<'a>> {
        BlindParty::of(agreement, &self.provider, &self.state)
    }
}
