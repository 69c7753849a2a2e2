//! The findings file next to the hand-over: file, line, column, rule and the name of the column; then the service codes
//! that are not in the agreement. Written one by one, kept nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::summary::UnknownCodes;
use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers, WholeFolder, begins_with, beside, refuse_other_files};
use crate::identified::settings::Field;
use crate::vocabulary::{Finding, Rule, is_formula};

/// The columns, in their order.
const COLUMNS: [&str; 7] = ["file", "line", "column", "rule", "header", "code", "rows"];

/// The columns of earlier versions, whose files may be written over and removed too.
const EARLIER: usize = 4;

/// A file of findings under construction; dropped before [`FindingsFile::complete`], it disappears. Its owner only may
/// read it.
pub struct FindingsFile {
    writer: csv::Writer<AtomicFile>,
    partial: PathBuf,
}

impl FindingsFile {
    /// Begins the findings of the hand-over at `handover`, whose folder exists: `<hand-over>.findings.csv`.
    ///
    /// # Errors
    /// As [`FindingsFile::begin`].
    pub fn of_handover(handover: &Path) -> Result<Self> {
        Self::begin(&beside(handover, ".findings.csv"))
    }

    /// Begins a file of findings that will be at `path`, over the one of an earlier run.
    ///
    /// # Errors
    /// When something else is there, or the disk refuses.
    pub fn begin(path: &Path) -> Result<Self> {
        if !begins_with(path, &header(EARLIER))? {
            refuse_other_files(path, &header(COLUMNS.len()), "a findings file")?;
        }
        let file = AtomicFile::begin(path, Readers::Owner)?;
        let mut findings = Self {
            partial: file.partial().to_owned(),
            writer: csv::Writer::from_writer(file),
        };
        findings.write(&COLUMNS)?;
        Ok(findings)
    }

    /// Where the findings of the hand-over at `handover` stand, when they do.
    #[must_use]
    pub fn left_at(handover: &Path) -> Option<PathBuf> {
        let path = beside(handover, ".findings.csv");
        let begins = |columns| begins_with(&path, &header(columns)).unwrap_or(false);
        (begins(COLUMNS.len()) || begins(EARLIER)).then_some(path)
    }

    /// How many lines a file of findings has below its header; `None` of another text.
    #[must_use]
    pub fn count(text: &str) -> Option<u64> {
        let is_header = |columns| text.as_bytes().starts_with(&header(columns));
        if !is_header(COLUMNS.len()) && !is_header(EARLIER) {
            return None;
        }
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        Some(reader.records().count() as u64)
    }

    /// Adds a finding; `columns` are the names of the columns in the extract, as the agreement has them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, finding: &Finding, columns: &BTreeMap<Field, String>) -> Result<()> {
        let location = &finding.location;
        let line = if location.line > 0 {
            location.line.to_string()
        } else {
            String::new()
        };
        let column = location.field.unwrap_or_default();
        let header = Field::from_name(column).and_then(|field| columns.get(&field));
        let header = guarded(header.map_or("", String::as_str));
        self.write(&[
            &*location.file,
            &*line,
            column,
            finding.rule.code(),
            &header,
            "",
            "",
        ])
    }

    /// Adds the codes of services that the agreement lacks, so that their owner can translate them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add_codes(
        &mut self,
        codes: &UnknownCodes,
        columns: &BTreeMap<Field, String>,
    ) -> Result<()> {
        let field = Field::Service;
        let header = guarded(columns.get(&field).map_or("", String::as_str));
        for (code, rows) in &codes.shown {
            let (rule, rows) = (Rule::ServiceUnknown.code(), rows.to_string());
            self.write(&["", "", field.name(), rule, &header, &guarded(code), &rows])?;
        }
        Ok(())
    }

    /// Moves the file to its path, over the one of an earlier run; gives its path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn complete(self) -> Result<PathBuf> {
        let file = self
            .writer
            .into_inner()
            .map_err(|e| Error::io(&self.partial, "write", e.error()))?;
        let path = file.path().to_owned();
        file.complete()?;
        Ok(path)
    }

    /// Moves a hand-over and its findings to their paths: both or neither.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn complete_with(self, handover: WholeFolder) -> Result<()> {
        let path = handover.complete()?;
        let put = self.complete();
        if put.is_err() {
            // The error that is reported is the one that came first.
            let _ = std::fs::remove_dir_all(path);
        }
        put.map(drop)
    }

    fn write(&mut self, cells: &[&str]) -> Result<()> {
        let written = self.writer.write_record(cells);
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => Error::io(&self.partial, "write", &error),
            _ => Error::new(
                Code::FileError,
                format!("{}: cannot write", self.partial.display()),
            ),
        })
    }
}

/// A text that no spreadsheet runs: one that begins as a formula gets an apostrophe in front.
fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// How a file of findings begins that has so many columns.
fn header(columns: usize) -> Vec<u8> {
    (COLUMNS[..columns].join(",") + "\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::vocabulary::{Location, Rule};

    fn finding(line: u64, field: Option<&'static str>, rule: Rule) -> Finding {
        let file = "a;b,c.csv".into();
        let location = Location { file, line, field };
        Finding { location, rule }
    }

    #[test]
    fn each_finding_is_a_line_with_its_place_and_rule() {
        let folder = tempfile::tempdir().unwrap();
        let columns = [
            (Field::Bsn, "BSN-nr".to_owned()),
            (Field::Service, "Soort".to_owned()),
        ];
        let columns = BTreeMap::from(columns);
        let mut findings = FindingsFile::of_handover(&folder.path().join("wmo")).unwrap();
        for finding in [
            finding(3, Some("bsn"), Rule::BsnInvalid),
            finding(4, None, Rule::RowShape),
            finding(0, None, Rule::MessageUnknown),
        ] {
            findings.add(&finding, &columns).unwrap();
        }
        let shown = vec![("=P10".to_owned(), 12)];
        let has_others = true;
        let codes = UnknownCodes { shown, has_others };
        findings.add_codes(&codes, &columns).unwrap();
        let path = findings.complete().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(FindingsFile::count(&text), Some(4));
        assert_eq!(FindingsFile::count("BSN;Naam\n"), None);
        assert_eq!(path, folder.path().join("wmo.findings.csv"));
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            "file,line,column,rule,header,code,rows\n\"a;b,c.csv\",3,bsn,bsn-invalid,BSN-nr,,\n\
             \"a;b,c.csv\",4,,row-shape,,,\n\"a;b,c.csv\",,,message-unknown,,,\n\
             ,,service,service-unknown,Soort,'=P10,12\n"
        );
    }

    #[test]
    fn only_findings_of_an_earlier_run_are_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wmo.findings.csv");
        for other in ["", "BSN;Naam\n", "file,line,column,rule,more\n"] {
            fs::write(&path, other).unwrap();
            assert!(FindingsFile::begin(&path).is_err());
            assert!(FindingsFile::of_handover(&folder.path().join("wmo")).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), other);
        }
        assert!(FindingsFile::begin(folder.path()).is_err());
        fs::write(&path, "file,line,column,rule\na.csv,2,bsn,bsn-invalid\n").unwrap();
        FindingsFile::begin(&path).unwrap().complete().unwrap();
        let written = fs::read_to_string(&path).unwrap();
        assert_eq!(written, "file,line,column,rule,header,code,rows\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn findings_of_a_run_that_failed_disappear() {
        let folder = tempfile::tempdir().unwrap();
        drop(FindingsFile::of_handover(&folder.path().join("wmo")).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
