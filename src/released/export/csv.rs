//! A CSV file per table: UTF-8, comma, RFC 4180, header, LF; a hidden number is an empty cell.

use super::{ExportSettings, NamedFile, datapackage, does_not_fit, number, stamp};
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::vocabulary::is_formula;

/// `<table>.csv` for each table, and `datapackage.json`, which describes them.
pub(super) fn files(tables: &ReleaseTables, settings: &ExportSettings) -> Result<Vec<NamedFile>> {
    let file = |table: &Table| {
        let bytes =
            bytes(table, tables.is_internal).ok_or_else(|| does_not_fit(table.name, "CSV"))?;
        Ok((format!("{}.csv", table.name), bytes))
    };
    let mut files: Vec<NamedFile> = tables.tables.iter().map(file).collect::<Result<_>>()?;
    files.push(datapackage::file(tables, settings)?);
    Ok(files)
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

/// A text that begins as a formula gets an apostrophe before it, so that a spreadsheet shows it and runs nothing. The
/// classes of significance (`++`, `-`) are words of the contract: no formula is made of signs alone.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) if is_guarded(text) => {
            format!("'{text}")
        }
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        Value::Decimal(decimal) => number::six_decimals(*decimal).unwrap_or_default(),
        Value::Number(number) => number.to_string(),
        Value::Empty => String::new(),
    }
}

fn is_guarded(text: &str) -> bool {
    // With apostrophes of its own it gets one more: who reads the file takes one away.
    is_formula(text.trim_start_matches('\'')) && text.chars().any(char::is_alphanumeric)
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
        wlz,'=één,,hidden,
        "#);
        assert!(text(&small(false), 0).ends_with("share_1_or_more,0.240000,rounded\n"));
        assert!(!text(&small(false), 0).contains('\r'));
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_guarded_and_a_class_is_not() {
        let guarded = |text: &str| cell(&Value::Text(text.into()));
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
