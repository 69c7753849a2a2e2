//! `oprf`: tokens without a shared secret, in three steps that hand each other files.

mod blind;
mod evaluate;
mod finalise;

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::identified::TokenMethod;
use factlab::keys::oprf::Origin;
use factlab::keys::{self, BlindingKey};
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
    /// The agreement, when it has tokens made this way.
    fn agreement(&self) -> factlab::error::Result<Agreement> {
        let agreement = Agreement::read(&self.config)?;
        agreement.refuse_expired_key(keys::today())?;
        if agreement.token_method() == TokenMethod::Oprf {
            return Ok(agreement);
        }
        Err(Error::new(
            Code::TokenMethod,
            "the agreement has tokens made with a shared secret",
        )
        .hint("use `factlab pseudonymise`, or agree on [tokens] method = \"oprf\""))
    }

    /// Whose elements they are.
    fn origin(&self, agreement: &Agreement) -> Origin {
        Origin {
            project: agreement.project_id().to_string(),
            provider: self.provider.to_string(),
            agreement: agreement.digest().to_string(),
        }
    }

    fn blinding_key(&self) -> factlab::error::Result<BlindingKey> {
        BlindingKey::read(&self.state)
    }
}

/// Where a party's file of this ending stands in a folder.
fn place(folder: &Path, party: &str, ending: &str) -> PathBuf {
    folder.join(format!("{party}.{ending}"))
}
