//! `datapackage.json`: what each CSV file and column holds, in the words of the documentation.
//!
//! A Tabular Data Package, version 1: <https://specs.frictionlessdata.io/tabular-data-package/>.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ExportSettings, stamp};
use crate::error::{Code, Error, Result};
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table};

/// Describes the tables: a row and its keys.
const TABLES: &str = include_str!("../../../docs/tables.md");

/// Describes the columns: table, unit and what they hold.
const COLUMNS: &str = include_str!("../../../docs/columns.md");

#[derive(Serialize)]
struct Package<'a> {
    profile: &'static str,
    name: &'a str,
    title: String,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    sources: BTreeSet<Source<'a>>,
    resources: Vec<Resource>,
}

/// Where public figures are from, and under which terms they may be used.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Source<'a> {
    title: &'a str,
    licence: &'a str,
}

#[derive(Serialize)]
struct Resource {
    profile: &'static str,
    name: &'static str,
    path: String,
    title: String,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: Vec<&'static str>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    title: String,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
}

/// `datapackage.json`.
pub(super) fn text(tables: &ReleaseTables, settings: &ExportSettings) -> Result<String> {
    let [from, to] = settings.period;
    let (project, day) = (&settings.project, settings.reference_date);
    let package = Package {
        profile: "tabular-data-package",
        name: &settings.release,
        title: format!("{project}: {from} to {to}, households on {day}"),
        description: &settings.purpose,
        internal: tables.is_internal.then_some(stamp::BANNER),
        sources: settings.sources.iter().map(source).collect(),
        resources: (tables.tables.iter())
            .map(|table| resource(table, tables.is_internal))
            .collect(),
    };
    let json = serde_json::to_string_pretty(&package).map_err(|_| {
        let message = "datapackage.json cannot be written as JSON";
        Error::new(Code::InternalError, message)
    })?;
    Ok(json + "\n")
}

fn source([title, _, licence]: &[String; 3]) -> Source<'_> {
    Source { title, licence }
}

fn resource(table: &Table, is_internal: bool) -> Resource {
    let (row, primary_key) = documented_table(table);
    let mut fields: Vec<Field> = (table.columns.iter())
        .map(|column| field(table.name, column))
        .collect();
    if is_internal {
        let (name, kind) = (stamp::COLUMN, ColumnKind::Text);
        fields.push(field(table.name, &Column { name, kind }));
    }
    Resource {
        profile: "tabular-data-resource",
        name: table.name,
        path: format!("{}.csv", table.name),
        title: title(table.name),
        description: format!("A row is {row}."),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Schema {
            fields,
            missing_values: [""],
            primary_key,
        },
    }
}

fn field(table: &str, column: &Column) -> Field {
    let (unit, description) = documented_column(table, column.name).unwrap_or_default();
    Field {
        name: column.name,
        title: title(column.name),
        kind: match column.kind {
            ColumnKind::Text | ColumnKind::Status => "string",
            ColumnKind::Count => "integer",
            ColumnKind::Decimal | ColumnKind::Number => "number",
        },
        description,
        unit,
    }
}

/// `share_of_users` as `Share of users`.
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(words.len().min(1));
    first.to_uppercase() + rest
}

/// What a row of the table is, and the columns that tell rows apart.
fn documented_table(table: &Table) -> (String, Vec<&'static str>) {
    let begin = format!("| `{}` | ", table.name);
    let line = TABLES.lines().find_map(|line| line.strip_prefix(&begin));
    let cell = line.and_then(|line| line.split(" | ").next());
    let (row, keys) = cell
        .and_then(|cell| cell.rsplit_once(": "))
        .unwrap_or_default();
    let keys = keys.split(", ").map(|key| key.trim_matches('`'));
    let keys = keys.filter_map(|key| table.columns.iter().find(|column| column.name == key));
    (
        row.replace('`', ""),
        keys.map(|column| column.name).collect(),
    )
}

/// The unit of a column, and what it holds.
fn documented_column(table: &str, column: &str) -> Option<(&'static str, &'static str)> {
    let of = |table: &str| {
        COLUMNS.lines().find_map(|line| {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            match cells[..] {
                ["", own, of, unit, holds, ""] if own == column && of == table => {
                    Some((unit, holds))
                }
                _ => None,
            }
        })
    };
    of(table).or_else(|| of(""))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::tests::{settings, small};
    use super::*;
    use crate::pseudonymous::cells;
    use crate::released::compare::COMPARED_TABLES;
    use crate::released::estimates::ESTIMATED_TABLES;
    use crate::released::places::PUBLIC_TABLES;

    fn package(tables: &ReleaseTables) -> Json {
        serde_json::from_str(&text(tables, &settings()).unwrap()).unwrap()
    }

    /// Every table that a release can have, without rows.
    fn all() -> Vec<Table> {
        let counted = cells::TABLES.into_iter().map(|def| Table {
            name: def.name,
            columns: Column::of(def),
            rows: Vec::new(),
        });
        let others = PUBLIC_TABLES
            .into_iter()
            .chain(ESTIMATED_TABLES)
            .chain(COMPARED_TABLES)
            .map(|table| table.with(Vec::new()));
        counted.chain(others).collect()
    }

    #[test]
    fn every_column_of_every_table_is_described() {
        for table in all() {
            for name in table.columns.iter().map(|column| column.name) {
                let described = documented_column(table.name, name);
                assert!(described.is_some(), "{}: {name}", table.name);
            }
            let (row, keys) = documented_table(&table);
            assert!(!row.is_empty() && !keys.is_empty(), "{}", table.name);
        }
    }

    #[test]
    fn every_described_column_is_one_of_a_table() {
        let all = all();
        let has = |of: &str, name: &str| {
            let mut of = all.iter().filter(|table| of.is_empty() || of == table.name);
            of.any(|table| table.column(name).is_some())
        };
        let cells = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>();
        let lines = COLUMNS.lines().map(cells).filter(|line| line.len() == 6);
        for line in lines.skip(2) {
            assert!(
                line[1] == stamp::COLUMN || has(line[2], line[1]),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_table_says_its_keys_types_and_units() {
        let services = &package(&small(false))["resources"][1];
        assert_eq!(services["path"], "services.csv");
        assert_eq!(services["description"], "A row is a service.");
        let schema = &services["schema"];
        assert_eq!(schema["primaryKey"], json!(["service"]));
        let fields = schema["fields"].as_array().unwrap();
        let types: Vec<_> = fields
            .iter()
            .map(|field| field["type"].as_str().unwrap())
            .collect();
        assert_eq!(types, ["string", "string", "integer", "string", "number"]);
        assert_eq!(fields[4]["unit"], "share from 0 to 1");
    }

    #[test]
    fn sources_are_named_once_and_an_internal_package_says_so() {
        let source = |year: &str| ["CBS", year, "CC BY 4.0"].map(str::to_owned);
        let settings = ExportSettings {
            sources: vec![source("2024"), source("2025")],
            ..settings()
        };
        let text = text(&small(true), &settings).unwrap();
        let package: Json = serde_json::from_str(&text).unwrap();
        let sources = json!([{"title": "CBS", "licence": "CC BY 4.0"}]);
        assert_eq!(package["sources"], sources);
        assert_eq!(package["internal"], stamp::BANNER);
        let fields = &package["resources"][0]["schema"]["fields"];
        assert_eq!(fields[3]["name"], "internal");
    }
}
