//! The provider's side: a message in, its blinded element out; the evaluated element in, the token out.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use voprf::{EvaluationElement, Group as _, Ristretto255};
use zeroize::Zeroizing;

use super::stream::Stream;
use super::{Client, ELEMENT, Elements};
use crate::keys::{BlindingKey, Digest, KeyedDigest};

/// The two keys of one blinding: what an element is called, and what it is blinded with.
struct Keys {
    names: KeyedDigest,
    blinds: KeyedDigest,
}

impl Keys {
    fn derive(key: &BlindingKey) -> Self {
        Self {
            names: key.keyed("name of element"),
            blinds: key.keyed("blind"),
        }
    }

    /// What the element of `input` is called in the file: random to who has not the blinding key.
    fn name(&self, input: &[u8]) -> Digest {
        self.names.digest(input)
    }

    /// What a message is blinded with.
    fn stream(&self, input: &[u8]) -> Stream<'_> {
        Stream::new(&self.blinds, input)
    }

    /// What takes the blinding of a message away: its factor, drawn as blinding draws it. Blinding again would give it
    /// too, and costs as much as all the rest.
    fn unblinding(&self, input: &[u8]) -> Option<Client> {
        let factor = Zeroizing::new(Ristretto255::random_scalar(&mut self.stream(input)));
        let factor: Zeroizing<[u8; ELEMENT]> =
            Zeroizing::new(Ristretto255::serialize_scalar(*factor).into());
        Client::deserialize(&*factor).ok()
    }
}

/// Blinds every message it is asked the digest of, each once. One serves all threads.
///
/// Memory: some 100 bytes per different message.
pub struct Blinder {
    keys: Keys,
    blinded: Mutex<BTreeMap<Digest, [u8; ELEMENT]>>,
}

impl Blinder {
    /// A blinder that has met no message yet.
    #[must_use]
    pub fn new(key: &BlindingKey) -> Self {
        Self {
            keys: Keys::derive(key),
            blinded: Mutex::default(),
        }
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

    /// The elements, sorted by name: an order that tells nothing.
    #[must_use]
    pub fn into_elements(self) -> Vec<(Digest, [u8; ELEMENT])> {
        let all = self.blinded.into_inner();
        all.unwrap_or_else(std::sync::PoisonError::into_inner)
            .into_iter()
            .collect()
    }

    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<Digest, [u8; ELEMENT]>> {
        let all = self.blinded.lock();
        all.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The evaluated elements of one blinding: gives the token of each message that was blinded. One serves all threads.
pub struct Evaluated {
    keys: Keys,
    elements: Elements,
    tokens: Mutex<BTreeMap<Digest, Digest>>,
    missing: AtomicU64,
}

impl Evaluated {
    /// The elements as they came back, under the key they were blinded with.
    #[must_use]
    pub fn new(key: &BlindingKey, elements: Elements) -> Self {
        Self {
            keys: Keys::derive(key),
            elements,
            tokens: Mutex::default(),
            missing: AtomicU64::new(0),
        }
    }

    /// The token of a message: the first 128 bits of the output of the function; absent for a message that was not
    /// blinded, which is counted.
    pub(in crate::keys) fn token(&self, input: &[u8]) -> Digest {
        let name = self.keys.name(input);
        if let Some(token) = self.known().get(&name) {
            return *token;
        }
        let Some(token) = self.finalised(name, input) else {
            self.missing.fetch_add(1, Ordering::Relaxed);
            return Digest::ABSENT;
        };
        self.known().insert(name, token);
        token
    }

    /// How many messages were asked for that had no element: the extract is another than the one that was blinded.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing.load(Ordering::Relaxed)
    }

    /// What the elements say of themselves.
    #[must_use]
    pub const fn elements(&self) -> &Elements {
        &self.elements
    }

    fn finalised(&self, name: Digest, input: &[u8]) -> Option<Digest> {
        let element = EvaluationElement::deserialize(self.elements.get(name)?).ok()?;
        let output = self.keys.unblinding(input)?.finalize(input, &element);
        let output = output.ok()?;
        let mut first = [0; 16];
        first.copy_from_slice(&output[..16]);
        Some(Digest::from_bytes(first))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<Digest, Digest>> {
        let known = self.tokens.lock();
        known.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
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
            assert_eq!(alone.serialize(), blinded.state.serialize());
        }
    }
}
