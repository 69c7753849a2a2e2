//! `init`: writes the commented example of the agreement.

use std::path::PathBuf;

use anyhow::Result;
use factlab::error::Error;
use serde_json::json;

use super::screen::Screen;

const EXAMPLE: &str = include_str!("../../config.toml");

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Where to write it
    #[arg(value_name = "FILE", default_value = "config.toml")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let file = &arguments.file;
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file);
    let written =
        made.and_then(|mut made| std::io::Write::write_all(&mut made, EXAMPLE.as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::failed(format!("{} exists already", file.display()))
                .hint("name another file: factlab init FILE")
        }
        _ => Error::io(file, "write", &error),
    })?;
    let text = format!(
        "Wrote {}. Fill it in with all organisations; everybody then uses the same file.",
        file.display()
    );
    screen.result(&text, &json!({"file": file}));
    Ok(())
}
