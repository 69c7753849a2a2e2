//! Tables in, a CSV file per table out: UTF-8, comma, RFC 4180, header, LF; a hidden number is an empty cell.

use super::{ExportSettings, NamedFile, does_not_fit, number, stamp};
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};

/// `<table>.csv` for each table.
pub(super) fn files(tables: &ReleaseTables, _: &ExportSettings) -> Result<Vec<NamedFile>> {
    let file = |table: &Table| {
        let bytes =
            bytes(table, tables.is_internal).ok_or_else(|| does_not_fit(table.name, "CSV"))?;
        Ok((format!("{}.csv", table.name), bytes))
    };
    tables.tables.iter().map(file).collect()
}

fn bytes(table: &Table, is_internal: bool) -> Option<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let stamp = |text| is_internal.then(|| String::from(text));
    let header = table.columns.iter().map(|column| column.name.to_owned());
    writer
        .write_record(header.chain(stamp(stamp::COLUMN)))
        .ok()?;
    for row in &table.rows {
        writer
            .write_record(row.iter().map(cell).chain(stamp(stamp::WORD)))
            .ok()?;
    }
    writer.into_inner().ok()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        Value::Decimal(decimal) => number::six_decimals(*decimal).unwrap_or_default(),
        Value::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{settings, small};
    use super::*;

    fn text(tables: &ReleaseTables, place: usize) -> String {
        String::from_utf8(files(tables, &settings()).unwrap()[place].1.clone()).unwrap()
    }

    #[test]
    fn a_table_looks_as_the_contract_says() {
        insta::assert_snapshot!(text(&small(false), 1), @r#"
        service,name,households,status,share
        ggz,"Zorg, ""geestelijk""",120,rounded,0.333333
        wlz,=één,,hidden,
        "#);
        assert!(text(&small(false), 0).ends_with("share_1_or_more,0.240000,rounded\n"));
        assert!(!text(&small(false), 0).contains('\r'));
    }

    #[test]
    fn every_row_of_an_internal_table_says_so() {
        let text = text(&small(true), 0);
        let mut lines = text.lines();
        assert!(lines.next().unwrap().ends_with(",internal"));
        assert!(lines.all(|line| line.ends_with(",INTERNAL")));
    }

    #[test]
    fn a_table_reads_back_as_it_was() {
        let tables = small(false);
        let bytes = files(&tables, &settings()).unwrap()[1].1.clone();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let expected: Vec<Vec<String>> = tables.tables[1]
            .rows
            .iter()
            .map(|row| row.iter().map(cell).collect())
            .collect();
        assert_eq!(read, expected);
    }
}
