//! Checks tables: columns, keys, statuses and the form of every number.

use std::collections::BTreeSet;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    for table in tables.by_name.values() {
        let mut keys = BTreeSet::new();
        for row in &table.rows {
            if !keys.insert(&row[..table.layout.keys]) {
                verdict.object(format!("{} is listed twice", table.name_row(row)));
            }
            check_row(table, row, tables.printing.as_ref(), verdict);
        }
    }
}

fn check_row(table: &Table, row: &[String], printing: Option<&Printing>, verdict: &mut Verdict) {
    let is_internal = printing.is_none();
    let is_difference = table.text(row, "status") == "derived";
    for column in table.layout.counts {
        let text = table.text(row, column);
        verdict.numbers += 1;
        if text.is_empty() {
            continue;
        }
        match text.parse::<u64>() {
            Ok(count) if printing.is_none_or(|one| one.can_print(count, is_difference)) => {}
            // Who lives somewhere is not hidden.
            Ok(0 | 5) if table.layout.name == "population" => {}
            Ok(_) => {
                verdict.object(format!(
                    "{}, {column}: is not a protected number ({})",
                    table.name_row(row),
                    printing.unwrap_or(&Printing::K5).words()
                ));
            }
            Err(_) => verdict.object(format!("{}, {column}: is not a count", table.name_row(row))),
        }
    }
    if let (true, Some(first)) = (
        table.layout.columns.contains(&"status"),
        table.layout.counts.first(),
    ) {
        let status = table.text(row, "status");
        let is_empty = table.text(row, first).is_empty();
        let fits = match status {
            "hidden" => is_empty && !is_internal,
            "missing" => is_empty && table.layout.name == "services",
            "exact" => !is_empty && is_internal,
            "rounded" | "derived" => !is_empty && !is_internal,
            _ => false,
        };
        if !fits {
            verdict.object(format!(
                "{}: the status does not fit the number",
                table.name_row(row)
            ));
        }
    }
}
