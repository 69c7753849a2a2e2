//! Checks public figures against what `run.json` says of their files: units, years and sources.

use serde_json::Value as Json;

use super::Verdict;
use super::layout::PUBLIC;
use super::tables::{Table, Tables};

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    for public in PUBLIC {
        let Some(table) = tables.by_name.get(public.layout.name) else {
            continue;
        };
        for row in &table.rows {
            for column in public.numbers {
                let text = table.text(row, column);
                verdict.numbers += 1;
                if !text.is_empty() && !text.parse::<f64>().is_ok_and(f64::is_finite) {
                    let row = table.name_row(row);
                    verdict.object(format!("{row}, {column}: is not a number"));
                }
            }
        }
    }
    if let Some(table) = tables.by_name.get("figures") {
        check_sources(table, &run["figures"], verdict);
    }
}

fn check_sources(table: &Table, files: &Json, verdict: &mut Verdict) {
    let files = || files.as_array().into_iter().flatten();
    for row in &table.rows {
        let is_of = |file: &Json| {
            file["source"].as_str() == Some(table.text(row, "source"))
                && file["year"].as_u64() == table.count(row, "year")
                && file["indicators"][table.text(row, "indicator")].as_str()
                    == Some(table.text(row, "unit"))
        };
        if !files().any(is_of) {
            verdict.object(format!(
                "{}: has another unit, year or source than run.json says",
                table.name_row(row)
            ));
        }
        if !["gemeente", "wijk", "buurt"].contains(&table.text(row, "level")) {
            verdict.object(format!("{}: is of no level of areas", table.name_row(row)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn problems(row: [&str; 7]) -> Vec<String> {
        let layout = &PUBLIC[0].layout;
        let rows = vec![row.map(String::from).to_vec()];
        let tables = Tables {
            by_name: BTreeMap::from([("figures", Table { layout, rows })]),
            printing: None,
        };
        let file = serde_json::json!({"source": "CBS", "year": 2026, "indicators": {"population": "number"}});
        let mut verdict = Verdict::default();
        let run = serde_json::json!({ "figures": [file] });
        check(&tables, &run, &mut verdict);
        verdict.problems
    }

    #[test]
    fn a_figure_has_the_unit_year_and_source_of_its_file() {
        let row = [
            "wijk",
            "WK099901",
            "population",
            "1235",
            "number",
            "2026",
            "CBS",
        ];
        assert_eq!(problems(row), [""; 0]);
        let of_layout = &PUBLIC[0].layout.columns;
        for (column, other) in [
            ("level", "street"),
            ("indicator", "homes"),
            ("value", "many"),
            ("unit", "%"),
            ("year", "2025"),
            ("source", "WOZ"),
        ] {
            let place = of_layout.iter().position(|name| *name == column).unwrap();
            let mut changed = row;
            changed[place] = other;
            assert_eq!(problems(changed).len(), 1, "{column}");
        }
    }
}
