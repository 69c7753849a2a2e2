//! A file in, XML as text out: in UTF-8 or an encoding of one byte, or in UTF-16 as some systems write it.

use std::fs::File;
use std::path::Path;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::error::{Code, Error, Result};
use crate::identified::settings::ExtractSettings;
use crate::identified::source::broken_files::Troubles;
use crate::identified::source::file::{Source, open};
use crate::identified::source::text::TextFile;
use crate::identified::source::utf8::Utf8Reader;

/// How XML in UTF-16 begins, with its mark or without.
const UTF_16: [(&[u8], &Encoding); 4] = [
    (b"\xff\xfe", UTF_16LE),
    (b"\xfe\xff", UTF_16BE),
    (b"<\0", UTF_16LE),
    (b"\0<", UTF_16BE),
];

/// A file of XML.
pub(super) enum Xml<'a> {
    /// In UTF-8 or an encoding of one byte.
    Text(TextFile),
    /// In UTF-16.
    Wide(&'a Source, &'static Encoding),
}

/// Whether a file begins as XML.
pub(super) fn begins_as_xml(file: &Source) -> bool {
    let head = file.head();
    let wide = |bytes: &[u8]| {
        let signs = bytes.iter().filter(|&&byte| byte != 0);
        signs.copied().find(|byte| !byte.is_ascii_whitespace()) == Some(b'<')
    };
    match wide_encoding(head) {
        Some(_) => wide(head.get(2..).unwrap_or_default()) || wide(head),
        None => head.trim_ascii_start().starts_with(b"<"),
    }
}

fn wide_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let begins = UTF_16.iter().find(|(begin, _)| head.starts_with(begin));
    begins.map(|&(_, encoding)| encoding)
}

/// The files that are text, in their order; the others are in trouble.
///
/// # Errors
/// When none is text.
pub(super) fn xml_files<'a>(
    troubles: &mut Troubles,
    settings: &ExtractSettings,
    sources: &'a [Source],
) -> Result<Vec<Xml<'a>>> {
    let mut files = Vec::with_capacity(sources.len());
    for source in sources {
        match wide_encoding(source.head()) {
            Some(encoding) => files.push(Xml::Wide(source, encoding)),
            None => files.extend(troubles.text(source, settings.encoding)?.map(Xml::Text)),
        }
    }
    troubles.unless_none(files)
}

impl Xml<'_> {
    /// Its name without its folder.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Text(file) => &file.name,
            Self::Wide(source, _) => &source.name,
        }
    }

    /// Where it stands.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Text(file) => &file.path,
            Self::Wide(source, _) => &source.path,
        }
    }

    /// Its bytes.
    pub(super) const fn size(&self) -> u64 {
        match self {
            Self::Text(file) => file.size,
            Self::Wide(source, _) => source.size,
        }
    }

    /// The word for its encoding.
    pub(super) fn encoding(&self) -> &'static str {
        match self {
            Self::Text(file) => file.encoding.word(),
            Self::Wide(..) => "utf-16",
        }
    }

    /// The file, where it is in UTF-8 or an encoding of one byte.
    pub(super) const fn text(&self) -> Option<&TextFile> {
        match self {
            Self::Text(file) => Some(file),
            Self::Wide(..) => None,
        }
    }

    /// Its text; more than `limit` bytes of it between two marks is an error.
    ///
    /// # Errors
    /// When it is gone by now.
    pub(super) fn reader(&self, limit: usize) -> Result<Utf8Reader<File>> {
        Ok(match self {
            Self::Text(file) => Utf8Reader::new(file.reader()?, file.encoding, limit),
            Self::Wide(source, encoding) => {
                Utf8Reader::of_unicode(open(&source.path)?, encoding, limit)
            }
        })
    }

    /// An error of this file as a whole.
    pub(super) fn failed(&self, code: Code, what: &str) -> Error {
        Error::new(code, format!("{}: {what}", self.path().display()))
    }
}
