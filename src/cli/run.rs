//! `run`: makes a release of hand-overs, or what others need to count it.

use anyhow::Result;
use factlab::agreement::EngineSettings;

use super::releasing::{Read, Releasing};
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
        cluster @ EngineSettings::Spark { .. } => ask(&cluster, releasing, &read, screen),
    }
}

/// Lets a cluster count.
#[cfg(feature = "spark")]
fn ask(
    cluster: &EngineSettings,
    releasing: &Releasing,
    read: &Read,
    screen: &Screen,
) -> Result<()> {
    let cluster = factlab::run::Spark::connect(cluster)?;
    releasing.release(read, Some(&cluster), screen)
}

#[cfg(not(feature = "spark"))]
fn ask(_: &EngineSettings, _: &Releasing, _: &Read, _: &Screen) -> Result<()> {
    use factlab::error::{Code, Error};

    let message = "this program cannot ask a cluster by itself: it was built without Spark Connect";
    let hint = "write what the cluster needs, kind = \"emit\" under [engine], or build with --features spark";
    Err(Error::new(Code::EngineMissing, message).hint(hint).into())
}
