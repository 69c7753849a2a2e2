use std::collections::BTreeSet;

use super::*;
use crate::released::calculate::uncounted::{count, text};
use crate::released::calculate::{Column, ReleaseTables, Table, Value};
use crate::vocabulary::Day;

fn word(text: &str) -> Value {
    Value::Text(text.into())
}

/// A town of two wijken: 100 households with a service, of which 60 with one.
fn tables() -> ReleaseTables {
    let table = |name, columns: Vec<Column>, rows| Table {
        name,
        columns,
        rows,
    };
    let area = |level: &str, code: &str, name: &str| vec![word(level), word(code), word(name)];
    let stack = |dimension: &str, level: &str, services: &str, households, status: &str| {
        let keys = ["household", dimension, level, services].map(word);
        let keys = keys.into_iter();
        keys.chain([Value::Count(households), word(status)])
            .collect()
    };
    ReleaseTables {
        tables: vec![
            table(
                "areas",
                ["level", "area", "name"].map(text).to_vec(),
                vec![
                    area("gemeente", "all", "all"),
                    area("wijk", "WK099901", "Oost"),
                    area("wijk", "WK099902", "West"),
                ],
            ),
            table(
                "stacking",
                vec![
                    text("unit"),
                    text("dimension"),
                    text("level"),
                    text("services"),
                    count("households"),
                    text("status"),
                ],
                vec![
                    stack("all", "all", "1+", 100, "rounded"),
                    stack("all", "all", "1", 60, "derived"),
                    stack("wijk", "WK099901", "1+", 70, "rounded"),
                ],
            ),
            table(
                "headline",
                vec![text("measure"), count("value")],
                vec![vec![word("persons_with_service"), Value::Count(120)]],
            ),
        ],
        is_internal: false,
    }
}

/// The rows of the table without level and reasons, and the findings.
fn placed(csv: &str, year: u16, gemeente: Option<&str>) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cbs.csv");
    std::fs::write(&path, csv).unwrap();
    let file = ExternalFile {
        path,
        shown: "cbs.csv".into(),
        source: "CBS".into(),
        licence: None,
        year,
        gemeente: gemeente.map(str::to_owned),
    };
    let own = OwnCounting {
        period: [Day::of(2026, 1, 1), Day::of(2026, 12, 31)].map(Option::unwrap),
        reach: 8,
        is_distinct: true,
        is_of_day: false,
        domains: &BTreeSet::from(["Wmo", "Schuldhulp"]),
        is_incomplete: false,
    };
    let read = External::read(&[file]).unwrap();
    let (table, findings) = read.placed(&tables(), &own);
    let cell = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => ".".into(),
    };
    let rows = table.unwrap().rows.into_iter();
    let rows = rows.map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "));
    (
        rows.collect(),
        findings.iter().map(ToString::to_string).collect(),
    )
}

const HEADER: &str = "\"Aantal voorzieningen\";\"Soort voorziening sociaal domein\";\"Wijken\";\"Perioden\";\"Sociaal domein cliënten/huishoudens/Cliënten met voorzieningen (aantal)\";\"Sociaal domein cliënten/huishoudens/Huishoudens met voorzieningen (aantal)\"\n";

#[test]
fn a_difference_counts_when_it_is_beyond_both_roundings() {
    let csv = HEADER.to_owned()
        + "\"Totaal\";\"Totaal\";\"GM0999    \";\"2026*\";\"130\";\"90\"\n\
           \"1 maatwerkvoorziening\";\"Totaal\";\"GM0999    \";\"2026*\";\".\";\"45\"\n\
           \"Totaal\";\"Alleen Wmo\";\"GM0999    \";\"2026*\";\"30\";\"40\"\n\
           \"Totaal\";\"Totaal\";\"WK099901  \";\"2026*\";\"75\";\"55\"\n\
           \"Totaal\";\"Totaal\";\"WK099902  \";\"2026*\";\"10\";\".\"\n\
           \"Totaal\";\"Totaal\";\"WK036301  \";\"2026*\";\"10\";\"10\"\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert_eq!(
        rows,
        [
            "gemeente all 1 households 60 45 15 same services count provisional",
            "gemeente all 1+ households 100 90 10 same services provisional",
            "gemeente all 1+ persons 120 130 -10 same services provisional",
            "wijk WK099901 1+ households 70 55 15 more services provisional",
            "wijk WK099902 1+ households . . . . services provisional",
        ]
    );
    assert_eq!(findings, [""; 0]);
}

#[test]
fn areas_by_name_are_found_with_the_name_of_the_gemeente() {
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;Zaandorp;2026;130;90\nTotaal;Totaal;Wijk 01 Oost;2026;75;55\nTotaal;Totaal;West;2026;.;0\n\
           Totaal;Totaal;West;2026;10;10\n";
    let (rows, findings) = placed(&csv, 2026, Some("Zaandorp"));
    assert_eq!(rows.len(), 3);
    assert!(rows[2].starts_with("wijk WK099901 1+ households 70 55 15 more"));
    assert_eq!(
        findings,
        ["cbs.csv:5: this area was there before: neither row is used"]
    );
}

#[test]
fn another_year_is_not_compared_and_a_broken_row_is_told_with_its_line() {
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;GM0999;2024;130;90\nTotaal;Totaal;GM0999;1e halfjaar 2026*;130;90\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert!(rows.is_empty());
    assert!(
        findings[0].contains("no row is of the whole of 2026 (2 are of other periods)"),
        "{findings:?}"
    );
    let (rows, findings) = placed(&csv, 2024, None);
    assert!(rows.is_empty());
    assert!(
        findings[0].contains("is of 2024, and the release counts 2026-01-01"),
        "{findings:?}"
    );
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;GM0999;2026;39.860;32.690\nveel;Totaal;GM0999;2026;1;1\nTotaal;Totaal;GM0999;2026;130;90\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert_eq!(rows.len(), 2);
    assert!(
        findings[0].starts_with("cbs.csv:2: a whole number"),
        "{findings:?}"
    );
    assert!(
        findings[1].starts_with("cbs.csv:3: the number of services"),
        "{findings:?}"
    );
}

#[test]
fn keys_of_open_data_are_read_too() {
    let csv = "ID,AantalVoorzieningen,SoortVoorzieningSociaalDomein,Wijken,Perioden,ClientenMetVoorzieningen_1,HuishoudensMetVoorzieningen_2\n\
               0,T001024,T001025,GM0999,2026JJ00,130,90\n";
    assert_eq!(placed(csv, 2026, None).0.len(), 2);
}
