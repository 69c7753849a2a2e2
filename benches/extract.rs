//! A provider's check of 100,000 rows of twelve columns, as CSV and as a workbook: rows per second.
//!
//! The workbook should take under 5 seconds for all its rows, read twice: once for its habits, once for its rows.

#![expect(clippy::expect_used, reason = "a benchmark stops at the first error")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use factlab::agreement::Agreement;
use factlab::identified::PartySettings;
use factlab::vocabulary::{ProviderId, Silent};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const ROWS: u32 = 100_000;

const COLUMNS: [&str; 12] = [
    "Cliëntnr",
    "BSN",
    "Achternaam",
    "Voorvoegsel",
    "Voorletters",
    "Geb.datum",
    "Postcode",
    "Huisnr",
    "Toev",
    "Product",
    "Ingangsdatum",
    "Einddatum",
];

const AGREEMENT: &str = r#"
[project]
id = "bench-2026"
from = 2026-01-01
to = 2026-12-31
[[service]]
code = "wmo-hbh"
[[provider]]
id = "thuiszorg"
[provider.columns]
client = "Cliëntnr"
bsn = "BSN"
surname = "Achternaam"
surname_prefix = "Voorvoegsel"
initials = "Voorletters"
birth_date = "Geb.datum"
postcode = "Postcode"
house_number = "Huisnr"
house_number_suffix = "Toev"
service = "Product"
start = "Ingangsdatum"
end = "Einddatum"
"#;

const SURNAMES: [&str; 5] = ["Jansen", "Vries", "Bakker", "Yılmaz", "Smit-Visser"];

/// A row of a made-up person; the numbers are of the public test range or no BSN at all.
fn row(number: u32) -> [String; 12] {
    let surname = SURNAMES[number as usize % SURNAMES.len()];
    [
        number.to_string(),
        (999_900_006 + number % 90_000).to_string(),
        surname.to_owned(),
        if number.is_multiple_of(3) { "de" } else { "" }.to_owned(),
        "A.B.".to_owned(),
        format!(
            "{:02}-{:02}-{}",
            number % 28 + 1,
            number % 12 + 1,
            1930 + number % 90
        ),
        format!(
            "15{:02}A{}",
            number % 70,
            char::from(b'A' + (number % 26) as u8)
        ),
        (number % 300 + 1).to_string(),
        String::new(),
        "wmo-hbh".to_owned(),
        "01-02-2026".to_owned(),
        String::new(),
    ]
}

fn write_csv(path: &Path) {
    let mut text = COLUMNS.join(";") + "\r\n";
    for number in 0..ROWS {
        text.push_str(&row(number).join(";"));
        text.push_str("\r\n");
    }
    fs::write(path, text).expect("the extract is written");
}

fn write_xlsx(path: &Path) {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, COLUMNS).expect("a header");
    for number in 0..ROWS {
        for (column, text) in (0_u16..).zip(row(number)) {
            let written = match column {
                0 | 1 | 7 => sheet.write(number + 1, column, text.parse::<f64>().unwrap_or(0.0)),
                5 | 10 => {
                    let (day, year) = text.split_at(6);
                    let day = format!("{year}-{}-{}", &day[3..5], &day[..2]);
                    let day = ExcelDateTime::parse_from_str(&day).expect("a day");
                    sheet.write_with_format(number + 1, column, &day, &date)
                }
                _ if text.is_empty() => continue,
                _ => sheet.write(number + 1, column, text),
            };
            written.expect("a cell");
        }
    }
    book.save(path).expect("the workbook is written");
}

fn settings(folder: &Path, extract: &str) -> PartySettings {
    let text = AGREEMENT.replace(
        "[provider.columns]",
        &format!("extract = \"{extract}\"\n[provider.columns]"),
    );
    fs::write(folder.join("config.toml"), text).expect("the agreement is written");
    let agreement = Agreement::read(&folder.join("config.toml")).expect("the agreement is sound");
    let id = ProviderId::new("thuiszorg").expect("an id");
    agreement
        .party_settings(&[id])
        .expect("its extract is there")
        .remove(0)
}

fn extracts(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    write_csv(&folder.path().join("clients.csv"));
    write_xlsx(&folder.path().join("clients.xlsx"));
    let mut group = criterion.benchmark_group("extract");
    group
        .throughput(Throughput::Elements(ROWS.into()))
        .sample_size(10);
    for extract in ["clients.csv", "clients.xlsx"] {
        let settings = settings(folder.path(), extract);
        let summary = settings.check(&mut |_| Ok(()), &Silent).expect("it reads");
        assert_eq!(summary.read, u64::from(ROWS));
        group.bench_function(extract, |bencher| {
            bencher.iter(|| {
                black_box(settings.check(&mut |_| Ok(()), &Silent)).map(|summary| summary.kept)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, extracts);
criterion_main!(benches);
