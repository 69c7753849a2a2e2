use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::released::calculate::uncounted::text;
use crate::released::calculate::{ReleaseTables, Table, Value};

/// The population of a town: couples and singles, young and old, and one of whom the age is not known.
fn tables() -> ReleaseTables {
    let row = |labels: &str, households: u64| {
        let crossing = "age_band/household_type/household_size".to_owned();
        vec![
            Value::text("gemeente"),
            Value::text("all"),
            Value::text(crossing),
            Value::text(labels),
            Value::Count(households),
            Value::text("rounded"),
        ]
    };
    let names = [
        "level",
        "area",
        "dimension",
        "value",
        "households",
        "status",
    ];
    ReleaseTables {
        tables: vec![Table {
            name: "population",
            columns: names.map(text).to_vec(),
            rows: vec![
                row("0-64/single/1", 500),
                row("0-64/couple/2", 400),
                row("65+/single/1", 300),
                row("65+/couple/2", 200),
                row("65+/couple/1", 0),
                row("unknown/single/1", 10),
            ],
        }],
        is_internal: false,
    }
}

/// The rows of the table, and what is odd; of files with these texts.
fn placed(files: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let file = |(place, text): (usize, &&str)| {
        let path = folder.path().join(format!("{place}.csv"));
        std::fs::write(&path, text).unwrap();
        let things = [
            ("help", "service=help"),
            ("Care", "domain=Care"),
            ("part", "service=part"),
        ];
        NormFile {
            path,
            shown: "norm.csv".into(),
            source: format!("region {place}"),
            licence: None,
            partial: BTreeSet::from(["service=part".to_owned()]),
            things: BTreeMap::from(things.map(|(name, own)| (name.into(), own.into()))),
        }
    };
    let files: Vec<NormFile> = files.iter().enumerate().map(file).collect();
    let (table, found) = Norms::read(&files).unwrap().placed(&tables());
    let cell = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let line = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
    let rows = table.unwrap().rows.iter().map(line).collect();
    (rows, found.iter().map(ToString::to_string).collect())
}

#[test]
fn rates_are_read_by_one_column_or_more_and_of_any_number_of_households() {
    let by_age = "Wat;Leeftijd;per 1000\nhelp;65+;120\nhelp;0–64;7,5\n";
    let by_both = "what,household type,age band,rate\nCare,single,0-64,0.1\nCare,single,65+,0.2\n\
                   Care,couple,0-64,0\nCare,couple,65+,1\n";
    let (rows, found) = placed(&[by_age, by_both]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        rows,
        [
            "domain=Care 0-64 couple all 0 region 1",
            "domain=Care 0-64 single all 0.1 region 1",
            "domain=Care 65+ couple all 1 region 1",
            "domain=Care 65+ single all 0.2 region 1",
            "service=help 0-64 all all 0.0075 region 0",
            "service=help 65+ all all 0.12 region 0",
        ]
    );
}

#[test]
fn a_norm_without_some_households_is_not_used_and_the_rest_goes_on() {
    let (rows, found) = placed(&["wat;leeftijd;procent\nhelp;65+;12\nCare;65+;1\nCare;0-64;2\n"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        found,
        ["norm.csv: `service=help` is not used: no rate for households 0-64"]
    );
}

#[test]
fn what_is_odd_is_said_with_its_line() {
    let file = "wat;leeftijd;aandeel\nhelp;0-64;0,1\nhelp;65+;1,2\nhelp;65+;0,2\nhelp;65+;0,3\n\
                yoga;65+;0,2\nhelp;65-74;0,2\nhelp;;0,1\n";
    let (rows, found) = placed(&[file, "wat;leeftijd;rate\nhelp;0-64;.1\nhelp;65+;.2\n"]);
    assert_eq!(
        found,
        [
            "norm.csv:3: a number from 0 to 1 belongs in column `rate`",
            "norm.csv:6: `yoga` is no service and no domain of the agreement",
            "norm.csv:5: these households were there before: their first rate counts",
            "norm.csv:7: `65-74` is no age band, type or size of this release",
            "norm.csv: `service=help` is not used: all its rows must fill in the same columns of age, type and size",
        ]
    );
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.ends_with("region 1")), "{rows:?}");
}

#[test]
fn of_two_files_the_first_counts() {
    let file = "wat;leeftijd;rate\nhelp;0-64;.1\nhelp;65+;.2\n";
    let (rows, found) = placed(&[file, file]);
    assert!(rows.iter().all(|row| row.ends_with("region 0")), "{rows:?}");
    assert_eq!(found.len(), 1);
}

#[test]
fn a_file_without_who_or_rate_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("norm.csv");
    for text in ["wat;rate\nhelp;0,1\n", "wat;leeftijd\nhelp;65+\n"] {
        std::fs::write(&path, text).unwrap();
        let file = NormFile {
            path: path.clone(),
            shown: "norm.csv".into(),
            source: "region".into(),
            licence: None,
            things: BTreeMap::new(),
            partial: BTreeSet::new(),
        };
        assert!(Norms::read(&[file]).is_err(), "{text}");
    }
}

#[test]
fn a_norm_that_says_nothing_or_two_things_is_named() {
    let (rows, found) = placed(&["wat;leeftijd;rate;procent\nhelp;0-64;.1;20\nhelp;65+;.2;30\n"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        found,
        ["norm.csv: more than one column has rates: `rate` counts"]
    );
    let (rows, found) = placed(&["wat;leeftijd;rate\n"]);
    assert!(rows.is_empty());
    assert_eq!(found, ["norm.csv: no row can be used"]);
    let (rows, found) = placed(&["wat;leeftijd;rate\nhelp;0-64;0\nhelp;65+;1e-9\n"]);
    assert!(rows.is_empty());
    assert_eq!(
        found,
        ["norm.csv: `service=help` is not used: all its rates are 0"]
    );
}

/// What only a part of the providers brings would seem low beside a norm.
#[test]
fn what_is_not_counted_whole_is_beside_no_norm() {
    let (rows, found) = placed(&["wat;leeftijd;rate\npart;0-64;.1\npart;65+;.2\n"]);
    assert!(rows.is_empty());
    assert!(found[0].contains("is missing"), "{found:?}");
}
