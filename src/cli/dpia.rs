//! `dpia`: the data-flow annex of a DPIA, from the agreement.

use std::path::PathBuf;

use anyhow::Result;
use factlab::files::put_new_file;
use serde_json::json;

use super::language;
use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Write the annex to FILE, which must not exist yet [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let annex = language::agreement(&arguments.config)?.dpia()?;
    let Some(file) = &arguments.output else {
        screen.result(&annex, &json!({"annex": annex}));
        return Ok(());
    };
    let hint = "it may hold what you wrote yourself and is never overwritten; choose another name";
    put_new_file(file, annex.as_bytes(), hint)?;
    let text = format!(
        "Wrote {} (Markdown, in Dutch). What the municipality must fill in is marked.",
        file.display()
    );
    screen.result(&text, &json!({"file": shown(file)}));
    Ok(())
}
