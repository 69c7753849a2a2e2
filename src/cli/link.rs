//! `link`: households and their services as Parquet, without tokens, for internal use; or how links are weighed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::run::Run;
use factlab::vocabulary::ProviderId;

use super::inputs::Inputs;
use super::screen::Screen;
use super::signatures::warn_of_unchecked;
use super::words::provider_id;
use super::{explained, linked, not_compared};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder to write
    #[arg(
        short,
        long,
        value_name = "DIR",
        required_unless_present = "explain",
        conflicts_with = "explain"
    )]
    output: Option<PathBuf>,
    /// Show how likely links are, on made-up pairs of a client and a resident; writes nothing
    #[arg(long)]
    explain: bool,
    /// With --explain: of this provider alone
    #[arg(long, value_name = "ID", value_parser = provider_id, requires = "explain", conflicts_with = "output")]
    provider: Option<ProviderId>,
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
    let Some(folder) = &arguments.output else {
        let explanation = run.explain(arguments.provider.as_ref())?;
        drop(bars);
        let text = explained::in_words(&explanation);
        screen.result(&text, &explained::as_json(&explanation));
        return Ok(());
    };
    write(run, folder, screen)
}

fn write(run: Run<'_>, folder: &Path, screen: &Screen) -> Result<()> {
    let written = run.write_linked(folder)?;
    warn_of_unchecked(&written.signers_without_key, screen);
    not_compared::note(&written.not_compared, screen);
    screen.result(&linked::in_words(&written), &linked::as_json(&written));
    Ok(())
}
