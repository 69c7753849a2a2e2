//! What was learnt of an extract's columns: dates and placeholders.

use crate::error::Result;
use crate::identified::formats::Extract;
use crate::identified::normalise::{Habits, Study};
use crate::identified::settings::ProjectTerms;
use crate::identified::source::{RawRow, tell_subfolders};
use crate::vocabulary::Silent;

/// The rows that are looked at; what a column does, it does from the beginning.
pub(super) const ROWS: u64 = 20_000;

/// Settles how the extract is written, and tells in words what the user should look at. Formats with fields of their own
/// leave nothing open.
///
/// # Errors
/// When the extract cannot be read, or its columns are not those of the agreement.
pub(super) fn study_extract(
    extract: &Extract<'_>,
    terms: &ProjectTerms,
) -> Result<(Habits, Vec<String>)> {
    let (order, settings) = (extract.dates(), extract.settings());
    let mut doubts = Vec::from_iter(tell_subfolders(settings.subfolders));
    if settings.columns.is_empty() {
        return Ok((Habits::of(order), doubts));
    }
    let fields = settings.columns.keys().copied().collect();
    let mut study = Study::begin(fields, order, settings.dates.is_some(), terms);
    let (mut rows, mut row) = (extract.rows(&Silent)?, RawRow::new(""));
    for _ in 0..ROWS {
        if !rows.next_row(&mut row)? {
            break;
        }
        study.add(&row);
    }
    let (habits, found) = study.finish();
    doubts.extend(found);
    Ok((habits, doubts))
}
