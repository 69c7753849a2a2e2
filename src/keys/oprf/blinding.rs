//! A party's side: blinds messages for the keyholder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest as _, Sha256};
use voprf::{Group as _, Ristretto255};
use zeroize::Zeroizing;

use super::file::{Blinded, QUESTION, SEAL, Writing};
use super::head::Head;
use super::stream::Stream;
use super::{Client, ELEMENT, Origin, Unblinder, known_message};
use crate::error::{Error, Result};
use crate::files::{beside, is_left};
use crate::keys::{BlindingKey, Digest, KeyedDigest};

/// The two keys of one blinding: what an element is called, and what it is blinded with.
pub(super) struct Keys {
    names: KeyedDigest,
    blinds: KeyedDigest,
}

impl Keys {
    pub(super) fn derive(key: &BlindingKey) -> Self {
        Self {
            names: key.keyed("name of element"),
            blinds: key.keyed("blind"),
        }
    }

    /// What the element of `input` is called in the file: random to anyone without the blinding key.
    pub(super) fn name(&self, input: &[u8]) -> Digest {
        self.names.digest(input)
    }

    /// What a message is blinded with.
    fn stream(&self, input: &[u8]) -> Stream<'_> {
        Stream::new(&self.blinds, input)
    }

    /// What takes the blinding of a message away: its factor, drawn as blinding draws it. Blinding again would give it
    /// too, and costs as much as all the rest.
    pub(super) fn unblinding(&self, input: &[u8]) -> Option<Unblinder> {
        let factor = Zeroizing::new(Ristretto255::random_scalar(&mut self.stream(input)));
        let factor: Zeroizing<[u8; ELEMENT]> =
            Zeroizing::new(Ristretto255::serialize_scalar(*factor).into());
        Unblinder::deserialize(&*factor).ok()
    }
}

/// Blinds every message it is asked the digest of, each once. One serves all threads.
///
/// Memory: some 100 bytes per different message.
pub struct Blinder {
    keys: Keys,
    blinded: Mutex<BTreeMap<Digest, [u8; ELEMENT]>>,
}

/// What one blinding gave: the elements by name, an order that tells nothing, and their seal.
pub struct Blinding {
    elements: Vec<(Digest, [u8; ELEMENT])>,
    seal: Vec<u8>,
}

impl Blinder {
    /// A blinder that has met the known message only.
    #[must_use]
    pub fn new(key: &BlindingKey) -> Self {
        let blinder = Self {
            keys: Keys::derive(key),
            blinded: Mutex::default(),
        };
        blinder.add(known_message().encoded());
        blinder
    }

    /// Blinds a message (1 to 65,535 bytes; others have no token).
    pub(in crate::keys) fn add(&self, input: &[u8]) {
        let name = self.keys.name(input);
        if self.all().contains_key(&name) {
            return;
        }
        // The slow part is done without the lock; two threads may do it for the same message, with the same result.
        let blinded = Client::blind(input, &mut self.keys.stream(input));
        if let Ok(blinded) = blinded {
            self.all().insert(name, blinded.message.serialize().into());
        }
    }

    /// All that was blinded, sealed under the key it was blinded with: who evaluates cannot put other elements in its
    /// place.
    #[must_use]
    pub fn finish(self, key: &BlindingKey) -> Blinding {
        let all = self.blinded.into_inner();
        let all = all.unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut asked = Sha256::new();
        for (name, element) in &all {
            asked.update(name.bytes());
            asked.update(element);
        }
        Blinding {
            elements: all.into_iter().collect(),
            seal: seal_of(key, asked),
        }
    }

    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<Digest, [u8; ELEMENT]>> {
        let all = self.blinded.lock();
        all.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Blinding {
    /// How many elements there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.elements.len()
    }

    /// Writes the file for the keyholder at `path`, which must not exist: whole or not at all.
    ///
    /// # Errors
    /// When the path is taken or the disk refuses.
    pub fn write(&self, origin: Origin, path: &Path) -> Result<PathBuf> {
        let head = Head {
            origin,
            elements: self.elements.len() as u64,
            answered: None,
        };
        let mut file = Writing::begin(path)?;
        file.write(head.text().as_bytes())?;
        for (name, element) in &self.elements {
            file.write(&name.bytes())?;
            file.write(element)?;
        }
        file.write(&self.seal)?;
        file.end()?.put()
    }
}

/// Removes the file at `path` when the key that it was blinded with is what a run that was interrupted left beside `state`:
/// the key never came to its path, and nothing of the file can be unblinded.
///
/// # Errors
/// When the disk refuses.
pub fn remove_without_key(path: &Path, state: &Path) -> Result<()> {
    let left = beside(state, ".partial");
    if state.symlink_metadata().is_ok() || !is_left(&left) {
        return Ok(());
    }
    match BlindingKey::read(&left) {
        Ok(key) if is_blinded_with(path, &key) => {
            fs::remove_file(path).map_err(|error| Error::io(path, "remove", &error))
        }
        _ => Ok(()),
    }
}

/// Whether a whole file of blinded elements is at `path` that has the seal of `key`.
fn is_blinded_with(path: &Path, key: &BlindingKey) -> bool {
    let sealed = |mut file: Blinded| {
        let mut asked = Sha256::new();
        let mut question = [0; QUESTION];
        for _ in 0..file.count() {
            file.0.next(&mut question)?;
            asked.update(question);
        }
        Ok::<_, Error>(file.0.take(SEAL)? == seal_of(key, asked))
    };
    Blinded::open(path).and_then(sealed).unwrap_or(false)
}

/// What vouches for names and blinded elements, by their digest: HMAC under the blinding key, all 32 bytes.
pub(super) fn seal_of(key: &BlindingKey, asked: Sha256) -> Vec<u8> {
    key.keyed("seal").full(&asked.finalize()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_that_is_drawn_alone_is_the_one_that_blinds() {
        let keys = Keys::derive(&BlindingKey::from_bytes([7; 32]));
        for input in [&b"a"[..], b"b", &[0; 300]] {
            let blinded = Client::blind(input, &mut keys.stream(input)).unwrap();
            let alone = keys.unblinding(input).unwrap();
            assert_eq!(
                alone.serialize().as_slice(),
                &blinded.state.serialize()[..ELEMENT]
            );
        }
    }
}
