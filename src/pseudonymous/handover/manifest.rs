//! `manifest.json`: JSON with sorted keys and a checksum over its own bytes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Delivery, Envelope};
use crate::error::{Code, Error, Result};
use crate::files::read_plain;
use crate::keys::{Recipient, Signature, SigningKey, VerifyingKey};
use crate::vocabulary::FileDigest;

/// A count that may travel: the number from 10 on, `"<10"` below (0 stays 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandedCount {
    /// 0, or 10 and more.
    Exact(u64),
    /// 1 to 9.
    Few,
}

impl BandedCount {
    /// Bands a count.
    #[must_use]
    pub const fn of(count: u64) -> Self {
        if count == 0 || count >= 10 {
            Self::Exact(count)
        } else {
            Self::Few
        }
    }

    /// The count, where it is shown.
    #[must_use]
    pub const fn known(self) -> Option<u64> {
        match self {
            Self::Exact(count) => Some(count),
            Self::Few => None,
        }
    }
}

impl Serialize for BandedCount {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Exact(count) => serializer.serialize_u64(*count),
            Self::Few => serializer.serialize_str("<10"),
        }
    }
}

impl<'de> Deserialize<'de> for BandedCount {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(u64),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Number(count) => Ok(Self::of(count)),
            Form::Text(text) if text == "<10" => Ok(Self::Few),
            Form::Text(_) => Err(serde::de::Error::custom("a count is a number or \"<10\"")),
        }
    }
}

/// Who made the hand-over, for whom, with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// The agreement digest, 64 hexadecimal digits.
    pub agreement: String,
    /// The key id of the project secret, 16 hexadecimal digits.
    pub key_id: String,
    /// The version of the normalisation rules.
    pub normalisation: u32,
    /// The project.
    pub project: String,
    /// The provider, or `register`.
    pub provider: String,
    /// How often the tokens were keyed: 1, or 2 after `rekey`.
    pub stage: u8,
    /// The version of factlab.
    pub tool: String,
}

/// What became of the rows of the extract. A sum has only the parts that are shown: few rows are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Rows equal to an earlier one.
    pub double: BandedCount,
    /// Rows kept.
    pub kept: BandedCount,
    /// Rejected rows in total, of the rules that are shown; few when each rule rejected few.
    pub left_behind: BandedCount,
    /// Rows rejected, by the code of the rule.
    pub left_behind_by_rule: BTreeMap<String, BandedCount>,
    /// Rows outside the period.
    pub outside_period: BandedCount,
    /// Rows read, without the parts of 1 to 9.
    pub read: BandedCount,
}

/// The whole manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Tokens for the keyholder: whom to encrypt them for when they are sent on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyst: Option<String>,
    /// Names of the register's wijken and buurten, by code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub area_names: BTreeMap<String, String>,
    /// Keyed digests of fixed strings, by token kind: another secret or normalisation shows. Where the tokens are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub canaries: BTreeMap<String, String>,
    /// SHA-256 of this manifest with this field empty: a change by accident shows, one by intent need not.
    pub checksum: String,
    /// What became of the rows: for the analyst only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// Which delivery of the party it is of: its envelopes belong together.
    pub delivery: Delivery,
    /// What of the hand-over this is.
    pub envelope: Envelope,
    /// SHA-256 of each file, by file name. Not made again for a file that `pieces` check.
    pub files: BTreeMap<String, String>,
    /// Who made it.
    pub parties: Parties,
    /// BLAKE3 of each 64 MiB of a file that is longer, by file name, in order: they check it in parallel, and on a processor without
    /// SHA instructions in a tenth of the time.
    #[serde(default, rename = "blake3", skip_serializing_if = "BTreeMap::is_empty")]
    pub pieces: BTreeMap<String, Vec<String>>,
    /// Rows of each Parquet file, by file name.
    pub rows: BTreeMap<String, u64>,
    /// Ed25519 signature of this manifest with this field and the checksum empty, 128 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The key id of the second stage, after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage2_key_id: Option<String>,
}

