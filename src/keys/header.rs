//! Parses and writes the text of a key file.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{KeyId, KeyKind};
use crate::vocabulary::{Day, hex};

/// The first line: what the file is, and the version of its layout.
pub(super) const FIRST_LINE: &str = "factlab key 2";

/// How the key files began whose id did not tell the kind.
const EARLIER: &str = "factlab key 1";

/// More than any key file holds, in bytes.
pub(super) const LIMIT: usize = 1024;

/// A key file taken apart. The six lines of the text are: `factlab key 2`, `kind: …`, `created: yyyy-mm-dd`,
/// `key id: …`, the 64 hexadecimal digits of the secret, and `checksum: …` of the lines above.
pub(super) struct KeyText {
    pub(super) kind: KeyKind,
    pub(super) created: Day,
    pub(super) secret: Zeroizing<[u8; 32]>,
}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoKey {
    /// The first line is another one.
    OtherFile,
    /// It is an identity, which opens envelopes.
    Identity,
    /// There is one line only, and it is not the first of a key file.
    BareText,
    /// A kind that this version does not know.
    UnknownKind,
    /// A key file of an earlier version.
    Earlier,
    /// A line is missing or changed, or the key id is not that of the digits.
    Damaged,
}

impl KeyText {
    /// What tells this key apart.
    pub(super) fn id(&self) -> KeyId {
        KeyId::of(&self.secret, self.kind)
    }

    /// The key file as text.
    pub(super) fn text(&self) -> Zeroizing<String> {
        // The room is taken at once: a growing text would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(LIMIT));
        let _ = write!(
            text,
            "{FIRST_LINE}\nkind: {}\ncreated: {}\nkey id: {}\n",
            self.kind.word(),
            self.created,
            self.id()
        );
        for byte in self.secret.iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        let checksum = checksum(&text);
        let _ = writeln!(text, "checksum: {checksum}");
        text
    }

    /// Reads the text of a key file; line ends may be those of Windows.
    pub(super) fn parse(text: &str) -> Result<Self, NoKey> {
        let mut lines = text.lines().map(str::trim_end);
        let first = lines.next().unwrap_or_default();
        // Editors on Windows may put a byte order mark in front.
        if first.trim_start_matches('\u{feff}') != FIRST_LINE {
            let is_bare =
                !first.is_empty() && text.lines().skip(1).all(|line| line.trim().is_empty());
            let is_identity = text
                .lines()
                .any(|line| line.starts_with("AGE-SECRET-KEY-1"));
            return Err(if is_identity {
                NoKey::Identity
            } else if first == EARLIER {
                NoKey::Earlier
            } else if is_bare {
                NoKey::BareText
            } else {
                NoKey::OtherFile
            });
        }
        let mut after = |label| {
            let line = lines.next().and_then(|line| line.strip_prefix(label));
            line.ok_or(NoKey::Damaged)
        };
        let kind = after("kind: ")?;
        let created = Day::parse(after("created: ")?).ok_or(NoKey::Damaged)?;
        let id = KeyId::parse(after("key id: ")?).ok_or(NoKey::Damaged)?;
        let mut secret = Zeroizing::new([0; 32]);
        hex::parse_into(after("")?, &mut *secret).ok_or(NoKey::Damaged)?;
        let checksum = after("checksum: ")?;
        let is_more = lines.any(|line| !line.is_empty());
        // Behind all lines, so that a file that is cut is not taken for one of a newer version.
        let kind = KeyKind::from_word(kind).ok_or(NoKey::UnknownKind)?;
        let key = Self {
            kind,
            created,
            secret,
        };
        // Of the text as it is written anew, so that line ends of Windows do not matter.
        let is_whole = key.text().ends_with(&format!("checksum: {checksum}\n"));
        if id == key.id() && is_whole && !is_more {
            Ok(key)
        } else {
            Err(NoKey::Damaged)
        }
    }
}

/// The first 8 bytes of SHA-256 of the lines above: shows a slip of the pen. It stands with the share and tells no more.
pub(super) fn checksum(lines: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(lines.as_bytes()).into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    format!("{:016x}", u64::from_be_bytes(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> KeyText {
        KeyText {
            kind: KeyKind::Project,
            created: Day::parse("2026-01-02").unwrap(),
            secret: Zeroizing::new(std::array::from_fn(|index| u8::try_from(index).unwrap())),
        }
    }

    fn refusal(text: &str) -> Option<NoKey> {
        KeyText::parse(text).err()
    }

    #[test]
    fn a_key_survives_being_written_and_read_with_either_line_end() {
        let text = key().text();
        for text in [text.to_string(), text.replace('\n', "\r\n")] {
            let read = KeyText::parse(&text).ok().unwrap();
            assert_eq!(*read.secret, *key().secret);
            assert_eq!(read.kind, KeyKind::Project);
            assert_eq!(read.created, key().created);
        }
    }

    #[test]
    fn a_changed_or_missing_character_shows() {
        let text = key().text();
        let digits = text.rfind("1f").unwrap();
        let mut changed = text.to_string();
        changed.replace_range(digits..digits + 2, "1e");
        assert_eq!(refusal(&changed), Some(NoKey::Damaged));
        for end in FIRST_LINE.len()..text.len() - 1 {
            assert_eq!(refusal(&text[..end]), Some(NoKey::Damaged), "{end}");
        }
        assert_eq!(refusal(&format!("{}x", *text)), Some(NoKey::Damaged));
        for (index, sign) in text.char_indices().skip(FIRST_LINE.len()) {
            let other = if sign.is_ascii_digit() { '1' } else { 'z' };
            if other != sign {
                let mut changed = text.to_string();
                changed.replace_range(index..=index, &other.to_string());
                assert!(refusal(&changed).is_some(), "character {index}");
            }
        }
    }

    #[test]
    fn a_key_relabelled_as_one_of_another_kind_is_damaged_also_under_a_new_checksum() {
        let text = key().text().replace("kind: project", "kind: stage2");
        let lines = &text[..text.rfind("checksum").unwrap()];
        let sealed = format!("{lines}checksum: {}\n", checksum(lines));
        assert_eq!(refusal(&sealed), Some(NoKey::Damaged));
    }

    #[test]
    fn another_file_and_another_kind_are_told_apart() {
        assert_eq!(refusal(""), Some(NoKey::OtherFile));
        assert_eq!(refusal("BSN;Achternaam\n1;Jansen"), Some(NoKey::OtherFile));
        assert_eq!(refusal("a passphrase\n"), Some(NoKey::BareText));
        let identity = "AGE-SECRET-KEY-1QQQ\n";
        for beginning in ["", "# created: 2026-01-02\n", "\r\n"] {
            let text = format!("{beginning}{identity}");
            assert_eq!(refusal(&text), Some(NoKey::Identity), "{text}");
        }
        let earlier = key().text().replace("factlab key 2", "factlab key 1");
        assert_eq!(refusal(&earlier), Some(NoKey::Earlier));
        let later = key().text().replace("project", "stage9");
        assert_eq!(refusal(&later), Some(NoKey::UnknownKind));
    }
}
