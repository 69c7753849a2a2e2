//! Verifies a release: signature, digests, structure, every derived number, and that all formats say the same.
//!
//! It reads the files as anybody can and shares no rule with `protect` or `calculate`: what those get wrong shows here.

mod by_area;
mod cell;
mod chance;
mod co_occurrence;
mod derived;
mod files;
mod headline;
mod json;
mod ladders;
mod layout;
mod package;
mod page;
mod parquet;
mod population;
mod printing;
mod signature;
mod structure;
mod tables;
mod verdict;
mod within;
mod xlsx;

pub use signature::Signed;
pub use verdict::Verdict;

use std::path::Path;

use crate::error::Result;

/// Verifies the release in `folder` from its files alone.
///
/// # Errors
/// When the folder is no release or cannot be read; what is wrong with a release that can be read is in the verdict.
pub fn verify_release(folder: &Path) -> Result<Verdict> {
    let certificate = files::read_certificate(folder)?;
    let mut verdict = Verdict {
        release: certificate.release.clone(),
        signed: certificate.signed.clone(),
        is_internal: certificate.internal,
        ..Verdict::default()
    };
    let run = files::check(folder, &certificate, &mut verdict)?;
    let Some(tables) = tables::read(folder, &certificate.profile, &mut verdict)? else {
        return Ok(verdict);
    };
    structure::check(&tables, &mut verdict);
    headline::check(&tables, &mut verdict);
    ladders::check(&tables, &mut verdict);
    within::check(&tables, &mut verdict);
    derived::check(&tables, &mut verdict);
    population::check(&tables, &mut verdict);
    by_area::check(&tables, &mut verdict);
    co_occurrence::check(&tables, &mut verdict);
    parquet::check(folder, &tables, &certificate.tool, &mut verdict);
    let day = run["reference_date"].as_str().unwrap_or_default();
    xlsx::check(folder, &tables, day, &mut verdict);
    page::check(folder, &tables, &run, &mut verdict);
    Ok(verdict)
}
