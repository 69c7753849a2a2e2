//! `import`: makes the release of a run that was counted elsewhere, from the results.

use std::path::PathBuf;

use anyhow::Result;
use factlab::pseudonymous::cluster::Results;

use super::releasing::{Counting, Releasing};
use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder with the results: a CSV file for each statement
    #[arg(value_name = "RESULTS")]
    results: PathBuf,
    #[command(flatten)]
    releasing: Releasing,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let read = arguments.releasing.read()?;
    let results = Results(&arguments.results);
    let counting = Counting {
        answers: Some(&results),
        memory: None,
    };
    arguments.releasing.release(&read, counting, screen)
}
