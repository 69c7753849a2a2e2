//! `demo`: a made-up town, and the whole chain on it as each party would run it.

mod choices;
mod closing;

use std::path::PathBuf;

use anyhow::Result;
use factlab::run;
use factlab::town::TownSettings;
use factlab::vocabulary::{Progress, ProviderId};
use serde_json::json;

use choices::{Errors, Profile};

use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder for the town
    #[arg(value_name = "DIR", default_value = "factlab-demo")]
    folder: PathBuf,
    /// Number of private households, at least 1000
    #[arg(long, value_name = "N", default_value_t = 68_960)]
    #[arg(value_parser = clap::value_parser!(u64).range(1000..=100_000_000))]
    households: u64,
    /// The same seed gives the same town
    #[arg(long, value_name = "S", default_value_t = 2013)]
    seed: u64,
    /// How many mistakes the organisations make: few, or as many as in real life
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    errors: Errors,
    /// Which tokens are made: exact combinations, or more that are weighed together
    #[arg(long, value_enum, default_value_t, value_name = "PROFILE")]
    profile: Profile,
    /// Stop after writing the extracts; the truth is not written
    #[arg(long)]
    extracts_only: bool,
    /// Replace an existing demo in this folder
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (place, replace, bars) = (&arguments.folder, arguments.replace, screen.bars());
    let settings = TownSettings {
        households: arguments.households,
        seed: arguments.seed,
        errors: arguments.errors.into(),
        tokens: arguments.profile.into(),
        with_truth: !arguments.extracts_only,
        recipients: None,
    };
    if arguments.extracts_only {
        let place = run::demo_extracts(settings, place, replace, &bars)?;
        let text = format!("The extracts are in {}.", place.display());
        screen.result(&text, &json!({"folder": shown(&place)}));
        return Ok(());
    }
    let beside =
        |party: &ProviderId| -> Box<dyn Progress> { Box::new(bars.beside(party.as_str())) };
    let demo = run::demo(settings, place, replace, &bars, beside)?;
    closing::close(&demo, screen);
    Ok(())
}
