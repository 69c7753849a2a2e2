//! Verifies a release: signature, digests, structure, every derived number, and that all formats say the same.
//!
//! It reads the files as anybody can and shares no rule with `protect` or `calculate`: what those get wrong shows here.

mod by_area;
mod cell;
mod cell_key;
mod chance;
mod co_occurrence;
mod compared;
mod corrected;
mod correlations;
mod datapackage;
mod derived;
mod expected;
mod external;
mod figures;
mod files;
mod follows;
mod forecast;
mod geojson;
mod headline;
mod in_time;
mod joining;
mod json;
mod ladders;
mod layout;
mod ledger;
mod linkage_quality;
mod needs;
mod package;
mod page;
mod parquet;
mod population;
mod printing;
mod questions;
mod reach;
mod signals;
mod signature;
mod structure;
mod style;
mod tables;
mod types;
mod verdict;
mod within;
mod witness;
mod workbook_pages;
mod xlsx;

pub use signature::Signed;
pub use verdict::{Shown, Verdict};

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::error::Result;
use crate::vocabulary::TOOL_VERSION;
use files::Certificate;
use layout::Layout;
use tables::Tables;

/// Verifies the release in `folder` from its files alone.
///
/// # Errors
/// When the folder is no release or cannot be read; what is wrong with a release that can be read is in the verdict.
pub fn verify_release(folder: &Path) -> Result<Verdict> {
    verify_among(folder, &[])
}

/// As [`verify_release`], also of a comparison; the release that this one follows, or that it compares, may be one of `given`,
/// besides beside it.
///
/// # Errors
/// As [`verify_release`].
pub fn verify_among(folder: &Path, given: &[PathBuf]) -> Result<Verdict> {
    let certificate = files::read_certificate(folder)?;
    let mut verdict = Verdict {
        release: certificate.release.clone(),
        signed: certificate.signed.clone(),
        is_internal: certificate.internal,
        ..Verdict::default()
    };
    match compared::run_of(folder) {
        Some(run) => compared::check((folder, given), (&certificate, &run), &mut verdict)?,
        None => check((folder, given), &certificate, &mut verdict)?,
    }
    if certificate.signed == Signed::Broken && verdict.compares.is_some() {
        verdict.object("certificate.json: the signature does not hold: the certificate was changed after it was signed");
    }
    if !verdict.problems.is_empty() && certificate.tool != TOOL_VERSION {
        let problem = "certificate.json: made with another version of factlab, which may write other files: verify it with that version";
        verdict.problems.insert(0, problem.into());
    }
    Ok(verdict)
}

fn check(
    (folder, given): (&Path, &[PathBuf]),
    certificate: &Certificate,
    verdict: &mut Verdict,
) -> Result<()> {
    let run = files::check(folder, certificate, verdict)?;
    let layouts = layout::of_release(&run);
    let Some(tables) = tables::read(folder, &layouts, &certificate.profile, verdict)? else {
        return Ok(());
    };
    // Reading the workbook takes as long as the rest.
    let mut of_workbook = Verdict {
        is_internal: verdict.is_internal,
        ..Verdict::default()
    };
    rayon::join(
        || xlsx::check((folder, &layouts), &tables, &run, &mut of_workbook),
        || {
            check_others(
                (folder, given),
                (&tables, &layouts),
                (&run, certificate),
                verdict,
            );
        },
    );
    verdict.problems.extend(of_workbook.problems);
    Ok(())
}

/// All that can be held against the tables but the workbook.
fn check_others(
    (folder, given): (&Path, &[PathBuf]),
    (tables, layouts): (&Tables, &[&Layout]),
    (run, certificate): (&Json, &Certificate),
    verdict: &mut Verdict,
) {
    structure::check(tables, verdict);
    headline::check(tables, verdict);
    ladders::check(tables, verdict);
    within::check(tables, verdict);
    derived::check(tables, verdict);
    linkage_quality::check(tables, verdict);
    population::check(tables, verdict);
    figures::check(tables, run, verdict);
    by_area::check(tables, verdict);
    needs::check(tables, run, verdict);
    in_time::check(tables, run, verdict);
    co_occurrence::check(tables, verdict);
    let is_distinct = run["count"].as_str() == Some("distinct");
    witness::check(folder, tables, is_distinct, verdict);
    datapackage::check(folder, tables, run, verdict);
    parquet::check((folder, layouts), tables, &certificate.tool, verdict);
    let areas = geojson::read(folder);
    geojson::check(areas.as_ref(), tables, verdict);
    reach::check(areas.as_ref(), tables, run, verdict);
    expected::check(tables, run, verdict);
    forecast::check(tables, run, verdict);
    external::check(tables, run, verdict);
    joining::check(tables, run, verdict);
    types::check(tables, verdict);
    corrected::check(tables, verdict);
    correlations::check(tables, run, verdict);
    expected::pairs::check(tables, run, verdict);
    signals::check(tables, run, verdict);
    style::check(folder, tables, verdict);
    page::check((folder, areas.as_ref()), tables, run, verdict);
    ledger::check((folder, given), tables, run, verdict);
    follows::check((folder, given), tables, run, verdict);
}
