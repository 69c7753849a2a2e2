//! `report`: rebuilds the report of a release, from the release alone. The release itself is not changed.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::redraw;
use serde_json::json;

use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of a release
    release: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let page = redraw(&arguments.release)?;
    let text = if page.is_unchanged {
        "Unchanged:"
    } else {
        "Wrote"
    };
    screen.result(
        &format!("{text} {}", page.file.display()),
        &json!({"file": shown(&page.file)}),
    );
    Ok(())
}
