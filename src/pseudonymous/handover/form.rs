//! What a file is, by how it begins: an envelope, or what stands in the place of one.
//!
//! No name is needed: browsers and mail programs rename what they save.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::{Code, Error};
use crate::files::open_plain;

use super::layout::MANIFEST;

/// What a file seems to be; only opening it tells whether it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An envelope that is not encrypted.
    Tar,
    /// A file encrypted with age.
    Age,
    /// What a browser has not finished.
    Unfinished,
    /// No byte.
    Empty,
    /// A zip file with envelopes or hand-overs in it.
    Zip,
    /// A saved e-mail.
    Mail,
    /// It has the name of an envelope, and something else in it.
    Damaged,
    /// Anything else.
    Other,
}

/// How every age file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// How browsers end the name of a file that they are still writing.
const UNFINISHED: [&str; 4] = ["crdownload", "part", "partial", "download"];

/// The endings that an envelope is written with.
const ENDINGS: [&str; 2] = ["tar", "age"];

/// So many bytes tell what a file is: the header of a tar, the head of an e-mail.
const BEGINNING: u64 = 4 << 10;

/// The list of names at the end of a zip file of a dozen hand-overs is within so many bytes.
const END: u64 = 64 << 10;

impl Form {
    /// That of the file at `path`, of which the first and the last bytes are read.
    ///
    /// # Errors
    /// When it is no plain file or cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut file = open_plain(path)?;
        let size = file.metadata()?.len();
        let mut beginning = Vec::new();
        (&mut file).take(BEGINNING).read_to_end(&mut beginning)?;
        let mut end = Vec::new();
        file.seek(SeekFrom::Start(size.saturating_sub(END)))?;
        file.take(END).read_to_end(&mut end)?;
        let ending = path.extension().and_then(|ending| ending.to_str());
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        Ok(Self::of_bytes(&ending, &beginning, &end))
    }

    fn of_bytes(ending: &str, beginning: &[u8], end: &[u8]) -> Self {
        match beginning {
            _ if UNFINISHED.contains(&ending) => Self::Unfinished,
            [] => Self::Empty,
            _ if beginning.starts_with(AGE) => Self::Age,
            _ if is_tar_of_ours(beginning) => Self::Tar,
            _ if beginning.starts_with(b"PK") && names_envelopes(end) => Self::Zip,
            _ if is_mail(ending, beginning) => Self::Mail,
            _ if ENDINGS.contains(&ending) => Self::Damaged,
            _ => Self::Other,
        }
    }

    /// Why a file of this form is no envelope, and what to do; `whose` names it. `None` of an envelope.
    #[must_use]
    pub fn trouble(self, whose: &str) -> Option<Error> {
        let (code, what, hint) = match self {
            Self::Tar | Self::Age => return None,
            Self::Unfinished => (
                Code::HandoverIncomplete,
                "is a download that has not finished",
                "wait until it is complete, or download it again",
            ),
            Self::Empty => (
                Code::HandoverIncomplete,
                "is empty",
                "download or copy it again",
            ),
            Self::Zip => (
                Code::HandoverMisplaced,
                "is a zip file",
                "unpack it, and give the folder that it was unpacked to",
            ),
            Self::Mail => (
                Code::HandoverMisplaced,
                "is an e-mail",
                "open it in the mail program, and save its attachments in this folder",
            ),
            Self::Damaged | Self::Other => return Some(Self::damaged(whose)),
        };
        Some(Error::new(code, format!("{whose} {what}")).hint(hint))
    }

    /// The error of an envelope that is not whole.
    pub(super) fn damaged(whose: &str) -> Error {
        let message = format!("{whose} is truncated, changed, or not an envelope of factlab");
        Error::new(Code::HandoverChanged, message)
            .hint("ask for it again, and forward the file without opening or repacking it")
    }
}

/// Whether the first entry of a tar is a manifest, or a byte of its header was changed: then opening it says so.
fn is_tar_of_ours(beginning: &[u8]) -> bool {
    let name = [MANIFEST.as_bytes(), b"\0"].concat();
    let is_ustar = beginning.get(257..262) == Some(b"ustar");
    beginning.starts_with(&name) || (is_ustar && beginning.starts_with(&name[..4]))
}

/// Whether a zip file lists what may be an envelope or a plain hand-over.
fn names_envelopes(end: &[u8]) -> bool {
    let has = |word: &[u8]| end.windows(word.len()).any(|window| window == word);
    has(b".age") || has(b".tar") || has(MANIFEST.as_bytes())
}

/// Whether a file is an e-mail as programs save them: a text with a head (`.eml`), or a compound file (`.msg`).
fn is_mail(ending: &str, beginning: &[u8]) -> bool {
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let text = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    let is_head = text.lines().any(|line| line.starts_with("mime-version:"));
    is_head || (ending == "msg" && beginning.starts_with(COMPOUND))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, bytes: &[u8]) -> Form {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Form::of(&path).unwrap()
    }

    #[test]
    fn the_beginning_of_a_file_tells_what_it_is_whatever_its_name() {
        let mut tar = vec![0; 512];
        tar[..14].copy_from_slice(b"manifest.json\0");
        for name in ["wijkteam.tokens.tar", "uses (1)", "photo.jpg"] {
            assert_eq!(form(name, &tar), Form::Tar, "{name}");
            assert_eq!(form(name, b"age-encryption.org/v1\n"), Form::Age, "{name}");
        }
        let mail = b"Received: from a\r\nMIME-Version: 1.0\r\n\r\nbody";
        assert_eq!(form("handover.eml", mail), Form::Mail);
        let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        assert_eq!(form("mail.msg", compound), Form::Mail);
        assert_eq!(form("sheet.xls", compound), Form::Other);
        assert_eq!(form("a.zip", b"PK\x03\x04..a.tokens.age.."), Form::Zip);
        assert_eq!(
            form("a.docx", b"PK\x03\x04..word/document.xml"),
            Form::Other
        );
        assert_eq!(form("notes.txt", b"call the notary"), Form::Other);
    }

    #[test]
    fn a_download_that_broke_off_is_called_so() {
        for name in ["a.age.crdownload", "a.age.part", "a.age.PARTIAL"] {
            let form = form(name, b"age-encryption.org/v1\n");
            assert_eq!(form, Form::Unfinished, "{name}");
        }
        assert_eq!(form("a.age", b""), Form::Empty);
        assert_eq!(form("a.age", b"<html>log in first"), Form::Damaged);
        let error = Form::Empty.trouble("a.age").unwrap();
        assert_eq!(error.to_string(), "a.age is empty");
        assert!(Form::Age.trouble("a.age").is_none());
    }
}
