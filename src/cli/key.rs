//! `key`: makes, identifies and destroys keys. A key is never printed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::error::Error;
use factlab::keys::{self, KeyKind};
use serde_json::json;

use super::screen::Screen;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Make a key of 32 random bytes, readable by its owner only
    New {
        /// Where to write it; refused when it exists
        file: PathBuf,
        /// project: shared by the providers · release: the analyst's, draws the rounding
        #[arg(long, value_enum, default_value_t = Kind::Project)]
        kind: Kind,
    },
    /// Tell a key's kind, id and date, to compare with others
    Id {
        /// The key; `-` reads standard input
        file: PathBuf,
    },
    /// Overwrite and remove a key; other copies stay
    Destroy {
        /// The key
        file: PathBuf,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Kind {
    Project,
    Release,
    Stage2,
    Oprf,
    Signing,
}

pub(super) fn run(command: &Command, screen: &Screen) -> Result<()> {
    match command {
        Command::New { file, kind } => {
            let kind = match kind {
                Kind::Project => KeyKind::Project,
                Kind::Release => KeyKind::Release,
                Kind::Stage2 => KeyKind::Stage2,
                Kind::Oprf => KeyKind::Oprf,
                Kind::Signing => KeyKind::Signing,
            };
            let id = keys::create(file, kind)?.to_string();
            let text = format!(
                "Made {}: a {} key with id {id}.\n{}{}",
                file.display(),
                kind.word(),
                advice(kind),
                keep_apart()
            );
            screen.result(
                &text,
                &json!({"file": file, "kind": kind.word(), "key_id": id}),
            );
        }
        Command::Id { file } => {
            let (kind, id, made) = keys::describe(file)?;
            let (kind, id) = (kind.word(), id.to_string());
            let text = format!("{kind} key, id {id}, made {made}");
            screen.result(&text, &json!({"kind": kind, "key_id": id, "made": made}));
        }
        Command::Destroy { file, yes } => {
            if !yes {
                confirm(file, screen)?;
            }
            let id = keys::destroy(file)?.to_string();
            let text = format!(
                "Destroyed the key with id {id}. Other copies of it stay: destroy those too."
            );
            screen.result(
                &text,
                &json!({"file": file, "key_id": id, "destroyed": true}),
            );
        }
    }
    Ok(())
}

/// Asks whether the key may go; where nobody can be asked, it stays.
fn confirm(file: &Path, screen: &Screen) -> Result<()> {
    let place = file.display();
    if !screen.can_ask() {
        let message =
            format!("{place} is not destroyed unasked, and there is no terminal to ask on");
        return Err(Error::usage(message)
            .hint("add --yes when the key may go")
            .into());
    }
    let question = format!("Destroy {place}? What was made with it cannot be made again.");
    if screen.agrees(&question) {
        return Ok(());
    }
    Err(Error::failed("not destroyed: you did not agree").into())
}

/// What to say where a key file cannot be closed to others.
const fn keep_apart() -> &'static str {
    if cfg!(unix) {
        ""
    } else {
        "\nAnyone who can open its folder can read it: keep it in a folder of your own."
    }
}

const fn advice(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Project => {
            "Give it to every provider and the register office in a safe way, never to the analyst."
        }
        KeyKind::Release => {
            "Keep it as long as the series lasts: with another key the rounding starts anew."
        }
        KeyKind::Stage2 => "Keep it at the keyholder, and only there.",
        KeyKind::Oprf => "Keep it at the keyholder, and only there.",
        KeyKind::Signing => "Keep it where the hand-overs are made, and only there.",
    }
}
