//! `release.json`: all tables, a row per line, so that two releases can be compared by eye.

use std::fmt::Write;

use super::{ExportSettings, NamedFile, number};
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};

/// `release.json`: `{"release": …, "internal": true, "tables": {name: [{column: value or null, …}, …], …}}`;
/// `internal` is in an internal release only.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every format has this signature, and others can fail"
)]
pub(super) fn files(tables: &ReleaseTables, settings: &ExportSettings) -> Result<Vec<NamedFile>> {
    let internal = if tables.is_internal {
        "  \"internal\": true,\n"
    } else {
        ""
    };
    let mut text = format!(
        "{{\n  \"release\": {},\n{internal}  \"tables\": {{",
        quoted(&settings.release)
    );
    for (index, table) in tables.tables.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        add_table(&mut text, table);
    }
    text.push_str("\n  }\n}\n");
    Ok(vec![("release.json".into(), text.into_bytes())])
}

fn add_table(text: &mut String, table: &Table) {
    // Writing to a String cannot fail.
    let _ = write!(text, "    {}: [", quoted(table.name));
    for (index, row) in table.rows.iter().enumerate() {
        text.push_str(if index == 0 {
            "\n      {"
        } else {
            ",\n      {"
        });
        for (index, (column, value)) in table.columns.iter().zip(row).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{}: {}", quoted(column.name), cell(value));
        }
        text.push('}');
    }
    text.push_str(if table.rows.is_empty() {
        "]"
    } else {
        "\n    ]"
    });
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Count(count) => count.to_string(),
        Value::Decimal(decimal) => number::six_decimals(*decimal).unwrap_or_else(|| "null".into()),
        Value::Number(number) => number.to_string(),
        Value::Empty => "null".into(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{settings, small};
    use super::*;

    fn text(is_internal: bool) -> String {
        let files = files(&small(is_internal), &settings()).unwrap();
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
        let bytes = files(&tables, &settings()).unwrap()[0].1.clone();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["tables"]["headline"].as_array().unwrap().len(), 0);
    }
}
