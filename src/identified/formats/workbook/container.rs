//! The kind of workbook of a file. Refuses locked, oversized and bomb files before anything opens them.

use std::fs::File;
use std::io::{BufReader, Read};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, FileKind};
use crate::identified::source::file::{Source, open};

/// An Excel workbook since 2007.
pub(in crate::identified::formats) const XLSX: ExtractFormat =
    ExtractFormat::table("xlsx", "an Excel workbook", FileKind::Workbook);

/// An Excel workbook of before 2007.
pub(in crate::identified::formats) const XLS: ExtractFormat = ExtractFormat::table(
    "xls",
    "an Excel workbook from before 2007",
    FileKind::Workbook,
);

pub(in crate::identified::formats) const ODS: ExtractFormat =
    ExtractFormat::table("ods", "an OpenDocument sheet", FileKind::Workbook);

/// The bytes that a workbook may have.
const LARGEST: u64 = 64 << 20;

/// The bytes that it may have once inflated: sixteen times the largest file, more than sheets ever need.
const LARGEST_INFLATED: u64 = 1 << 30;

/// How many times its size a workbook may inflate, beyond the first bytes.
const MOST_INFLATION: u64 = 200;

/// The inflated bytes below which inflation is not looked at.
const SMALL: u64 = 16 << 20;

/// The files that a workbook may consist of.
const MOST_PARTS: usize = 10_000;

/// The bytes in which a table of texts says how many it holds.
const BEGINNING: usize = 1024;

/// The texts that a workbook may say that it shares.
const MOST_TEXTS: u64 = 20_000_000;

const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ODS_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// What to do with a workbook of another kind.
pub(super) const SAVE_AS_XLSX: &str =
    "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)";
const AGAIN: &str = "export it again, or copy the file again";
const UNLOCK: &str = "open it, remove the password (File, Info, Protect Workbook) and save a copy; delete that copy when you are done";

/// What the beginning of a file says of its kind: zip files count as `.xlsx` unless they say that they are `.ods`.
pub(super) fn likely_kind(file: &Source) -> Option<ExtractFormat> {
    let head = file.head();
    if head.starts_with(COMPOUND) || foreign(head).is_some() {
        Some(XLS)
    } else if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        // An OpenDocument file begins with its type, not deflated (OpenDocument 1.2, part 3, section 3.3).
        let says_ods = head.iter().take(200).copied().collect::<Vec<_>>();
        let is_ods = says_ods
            .windows(ODS_TYPE.len())
            .any(|bytes| bytes == ODS_TYPE);
        Some(if is_ods { ODS } else { XLSX })
    } else {
        None
    }
}

/// What programs write under the name of a workbook that is not one.
fn foreign(head: &[u8]) -> Option<&'static str> {
    let start = head.trim_ascii_start();
    let lower = start[..start.len().min(2048)].to_ascii_lowercase();
    let holds = |word: &str| {
        lower
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    if !lower.starts_with(b"<") {
        return None;
    }
    if holds("urn:schemas-microsoft-com:office:spreadsheet") || holds("progid=\"excel.sheet\"") {
        return Some("is an Excel 2003 XML workbook under another name");
    }
    let begins = |word: &str| lower.starts_with(word.as_bytes());
    let is_page =
        begins("<!doctype html") || begins("<html") || begins("<table") || begins("<meta");
    is_page.then_some("is a web page (HTML) under another name")
}

/// Refuses what is no workbook, and what would not fit; gives back what it is, whatever its name says.
///
/// # Errors
/// With a hint for each: no workbook, password, zip bomb, too large, cut off.
pub(super) fn examine(file: &Source) -> Result<ExtractFormat> {
    if let Some(what) = foreign(file.head()) {
        return Err(file.failed(Code::ExtractFormat, what).hint(SAVE_AS_XLSX));
    }
    let Some(kind) = likely_kind(file) else {
        return Err(file.failed(Code::ExtractFormat, "is not a workbook"));
    };
    if file.size > LARGEST {
        return Err(file
            .failed(
                Code::ExtractUnreadable,
                "is larger than 64 MB, the limit for a workbook",
            )
            .hint("save the sheet as `CSV UTF-8 (delimited)` and use that file"));
    }
    match kind {
        XLS => Ok(kind),
        _ => examine_zip(file),
    }
}

/// The error of a workbook that asks for a password.
pub(super) fn locked(file: &Source) -> Error {
    file.failed(Code::ExtractUnreadable, "is password-protected")
        .hint(UNLOCK)
}

