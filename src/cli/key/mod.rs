//! `key`: creates, inspects, splits, combines and destroys keys. A key is never printed.

mod destroy;
mod id;
mod new;
mod receive;
mod send;
mod shares;
mod verify;

use anyhow::Result;

use super::screen::Screen;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Create a key of 32 random bytes, readable by its owner only
    New(new::Arguments),
    /// Show a key's kind, id, date and public parts
    Id(id::Arguments),
    /// Encrypt a key for one recipient, to send it
    Send(send::Arguments),
    /// Decrypt a key that was sent to you
    Receive(receive::Arguments),
    /// Overwrite and delete a key, and write a signed record; other copies remain
    Destroy(destroy::Arguments),
    /// Verify the record of a destroyed key
    Verify(verify::Arguments),
    /// Split a key into shares, a number of which restore it
    Split(shares::SplitArguments),
    /// Restore a key from its shares
    Combine(shares::CombineArguments),
}

pub(super) fn run(command: &Command, screen: &Screen) -> Result<()> {
    match command {
        Command::New(arguments) => new::run(arguments, screen),
        Command::Id(arguments) => id::run(arguments, screen),
        Command::Send(arguments) => send::run(arguments, screen),
        Command::Receive(arguments) => receive::run(arguments, screen),
        Command::Destroy(arguments) => destroy::run(arguments, screen),
        Command::Verify(arguments) => verify::run(arguments, screen),
        Command::Split(arguments) => shares::split(arguments, screen),
        Command::Combine(arguments) => shares::combine(arguments, screen),
    }
}
