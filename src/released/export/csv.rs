//! A CSV file per table: UTF-8, comma, RFC 4180, header, LF; a hidden number is an empty cell.

use std::io::Write;
use std::path::PathBuf;

use super::put::{file, of_tables};
use super::{ExportSettings, datapackage, stamp};
use crate::error::{Code, Error, Result};
use crate::files::{WholeFile, WholeFolder};
use crate::released::calculate::{ReleaseTables, Table, Value, six_decimals};
use crate::vocabulary::is_formula;

/// `<table>.csv` for each table, and `datapackage.json`, which describes them.
pub(super) fn files(
    tables: &ReleaseTables,
    settings: &ExportSettings,
    folder: &WholeFolder,
) -> Result<Vec<PathBuf>> {
    let put = |table: &Table, file: &mut WholeFile| {
        let written = put_table(table, tables.is_internal, &mut *file);
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => Error::io(file.path(), "write", &error),
            _ => Error::new(Code::InternalError, "a table has rows of different lengths"),
        })
    };
    let mut files = of_tables(tables, folder, "csv", put)?;
    let package = datapackage::text(tables, settings)?;
    files.push(file(folder, "datapackage.json", |file| {
        file.put(package.as_bytes())
    })?);
    Ok(files)
}

fn put_table(table: &Table, is_internal: bool, file: &mut WholeFile) -> csv::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(file);
    let stamp = |text: &'static str| is_internal.then_some(text);
    let header = table.columns.iter().map(|column| column.name);
    writer.write_record(header.chain(stamp(stamp::COLUMN)))?;
    let mut cell = Vec::new();
    for row in &table.rows {
        for value in row {
            cell.clear();
            put(value, &mut cell);
            writer.write_field(&cell)?;
        }
        let last = stamp(stamp::WORD);
        // Ends the row too.
        writer.write_record(last)?;
    }
    writer.flush()?;
    Ok(())
}

/// A text that begins as a formula gets an apostrophe before it, so that a spreadsheet shows it and runs nothing. The
/// classes of significance (`++`, `-`) are words of the contract: no formula is made of signs alone.
fn put(value: &Value, cell: &mut Vec<u8>) {
    if let Value::Text(text) = value
        && is_guarded(text)
    {
        cell.push(b'\'');
    }
    // Writing to memory cannot fail.
    let _ = match value {
        Value::Text(text) => cell.write_all(text.as_bytes()),
        Value::Count(count) => write!(cell, "{count}"),
        Value::Decimal(decimal) => {
            cell.write_all(six_decimals(*decimal).unwrap_or_default().as_bytes())
        }
        Value::Number(number) => write!(cell, "{number}"),
        Value::Empty => Ok(()),
    };
}

fn is_guarded(text: &str) -> bool {
    // With apostrophes of its own it gets one more: who reads the file takes one away.
    is_formula(text.trim_start_matches('\'')) && text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{made, settings, small};
    use super::*;

    fn cell(value: &Value) -> String {
        let mut cell = Vec::new();
        put(value, &mut cell);
        String::from_utf8(cell).unwrap()
    }

    fn text(tables: &ReleaseTables, place: usize) -> String {
        String::from_utf8(made(tables, Format::Csv, &settings())[place].1.clone()).unwrap()
    }

    #[test]
    fn a_table_looks_as_the_contract_says() {
        insta::assert_snapshot!(text(&small(false), 1), @r#"
        service,name,households,status,share
        ggz,"Zorg, ""geestelijk""",120,rounded,0.333333
        wlz,'=één,,hidden,
        "#);
        assert!(text(&small(false), 0).ends_with("share_1_or_more,0.240000,rounded\n"));
        assert!(!text(&small(false), 0).contains('\r'));
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_guarded_and_a_class_is_not() {
        let guarded = |text: &str| cell(&Value::text(text));
        assert_eq!(guarded("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(guarded("'=1"), "''=1");
        for plain in ["++", "--", "0", "Wmo+Jeugdwet", "'s-Gravenhage"] {
            assert_eq!(guarded(plain), plain);
        }
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
        let bytes = made(&tables, Format::Csv, &settings())[1].1.clone();
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
