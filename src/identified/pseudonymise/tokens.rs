//! The tokens that a person can be found by, made under the keys of the project.

use zeroize::Zeroizing;

use super::parts::{Gate, Recipe, TokensOf};
use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::identified::settings::ProjectTerms;
use crate::keys::{
    Digest, Message, Messages, ProjectSecret, TokenKeys, TokenSource, fill_with_random_bytes,
};
use crate::pseudonymous::{TokenColumn, TokenProfile, Tokens};

/// The first part of a canary's message. No text part of a record has small letters, so no person has such a token.
const CANARY: &str = "canary";

/// Makes the tokens of a project.
pub(super) struct TokenMaker<'a> {
    of: TokensOf,
    keys: TokenKeys<'a>,
    pub(super) columns: Vec<TokenColumn>,
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
    let columns: Vec<_> = profile.columns().collect();
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

    /// Gives each token with the place of its record; absent ones too, as those are whose fields are not all known. Column
    /// by column, as messages under one key are digested many at a time.
    pub(super) fn each(
        &self,
        records: &[ClientRecord],
        messages: &mut Messages,
        mut give: impl FnMut(usize, TokenColumn, Digest),
    ) {
        for (place, column) in self.columns.iter().enumerate() {
            messages.clear();
            let recipe = Recipe::of(*column, self.of);
            for record in records {
                messages.add(|message| {
                    may_have(*column, record, self.of) && recipe.write(record, message)
                });
            }
            for (at, token) in self.keys.digests(place, messages).into_iter().enumerate() {
                give(at, *column, token);
            }
        }
    }

    /// The tokens of one record.
    #[cfg(test)]
    pub(super) fn tokens(&self, record: &ClientRecord) -> Tokens {
        let (mut tokens, messages) = (Tokens::default(), &mut Messages::new());
        self.each(
            std::slice::from_ref(record),
            messages,
            |_, column, token| {
                tokens.set(column, token);
            },
        );
        tokens
    }

    /// The canaries of a record: every column that its fields allow, each message marked as a canary's.
    pub(super) fn canaries(&self, record: &ClientRecord, message: &mut Message) -> Tokens {
        let mut canaries = Tokens::default();
        for (place, column) in self.columns.iter().enumerate() {
            message.clear();
            message.text(CANARY);
            if Recipe::of(*column, self.of).add_all(record, message) {
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

/// Writes what the token of a resident is made of; tells whether the record has one.
pub(super) fn resident_message(
    column: TokenColumn,
    record: &ClientRecord,
    profile: TokenProfile,
    message: &mut Message,
) -> bool {
    profile.has(column) && Recipe::of(column, TokensOf::Residents).write(record, message)
}

/// A secret that nobody has once it is dropped: what is made under it can be tied to nothing.
pub(in crate::identified) fn throwaway_secret() -> Result<ProjectSecret> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill_with_random_bytes(&mut *bytes)?;
    Ok(ProjectSecret::from_bytes(*bytes))
}

/// Whether a record has the fields of a token that finds a person or an address.
pub(in crate::identified) fn can_find(record: &ClientRecord, profile: TokenProfile) -> bool {
    let mut columns = profile.columns();
    columns.any(|column| {
        column.subject().finds() && Recipe::of(column, TokensOf::Clients).are_known(record)
    })
}
