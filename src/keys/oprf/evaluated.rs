//! The keyholder's answers, checked with their proofs; and the token of each blinded message.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use voprf::EvaluationElement;

use super::blinding::{Keys, seal_of};
use super::evaluation::refuse_unsorted;
use super::file::{ANSWER, Elements, QUESTION, SEAL};
use super::proof::{Element, holds};
use super::{BATCH, ELEMENT, NAME, Origin, PROOF, PublicKey, TOGETHER, known_message, token_of};
use crate::error::{Code, Error, Result};
use crate::keys::{BlindingKey, Digest, KeyId};

/// The evaluated elements of one blinding: gives the token of each message that was blinded. One serves all threads.
///
/// Memory: some 150 bytes per different message.
pub struct Evaluated {
    keys: Keys,
    key_id: KeyId,
    /// By name.
    answers: Vec<(Digest, Element)>,
    tokens: Mutex<BTreeMap<Digest, Digest>>,
    missing: AtomicU64,
}

impl Evaluated {
    /// Reads what came back for `origin`, and holds every answer to the public key: the proofs must show that the key
    /// behind it made them, of the very elements that were blinded with `key`.
    ///
    /// # Errors
    /// Refused when the file is of another party or blinding, was cut or changed, or an answer is wrong.
    pub fn read(
        path: &Path,
        origin: &Origin,
        key: &BlindingKey,
        public: PublicKey,
    ) -> Result<Self> {
        let mut file = Elements::open(path)?;
        let Some(answered) = file.head.answered.clone() else {
            let error = Error::new(
                Code::ElementsMismatch,
                "the keyholder has not evaluated this file yet",
            );
            return Err(error.hint("send it to the keyholder, and use the file that comes back"));
        };
        if file.head.origin != *origin {
            let message = "the file was made for another party, project or agreement";
            return Err(Error::new(Code::ElementsMismatch, message));
        }
        if answered.public != public {
            let message = "the answers were made with a different OPRF key than agreed";
            return Err(Error::new(Code::ElementsMismatch, message)
                .hint("compare the public key: the keyholder's `factlab key id` shows it"));
        }
        let evaluated = Self {
            keys: Keys::derive(key),
            key_id: answered.key_id,
            answers: checked(&mut file, key, public)?,
            tokens: Mutex::default(),
            missing: AtomicU64::new(0),
        };
        if evaluated.token(known_message().encoded()) != answered.known {
            return Err(wrong_answers());
        }
        Ok(evaluated)
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

    /// The id of the key that evaluated.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    fn finalised(&self, name: Digest, input: &[u8]) -> Option<Digest> {
        // Sorted: `checked` refuses a file that is not.
        let index = self.answers.binary_search_by_key(&name, |(name, _)| *name);
        let element = EvaluationElement::deserialize(&self.answers[index.ok()?].1).ok()?;
        let output = self.keys.unblinding(input)?.finalize(input, &element);
        Some(token_of(&output.ok()?))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<Digest, Digest>> {
        let known = self.tokens.lock();
        known.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// All answers by name, once their proofs hold and the seal is that of this blinding.
fn checked(
    file: &mut Elements,
    key: &BlindingKey,
    public: PublicKey,
) -> Result<Vec<(Digest, Element)>> {
    let mut left = usize::try_from(file.head.elements).unwrap_or(usize::MAX);
    // The head is not trusted yet: memory for more than a million answers is set apart only as they are read.
    let mut answers = Vec::with_capacity(left.min(1 << 20));
    let (mut asked, mut last) = (Sha256::new(), None);
    while left > 0 {
        let mut batches = Vec::with_capacity(TOGETHER);
        while left > 0 && batches.len() < TOGETHER {
            let count = left.min(BATCH);
            batches.push((file.take(count * ANSWER)?, file.take(PROOF)?));
            left -= count;
        }
        let is_right = |(records, proof): &(Vec<u8>, Vec<u8>)| {
            let (records, _) = records.as_chunks::<ANSWER>();
            let part = |from| move |record: &[u8; ANSWER]| element_at(record, from);
            let blinded: Vec<Element> = records.iter().map(part(NAME)).collect();
            let answers: Vec<Element> = records.iter().map(part(QUESTION)).collect();
            holds(public, &blinded, &answers, proof)
        };
        if !batches.par_iter().all(is_right) {
            return Err(wrong_answers());
        }
        for (records, _) in &batches {
            let (records, _) = records.as_chunks::<ANSWER>();
            refuse_unsorted(records, &mut last).ok_or_else(|| file.changed())?;
            for record in records {
                asked.update(&record[..QUESTION]);
                let mut name = [0; NAME];
                name.copy_from_slice(&record[..NAME]);
                answers.push((Digest::from_bytes(name), element_at(record, QUESTION)));
            }
        }
    }
    let seal = file.take(SEAL)?;
    if seal != seal_of(key, asked) {
        let error = Error::new(
            Code::ElementsMismatch,
            "the file answers a different blinding than this state",
        );
        return Err(error.hint(
            "use the state that `oprf blind` wrote beside the file that was sent, or blind again",
        ));
    }
    Ok(answers)
}

fn element_at(record: &[u8; ANSWER], from: usize) -> Element {
    let mut element = [0; ELEMENT];
    element.copy_from_slice(&record[from..from + ELEMENT]);
    element
}

fn wrong_answers() -> Error {
    let message =
        "the keyholder's answers are wrong: their proof does not hold for the agreed public key";
    Error::new(Code::AnswersWrong, message)
}
