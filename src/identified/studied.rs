//! An extract in, how its columns are written out: dates, signs of nothing.

use super::extract::{for_first_rows, survey};
use super::normalise::{Habits, Study};
use super::settings::{ExtractSettings, ProjectTerms};
use crate::error::Result;

/// The rows that are looked at; what a column does, it does from the beginning.
pub(super) const ROWS: u64 = 20_000;

/// Settles how the extract is written, and tells in words what the user should look at. Formats with fields of their own
/// leave nothing open.
///
/// # Errors
/// When the extract cannot be read, or its columns are not those of the agreement.
pub(super) fn study_extract(
    extract: &ExtractSettings,
    terms: &ProjectTerms,
) -> Result<(Habits, Vec<String>)> {
    let order = survey(extract)?.dates;
    if extract.columns.is_empty() {
        return Ok((Habits::of(order), Vec::new()));
    }
    let fields = extract.columns.keys().copied().collect();
    let mut study = Study::begin(fields, order, extract.dates.is_some(), terms);
    for_first_rows(extract, ROWS, &mut |row| study.add(row))?;
    Ok(study.finish())
}
