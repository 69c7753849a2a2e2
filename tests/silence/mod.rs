//! What stands in the extracts of the tests and must not stand anywhere else: bytes in, a failed test when they hold it.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Output;
use std::sync::LazyLock;

use crate::frame::Frame;

/// Each secret with a name for it, of which the form that it is written in is the end.
pub(crate) static SECRETS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(secrets);

/// Names, client numbers, households, addresses and dates of the extracts, as they stand there and as they are normalised.
const TEXTS: &[&str] = &[
    "Ørsted",
    "Żuławski",
    "Orsted",
    "Zulawski",
    "ORSTED",
    "ZULAWSKI",
    "orsted",
    "Fjóla",
    "Fjola",
    "FJOLA",
    "Ínez",
    "Bram",
    "BRAM",
    "Quisthoudt",
    "QUISTHOUDT",
    "quisthoudt",
    "Ruud",
    "RUUD",
    "Ĳsbrandsz",
    "IJsbrandsz",
    "YSBRANDSZ",
    "IJSBRANDSZ",
    "Dieuwertje",
    "DIEUWERTJE",
    "Foutenbsn",
    "FOUTENBSN",
    "Onbekendeling",
    "ONBEKENDELING",
    "Grensgeval",
    "GRENSGEVAL",
    "KLANT-9F3A",
    "KLANT-7C1B",
    "KLANT-0D2E",
    "H-91",
    "H-92",
    "1507XY",
    "1508ZZ",
    "1508 zz",
    "1509WW",
    "1599AA",
    "17-03-1971",
    "1971-03-17",
    "19710317",
    "29-02-1988",
    "1988-02-29",
    "19880229",
    "05-11-2011",
    "2011-11-05",
    "1944-06-06",
    "31-02-1980",
    "1950-00-00",
    "00-00-1950",
    "1933-01-02",
    "Kwelderpad",
    "Jansén",
    "JANSÉN",
    "Naam7é",
    "NAAM7E",
    "999900018",
];

/// Their BSNs, with one that is none.
const NUMBERS: &[u32] = &[
    123_456_782,
    111_222_333,
    999_990_019,
    48_274_641,
    123_456_789,
];

/// What stands in the extracts and must not stand anywhere else, in the forms that a program could write it in.
fn secrets() -> Vec<(String, Vec<u8>)> {
    let mut secrets: Vec<(String, Vec<u8>)> = Vec::new();
    for text in TEXTS {
        secrets.push(((*text).into(), (*text).into()));
        secrets.push((
            format!("{text} as UTF-16"),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ));
        let (latin, _, has_others) = encoding_rs::WINDOWS_1252.encode(text);
        if !has_others && !text.is_ascii() {
            secrets.push((format!("{text} as Windows-1252"), latin.into_owned()));
        }
    }
    for number in NUMBERS {
        secrets.push((format!("{number}"), format!("{number}").into()));
        secrets.push((format!("{number:09}"), format!("{number:09}").into()));
        secrets.push((format!("{number} in bytes"), number.to_le_bytes().into()));
        secrets.push((
            format!("{number} in bytes, turned"),
            number.to_be_bytes().into(),
        ));
    }
    secrets
}

pub(crate) fn assert_silent(what: &str, bytes: &[u8]) {
    for (name, secret) in SECRETS.iter() {
        let windows = bytes.windows(secret.len()).enumerate();
        let mut found = windows.filter(|(_, window)| window == secret);
        let found = found.any(|(at, window)| !is_within_a_run(bytes, at, window.len()));
        assert!(!found, "{what} holds {name}");
    }
}

/// Whether these bytes rise one by one, from before to behind: so do the numbers of different words in a column of Parquet, a byte
/// each, and among them those of the digits 1 to 9.
fn is_within_a_run(bytes: &[u8], at: usize, length: usize) -> bool {
    let around = at
        .checked_sub(2)
        .and_then(|from| bytes.get(from..=at + length));
    around.is_some_and(|around| around.windows(2).all(|pair| pair[0] + 1 == pair[1]))
}

pub(crate) fn assert_silent_screen(words: &[&str], output: &Output) {
    assert_silent(&format!("stdout of {words:?}"), &output.stdout);
    assert_silent(&format!("stderr of {words:?}"), &output.stderr);
}

/// A file, and what is packed or compressed in it: the parts of a zip or tar file, the cells of a Parquet file.
pub(crate) fn contents(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = vec![bytes.to_vec()];
    if bytes.starts_with(b"PK") {
        pieces.extend(parts_of_zip(bytes));
    } else if bytes.starts_with(b"PAR1") {
        pieces.extend(cells(bytes));
    } else if bytes.get(257..262) == Some(b"ustar") {
        let mut archive = tar::Archive::new(bytes);
        for entry in archive.entries().unwrap() {
            let mut part = Vec::new();
            entry.unwrap().read_to_end(&mut part).unwrap();
            pieces.extend(contents(&part));
        }
    }
    pieces
}

fn parts_of_zip(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut part = Vec::new();
        archive
            .by_index(place)
            .unwrap()
            .read_to_end(&mut part)
            .unwrap();
        parts.push(part);
    }
    parts
}

/// The names of the columns, the texts and the tokens of a Parquet file.
fn cells(bytes: &[u8]) -> Vec<Vec<u8>> {
    let frame = Frame::read(bytes.to_vec());
    let mut cells = Vec::new();
    for column in &frame.columns {
        cells.push(column.name.as_bytes().to_vec());
        match column.tokens() {
            Some(tokens) => cells.extend(tokens.into_iter().flatten().map(<[u8]>::to_vec)),
            None => cells.extend((0..frame.height()).map(|row| column.text(row).into_bytes())),
        }
    }
    cells
}

/// Looks at a file that was written, and into it.
pub(crate) fn assert_silent_file(what: &str, bytes: &[u8]) {
    for piece in contents(bytes) {
        assert_silent(what, &piece);
    }
}

/// A Parquet file is compressed: its values are read back and looked at too.
pub(crate) fn assert_silent_parquet(path: &Path) {
    let frame = Frame::open(path);
    for column in &frame.columns {
        let what = format!("{} {}", path.display(), column.name);
        assert_silent(&what, column.name.as_bytes());
        match column.tokens() {
            Some(tokens) => {
                for token in tokens.into_iter().flatten() {
                    assert_eq!(token.len(), 16, "{what}: a token has 16 bytes");
                    assert_silent(&what, token);
                }
            }
            None => {
                for row in 0..frame.height() {
                    assert_silent(&what, column.text(row).as_bytes());
                }
            }
        }
    }
}
