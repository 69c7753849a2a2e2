//! THE SCREEN: a file per subcommand, which takes arguments, calls the library and prints the result.

mod agreement;
mod bars;
mod check;
mod compare;
mod corrected;
mod demo;
mod dpia;
mod emitted;
mod explained;
mod findings;
mod guide;
mod handing_over;
mod headline;
mod help;
mod import;
mod init;
mod inputs;
mod inspect;
mod interrupt;
mod joined;
mod key;
mod language;
mod letters;
mod lines;
mod link;
mod linked;
mod log;
mod memory;
mod not_compared;
mod not_yet;
mod oprf;
mod pages;
mod panic;
mod protect;
mod pseudonymise;
mod purge;
mod receipts;
mod rekey;
mod released;
mod releasing;
mod report;
mod run;
mod schedule;
mod screen;
mod sending;
mod show;
mod shown;
mod signatures;
mod status;
mod summary;
mod verdicts;
mod verify;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use factlab::vocabulary::Language;
use log::Log;
use screen::Screen;

/// Shows how public services stack up in households; no name ever leaves its organisation.
#[derive(Parser)]
#[command(name = "factlab", version, propagate_version = true)]
struct Arguments {
    /// Print the result as one JSON object
    #[arg(long, global = true, display_order = 100)]
    json: bool,
    /// Print only results and errors
    #[arg(long, global = true, display_order = 100)]
    quiet: bool,
    /// The language of the screen [default: that of the agreement, or of this computer]
    #[arg(long, global = true, display_order = 100, value_name = "nl|en", value_parser = words::language)]
    language: Option<Language>,
    /// Add what is said to this file, as JSON lines
    #[arg(long, global = true, display_order = 100, value_name = "FILE")]
    log: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Make up a town and run the whole chain on it, role by role
    Demo(demo::Arguments),
    /// Write a commented example agreement
    Init(init::Arguments),
    /// List what is unwise in an agreement, print its digest, or compare it with another
    Agreement(agreement::Arguments),
    /// Create, inspect, send, split, combine or destroy keys
    #[command(subcommand)]
    Key(key::Command),
    /// Propose the format and column mapping of an extract, as lines for the agreement
    Inspect(inspect::Arguments),
    /// Show which rows would be rejected, and why (makes no hand-over)
    Check(check::Arguments),
    /// Turn an extract into a hand-over without names
    Pseudonymise(pseudonymise::Arguments),
    /// Show what a file or folder is: a hand-over, a key, an agreement, a release
    Show(show::Arguments),
    /// Show which parties have handed over, and whom to ask
    Status(status::Arguments),
    /// Replace tokens by second-stage tokens, as the keyholder
    Rekey(rekey::Arguments),
    /// Write linked households and their services as Parquet, for internal use
    Link(link::Arguments),
    /// Make tokens without a shared secret: blind, evaluate, finalise
    #[command(subcommand)]
    Oprf(oprf::Command),
    /// Link the hand-overs, count, protect, and write a release
    Run(run::Arguments),
    /// Make the release of a run that a cluster linked or counted, from its results
    Import(import::Arguments),
    /// Compare what each protection profile costs and tells, for internal use
    Protect(protect::Arguments),
    /// Compare two releases: what differs by more than rounding and chance
    Compare(compare::Arguments),
    /// Verify releases from their files alone
    Verify(verify::Arguments),
    /// Rebuild the report of a release
    Report(report::Arguments),
    /// Write the data-flow annex of a DPIA from the agreement (in Dutch)
    Dpia(dpia::Arguments),
    /// List and delete hand-overs past their retention date, and leftover secrets
    Purge(purge::Arguments),
    /// Print a monthly task for systemd, cron or Windows
    Schedule(schedule::Arguments),
    /// Print shell completions
    Completions(pages::CompletionsArguments),
    /// Print the manual page
    Man,
}

/// Reads the words of the command, runs it, and prints its error, if any.
pub(crate) fn run() -> ExitCode {
    panic::tell_only_where();
    memory::keep_out_of_dumps();
    if let Some(language) = language::asked_in(std::env::args_os()) {
        language::ask(language);
    }
    let arguments = match Arguments::try_parse().or_else(|_| in_users_language()) {
        Ok(arguments) => arguments,
        Err(error) => return not_yet::explain(&error),
    };
    interrupt::listen();
    let log = arguments.log.as_deref().map(Log::open).transpose();
    let (log, is_open) = log.map_or_else(
        |error| (None, Err(error)),
        |log| (log.map(Arc::new), Ok(())),
    );
    let screen = Screen::new(arguments.json, arguments.quiet, log);
    let outcome = is_open.map_err(Into::into);
    let Some(chosen) = arguments.command else {
        if screen.can_ask() {
            work_along();
            return screen.end(guide::begin(&screen));
        }
        return not_yet::without_a_word(&mut help::translated(Arguments::command()));
    };
    screen.end(outcome.and_then(|()| dispatch(chosen, &screen)))
}

/// Reads the words once more, for help and errors in the user's language: that is made only where it is shown.
fn in_users_language() -> Result<Arguments, clap::Error> {
    let words = help::translated(Arguments::command()).try_get_matches()?;
    Arguments::from_arg_matches(&words)
}

/// Makes this thread one of those that share all work: it reads and keeps rows, and as one more than there are processors it would be in
/// the way of another.
fn work_along() {
    // Where the system has no threads, work that needs them says so.
    let _ = rayon::ThreadPoolBuilder::new()
        .use_current_thread()
        .build_global();
}

fn dispatch(command: Command, screen: &Screen) -> anyhow::Result<()> {
    // In `demo` this thread waits for those of the parties, who would then have one less to work with.
    if !matches!(command, Command::Demo(_)) {
        work_along();
    }
    match command {
        Command::Demo(arguments) => demo::run(&arguments, screen),
        Command::Init(arguments) => init::run(&arguments, screen),
        Command::Agreement(arguments) => agreement::run(&arguments, screen),
        Command::Key(command) => key::run(&command, screen),
        Command::Inspect(arguments) => inspect::run(&arguments, screen),
        Command::Check(arguments) => check::run(&arguments, screen),
        Command::Pseudonymise(arguments) => pseudonymise::run(&arguments, screen),
        Command::Status(arguments) => status::run(&arguments, screen),
        Command::Show(arguments) => show::run(&arguments, screen),
        Command::Rekey(arguments) => rekey::run(&arguments, screen),
        Command::Link(arguments) => link::run(&arguments, screen),
        Command::Oprf(command) => oprf::run(&command, screen),
        Command::Run(arguments) => run::run(&arguments, screen),
        Command::Import(arguments) => import::run(&arguments, screen),
        Command::Protect(arguments) => protect::run(&arguments, screen),
        Command::Compare(arguments) => compare::run(&arguments, screen),
        Command::Verify(arguments) => verify::run(&arguments, screen),
        Command::Report(arguments) => report::run(&arguments, screen),
        Command::Dpia(arguments) => dpia::run(&arguments, screen),
        Command::Purge(arguments) => purge::run(&arguments, screen),
        Command::Schedule(arguments) => schedule::run(&arguments, screen),
        Command::Completions(arguments) => {
            pages::completions(&arguments, Arguments::command(), screen);
            Ok(())
        }
        Command::Man => pages::manual(help::with_ending(Arguments::command()), screen),
    }
}
