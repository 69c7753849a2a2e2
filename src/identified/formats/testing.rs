//! The texts of files in, all that reading them as an extract gives out: for tests.

use std::collections::BTreeMap;

use super::{for_each_row, survey};
use crate::error::Result;
pub(super) use crate::identified::example::extract as detect;
use crate::identified::settings::{ExtractSettings, Field};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Rule, Silent};

/// What an extract gave.
pub(super) struct Trial {
    /// Per row: `file:line`, and its fields by name, a broken one as `<broken>`.
    pub(super) rows: Vec<(String, BTreeMap<&'static str, String>)>,
    /// Per finding: `file:line code`.
    pub(super) findings: Vec<String>,
    /// What was settled.
    pub(super) reading: Reading,
}

impl Trial {
    /// A field of a row; empty when the row does not have it.
    pub(super) fn field(&self, row: usize, field: Field) -> &str {
        self.rows[row]
            .1
            .get(field.name())
            .map_or("", String::as_str)
    }

    /// Where the rows stand.
    pub(super) fn places(&self) -> Vec<&str> {
        self.rows.iter().map(|(place, _)| place.as_str()).collect()
    }
}

/// Reads files of these names and bytes; surveying them must come to the same.
pub(super) fn read(files: &[(&str, &[u8])], mut settings: ExtractSettings) -> Result<Trial> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        settings.files.push(path);
    }
    read_there(&settings)
}

/// Reads the files that the settings name.
pub(super) fn read_there(settings: &ExtractSettings) -> Result<Trial> {
    let surveyed = survey(settings);
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let reading = for_each_row(
        settings,
        &mut |finding| {
            let place = &finding.place;
            findings.push(format!(
                "{}:{} {}",
                place.file,
                place.line,
                finding.rule.code()
            ));
            Ok(())
        },
        &mut |row, _| {
            rows.push(copy(row));
            Ok(())
        },
        &Silent,
    );
    match (&surveyed, &reading) {
        (Ok(a), Ok(b)) => assert_eq!((a.dates, &a.detected), (b.dates, &b.detected)),
        (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
        (a, _) => assert!(a.is_ok(), "the survey refuses what reading takes"),
    }
    Ok(Trial {
        rows,
        findings,
        reading: reading?,
    })
}

fn copy(row: &RawRow) -> (String, BTreeMap<&'static str, String>) {
    let mut fields = BTreeMap::new();
    for &field in Field::ALL {
        if row.is_broken(field) {
            fields.insert(field.name(), "<broken>".to_owned());
        } else if let Some(text) = row.get(field) {
            fields.insert(field.name(), text.to_owned());
        }
    }
    let place = row.finding(None, Rule::RowShape).place;
    (format!("{}:{}", place.file, place.line), fields)
}
