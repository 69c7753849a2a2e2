//! Writes one set of tables in each format.

mod csv;
mod datapackage;
mod format;
mod json;
mod parquet;
mod put;
mod stamp;
mod xlsx;

pub use format::{ExportSettings, Format};

use std::path::PathBuf;

use crate::error::Result;
use crate::files::WholeFolder;
use crate::released::calculate::ReleaseTables;

/// Writes the files of one format, and gives back where they stand.
type Writer = fn(&ReleaseTables, &ExportSettings, &WholeFolder) -> Result<Vec<PathBuf>>;

/// The formats of tables; a new one is a file and a line here.
const WRITERS: &[(Format, Writer)] = &[
    (Format::Csv, csv::files),
    (Format::Json, json::files),
    (Format::Parquet, parquet::files),
    (Format::Xlsx, xlsx::files),
];

/// Writes the tables in one format (not [`Format::Html`], which is the report's) into the folder under construction.
///
/// The same tables and settings give the same bytes. Gives back where the files stand now, in the order written.
///
/// # Errors
/// When the disk refuses, or a table does not fit the format.
pub fn export(
    tables: &ReleaseTables,
    format: Format,
    settings: &ExportSettings,
    folder: &WholeFolder,
) -> Result<Vec<PathBuf>> {
    let Some((_, writer)) = WRITERS.iter().find(|(of, _)| *of == format) else {
        return Ok(Vec::new());
    };
    writer(tables, settings, folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Existing;
    use crate::pseudonymous::protect::profile::Profile;
    use crate::released::calculate::{Column, ColumnKind, Table, Value};
    use crate::vocabulary::{Day, Language, ProjectId, is_formula};

    /// Two small tables: every kind of value, a name that asks for quotes, a hidden count.
    pub(super) fn small(is_internal: bool) -> ReleaseTables {
        let column = |name, kind| Column { name, kind };
        let text = |text: &str| Value::text(text);
        let headline = Table {
            name: "headline",
            columns: vec![
                column("measure", ColumnKind::Text),
                column("value", ColumnKind::Count),
                column("status", ColumnKind::Status),
            ],
            rows: vec![
                vec![text("households"), Value::Count(68_960), text("rounded")],
                vec![
                    text("share_1_or_more"),
                    Value::Decimal(0.24),
                    text("rounded"),
                ],
            ],
        };
        let services = Table {
            name: "services",
            columns: vec![
                column("service", ColumnKind::Text),
                column("name", ColumnKind::Text),
                column("households", ColumnKind::Count),
                column("status", ColumnKind::Status),
                column("share", ColumnKind::Decimal),
            ],
            rows: vec![
                vec![
                    text("ggz"),
                    text("Zorg, \"geestelijk\""),
                    Value::Count(120),
                    text("rounded"),
                    Value::Decimal(1.0 / 3.0),
                ],
                vec![
                    text("wlz"),
                    text("=één"),
                    Value::Empty,
                    text("hidden"),
                    Value::Empty,
                ],
            ],
        };
        ReleaseTables {
            tables: vec![headline, services],
            is_internal,
        }
    }

    /// The files of a format: their names and bytes, as they were written.
    pub(super) fn made(
        tables: &ReleaseTables,
        format: Format,
        settings: &ExportSettings,
    ) -> Vec<(String, Vec<u8>)> {
        let at = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&at.path().join("release"), Existing::Refuse).unwrap();
        let named = |path: PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (name.to_owned(), std::fs::read(&path).unwrap())
        };
        let paths = export(tables, format, settings, &folder).unwrap();
        paths.into_iter().map(named).collect()
    }

    pub(super) fn settings() -> ExportSettings {
        ExportSettings {
            release: "zaandorp-2026-2026-12-31-0a1b2c3d".into(),
            project: ProjectId::new("zaandorp-2026").unwrap(),
            purpose: "Wie heeft hulp van meer dan één organisatie?".into(),
            period: [Day::of(2026, 1, 1).unwrap(), Day::of(2026, 12, 31).unwrap()],
            reference_date: Day::of(2026, 12, 31).unwrap(),
            sources: Vec::new(),
            language: Language::Dutch,
            is_made_up: true,
            profile: Profile::K5,
            parties: vec!["Sociale Dienst".into()],
            missing: vec!["Wijkteam".into()],
        }
    }

    const TABLE_FORMATS: [Format; 4] = [Format::Csv, Format::Json, Format::Parquet, Format::Xlsx];

    #[test]
    fn the_same_tables_give_the_same_bytes_in_every_format() {
        for (format, _) in WRITERS {
            let made = |is_internal| made(&small(is_internal), *format, &settings());
            let first = made(true);
            assert_eq!(first, made(true));
            assert_ne!(first, made(false));
        }
    }

    #[test]
    fn the_paths_are_those_of_the_files_written() {
        let names = |format| made(&small(false), format, &settings()).into_iter();
        let names = TABLE_FORMATS.into_iter().flat_map(names);
        let names: Vec<String> = names.map(|(name, _)| name).collect();
        let expected = "headline.csv services.csv datapackage.json release.json headline.parquet services.parquet tables.xlsx";
        assert_eq!(names.join(" "), expected);
        assert!(made(&small(false), Format::Html, &settings()).is_empty());
    }

    #[test]
    fn a_disk_that_fills_at_any_byte_leaves_no_folder() {
        let at = tempfile::tempdir().unwrap();
        let release = at.path().join("release");
        let write = |format, room| -> Result<PathBuf> {
            let folder = WholeFolder::begin_with_room(&release, Existing::Replace, Some(room))?;
            export(&small(false), format, &settings(), &folder)?;
            folder.complete()
        };
        for (format, _) in WRITERS {
            let files = made(&small(false), *format, &settings());
            let needed: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
            let stride = if needed > 2_000 { 97 } else { 1 };
            for room in (0..needed).step_by(stride).chain([needed - 1]) {
                let error = write(*format, room).unwrap_err();
                assert!(
                    error.advice().unwrap().contains("free some disk space"),
                    "{error}"
                );
                assert_eq!(std::fs::read_dir(at.path()).unwrap().count(), 0);
            }
            write(*format, needed).unwrap();
            std::fs::remove_dir_all(&release).unwrap();
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_count_read_back_from_csv_and_json(name: String, count: u64) {
            let mut tables = small(false);
            tables.tables.remove(0);
            tables.tables[0].rows.truncate(1);
            tables.tables[0].rows[0][1] = Value::text(&name);
            tables.tables[0].rows[0][2] = Value::Count(count);
            let bytes = made(&tables, Format::Csv, &settings()).remove(0).1;
            let row = ::csv::Reader::from_reader(bytes.as_slice()).records().next().unwrap().unwrap();
            let guarded = row[1].strip_prefix('\'');
            let guarded = guarded.filter(|text| is_formula(text.trim_start_matches('\'')));
            assert_eq!(guarded.filter(|text| *text == name).unwrap_or(&row[1]), name);
            assert_eq!(row[2].parse(), Ok(count));
            let bytes = made(&tables, Format::Json, &settings()).remove(0).1;
            let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(read["tables"]["services"][0]["name"], name);
            assert_eq!(read["tables"]["services"][0]["households"], count);
        }
    }
}
