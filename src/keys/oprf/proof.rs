//! The proof that one key made a batch of answers, and its verification.

use voprf::{BlindedElement, EvaluationElement, Proof};

use super::stream::Stream;
use super::{Client, ELEMENT, PublicKey, Server};
use crate::keys::KeyedDigest;

/// An element as bytes.
pub(super) type Element = [u8; ELEMENT];

/// Evaluates a batch: the answers, and their proof. `None` when one is no element.
///
/// The random number of the proof is drawn under `nonces` from the batch itself: never the same for two batches.
pub(super) fn prove(
    server: &Server,
    nonces: &KeyedDigest,
    blinded: &[Element],
) -> Option<(Vec<Element>, Vec<u8>)> {
    let elements = blinded.iter().map(|one| BlindedElement::deserialize(one));
    let elements = elements.collect::<Result<Vec<_>, _>>().ok()?;
    let mut nonce = Stream::new(nonces, blinded.as_flattened());
    let made = server.batch_blind_evaluate(&mut nonce, &elements).ok()?;
    let answers = made.messages.iter().map(|one| one.serialize().into());
    Some((answers.collect(), made.proof.serialize().to_vec()))
}

/// Whether `proof` shows that the key behind `public` made each answer of the blinded element beside it.
pub(super) fn holds(
    public: PublicKey,
    blinded: &[Element],
    answers: &[Element],
    proof: &[u8],
) -> bool {
    // What a message was blinded with plays no part in a proof, and any factor will do here.
    let mut factor = [0; ELEMENT];
    factor[0] = 1;
    let client = |one: &Element| Client::deserialize(&[factor, *one].concat());
    let clients = blinded.iter().map(client).collect::<Result<Vec<_>, _>>();
    let answers = answers
        .iter()
        .map(|one| EvaluationElement::deserialize(one));
    let answers = answers.collect::<Result<Vec<_>, _>>();
    let (Ok(clients), Ok(answers), Ok(proof), Some(public)) = (
        clients,
        answers,
        Proof::deserialize(proof),
        public.element(),
    ) else {
        return false;
    };
    // Inputs play a part in the outputs only, and those are not used.
    let inputs = vec![[0_u8; 1]; blinded.len()];
    Client::batch_finalize(&inputs, &clients, &answers, &proof, public).is_ok()
}
