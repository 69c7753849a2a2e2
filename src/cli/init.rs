//! `init`: writes the commented example of the agreement.

use std::path::PathBuf;

use anyhow::Result;
use factlab::files::put_new_file;
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
    let hint = "choose another name: factlab init FILE";
    put_new_file(file, EXAMPLE.as_bytes(), hint)?;
    let text = format!(
        "Wrote {}. Fill it in together; all parties then use the same file.",
        file.display()
    );
    screen.result(&text, &json!({"file": shown(file)}));
    Ok(())
}
