//! `oprf finalise`: an extract and what the keyholder evaluated in, a hand-over out.

use std::path::PathBuf;

use anyhow::Result;
use factlab::error::Error;
use factlab::keys::TokenSource;
use factlab::keys::oprf::{Elements, Evaluated, Kind};

use super::Party;
use crate::cli::pseudonymise::{Delivery, Making};
use crate::cli::screen::Screen;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    party: Party,
    /// What the keyholder sent back
    #[arg(value_name = "EVALUATED")]
    file: PathBuf,
    #[command(flatten)]
    delivery: Delivery,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let party = &arguments.party;
    let agreement = party.agreement()?;
    let elements = Elements::read(&arguments.file)?;
    if elements.kind() != Kind::Evaluated {
        return Err(
            Error::refused("the keyholder has not evaluated this file yet")
                .hint("send it to the keyholder, and give here what comes back")
                .into(),
        );
    }
    if *elements.origin() != party.origin(&agreement) {
        return Err(Error::refused(
            "the file was made for another party, project or agreement",
        )
        .hint("give the file that came back for this party, or blind anew under the agreement as it is now")
        .into());
    }
    let evaluated = Evaluated::new(&party.blinding_key()?, elements);
    let making = Making::begin(&agreement, &party.provider, &arguments.delivery)?;
    making.make(TokenSource::Evaluated(&evaluated), screen)?;
    screen.note(&format!(
        "Nothing needs {} any more: factlab key destroy {0}",
        party.state.display()
    ));
    Ok(())
}
