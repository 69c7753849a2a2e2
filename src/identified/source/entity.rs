//! The character of an XML reference.

use quick_xml::events::BytesRef;

/// The five entities of XML and characters by number; there are no others, so nothing can be expanded.
pub(in crate::identified) fn character(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