/// No manifest is longer; a longer file is something else.
pub(super) const LONGEST: u64 = 64 << 20;

impl Manifest {
    /// The text of the file, with the checksum that belongs to it.
    ///
    /// # Errors
    /// Never for a manifest that was read; a map that JSON cannot hold otherwise.
    pub(super) fn sealed(mut self) -> Result<(Self, String)> {
        self.checksum = String::new();
        self.checksum = digest(self.text()?.as_bytes());
        let text = self.text()?;
        Ok((self, text))
    }

    /// The same, signed; the checksum then vouches for the signature too.
    ///
    /// # Errors
    /// As [`Manifest::sealed`].
    pub(super) fn signed(mut self, key: &SigningKey) -> Result<Self> {
        self.signature = Some(key.sign(self.message()?.as_bytes()).to_string());
        Ok(self)
    }

    /// Refuses a manifest that does not carry the signature of `signs`, where one was agreed on; `who` is to sign.
    ///
    /// # Errors
    /// Refused when the signature is missing or not that of the key.
    pub(in crate::pseudonymous) fn check_signature(
        &self,
        signs: Option<&VerifyingKey>,
        who: &str,
        whose: &str,
    ) -> Result<()> {
        let Some(key) = signs else { return Ok(()) };
        let Some(text) = &self.signature else {
            return Err(Error::new(
                Code::SignatureWrong,
                format!("{whose} is not signed, but {who} agreed to sign"),
            )
            .hint("ask for it again, signed (--sign) with the key in the agreement"));
        };
        let message = self.message()?;
        let is_valid = Signature::parse(text)
            .is_some_and(|signature| key.verifies(message.as_bytes(), &signature));
        if is_valid {
            return Ok(());
        }
        let message = format!("{whose} has no valid signature of {who}");
        Err(Error::new(Code::SignatureWrong, message).hint(
            "it was signed with another key or changed on the way; check with the sender through another channel",
        ))
    }

    /// Whom tokens are encrypted for when the keyholder sends them on.
    pub(in crate::pseudonymous) fn analyst(&self) -> Option<Recipient> {
        self.analyst.as_deref().and_then(Recipient::parse)
    }

    /// What a signature signs.
    fn message(&self) -> Result<String> {
        let bare = Self {
            checksum: String::new(),
            signature: Some(String::new()),
            ..self.clone()
        };
        bare.text()
    }

    /// Reads the file at `path`; `whose` names the hand-over in an error.
    ///
    /// # Errors
    /// Refused when it is absent, cut, changed by a single byte, or has a field this version does not know.
    pub(super) fn read(path: &Path, whose: &str) -> Result<Self> {
        let text = read_plain(path, LONGEST).map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => damaged(whose, "is too long"),
            std::io::ErrorKind::NotFound => Error::new(
                Code::HandoverIncomplete,
                format!("{whose} has no manifest.json"),
            ),
            _ => damaged(whose, "cannot be read"),
        })?;
        Self::parse(&text, whose)
    }

    /// From the bytes of the file; `whose` names the hand-over in an error.
    ///
    /// # Errors
    /// Refused when it is cut, changed by a single byte, or has a field this version does not know.
    pub fn parse(text: &[u8], whose: &str) -> Result<Self> {
        let manifest: Self = serde_json::from_slice(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            damaged(
                whose,
                &match error.classify() {
                    serde_json::error::Category::Data => format!(
                        "lacks a field, or has one that this version does not know, at line {line}, column {column}"
                    ),
                    _ => format!("is truncated or damaged at line {line}, column {column}"),
                },
            )
        })?;
        let (_, expected) = manifest.clone().sealed()?;
        if expected.as_bytes() == text {
            Ok(manifest)
        } else {
            Err(damaged(whose, "was changed after it was written"))
        }
    }

    fn text(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|_| {
                Error::new(
                    Code::InternalError,
                    "the manifest cannot be written as JSON",
                )
            })
    }
}

