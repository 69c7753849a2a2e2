//! The files of a release: where they go, the tables in every format, and what protecting cost.

use std::path::Path;

use rayon::prelude::*;

use crate::agreement::Agreement;
use crate::error::{Code, Error, Result, in_order};
use crate::files::{Existing, WholeFolder};
use crate::pseudonymous::ledger::{Entry, Ledger};
use crate::pseudonymous::protect::profile::Rounding;
use crate::pseudonymous::protect::published::Audited;
use crate::pseudonymous::protect::{CANDIDATES, Profile, PublicTotal};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::estimates::{EstimateSettings, estimates};
use crate::released::export::{Format, export};
use crate::released::places::areas::{self, Areas, Level};
use crate::released::places::signals::Verdicts;
use crate::released::report::report;
use crate::released::runs::{AuditRecord, FollowsRecord, RunRecord, UtilityRecord};
use crate::released::witness::{Standing, Witnesses, witness};
use crate::vocabulary::Progress;

/// The path of a release, claimed.
pub(super) fn begin(path: &Path, existing: Existing) -> Result<WholeFolder> {
    refuse_existing(path, existing)?;
    WholeFolder::begin(path, existing)
}

/// Refuses a path at which there is a release that may not be replaced.
pub(super) fn refuse_existing(path: &Path, existing: Existing) -> Result<()> {
    if existing == Existing::Refuse && path.exists() {
        return Err(Error::at(Code::OutputExists, path, "already exists").hint(
            "the same hand-overs and settings give the same release; --replace writes it again",
        ));
    }
    Ok(())
}

/// The tables that follow from those of a release, as far as the agreement asks for them.
pub(super) fn estimated(
    tables: &ReleaseTables,
    (agreement, record): (&Agreement, &RunRecord),
    rounding: Option<&Rounding>,
    verdicts: &Verdicts,
) -> Vec<Table> {
    let settings = EstimateSettings {
        rounding,
        themes: record.signals.as_ref().map(|signals| &signals.themes),
        verdicts,
        absent: &record.absent(),
        count: record.count,
    };
    estimates(tables, &settings, |name| agreement.asks_for(name))
}

/// Writes the tables in every agreed format, and the report.
pub(super) fn write_tables(
    (agreement, progress): (&Agreement, &dyn Progress),
    tables: &ReleaseTables,
    areas: &Areas,
    record: &RunRecord,
    folder: &WholeFolder,
) -> Result<()> {
    let settings = record.export_settings();
    let formats = agreement.formats();
    progress.begin("writing the release", Some(formats.len() as u64));
    let write = |format: &Format| {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        if *format == Format::Html {
            let page = report(tables, record, areas)?;
            folder.file("report.html")?.put(page.as_bytes())?;
        } else {
            export(tables, *format, &settings, folder)?;
        }
        progress.advance(1);
        Ok(())
    };
    // The workbook takes as long as all others together.
    let mut formats = formats.to_vec();
    formats.sort_by_key(|format| *format != Format::Xlsx);
    let (written, drawn) = rayon::join(
        || in_order(formats.par_iter().map(write)),
        || write_areas(areas, tables, folder),
    );
    written.and(drawn)
}

fn write_areas(areas: &Areas, tables: &ReleaseTables, folder: &WholeFolder) -> Result<()> {
    if areas.is_empty() {
        return Ok(());
    }
    let mut file = folder.file("areas.geojson")?;
    areas::write(areas, tables, &mut |text| file.put(text.as_bytes()))?;
    let style = areas::qml(tables);
    folder.file("areas.qml")?.put(style.as_bytes())
}

/// The areas of the tables, by level and code; without those that nobody knows.
pub(super) fn counted_areas(tables: &ReleaseTables) -> Vec<(Level, String)> {
    let area = |row: &Vec<Value>| match &row[..2] {
        [Value::Text(level), Value::Text(code)] if code != "unknown" && level != "gemeente" => {
            Some((Level::from_word(level)?, code.to_string()))
        }
        _ => None,
    };
    tables.rows("areas").iter().filter_map(area).collect()
}

/// What protecting a release cost, by a profile and a hold.
pub(super) fn utility(
    entry: &Entry,
    ledger: Option<&Ledger>,
    (profile, hold): (&Profile, u64),
    tables: &ReleaseTables,
) -> UtilityRecord {
    let (cost, (hidden, rows)) = (entry.cost(), tables.hidden_of_rows());
    UtilityRecord {
        rows,
        hidden,
        printed: cost.printed,
        held: cost.held,
        oldest: cost.oldest,
        restored: ledger
            .and_then(|ledger| ledger.restored(entry))
            .map(String::from),
        hold,
        away: profile.rounding.as_ref().map_or(0, Rounding::reach),
        // That of the rule: the mean over the counts themselves would tell a little of them.
        error: cost.error.and(profile.rounding.as_ref()).map(of_rule),
    }
}

/// The root mean square of how far a large count is drawn away, to one decimal.
fn of_rule(rounding: &Rounding) -> f64 {
    (rounding.variance().sqrt() * 10.0).round() / 10.0
}

/// The release of the series that a release follows, as `run.json` says it.
pub(super) fn follows(ledger: Option<&Ledger>, entry: Option<&Entry>) -> Option<FollowsRecord> {
    let (release, reference_date, then) = ledger?.follows(entry?)?;
    Some(FollowsRecord {
        release: release.to_owned(),
        reference_date,
        then: then.cloned(),
    })
}

/// Writes the public half of the ledger, and made-up towns for each hidden count where they are asked for; whether there
/// are any.
pub(super) fn write_ledger(
    (ledger, entry): (&Ledger, &Entry),
    (tables, record): (&ReleaseTables, &RunRecord),
    folder: &WholeFolder,
    (asked, progress): (Witnesses, &dyn Progress),
) -> Result<bool> {
    let text = ledger.public_half(entry)?;
    folder.file("ledger.json")?.put(text.as_bytes())?;
    if asked != Witnesses::OfEachHidden {
        return Ok(false);
    }
    let standing = Standing::read(text)?;
    match witness(record, tables, &standing, true, progress)? {
        Some(text) => folder
            .file("witness.json")?
            .put(text.as_bytes())
            .map(|()| true),
        None => Ok(false),
    }
}

/// That the audit was made, as `run.json` says it.
pub(super) fn audit(audited: Audited, totals: &[PublicTotal]) -> AuditRecord {
    AuditRecord {
        candidates: CANDIDATES,
        organisations: audited.insiders,
        public_totals: totals.len() as u64,
    }
}
