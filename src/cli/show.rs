//! `show`: what a file or folder is, as far as its reader may know.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::Identity;
use factlab::run::show;
use serde_json::json;

use super::screen::Screen;
use super::shown::{as_json, in_words};
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files or folders: a hand-over or a part of it, a key or share, an agreement, a findings file, a release
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Identity file that decrypts what is encrypted for you (in memory only)
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let identity = arguments.identity.as_deref().map(Identity::read);
    let identity = identity.transpose()?;
    let (mut text, mut files) = (String::new(), Vec::new());
    for file in &arguments.files {
        for (path, what) in show(file, identity.as_ref())? {
            let path = shown(&path);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", in_words(&path, &what));
            let mut object = as_json(&what);
            object["file"] = json!(path);
            files.push(object);
        }
    }
    screen.result(&text, &json!({"files": files}));
    Ok(())
}
