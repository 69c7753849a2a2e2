//! Two releases side by side, in a folder of their own.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::defaults::folder_of;
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder, read_plain};
use crate::released::calculate::ReleaseTables;
use crate::released::compare::{Comparison, ComparisonRecord, Side, SideRecord, write_comparison};
use crate::released::export::{ExportSettings, Format, export};
use crate::released::report::comparison_page;
use crate::released::runs::{RunRecord, certify, read_release};
use crate::vocabulary::{FileDigest, TOOL_VERSION};

/// No file of a release that is read here is longer, in bytes.
const LONGEST: u64 = 1 << 30;

/// A comparison that was written.
pub struct WrittenComparison {
    /// Where it is.
    pub folder: PathBuf,
    /// The names of both releases.
    pub releases: [String; 2],
    /// What they say beside each other.
    pub comparison: Comparison,
}

/// Compares the release in folder `a` with that in `b`, and writes the comparison below `output`, or beside `b`.
///
/// # Errors
/// When one of them cannot be read, was changed since it was made, or may not stand beside the other; when the folder is there
/// already, or the disk refuses.
pub fn compare(a: &Path, b: &Path, output: Option<&Path>) -> Result<WrittenComparison> {
    let [of_a, of_b] = [Given::read(a)?, Given::read(b)?];
    let sides = [of_a.side(), of_b.side()];
    let comparison = Comparison::of(sides[0], sides[1])?;
    let [name_a, name_b] = [&of_a.run.release, &of_b.run.release];
    let name = ComparisonRecord::name(name_a, name_b).ok_or_else(|| not_named(b))?;
    let beside_b = folder_of(b);
    let folder = WholeFolder::begin(&output.unwrap_or(beside_b).join(&name), Existing::Refuse)?;
    let record = ComparisonRecord {
        comparison: name.clone(),
        tool: TOOL_VERSION.into(),
        language: of_b.run.language,
        internal: comparison.is_internal,
        a: of_a.record(),
        b: of_b.record(),
    };
    let tables = comparison.tables();
    let settings = ExportSettings {
        release: name.clone(),
        sources: Vec::new(),
        ..of_b.run.export_settings()
    };
    for format in [Format::Csv, Format::Json] {
        export(&tables, format, &settings, &folder)?;
    }
    let page = comparison_page(&comparison, sides, &name)?;
    folder.file("report.html")?.put(page.as_bytes())?;
    write_comparison(&record, &folder)?;
    certify(&name, &of_b.run, &folder, None)?;
    Ok(WrittenComparison {
        folder: folder.complete()?,
        releases: [name_a.clone(), name_b.clone()],
        comparison,
    })
}

/// A release that was given.
struct Given {
    run: RunRecord,
    tables: ReleaseTables,
    digests: [String; 2],
}

impl Given {
    fn read(folder: &Path) -> Result<Self> {
        let (run, tables) = read_release(folder)?;
        Ok(Self {
            digests: certified(folder)?,
            run,
            tables,
        })
    }

    const fn side(&self) -> Side<'_> {
        Side {
            run: &self.run,
            tables: &self.tables,
        }
    }

    fn record(&self) -> SideRecord {
        let [run, tables] = self.digests.clone();
        SideRecord {
            release: self.run.release.clone(),
            run,
            tables,
        }
    }
}

/// The SHA-256 of `run.json` and `release.json`, which must be those of the certificate.
fn certified(folder: &Path) -> Result<[String; 2]> {
    let read = |name: &str| {
        let path = folder.join(name);
        read_plain(&path, LONGEST).map_err(|e| Error::io(&path, "read", &e))
    };
    let certificate: serde_json::Value =
        serde_json::from_slice(&read("certificate.json")?).unwrap_or_default();
    let digest = |name: &str| {
        let digest = FileDigest::new(Sha256::digest(read(name)?).into()).to_string();
        if certificate["files"][name] == digest.as_str() {
            return Ok(digest);
        }
        let path = folder.join(name);
        let what = "is not the file that was written, so nothing is compared";
        Err(Error::at(Code::ReleaseInvalid, &path, what)
            .hint("`factlab verify` lists all problems; ask for the release again"))
    };
    Ok([digest("run.json")?, digest("release.json")?])
}

fn not_named(folder: &Path) -> Error {
    let what = "the name of the release in run.json is not one that factlab gives";
    Error::at(Code::ReleaseUnreadable, folder, what)
        .hint("`factlab verify` checks whether the files are the ones that were written")
}
