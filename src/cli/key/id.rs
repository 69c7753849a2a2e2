//! `key id`: the public parts of a key or identity.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::keys;
use serde_json::json;

use crate::cli::screen::Screen;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// The key or identity; `-` reads standard input
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let facts = keys::describe(&arguments.file)?;
    let made = facts.created.map(|day| day.to_string());
    let made_in_words = made.as_deref().unwrap_or("on an unknown day");
    let mut text = if facts.kind == "identity" {
        format!(
            "identity, created {made_in_words}\nrecipient {}\n",
            facts.id
        )
    } else {
        format!(
            "{} key, id {}, created {made_in_words}\n",
            facts.kind, facts.id
        )
    };
    let signs = facts.signs.map(|key| key.to_string());
    if let Some(key) = &signs {
        let _ = writeln!(text, "signs {key}");
    }
    let public = facts.public.map(|key| key.to_string());
    if let Some(key) = &public {
        let _ = writeln!(text, "public_key {key}");
    }
    let verifier = facts.verifier.to_string();
    let _ = writeln!(text, "verifier {verifier}");
    let id = if facts.kind == "identity" {
        "recipient"
    } else {
        "key_id"
    };
    let mut object = json!({"kind": facts.kind, "made": made, "verifier": verifier});
    object[id] = json!(facts.id);
    if let Some(key) = signs {
        object["signs"] = json!(key);
    }
    if let Some(key) = public {
        object["public_key"] = json!(key);
    }
    screen.result(&text, &object);
    Ok(())
}
