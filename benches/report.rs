//! How long a release takes to write: each format, and the page.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::files::{Existing, WholeFolder};
use factlab::pseudonymous::cells;
use factlab::pseudonymous::protect::Profile;
use factlab::released::calculate::{Column, ReleaseTables, Table, Value};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::places::areas::Areas;
use factlab::released::report::report;
use factlab::released::runs::{PartyRecord, RunRecord, ServiceRecord};
use factlab::vocabulary::{
    AgeBands, AgreementDigest, CountingRule, Day, Dimensions, Language, Moment, ProjectId,
    ProviderId, ServiceCode,
};

#[path = "../src/released/report/tests/example/mod.rs"]
mod example;

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

criterion_group!(benches, pages, files);
criterion_main!(benches);
