//! `report`: rebuilds the report of a release, from the release alone. The release itself is not changed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::error::{Code, Error};
use factlab::files::{Readers, put_file, read_plain};
use factlab::released::report::report;
use factlab::released::runs::read_release;
use factlab::verify::verify_release;
use serde_json::json;

use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of a release
    release: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let folder = &arguments.release;
    let (record, tables) = read_release(folder)?;
    if let Some(problem) = verify_release(folder)?.problems.first() {
        let message = format!("no report is made of a release that does not hold: {problem}");
        let hint = "`factlab verify` lists all that is wrong; ask for the release again";
        return Err(Error::new(Code::ReleaseInvalid, message).hint(hint).into());
    }
    let page = report(&tables, &record)?;
    let inside = folder.join("report.html");
    let is_same =
        read_plain(&inside, page.len() as u64).is_ok_and(|written| written == page.as_bytes());
    // A release stays as its certificate says: another page stands beside it.
    let file = if is_same { inside } else { beside(folder)? };
    if !is_same {
        put_file(&file, page.as_bytes(), Readers::AsUsual)?;
    }
    let text = if is_same { "Unchanged:" } else { "Wrote" };
    screen.result(
        &format!("{text} {}", file.display()),
        &json!({"file": shown(&file)}),
    );
    Ok(())
}

/// `<release>.report.html` beside the folder of the release.
fn beside(folder: &Path) -> Result<PathBuf> {
    let whole = folder
        .canonicalize()
        .map_err(|e| Error::io(folder, "find", &e))?;
    let mut name = whole.file_name().unwrap_or_default().to_owned();
    name.push(".report.html");
    let named = if folder.file_name().is_some() {
        folder
    } else {
        &whole
    };
    Ok(named.with_file_name(name))
}
