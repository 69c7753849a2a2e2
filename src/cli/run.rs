//! `run`: makes a release of hand-overs, or what others need to count it.

use anyhow::Result;
use factlab::agreement::EngineSettings;
#[cfg(feature = "spark")]
use factlab::pseudonymous::cluster::Answers;

use super::releasing::{Counting, Read, Releasing};
use super::screen::Screen;
use super::words::memory;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    releasing: Releasing,
    /// Take no more memory than SIZE, such as 2GB: households are counted some at a time, and it takes longer; the tables are the same
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    memory: Option<u64>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let releasing = &arguments.releasing;
    let read = releasing.read()?;
    let counting = Counting {
        memory: arguments.memory,
        ..Counting::default()
    };
    match read.0.engine() {
        EngineSettings::Embedded => releasing.release(&read, counting, screen),
        EngineSettings::Emit { folder, .. } => releasing.emit(&read, counting, &folder, screen),
        cluster @ EngineSettings::Spark { .. } => {
            ask(&cluster, (releasing, counting), &read, screen)
        }
    }
}

/// Lets a cluster count, and link where the agreement says so.
#[cfg(feature = "spark")]
fn ask(
    cluster: &EngineSettings,
    (releasing, counting): (&Releasing, Counting<'_>),
    read: &Read,
    screen: &Screen,
) -> Result<()> {
    let links = cluster.links();
    let cluster = factlab::run::Spark::connect(cluster)?;
    let answers = Some(&cluster as &dyn Answers);
    let counting = Counting {
        links: answers.filter(|_| links),
        answers,
        ..counting
    };
    releasing.release(read, counting, screen)
}

#[cfg(not(feature = "spark"))]
fn ask(_: &EngineSettings, _: (&Releasing, Counting<'_>), _: &Read, _: &Screen) -> Result<()> {
    use factlab::error::{Code, Error};

    let message = "this program cannot ask a cluster by itself: it was built without Spark Connect";
    let hint = "write what the cluster needs, kind = \"emit\" under [engine], or build with --features spark";
    Err(Error::new(Code::EngineMissing, message).hint(hint).into())
}
