//! The header of a file of elements: lines of text up to an empty line.

use std::fmt::Write as _;
use std::io::BufRead;

use super::PublicKey;
use crate::keys::{Digest, KeyId};
use crate::vocabulary::{AgreementDigest, ProjectId, ProviderId, hex};

pub(super) const FIRST_LINE: &str = "factlab oprf 2";

/// No head is longer, in bytes.
const LONGEST: usize = 4096;

/// Whose elements they are, for which agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The project.
    pub project: String,
    /// The party.
    pub provider: String,
    /// The agreement digest.
    pub agreement: String,
}

/// Who answered, as far as an answer tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) key_id: KeyId,
    pub(super) public: PublicKey,
    /// The token of the known message.
    pub(super) known: Digest,
}

/// The head of a file: of blinded elements, or of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) origin: Origin,
    pub(super) elements: u64,
    pub(super) answered: Option<Answered>,
}

impl Head {
    pub(super) fn text(&self) -> String {
        let kind = if self.answered.is_some() {
            "evaluated"
        } else {
            "blinded"
        };
        let origin = &self.origin;
        let mut text = format!(
            "{FIRST_LINE}\nkind: {kind}\nproject: {}\nprovider: {}\nagreement: {}\n",
            origin.project, origin.provider, origin.agreement
        );
        if let Some(answered) = &self.answered {
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "key id: {}\npublic key: {}\nknown answer: {:032x}\n",
                answered.key_id,
                answered.public,
                answered.known.number()
            );
        }
        let _ = write!(text, "elements: {}\n\n", self.elements);
        text
    }

    /// Reads a head, and nothing behind it; `None` for what is not one.
    pub(super) fn read(input: &mut impl BufRead) -> Option<Self> {
        let mut text = String::new();
        while !text.ends_with("\n\n") {
            let mut line = Vec::new();
            let room = LONGEST.checked_sub(text.len())? as u64;
            let read = std::io::Read::take(&mut *input, room).read_until(b'\n', &mut line);
            if read.ok()? == 0 {
                return None;
            }
            text.push_str(std::str::from_utf8(&line).ok()?);
        }
        Self::parse(&text)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut value = |word: &str| lines.next()?.strip_prefix(word).map(str::to_owned);
        value(FIRST_LINE).filter(String::is_empty)?;
        let is_answered = match value("kind: ")?.as_str() {
            "blinded" => false,
            "evaluated" => true,
            _ => return None,
        };
        // The provider becomes the name of a file: nothing else than an id may stand here.
        let origin = Origin {
            project: ProjectId::new(&value("project: ")?)?.to_string(),
            provider: ProviderId::new(&value("provider: ")?)?.to_string(),
            agreement: AgreementDigest::parse(&value("agreement: ")?)?.to_string(),
        };
        let answered = if is_answered {
            Some(Answered {
                key_id: KeyId::parse(&value("key id: ")?)?,
                public: PublicKey::parse(&value("public key: ")?)?,
                known: Digest::from_bytes(hex::parse(&value("known answer: ")?)?),
            })
        } else {
            None
        };
        let head = Self {
            origin,
            elements: value("elements: ")?.parse().ok()?,
            answered,
        };
        // A head has one spelling: a number with a zero in front, or a line too many, is none.
        (head.text() == text).then_some(head)
    }
}
