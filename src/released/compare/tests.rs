//! Small releases side by side, by hand.

use serde_json::json;

use super::*;
use crate::pseudonymous::cells::TABLES;
use crate::released::calculate::{Column, Value};
use crate::released::runs::{RunRecord, example_record};
use crate::vocabulary::CountingRule;

fn run(release: &str) -> RunRecord {
    RunRecord {
        release: release.into(),
        made_up: false,
        ..example_record()
    }
}

/// A table; what it says of no column is empty.
fn table(name: &str, rows: &[&[(&str, Value)]]) -> Table {
    let def = TABLES.into_iter().find(|def| def.name == name).unwrap();
    let columns = Column::of(def);
    let value = |row: &[(&str, Value)], column: &Column| {
        let mut said = row.iter();
        let found = said.find(|(name, _)| *name == column.name);
        found.map_or(Value::Empty, |(_, value)| value.clone())
    };
    let row = |row: &&[(&str, Value)]| columns.iter().map(|column| value(row, column)).collect();
    Table {
        name: def.name,
        rows: rows.iter().map(row).collect(),
        columns: columns.clone(),
    }
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn areas(codes: &[(&str, &str)]) -> Table {
    let rows: Vec<[(&str, Value); 2]> = codes
        .iter()
        .map(|(level, code)| [("level", text(level)), ("area", text(code))])
        .collect();
    let rows: Vec<&[(&str, Value)]> = rows.iter().map(|row| &row[..]).collect();
    table("areas", &rows)
}

fn compared(runs: &[RunRecord; 2], tables: [Vec<Table>; 2]) -> Comparison {
    let [a, b] = tables.map(|tables| ReleaseTables {
        tables,
        is_internal: false,
    });
    let side = |place: usize, tables| Side {
        run: &runs[place],
        tables,
    };
    Comparison::of(side(0, &a), side(1, &b)).unwrap()
}

/// What two releases of different series are said to have otherwise.
fn of_series(a: &[(&str, &str)], b: &[(&str, &str)]) -> Vec<&'static str> {
    let runs = [("a", "een"), ("b", "twee")].map(|(release, series)| RunRecord {
        series: series.into(),
        ..run(release)
    });
    let comparison = compared(&runs, [vec![areas(a)], vec![areas(b)]]);
    comparison.definitions.iter().map(|one| one.what).collect()
}

#[test]
fn only_releases_whose_areas_can_be_compared_can_be_of_other_municipalities() {
    let town = ("gemeente", "gemeente");
    let [first, second, buurt] = [("wijk", "WK01"), ("wijk", "WK02"), ("buurt", "BU01")];
    assert_eq!(of_series(&[town, first], &[town, second]), ["municipality"]);
    assert_eq!(
        of_series(&[town, first], &[town, first, second]),
        ["series"]
    );
    assert_eq!(of_series(&[town], &[town]), ["series"]);
    assert_eq!(of_series(&[town, first], &[town]), ["series"]);
    assert_eq!(of_series(&[town, first], &[town, buurt]), ["series"]);
    let [wijk, own, of_others] = [
        ("wijk", "WK047901"),
        ("buurt", "BU04790101"),
        ("buurt", "BU03630101"),
    ];
    assert_eq!(of_series(&[town, wijk], &[town, own]), ["series"]);
    assert_eq!(
        of_series(&[town, wijk], &[town, of_others]),
        ["municipality"]
    );
    assert_eq!(
        of_series(&[town, of_others], &[town, wijk]),
        ["municipality"]
    );
    let unknown = ("wijk", "unknown");
    assert_eq!(
        of_series(&[first, unknown], &[second, unknown]),
        ["municipality"]
    );
}

#[test]
fn by_another_counting_rule_the_services_beside_a_service_are_compared_and_stacks_are_not() {
    let runs = [CountingRule::Distinct, CountingRule::Sum].map(|count| RunRecord {
        count,
        ..run(if count == CountingRule::Sum { "b" } else { "a" })
    });
    let made = |name, keys: [(&'static str, &str); 2]| {
        let keys = keys.map(|(column, word)| (column, text(word)));
        let row = [&keys[..], &[("households", Value::Count(40))]].concat();
        table(name, &[&row])
    };
    let tables = || {
        vec![
            made("stacking", [("dimension", "all"), ("services", "2+")]),
            made("service_stacking", [("service", "wmo"), ("services", "2+")]),
        ]
    };
    let lines = compared(&runs, [tables(), tables()]).lines;
    let said = lines.iter().map(|line| (line.table, line.status));
    let expected = [("stacking", "count"), ("service_stacking", "compared")];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn a_service_that_counts_for_other_households_is_not_compared_and_the_others_are() {
    let service = |code: &str, by_address| {
        let service = json!({"code": code, "name": "", "domain": "", "by_address": by_address});
        serde_json::from_value(service).unwrap()
    };
    let runs = [("a", false), ("b", true)].map(|(release, by_address)| RunRecord {
        services: vec![service("verblijf", by_address), service("wmo", false)],
        ..run(release)
    });
    let tables = || {
        let of_service = |code| [("service", text(code)), ("households", Value::Count(40))];
        vec![table(
            "services",
            &["verblijf", "wmo"]
                .map(of_service)
                .each_ref()
                .map(|row| &row[..]),
        )]
    };
    let compared = compared(&runs, [tables(), tables()]);
    let definition = &compared.definitions[0];
    assert_eq!(
        [&definition.a, &definition.b],
        ["verblijf", "verblijf=address"]
    );
    let lines = compared.lines.iter();
    let said = lines.filter(|line| line.measure == "households");
    let said = said.map(|line| line.status);
    assert_eq!(said.collect::<Vec<_>>(), ["services", "compared"]);
}

#[test]
fn each_number_that_is_compared_gets_a_word_a_share_of_0_too() {
    let runs = [("a", "een"), ("b", "twee")].map(|(release, series)| RunRecord {
        series: series.into(),
        ..run(release)
    });
    let services = |households, share| {
        let row = [
            ("service", text("wmo")),
            ("households", Value::Count(households)),
            ("share", Value::Decimal(share)),
        ];
        table("services", &[&row])
    };
    let a = vec![areas(&[("wijk", "WK01")]), services(0, 0.0)];
    let b = vec![areas(&[("wijk", "WK02")]), services(300, 0.3)];
    let comparison = compared(&runs, [a, b]);
    let mut lines = comparison.lines.iter();
    let share = lines.find(|line| line.measure == "share").unwrap();
    assert_eq!((share.status, share.beyond), ("compared", "more"));
    let mut lines = comparison.lines.iter();
    assert!(lines.all(|line| (line.status == "compared") != line.beyond.is_empty()));
}
