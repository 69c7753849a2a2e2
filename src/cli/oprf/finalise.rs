//! `oprf finalise`: a hand-over from the extract and the keyholder's answers.

use std::path::PathBuf;

use anyhow::Result;
use factlab::identified::TokenMethod;
use factlab::keys::TokenSource;
use factlab::keys::oprf::PublicKey;

use super::party::Party;
use crate::cli::handing_over::Delivery;
use crate::cli::language;
use crate::cli::screen::Screen;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    party: Party,
    /// File of evaluated elements, from the keyholder
    #[arg(value_name = "EVALUATED")]
    file: PathBuf,
    /// Public half of the OPRF key, if the agreement does not list it: 64 hexadecimal digits
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    public: Option<PublicKey>,
    #[command(flatten)]
    delivery: Delivery,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let party = &arguments.party;
    let agreement = language::agreement(&party.config)?;
    let evaluated = party
        .of(&agreement)?
        .evaluated(&arguments.file, arguments.public)?;
    let delivery = &arguments.delivery;
    let handing_over = delivery.begin(&agreement, &party.provider, TokenMethod::Oprf)?;
    delivery.make(&handing_over, TokenSource::Evaluated(&evaluated), screen)?;
    screen.note(&format!(
        "{} is no longer needed: factlab key destroy {0}",
        party.state.display()
    ));
    Ok(())
}

fn public_key(text: &str) -> Result<PublicKey, String> {
    PublicKey::parse(text).ok_or_else(|| "not the public half of an OPRF key".to_owned())
}
