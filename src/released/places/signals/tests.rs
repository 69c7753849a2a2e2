use std::collections::BTreeMap;

use super::*;
use crate::error::{Code, Error};
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};
use crate::vocabulary::Day;

const HEADER: &str = "area,theme,role,direction,certainty,date,note\n";

fn written<T>(text: &str, read: impl FnOnce(std::path::PathBuf) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.csv");
    std::fs::write(&path, text).unwrap();
    read(path)
}

fn read(text: &str) -> Result<Signals, Error> {
    written(text, |path| {
        Signals::read(&SignalsFile {
            path,
            shown: "file.csv".into(),
            roles_at_least: 2,
            themes: BTreeMap::from([("Schulden".into(), vec!["service=debts".into()])]),
            reference_date: Day::parse("2026-12-31").unwrap(),
        })
    })
}

fn tables() -> ReleaseTables {
    let text = |name| Column {
        name,
        kind: ColumnKind::Text,
    };
    let areas = [
        ["gemeente", "all"],
        ["wijk", "WK000101"],
        ["wijk", "unknown"],
        ["buurt", "BU00010101"],
    ];
    let row = |[level, area]: [&str; 2]| vec![Value::text(level), Value::text(area)];
    ReleaseTables {
        tables: vec![Table {
            name: "areas",
            columns: vec![text("level"), text("area")],
            rows: areas.into_iter().map(row).collect(),
        }],
        is_internal: false,
    }
}

/// The rows of the table as texts, and the findings.
fn placed(rows: &str) -> (Vec<String>, Vec<String>) {
    let (table, findings) = read(&format!("{HEADER}{rows}")).unwrap().placed(&tables());
    let cell = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let row = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
    let findings = findings.iter().map(ToString::to_string).collect();
    (table.rows.iter().map(row).collect(), findings)
}

#[test]
fn a_theme_of_an_area_is_shown_when_two_roles_signal_it() {
    let (rows, findings) = placed(
        "WK000101,Schulden,huisarts,2,3,2026-05-01,\n\
         000101,schulden ,wijkagent,1,1,,\n\
         BU00010101,Schulden,huisarts,2,,,\n\
         BU00010101,Schulden,Huisarts ,2,,,\n",
    );
    // (2 x 3 + 1 x 1) / 4 = 1.75
    assert_eq!(rows, ["wijk WK000101 Schulden 2 1.8"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].contains("2 roles signal are not shown: 1 in all"),
        "{findings:?}"
    );
}

#[test]
fn what_people_disagree_on_is_about_usual() {
    let (rows, _) = placed("WK000101,Schulden,huisarts,-2,,,\nWK000101,Schulden,wijkagent,2,,,\n");
    assert_eq!(rows, ["wijk WK000101 Schulden 2 0"]);
    let (rows, _) =
        placed("WK000101,Schulden,huisarts,-2,3,,\nWK000101,Schulden,wijkagent,-1,1,,\n");
    assert_eq!(rows, ["wijk WK000101 Schulden 2 -1.8"]);
}

#[test]
fn a_row_that_cannot_be_used_is_a_finding_without_its_value_and_the_others_count() {
    let wrong = [
        "WK999999,Schulden,huisarts,2,,,",
        "all,Schulden,huisarts,2,,,",
        "unknown,Schulden,huisarts,2,,,",
        "WK000101,Geheimzinnig,huisarts,2,,,",
        "WK000101,Schulden,,2,,,",
        "WK000101,Schulden,huisarts,veel,,,",
        "WK000101,Schulden,huisarts,3,,,",
        "WK000101,Schulden,huisarts,1.5,,,",
        "WK000101,Schulden,huisarts,2,9,,",
        "WK000101,Schulden,huisarts,2,,gisteren,",
    ];
    for row in wrong {
        let good = "WK000101,Schulden,gids,1,,2026-01-01,\nWK000101,Schulden,docent,1,,,\n";
        let (rows, findings) = placed(&format!("{good}{row}\n"));
        assert_eq!(rows, ["wijk WK000101 Schulden 2 1"], "{row}");
        assert_eq!(findings.len(), 1, "{row}: {findings:?}");
        assert!(findings[0].starts_with("file.csv:4: "), "{findings:?}");
        for value in ["WK999999", "Geheimzinnig", "veel", "gisteren"] {
            assert!(!findings[0].contains(value), "{findings:?}");
        }
    }
}

#[test]
fn an_old_signal_no_longer_counts() {
    let (rows, findings) = placed(
        "WK000101,Schulden,huisarts,2,,2026-01-01,\nWK000101,Schulden,gids,2,,2026-02-01,\n\
         WK000101,Schulden,docent,-2,,2023-12-31,\n",
    );
    assert_eq!(rows, ["wijk WK000101 Schulden 2 2"]);
    assert!(findings[0].contains("older"), "{findings:?}");
}

