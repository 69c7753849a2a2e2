//! The tables of a release in Parquet: cell by cell as in the other formats, with nothing beside them.

use std::io::Cursor;
use std::iter::repeat_with;
use std::path::Path;

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::Verdict;
use super::cell::{Cell, compare};
use super::files::LONGEST;
use super::layout::Layout;
use super::tables::{MARK, Tables};
use crate::columns::{Footer, Kind, Part, Source, for_each_value, leaf_of};
use crate::files::read_plain;

/// Checks `<table>.parquet` of each table, where the release has them; `tool` is the version that wrote them.
pub(super) fn check(
    (folder, layouts): (&Path, &[&Layout]),
    tables: &Tables,
    tool: &str,
    verdict: &mut Verdict,
) {
    for layout in layouts {
        let file = format!("{}.parquet", layout.name);
        let path = folder.join(&file);
        let (Some(table), true) = (tables.by_name.get(layout.name), path.exists()) else {
            continue;
        };
        let mut columns = layout.columns.to_vec();
        if verdict.is_internal {
            columns.push(MARK.0);
        }
        let bytes = read_plain(&path, LONGEST).map_err(|_| "cannot be read");
        let rows = bytes.and_then(|bytes| read(&bytes.into(), &columns, table.rows.len(), tool));
        let rows = rows.and_then(|rows| unmarked(rows, layout.columns.len()));
        match rows {
            Ok(rows) => compare(&file, table, &rows, verdict),
            Err(problem) => verdict.object(format!("{file}: {problem}")),
        }
    }
}

/// The rows without the mark of an internal release.
fn unmarked(mut rows: Vec<Vec<Cell>>, width: usize) -> Result<Vec<Vec<Cell>>, &'static str> {
    for row in &mut rows {
        let marks = row.split_off(width);
        if marks.iter().any(|mark| *mark != Cell::Text(MARK.1.into())) {
            return Err("is not marked INTERNAL");
        }
    }
    Ok(rows)
}

fn read(
    bytes: &Bytes,
    columns: &[&str],
    rows: usize,
    tool: &str,
) -> Result<Vec<Vec<Cell>>, &'static str> {
    let footer = Footer::read(&mut Cursor::new(bytes)).ok().flatten();
    let Footer { facts, rows: found } = footer.ok_or("is not Parquet")?;
    let file = facts.file_metadata();
    let names = file
        .schema_descr()
        .columns()
        .iter()
        .map(|column| column.name());
    if !names.eq(columns.iter().copied()) {
        return Err("has the wrong columns");
    }
    if found != rows {
        return Err("has another number of rows than the other formats");
    }
    let is_by_tool = file.created_by() == Some(&format!("factlab {tool}"));
    if file.key_value_metadata().is_some() || !is_by_tool || !is_without_gaps(bytes, &facts) {
        return Err("holds something beside its tables");
    }
    // Not `vec![…; …]`: its clones have no room.
    let row = || Vec::with_capacity(columns.len());
    let mut table: Vec<Vec<_>> = repeat_with(row).take(rows).collect();
    for name in columns {
        let cells = column(bytes, &facts, name).ok_or("cannot be read")?;
        for (row, cell) in table.iter_mut().zip(cells) {
            row.push(cell);
        }
    }
    Ok(table)
}

/// Whether the columns follow each other from the mark at the front to the footer.
fn is_without_gaps(bytes: &Bytes, facts: &ParquetMetaData) -> bool {
    let chunks = facts
        .row_groups()
        .iter()
        .flat_map(RowGroupMetaData::columns);
    let end = chunks
        .map(ColumnChunkMetaData::byte_range)
        .try_fold(4, |end, (start, length)| {
            (start == end).then(|| end.checked_add(length)).flatten()
        });
    let tail = bytes
        .len()
        .checked_sub(8)
        .and_then(|tail| bytes.get(tail..tail + 4));
    let footer = tail
        .and_then(|tail| tail.try_into().ok())
        .map(u32::from_le_bytes);
    let behind = footer.map(|footer| u64::from(footer) + 8);
    end.zip(behind)
        .is_some_and(|(end, behind)| end.checked_add(behind) == Some(bytes.len() as u64))
}

