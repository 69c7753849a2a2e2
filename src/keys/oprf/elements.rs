//! Elements in, a file that travels between a party and the keyholder out; and back.
//!
//! A text of lines up to an empty one (`factlab oprf 1`, then `word: value`), then per element its name (16 bytes) and
//! itself (32 bytes), sorted by name, then the SHA-256 of all before it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::ELEMENT;
use crate::error::{Error, Result};
use crate::keys::{Digest, KeyId};
use crate::vocabulary::{AgreementDigest, ProjectId, ProviderId};

const FIRST_LINE: &str = "factlab oprf 1";
const NAME: usize = 16;
const RECORD: usize = NAME + ELEMENT;
const CHECK: usize = 32;

/// No file of elements is longer: 48 bytes for each of 100 million.
const LONGEST: u64 = 48 * 100_000_000;

/// Whether elements were evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As the party sent them.
    Blinded,
    /// As the keyholder sent them back.
    Evaluated,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Blinded => "blinded",
            Self::Evaluated => "evaluated",
        }
    }
}

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

/// Elements with where they come from.
pub struct Elements {
    kind: Kind,
    origin: Origin,
    key_id: Option<KeyId>,
    all: Vec<(Digest, [u8; ELEMENT])>,
}

impl Elements {
    /// Blinded elements, sorted by name.
    #[must_use]
    pub fn blinded(origin: Origin, all: Vec<(Digest, [u8; ELEMENT])>) -> Self {
        Self {
            kind: Kind::Blinded,
            origin,
            key_id: None,
            all,
        }
    }

    /// The same elements after evaluation.
    pub(super) fn evaluated(&self, all: Vec<(Digest, [u8; ELEMENT])>, key_id: KeyId) -> Self {
        Self {
            kind: Kind::Evaluated,
            origin: self.origin.clone(),
            key_id: Some(key_id),
            all,
        }
    }

    /// Whether they were evaluated.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whose they are.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The id of the key that evaluated them.
    #[must_use]
    pub const fn key_id(&self) -> Option<KeyId> {
        self.key_id
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    pub(super) fn all(&self) -> &[(Digest, [u8; ELEMENT])] {
        &self.all
    }

    /// The element of this name.
    pub(super) fn get(&self, name: Digest) -> Option<&[u8; ELEMENT]> {
        let place = self.all.binary_search_by_key(&name, |(name, _)| *name);
        place.ok().map(|place| &self.all[place].1)
    }

    /// How an error names them.
    pub(super) fn whose(&self) -> String {
        format!("the {} file of {}", self.kind.word(), self.origin.provider)
    }

    pub(super) fn damaged(&self) -> Error {
        Error::refused(format!("{} holds what is no element", self.whose()))
            .hint("ask for the file again")
    }

    /// Writes the file at `place`, which must not exist: whole or not at all.
    ///
    /// # Errors
    /// When the place is taken or the disk refuses.
    pub fn write(&self, place: &Path) -> Result<()> {
        let failed = |error: &std::io::Error| Error::io(place, "write", error);
        let folder = place.parent().filter(|path| !path.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|e| failed(&e))?;
        file.write_all(&self.bytes()).map_err(|e| failed(&e))?;
        file.as_file().sync_all().map_err(|e| failed(&e))?;
        let put = file.persist_noclobber(place);
        put.map(|_| ()).map_err(|error| {
            if place.exists() {
                Error::failed(format!("{} exists already", place.display()))
                    .hint("was it sent already? move it away, and run the command again")
            } else {
                failed(&error.error)
            }
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{FIRST_LINE}\nkind: {}\n", self.kind.word());
        let origin = &self.origin;
        // Writing to a String cannot fail.
        let _ = write!(
            head,
            "project: {}\nprovider: {}\nagreement: {}\n",
            origin.project, origin.provider, origin.agreement
        );
        if let Some(id) = self.key_id {
            let _ = writeln!(head, "key id: {id}");
        }
        let _ = write!(head, "elements: {}\n\n", self.all.len());
        let mut bytes = head.into_bytes();
        bytes.reserve(self.all.len() * RECORD + CHECK);
        for (name, element) in &self.all {
            bytes.extend_from_slice(&name.bytes());
            bytes.extend_from_slice(element);
        }
        let check = Sha256::digest(&bytes);
        bytes.extend_from_slice(&check);
        bytes
    }

    /// Reads a file of elements.
    ///
    /// # Errors
    /// Refused when it is something else, cut or changed.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |error: &std::io::Error| Error::io(path, "read", error);
        let size = std::fs::metadata(path).map_err(|e| failed(&e))?.len();
        if size > LONGEST {
            return Err(other_file(path));
        }
        let bytes = std::fs::read(path).map_err(|e| failed(&e))?;
        Self::parse(&bytes).ok_or_else(|| {
            if bytes.starts_with(FIRST_LINE.as_bytes()) {
                Error::refused(format!("{} is cut or was changed", path.display()))
                    .hint("ask for the file again")
            } else {
                other_file(path)
            }
        })
    }

    /// The parts of a file; `None` for what is not exactly one that was written.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (body, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK)?)?;
        if Sha256::digest(body).as_slice() != check {
            return None;
        }
        let end = body.windows(2).position(|pair| pair == b"\n\n")? + 2;
        let head = std::str::from_utf8(&body[..end]).ok()?;
        let mut lines = head.lines();
        let mut value = |word: &str| lines.next()?.strip_prefix(word).map(str::to_owned);
        value(FIRST_LINE)?;
        let kind = match value("kind: ")?.as_str() {
            "blinded" => Kind::Blinded,
            "evaluated" => Kind::Evaluated,
            _ => return None,
        };
        // The provider becomes the name of a file: nothing else than an id may stand here.
        let origin = Origin {
            project: ProjectId::new(&value("project: ")?)?.to_string(),
            provider: ProviderId::new(&value("provider: ")?)?.to_string(),
            agreement: AgreementDigest::parse(&value("agreement: ")?)?.to_string(),
        };
        let key_id = match kind {
            Kind::Blinded => None,
            Kind::Evaluated => Some(KeyId::parse(&value("key id: ")?)?),
        };
        let count: usize = value("elements: ")?.parse().ok()?;
        let (records, rest) = body[end..].as_chunks::<RECORD>();
        let all: Vec<_> = records.iter().map(named).collect();
        let is_sorted = all.is_sorted_by(|(one, _), (next, _)| one < next);
        (rest.is_empty() && all.len() == count && is_sorted).then_some(Self {
            kind,
            origin,
            key_id,
            all,
        })
    }
}

fn named(record: &[u8; RECORD]) -> (Digest, [u8; ELEMENT]) {
    let (mut name, mut element) = ([0; NAME], [0; ELEMENT]);
    name.copy_from_slice(&record[..NAME]);
    element.copy_from_slice(&record[NAME..]);
    (Digest::from_bytes(name), element)
}

fn other_file(path: &Path) -> Error {
    Error::refused(format!("{} is no file of elements", path.display()))
        .hint("`factlab oprf blind` makes one, and `factlab oprf evaluate` answers it")
}
