//! A file known to be text: size, first bytes and encoding.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::encoding::{EncodingScan, scan};
use super::file::{Source, open};
use super::likely_page::{Neighbours, Verdict};
use crate::error::{Code, Error, Result};
use crate::identified::settings::Encoding;

/// The bytes of a file's beginning from which its habits are read.
const SAMPLE: u64 = 1_000_000;

/// The bytes in which the header of a binary file betrays itself.
const BEGINNING: usize = 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file is that begins with these bytes, and what to do instead.
const NOT_TEXT: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "an Excel workbook or a zip file",
        SAVE_AS_CSV,
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an Excel workbook from before 2007",
        SAVE_AS_CSV,
    ),
    (b"%PDF", "a PDF", "ask for the same data as CSV"),
    (
        b"\x1f\x8b",
        "a gzip file",
        "unpack it and use the file inside",
    ),
    (b"PAR1", "a Parquet file", "ask for the same data as CSV"),
    (
        b"SQLite format 3",
        "a database",
        "export the table as CSV (UTF-8)",
    ),
    (b"{\\rtf", "a word processor document", SAVE_AS_CSV),
];
const SAVE_AS_CSV: &str = "save the sheet as `CSV UTF-8 (delimited)` and use that file";
const SAVE_AS_UTF8: &str = "save it with the encoding UTF-8 (`CSV UTF-8`, not `Unicode text`)";

/// A file of an extract that is text.
pub(in crate::identified) struct TextFile {
    pub(in crate::identified) path: PathBuf,
    /// Its name without its folder, as in findings.
    pub(in crate::identified) name: String,
    /// Its encoding, given or detected.
    pub(in crate::identified) encoding: Encoding,
    /// What is doubtful about the encoding, in words to follow the name.
    pub(in crate::identified) doubt: Option<String>,
    /// Its bytes.
    pub(in crate::identified) size: u64,
    /// The delimiter that a first line `sep=;` names, which is no part of the text.
    pub(in crate::identified) separator: Option<u8>,
    /// The lines before the text.
    pub(in crate::identified) lines_before: u64,
    text_begins: u64,
}

impl TextFile {
    /// Opens the file, looks at its beginning and reads it through once for its encoding.
    ///
    /// # Errors
    /// When it is missing, empty or not text.
    pub(in crate::identified) fn open(path: &Path, given: Option<Encoding>) -> Result<Self> {
        let failed = |error: &std::io::Error| Error::io(path, "read", error);
        let mut file = open(path)?;
        let size = file.metadata().map_err(|e| failed(&e))?.len();
        let head = read_up_to(&mut file, SAMPLE).map_err(|e| failed(&e))?;
        refuse_what_is_not_text(path, &head)?;
        let has_mark = head.starts_with(BYTE_ORDER_MARK);
        file.rewind().map_err(|e| failed(&e))?;
        let seen = scan(&mut file).map_err(|e| failed(&e))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        let known = given.or_else(|| unicode(has_mark, &seen));
        let verdict = if let Some(encoding) = known.or_else(|| declared(&head)) {
            Verdict::Sure(encoding)
        } else {
            file.rewind().map_err(|e| failed(&e))?;
            let neighbours = Neighbours::count(&mut file).map_err(|e| failed(&e))?;
            neighbours.decide()
        };
        let mark = if has_mark { BYTE_ORDER_MARK.len() } else { 0 };
        let said = separator(&head[mark..]);
        let behind = said.map_or(0, |(_, behind)| behind);
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            path: path.to_owned(),
            encoding: verdict.encoding(),
            doubt: verdict.doubt(),
            size,
            separator: said.map(|(delimiter, _)| delimiter),
            lines_before: u64::from(said.is_some()),
            text_begins: (mark + behind) as u64,
        })
    }

    /// The first `bytes` of the text, or all; wiped on drop.
    pub(in crate::identified) fn beginning(&self, bytes: u64) -> Result<Zeroizing<Vec<u8>>> {
        let mut file = self.reader()?;
        read_up_to(&mut file, bytes).map_err(|e| Error::io(&self.path, "read", &e))
    }

    /// The beginning of the text, up to the last whole line of the first 1 MB; wiped on drop.
    pub(in crate::identified) fn sample(&self) -> Result<Zeroizing<Vec<u8>>> {
        let mut text = self.beginning(SAMPLE)?;
        if !self.is_sampled_whole()
            && let Some(end) = text.iter().rposition(|&byte| byte == b'\n')
        {
            text.truncate(end + 1);
        }
        Ok(text)
    }

    /// Whether the sample is the whole file.
    pub(in crate::identified) const fn is_sampled_whole(&self) -> bool {
        self.size - self.text_begins <= SAMPLE
    }

    /// The file from where its text begins.
    pub(in crate::identified) fn reader(&self) -> Result<File> {
        let mut file = open(&self.path)?;
        file.seek(SeekFrom::Start(self.text_begins))
            .map_err(|e| Error::io(&self.path, "read", &e))?;
        Ok(file)
    }

    /// The text, or its [sample](TextFile::sample).
    pub(in crate::identified) fn reader_of(&self, is_whole: bool) -> Result<Box<dyn Read + Send>> {
        Ok(if is_whole {
            Box::new(self.reader()?)
        } else {
            Box::new(Cursor::new(self.sample()?))
        })
    }

    /// An error of this file as a whole.
    pub(in crate::identified) fn failed(&self, code: Code, what: &str) -> Error {
        Error::new(code, format!("{}: {what}", self.path.display()))
    }
}

