//! `run`: makes a release of hand-overs.

use std::path::PathBuf;

use anyhow::Result;
use factlab::files::Existing;
use factlab::keys::SigningKey;
use factlab::released::witness::Witnesses;
use factlab::run::Run;
use factlab::vocabulary::ProviderId;

use super::inputs::Inputs;
use super::released;
use super::screen::Screen;
use super::signatures::{warn_of_release, warn_of_unchecked};
use super::words::provider_id;

#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch")]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// The analyst's signing key, which signs the release; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// Write the release to DIR/RELEASE [default: the output folder of the agreement]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Exact, unprotected counts for internal use; every file is marked INTERNAL
    #[arg(long)]
    internal: bool,
    /// Replace an existing release of the same name
    #[arg(long)]
    replace: bool,
    /// Accept what `run` asks about the hand-over of a party, after a look at it; may be repeated
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    accept: Vec<ProviderId>,
    /// Start the rounding of the series anew, with another release key or profile than before
    #[arg(long)]
    new_series: bool,
    /// Where the ledger is lost: go on from what RELEASE, the last of the series, printed
    #[arg(long, value_name = "RELEASE", conflicts_with_all = ["new_series", "internal"])]
    restore_ledger: Option<PathBuf>,
    /// Write witness.json too: for each hidden count made-up towns that give these tables, as proof that they do not tell it
    #[arg(long, conflicts_with = "internal")]
    certificate: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (read, bars) = (arguments.inputs.read()?, screen.bars());
    let signing = arguments.sign.as_deref().map(SigningKey::read);
    let signing = signing.transpose()?;
    let run = Run {
        signing: signing.as_ref(),
        is_internal: arguments.internal,
        is_new_series: arguments.new_series,
        restore: arguments.restore_ledger.as_deref(),
        accepts: &arguments.accept,
        witnesses: Witnesses::asked(arguments.certificate),
        ..arguments.inputs.run(&read, &bars)
    };
    warn_of_release(&run, screen);
    let output = arguments.output.clone();
    let folder = output.unwrap_or_else(|| run.agreement.output_folder());
    let released = run.release(&folder, Existing::replaced(arguments.replace))?;
    drop(bars);
    let (without, accepted) = (&arguments.inputs.without, &arguments.accept);
    screen.note(&released::deliveries(&released, accepted));
    if arguments.certificate && !released.has_witness {
        screen.note("No made-up town was found that gives these tables, so there is no witness.json. One is found more easily under a profile that prints further from the counts, such as k5.");
    }
    released::warn(&released, screen);
    warn_of_unchecked(&released.signers_without_key, screen);
    screen.result(
        &released::in_words(&released, without),
        &released::as_json(&released, without, accepted),
    );
    Ok(())
}