/// The error of a workbook that ends too early or makes no sense.
pub(super) fn damaged(file: &Source) -> Error {
    file.failed(
        Code::ExtractUnreadable,
        "cannot be read as a workbook: it is truncated or damaged",
    )
    .hint(AGAIN)
}

fn bomb(file: &Source) -> Error {
    file.failed(
        Code::ExtractUnreadable,
        "decompresses to more than a workbook can hold (a zip bomb)",
    )
    .hint("do not open it; find out where it comes from, and ask for the same data as CSV")
}

fn examine_zip(file: &Source) -> Result<ExtractFormat> {
    let source = BufReader::new(open(&file.path)?);
    let mut zip = ZipArchive::new(source).map_err(|_| damaged(file))?;
    if zip.len() > MOST_PARTS
        || zip
            .decompressed_size()
            .is_some_and(|size| size > u128::from(LARGEST_INFLATED))
    {
        return Err(bomb(file));
    }
    let names: Vec<String> = zip
        .file_names()
        // Some programs write `\` between folders, or capitals.
        .filter_map(|name| Some(name.ok()?.to_ascii_lowercase().replace('\\', "/")))
        .collect();
    let has = |end: &str| {
        names
            .iter()
            .any(|name| name == end || name.ends_with(&format!("/{end}")))
    };
    let kind = if names.iter().any(|name| name == "mimetype") {
        ODS
    } else if has("workbook.xml") {
        XLSX
    } else if has("workbook.bin") {
        return Err(file
            .failed(Code::ExtractFormat, "is a binary workbook (.xlsb)")
            .hint(SAVE_AS_XLSX));
    } else {
        return Err(file
            .failed(
                Code::ExtractFormat,
                "is a zip file without a workbook in it",
            )
            .hint("unpack it and use the file inside"));
    };
    inflate_all(file, &mut zip)?;
    if kind == ODS {
        examine_ods(file, &mut zip)?;
    }
    Ok(kind)
}

/// Inflates every part into nothing: what a zip file says of its sizes need not be true.
fn inflate_all(file: &Source, zip: &mut ZipArchive<BufReader<File>>) -> Result<()> {
    let most = LARGEST_INFLATED.min(SMALL.max(file.size.saturating_mul(MOST_INFLATION)));
    let mut total = 0;
    let mut chunk = Zeroizing::new(vec![0; 1 << 16]);
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => locked(file),
            _ => damaged(file),
        })?;
        let is_texts = part
            .name()
            .is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        let mut is_first = true;
        loop {
            let read = part.read(&mut chunk).map_err(|_| damaged(file))?;
            if read == 0 {
                break;
            }
            if is_texts && is_first && says_too_many_texts(&chunk[..read.min(BEGINNING)]) {
                return Err(damaged(file));
            }
            is_first = false;
            total += read as u64;
            if total > most {
                return Err(bomb(file));
            }
        }
    }
    Ok(())
}

/// Whether a table of texts says that it holds more than there can be: room is made for them before they are read.
fn says_too_many_texts(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    // Of `count=` and `uniqueCount=`.
    text.split("ount=").skip(1).any(|behind| {
        let digits: String = behind
            .chars()
            .skip(1)
            .take_while(char::is_ascii_digit)
            .collect();
        digits.len() > 8 || digits.parse::<u64>().is_ok_and(|count| count > MOST_TEXTS)
    })
}

fn examine_ods(file: &Source, zip: &mut ZipArchive<BufReader<File>>) -> Result<()> {
    let mut said = Vec::new();
    let mimetype = zip.by_name("mimetype").map_err(|_| damaged(file))?;
    mimetype
        .take(200)
        .read_to_end(&mut said)
        .map_err(|_| damaged(file))?;
    if !said.starts_with(ODS_TYPE) {
        return Err(file
            .failed(Code::ExtractFormat, "is a document, not a workbook")
            .hint("use the file with the rows: a CSV or a workbook"));
    }
    let mut manifest = Vec::new();
    if let Ok(part) = zip.by_name("META-INF/manifest.xml") {
        part.take(1 << 20)
            .read_to_end(&mut manifest)
            .map_err(|_| damaged(file))?;
    }
    let mark = b"encryption-data";
    if manifest.windows(mark.len()).any(|part| part == mark) {
        return Err(locked(file));
    }
    Ok(())
}