fn damaged(whose: &str, cause: &str) -> Error {
    Error::new(
        Code::HandoverChanged,
        format!("{whose}: manifest.json {cause}"),
    )
}

fn digest(bytes: &[u8]) -> String {
    FileDigest::new(Sha256::digest(bytes).into()).to_string()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A manifest of a made-up provider.
    pub(in crate::pseudonymous::handover) fn counts() -> Counts {
        Counts {
            double: BandedCount::of(3),
            kept: BandedCount::of(90),
            left_behind: BandedCount::of(7),
            left_behind_by_rule: BTreeMap::from([("bsn-invalid".into(), BandedCount::Few)]),
            outside_period: BandedCount::of(0),
            read: BandedCount::of(100),
        }
    }

    pub(in crate::pseudonymous::handover) fn manifest() -> Manifest {
        Manifest {
            analyst: None,
            area_names: BTreeMap::new(),
            canaries: BTreeMap::from([("bsn".into(), "00ff".into())]),
            checksum: String::new(),
            counts: Some(counts()),
            delivery: Delivery {
                day: "2026-11-28".into(),
                id: "0".repeat(16),
                number: 1,
            },
            envelope: Envelope::Whole,
            files: BTreeMap::new(),
            parties: Parties {
                agreement: "a".into(),
                key_id: "k".into(),
                normalisation: 1,
                project: "p".into(),
                provider: "wijkteam".into(),
                stage: 1,
                tool: "0.1.0".into(),
            },
            pieces: BTreeMap::new(),
            rows: BTreeMap::new(),
            signature: None,
            stage2_key_id: None,
        }
    }

    fn read(text: &[u8]) -> Result<Manifest> {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("manifest.json");
        std::fs::write(&path, text).unwrap();
        Manifest::read(&path, "the hand-over of wijkteam")
    }

    #[test]
    fn a_manifest_survives_being_written_and_read() {
        let (manifest, text) = manifest().sealed().unwrap();
        assert_eq!(read(text.as_bytes()).unwrap(), manifest);
    }

    #[test]
    fn counts_of_one_to_nine_do_not_travel() {
        let (_, text) = manifest().sealed().unwrap();
        assert!(text.contains("\"double\": \"<10\"") && text.contains("\"kept\": 90"));
    }

    #[test]
    fn keys_stand_sorted() {
        let (_, text) = manifest().sealed().unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        let found: Vec<usize> = keys
            .iter()
            .map(|key| text.find(&format!("\n  \"{key}\"")).unwrap())
            .collect();
        assert!(keys.is_sorted() && found.is_sorted());
    }

    #[test]
    fn a_field_of_a_later_version_is_refused() {
        let (_, text) = manifest().sealed().unwrap();
        let error = read(text.replacen('{', "{\n  \"zone\": 3,", 1).as_bytes()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("that this version does not know"),
            "{error}"
        );
    }

    #[test]
    fn a_signature_is_of_one_key_and_one_manifest() {
        let key = |byte| SigningKey::from_bytes([byte; 32]);
        let (signed, text) = manifest().signed(&key(1)).unwrap().sealed().unwrap();
        assert_eq!(read(text.as_bytes()).unwrap(), signed);
        let check = |manifest: &Manifest, byte| {
            let public = key(byte).verifying_key();
            manifest.check_signature(Some(&public), "wijkteam", "its hand-over")
        };
        check(&signed, 1).unwrap();
        assert!(check(&signed, 2).is_err());
        assert!(check(&manifest(), 1).is_err());
        let mut changed = signed;
        changed.rows.insert("persons.parquet".into(), 1);
        assert!(check(&changed, 1).is_err());
        manifest().check_signature(None, "", "").unwrap();
    }

    #[test]
    fn a_manifest_cut_anywhere_is_refused() {
        let (_, text) = manifest().sealed().unwrap();
        for length in 0..text.len() {
            assert!(read(&text.as_bytes()[..length]).is_err(), "{length}");
        }
    }
}
