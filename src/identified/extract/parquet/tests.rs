//! What a Parquet file gives, and what is said of one that cannot be read.

use std::sync::Arc;

use polars::prelude::{IntoColumn, NamedFrom, ParquetWriter, Scalar, Series, TimeZone};

use super::super::trial::{Trial, detect, read};
use super::*;
use crate::identified::settings::DateOrder;

const COLUMNS: &[(Field, &str)] = &[
    (Field::Bsn, "bsn"),
    (Field::Surname, "naam"),
    (Field::BirthDate, "geboren"),
    (Field::Start, "begin"),
    (Field::HouseNumber, "nummer"),
];

/// A file of these columns.
fn parquet(columns: Vec<Series>) -> Vec<u8> {
    let columns = columns.into_iter().map(IntoColumn::into_column).collect();
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_row_group_size(Some(7_000))
        .finish(&mut frame)
        .unwrap();
    bytes
}

fn series<T, P: ?Sized>(name: &str, values: T) -> Series
where
    Series: NamedFrom<T, P>,
{
    Series::new(name.into(), values)
}

fn example() -> Vec<Series> {
    let begin = series("begin", [Some(1_798_675_200_000_000_i64), None, Some(-1)]);
    vec![
        series("naam", [Some("Jansen"), Some("Zoë"), None]),
        series("bsn", [Some(999_990_019_i64), None, Some(10_464_554)]),
        series("geboren", [Some(-6_941_i32), Some(0), None])
            .cast(&DataType::Date)
            .unwrap(),
        begin
            .cast(&DataType::Datetime(TimeUnit::Microseconds, None))
            .unwrap(),
        series("nummer", [Some(12.0_f64), Some(7.5), None]),
    ]
}

fn extract(bytes: &[u8]) -> Result<Trial> {
    read(&[("c.parquet", bytes)], detect(COLUMNS))
}

#[test]
fn text_numbers_and_days_are_read_and_nulls_are_empty() {
    let trial = extract(&parquet(example())).unwrap();
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
fn a_day_beyond_the_calendar_is_none() {
    assert_eq!(
        day_of_seconds(-719_162 * 86_400).unwrap().to_string(),
        "0001-01-01"
    );
    assert_eq!(
        day_of_seconds(2_932_896 * 86_400).unwrap().to_string(),
        "9999-12-31"
    );
    let beyond = [i64::MIN, -719_163, 2_932_897, i64::MAX];
    assert!(
        beyond
            .into_iter()
            .all(|days: i64| day_of_seconds(days.saturating_mul(86_400)).is_none())
    );
}

#[test]
fn dates_that_are_digits_or_text_have_an_order() {
    let columns = vec![
        series("bsn", [1_i64, 2]),
        series("van", ["12/31/2026", "1/2/2026"]),
    ];
    let settings = detect(&[(Field::Bsn, "BSN"), (Field::Start, "van")]);
    let trial = read(&[("c.parquet", &parquet(columns))], settings).unwrap();
    assert_eq!(trial.reading.dates, DateOrder::MonthDayYear);
}

#[test]
fn all_rows_are_read_whatever_the_pieces() {
    let numbers: Vec<i64> = (1..=40_000).collect();
    let settings = detect(&[(Field::Bsn, "bsn"), (Field::Client, "bsn")]);
    let bytes = parquet(vec![series("bsn", numbers)]);
    let trial = read(&[("c.parquet", &bytes)], settings).unwrap();
    assert_eq!(trial.rows.len(), 40_000);
    for row in [0, PIECE - 1, PIECE, 39_999] {
        assert_eq!(trial.field(row, Field::Client), (row + 1).to_string());
        assert_eq!(trial.places()[row], format!("c.parquet:{}", row + 1));
    }
}

#[test]
fn what_is_wrong_is_told_without_a_value() {
    let bytes = parquet(example());
    for (bytes, word) in [
        (&bytes[..bytes.len() - 9], "cannot be read as Parquet"),
        (b"PAR1", "cannot be read as Parquet"),
        (
            &parquet(vec![series("bsn", [1_i64])]),
            "`geboren` (for birth_date) is absent; column",
        ),
        (
            &parquet(example().iter().map(|one| one.head(Some(0))).collect()),
            "has no rows",
        ),
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
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), parquet(example())).unwrap();
    let source = Source::open(file.path()).unwrap();
    let columns = Parquet.columns(&detect(&[]), &source).unwrap().unwrap();
    assert_eq!(columns.names()[0].as_str(), "naam");
    let mut rows = Vec::new();
    let done = columns.for_each(&mut |cells| {
        rows.push(cells.join_all());
        Ok(())
    });
    assert_eq!(
        (done.unwrap(), rows[1].as_str()),
        (0, "Zoë||1970-01-01||7.5")
    );
}

trait JoinAll {
    fn join_all(&self) -> String;
}

impl JoinAll for [Option<&str>] {
    fn join_all(&self) -> String {
        self.iter()
            .map(|cell| cell.unwrap_or("<broken>"))
            .collect::<Vec<_>>()
            .join("|")
    }
}

/// The library takes some things of a footer for granted, and panics where they are not so.
#[test]
fn a_byte_that_was_changed_anywhere_gives_rows_or_a_word() {
    let whole = parquet(example());
    let mut refused = 0;
    for place in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (place % 8);
        refused += u32::from(extract(&damaged).is_err());
    }
    assert!(refused > 100, "{refused} of {}", whole.len());
}

/// Midnight in summer and in winter, and noon.
#[test]
fn the_day_of_a_moment_is_that_of_the_netherlands() {
    let seconds = |text: &str| {
        text.parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
            .timestamp()
    };
    for (moment, expected) in [
        ("2026-06-30T22:00:00Z", "2026-07-01"),
        ("1971-03-16T23:00:00Z", "1971-03-17"),
        ("2026-01-01T00:00:00Z", "2026-01-01"),
        ("2026-12-31T12:00:00Z", "2026-12-31"),
    ] {
        let day = day_of(seconds(moment) * 1_000, TimeUnit::Milliseconds, true).unwrap();
        assert_eq!(day.to_string(), expected);
    }
    let midnight = seconds("2026-06-30T22:00:00Z");
    let without_zone = day_of(midnight * 1_000, TimeUnit::Milliseconds, false);
    assert_eq!(without_zone.unwrap().to_string(), "2026-06-30");
}

/// The library keeps a value that all rows have once, in another form.
#[test]
fn times_are_read_when_all_rows_have_the_same() {
    for (zone, expected) in [
        (None, "2026-06-30"),
        (Some("Europe/Amsterdam"), "2026-07-01"),
    ] {
        let zone = TimeZone::opt_try_new(zone).unwrap();
        let unit = TimeUnit::Microseconds;
        let midnight = 1_782_856_800_000_000;
        let value = AnyValue::DatetimeOwned(midnight, unit, zone.clone().map(Arc::new));
        let kind = DataType::Datetime(unit, zone);
        let once = Column::new_scalar("begin".into(), Scalar::new(kind, value), 3);
        let each = once.as_materialized_series().clone().into_column();
        for column in [once, each] {
            let mut text = Zeroizing::new(Vec::new());
            assert_eq!(cell(&column, 0, &mut text), Some(expected));
        }
    }
}
