//! `key new`: a kind in, a new key or identity out.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::keys::{self, KeyKind};
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// Where to write it; refused when it exists
    file: PathBuf,
    /// What it is for
    #[arg(long, value_enum, default_value_t = Kind::Project)]
    kind: Kind,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Shared by the providers and the register office; makes tokens
    Project,
    /// The analyst's; draws the rounding
    Release,
    /// The keyholder's; makes tokens of the second stage
    Stage2,
    /// The keyholder's; evaluates blinded elements (tokens by OPRF)
    Oprf,
    /// Signs manifests; the agreement lists its public half
    Signing,
    /// Opens envelopes; the agreement lists its recipient
    Identity,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let file = &arguments.file;
    match arguments.kind {
        Kind::Project => key(file, KeyKind::Project, screen),
        Kind::Release => key(file, KeyKind::Release, screen),
        Kind::Stage2 => key(file, KeyKind::Stage2, screen),
        Kind::Oprf => key(file, KeyKind::Oprf, screen),
        Kind::Signing => key(file, KeyKind::Signing, screen),
        Kind::Identity => identity(file, screen),
    }
}

fn key(file: &Path, kind: KeyKind, screen: &Screen) -> Result<()> {
    let id = keys::create(file, kind)?.to_string();
    let (place, word, advice) = (file.display(), kind.word(), advice(kind));
    let article = if kind == KeyKind::Oprf { "an" } else { "a" };
    let text = format!("Made {place}: {article} {word} key with id {id}.\n{advice}");
    screen.result(
        &text,
        &json!({"file": shown(file), "kind": word, "key_id": id}),
    );
    note_rights(screen);
    Ok(())
}

fn identity(file: &Path, screen: &Screen) -> Result<()> {
    let recipient = keys::create_identity(file)?.to_string();
    let place = file.display();
    let text = format!(
        "Made {place}: an identity with recipient\n{recipient}\n\
         Keep the file to yourself; the recipient goes into the agreement, under your name."
    );
    screen.result(
        &text,
        &json!({"file": shown(file), "kind": "identity", "recipient": recipient}),
    );
    note_rights(screen);
    Ok(())
}

/// Where a file takes the rights of its folder, that is said.
fn note_rights(screen: &Screen) {
    if cfg!(not(unix)) {
        screen.note("Who may read the folder may read the file: keep it in a folder of your own.");
    }
}

const fn advice(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Project => {
            "Give it to every provider and the register office in a safe way, never to the analyst or the keyholder."
        }
        KeyKind::Release => {
            "Keep it as long as the series lasts: with another key the rounding starts anew."
        }
        KeyKind::Blinding => "Keep it until the hand-over is made, and then destroy it.",
        KeyKind::Stage2 => "Keep it at the keyholder, and only there.",
        KeyKind::Oprf => {
            "Keep it at who evaluates, and only there: never with who receives tokens, so not with who runs `rekey`."
        }
        KeyKind::Signing => {
            "Keep it where the hand-overs are made, and only there. `factlab key id` prints what the agreement lists."
        }
    }
}
