use super::*;
use crate::error::{Code, Result};
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};
use crate::vocabulary::AgeBands;

const HEADER: &str = "RegioS;Leeftijd;Perioden;TotaleBevolking_1\n";

fn read(texts: &[&str]) -> Result<Forecasts> {
    let folder = tempfile::tempdir().unwrap();
    let files = texts.iter().enumerate().map(|(number, text)| {
        let path = folder.path().join(format!("{number}.csv"));
        std::fs::write(&path, text).unwrap();
        ForecastFile {
            path,
            shown: "b.csv".into(),
            source: format!("CBS {number}"),
            licence: None,
            age_bands: AgeBands::new(&[0, 65]).unwrap(),
            year: 2026,
        }
    });
    Forecasts::read(&files.collect::<Vec<_>>())
}

fn tables(areas: &[[&str; 2]]) -> ReleaseTables {
    let text = |name| Column {
        name,
        kind: ColumnKind::Text,
    };
    let row = |[level, area]: &[&str; 2]| vec![Value::text(*level), Value::text(*area)];
    ReleaseTables {
        tables: vec![Table {
            name: "areas",
            columns: vec![text("level"), text("area")],
            rows: areas.iter().map(row).collect(),
        }],
        is_internal: false,
    }
}

const TOWN: [[&str; 2]; 4] = [
    ["gemeente", "all"],
    ["wijk", "WK000101"],
    ["wijk", "WK000102"],
    ["wijk", "unknown"],
];

/// The rows of the table, and the findings.
fn placed_in(areas: &[[&str; 2]], rows: &str) -> (Vec<String>, Vec<String>) {
    let read = read(&[&format!("{HEADER}{rows}")]).unwrap();
    let (table, findings) = read.placed(&tables(areas));
    let cell = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let row = |row: &Vec<Value>| row[..3].iter().map(cell).collect::<Vec<_>>().join(" ");
    let findings = findings.iter().map(ToString::to_string).collect();
    (table.unwrap().rows.iter().map(row).collect(), findings)
}

fn placed(rows: &str) -> (Vec<String>, Vec<String>) {
    placed_in(&TOWN, rows)
}

#[test]
fn ages_are_added_up_to_the_bands_of_the_agreement() {
    let (rows, findings) = placed(
        "GM0001;0 tot 40 jaar;2026JJ00;600\nGM0001;40 tot 65 jaar;2026JJ00;400\nGM0001;65 jaar of ouder;2026JJ00;250,5\n\
         GM0001;Totaal;2026JJ00;1250\nGM0001;0-64;2040;900\nGM0001;65+;2040;500\nGM0002;0-64;2040;7\nNL00;0-64;2040;7\n",
    );
    assert_eq!(
        rows,
        [
            "2026 0-64 1000",
            "2026 65+ 250.5",
            "2040 0-64 900",
            "2040 65+ 500"
        ]
    );
    assert_eq!(findings, [""; 0]);
}

#[test]
fn without_the_gemeente_all_its_wijken_are_added_up() {
    let wijken = |last: &str| {
        placed(&format!(
            "WK000101;0-64;2026;10\nWK000101;65+;2026;5\nWK000102;0-64;2026;20\nWK000102;65+;2026;7\n\
             WK000101;0-64;2030;10\nWK000101;65+;2030;5\nWK000102;0-64;2030;20\n{last}"
        ))
    };
    let (rows, findings) = wijken("WK000102;65+;2030;9\n");
    assert_eq!(
        rows,
        ["2026 0-64 30", "2026 65+ 12", "2030 0-64 30", "2030 65+ 14"]
    );
    assert_eq!(findings, [""; 0]);
    let (rows, findings) = wijken("");
    assert_eq!(rows.len(), 2);
    assert_eq!(
        findings,
        [
            "b.csv: 2030: the gemeente, or some of its wijken and buurten, lacks ages or has them twice",
            "[[forecast]]: no file has all ages of the town in a later year",
        ]
    );
}

