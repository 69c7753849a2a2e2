//! A resident in, tokens out; of who objected, tokens that nobody can make again.
//!
//! An absent token would point out who objected, so their tokens are there and are made under a key that is thrown away.

use super::{TokenMaker, TokensOf};
use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::identified::settings::ProjectTerms;
use crate::keys::{Messages, TokenSource};
use crate::pseudonymous::{Subject, TokenColumn, Tokens};

/// By what a resident can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Findable {
    /// By all tokens.
    Wholly,
    /// By the address alone: the person objected and others of the household, who have the same address, did not.
    ByAddress,
    /// By nothing.
    Never,
}

/// Makes the tokens of residents.
pub(in crate::identified) struct ResidentTokens<'a> {
    own: TokenMaker<'a>,
    hidden: TokenMaker<'static>,
}

impl<'a> ResidentTokens<'a> {
    /// A maker of the agreed tokens.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub(in crate::identified) fn new(
        source: TokenSource<'a>,
        terms: &ProjectTerms,
    ) -> Result<Self> {
        Ok(Self {
            own: TokenMaker::new(source, terms, TokensOf::Residents),
            hidden: TokenMaker::keyed(&super::throwaway_secret()?, terms, TokensOf::Residents),
        })
    }

    /// The tokens of each record, as far as each may be found.
    pub(in crate::identified) fn tokens_of(
        &self,
        records: &[ClientRecord],
        findable: impl Iterator<Item = Findable>,
        messages: &mut Messages,
    ) -> Vec<Tokens> {
        let mut tokens = self.own.tokens_of(records, messages);
        for ((tokens, record), findable) in tokens.iter_mut().zip(records).zip(findable) {
            if findable != Findable::Wholly {
                let hidden = self
                    .hidden
                    .tokens_of(std::slice::from_ref(record), messages)[0];
                let own = std::mem::replace(tokens, hidden);
                if findable == Findable::ByAddress {
                    keep_address(&own, tokens);
                }
            }
        }
        tokens
    }
}

/// Gives back the tokens of the address.
fn keep_address(own: &Tokens, tokens: &mut Tokens) {
    let of_address = |column: &&TokenColumn| column.subject() == Subject::Address;
    for column in TokenColumn::ALL.iter().filter(of_address) {
        tokens.set(*column, own.get(*column));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;
    use crate::keys::ProjectSecret;

    #[test]
    fn who_objected_has_tokens_in_the_same_columns_that_meet_nobody() {
        let terms = terms();
        let secret = ProjectSecret::from_bytes([7; 32]);
        let tokens = ResidentTokens::new((&secret).into(), &terms).unwrap();
        let mut record = ClientRecord::default();
        record.bsn = 123_456_782;
        record.postcode.push_str("1501AB");
        record.house_number = 12;
        let records = [record];
        let of = |findable| {
            tokens.tokens_of(&records, std::iter::once(findable), &mut Messages::new())[0]
        };
        let all = of(Findable::Wholly);
        let (by_address, by_nothing) = (of(Findable::ByAddress), of(Findable::Never));
        for column in TokenColumn::ALL {
            let own = all.get(*column);
            assert_eq!(own.is_present(), by_nothing.get(*column).is_present());
            assert_eq!(own.is_present(), by_address.get(*column).is_present());
            if own.is_present() {
                assert_ne!(own, by_nothing.get(*column));
                let is_address = column.subject() == Subject::Address;
                assert_eq!(own == by_address.get(*column), is_address, "{column:?}");
            }
        }
        assert!(all.get(TokenColumn::Bsn).is_present());
        assert!(all.get(TokenColumn::AddressNumber).is_present());
    }
}
