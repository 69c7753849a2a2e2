//! The report of a release, made again from the release alone.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::files::{Readers, beside, put_file, read_plain};
use crate::released::places::areas::read_released;
use crate::released::report::report;
use crate::released::runs::read_release;
use crate::verify::verify_release;

/// A report that was made again.
pub struct Redrawn {
    /// Where it is.
    pub file: PathBuf,
    /// Whether it is the one in the release, byte for byte, and nothing was written.
    pub is_unchanged: bool,
}

/// Makes the report of the release in `folder` again. The release stays as its certificate says: a page that differs
/// from the one in it is beside it, as `<release>.report.html`.
///
/// # Errors
/// When the release cannot be read or does not hold, or the disk refuses.
pub fn redraw(folder: &Path) -> Result<Redrawn> {
    let (record, tables) = read_release(folder)?;
    if let Some(problem) = verify_release(folder)?.problems.first() {
        let message = format!("the release failed verification, so no report is made: {problem}");
        let hint = "`factlab verify` lists all problems; ask for the release again";
        return Err(Error::new(Code::ReleaseInvalid, message).hint(hint));
    }
    let areas = read_released(folder)?;
    let page = report(&tables, &record, &areas)?;
    let inside = folder.join("report.html");
    // A longer page is another one, and need not be read.
    let written = read_plain(&inside, page.len() as u64);
    if written.is_ok_and(|written| written == page.as_bytes()) {
        return Ok(Redrawn {
            file: inside,
            is_unchanged: true,
        });
    }
    let whole = folder.canonicalize();
    let whole = whole.map_err(|e| Error::io(folder, "find", &e))?;
    // `.` and `..` have no name of their own.
    let named = folder.file_name().map_or(whole.as_path(), |_| folder);
    let page_name = beside(&whole, ".report.html");
    let file = named.with_file_name(page_name.file_name().unwrap_or_default());
    put_file(&file, page.as_bytes(), Readers::AsUsual)?;
    Ok(Redrawn {
        file,
        is_unchanged: false,
    })
}
