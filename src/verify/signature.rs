//! Who signed a release: the signature is of the text of its certificate without the line that holds it.

use crate::keys::{Message, Signature, VerifyingKey};

/// Who signed a release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Signed {
    /// Nobody: anyone could have made it.
    #[default]
    Nobody,
    /// Somebody, but the signature does not hold.
    Broken,
    /// The holder of the secret half of this key.
    By(VerifyingKey),
}

/// Who signed a certificate: its text, and the two fields in it.
pub(super) fn signed(text: &str, key: Option<&str>, signature: Option<&str>) -> Signed {
    match (key, signature) {
        (None, None) => Signed::Nobody,
        (Some(key), Some(signature)) => {
            holder(text, key, signature).map_or(Signed::Broken, Signed::By)
        }
        _ => Signed::Broken,
    }
}

fn holder(text: &str, key: &str, signature: &str) -> Option<VerifyingKey> {
    let line = format!(",\n  \"signature\": \"{signature}\"\n}}\n");
    let text = text.strip_suffix(&line)?.to_owned() + "\n}\n";
    let mut message = Message::new();
    message
        .text("factlab 1")
        .text("release")
        .bytes(text.as_bytes());
    let (key, signature) = (VerifyingKey::parse(key)?, Signature::parse(signature)?);
    key.verifies(message.encoded(), &signature).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::files::parse;
    use super::*;

    const DOCUMENT: &str = include_str!("../../docs/certificate.md");

    fn documented() -> &'static str {
        let (_, behind) = DOCUMENT.split_once("```json\n").unwrap();
        behind.split_once("```").unwrap().0
    }

    fn signer_of(text: &str) -> Signed {
        parse(text).map_or(Signed::Broken, |certificate| certificate.signed)
    }

    #[test]
    fn the_documented_certificate_is_signed_by_the_documented_key() {
        let Signed::By(key) = signer_of(documented()) else {
            panic!("the signature does not hold");
        };
        assert!(DOCUMENT.contains(&format!("public half `{key}`")));
    }

    #[test]
    fn a_certificate_changed_anywhere_is_signed_by_nobody() {
        let text = documented();
        for (at, byte) in text.bytes().enumerate() {
            let mut changed = text.as_bytes().to_vec();
            changed[at] = if byte == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            let found = signer_of(&changed);
            assert!(!matches!(found, Signed::By(_)), "byte {at}: {changed}");
        }
        let without = text.split("  \"key\"").next().unwrap();
        let without = without.trim_end_matches(",\n").to_owned() + "\n}\n";
        assert_eq!(signer_of(&without), Signed::Nobody);
    }
}
