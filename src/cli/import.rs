//! `import`: makes the release of a run that was linked or counted elsewhere, from the results.

use std::path::PathBuf;

use anyhow::Result;
use factlab::pseudonymous::cluster::{Answers, Results};

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
    let answers: Option<&dyn Answers> = Some(&results);
    let mut counting = Counting::default();
    if read.0.engine().links() {
        counting.links = answers;
    } else {
        counting.answers = answers;
    }
    arguments.releasing.release(&read, counting, screen)
}
