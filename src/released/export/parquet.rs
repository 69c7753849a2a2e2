//! Tables in, a Parquet file per table out: counts as u64, decimals as f64, text as string; hidden is null.

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};

use super::{ExportSettings, NamedFile, does_not_fit, number, stamp};
use crate::error::Result;
use crate::released::calculate::{ColumnKind, ReleaseTables, Table, Value};

/// `<table>.parquet` for each table.
pub(super) fn files(tables: &ReleaseTables, _: &ExportSettings) -> Result<Vec<NamedFile>> {
    let file = |table: &Table| {
        let bytes =
            bytes(table, tables.is_internal).ok_or_else(|| does_not_fit(table.name, "Parquet"))?;
        Ok((format!("{}.parquet", table.name), bytes))
    };
    tables.tables.iter().map(file).collect()
}

fn bytes(table: &Table, is_internal: bool) -> Option<Vec<u8>> {
    let mut columns: Vec<Column> = (0..table.columns.len())
        .map(|place| column(table, place))
        .collect();
    if is_internal {
        let stamps = vec![stamp::WORD; table.rows.len()];
        columns.push(Series::new(stamp::COLUMN.into(), stamps).into_column());
    }
    let mut frame = DataFrame::new(table.rows.len(), columns).ok()?;
    let mut bytes = Vec::new();
    // One thread and one row group: the bytes follow from the table alone.
    let writer = ParquetWriter::new(&mut bytes)
        .set_parallel(false)
        .with_row_group_size(Some(table.rows.len().max(1)));
    writer.finish(&mut frame).ok()?;
    Some(bytes)
}

/// A count column that also holds shares (`value` of the headline) becomes decimal.
fn column(table: &Table, place: usize) -> Column {
    let name = table.columns[place].name.into();
    let values = || table.rows.iter().map(move |row| row.get(place));
    let is_mixed = || values().any(|value| matches!(value, Some(Value::Decimal(_))));
    let series = match table.columns[place].kind {
        ColumnKind::Text | ColumnKind::Status => {
            Series::new(name, values().map(text).collect::<Vec<_>>())
        }
        ColumnKind::Count if !is_mixed() => {
            Series::new(name, values().map(count).collect::<Vec<_>>())
        }
        ColumnKind::Count | ColumnKind::Decimal => {
            Series::new(name, values().map(decimal).collect::<Vec<_>>())
        }
    };
    series.into_column()
}

fn text(value: Option<&Value>) -> Option<&str> {
    match value? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn count(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Count(count) => Some(*count),
        _ => None,
    }
}

fn decimal(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Count(count) => Some(*count as f64),
        Value::Decimal(decimal) => number::rounded(*decimal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars::prelude::{DataType, ParquetReader, SerReader};

    use super::super::tests::{settings, small};
    use super::*;

    fn read(is_internal: bool, place: usize) -> DataFrame {
        let bytes = files(&small(is_internal), &settings()).unwrap()[place]
            .1
            .clone();
        ParquetReader::new(Cursor::new(bytes)).finish().unwrap()
    }

    #[test]
    fn a_table_reads_back_as_it_was() {
        let frame = read(false, 1);
        assert_eq!(frame.shape(), (2, 5));
        let households = frame.column("households").unwrap().u64().unwrap();
        assert_eq!((households.get(0), households.get(1)), (Some(120), None));
        let share = frame.column("share").unwrap().f64().unwrap();
        assert_eq!((share.get(0), share.get(1)), (Some(0.333_333), None));
        let name = frame.column("name").unwrap().str().unwrap();
        assert_eq!(name.get(0), Some("Zorg, \"geestelijk\""));
    }

    #[test]
    fn a_column_of_counts_and_shares_is_decimal() {
        let frame = read(false, 0);
        let value = frame.column("value").unwrap();
        assert_eq!(value.dtype(), &DataType::Float64);
        assert_eq!(value.f64().unwrap().get(0), Some(68_960.0));
    }

    #[test]
    fn every_row_of_an_internal_table_says_so() {
        let frame = read(true, 1);
        let stamps = frame.column("internal").unwrap().str().unwrap();
        assert!(stamps.iter().all(|stamp| stamp == Some("INTERNAL")));
        assert!(read(false, 1).column("internal").is_err());
    }
}
