//! The signed record of a destroyed secret, and what it proves.

use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::derive::METHOD;
use super::describe::{Held, KeyFacts};
use super::{Message, Signature, SigningKey, VerifyingKey};
use crate::error::{Code, Error, Result};
use crate::files::read_plain;
use crate::vocabulary::{Day, TOOL_VERSION};

/// No record is longer, in bytes.
const LIMIT: u64 = 1 << 16;

/// What is left of a destroyed secret: a statement, signed with a key that only the secret gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyedKey {
    /// The day it was made, `yyyy-mm-dd`; empty where the file did not say.
    pub created: String,
    /// The day it was destroyed, `yyyy-mm-dd`, by the clock of that machine.
    pub destroyed: String,
    /// The key id; of an identity its recipient.
    pub key_id: String,
    /// The kind of the key, or `identity`.
    pub kind: String,
    /// Of the other fields, in the order kind, key id, created, destroyed, tool; 128 hexadecimal digits.
    pub signature: String,
    /// The version of factlab.
    pub tool: String,
    /// The public half of the key that signed; `key id` shows it while the secret exists. 64 hexadecimal digits.
    pub verifier: String,
}

/// What a record proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing in it was changed since it was signed; who signed it is not known.
    Unchanged,
    /// Who signed it held the secret that `key id` told of.
    HeldTheKey,
}

impl DestroyedKey {
    /// The record of the end of `held`, on the day `destroyed`.
    pub(super) fn of(held: &Held, destroyed: Day) -> Self {
        let KeyFacts {
            kind,
            id,
            created,
            verifier,
            ..
        } = &held.facts;
        let mut record = Self {
            created: created.map(|day| day.to_string()).unwrap_or_default(),
            destroyed: destroyed.to_string(),
            key_id: id.clone(),
            kind: (*kind).to_owned(),
            signature: String::new(),
            tool: TOOL_VERSION.into(),
            verifier: verifier.to_string(),
        };
        record.sign(&held.signer);
        record
    }

    fn sign(&mut self, signer: &SigningKey) {
        self.signature = signer.sign(self.message().encoded()).to_string();
    }

    /// The text of the file: JSON with sorted keys.
    ///
    /// # Errors
    /// Never: all fields are texts.
    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|_| Error::new(Code::InternalError, "the record does not fit in JSON"))
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the file cannot be read or is no record.
    pub fn read(path: &Path) -> Result<Self> {
        let text = match read_plain(path, LIMIT) {
            // Too long to be a record: reported as any other file that is none.
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Vec::new(),
            text => text.map_err(|error| Error::io(path, "read", &error))?,
        };
        serde_json::from_slice(&text).map_err(|_| {
            Error::at(
                Code::DestructionInvalid,
                path,
                "not the record of a destroyed key",
            )
        })
    }

    /// Checks the signature; and when a verifier is given, that it is of the key that was told of then.
    ///
    /// # Errors
    /// Refused when the record was changed after it was signed, or is of another key.
    pub fn verify(&self, expected: Option<&VerifyingKey>) -> Result<Proof> {
        let verifier = VerifyingKey::parse(&self.verifier);
        let signature = Signature::parse(&self.signature);
        let (Some(verifier), Some(signature)) = (verifier, signature) else {
            return Err(changed());
        };
        if !verifier.verifies(self.message().encoded(), &signature) {
            return Err(changed());
        }
        match expected {
            None => Ok(Proof::Unchanged),
            Some(expected) if *expected == verifier => Ok(Proof::HeldTheKey),
            Some(_) => {
                let error = Error::new(
                    Code::DestructionUnproven,
                    "the record and the verifier are of different keys",
                );
                Err(error.hint(
                    "use the verifier that `factlab key id` showed before the key was destroyed",
                ))
            }
        }
    }

    /// What is signed: text parts.
    pub(super) fn message(&self) -> Message {
        let mut message = Message::new();
        for part in [
            METHOD,
            "destroyed",
            &self.kind,
            &self.key_id,
            &self.created,
            &self.destroyed,
            &self.tool,
        ] {
            message.text(part);
        }
        message
    }
}

fn changed() -> Error {
    Error::new(
        Code::DestructionUnproven,
        "the record was changed after it was signed",
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::derive::record_signer;
    use super::*;

    fn held(byte: u8) -> Held {
        let signer = record_signer(&[byte; 32]);
        let facts = KeyFacts {
            kind: "project",
            id: "0123456789abcdef".into(),
            created: Day::parse("2026-01-02"),
            signs: None,
            public: None,
            verifier: signer.verifying_key(),
        };
        Held { facts, signer }
    }

    fn record(byte: u8) -> DestroyedKey {
        DestroyedKey::of(&held(byte), Day::parse("2027-03-01").unwrap())
    }

    #[test]
    fn a_record_proves_that_its_maker_held_the_key() {
        let verifier = held(1).facts.verifier;
        assert_eq!(
            record(1).verify(Some(&verifier)).unwrap(),
            Proof::HeldTheKey
        );
        assert_eq!(record(1).verify(None).unwrap(), Proof::Unchanged);
        assert!(record(2).verify(Some(&verifier)).is_err());
    }

    #[test]
    fn a_record_made_without_the_key_is_refused_under_its_verifier() {
        let mut forged = record(2);
        forged.verifier = held(1).facts.verifier.to_string();
        assert!(forged.verify(None).is_err());
    }

    #[test]
    fn any_changed_field_shows() {
        let changes: [fn(&mut DestroyedKey); 7] = [
            |one| one.created = "2026-01-03".into(),
            |one| one.destroyed = "2027-03-02".into(),
            |one| one.key_id = "0123456789abcdee".into(),
            |one| one.kind = "release".into(),
            |one| one.signature.replace_range(..2, "zz"),
            |one| one.tool.push('1'),
            |one| one.verifier = held(2).facts.verifier.to_string(),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut record = record(1);
            change(&mut record);
            assert!(record.verify(None).is_err(), "field {index}");
        }
    }

    #[test]
    fn a_record_survives_being_written_and_read_and_another_file_is_none() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), record(1).text().unwrap()).unwrap();
        assert_eq!(DestroyedKey::read(file.path()).unwrap(), record(1));
        for other in ["", "{}", "BSN;Naam\n"] {
            fs::write(file.path(), other).unwrap();
            assert!(DestroyedKey::read(file.path()).is_err());
        }
    }
}
