//! The texts of the page, a set per language.

use crate::identified::settings::TokenMethod;
use crate::vocabulary::Language;

/// What depends on how tokens are made.
pub(super) struct ByMethod {
    /// With a secret that the parties share.
    pub(super) hmac: &'static str,
    /// With a key that none of them has.
    pub(super) oprf: &'static str,
}

impl ByMethod {
    /// The words for a method.
    pub(super) const fn of(&self, method: TokenMethod) -> &'static str {
        match method {
            TokenMethod::Hmac => self.hmac,
            TokenMethod::Oprf => self.oprf,
        }
    }
}

/// All words of one language.
pub(super) struct Texts {
    pub(super) language: Language,
    /// The name of the language, in itself.
    pub(super) language_name: &'static str,
    pub(super) title: &'static str,
    pub(super) inside: &'static str,
    pub(super) who_title: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    /// The keyholder and what of the hand-over it sees.
    pub(super) keyholder: &'static str,
    pub(super) analyst: &'static str,
    pub(super) contact: &'static str,
    pub(super) purpose: &'static str,
    pub(super) legal_basis: &'static str,
    pub(super) not_recorded: &'static str,
    pub(super) period: &'static str,
    pub(super) reference_date: &'static str,
    pub(super) delete_after: &'static str,
    pub(super) key_id: ByMethod,
    pub(super) no_key: &'static str,
    pub(super) agreement: &'static str,
    pub(super) counts_title: &'static str,
    /// Read, kept, clients, persons, households, institutions, without a household, outside, double, dropped, objected, rejected.
    pub(super) counts: [&'static str; 12],
    pub(super) left_behind_title: &'static str,
    pub(super) left_behind_note: &'static str,
    pub(super) leaves_title: &'static str,
    pub(super) leaves: ByMethod,
    pub(super) person: &'static str,
    /// One row, and more.
    pub(super) rows: [&'static str; 2],
    /// Of a file with a row for each code.
    pub(super) row_per_code: &'static str,
    pub(super) column: &'static str,
    pub(super) meaning: &'static str,
    pub(super) example: &'static str,
    pub(super) empty: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) at_most: &'static str,
    pub(super) digest_of: &'static str,
    pub(super) of_partner: &'static str,
    /// Parts of a digest's message by our name.
    pub(super) parts: &'static [(&'static str, &'static str)],
    /// Meanings of columns; `register.` before a name that means something else there.
    pub(super) columns: &'static [(&'static str, &'static str)],
    pub(super) manifest: &'static str,
    pub(super) stays_title: &'static str,
    pub(super) stays: &'static str,
    pub(super) still_personal: ByMethod,
    pub(super) rare_title: &'static str,
    pub(super) rare_none: &'static str,
    /// Holds `{some}` and `{alone}`.
    pub(super) rare: &'static str,
    /// Hold `{holders}`, `{all}` and `{who}`.
    pub(super) rare_some: &'static str,
    pub(super) rare_all: &'static str,
    /// Where there is one holder and no other, by kind of holder by our name.
    pub(super) rare_only: &'static [(&'static str, &'static str)],
    /// Before what is rare without them.
    pub(super) without_quarters: &'static str,
    pub(super) rare_note: &'static str,
    pub(super) fewer_than: &'static str,
    /// Kinds of holders by our name.
    pub(super) holders: &'static [(&'static str, &'static str)],
    pub(super) sign_title: &'static str,
    pub(super) sign: &'static str,
    /// Name, function, date, signature.
    pub(super) sign_fields: [&'static str; 4],
}

impl Texts {
    /// The words for a part of a digest's message.
    pub(super) fn part<'a>(&'a self, name: &'a str) -> &'a str {
        find(self.parts, name)
    }

    /// The sentence on the only holder of a kind.
    pub(super) fn only(&self, name: &'static str) -> &'static str {
        find(self.rare_only, name)
    }

    /// The words for a kind of holder.
    pub(super) fn holder<'a>(&'a self, name: &'a str) -> &'a str {
        find(self.holders, name)
    }
}

fn find<'a>(list: &'a [(&'a str, &'a str)], name: &'a str) -> &'a str {
    let found = list.iter().find(|(one, _)| *one == name);
    found.map_or(name, |(_, words)| words)
}
