//! The formats of extracts, in one list: a file or folder each.

mod brp;
mod brp_api;
mod csv;
mod ddas;
mod extract;
mod fixed;
mod format_override;
mod gmsd;
mod istandaarden;
mod json;
mod parquet;
mod probe;
#[cfg(test)]
mod testing;
mod vroegsignalering;
mod workbook;

#[cfg(test)]
pub(super) use brp::FORMAT as BRP;
pub(super) use csv::FORMAT as CSV;
pub(super) use extract::{Extract, ExtractRows, Met};
pub(super) use fixed::FORMAT as FIXED;
pub(super) use fixed::{FixedTable, first_lines};
pub(super) use probe::{Seen, look_at};

use super::settings::{ExtractFormat, ExtractSettings, FileKind};
use super::source::file::Source;
use super::source::format::{Fit, Format};
use crate::error::{Code, Error, Result};

/// The formats, in the order in which they are tried on an extract; the last takes any text.
const FORMATS: &[&dyn Format] = &[
    &workbook::Workbook(workbook::XLSX),
    &workbook::Workbook(workbook::XLS),
    &workbook::Workbook(workbook::ODS),
    &parquet::Parquet,
    &brp::Brp,
    &istandaarden::IStandaarden,
    &vroegsignalering::Vroegsignalering,
    &ddas::Ddas,
    &brp_api::BrpApi,
    &fixed::Fixed,
    &gmsd::GmsdWmo,
    &csv::Csv,
];

fn open_all(settings: &ExtractSettings) -> Result<Vec<Source>> {
    let open = |path: &std::path::PathBuf| Source::open(path);
    let files = settings
        .files
        .iter()
        .map(open)
        .collect::<Result<Vec<_>>>()?;
    if files.is_empty() {
        return Err(Error::new(Code::ExtractEmpty, "the extract has no files")
            .hint("set `extract` to a file, a list of files, a folder or a pattern"));
    }
    Ok(files)
}

/// The format that is given or that all files are of.
fn choose(settings: &ExtractSettings, files: &[Source]) -> Result<&'static dyn Format> {
    let format = match settings.format {
        Some(given) => {
            let format = find(|format| format.format() == given)?;
            format_override::refuse_others(format, FORMATS, files)?;
            format
        }
        None => common(files)?,
    };
    if settings.sheet.is_some() && format.format().kind != FileKind::Workbook {
        return Err(files[0]
            .failed(
                Code::ExtractFormat,
                &format!("is {} and has no sheets", format.format().name),
            )
            .hint("remove `sheet` from the agreement, or give the workbook as the extract"));
    }
    Ok(format)
}

/// The format that all files are of.
fn common(files: &[Source]) -> Result<&'static dyn Format> {
    let of = |file: &Source| find(|format| format.probe(file) != Fit::No);
    // What is empty has no format; the format of the others tells what comes of it.
    let is_blank = |file: &&Source| file.head().trim_ascii().is_empty();
    let mut written = files.iter().filter(|file| !is_blank(file));
    let begins = written.next().unwrap_or(&files[0]);
    let first = of(begins)?;
    if first.format() == CSV && json::is_json(begins) {
        return Err(begins
            .failed(Code::ExtractFormat, "is JSON of an unknown kind")
            .hint("supported are DDAS 1.0, vroegsignalering 0.1 and 0.9, and answers of the BRP API; ask for one of these, or for a CSV"));
    }
    for file in written {
        if of(file)?.format() != first.format() {
            return Err(file
                .failed(Code::ExtractFormat, &format!("is not {}, unlike {}", first.format().name, begins.name))
                .hint("all files of an extract must have one format; make two providers of them, or set `format`"));
        }
    }
    Ok(first)
}

fn find(is_it: impl Fn(&dyn Format) -> bool) -> Result<&'static dyn Format> {
    let format = FORMATS.iter().copied().find(|format| is_it(*format));
    format.ok_or_else(|| {
        Error::new(
            Code::ExtractFormat,
            "the format of the extract is not supported",
        )
    })
}

