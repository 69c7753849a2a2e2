//! Tokens of residents; those of people who objected are made under a key that is thrown away.
//!
//! An absent token of a person would point out who objected, so those are there and are made under a key that is thrown
//! away. Those of the address are absent, as they are of most residents: one of a household carries them.

use super::parts::TokensOf;
use super::tokens::{TokenMaker, throwaway_secret};
use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::identified::settings::ProjectTerms;
use crate::keys::{Digest, Messages, TokenSource};
use crate::pseudonymous::TokenColumn;

/// By what a resident can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Findable {
    /// By all tokens.
    Wholly,
    /// By nothing: the person objected.
    Never,
}

/// Makes the tokens of residents.
pub(in crate::identified) struct ResidentTokens<'a> {
    own: TokenMaker<'a>,
    hidden: TokenMaker<'static>,
}

impl<'a> ResidentTokens<'a> {
    /// A maker of the agreed tokens.
    pub(in crate::identified) fn new(
        source: TokenSource<'a>,
        terms: &ProjectTerms,
    ) -> Result<Self> {
        Ok(Self {
            own: TokenMaker::new(source, terms, TokensOf::Residents),
            hidden: TokenMaker::keyed(&throwaway_secret()?, terms, TokensOf::Residents),
        })
    }

    /// Gives each token with the index of its record, absent ones too; of a record that may not be found the real one
    /// first, and then what comes in its place.
    pub(in crate::identified) fn each(
        &self,
        records: &[ClientRecord],
        findable: impl Iterator<Item = Findable>,
        messages: &mut Messages,
        mut give: impl FnMut(usize, TokenColumn, Digest),
    ) {
        self.own.each(records, messages, &mut give);
        let never = findable.enumerate();
        for (at, _) in never.filter(|(_, findable)| *findable == Findable::Never) {
            let record = std::slice::from_ref(&records[at]);
            self.hidden.each(record, messages, |_, column, token| {
                let is_absent = column.is_of_home();
                give(at, column, if is_absent { Digest::ABSENT } else { token });
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;
    use crate::identified::normalise::Fields;
    use crate::keys::ProjectSecret;
    use crate::pseudonymous::Tokens;

    #[test]
    fn who_objected_has_tokens_that_meet_nobody_and_none_of_the_address() {
        let terms = terms();
        let secret = ProjectSecret::from_bytes([7; 32]);
        let tokens = ResidentTokens::new((&secret).into(), &terms).unwrap();
        let person = Fields {
            bsn: 123_456_782,
            surname: "JANSEN",
            postcode: "1501AB",
            house_number: 12,
            ..Fields::default()
        };
        let records = [person.record()];
        let of = |findable| {
            let (findable, mut found) = (std::iter::once(findable), Tokens::default());
            let messages = &mut Messages::new();
            tokens.each(&records, findable, messages, |_, column, token| {
                found.set(column, token);
            });
            found
        };
        let (all, hidden) = (of(Findable::Wholly), of(Findable::Never));
        for column in TokenColumn::ALL {
            let (own, hidden) = (all.get(*column), hidden.get(*column));
            assert_eq!(
                hidden.is_present(),
                own.is_present() && !column.is_of_home(),
                "{column:?}"
            );
            assert!(own != hidden || !own.is_present(), "{column:?}");
        }
        assert!(all.get(TokenColumn::Bsn).is_present());
        assert!(all.get(TokenColumn::AddressNumber).is_present());
        assert!(all.get(TokenColumn::SurnameAddressNumber).is_present());
    }
}
