//! The report of a release, made again from the release alone.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::files::{Readers, beside, put_file, read_plain};
use crate::released::places::areas::read_released;
use crate::released::report::{form, report, report_of_wijk};
use crate::released::runs::read_release;
use crate::verify::verify_release;
use crate::vocabulary::Language;

/// Which page is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// In which language; that of the agreement where none is named.
    pub language: Option<Language>,
    /// The code of the only wijk on it; all are where none is named.
    pub wijk: Option<&'a str>,
    /// Whether it is the form for signals, instead of the report.
    pub is_form: bool,
    /// Where it is written; beside the release where no file is named.
    pub file: Option<&'a Path>,
}

/// A report that was made again.
pub struct Redrawn {
    /// Where it is.
    pub file: PathBuf,
    /// Whether it is the one in the release, byte for byte, and nothing was written.
    pub is_unchanged: bool,
}

/// Makes the report of the release in `folder` again. The release stays as its certificate says: a page that differs
/// from the one in it is beside it, as `<release>.report.html`, that of one wijk as `<release>.<code>.html`, and
/// the form for signals as `<release>.form.html`.
///
/// # Errors
/// When the release cannot be read or does not hold, has no such wijk, or the disk refuses.
pub fn redraw(folder: &Path, asked: Asked) -> Result<Redrawn> {
    let (mut record, tables) = read_release(folder)?;
    if let Some(problem) = verify_release(folder)?.problems.first() {
        let message = format!("the release failed verification, so no report is made: {problem}");
        let hint = "`factlab verify` lists all problems; ask for the release again";
        return Err(Error::new(Code::ReleaseInvalid, message).hint(hint));
    }
    record.language = asked.language.unwrap_or(record.language);
    let areas = read_released(folder)?;
    let page = match asked.wijk {
        None if asked.is_form => form(&tables, &record)?,
        None => report(&tables, &record, &areas)?,
        Some(code) => {
            let page = report_of_wijk(&tables, &record, &areas, code)?;
            page.ok_or_else(|| no_wijk(folder, code))?
        }
    };
    let inside = folder.join("report.html");
    // A longer page is another one, and need not be read.
    let written = read_plain(&inside, page.len() as u64);
    if asked.file.is_none() && written.is_ok_and(|written| written == page.as_bytes()) {
        return Ok(Redrawn {
            file: inside,
            is_unchanged: true,
        });
    }
    let file = match asked.file {
        Some(file) => file.to_owned(),
        None => beside_release(folder, &asked)?,
    };
    put_file(&file, page.as_bytes(), Readers::AsUsual)?;
    Ok(Redrawn {
        file,
        is_unchanged: false,
    })
}

fn beside_release(folder: &Path, asked: &Asked) -> Result<PathBuf> {
    let whole = folder.canonicalize();
    let whole = whole.map_err(|e| Error::io(folder, "find", &e))?;
    // `.` and `..` have no name of their own.
    let named = folder.file_name().map_or(whole.as_path(), |_| folder);
    let usual = if asked.is_form { "form" } else { "report" };
    let page_name = beside(&whole, &format!(".{}.html", asked.wijk.unwrap_or(usual)));
    Ok(named.with_file_name(page_name.file_name().unwrap_or_default()))
}

fn no_wijk(folder: &Path, code: &str) -> Error {
    let message = format!("there is no wijk \"{code}\" in {}", folder.display());
    Error::new(Code::UsageInvalid, message)
        .hint("the codes of the wijken are in areas.csv of the release, such as WK047911")
}
