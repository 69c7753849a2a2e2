//! `oprf`: tokens without a shared secret, in three steps that exchange files.

mod blind;
mod evaluate;
mod finalise;
mod party;

use anyhow::Result;

use super::screen::Screen;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// As a party: blind the elements that the keyholder will evaluate
    Blind(blind::Arguments),
    /// As the keyholder: evaluate blinded elements, without seeing what they are
    Evaluate(evaluate::Arguments),
    /// As a party: make the hand-over from the extract and the evaluated elements
    Finalise(finalise::Arguments),
}

pub(super) fn run(command: &Command, screen: &Screen) -> Result<()> {
    match command {
        Command::Blind(arguments) => blind::run(arguments, screen),
        Command::Evaluate(arguments) => evaluate::run(arguments, screen),
        Command::Finalise(arguments) => finalise::run(arguments, screen),
    }
}
