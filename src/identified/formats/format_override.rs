//! Checks the `format` of the agreement against the files.

use super::json::is_json;
use crate::error::{Code, Result};
use crate::identified::settings::FileKind;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::text::refuse_what_is_not_text;

/// Refuses files that cannot be read as the format that is given. One that can is enough: the others are findings then.
///
/// # Errors
/// When there is none; it says what the first file looks like instead.
pub(super) fn refuse_others(
    given: &dyn Format,
    formats: &[&dyn Format],
    files: &[Source],
) -> Result<()> {
    let is_blank = |file: &&Source| file.head().trim_ascii().is_empty();
    let written: Vec<_> = files.iter().filter(|file| !is_blank(file)).collect();
    let is_other = |file: &&Source| !accepts(given, looks_like(file, formats), file);
    match written.first() {
        Some(first) if written.iter().all(is_other) => {
            refuse(given, looks_like(first, formats), first)
        }
        _ => Ok(()),
    }
}

fn accepts(given: &dyn Format, looks: Option<&dyn Format>, file: &Source) -> bool {
    let kind = given.format().kind;
    match looks.map(|looks| looks.format().kind) {
        _ if given.probe(file) == Fit::Sure => true,
        Some(looks) => looks == kind && matches!(kind, FileKind::Delimited | FileKind::Workbook),
        None => match kind {
            FileKind::Delimited | FileKind::FixedWidth => true,
            FileKind::Xml => given.probe(file) == Fit::Maybe,
            FileKind::Json => is_json(file),
            FileKind::Workbook | FileKind::Parquet => false,
        },
    }
}

/// The format that is sure of a file.
fn looks_like<'a>(file: &Source, formats: &[&'a dyn Format]) -> Option<&'a dyn Format> {
    let mut formats = formats.iter().copied();
    formats.find(|format| format.probe(file) == Fit::Sure)
}

fn refuse(given: &dyn Format, looks: Option<&dyn Format>, file: &Source) -> Result<()> {
    let word = given.format().word;
    let Some(looks) = looks else {
        refuse_what_is_not_text(&file.path, file.head())?;
        let what = format!("is not {}, but `format` is \"{word}\"", given.format().name);
        return Err(file.failed(Code::ExtractFormat, &what));
    };
    let what = format!(
        "looks like {}, but `format` is \"{word}\"",
        looks.format().name
    );
    let right = looks.format().word;
    Err(file.failed(Code::ExtractFormat, &what).hint(format!(
        "write format = \"{right}\", or remove `format` to have it detected"
    )))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Trial, detect, read};
    use super::super::{CSV, brp_api, ddas, istandaarden, parquet, vroegsignalering, workbook};
    use super::*;
    use crate::identified::settings::{ExtractFormat, Field};

    const UNKNOWN: &[u8] = b"{\"iets\": [{\"anders\": 1}]}";
    const DELIVERY: &[u8] =
        b"{\"leveringen\": [{\"vroegsignalen\": [{\"signaaldatum\": \"2026-01-01\"}]}]}";

    fn given(format: ExtractFormat, files: &[(&str, &[u8])]) -> Result<Trial> {
        let mut settings = detect(&[(Field::Bsn, "BSN")]);
        settings.format = Some(format);
        read(files, settings)
    }

    fn refusal(format: ExtractFormat, bytes: &[u8]) -> String {
        let error = given(format, &[("a.x", bytes)]).err().unwrap();
        assert!(error.advice().is_some());
        error.to_string()
    }

    #[test]
    fn an_empty_delivery_of_the_format_holds_nobody() {
        for (format, bytes) in [
            (ddas::FORMAT, &b"{\"leveringen\": []}"[..]),
            (vroegsignalering::FORMAT, b"{\"leveringen\": []}"),
            (brp_api::FORMAT, b"{\"personen\": []}"),
        ] {
            assert!(refusal(format, bytes).ends_with("a.x: contains nobody"));
        }
    }

    #[test]
    fn what_looks_like_nothing_known_is_refused_too() {
        for (format, bytes, word) in [
            (ddas::FORMAT, UNKNOWN, "is JSON, and not a DDAS delivery"),
            (brp_api::FORMAT, b"[]", "and not an answer of the BRP API"),
            (
                ddas::FORMAT,
                b"a;b\n1;2\n",
                "is not a DDAS delivery, but `format` is \"ddas\"",
            ),
            (workbook::XLSX, b"a;b\n1;2\n", "is not an Excel workbook"),
            (parquet::FORMAT, b"%PDF-1.7", "looks like a PDF"),
            (
                istandaarden::FORMAT,
                b"<gml/>",
                "is not a 301, 305, 307 or 323 message",
            ),
            (
                istandaarden::FORMAT,
                b"a;b\n1;2\n",
                "is not an iWmo or iJw message",
            ),
        ] {
            let message = refusal(format, bytes);
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn a_given_format_goes_before_what_a_table_looks_like() {
        let gmsd = b"Gemeentecode;BSN;Type maatwerkarrangement\n0479;1;03\n";
        let trial = given(CSV, &[("a.csv", gmsd)]).unwrap();
        assert_eq!(trial.field(0, Field::Bsn), "1");
    }

    #[test]
    fn one_file_of_the_format_is_enough_and_the_others_are_findings() {
        let files = [
            ("a.json", DELIVERY),
            ("b.json", UNKNOWN),
            ("c.json", b"a;b\n"),
        ];
        let trial = given(vroegsignalering::FORMAT, &files).unwrap();
        assert_eq!(trial.places(), ["a.json:1"]);
        assert_eq!(
            trial.findings,
            ["b.json:1 message-unknown", "c.json:1 file-broken"]
        );
    }
}
