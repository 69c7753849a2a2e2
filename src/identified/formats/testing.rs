//! For tests: everything that reading an extract gives, from the texts of its files.

use std::collections::BTreeMap;

use super::{Extract, Met};
use crate::error::Result;
pub(super) use crate::identified::example::extract as detect;
use crate::identified::settings::{ExtractSettings, Field};
use crate::identified::source::file::Source;
use crate::identified::source::format::Format;
use crate::identified::source::{Line, Purpose, Table};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Finding, Rule, Silent};

/// What an extract gave.
pub(super) struct Trial {
    /// Per row: `file:line`, and its fields by name, a broken one as `<broken>`.
    pub(super) rows: Vec<(String, BTreeMap<&'static str, String>)>,
    /// Per finding: `file:line code`.
    pub(super) findings: Vec<String>,
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
    let extract = Extract::unread(settings)?;
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let (mut of_extract, mut row) = (extract.rows(&Silent)?, RawRow::new(""));
    while let Some(met) = of_extract.next(&mut row)? {
        match met {
            Met::Row => rows.push(copy(&row)),
            Met::Finding(Finding { location, rule }) => {
                findings.push(format!(
                    "{}:{} {}",
                    location.file,
                    location.line,
                    rule.code()
                ));
            }
        }
    }
    let reading = of_extract.into_reading();
    Ok(Trial {
        rows,
        findings,
        reading,
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
    let location = row.finding(None, Rule::RowShape).location;
    (format!("{}:{}", location.file, location.line), fields)
}

/// What `inspect` sees of a file.
pub(super) struct Looked {
    pub(super) table: Box<dyn Table>,
    /// The names, then the rows; cells parted by `|`, one without text as `<broken>`, a line that is no row as `!`.
    pub(super) lines: Vec<String>,
}

/// Looks at a file of these bytes.
pub(super) fn look(format: &dyn Format, bytes: &[u8]) -> Result<Looked> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let table = format.tables(&Source::open(file.path())?, None)?.remove(0);
    let names = table.header().names_in_line();
    let all: Vec<usize> = (0..names.len()).collect();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let (mut cells, mut lines) = (table.cells(Purpose::Look, &all)?, vec![names.join("|")]);
    loop {
        match cells.next()? {
            Line::End => break,
            Line::Unread(..) => lines.push("!".to_owned()),
            Line::Row(_) => {
                let cell = |&column| cells.cell(column, false).unwrap_or("<broken>").to_owned();
                lines.push(all.iter().map(cell).collect::<Vec<_>>().join("|"));
            }
        }
    }
    drop(cells);
    Ok(Looked { table, lines })
}
