//! `dpia`: an agreement in, the data-flow annex of its DPIA out (Markdown, in Dutch).

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

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
    write_whole(file, annex.as_bytes()).map_err(|error| match error.kind() {
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

/// Writes a new file, whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let mut whole = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    whole.write_all(bytes)?;
    whole.as_file().sync_all()?;
    whole.persist_noclobber(file).map_err(|error| error.error)?;
    Ok(())
}
