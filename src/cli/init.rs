//! `init`: writes the commented example of the agreement.

use std::path::PathBuf;

use anyhow::Result;
use factlab::error::{Code, Error};
use factlab::files::{AtomicFile, Readers};
use serde_json::json;

use super::screen::Screen;
use super::words::shown;

const EXAMPLE: &str = include_str!("../../config.toml");

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// File to write
    #[arg(value_name = "FILE", default_value = "config.toml")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let file = &arguments.file;
    let mut whole = AtomicFile::begin(file, Readers::AsUsual)?;
    whole.put(EXAMPLE.as_bytes())?;
    if !whole.complete_new()? {
        return Err(Error::new(
            Code::OutputExists,
            format!("{} exists already", file.display()),
        )
        .hint("name another file: factlab init FILE")
        .into());
    }
    let text = format!(
        "Wrote {}. Fill it in together; all parties then use the same file.",
        file.display()
    );
    screen.result(&text, &json!({"file": shown(file)}));
    Ok(())
}
