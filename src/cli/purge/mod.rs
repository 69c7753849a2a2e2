//! `purge`: lists hand-overs, and households of the ledger and at a cluster, past their retention date, and deletes them after confirmation.

mod list;

use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::{Identity, remove_left, today};
use factlab::run::{Past, Retention};
use serde_json::json;

use super::screen::Screen;
use crate::cli::language;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Look in DIR and the folders in it [default: each party's `handover` in the agreement]
    #[arg(long, value_name = "DIR")]
    handovers: Option<PathBuf>,
    /// Identity file that decrypts hand-overs, to see whose they are
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Delete without asking
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = language::agreement(&arguments.config)?;
    let identity = arguments.identity.as_deref().map(Identity::read);
    let identity = identity.transpose()?;
    let found = Retention::look(
        &agreement,
        arguments.handovers.as_deref(),
        identity.as_ref(),
    );
    for note in list::kept(&found) {
        screen.note(&note);
    }
    let list = list::in_words(&found);
    let mut object = list::as_json(&found);
    if list.is_empty() {
        screen.result("Nothing is past its retention date.", &object);
        return Ok(());
    }
    if !(arguments.yes || screen.agrees(&format!("{list}Delete all of these?"))) {
        let text = format!(
            "{list}Past their retention date, or left by an interrupted run.\nRun again with --yes to delete them."
        );
        screen.result(&text, &object);
        return Ok(());
    }
    for folder in found.past.into_iter().map(Past::remove) {
        for folder in folder? {
            let place = folder.display();
            screen.note(&format!("{place} also holds other files; they are kept"));
        }
    }
    if let Some(found) = found.ledger {
        found.ledger.purge(today())?;
    }
    for emitted in found.emitted {
        emitted.remove()?;
    }
    found
        .secrets
        .iter()
        .try_for_each(|file| remove_left(file))?;
    (object["removed"], object["day"]) = (json!(true), json!(today().to_string()));
    let text = format!(
        "{list}Deleted on {}. Copies elsewhere and in backups remain: delete those too.",
        today()
    );
    screen.result(&text, &object);
    Ok(())
}
