//! `key destroy`: overwrites and deletes a key, and leaves a signed record.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::error::{Code, Error};
use factlab::keys;
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// The key or identity
    file: PathBuf,
    /// Write the record to FILE [default: the key's name with .destroyed.json]
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let file = &arguments.file;
    if !arguments.yes {
        confirm(file, screen)?;
    }
    let place = arguments
        .record
        .clone()
        .unwrap_or_else(|| keys::record_place(file));
    let record = keys::destroy(file, &place)?;
    let (kind, id, at) = (&record.kind, &record.key_id, place.display());
    let what = if kind == "identity" {
        "the identity with recipient"
    } else {
        "the key with id"
    };
    let text =
        format!("Destroyed {what} {id}. Other copies may remain: destroy those too.\nRecord: {at}");
    let object = json!({
        "file": shown(file), "kind": kind, "key_id": id, "destroyed": true, "record": shown(&place),
    });
    screen.result(&text, &object);
    Ok(())
}

/// Asks whether the key may go; where nobody can be asked, it stays.
fn confirm(file: &Path, screen: &Screen) -> Result<()> {
    let place = file.display();
    if !screen.can_ask() {
        let message = format!(
            "refusing to destroy {place} without confirmation, and there is no terminal to ask on"
        );
        return Err(Error::new(Code::ConfirmationNeeded, message).into());
    }
    let question = format!("Destroy {place}? What was made with it cannot be made again.");
    if screen.agrees(&question) {
        return Ok(());
    }
    Err(Error::new(Code::NotConfirmed, "not destroyed: the answer was not yes").into())
}
