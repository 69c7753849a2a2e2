//! The keyholder's side: evaluates blinded elements, with proofs.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::file::{ANSWER, Blinded, QUESTION, SEAL, Writing};
use super::head::{Answered, Head};
use super::proof::{Element, prove};
use super::public::{no_key, server};
use super::{
    BATCH, ELEMENT, NAME, Origin, PROOF, PublicKey, Server, TOGETHER, known_message, token_of,
};
use crate::error::{Error, Result};
use crate::keys::derive::expand;
use crate::keys::{KeyedDigest, OprfKey};
use crate::vocabulary::Progress;

/// The answers to a file of blinded elements, on disk but not at their path yet.
pub struct Answers {
    origin: Origin,
    count: u64,
    file: Writing,
}

impl Answers {
    /// Whose they are.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Moves the file to its path, and returns that.
    ///
    /// # Errors
    /// When the path is taken or the disk refuses.
    pub fn put(self) -> Result<PathBuf> {
        self.file.put()
    }
}

/// Evaluates every element under `key` into a file for `path`, batch by batch, on all threads. Neither a message nor a
/// token can be told from what it sees.
///
/// Memory: 64 batches of 1,024 elements, however long the file.
///
/// # Errors
/// Refused when one is no element of the group; when the path is taken, the disk refuses, or the user stops.
pub fn evaluate(
    blinded: Blinded,
    key: &OprfKey,
    path: &Path,
    progress: &dyn Progress,
) -> Result<Answers> {
    let mut questions = blinded.0;
    let server = server(key)?;
    let nonces = KeyedDigest::new(&*expand(key.bytes(), &["oprf", "proof"]));
    let known = server.evaluate(known_message().encoded());
    let known = known.map_err(|_| no_key())?;
    let head = Head {
        answered: Some(Answered {
            key_id: key.id(),
            public: PublicKey::of(key)?,
            known: token_of(&known),
        }),
        ..questions.head.clone()
    };
    let mut file = Writing::begin(path)?;
    file.write(head.text().as_bytes())?;
    progress.begin("evaluating", Some(head.elements));
    let mut left = usize::try_from(head.elements).unwrap_or(usize::MAX);
    let mut last = None;
    while left > 0 {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let count = left.min(BATCH * TOGETHER);
        let records = questions.take(count * QUESTION)?;
        let (records, _) = records.as_chunks::<QUESTION>();
        refuse_unsorted(records, &mut last).ok_or_else(|| questions.changed())?;
        let answer = |batch: &[[u8; QUESTION]]| answered(batch, &server, &nonces);
        let answered: Option<Vec<_>> = records.par_chunks(BATCH).map(answer).collect();
        for batch in answered.ok_or_else(|| questions.no_element())? {
            file.write(&batch)?;
        }
        left -= count;
        progress.advance(count as u64);
    }
    let seal = questions.take(SEAL)?;
    file.write(&seal)?;
    progress.end();
    Ok(Answers {
        count: head.elements,
        origin: head.origin,
        file: file.end()?,
    })
}

/// `None` when a name is not behind the one before it.
pub(super) fn refuse_unsorted<const N: usize>(
    records: &[[u8; N]],
    last: &mut Option<[u8; NAME]>,
) -> Option<()> {
    for record in records {
        let mut name = [0; NAME];
        name.copy_from_slice(&record[..NAME]);
        if last.is_some_and(|last| last >= name) {
            return None;
        }
        *last = Some(name);
    }
    Some(())
}

/// The answers to a batch and their proof.
fn answered(batch: &[[u8; QUESTION]], server: &Server, nonces: &KeyedDigest) -> Option<Vec<u8>> {
    let blinded: Vec<Element> = batch.iter().map(element).collect();
    let (answers, proof) = prove(server, nonces, &blinded)?;
    let mut bytes = Vec::with_capacity(batch.len() * ANSWER + PROOF);
    for (question, answer) in batch.iter().zip(answers) {
        bytes.extend_from_slice(question);
        bytes.extend_from_slice(&answer);
    }
    bytes.extend_from_slice(&proof);
    Some(bytes)
}

fn element(question: &[u8; QUESTION]) -> Element {
    let mut element = [0; ELEMENT];
    element.copy_from_slice(&question[NAME..]);
    element
}
