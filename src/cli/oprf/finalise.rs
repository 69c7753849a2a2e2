//! `oprf finalise`: an extract and what the keyholder evaluated in, a hand-over out.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::keys::TokenSource;
use factlab::keys::oprf::{Evaluated, PublicKey};

use super::Party;
use crate::cli::handing_over::Delivery;
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
    let agreement = party.agreement()?;
    let public = agreed_key(&agreement, arguments.public)?;
    let key = party.blinding_key()?;
    let evaluated = Evaluated::read(&arguments.file, &party.origin(&agreement), &key, public)?;
    let handing_over = arguments.delivery.begin(&agreement, &party.provider)?;
    (arguments.delivery).make(&handing_over, TokenSource::Evaluated(&evaluated), screen)?;
    screen.note(&format!(
        "{} is no longer needed: factlab key destroy {0}",
        party.state.display()
    ));
    Ok(())
}

/// The public half of the key that answers are held against. Without one, wrong answers would pass.
fn agreed_key(
    agreement: &Agreement,
    given: Option<PublicKey>,
) -> factlab::error::Result<PublicKey> {
    match (agreement.public_key(), given) {
        (Some(agreed), Some(given)) if agreed != given => Err(Error::new(Code::PublicKeyUnclear,
            "--public is another key than `public_key` in the agreement",
        )
        .hint("leave --public out: the agreement decides")),
        (Some(key), _) | (None, Some(key)) => Ok(key),
        (None, None) => Err(Error::new(Code::PublicKeyUnclear,
            "nothing tells which OPRF key the answers must be made with",
        )
        .hint("list public_key under [tokens], or name it: --public KEY; the keyholder's `factlab key id` prints it")),
    }
}

fn public_key(text: &str) -> Result<PublicKey, String> {
    PublicKey::parse(text).ok_or_else(|| "not the public half of an OPRF key".to_owned())
}
