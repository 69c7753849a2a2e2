//! `dpia`: an agreement in, the data-flow annex of its DPIA out (Markdown, in Dutch).

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::Error;
use serde_json::json;

use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Write the annex to FILE; refused when it exists [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let annex = Agreement::read(&arguments.config)?.dpia()?;
    let Some(file) = &arguments.output else {
        screen.result(&annex, &json!({"annex": annex}));
        return Ok(());
    };
    let made = OpenOptions::new().write(true).create_new(true).open(file);
    let written = made.and_then(|mut made| made.write_all(annex.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::failed(format!("{} exists already", file.display()))
            .hint("what is written in it may not be lost: name another file"),
        _ => Error::io(file, "write", &error),
    })?;
    let text = format!(
        "Wrote {}: Markdown, in Dutch. What the municipality must write itself is marked.",
        file.display()
    );
    screen.result(&text, &json!({"file": file}));
    Ok(())
}