/// All files as text.
///
/// # Errors
/// As [`TextFile::open`].
pub(in crate::identified) fn texts(
    sources: &[Source],
    encoding: Option<Encoding>,
) -> Result<Vec<TextFile>> {
    let open = |source: &Source| TextFile::open(&source.path, encoding);
    sources.iter().map(open).collect()
}

/// What is doubtful about the files, in sentences; the same words are said once.
pub(in crate::identified) fn doubts<'a>(
    files: impl IntoIterator<Item = &'a TextFile>,
) -> Vec<String> {
    let mut said: Vec<(&str, &str, usize)> = Vec::new();
    let doubtful = files
        .into_iter()
        .filter_map(|file| Some((file, file.doubt.as_deref()?)));
    for (file, words) in doubtful {
        match said.iter_mut().find(|(_, other, _)| *other == words) {
            Some((.., more)) => *more += 1,
            None => said.push((file.name.as_str(), words, 0)),
        }
    }
    let sentence = |(name, words, more): (&str, &str, usize)| match more {
        0 => format!("{name}: {words}"),
        more => format!("{name} and {more} more: {words}"),
    };
    said.into_iter().map(sentence).collect()
}

/// The next bytes of a file, in memory of their size that is wiped on drop.
fn read_up_to(file: &mut File, bytes: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let room = usize::try_from(bytes.min(file.metadata()?.len())).unwrap_or(usize::MAX);
    let mut head = Zeroizing::new(Vec::with_capacity(room));
    file.take(room as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Refuses what begins as no text does, with what it looks like.
///
/// # Errors
/// When it is not one, or nothing but white space.
pub(in crate::identified) fn refuse_what_is_not_text(path: &Path, head: &[u8]) -> Result<()> {
    let known = NOT_TEXT
        .iter()
        .find(|(beginning, ..)| head.starts_with(beginning));
    if let Some((_, kind, advice)) = known {
        let message = format!("{}: is not text but looks like {kind}", path.display());
        return Err(Error::new(Code::ExtractUnreadable, message).hint(*advice));
    }
    if is_utf16(head) {
        let message = format!("{}: is UTF-16 text, which is not supported", path.display());
        return Err(Error::new(Code::ExtractUnreadable, message).hint(SAVE_AS_UTF8));
    }
    // A table may have a NUL in a cell; XML and JSON are then not well-formed.
    let is_marked_up = matches!(head.trim_ascii_start().first(), Some(b'<' | b'{' | b'['));
    let has_nul = is_marked_up && head.contains(&0);
    if has_nul || is_binary(head) || is_binary(&head[..head.len().min(BEGINNING)]) {
        return Err(Error::new(
            Code::ExtractUnreadable,
            format!("{}: is not text", path.display()),
        )
        .hint(
            "an extract is a table (CSV, a workbook, Parquet), XML or JSON; save text as UTF-8",
        ));
    }
    let text = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(
            Code::ExtractEmpty,
            format!("{}: is empty", path.display()),
        ));
    }
    Ok(())
}

/// Whether four bytes or more, and more than one in 32, are control characters that no text has: a text may hold a NUL
/// here and there.
fn is_binary(bytes: &[u8]) -> bool {
    // Besides the controls of lines and pages, the end of file of MS-DOS and the separators 0x1c to 0x1f.
    let is_of_text = |byte: u8| matches!(byte, b'\t'..=b'\r' | 0x1a..=0x1f | 0x20..);
    let controls = bytes.iter().filter(|&&byte| !is_of_text(byte)).count();
    controls > 3 && 32 * controls > bytes.len()
}

/// Whether a text has two bytes a letter: it says so with a mark, or every other byte of its beginning is zero.
fn is_utf16(head: &[u8]) -> bool {
    let is_zero = |place: usize| head.get(place) == Some(&0);
    // Western letters are below 256, so their upper byte is zero.
    let every_other = |first: usize| (0..8).all(|place| is_zero(place) == (place % 2 == first));
    let has_mark = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    has_mark || every_other(0) || every_other(1)
}

/// The delimiter that a first line `sep=;` gives, as Excel writes and reads it, and where the text behind it begins.
fn separator(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().take(8).position(|&byte| byte == b'\n')?;
    let line = text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]);
    match line {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
            Some((*delimiter, end + 1))
        }
        _ => None,
    }
}

