//! A public file in, its rows of cells out: CSV of any delimiter and encoding, or a workbook.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader as _, Xlsx};
use encoding_rs::{Encoding, WINDOWS_1252};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use crate::error::untrusted::without_panic;
use crate::error::{Code, Error, Result};
use crate::files::read_plain;
use crate::vocabulary::FileDigest;

/// No public file is longer, in bytes: all areas of the country with 150 figures are 20 MB.
const LONGEST: u64 = 1 << 28;

/// No workbook is longer when unpacked.
const LONGEST_UNPACKED: u64 = 1 << 30;

/// The signs between cells; of those that fit equally well, the first.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// A cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    Text(&'a str),
    /// A number of a workbook.
    Number(f64),
}

impl<'a> Cell<'a> {
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text.trim()),
            Self::Number(_) => None,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.text().is_some_and(str::is_empty)
    }
}

/// A table that was read.
pub(super) enum Sheet {
    Delimited { text: String, delimiter: u8 },
    Workbook(Range<Data>),
}

impl Sheet {
    /// The tables of a file, one of a CSV and one per sheet of a workbook; and its digest. What cannot be read is of `code`.
    pub(super) fn all_of(path: &Path, code: Code) -> Result<(Vec<Self>, FileDigest)> {
        let invalid = |why| Error::at(code, path, why);
        let bytes = read_plain(path, LONGEST).map_err(|e| Error::io(path, "read", &e))?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(invalid("is empty"));
        }
        let digest = FileDigest::new(Sha256::digest(&bytes).into());
        let sheets = if bytes.starts_with(b"PK\x03\x04") {
            let book = without_panic(|| sheets(&bytes)).flatten();
            book.ok_or_else(|| invalid("is no workbook (.xlsx) that can be read"))?
        } else {
            if bytes.contains(&0) && Encoding::for_bom(&bytes).is_none() {
                return Err(invalid("is neither CSV nor a workbook (.xlsx)"));
            }
            vec![Self::of_text(&decoded(bytes))]
        };
        Ok((sheets, digest))
    }

    fn of_text(text: &str) -> Self {
        // Behind a line that ends in two signs, `csv` says the number of the line before.
        let text = text.replace("\r\n", "\n");
        let delimiter = delimiter(&text);
        Self::Delimited { text, delimiter }
    }

    pub(super) const fn is_text(&self) -> bool {
        matches!(self, Self::Delimited { .. })
    }

    pub(super) const fn has_commas_between_cells(&self) -> bool {
        matches!(self, Self::Delimited { delimiter, .. } if *delimiter == b',')
    }

    /// Gives each row with its line, from 1, until `each` says that it has enough.
    pub(super) fn for_each(&self, mut each: impl FnMut(usize, &[Cell<'_>]) -> bool) {
        match self {
            Self::Delimited { text, delimiter } => {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .delimiter(*delimiter)
                    .from_reader(text.as_bytes());
                let mut record = csv::StringRecord::new();
                while reader.read_record(&mut record).unwrap_or(false) {
                    let line = record.position().map_or(0, csv::Position::line);
                    let cells: Vec<_> = record.iter().map(Cell::Text).collect();
                    if !each(usize::try_from(line).unwrap_or(0), &cells) {
                        return;
                    }
                }
            }
            Self::Workbook(range) => {
                let first = range.start().map_or(0, |(row, _)| row as usize);
                for (row, cells) in range.rows().enumerate() {
                    let cells: Vec<_> = cells.iter().map(cell).collect();
                    if !each(first + row + 1, &cells) {
                        return;
                    }
                }
            }
        }
    }
}

/// The name of a column without what changes over the years: small letters and digits; of open data without the number
/// behind it.
pub(super) fn stem(header: &str) -> String {
    let header = header.trim();
    let is_open_data = header.bytes().any(|byte| byte.is_ascii_uppercase());
    let name = match header.rsplit_once('_') {
        Some((name, number)) if is_open_data && number.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => header,
    };
    let letters = name.chars().flat_map(char::to_lowercase);
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

fn cell(data: &Data) -> Cell<'_> {
    match data {
        Data::String(text) => Cell::Text(text),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(is_true) => Cell::Text(if *is_true { "true" } else { "false" }),
        Data::Empty => Cell::Text(""),
        _ => Cell::Text("?"),
    }
}

/// The sheets of a workbook in their order; `None` for another file, or one that unpacks without end.
fn sheets(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut left = LONGEST_UNPACKED;
    for place in 0..package.len() {
        left = left.checked_sub(package.by_index(place).ok()?.size())?;
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let names = book.sheet_names().into_iter();
    let sheets = names.filter_map(|name| book.worksheet_range(&name).ok());
    Some(sheets.map(Sheet::Workbook).collect())
}

/// The text of a file: by its mark, else UTF-8, else what Dutch Excel writes.
fn decoded(bytes: Vec<u8>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return encoding.decode(&bytes).0.into_owned();
    }
    let windows = |other: std::string::FromUtf8Error| {
        let (text, ..) = WINDOWS_1252.decode(other.as_bytes());
        text.into_owned()
    };
    String::from_utf8(bytes).unwrap_or_else(windows)
}

/// The sign that stands equally often in most of the first lines.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(20)
        .collect();
    let fit = |delimiter: u8| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| outside_quotes(line, delimiter))
            .collect();
        let lines_with = |count| counts.iter().filter(|other| **other == count).count();
        counts
            .iter()
            .map(|count| count * lines_with(*count))
            .max()
            .unwrap_or(0)
    };
    let best = DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| fit(*delimiter));
    best.unwrap_or(b';')
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut is_quoted = false;
    let is_one = |byte: &u8| {
        is_quoted ^= *byte == b'"';
        *byte == delimiter && !is_quoted
    };
    line.as_bytes().iter().copied().filter(is_one).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("figures");
        std::fs::write(&path, bytes).unwrap();
        let mut rows = Vec::new();
        for sheet in Sheet::all_of(&path, Code::FiguresUnreadable).unwrap().0 {
            sheet.for_each(|_, cells| {
                rows.push(cells.iter().map(|cell| format!("{cell:?}")).collect());
                true
            });
        }
        rows
    }

    fn texts(cells: &[&str]) -> Vec<String> {
        cells
            .iter()
            .map(|cell| format!("{:?}", Cell::Text(cell)))
            .collect()
    }

    #[test]
    fn every_row_has_its_own_line_however_lines_end() {
        for end in ["\n", "\r\n"] {
            let text = ["code,naam", "\"WK01\",\"een", "twee\"", "WK02,drie", ""].join(end);
            let mut lines = Vec::new();
            Sheet::of_text(&text).for_each(|line, cells| {
                lines.push((line, cells.len()));
                true
            });
            assert_eq!(lines, [(1, 2), (2, 2), (4, 2)]);
        }
    }

    #[test]
    fn delimiter_and_encoding_are_recognised() {
        let row = texts(&["WK01", "Café", "1,5"]);
        for text in [
            "code;naam;woz\nWK01;Café;1,5\n",
            "code\tnaam\twoz\nWK01\tCafé\t1,5\n",
        ] {
            assert_eq!(rows(text.as_bytes())[1], row);
            assert_eq!(rows(&WINDOWS_1252.encode(text).0)[1], row);
            let marked = format!("\u{feff}{text}");
            assert_eq!(rows(marked.as_bytes())[1], row);
        }
        assert_eq!(
            rows("code,naam,woz\nWK01,Café,\"1,5\"\n".as_bytes())[1],
            row
        );
        let wide: Vec<u8> = "\u{feff}code;naam;woz\nWK01;Café;1,5\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(rows(&wide)[1], row);
    }

    #[test]
    fn a_title_with_commas_and_decimal_commas_do_not_make_a_delimiter() {
        let text = "\"Kerncijfers, wijken, buurten\"\ncode;a;b\nWK01;1,5;2,5\nWK02;3,5;4\n";
        assert_eq!(rows(text.as_bytes())[2], texts(&["WK01", "1,5", "2,5"]));
    }

    #[test]
    fn a_workbook_has_texts_and_numbers() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "code").unwrap();
        sheet.write_number(1, 0, -99_997.0).unwrap();
        let rows = rows(&book.save_to_buffer().unwrap());
        assert_eq!(rows[0], texts(&["code"]));
        assert_eq!(rows[1], [format!("{:?}", Cell::Number(-99_997.0))]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("figures.csv");
        for bytes in [&b""[..], b" \n", b"PK\x03\x04 cut", b"\x00\x01\x02"] {
            std::fs::write(&path, bytes).unwrap();
            assert!(
                Sheet::all_of(&path, Code::FiguresUnreadable).is_err(),
                "{bytes:?}"
            );
        }
        assert!(Sheet::all_of(folder.path(), Code::FiguresUnreadable).is_err());
    }
}
