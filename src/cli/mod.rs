//! THE SCREEN: arguments in, library calls, a line out; a file per subcommand.

mod bars;
mod check;
mod demo;
mod dpia;
mod findings;
mod handing_over;
mod headline;
mod init;
mod inputs;
mod inspect;
mod interrupt;
mod key;
mod link;
mod memory;
mod not_yet;
mod oprf;
mod pages;
mod panic;
mod pseudonymise;
mod purge;
mod rekey;
mod released;
mod report;
mod run;
mod screen;
mod sending;
mod signatures;
mod summary;
mod verify;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use screen::Screen;

/// Shows how public services stack up in households, without a name leaving an organisation.
#[derive(Parser)]
#[command(name = "factlab", version, propagate_version = true)]
#[command(after_help = "Begin with `factlab demo`, or with `factlab init` for your own data.")]
struct Arguments {
    /// Print the result as one JSON object
    #[arg(long, global = true, display_order = 100)]
    json: bool,
    /// Print results and errors only
    #[arg(long, global = true, display_order = 100)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make up a town and run the whole chain on it, as each party would
    Demo(demo::Arguments),
    /// Write a commented example of the agreement
    Init(init::Arguments),
    /// Make, tell of, split, combine or destroy a key
    #[command(subcommand)]
    Key(key::Command),
    /// Propose format and mapping of an extract, as lines for the agreement
    Inspect(inspect::Arguments),
    /// Tell what of an extract would be left behind, and why; makes no hand-over
    Check(check::Arguments),
    /// Turn an extract into a hand-over without names
    Pseudonymise(pseudonymise::Arguments),
    /// Pass tokens through the second stage, as the keyholder
    Rekey(rekey::Arguments),
    /// Write households and their services as Parquet, for internal use
    Link(link::Arguments),
    /// Make tokens without a shared secret: blind, evaluate, finalise
    #[command(subcommand)]
    Oprf(oprf::Command),
    /// Link, count, protect and release
    Run(run::Arguments),
    /// Check releases from their files alone
    Verify(verify::Arguments),
    /// Make the report of a release again
    Report(report::Arguments),
    /// Write the data-flow annex of a DPIA from the agreement, in Dutch
    Dpia(dpia::Arguments),
    /// List hand-overs past their last day and secrets left behind, and remove them
    Purge(purge::Arguments),
    /// Print the completions of a shell
    Completions(pages::CompletionsArguments),
    /// Print the manual page
    Man,
}

/// Reads the words of the command, runs it, and prints its error, if any.
pub(crate) fn run() -> ExitCode {
    panic::tell_only_where();
    memory::keep_out_of_dumps();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return not_yet::explain(&error),
    };
    interrupt::listen();
    let screen = Screen::new(arguments.json, arguments.quiet);
    let outcome = dispatch(arguments.command, &screen);
    screen.end(outcome)
}

fn dispatch(command: Command, screen: &Screen) -> anyhow::Result<()> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments, screen),
        Command::Init(arguments) => init::run(&arguments, screen),
        Command::Key(command) => key::run(&command, screen),
        Command::Inspect(arguments) => inspect::run(&arguments, screen),
        Command::Check(arguments) => check::run(&arguments, screen),
        Command::Pseudonymise(arguments) => pseudonymise::run(&arguments, screen),
        Command::Rekey(arguments) => rekey::run(&arguments, screen),
        Command::Link(arguments) => link::run(&arguments, screen),
        Command::Oprf(command) => oprf::run(&command, screen),
        Command::Run(arguments) => run::run(&arguments, screen),
        Command::Verify(arguments) => verify::run(&arguments, screen),
        Command::Report(arguments) => report::run(&arguments, screen),
        Command::Dpia(arguments) => dpia::run(&arguments, screen),
        Command::Purge(arguments) => purge::run(&arguments, screen),
        Command::Completions(arguments) => {
            pages::completions(&arguments, screen);
            Ok(())
        }
        Command::Man => pages::manual(screen),
    }
}