#[test]
fn a_release_without_wijken_takes_the_only_gemeente_of_a_file() {
    let rows = "GM0001;0-64;2026;10\nGM0001;65+;2026;5\nGM0001;0-64;2030;9\nGM0001;65+;2030;8\n";
    assert_eq!(placed_in(&TOWN[..1], rows).0.len(), 4);
    let other = format!("{rows}GM0002;0-64;2026;10\n");
    assert_eq!(placed_in(&TOWN[..1], &other).0.len(), 0);
}

#[test]
fn men_and_women_count_together_and_not_once_more_apart() {
    let text = "Geslacht;RegioS;Leeftijd;Perioden;Bevolking_1\nMannen;GM0001;0-64;2026;4\nVrouwen;GM0001;0-64;2026;6\n\
                Totaal mannen en vrouwen;GM0001;0-64;2026;10\nTotaal mannen en vrouwen;GM0001;65+;2026;5\n";
    let (table, _) = read(&[text]).unwrap().placed(&tables(&TOWN));
    assert_eq!(table.unwrap().rows[0][2], Value::Number(10.0));
    let apart = text.replace("Totaal mannen en vrouwen", "Samen");
    let (_, findings) = read(&[&apart]).unwrap().placed(&tables(&TOWN));
    assert!(findings[0].to_string().contains("men and women together"));
}

#[test]
fn what_cannot_be_used_is_named_by_its_line_and_not_by_its_text() {
    let (rows, findings) = placed(
        "GM0001;0-64;2026;10\nGM0001;65+;2026;5\nGM0001;oud;2026;5\nGM0001;60 tot 70 jaar;2026;5\nGM0001;65+;straks;5\n\
         GM0001;65+;2026;veel\nGM0001;65+;2026;-4\nElders;65+;2026;5\n",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(
        findings,
        [
            "b.csv:4: the age is none such as 42, 40-44 or 95+",
            "b.csv:5: the age lies in two of the age bands under [measure]",
            "b.csv:6: the year is none such as 2040",
            "b.csv:7: a number of persons belongs in its column",
            "b.csv:8: a number of persons belongs in its column",
            "b.csv:9: the area is none of this release",
            "[[forecast]]: no file has all ages of the town in a later year",
        ]
    );
}

#[test]
fn a_file_of_another_gemeente_or_without_the_year_of_the_release_gives_nothing() {
    let (rows, findings) = placed("GM0002;0-64;2026;10\nGM0002;65+;2026;5\n");
    assert!(rows.is_empty() && findings[0].ends_with("no row is of an area of this release"));
    let (rows, findings) = placed("GM0001;0-64;2030;10\nGM0001;65+;2030;5\n");
    assert!(rows.is_empty());
    assert_eq!(
        findings,
        ["[[forecast]]: no file has all ages of the town in 2026, or within 2 years of it"]
    );
}

#[test]
fn the_nearest_year_is_the_first_and_earlier_ones_are_left_out() {
    let year = |year: u16| format!("GM0001;0-64;{year};10\nGM0001;65+;{year};5\n");
    let (rows, _) = placed(&[2020, 2025, 2030].map(year).concat());
    assert!(rows[0].starts_with("2025 ") && rows.len() == 4, "{rows:?}");
}

#[test]
fn a_year_that_two_files_have_is_of_the_first() {
    let year = |year: u16| format!("GM0001;0-64;{year};10\nGM0001;65+;{year};5\n");
    let first = format!("{HEADER}{}{}", year(2026), year(2030));
    let second = format!("{HEADER}{}{}", year(2030), year(2035));
    let (table, findings) = read(&[&first, &second]).unwrap().placed(&tables(&TOWN));
    let sources: Vec<Value> = table
        .unwrap()
        .rows
        .iter()
        .map(|row| row[3].clone())
        .collect();
    assert_eq!(sources[2], Value::text("CBS 0"));
    assert_eq!(sources[4], Value::text("CBS 1"));
    assert_eq!(
        findings[0].to_string(),
        "b.csv: 2030 was there before: its first file counts"
    );
}

#[test]
fn a_file_without_one_of_the_columns_is_refused() {
    let error = read(&["code;leeftijd;jaar\nGM0001;0-64;2026\n"])
        .err()
        .unwrap();
    assert_eq!(error.code(), Code::FiguresUnreadable);
}
