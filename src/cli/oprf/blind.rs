//! `oprf blind`: blinded elements of an extract, for the keyholder.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use super::party::Party;
use crate::cli::language;
use crate::cli::screen::Screen;
use crate::cli::words::{counted, shown};

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    party: Party,
    /// Write the blinded elements to DIR/ID.blinded
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let party = &arguments.party;
    let agreement = language::agreement(&party.config)?;
    let (file, count) = party
        .of(&agreement)?
        .blind(&arguments.output, &screen.bars())?;
    let text = format!(
        "Blinded {}: {}\n\
         Send it to the keyholder, who learns their number only. Keep {} until the hand-over is made.",
        counted(count as u64, "element", "elements"),
        file.display(),
        party.state.display()
    );
    let object = json!({"file": shown(&file), "elements": count, "state": shown(&party.state)});
    screen.result(&text, &object);
    Ok(())
}
