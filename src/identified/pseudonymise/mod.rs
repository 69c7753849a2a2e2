//! ▶ GATE: a client record goes in, a pseudonymous record comes out.
//!
//! What leaves here is made of digests, a service and booleans; the types that leave own no text.
//! `docs/method.md` describes each message byte for byte.

mod address_tokens;
mod canary;
mod client;
#[cfg(test)]
mod hard_cases;
mod objections;
mod objectors;
mod parts;
mod sound;
mod surnames;
mod timing;
mod tokens;
#[cfg(test)]
mod vectors;

pub(super) use address_tokens::AddressTokens;
pub(super) use canary::{canaries, made_up_person};
pub(super) use client::RunKey;
pub(super) use objections::Objections;
pub(super) use objectors::{Findable, ResidentTokens};
pub(super) use surnames::{Carriers, Names, NamesOf, Surnames, limited};
pub(super) use timing::{Timing, Use};
pub(super) use tokens::{can_find, throwaway_secret};

use parts::{Gate, TokensOf};
use tokens::TokenMaker;

use super::normalise::ClientRecord;
use super::settings::ProjectTerms;
use crate::error::Result;
use crate::keys::{Messages, TokenSource};
use crate::pseudonymous::{PseudonymousRecord, Tokens};

/// The gate: turns client records into pseudonymous records. One serves all threads.
pub(super) struct Pseudonymiser<'a> {
    tokens: TokenMaker<'a>,
    run: RunKey,
    terms: &'a ProjectTerms,
}

impl<'a> Pseudonymiser<'a> {
    /// The gate of one run: the tokens follow the agreement, the grouping of rows a key made for this run.
    pub(super) fn new(source: TokenSource<'a>, terms: &'a ProjectTerms) -> Result<Self> {
        Ok(Self {
            tokens: TokenMaker::new(source, terms, TokensOf::Clients),
            run: RunKey::new()?,
            terms,
        })
    }

    /// Puts the pseudonymous record of each use into `made`, which is empty.
    pub(super) fn make(
        &self,
        records: &[ClientRecord],
        uses: &[Use],
        messages: &mut Messages,
        made: &mut Vec<PseudonymousRecord>,
    ) {
        let clients = self.run.clients(records, messages);
        let rows = self.run.rows(records, uses, messages);
        let digests = clients.into_iter().zip(rows);
        let uses = records.iter().zip(uses).zip(digests);
        made.extend(
            uses.map(|((record, of), (client, row))| PseudonymousRecord {
                client,
                row,
                distance: of.timing.distance,
                tokens: Tokens::default(),
                service: of.service,
                when: of.timing.when,
                is_outside: is_outside(record, self.terms),
            }),
        );
        self.tokens.each(records, messages, |at, column, token| {
            made[at].tokens.set(column, token);
        });
    }
}

/// Whether the client is known to live outside the agreed postcodes.
fn is_outside(record: &ClientRecord, terms: &ProjectTerms) -> bool {
    let postcode = &record.address.reveal(Gate).postcode;
    let digits = postcode.get(..4).and_then(|text| text.parse().ok());
    digits.is_some_and(|digits| !terms.postcodes.contains(digits))
}

#[cfg(test)]
mod tests;
