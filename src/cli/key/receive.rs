//! `key receive`: decrypts a key that was sent.

use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::{Identity, receive};
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// The file that `key send` wrote
    file: PathBuf,
    /// Your identity file
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// File to write; must not exist yet [default: KIND.key in this folder, such as project.key]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let identity = Identity::read(&arguments.identity)?;
    let received = receive(&arguments.file, &identity, arguments.output.as_deref())?;
    let (file, kind, id) = (shown(&received.file), received.kind.word(), received.id);
    let sent = shown(&arguments.file);
    let text = format!(
        "Wrote {file}: a {kind} key with id {id}.\n\
         Before you use it, ask the sender by telephone for its id: it must be {id}.\n\
         Then delete {sent}, also where you received it."
    );
    screen.result(&text, &json!({"file": file, "kind": kind, "key_id": id}));
    Ok(())
}
