//! Two releases side by side, in a folder of their own.

use std::path::{Path, PathBuf};

use super::defaults::folder_of;
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::released::calculate::ReleaseTables;
use crate::released::compare::{Comparison, ComparisonRecord, Side, SideRecord, write_comparison};
use crate::released::export::{ExportSettings, Format, export};
use crate::released::report::comparison_page;
use crate::released::runs::{RunRecord, certify, read_certified};
use crate::vocabulary::TOOL_VERSION;

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
    let name = ComparisonRecord::name(name_a, name_b).ok_or_else(|| {
        let is_of_b = ComparisonRecord::name(name_a, name_a).is_some();
        not_named(if is_of_b { b } else { a })
    })?;
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
        is_made_up: sides.iter().any(|side| side.run.made_up),
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
        let (run, tables, digests) = read_certified(folder)?;
        Ok(Self {
            run,
            tables,
            digests: digests.map(|digest| digest.to_string()),
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

fn not_named(folder: &Path) -> Error {
    let what = "the name of the release in run.json is not one that factlab gives";
    Error::at(Code::ReleaseUnreadable, folder, what)
        .hint("`factlab verify` checks whether the files are the ones that were written")
}
