//! What the agreement does not count by neither travels nor is published.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;

use std::collections::BTreeSet;
use std::fs;

use frame::Frame;
use office::Office;
use serde_json::Value as Json;

/// The different values of a column of the register's hand-over; `-` for none.
fn values(office: &Office, name: &str, column: &str) -> BTreeSet<String> {
    let frame = Frame::open(&office.path(&format!("handovers/register/{name}.parquet")));
    let column = frame.column(column);
    let value = |row| match column.text(row) {
        none if none.is_empty() => "-".to_owned(),
        text => text,
    };
    (0..frame.height()).map(value).collect()
}

fn released(dimensions: &str) -> (Office, Json) {
    let office = Office::small();
    let measure = format!("[measure]\ndimensions = {dimensions}\n\n[protect]");
    office.edit("config.toml", "[protect]", &measure);
    office.hand_over();
    office.succeeds(&["run", "-c", "config.toml", "--internal"]);
    let release = office.release("releases");
    let text = fs::read(release.join("release.json")).unwrap();
    (office, serde_json::from_slice(&text).unwrap())
}

fn keys(release: &Json, table: &str, column: &str) -> BTreeSet<String> {
    let rows = release["tables"][table].as_array().unwrap().iter();
    rows.map(|row| row[column].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_not_asked_for_neither_travels_nor_is_published() {
    let (office, release) = released("[\"wijk\"]");
    for (name, column, left) in [
        ("members", "sex", "unknown"),
        ("members", "age_band", "unknown"),
        ("households", "age_band", "unknown"),
        ("households", "type", "unknown"),
        ("households", "buurt", "-"),
        ("households", "size", "-"),
    ] {
        assert_eq!(
            values(&office, name, column),
            [left.to_owned()].into(),
            "{column}"
        );
    }
    assert_eq!(values(&office, "households", "wijk").len(), 2);
    let dimensions = keys(&release, "stacking", "dimension");
    assert_eq!(dimensions, ["all", "wijk"].map(str::to_owned).into());
    let levels = keys(&release, "areas", "level");
    assert_eq!(levels, ["gemeente", "wijk"].map(str::to_owned).into());
}

#[test]
fn without_areas_no_name_of_an_area_leaves() {
    let (office, release) = released("[\"sex\"]");
    let manifest = fs::read_to_string(office.path("handovers/register/manifest.json")).unwrap();
    assert!(!manifest.contains("WK0999"), "{manifest}");
    assert_eq!(
        values(&office, "households", "wijk"),
        ["-".to_owned()].into()
    );
    assert_eq!(values(&office, "members", "sex").len(), 2);
    assert_eq!(
        keys(&release, "areas", "level"),
        ["gemeente".to_owned()].into()
    );
}

#[test]
fn a_dimension_that_does_not_exist_is_named() {
    let office = Office::small();
    let measure = "[measure]\ndimensions = [\"straat\"]\n\n[protect]";
    office.edit("config.toml", "[protect]", measure);
    let screen = office.fails(1, &["check", "-c", "config.toml", "--provider", "register"]);
    assert!(
        screen.contains("nothing is counted by \"straat\""),
        "{screen}"
    );
}
