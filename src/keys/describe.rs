//! The public parts of a secret file: kind, id, day, public halves.

use std::path::Path;

use super::derive::record_signer;
use super::file::{no_key, read_bytes};
use super::header::{KeyText, NoKey};
use super::make::CREATED;
use super::oprf::PublicKey;
use super::share::KeyShare;
use super::{Identity, KeyId, KeyKind, OprfKey, SigningKey, VerifyingKey};
use crate::error::Result;
use crate::vocabulary::Day;

/// More than any key file or identity file holds, in bytes.
const LIMIT: usize = 1 << 16;

/// What may be told of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// The kind of the key, or `identity`.
    pub kind: &'static str,
    /// The key id, 16 hexadecimal digits; of an identity its recipient, `age1…`.
    pub id: String,
    /// The day it was made, where the file says so.
    pub created: Option<Day>,
    /// Of a signing key: the public half that the agreement lists as `signs`.
    pub signs: Option<VerifyingKey>,
    /// Of an OPRF key: the public half that answers are held against.
    pub public: Option<PublicKey>,
    /// The public half of what will sign the record of its end.
    pub verifier: VerifyingKey,
}

/// A secret that is read to be told of, or to be destroyed.
pub(super) struct Held {
    pub(super) facts: KeyFacts,
    /// Signs the record of its end.
    pub(super) signer: SigningKey,
}

/// What may be told of the key or identity in a file; `-` reads standard input.
///
/// # Errors
/// When the file holds neither, or is damaged.
pub fn describe(path: &Path) -> Result<KeyFacts> {
    Held::read(path).map(|held| held.facts)
}

/// The same of the bytes of such a file; `path` names it in an error.
///
/// # Errors
/// When they are neither, or are damaged.
pub fn describe_bytes(path: &Path, bytes: &[u8]) -> Result<KeyFacts> {
    Held::of_bytes(path, bytes).map(|held| held.facts)
}

/// What may be told of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareFacts {
    /// The kind of the key.
    pub kind: KeyKind,
    /// The key id.
    pub id: KeyId,
    /// The day the key was made.
    pub created: Day,
    /// Its number, from 1.
    pub number: u8,
    /// So many shares give the key.
    pub needed: u8,
}

/// What may be told of the share in a text; `None` when there is none, or it is damaged.
#[must_use]
pub fn describe_share(text: &str) -> Option<ShareFacts> {
    let share = KeyShare::parse(text).ok()?;
    Some(ShareFacts {
        kind: share.of.kind,
        id: share.of.id,
        created: share.of.created,
        number: share.number,
        needed: share.of.needed,
    })
}

impl Held {
    /// Reads a key file or an identity file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::of_bytes(path, &read_bytes(path, LIMIT)?)
    }

    fn of_bytes(path: &Path, bytes: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).ok();
        // A buffer that is full may be cut. The empty line stands for a file that is no key, and no bare text either.
        let text = text.filter(|text| text.len() < LIMIT).unwrap_or("\n");
        if let Some(identity) = Identity::parse(text) {
            return Ok(Self::of_identity(&identity, text));
        }
        let key = KeyText::parse(text).map_err(|reason| {
            // Several identities in a file, or one that is cut, are no bare text.
            let is_identity = text.contains(Identity::SECRET);
            no_key(path, if is_identity { NoKey::Damaged } else { reason })
        })?;
        Ok(Self::of_key(&key))
    }

    fn of_key(key: &KeyText) -> Self {
        let signer = record_signer(&*key.secret);
        let signs = (key.kind == KeyKind::Signing)
            .then(|| SigningKey::from_bytes(*key.secret).verifying_key());
        let public = (key.kind == KeyKind::Oprf)
            .then(|| PublicKey::of(&OprfKey::from_bytes(*key.secret)).ok())
            .flatten();
        let facts = KeyFacts {
            kind: key.kind.word(),
            id: key.id().to_string(),
            created: Some(key.created),
            signs,
            public,
            verifier: signer.verifying_key(),
        };
        Self { facts, signer }
    }

    fn of_identity(identity: &Identity, text: &str) -> Self {
        let signer = record_signer(identity.secret().as_bytes());
        let created = text.lines().find_map(|line| line.strip_prefix(CREATED));
        let facts = KeyFacts {
            kind: "identity",
            id: identity.recipient().to_string(),
            // `age-keygen` writes a time behind the day.
            created: created.and_then(|day| Day::parse(day.get(..10)?)),
            signs: None,
            public: None,
            verifier: signer.verifying_key(),
        };
        Self { facts, signer }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{create, create_identity, today};
    use super::*;
    use std::fs;

    #[test]
    fn a_signing_key_tells_the_public_half_that_verifies_its_signatures() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        create(&path, KeyKind::Signing).unwrap();
        let signature = SigningKey::read(&path).unwrap().sign(b"manifest");
        let described = describe(&path).unwrap();
        assert_eq!(
            (described.kind, described.created),
            ("signing", Some(today()))
        );
        assert!(described.signs.unwrap().verifies(b"manifest", &signature));
        // What signs the record is another key than what signs manifests.
        assert!(!described.verifier.verifies(b"manifest", &signature));
    }

    #[test]
    fn an_identity_tells_its_recipient_and_its_day() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("analyst.identity");
        let recipient = create_identity(&path).unwrap();
        let described = describe(&path).unwrap();
        assert_eq!(
            (described.kind, described.id),
            ("identity", recipient.to_string())
        );
        assert_eq!(described.created, Some(today()));
        // As `age-keygen` writes it.
        let secret = Identity::read(&path).unwrap().secret();
        let text = format!(
            "# created: 2026-01-02T10:00:00+01:00\n# public key: {recipient}\n{}\n",
            *secret
        );
        fs::write(&path, text).unwrap();
        assert_eq!(describe(&path).unwrap().created, Day::parse("2026-01-02"));
    }

    #[test]
    fn nothing_is_told_of_two_identities_or_a_cut_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("analyst.identity");
        create_identity(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        for wrong in [text.repeat(2), text[..text.len() - 9].to_owned()] {
            fs::write(&path, wrong).unwrap();
            let error = describe(&path).unwrap_err().to_string();
            assert!(
                error.contains("damaged") && !error.contains("SECRET"),
                "{error}"
            );
        }
    }
}