/// The message with which rows under a header are refused.
fn refusal(text: &str) -> Option<String> {
    let error = read(text).err()?;
    assert_eq!(error.code(), Code::SignalsNamePeople, "{error}");
    Some(error.to_string())
}

#[test]
fn a_column_that_could_point_at_a_person_is_refused_by_its_name_and_without_its_value() {
    for (notes, what) in [
        (["belde over 123456782", ""], "eleven-test"),
        (["123.456.782", "geen"], "eleven-test"),
        (["1234.56.782", ""], "eleven-test"),
        (["woont op 1502 AB", "rustig"], "postcode"),
        (["1502AB", ""], "postcode"),
        (["Jan de Vries", "Fatima el Amrani"], "names"),
        (["J.P. Bakker", "Bakker, Anne-Marie"], "names"),
        (["Dorpsstraat 12a", "Lange Dijk 3"], "addresses"),
        (["01-02-1950", "3-12-1987"], "birth dates"),
        (["19500201", "1987-12-03"], "birth dates"),
    ] {
        let rows = notes.map(|note| format!("WK000101,Schulden,huisarts,2,,,\"{note}\"\n"));
        let said = refusal(&format!("{HEADER}{}", rows.concat()));
        let said = said.unwrap_or_else(|| panic!("{notes:?} pass"));
        assert!(said.contains("`note`") && said.contains(what), "{said}");
        assert!(
            notes
                .iter()
                .all(|note| note.is_empty() || !said.contains(note)),
            "{said}"
        );
    }
}

#[test]
fn the_columns_that_are_used_are_looked_at_too() {
    for row in [
        "123456782,Schulden,huisarts,2,,,",
        "WK000101,123456782,huisarts,2,,,",
        "WK000101,Schulden,Jan de Vries,2,,,",
        "WK000101,Schulden,huisarts,2,,1950-02-01,",
        "WK000101,Jan de Vries,huisarts,2,,,",
        "WK000101,Schulden,huisarts,2,,,,123456782",
    ] {
        assert!(refusal(&format!("{HEADER}{row}\n")).is_some(), "{row}");
    }
    // A header that holds a value is not repeated.
    let said =
        refusal("area,theme,role,direction,123456782\nWK000101,Schulden,huisarts,2,123456782\n");
    assert!(said.is_some_and(|said| said.contains("column 5") && !said.contains("123456782")));
}

#[test]
fn what_people_write_of_areas_is_not_refused() {
    let rows = "WK000101,Schulden,Wijkteam Noord,2,3,2026-05-01,Veel gezinnen bellen over 2 of meer aanmaningen\n\
                WK000101,Schulden,Wijkteam Zuid,2,3,2026-06-11,\"In 2026 kwamen 123456789 brieven, zegt men\"\n\
                WK000101,Schulden,huisarts,2,,,\n\
                WK000101,Schulden,docent VO,2,,,In de Bijlmer\n";
    let (shown, findings) = placed(rows);
    assert_eq!(shown, ["wijk WK000101 Schulden 4 2"]);
    assert_eq!(findings, [""; 0]);
}

#[test]
fn a_file_without_its_columns_is_refused() {
    for text in ["area,theme,role\nWK000101,Schulden,huisarts\n", "\n", "x\n"] {
        assert_eq!(
            read(text).err().unwrap().code(),
            Code::SignalsUnreadable,
            "{text}"
        );
    }
}

#[test]
fn approaches_are_listed_by_area_and_never_with_a_number_of_a_person() {
    let read = |rows: &str| {
        written(&format!("gebied;aanpak;sinds\n{rows}"), |path| {
            Approaches::read(&ApproachesFile {
                path,
                shown: "file.csv".into(),
            })
        })
    };
    let rows = "WK000101;Vroeg Eropaf;2024\nWK000101;Buurtteam Oost 2;1-3-2025\n\
                WK000101;Vroeg Eropaf;2025\nWK09;Oud;2020\nBU00010101;Huiskamer;ooit\n";
    let (table, findings) = read(rows).unwrap().placed(&tables());
    let text = |row: &Vec<Value>| format!("{row:?}");
    let rows: Vec<String> = table.rows.iter().map(text).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(
        rows[0].contains("Buurtteam Oost 2") && rows[0].contains("2025-03-01"),
        "{rows:?}"
    );
    assert!(
        rows[2].contains("Huiskamer") && rows[2].contains("Empty"),
        "{rows:?}"
    );
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(read("WK000101;Bel 123456782;2024\n").is_err());
    assert!(read("WK000101;Dam 1 1502 AB;2024\n").is_err());
}
