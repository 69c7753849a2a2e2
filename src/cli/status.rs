//! `status`: which parties have handed over, and whom to ask.

use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::Identity;
use factlab::run::Status;

use super::language;
use super::receipts::{as_json, in_words};
use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Find the hand-overs in DIR and the folders in it, whatever their names [default: each party's `handover` in the agreement]
    #[arg(long, value_name = "DIR")]
    handovers: Option<PathBuf>,
    /// Identity file that decrypts the hand-overs (in memory only)
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// As the keyholder: the folder that `rekey` writes to, to see what is done
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = language::agreement(&arguments.config)?;
    let identity = arguments.identity.as_deref().map(Identity::read);
    let identity = identity.transpose()?;
    let (handovers, output) = (arguments.handovers.as_deref(), arguments.output.as_deref());
    let identity = identity.as_ref();
    let status = Status::look(&agreement, handovers, identity, output, &screen.bars())?;
    for note in &status.notes {
        screen.note(note);
    }
    screen.result(&in_words(&status), &as_json(&status));
    Ok(())
}
