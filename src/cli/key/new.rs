//! `key new`: a new key or identity.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::keys::{self, KeyKind};
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// File to write; must not exist yet
    file: PathBuf,
    /// What the key is for
    #[arg(long, value_enum, default_value_t = Kind::Project)]
    kind: Kind,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Shared by the providers and the register office; makes tokens
    Project,
    /// The analyst's; determines the rounding
    Release,
    /// The keyholder's; makes second-stage tokens
    Stage2,
    /// The keyholder's; evaluates blinded elements (OPRF tokens)
    Oprf,
    /// Signs manifests; the agreement lists its public half
    Signing,
    /// Decrypts envelopes; the agreement lists its recipient
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
    }?;
    if cfg!(not(unix)) {
        // Such a file takes the rights of its folder.
        screen.note(
            "Anyone who can read the folder can read the file: keep it in a folder of your own.",
        );
    }
    Ok(())
}

fn key(file: &Path, kind: KeyKind, screen: &Screen) -> Result<()> {
    let (id, word) = (keys::create(file, kind)?, kind.word());
    let (place, advice) = (file.display(), kind.advice());
    let article = if kind == KeyKind::Oprf { "an" } else { "a" };
    let text = format!("Created {place}: {article} {word} key with id {id}.\n{advice}");
    let object = json!({"file": shown(file), "kind": word, "key_id": id});
    screen.result(&text, &object);
    Ok(())
}

fn identity(file: &Path, screen: &Screen) -> Result<()> {
    let recipient = keys::create_identity(file)?.to_string();
    let place = file.display();
    let text = format!(
        "Created {place}: an identity with recipient\n{recipient}\n\
         Keep the file to yourself; the recipient goes into the agreement, under your name."
    );
    let object = json!({"file": shown(file), "kind": "identity", "recipient": recipient});
    screen.result(&text, &object);
    Ok(())
}
