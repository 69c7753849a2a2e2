//! `release.json`: all tables, a row per line, so that two releases can be compared by eye.

use std::io::Write;
use std::path::PathBuf;

use super::ExportSettings;
use super::put::file;
use crate::error::Result;
use crate::files::{WholeFile, WholeFolder};
use crate::released::calculate::{Column, ReleaseTables, Table, Value, six_decimals};

/// `release.json`: `{"release": …, "internal": true, "tables": {name: [{column: value or null, …}, …], …}}`;
/// `internal` is in an internal release only.
pub(super) fn files(
    tables: &ReleaseTables,
    settings: &ExportSettings,
    folder: &WholeFolder,
) -> Result<Vec<PathBuf>> {
    let written = file(folder, "release.json", |file| {
        let mut text = b"{\n  \"release\": ".to_vec();
        put_quoted(&settings.release, &mut text);
        text.extend_from_slice(b",\n");
        if tables.is_internal {
            text.extend_from_slice(b"  \"internal\": true,\n");
        }
        text.extend_from_slice(b"  \"tables\": {");
        for (index, table) in tables.tables.iter().enumerate() {
            text.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
            put_table(table, &mut text, file)?;
        }
        text.extend_from_slice(b"\n  }\n}\n");
        file.put(&text)
    })?;
    Ok(vec![written])
}

/// Bytes that wait in memory before they are written.
const AT_ONCE: usize = 1 << 16;

fn put_table(table: &Table, text: &mut Vec<u8>, file: &mut WholeFile) -> Result<()> {
    text.extend_from_slice(b"    ");
    put_quoted(table.name, text);
    text.extend_from_slice(b": [");
    let name = |(index, column): (usize, &Column)| {
        let mut name = if index == 0 { b"" } else { &b", "[..] }.to_vec();
        put_quoted(column.name, &mut name);
        name.extend_from_slice(b": ");
        name
    };
    let names: Vec<Vec<u8>> = table.columns.iter().enumerate().map(name).collect();
    for (index, row) in table.rows.iter().enumerate() {
        text.extend_from_slice(if index == 0 { b"" } else { b"," });
        text.extend_from_slice(b"\n      {");
        for (name, value) in names.iter().zip(row) {
            text.extend_from_slice(name);
            put(value, text);
        }
        text.push(b'}');
        if text.len() >= AT_ONCE {
            file.put(text)?;
            text.clear();
        }
    }
    text.extend_from_slice(if table.rows.is_empty() {
        b"]"
    } else {
        b"\n    ]"
    });
    Ok(())
}

fn put(value: &Value, text: &mut Vec<u8>) {
    // Writing to memory cannot fail.
    let _ = match value {
        Value::Text(own) => {
            put_quoted(own, text);
            Ok(())
        }
        Value::Count(count) => write!(text, "{count}"),
        Value::Decimal(decimal) => {
            let number = six_decimals(*decimal);
            text.write_all(number.as_deref().unwrap_or("null").as_bytes())
        }
        Value::Number(number) => write!(text, "{number}"),
        Value::Empty => text.write_all(b"null"),
    };
}

fn put_quoted(own: &str, text: &mut Vec<u8>) {
    // A text is always JSON.
    let _ = serde_json::to_writer(text, own);
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{made, settings, small};

    fn text(is_internal: bool) -> String {
        let files = made(&small(is_internal), Format::Json, &settings());
        String::from_utf8(files[0].1.clone()).unwrap()
    }

    #[test]
    fn a_release_has_a_row_per_line() {
        insta::assert_snapshot!(text(false), @r#"
        {
          "release": "zaandorp-2026-2026-12-31-0a1b2c3d",
          "tables": {
            "headline": [
              {"measure": "households", "value": 68960, "status": "rounded"},
              {"measure": "share_1_or_more", "value": 0.240000, "status": "rounded"}
            ],
            "services": [
              {"service": "ggz", "name": "Zorg, \"geestelijk\"", "households": 120, "status": "rounded", "share": 0.333333},
              {"service": "wlz", "name": "=één", "households": null, "status": "hidden", "share": null}
            ]
          }
        }
        "#);
    }

    #[test]
    fn a_release_reads_back_and_an_internal_one_says_so() {
        let read: serde_json::Value = serde_json::from_str(&text(true)).unwrap();
        assert_eq!(read["internal"], true);
        assert_eq!(read["tables"]["headline"][0]["value"], 68_960);
        assert!(read["tables"]["services"][1]["households"].is_null());
        let outside: serde_json::Value = serde_json::from_str(&text(false)).unwrap();
        assert!(outside.get("internal").is_none());
    }

    #[test]
    fn a_table_without_rows_is_an_empty_list() {
        let mut tables = small(false);
        tables.tables[0].rows.clear();
        let bytes = made(&tables, Format::Json, &settings())[0].1.clone();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["tables"]["headline"].as_array().unwrap().len(), 0);
    }
}
