//! ▶ GATE: a client record goes in, a pseudonymous record comes out.
//!
//! What leaves here is made of digests, a service and three booleans; the types that leave own no text.
//! `docs/method.md` describes each message byte for byte.

mod address_tokens;
mod canary;
mod client;
#[cfg(test)]
mod hard_cases;
mod objections;
mod objectors;
mod parts;
mod surnames;
mod timing;
#[cfg(test)]
mod vectors;

pub(super) use address_tokens::AddressTokens;
pub(super) use canary::{canaries, made_up_person};
pub(super) use client::RunKey;
pub(super) use objections::Objections;
pub(super) use objectors::{Findable, ResidentTokens};
pub(super) use surnames::{Carriers, SURNAMES, Surnames};
pub(super) use timing::Timing;

use parts::Gate;
use zeroize::Zeroizing;

use super::normalise::ClientRecord;
use super::settings::{ProjectTerms, TokenProfile};
use crate::error::Result;
use crate::keys::{
    Digest, Message, Messages, ProjectSecret, TokenKeys, TokenSource, fill_with_random_bytes,
};
use crate::pseudonymous::{PseudonymousRecord, Subject, TokenColumn, Tokens};

/// Whether the agreement has this column of tokens made.
const fn is_made(column: TokenColumn, profile: TokenProfile) -> bool {
    match profile {
        TokenProfile::Id => {
            matches!(column, TokenColumn::Bsn) || matches!(column.subject(), Subject::Address)
        }
        TokenProfile::Standard => true,
    }
}

/// Whose tokens are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokensOf {
    /// Clients of a provider, who are looked for.
    Clients,
    /// Residents in the register, who are found.
    Residents,
}

/// The first part of a canary's message. No text part of a record has small letters, so no person has such a token.
const CANARY: &str = "canary";

/// Makes the tokens of a project.
pub(super) struct TokenMaker<'a> {
    of: TokensOf,
    keys: TokenKeys<'a>,
    columns: Vec<TokenColumn>,
}

impl TokenMaker<'static> {
    /// As [`TokenMaker::new`], with a secret that goes before it does.
    pub(super) fn keyed(secret: &ProjectSecret, terms: &ProjectTerms, of: TokensOf) -> Self {
        let (columns, kinds) = made_columns(terms.profile);
        let keys = TokenKeys::keyed(secret, terms.project.as_str(), &kinds);
        Self { of, keys, columns }
    }
}

/// The columns that the agreement has made, and the kind of each.
fn made_columns(profile: TokenProfile) -> (Vec<TokenColumn>, Vec<&'static str>) {
    let made = |column: &TokenColumn| is_made(*column, profile);
    let columns: Vec<_> = TokenColumn::ALL.iter().copied().filter(made).collect();
    let kinds = columns.iter().map(|column| column.kind()).collect();
    (columns, kinds)
}

impl<'a> TokenMaker<'a> {
    /// A maker of the agreed tokens.
    pub(super) fn new(source: TokenSource<'a>, terms: &ProjectTerms, of: TokensOf) -> Self {
        let (columns, kinds) = made_columns(terms.profile);
        let keys = TokenKeys::derive(source, terms.project.as_str(), &kinds);
        Self { of, keys, columns }
    }

    /// The tokens of each record; a column whose fields are not all known stays absent.
    pub(super) fn tokens_of(
        &self,
        records: &[ClientRecord],
        messages: &mut Messages,
    ) -> Vec<Tokens> {
        let mut tokens = vec![Tokens::default(); records.len()];
        self.each(records, messages, |at, column, token| {
            tokens[at].set(column, token);
        });
        tokens
    }

    /// Gives each token with the place of its record; absent ones too. Column by column, as messages under one key are
    /// digested many at a time.
    fn each(
        &self,
        records: &[ClientRecord],
        messages: &mut Messages,
        mut give: impl FnMut(usize, TokenColumn, Digest),
    ) {
        for (place, column) in self.columns.iter().enumerate() {
            messages.clear();
            for record in records {
                messages.add(|message| {
                    may_have(*column, record, self.of) && parts::write(*column, record, message)
                });
            }
            for (at, token) in self.keys.digests(place, messages).into_iter().enumerate() {
                give(at, *column, token);
            }
        }
    }

    /// The tokens of one record.
    #[cfg(test)]
    fn tokens(&self, record: &ClientRecord, _: &mut Message) -> Tokens {
        self.tokens_of(std::slice::from_ref(record), &mut Messages::new())[0]
    }

    /// The canaries of a record: every column that its fields allow, each message marked as a canary's.
    fn canaries(&self, record: &ClientRecord, message: &mut Message) -> Tokens {
        let mut canaries = Tokens::default();
        for (place, column) in self.columns.iter().enumerate() {
            message.clear();
            message.text(CANARY);
            if parts::add_all(*column, record, message) {
                canaries.set(*column, self.keys.digest(place, message));
            }
        }
        canaries
    }
}

/// Whether a record may have a token of `column`. A client at 10 B does not look for the household at 10 A, so that a
/// client has the number alone only where there is nothing behind it.
fn may_have(column: TokenColumn, record: &ClientRecord, of: TokensOf) -> bool {
    let address = record.address.reveal(Gate);
    let has_only_number = address.house_letter.is_empty() && address.house_number_suffix.is_empty();
    column != TokenColumn::AddressNumber || of == TokensOf::Residents || has_only_number
}

/// Writes what the token of a surname at an address is made of; tells whether the record has one.
pub(super) fn surname_message(
    column: TokenColumn,
    record: &ClientRecord,
    profile: TokenProfile,
    message: &mut Message,
) -> bool {
    is_made(column, profile) && parts::write(column, record, message)
}

/// A secret that nobody has once it is dropped: what is made under it can be tied to nothing.
///
/// # Errors
/// When the operating system gives no random numbers.
pub(super) fn throwaway_secret() -> Result<ProjectSecret> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill_with_random_bytes(&mut *bytes)?;
    Ok(ProjectSecret::from_bytes(*bytes))
}

/// Whether a record has the fields of a token that finds a person or an address.
pub(super) fn can_find(record: &ClientRecord, profile: TokenProfile) -> bool {
    let mut columns = TokenColumn::ALL.iter().copied();
    columns.any(|column| {
        is_made(column, profile) && column.subject().finds() && parts::are_known(column, record)
    })
}

/// Whether the client is known to live outside the agreed postcodes.
fn is_outside(record: &ClientRecord, terms: &ProjectTerms) -> bool {
    let postcode = &record.address.reveal(Gate).postcode;
    let digits = postcode.get(..4).and_then(|text| text.parse().ok());
    digits.is_some_and(|digits| !terms.postcodes.contains(digits))
}

/// A use of a service by a client, as far as it travels or decides what does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// Place of the service in the agreement.
    pub(super) service: u16,
    /// When it was, against the period and the reference date.
    pub(super) timing: Timing,
}

/// The gate: turns client records into pseudonymous records. One serves all threads.
pub(super) struct Pseudonymiser<'a> {
    tokens: TokenMaker<'a>,
    run: RunKey,
    terms: &'a ProjectTerms,
}

impl<'a> Pseudonymiser<'a> {
    /// The gate of one run: the tokens follow the agreement, the grouping of rows a key made for this run.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
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
                in_period: of.timing.in_period,
                on_reference_date: of.timing.on_reference_date,
                is_outside: is_outside(record, self.terms),
            }),
        );
        self.tokens.each(records, messages, |at, column, token| {
            made[at].tokens.set(column, token);
        });
    }
}

#[cfg(test)]
mod tests;
