//! What a Parquet file gives, and what is said of one that cannot be read.

mod damage;
mod kinds;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;

use self::kinds::{put, put_some, written, written_in};
use super::*;
use crate::identified::formats::testing::{Trial, detect, look, read};
use crate::identified::settings::DateOrder;
use crate::identified::settings::Field;

const COLUMNS: &[(Field, &str)] = &[
    (Field::Bsn, "bsn"),
    (Field::Surname, "naam"),
    (Field::BirthDate, "geboren"),
    (Field::Start, "begin"),
    (Field::HouseNumber, "nummer"),
];

/// Three clients, or the first of them, or none.
fn example(rows: usize) -> Vec<u8> {
    let schema = "optional binary naam (STRING); optional int64 bsn; optional int32 geboren (DATE); \
        optional int64 begin (TIMESTAMP(MICROS,false)); optional double nummer;";
    written(schema, WriterProperties::default(), |group| {
        let text = |text: &str| Some(ByteArray::from(text));
        put_some::<ByteArrayType>(group, &[text("Jansen"), text("Zoë"), None][..rows]);
        put_some::<Int64Type>(group, &[Some(999_990_019), None, Some(10_464_554)][..rows]);
        put_some::<Int32Type>(group, &[Some(-6_941), Some(0), None][..rows]);
        put_some::<Int64Type>(
            group,
            &[Some(1_798_675_200_000_000), None, Some(-1)][..rows],
        );
        put_some::<DoubleType>(group, &[Some(12.0), Some(7.5), None][..rows]);
    })
}

/// A file with a column of numbers, in row groups of 7,000.
fn numbered(numbers: &[i64]) -> Vec<u8> {
    let mut groups = numbers.chunks(7_000);
    written_in(
        "required int64 bsn;",
        WriterProperties::default(),
        numbers.len().div_ceil(7_000),
        |group| put::<Int64Type>(group, groups.next().unwrap(), None, None),
    )
}

fn extract(bytes: &[u8]) -> Result<Trial> {
    read(&[("c.parquet", bytes)], detect(COLUMNS))
}

#[test]
fn text_numbers_and_days_are_read_and_nulls_are_empty() {
    let trial = extract(&example(3)).unwrap();
    assert_eq!(trial.reading.detected, ["c.parquet: parquet, dates d-m-y"]);
    assert_eq!(
        trial.places(),
        ["c.parquet:1", "c.parquet:2", "c.parquet:3"]
    );
    let row = |row| {
        COLUMNS
            .iter()
            .map(|&(field, _)| trial.field(row, field))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        row(0),
        ["999990019", "Jansen", "1950-12-31", "2026-12-31", "12"]
    );
    assert_eq!(row(1), ["", "Zoë", "1970-01-01", "", "7.5"]);
    assert_eq!(row(2), ["10464554", "", "", "1969-12-31", ""]);
}

#[test]
fn dates_that_are_digits_or_text_have_an_order() {
    let bytes = written(
        "required int64 bsn; required binary van (STRING);",
        WriterProperties::default(),
        |group| {
            put::<Int64Type>(group, &[1, 2], None, None);
            let days = ["12/31/2026", "1/2/2026"].map(ByteArray::from);
            put::<ByteArrayType>(group, &days, None, None);
        },
    );
    let settings = detect(&[(Field::Bsn, "BSN"), (Field::Start, "van")]);
    let trial = read(&[("c.parquet", &bytes)], settings).unwrap();
    assert_eq!(trial.reading.dates, DateOrder::MonthDayYear);
}

#[test]
fn all_rows_are_read_whatever_the_pieces() {
    let numbers: Vec<i64> = (1..=40_000).collect();
    let settings = detect(&[(Field::Bsn, "bsn"), (Field::Client, "bsn")]);
    let bytes = numbered(&numbers);
    let trial = read(&[("c.parquet", &bytes)], settings).unwrap();
    assert_eq!(trial.rows.len(), 40_000);
    for row in [0, 6_999, 7_000, PIECE - 1, PIECE, 39_999] {
        assert_eq!(trial.field(row, Field::Client), (row + 1).to_string());
        assert_eq!(trial.places()[row], format!("c.parquet:{}", row + 1));
    }
}

#[test]
fn what_is_wrong_is_told_without_a_value() {
    let bytes = example(3);
    for (bytes, word) in [
        (&bytes[..bytes.len() - 9], "cannot be read as Parquet"),
        (b"PAR1", "cannot be read as Parquet"),
        (
            &numbered(&[1]),
            "`geboren` (for birth_date) is absent; column",
        ),
        (&example(0), "has no rows"),
    ] {
        let error = extract(bytes).err().unwrap();
        assert!(
            error.to_string().contains(word) && error.advice().is_some(),
            "{error}"
        );
    }
}

#[test]
fn the_columns_are_there_for_who_knows_no_mapping() {
    let rows = all_cells(&example(3));
    assert_eq!(rows[0], "naam|bsn|geboren|begin|nummer");
    assert_eq!(rows[2], "Zoë||1970-01-01||7.5");
}

/// The names of a file and each of its rows.
fn all_cells(bytes: &[u8]) -> Vec<String> {
    look(&Parquet, bytes).unwrap().lines
}

#[test]
fn the_marks_of_spark_and_hive_are_beside_the_data_and_a_file_of_an_ending_is_not() {
    let is_beside = |name: &str| crate::identified::is_beside_the_data(name.as_ref());
    for mark in [
        "_SUCCESS",
        "_committed_12",
        "_metadata",
        ".part-0.parquet.crc",
    ] {
        assert!(is_beside(mark), "{mark}");
    }
    for file in ["part-0.parquet", "_clients.csv", "clients_"] {
        assert!(!is_beside(file), "{file}");
    }
}