/// All formats, in that order.
pub(crate) fn extract_formats() -> impl Iterator<Item = ExtractFormat> {
    FORMATS.iter().map(|format| format.format())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::super::settings::Field;
    use super::*;
    use crate::identified::formats::testing::{detect, read};
    use crate::identified::source::RawRow;
    use crate::vocabulary::Progress;

    fn error_of(files: &[(&str, &[u8])], settings: ExtractSettings) -> (String, String) {
        let error = read(files, settings).err().unwrap();
        let advice = error.advice().unwrap_or_default().to_owned();
        (error.to_string(), advice)
    }

    #[test]
    fn each_format_is_recognised_by_its_beginning() {
        let message =
            b"\xef\xbb\xbf<?xml version=\"1.0\"?><Bericht><Header><BerichtCode>414</BerichtCode>\
            <BerichtVersie>3</BerichtVersie></Header><Client><Bsn>1</Bsn></Client></Bericht>";
        let detected = read(&[("m.xml", message)], detect(&[]))
            .unwrap()
            .reading
            .detected;
        assert_eq!(detected, ["m.xml: istandaarden, utf-8"]);
        let person = b"\xef\xbb\xbf;01.01.20;01.02.40;01.03.10;08.11.20;08.11.60\nL1;1;A;19700101;1;1500AA\n";
        let detected = read(&[("p.csv", person)], detect(&[]))
            .unwrap()
            .reading
            .detected;
        assert_eq!(detected, ["p.csv: brp, ';', utf-8, dates y-m-d"]);
        let rows = b"BSN,Geboren\n1,31-12-1950\n";
        let columns = [(Field::Bsn, "BSN"), (Field::BirthDate, "geboren")];
        let detected = read(&[("r.csv", rows)], detect(&columns))
            .unwrap()
            .reading
            .detected;
        assert_eq!(detected, ["r.csv: csv, ',', utf-8, dates d-m-y"]);
    }

    #[test]
    fn files_of_different_formats_are_not_one_extract() {
        let files = [("a.csv", &b"bsn;x\n1;2\n"[..]), ("b.xml", b"<a/>")];
        let (message, advice) = error_of(&files, detect(&[(Field::Bsn, "bsn")]));
        assert!(
            message.ends_with("b.xml: is not a CSV, unlike a.csv"),
            "{message}"
        );
        assert!(advice.contains("one format"));
    }

    #[test]
    fn json_that_is_not_known_is_no_csv() {
        for text in [&b"{\"iets\": 1}\n{}\n"[..], b"[[[\n[[\n"] {
            let (message, advice) = error_of(&[("a.json", text)], detect(&[(Field::Bsn, "x")]));
            assert!(message.ends_with("is JSON of an unknown kind"));
            assert!(advice.contains("DDAS"));
        }
        let columns = [(Field::Bsn, "[BSN]")];
        let trial = read(&[("a.csv", b"[BSN];[x]\n1;2\n")], detect(&columns)).unwrap();
        assert_eq!(trial.field(0, Field::Bsn), "1");
    }

    #[test]
    fn a_file_that_is_missing_or_none_at_all_is_named() {
        let mut settings = detect(&[(Field::Bsn, "bsn")]);
        assert!(
            Extract::unread(&settings)
                .err()
                .unwrap()
                .to_string()
                .contains("no files")
        );
        settings.files.push("nowhere/clients.csv".into());
        let error = Extract::unread(&settings).err().unwrap();
        assert!(error.to_string().contains("clients.csv") && error.advice().is_some());
    }

    #[test]
    fn a_sheet_of_what_has_none_is_refused() {
        let mut settings = detect(&[(Field::Bsn, "bsn")]);
        settings.sheet = Some("Blad1".to_owned());
        let (message, advice) = error_of(&[("a.csv", b"bsn;x\n1;2\n")], settings);
        assert!(message.ends_with("a.csv: is a CSV and has no sheets") && !advice.is_empty());
    }

    #[test]
    fn a_given_format_goes_before_what_the_file_looks_like() {
        let mut settings = detect(&[]);
        settings.format = Some(istandaarden::FORMAT);
        let (message, _) = error_of(&[("a.csv", b"Jansen;1\n")], settings);
        assert!(
            message.contains("a.csv:") && !message.contains("Jansen"),
            "{message}"
        );
    }

    /// Sums what it hears, and stops when `stop_at` bytes were read.
    struct Listener {
        bytes: AtomicU64,
        stop_at: u64,
    }

    impl Progress for Listener {
        fn begin(&self, _step: &str, _total: Option<u64>) {}
        fn advance(&self, amount: u64) {
            self.bytes.fetch_add(amount, Ordering::Relaxed);
        }
        fn end(&self) {}
        fn is_interrupted(&self) -> bool {
            self.bytes.load(Ordering::Relaxed) >= self.stop_at
        }
    }

    /// The rows and bytes that were read of 100,000 rows before the listener stopped it, and how it ended.
    fn listen(stop_at: u64) -> (u64, u64, Result<()>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "BSN;x\n".to_owned() + &"999990019;2\n".repeat(100_000);
        std::fs::write(file.path(), text).unwrap();
        let mut settings = detect(&[(Field::Bsn, "BSN")]);
        settings.files.push(file.path().to_owned());
        let listener = Listener {
            bytes: AtomicU64::new(0),
            stop_at,
        };
        let extract = Extract::unread(&settings).unwrap();
        let (mut rows, mut row) = (extract.rows(&listener).unwrap(), RawRow::new(""));
        let mut read = 0;
        let ended = loop {
            match rows.next_row(&mut row) {
                Ok(true) => read += 1,
                ended => break ended.map(drop),
            }
        };
        drop(rows);
        (read, listener.bytes.into_inner(), ended)
    }

    #[test]
    fn progress_is_told_in_bytes_and_all_of_them() {
        let (rows, bytes, ended) = listen(u64::MAX);
        assert_eq!((rows, bytes), (100_000, 1_200_006));
        assert!(ended.is_ok());
    }

    #[test]
    fn a_user_who_wants_to_stop_is_heard_within_a_few_thousand_rows() {
        let (rows, bytes, ended) = listen(500_000);
        assert!(rows < 50_000 && bytes < 600_000);
        assert_eq!(ended.unwrap_err().class(), crate::error::Class::Interrupted);
    }
}
