//! A Parquet file per table: counts as u64, decimals as f64, text as string; hidden is null.

use std::path::PathBuf;

use super::put::of_tables;
use super::{ExportSettings, stamp};
use crate::columns::{Column, Kind, Packing, Writer};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::released::calculate::{ColumnKind, ReleaseTables, Table, Value, finite};

/// `<table>.parquet` for each table.
pub(super) fn files(
    tables: &ReleaseTables,
    _: &ExportSettings,
    folder: &WholeFolder,
) -> Result<Vec<PathBuf>> {
    of_tables(tables, folder, "parquet", |table, file| {
        let bytes = bytes(table, tables.is_internal);
        let bytes = bytes.ok_or_else(|| {
            let message = format!("table {} does not fit in Parquet", table.name);
            Error::new(Code::TableTooLarge, message)
        })?;
        file.put(&bytes)
    })
}

/// Rows of a row group: its values are in memory a second time.
const ROW_GROUP: usize = 1 << 17;

fn bytes(table: &Table, is_internal: bool) -> Option<Vec<u8>> {
    let kinds: Vec<Kind> = (0..table.columns.len())
        .map(|index| kind(table, index))
        .collect();
    let names = table.columns.iter().map(|column| column.name);
    let stamped = is_internal.then_some((stamp::COLUMN, Kind::Text));
    let all = names.zip(kinds.iter().copied()).chain(stamped);
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(&mut bytes, all, Packing::Small).ok()?;
    for rows in table.rows.chunks(ROW_GROUP) {
        let own = kinds.iter().enumerate();
        let own = own.map(|(index, kind)| column(rows, index, *kind));
        let stamp = || Column::texts(rows.iter().map(|_| Some(stamp::WORD)));
        let columns: Vec<Column> = own.chain(is_internal.then(stamp)).collect();
        writer.write(&columns).ok()?;
    }
    writer.finish().ok()?;
    Some(bytes)
}

/// A count column that also holds shares (`value` of the headline) becomes decimal.
fn kind(table: &Table, index: usize) -> Kind {
    let is_mixed = || {
        let mut values = table.rows.iter().map(|row| row.get(index));
        values.any(|value| matches!(value, Some(Value::Decimal(_))))
    };
    match table.columns[index].kind {
        ColumnKind::Text | ColumnKind::Status => Kind::Text,
        ColumnKind::Count if !is_mixed() => Kind::U64,
        ColumnKind::Count | ColumnKind::Decimal | ColumnKind::Number => Kind::F64,
    }
}

fn column(rows: &[Vec<Value>], index: usize, kind: Kind) -> Column {
    let values = rows.iter().map(|row| row.get(index));
    match kind {
        Kind::Text => Column::texts(values.map(text)),
        Kind::U64 => Column::u64s(values.map(count)),
        _ => Column::f64s(values.map(decimal)),
    }
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
        Value::Decimal(decimal) => finite(*decimal),
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use parquet::record::Field;

    use super::super::Format;
    use super::super::tests::{made, settings, small};
    use super::*;
    use crate::columns::made::Frame;

    fn read(is_internal: bool, index: usize) -> Frame {
        let mut files = made(&small(is_internal), Format::Parquet, &settings());
        Frame::read(files.swap_remove(index).1)
    }

    #[test]
    fn a_table_reads_back_as_it_was() {
        let frame = read(false, 1);
        assert_eq!((frame.height(), frame.names().len()), (2, 5));
        assert_eq!(frame.values("households"), [Field::ULong(120), Field::Null]);
        assert_eq!(
            frame.values("share"),
            [Field::Double(0.333_333), Field::Null]
        );
        let name = Field::Str("Zorg, \"geestelijk\"".into());
        assert_eq!(frame.values("name")[0], name);
    }

    #[test]
    fn a_column_of_counts_and_shares_is_decimal() {
        let frame = read(false, 0);
        assert_eq!(frame.kind("value"), Kind::F64);
        assert_eq!(frame.values("value")[0], Field::Double(68_960.0));
    }

    #[test]
    fn every_row_of_an_internal_table_says_so() {
        let frame = read(true, 1);
        let word = Field::Str("INTERNAL".into());
        assert!(frame.values("internal").iter().all(|stamp| *stamp == word));
        assert!(!read(false, 1).names().contains(&"internal"));
    }
}
