//! What `run` and `import` have in common: the words for a release, how it is made, and what is said of it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::files::Existing;
use factlab::keys::{Identity, SigningKey};
use factlab::pseudonymous::cluster::Answers;
use factlab::released::witness::Witnesses;
use factlab::run::Run;
use factlab::vocabulary::{Progress, ProviderId};

use super::emitted;
use super::inputs::Inputs;
use super::not_compared;
use super::released;
use super::screen::Screen;
use super::signatures::{warn_of_release, warn_of_unchecked};
use super::words::provider_id;

/// Which release is made.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch")]
pub(super) struct Releasing {
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

/// The agreement, and what decrypts the hand-overs.
pub(super) type Read = (Agreement, Option<Identity>);

/// Who links and counts, and within which memory.
#[derive(Clone, Copy, Default)]
pub(super) struct Counting<'a> {
    /// Who links: nobody else than this program, where there is nothing.
    pub(super) links: Option<&'a dyn Answers>,
    /// Who counts: likewise.
    pub(super) answers: Option<&'a dyn Answers>,
    /// In bytes, where there is a limit.
    pub(super) memory: Option<u64>,
}

impl Releasing {
    /// The agreement and what decrypts the hand-overs.
    pub(super) fn read(&self) -> Result<Read> {
        Ok(self.inputs.read()?)
    }

    /// Makes the release, counted here or by who answers.
    pub(super) fn release(
        &self,
        read: &Read,
        counting: Counting<'_>,
        screen: &Screen,
    ) -> Result<()> {
        let (bars, signing) = (screen.bars(), self.signing()?);
        let run = Run {
            links: counting.links,
            answers: counting.answers,
            memory: counting.memory,
            witnesses: Witnesses::asked(self.certificate),
            ..self.run(read, signing.as_ref(), &bars)
        };
        warn_of_release(&run, screen);
        let released = run.release(&self.folder(&read.0), Existing::replaced(self.replace))?;
        drop(bars);
        let (without, accepted) = (&self.inputs.without, &self.accept);
        screen.note(&released::deliveries(&released, accepted));
        if self.certificate && !released.has_witness {
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

    /// Writes what others need to count the release to `folder`.
    pub(super) fn emit(
        &self,
        read: &Read,
        counting: Counting<'_>,
        folder: &Path,
        screen: &Screen,
    ) -> Result<()> {
        let (bars, signing) = (screen.bars(), self.signing()?);
        let run = Run {
            memory: counting.memory,
            ..self.run(read, signing.as_ref(), &bars)
        };
        let existing = Existing::replaced(self.replace);
        let emitted = run.emit(&self.folder(&read.0), folder, existing)?;
        drop(bars);
        warn_of_unchecked(&emitted.signers_without_key, screen);
        not_compared::note(&emitted.not_compared, screen);
        let config = read.0.file();
        screen.result(
            &emitted::in_words(&emitted, config),
            &emitted::as_json(&emitted),
        );
        Ok(())
    }

    fn run<'a>(
        &'a self,
        read: &'a Read,
        signing: Option<&'a SigningKey>,
        progress: &'a dyn Progress,
    ) -> Run<'a> {
        Run {
            signing,
            is_internal: self.internal,
            is_new_series: self.new_series,
            restore: self.restore_ledger.as_deref(),
            accepts: &self.accept,
            ..self.inputs.run(read, progress)
        }
    }

    fn signing(&self) -> Result<Option<SigningKey>> {
        Ok(self.sign.as_deref().map(SigningKey::read).transpose()?)
    }

    fn folder(&self, agreement: &Agreement) -> PathBuf {
        let output = self.output.clone();
        output.unwrap_or_else(|| agreement.output_folder())
    }
}
