//! `oprf blind`: an extract in, a file of blinded elements for the keyholder out.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::PartySettings;
use factlab::identified::{blind_extract, blind_register};
use factlab::keys::oprf::{Blinder, Blinding, remove_without_key};
use factlab::keys::{self, BlindingKey};
use serde_json::json;

use super::{Party, place};
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
    let agreement = party.agreement()?;
    let id = &party.provider;
    let settings = agreement
        .party_settings(std::slice::from_ref(id))?
        .remove(0);
    agreement.refuse_past_day_of(id, keys::today())?;
    let file = place(&arguments.output, id.as_str(), "blinded");
    remove_without_key(&file, &party.state)?;
    // A new key each time: under an old one the keyholder would know elements again.
    // It comes into its place after what was blinded with it, so that a run that was broken off can be done again.
    let (key, state) = keys::prepare_blinding(&party.state)?;
    let blinding = blinded(&settings, &key, screen)?;
    // Broken off between the two, the next run finds the key beside its place and knows the file by it.
    let state = state.kept();
    blinding.write(party.origin(&agreement), &file)?;
    if let Err(error) = state.complete() {
        // Without its key nothing of it can be unblinded.
        let _ = std::fs::remove_file(&file);
        return Err(error.into());
    }
    let count = blinding.count();
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

/// What the keyholder will be asked.
fn blinded(
    settings: &PartySettings,
    key: &BlindingKey,
    screen: &Screen,
) -> factlab::error::Result<Blinding> {
    let blinder = Blinder::new(key);
    let bars = screen.bars();
    match settings {
        PartySettings::Provider(settings) => blind_extract(settings, &blinder, &bars),
        PartySettings::Register(settings) => blind_register(settings, &blinder, &bars),
    }?;
    drop(bars);
    Ok(blinder.finish(key))
}
