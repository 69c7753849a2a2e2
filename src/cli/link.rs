//! `link`: households and their services as Parquet, without tokens, for internal use.

use std::path::PathBuf;

use anyhow::Result;
use factlab::error::Error;
use factlab::files::{Existing, WholeFolder};
use factlab::pseudonymous::link::{link, write_linked};
use factlab::vocabulary::Progress;
use serde_json::json;

use super::run::{Inputs, verified};
use super::screen::Screen;
use super::signatures::warn_of_unchecked;
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Write the files to this folder
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Say that the result stays inside; nothing is written without it
    #[arg(long)]
    internal: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    if !arguments.internal {
        let message = "households and their services, one by one, must not leave the organisation";
        return Err(Error::refused(message)
            .hint("add --internal when they will stay inside")
            .into());
    }
    let agreement = arguments.inputs.agreement()?;
    let inputs = agreement.run_inputs(arguments.inputs.handovers(), true)?;
    let bars = screen.bars();
    let identity = arguments.inputs.identity()?;
    let older = arguments.inputs.accepts_older();
    let (set, _) = verified(&agreement, &inputs, identity.as_ref(), older, &bars)?;
    let folder = WholeFolder::begin(&arguments.output, Existing::Refuse)?.for_its_owner();
    let expected = agreement.expected();
    let town = link(&set, &expected, None, &bars)?;
    bars.begin("writing", None);
    let providers = agreement.participants();
    write_linked(
        &town,
        agreement.services(),
        &providers,
        agreement.age_bands(),
        &folder,
    )?;
    let place = folder.complete()?;
    bars.end();
    let signed = set.signers_without_key(&expected.signers);
    warn_of_unchecked(signed.iter().map(String::as_str), screen);
    let (households, uses) = (town.households.size.len(), town.uses.household.len());
    let text = format!(
        "INTERNAL: {} and {} in {}. They must not leave the organisation.",
        counted(households as u64, "household", "households"),
        counted(uses as u64, "use", "uses"),
        place.display()
    );
    let object =
        json!({"folder": shown(&place), "internal": true, "households": households, "uses": uses});
    screen.result(&text, &object);
    Ok(())
}
