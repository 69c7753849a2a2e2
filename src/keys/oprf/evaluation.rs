//! The keyholder's side: blinded elements and a key in, evaluated elements out.

use rayon::prelude::*;
use voprf::BlindedElement;

use super::{ELEMENT, Elements, Kind, Server};
use crate::error::{Error, Result};
use crate::keys::OprfKey;
use crate::vocabulary::Progress;

/// What the key is derived for (`DeriveKeyPair` of RFC 9497, section 3.2.1).
const INFO: &[u8] = b"factlab 1 oprf";

/// Elements between two looks at whether to stop.
const PIECE: usize = 1024;

/// Evaluates every element under `key`, on all threads. Neither a message nor a token can be told from what it sees.
///
/// # Errors
/// Refused when the elements were evaluated before, or one is not of the group; and when the user stops.
pub fn evaluate(elements: &Elements, key: &OprfKey, progress: &dyn Progress) -> Result<Elements> {
    if elements.kind() == Kind::Evaluated {
        return Err(Error::refused(format!(
            "{} holds elements that were evaluated already",
            elements.whose()
        ))
        .hint("give the file that `factlab oprf blind` made"));
    }
    let server = server(key)?;
    let blinded = elements.all();
    progress.begin("evaluating", Some(blinded.len() as u64));
    let pieces: Result<Vec<_>> = blinded
        .par_chunks(PIECE)
        .map(|piece| {
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            let evaluated = piece.iter().map(|(name, element)| {
                let evaluated = evaluated(&server, element).ok_or_else(|| elements.damaged());
                Ok((*name, evaluated?))
            });
            let evaluated: Result<Vec<_>> = evaluated.collect();
            progress.advance(piece.len() as u64);
            evaluated
        })
        .collect();
    progress.end();
    Ok(elements.evaluated(pieces?.concat(), key.id()))
}

/// The server of a key.
pub(super) fn server(key: &OprfKey) -> Result<Server> {
    Server::new_from_seed(key.bytes(), INFO)
        .map_err(|_| Error::failed("no key for evaluating follows from this key file"))
}

fn evaluated(server: &Server, element: &[u8; ELEMENT]) -> Option<[u8; ELEMENT]> {
    let element = BlindedElement::deserialize(element).ok()?;
    Some(server.blind_evaluate(&element).serialize().into())
}
