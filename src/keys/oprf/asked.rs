//! How many elements each party has requested of an OPRF key so far, in a file next to the key.
//!
//! With enough questions a party could ask for all BSNs. The file is text: a line of its own, the id of the key, and a line
//! per party with its number.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::keys::KeyId;
use crate::vocabulary::ProviderId;

const FIRST_LINE: &str = "factlab oprf asked 1";

/// No memory is longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// The numbers of questions, open and closed to others until it goes.
pub struct Asked {
    path: PathBuf,
    file: File,
    key_id: KeyId,
    by_party: BTreeMap<String, u64>,
}

impl Asked {
    /// Opens the memory of a key at `path`, or begins one.
    ///
    /// # Errors
    /// When it cannot be read or written; refused when it is of another key, or damaged.
    pub fn open(path: &Path, key_id: KeyId) -> Result<Self> {
        let failed = |error: &std::io::Error| Error::io(path, "keep count in", error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(|e| failed(&e))?;
        file.try_lock().map_err(|held| match held {
            TryLockError::Error(error) => failed(&error),
            TryLockError::WouldBlock => {
                Error::at(Code::FileInUse, path, "another `oprf evaluate` is using it")
                    .hint("run the command again once the other has ended")
            }
        })?;
        let mut text = String::new();
        let read = std::io::Read::by_ref(&mut file)
            .take(LONGEST)
            .read_to_string(&mut text);
        let by_party = match read {
            Ok(0) => Some(BTreeMap::new()),
            Ok(_) => parse(&text, key_id),
            Err(_) => None,
        };
        let by_party = by_party.ok_or_else(|| {
            Error::at(
                Code::ElementsMismatch,
                path,
                "not the count of questions to this key",
            )
            .hint("pass the file kept with this key: --asked FILE")
        })?;
        Ok(Self {
            path: path.to_owned(),
            file,
            key_id,
            by_party,
        })
    }

    /// How many questions a party has asked.
    #[must_use]
    pub fn of(&self, party: &str) -> u64 {
        self.by_party.get(party).copied().unwrap_or_default()
    }

    /// How many questions all parties have asked together.
    #[must_use]
    pub fn together(&self) -> u64 {
        self.by_party.values().sum()
    }

    /// Adds questions of a party, and writes them down before it returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, party: &str, questions: u64) -> Result<()> {
        let number = self.by_party.entry(party.to_owned()).or_default();
        *number = number.saturating_add(questions);
        let mut text = format!("{FIRST_LINE}\nkey id: {}\n", self.key_id);
        for (party, number) in &self.by_party {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{party}: {number}");
        }
        // The numbers only grow, so the text never gets shorter.
        let written = self
            .file
            .rewind()
            .and_then(|()| std::io::Write::write_all(&mut self.file, text.as_bytes()))
            .and_then(|()| self.file.sync_all());
        written.map_err(|error| Error::io(&self.path, "keep count in", &error))
    }
}

fn parse(text: &str, key_id: KeyId) -> Option<BTreeMap<String, u64>> {
    let mut lines = text.lines();
    (lines.next()? == FIRST_LINE).then_some(())?;
    let id = lines.next()?.strip_prefix("key id: ")?;
    (KeyId::parse(id)? == key_id).then_some(())?;
    let party = |line: &str| {
        let (party, number) = line.split_once(": ")?;
        Some((ProviderId::new(party)?.to_string(), number.parse().ok()?))
    };
    lines.map(party).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::OprfKey;

    #[test]
    fn questions_add_up_over_files_and_are_remembered() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("oprf.key.asked");
        let id = OprfKey::from_bytes([9; 32]).id();
        for (questions, expected) in [(90, 90), (15, 105)] {
            let mut asked = Asked::open(&path, id).unwrap();
            asked.add("wijkteam", questions).unwrap();
            assert_eq!(asked.of("wijkteam"), expected);
        }
        let mut asked = Asked::open(&path, id).unwrap();
        asked.add("register", 7).unwrap();
        drop(asked);
        let asked = Asked::open(&path, id).unwrap();
        assert_eq!((asked.of("wijkteam"), asked.of("thuiszorg")), (105, 0));
        assert_eq!(asked.together(), 112);
    }

    #[test]
    fn a_count_of_another_key_or_a_damaged_one_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("oprf.key.asked");
        let id = |byte| OprfKey::from_bytes([byte; 32]).id();
        Asked::open(&path, id(9))
            .unwrap()
            .add("wijkteam", 1)
            .unwrap();
        assert!(Asked::open(&path, id(8)).is_err());
        let held = Asked::open(&path, id(9)).unwrap();
        assert!(Asked::open(&path, id(9)).is_err());
        drop(held);
        for text in ["x", "factlab oprf asked 1\n", "\u{0}"] {
            std::fs::write(&path, text).unwrap();
            assert!(Asked::open(&path, id(9)).is_err(), "{text:?}");
        }
    }
}
