//! XML text of a file in UTF-8, a single-byte encoding or UTF-16.

use std::fs::File;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::error::Result;
use crate::identified::settings::ExtractSettings;
use crate::identified::source::broken_files::Troubles;
use crate::identified::source::file::{Source, open};
use crate::identified::source::text::TextFile;
use crate::identified::source::utf8::{Decoding, Utf8Reader};

/// How XML in UTF-16 begins, with its mark or without.
const UTF_16: [(&[u8], &Encoding); 4] = [
    (b"\xff\xfe", UTF_16LE),
    (b"\xfe\xff", UTF_16BE),
    (b"<\0", UTF_16LE),
    (b"\0<", UTF_16BE),
];

/// A file of XML.
pub(super) struct Xml<'a> {
    /// The file.
    pub(super) source: &'a Source,
    /// The same as text; `None` where it is in UTF-16.
    pub(super) text: Option<TextFile>,
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
        if wide_encoding(source.head()).is_some() {
            files.push(Xml { source, text: None });
        } else if let Some(text) = troubles.text(source, settings.encoding)? {
            let text = Some(text);
            files.push(Xml { source, text });
        }
    }
    troubles.unless_none(files)
}

impl Xml<'_> {
    /// The word for its encoding.
    pub(super) fn encoding(&self) -> &'static str {
        let text = self.text.as_ref();
        text.map_or("utf-16", |text| text.encoding.word())
    }

    /// Its text; more than `limit` bytes of it between two marks is an error.
    pub(super) fn reader(&self, limit: usize) -> Result<Utf8Reader<File>> {
        let (file, decoding) = if let Some(text) = &self.text {
            (text.reader()?, Decoding::of(text.encoding))
        } else {
            let encoding = wide_encoding(self.source.head()).unwrap_or(UTF_16LE);
            (open(&self.source.path)?, Decoding::of_unicode(encoding))
        };
        Ok(Utf8Reader::new(file, decoding, limit))
    }
}
