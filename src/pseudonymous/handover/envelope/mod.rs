//! Envelopes: the files of a hand-over packed for one office, and unpacked in memory.

mod blocks;
mod pack;
mod unpack;

pub(super) use pack::pack;
pub(super) use unpack::{manifest_of, unpack};

use serde::{Deserialize, Serialize};

use super::layout::{PERSONS, TOKENS, beside_tokens};

/// What of a hand-over lies in one envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Envelope {
    /// All of it: a plain folder, or one envelope for the analyst.
    Whole,
    /// Row numbers and tokens: to the keyholder, who passes them on to the analyst.
    Tokens,
    /// A provider's uses: to the analyst.
    Uses,
    /// The register's households and who belongs to them: to the analyst.
    Households,
}

impl Envelope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Whole, Self::Tokens, Self::Uses, Self::Households];

    /// What it is called in a file name and in an error.
    pub(super) const fn stem(self) -> &'static str {
        match self {
            Self::Whole => "handover",
            Self::Tokens => "tokens",
            Self::Uses => "uses",
            Self::Households => "households",
        }
    }

    /// The name of the file in which a party sends it: `wijkteam.tokens.tar`, or `wijkteam.tokens.age` when it is encrypted.
    /// A reader needs no name: the manifest knows what it is and whose.
    #[must_use]
    pub fn file_name(self, party: &str, is_encrypted: bool) -> String {
        let ending = if is_encrypted { "age" } else { "tar" };
        format!("{party}.{}.{ending}", self.stem())
    }

    /// Whether a party's envelope is written under this name.
    pub(super) fn is_named(name: &str, party: &str) -> bool {
        let mut all = Self::ALL.into_iter();
        all.any(|one| {
            [false, true]
                .iter()
                .any(|age| one.file_name(party, *age) == name)
        })
    }

    /// What the analyst gets of a party directly, beside the tokens.
    pub(in crate::pseudonymous) const fn beside_tokens(of_register: bool) -> Self {
        if of_register {
            Self::Households
        } else {
            Self::Uses
        }
    }

    /// Whether it carries tokens.
    pub(super) const fn has_tokens(self) -> bool {
        matches!(self, Self::Whole | Self::Tokens)
    }

    /// The Parquet files in it.
    pub(super) fn files(self, of_register: bool) -> Vec<&'static str> {
        match self {
            Self::Whole => [vec![PERSONS, TOKENS], beside_tokens(of_register)].concat(),
            Self::Tokens => vec![PERSONS, TOKENS],
            Self::Uses => beside_tokens(false),
            Self::Households => beside_tokens(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_begins_with_the_party() {
        assert_eq!(Envelope::Tokens.file_name("uwv", true), "uwv.tokens.age");
        assert_eq!(
            Envelope::Households.file_name("register", false),
            "register.households.tar"
        );
        assert!(Envelope::is_named("uwv.tokens.age", "uwv"));
        assert!(!Envelope::is_named("uwv.tokens.age", "wijkteam"));
        assert!(!Envelope::is_named("tokens.age", "uwv"));
    }
}
