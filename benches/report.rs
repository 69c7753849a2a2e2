//! How long a release takes to write: each format, and the page.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a benchmark stops at the first error, and says how large a page is"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::files::{Existing, WholeFolder};
use factlab::pseudonymous::cells;
use factlab::pseudonymous::protect::Profile;
use factlab::released::calculate::{Column, ReleaseTables, Table, Value};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::places::PUBLIC_TABLES;
use factlab::released::places::areas::{Area, Areas, Level};
use factlab::released::report::report;
use factlab::released::runs::{PartyRecord, RunRecord, ServiceRecord};
use factlab::vocabulary::{
    AgeBands, AgreementDigest, CountingRule, Day, Dimensions, Language, Moment, ProjectId,
    ProviderId, ServiceCode,
};

#[path = "../src/released/report/tests/example/mod.rs"]
mod example;

/// Pages of a town and of a country: 69 and 3,340 wijken with sixty numbers of each. They stay, to be opened in a browser.
fn maps(criterion: &mut Criterion) {
    let run = example::run(Language::Dutch);
    for wijken in [69, 3_340] {
        let (tables, areas) = example::country::country(wijken);
        let page = report(&tables, &run, &areas).unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{wijken}-wijken.html"));
        fs::write(&file, &page).unwrap();
        let size = page.len() as f64 / 1e6;
        eprintln!("{size:.2} MB: {}", file.display());
        criterion.bench_function(
            &format!("report: {wijken} wijken, sixty numbers"),
            |bencher| {
                bencher.iter(|| black_box(report(black_box(&tables), &run, &areas)));
            },
        );
    }
}

fn pages(criterion: &mut Criterion) {
    let (tables, run) = (example::tables(), example::run(Language::Dutch));
    criterion.bench_function("report: forty services", |bencher| {
        bencher.iter(|| black_box(report(black_box(&tables), &run, &Areas::default())));
    });
}

fn files(criterion: &mut Criterion) {
    let tables = example::tables();
    let run = example::run(Language::Dutch);
    let settings = ExportSettings {
        release: run.release,
        project: run.project,
        purpose: run.purpose,
        period: [run.from, run.to],
        reference_date: run.reference_date,
        sources: Vec::new(),
        language: run.language,
        is_made_up: run.made_up,
        profile: run.profile,
        parties: Vec::new(),
        missing: Vec::new(),
    };
    let at = tempfile::tempdir().unwrap();
    for format in [Format::Csv, Format::Json, Format::Parquet, Format::Xlsx] {
        criterion.bench_function(&format!("export: {format:?}"), |bencher| {
            bencher.iter(|| {
                let place = at.path().join("release");
                let folder = WholeFolder::begin(&place, Existing::Refuse).unwrap();
                black_box(export(&tables, format, &settings, &folder)).unwrap()
            });
        });
    }
}

criterion_group!(benches, pages, maps, files);
criterion_main!(benches);
