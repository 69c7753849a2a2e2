//! The result of `inspect`: a table in comments, followed by the block.

use std::fmt::Write;

use factlab::identified::{DateOrder, Encoding, Field, InspectedColumn, Inspection};
use serde_json::{Value, json};
use toml_edit::DocumentMut;

use crate::cli::language::{as_is, said};
use crate::cli::words::{counted, grouped};

/// The most characters of a name of a column in the table.
const WIDEST_NAME: usize = 40;

/// The table, the remarks and the block; what is no block is in comments, so that the whole is TOML.
pub(super) fn in_words(inspection: &Inspection) -> String {
    let mut text = String::new();
    for file in &inspection.files {
        let _ = writeln!(text, "# {file}");
    }
    let _ = writeln!(text, "# {}", size(inspection));
    table(&inspection.columns, &mut text);
    for remark in &inspection.remarks {
        let _ = writeln!(text, "# ! \t{remark}");
    }
    if let Some(block) = &inspection.block {
        text.push('\n');
        for line in block.lines() {
            let _ = writeln!(text, "{}", of_block(line));
        }
    }
    text
}

/// A line of the block: its setting stays as it is, sure or open; its comment, which has no quotes, is said.
fn of_block(line: &str) -> String {
    let is_setting = |text: &str| {
        text.trim_start_matches("# ")
            .parse::<DocumentMut>()
            .is_ok_and(|read| !read.is_empty())
    };
    if !is_setting(line) {
        return line.to_owned();
    }
    match line
        .rsplit_once(" # ")
        .filter(|(_, comment)| !comment.contains('"'))
    {
        Some((setting, comment)) => format!("{} # {comment}", as_is(setting)),
        None => as_is(line),
    }
}

fn size(inspection: &Inspection) -> String {
    let columns = inspection.columns.len() as u64;
    let has_places = inspection
        .columns
        .iter()
        .any(|column| column.place.is_some());
    let columns = if has_places {
        counted(columns, "column", "columns")
    } else {
        counted(columns, "field", "fields")
    };
    if inspection.has_more_rows {
        let rows = grouped(inspection.rows);
        format!("{columns}; only the first {rows} rows were examined")
    } else {
        format!("{columns}, {}", counted(inspection.rows, "row", "rows"))
    }
}

fn table(columns: &[InspectedColumn], text: &mut String) {
    let has_places = columns.iter().any(|column| column.place.is_some());
    let names: Vec<String> = columns.iter().map(name).collect();
    let longest = names.iter().map(|name| name.chars().count()).max();
    let wide = if has_places {
        longest.unwrap_or(0).max("column".len())
    } else {
        0
    };
    let line = |name: &str, field: &str, filled: &str, valid: &str, distinct: &str| {
        let name = if has_places {
            format!("{}  ", as_is(&format!("{name:wide$}")))
        } else {
            String::new()
        };
        format!(
            "#   {name}{}  {filled:>7}  {valid:>7}  {distinct}\n",
            as_is(&format!("{field:22}"))
        )
    };
    text.push_str(&line(
        &said("column"),
        &said("field"),
        "filled",
        "valid",
        "distinct",
    ));
    for (column, name) in columns.iter().zip(&names) {
        let field = field(column);
        let valid = column.share_valid.map_or("-".to_owned(), percent);
        text.push_str(&line(
            name,
            &field,
            &percent(column.share_filled),
            &valid,
            column.distinct,
        ));
    }
}

/// The field; with a question mark where the user must say so.
fn field(column: &InspectedColumn) -> String {
    let asked = column
        .asked
        .iter()
        .map(|field| format!("{}?", field.name()));
    match (column.field, column.asked.as_slice()) {
        (Some(field), _) => field.name().to_owned(),
        (None, []) => "-".to_owned(),
        (None, _) => asked.collect::<Vec<_>>().join(" "),
    }
}

/// The name, or the place where the name may not be shown.
fn name(column: &InspectedColumn) -> String {
    match (&column.name, column.place) {
        (Some(name), _) if name.chars().count() > WIDEST_NAME => {
            let begin: String = name.chars().take(WIDEST_NAME - 1).collect();
            format!("{begin}…")
        }
        (Some(name), _) => name.clone(),
        (None, Some(place)) => format!("(column {place})"),
        (None, None) => String::new(),
    }
}

/// A share as a percentage; one that is not whole never looks it.
fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round();
    let tenths = if share < 1.0 {
        tenths.min(999.0)
    } else {
        tenths
    };
    let tenths = if share > 0.0 { tenths.max(1.0) } else { tenths };
    format!("{:.1} %", tenths / 10.0)
}

/// The same as an object.
pub(super) fn as_json(inspection: &Inspection) -> Value {
    let column = |column: &InspectedColumn| {
        json!({
            "place": column.place,
            "name": column.name,
            "field": column.field.map(Field::name),
            "asked": column.asked.iter().map(|field| field.name()).collect::<Vec<_>>(),
            "share_filled": column.share_filled,
            "share_valid": column.share_valid,
            "distinct": column.distinct,
        })
    };
    let columns: Vec<Value> = inspection.columns.iter().map(column).collect();
    json!({
        "files": inspection.files,
        "format": inspection.format.word,
        "delimiter": inspection.delimiter,
        "encoding": inspection.encoding.map(Encoding::word),
        "sheet": inspection.sheet,
        "dates": inspection.dates.map(DateOrder::word),
        "rows": inspection.rows,
        "has_more_rows": inspection.has_more_rows,
        "unread": inspection.unread,
        "columns": columns,
        "remarks": inspection.remarks,
        "block": inspection.block,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_not_whole_never_looks_it() {
        for (share, words) in [
            (1.0, "100.0 %"),
            (0.99999, "99.9 %"),
            (0.5, "50.0 %"),
            (0.00001, "0.1 %"),
            (0.0, "0.0 %"),
        ] {
            assert_eq!(percent(share), words);
        }
    }
}