/// Mostly valid UTF-8 is UTF-8 with a few broken bytes; a code page is hardly ever valid by chance.
const fn unicode(has_mark: bool, seen: &EncodingScan) -> Option<Encoding> {
    if has_mark || seen.broken == 0 || seen.multibyte >= seen.broken {
        Some(Encoding::Utf8)
    } else {
        None
    }
}

/// The code page that XML declares in its first line.
fn declared(head: &[u8]) -> Option<Encoding> {
    let line = head
        .strip_prefix(b"<?xml")?
        .split(|&byte| byte == b'>')
        .next()?;
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let said = line
        .split_once("encoding")?
        .1
        .trim_start_matches(['=', ' ', '"', '\'']);
    let said = said.split(['"', '\'']).next()?;
    let known = Encoding::WORDS.iter().find(|(word, _)| *word == said);
    match known {
        Some((_, Encoding::Utf8)) => None,
        Some((_, page)) => Some(*page),
        None => matches!(said, "iso-8859-1" | "us-ascii").then_some(Encoding::Windows1252),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(bytes: &[u8]) -> Result<TextFile> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        TextFile::open(file.path(), None)
    }

    #[test]
    fn mostly_valid_utf_8_stays_utf_8() {
        let file = opened("naam\nZoë\nRené\nA".as_bytes()).unwrap();
        assert_eq!(file.encoding, Encoding::Utf8);
        let file = opened(b"naam\nZo\xc3\xab\nRen\xc3\xa9\nPi\xffet\n").unwrap();
        assert_eq!(file.encoding, Encoding::Utf8);
    }

    #[test]
    fn bytes_that_are_no_utf_8_make_it_windows_1252() {
        assert_eq!(
            opened(b"naam\nZo\xeb\n").unwrap().encoding,
            Encoding::Windows1252
        );
    }

    #[test]
    fn a_nul_here_and_there_makes_no_other_file_of_a_text() {
        let text = "bsn;naam\n1;Jansen\n".repeat(20);
        assert!(opened(text.replacen("Jan", "Ja\0", 3).as_bytes()).is_ok());
        let binary = text.replace("Jan", "\0\0n");
        assert!(opened(binary.as_bytes()).is_err());
    }

    #[test]
    fn the_code_page_that_xml_declares_is_believed() {
        let xml = |page: &str| format!("<?xml version='1.0' encoding='{page}'?><a>Fa\u{e7}ade</a>");
        for (page, encoding) in [
            ("ISO-8859-1", Encoding::Windows1252),
            ("ibm850", Encoding::Ibm850),
            ("macintosh", Encoding::Macintosh),
        ] {
            let bytes: Vec<u8> = xml(page).chars().map(|letter| letter as u8).collect();
            assert_eq!(opened(&bytes).unwrap().encoding, encoding, "{page}");
        }
    }

    #[test]
    fn a_code_page_that_is_not_sure_is_told_with_the_other() {
        let file = opened(b"naam\nStra\xe1\n").unwrap();
        let doubt = file.doubt.unwrap();
        assert!(doubt.contains("could be windows-1252 or ibm850"), "{doubt}");
        assert!(opened(b"naam\nRen\x82\n").unwrap().encoding == Encoding::Ibm850);
        let files = [&b"a\nStra\xe1\n"[..], b"a\nZo\xeb\n", b"a\nWei\xe1\n"];
        let files = files.map(|bytes| opened(bytes).unwrap());
        let doubts_of_files = doubts(&files);
        assert_eq!(doubts_of_files.len(), 1);
        assert!(doubts_of_files[0].starts_with(&format!("{} and 1 more: could", files[0].name)));
    }

    #[test]
    fn the_byte_order_mark_is_no_part_of_the_text() {
        let place = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(place.path(), b"\xef\xbb\xbfa;b\n").unwrap();
        let file = TextFile::open(place.path(), None).unwrap();
        assert_eq!(file.sample().unwrap().as_slice(), b"a;b\n");
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_kind() {
        for (bytes, word) in [
            (&b"PK\x03\x04rest"[..], "Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"\xff\xfea\0;\0", "is UTF-16 text"),
            (b"b\0s\0n\0;\0n\0", "is UTF-16 text"),
            (b"\0b\0s\0n\0;\0n", "is UTF-16 text"),
            (b"bsn;naam\n1;\0\0\0\0", "not text"),
            (
                b"\x03\x7e\x0b\x1c\x02\0\0\0\xc1\x01 \0bsn;naam\n1;Jansen\n",
                "not text",
            ),
            (b"", "empty"),
            (b"\xef\xbb\xbf\r\n", "empty"),
        ] {
            let error = opened(bytes).err().unwrap();
            assert!(error.to_string().contains(word), "{error}");
            assert!(error.advice().is_some());
        }
    }
}