/// The cells of a column, over all row groups.
fn column(bytes: &Bytes, facts: &ParquetMetaData, name: &str) -> Option<Vec<Cell>> {
    let schema = facts.file_metadata().schema_descr();
    let mut kinds = [Kind::Text, Kind::U64, Kind::F64].into_iter();
    let (leaf, kind) = kinds.find_map(|kind| Some((leaf_of(schema, name, kind)?, kind)))?;
    let (file, mut cells) = (Whole(bytes), Vec::new());
    for (group, facts_of_group) in facts.row_groups().iter().enumerate() {
        let rows = usize::try_from(facts_of_group.num_rows()).ok()?;
        let part = Part {
            group,
            skipped: 0,
            rows,
        };
        let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Number);
        match kind {
            Kind::U64 => for_each_value::<Int64Type>(&file, facts, leaf, part, |value| {
                cells.push(number(value.map(|value| value.cast_unsigned() as f64)));
            }),
            Kind::F64 => for_each_value::<DoubleType>(&file, facts, leaf, part, |value| {
                cells.push(number(value.copied()));
            }),
            _ => for_each_value::<ByteArrayType>(&file, facts, leaf, part, |value| {
                let text = value.map(ByteArray::data).map(String::from_utf8_lossy);
                cells.push(text.map_or(Cell::Empty, |text| Cell::Text(text.into())));
            }),
        }?;
    }
    Some(cells)
}

/// A file that is in memory.
struct Whole<'a>(&'a Bytes);

impl Source for Whole<'_> {
    fn bytes(&self, start: u64, length: usize) -> std::io::Result<Bytes> {
        let start = usize::try_from(start).ok();
        let end = start.and_then(|start| start.checked_add(length));
        let range = start.zip(end).filter(|(_, end)| *end <= self.0.len());
        let (start, end) = range.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        Ok(self.0.slice(start..end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{Column, Packing, Writer};
    use crate::vocabulary::TOOL_VERSION;

    const COLUMNS: [&str; 3] = ["organisations", "households", "share"];

    fn file(count: u64, note: Option<&str>) -> Bytes {
        let kinds = COLUMNS.into_iter().zip([Kind::Text, Kind::U64, Kind::F64]);
        let mut bytes = Vec::new();
        let mut writer = Writer::begin(&mut bytes, kinds, Packing::Small).unwrap();
        if let Some(note) = note {
            writer.note(note);
        }
        let columns = [
            Column::texts([Some("1+"), Some("2+")].into_iter()),
            Column::u64s([Some(count), None].into_iter()),
            Column::f64s([Some(0.25), None].into_iter()),
        ];
        writer.write(&columns).unwrap();
        writer.finish().unwrap();
        bytes.into()
    }

    fn read(bytes: &Bytes) -> Result<Vec<Vec<Cell>>, &'static str> {
        super::read(bytes, &COLUMNS, 2, TOOL_VERSION)
    }

    #[test]
    fn the_cells_are_read_as_they_are() {
        let text = |text: &str| Cell::Text(text.into());
        let first = vec![text("1+"), Cell::Number(120.0), Cell::Number(0.25)];
        let second = vec![text("2+"), Cell::Empty, Cell::Empty];
        assert_eq!(read(&file(120, None)).unwrap(), [first, second]);
        assert_ne!(read(&file(121, None)), read(&file(120, None)));
    }

    #[test]
    fn a_file_with_anything_beside_its_table_is_refused() {
        let beside = Err("holds something beside its tables");
        assert_eq!(read(&file(120, Some("exact: 118"))), beside);
        assert_eq!(super::read(&file(120, None), &COLUMNS, 2, "7"), beside);
        // Between the last column and the footer.
        let mut bytes = file(120, None).to_vec();
        let length = bytes.len();
        let footer = u32::from_le_bytes(bytes[length - 8..length - 4].try_into().unwrap());
        let place = length - 8 - footer as usize;
        bytes.splice(place..place, *b"exact: 118");
        assert_eq!(read(&bytes.into()), beside);
        assert_eq!(read(&Bytes::from_static(b"PAR1")), Err("is not Parquet"));
    }

    #[test]
    fn other_columns_or_rows_are_refused() {
        let bytes = file(120, None);
        let columns = ["organisations", "share", "households"];
        let columns = super::read(&bytes, &columns, 2, TOOL_VERSION);
        assert_eq!(columns, Err("has the wrong columns"));
        let rows = super::read(&bytes, &COLUMNS, 3, TOOL_VERSION);
        assert!(rows.unwrap_err().contains("number of rows"));
    }
}
