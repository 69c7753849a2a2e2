//! Envelopes: the files of a hand-over packed for one office, and unpacked in memory.

mod blocks;
mod pack;
mod unpack;

pub(super) use pack::pack;
pub(super) use unpack::unpack;

use std::path::Path;

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

/// The endings of an envelope: unencrypted, and encrypted with age.
const ENDINGS: [&str; 2] = ["tar", "age"];

impl Envelope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Whole, Self::Tokens, Self::Uses, Self::Households];

    const fn stem(self) -> &'static str {
        match self {
            Self::Whole => "handover",
            Self::Tokens => "tokens",
            Self::Uses => "uses",
            Self::Households => "households",
        }
    }

    /// The name of its file: `tokens.tar`, or `tokens.age` when it is encrypted.
    #[must_use]
    pub fn file_name(self, is_encrypted: bool) -> String {
        format!("{}.{}", self.stem(), ENDINGS[usize::from(is_encrypted)])
    }

    /// The envelope whose file has this name, and whether it is encrypted.
    pub(in crate::pseudonymous) fn of_file_name(name: &str) -> Option<(Self, bool)> {
        let is_encrypted = Self::is_encrypted(Path::new(name))?;
        let mut all = Self::ALL.into_iter();
        let named = all.find(|envelope| envelope.file_name(is_encrypted) == name);
        named.map(|envelope| (envelope, is_encrypted))
    }

    /// Whether a file that ends as an envelope does is encrypted; `None` for another ending.
    pub(super) fn is_encrypted(path: &Path) -> Option<bool> {
        let ending = path.extension()?;
        let place = ENDINGS.iter().position(|one| ending == *one);
        place.map(|place| place == 1)
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
    fn a_file_name_tells_the_envelope() {
        for envelope in Envelope::ALL {
            for is_encrypted in [false, true] {
                let name = envelope.file_name(is_encrypted);
                assert_eq!(
                    Envelope::of_file_name(&name),
                    Some((envelope, is_encrypted))
                );
            }
        }
        assert_eq!(Envelope::of_file_name("tokens.zip"), None);
        assert_eq!(Envelope::of_file_name("uses.parquet"), None);
    }
}
