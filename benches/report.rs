//! How long a release takes to write: each format, and the page.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::files::{Existing, WholeFolder};
use factlab::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::report::{ReportSettings, report};
use factlab::vocabulary::{Day, Language, Service, ServiceCode};

#[path = "../src/released/report/tests/example/mod.rs"]
mod example;

fn pages(criterion: &mut Criterion) {
    let (tables, settings) = (example::tables(), example::settings(Language::Dutch));
    criterion.bench_function("report: forty services", |bencher| {
        bencher.iter(|| black_box(report(black_box(&tables), &settings)));
    });
}

fn files(criterion: &mut Criterion) {
    let tables = example::tables();
    let settings = example::settings(Language::Dutch);
    let settings = ExportSettings {
        release: settings.release,
        reference_date: settings.reference_date,
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
