//! `link`: households and their services as Parquet, without tokens, for internal use.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::Run;
use serde_json::json;

use super::inputs::Inputs;
use super::screen::Screen;
use super::signatures::warn_of_unchecked;
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Confirm that the result stays inside the organisation (required)
    #[arg(long)]
    internal: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (read, bars) = (arguments.inputs.read()?, screen.bars());
    let run = Run {
        is_internal: arguments.internal,
        ..arguments.inputs.run(&read, &bars)
    };
    let written = run.write_linked(&arguments.output)?;
    drop(bars);
    warn_of_unchecked(&written.signers_without_key, screen);
    let text = format!(
        "INTERNAL: {} and {} in {}. They must not leave the organisation.",
        counted(written.households, "household", "households"),
        counted(written.uses, "use", "uses"),
        written.folder.display()
    );
    let object = json!({
        "folder": shown(&written.folder), "internal": true,
        "households": written.households, "uses": written.uses,
    });
    screen.result(&text, &object);
    Ok(())
}
