//! `run.json` of a comparison: which two releases, as they were.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::vocabulary::Language;

/// A release that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideRecord {
    /// Its name.
    pub release: String,
    /// SHA-256 of its `run.json`.
    pub run: String,
    /// SHA-256 of its `release.json`.
    pub tables: String,
}

/// What a comparison was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRecord {
    /// The name of the comparison.
    pub comparison: String,
    /// The version of factlab.
    pub tool: String,
    /// The language of the page.
    pub language: Language,
    /// Whether both releases hold exact counts and must stay inside.
    pub internal: bool,
    /// The release that was compared with.
    pub a: SideRecord,
    /// The release that was looked at.
    pub b: SideRecord,
}

impl ComparisonRecord {
    /// `compare-` and the last digits of both names, with `-internal` behind them for exact counts; `None` where a name has
    /// no such digits.
    #[must_use]
    pub fn name(a: &str, b: &str) -> Option<String> {
        let digits = |release: &str| {
            let name = release.strip_suffix("-internal").unwrap_or(release);
            let (_, digits) = name.rsplit_once('-')?;
            let is_digits = digits.len() == 8 && digits.bytes().all(|one| one.is_ascii_hexdigit());
            is_digits.then(|| digits.to_owned())
        };
        let ending = if b.ends_with("-internal") {
            "-internal"
        } else {
            ""
        };
        Some(format!("compare-{}-{}{ending}", digits(a)?, digits(b)?))
    }
}

/// Writes `run.json` of a comparison.
///
/// # Errors
/// When the disk refuses.
pub fn write_comparison(record: &ComparisonRecord, folder: &WholeFolder) -> Result<()> {
    let json = serde_json::to_string_pretty(record).map_err(|_| {
        Error::new(
            Code::InternalError,
            "the comparison cannot be written as JSON",
        )
    })?;
    folder.file("run.json")?.put((json + "\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_named_after_both_releases_and_nothing_else_of_their_names() {
        let name = ComparisonRecord::name("a-2025-12-31-0123abcd", "b-2026-12-31-4567ef01");
        assert_eq!(name.as_deref(), Some("compare-0123abcd-4567ef01"));
        let inside = ComparisonRecord::name("a-0123abcd-internal", "b-4567ef01-internal");
        assert_eq!(
            inside.as_deref(),
            Some("compare-0123abcd-4567ef01-internal")
        );
        assert_eq!(ComparisonRecord::name("a-0123abcd", "b-../../x"), None);
    }
}
