//! `run`: makes a release of hand-overs, or what others need to count it.

use anyhow::Result;
use factlab::agreement::EngineSettings;
use factlab::error::{Code, Error};

use super::releasing::Releasing;
use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    releasing: Releasing,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let releasing = &arguments.releasing;
    let read = releasing.read()?;
    match read.0.engine() {
        EngineSettings::Embedded => releasing.release(&read, None, screen),
        EngineSettings::Emit { folder } => releasing.emit(&read, &folder, screen),
        EngineSettings::Spark { .. } => {
            let message =
                "this program cannot ask a cluster by itself: it was built without Spark Connect";
            Err(Error::new(Code::EngineMissing, message)
                .hint("write what the cluster needs, kind = \"emit\" under [engine], or build with --features spark")
                .into())
        }
    }
}
