//! What a party makes tokens with: the project secret, or the answers of the OPRF.

use rayon::prelude::*;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::derive::{METHOD, expand};
use super::oprf::{Blinder, Evaluated};
use super::{Digest, KeyId, KeyedDigest, Message, Messages, ProjectSecret};

/// What a party makes its tokens with.
#[derive(Clone, Copy)]
pub enum TokenSource<'a> {
    /// The secret that the parties share.
    Secret(&'a ProjectSecret),
    /// Nothing yet: what is asked for is blinded, for the keyholder to evaluate.
    Blinder(&'a Blinder),
    /// What the keyholder evaluated.
    Evaluated(&'a Evaluated),
}

impl TokenSource<'_> {
    /// The id of the key behind the tokens; `None` while there is none.
    #[must_use]
    pub fn key_id(self) -> Option<KeyId> {
        match self {
            Self::Secret(secret) => Some(secret.id()),
            Self::Blinder(_) => None,
            Self::Evaluated(evaluated) => Some(evaluated.key_id()),
        }
    }

    /// How many messages had no token because they were not blinded; 0 with a secret.
    #[must_use]
    pub fn missing(self) -> u64 {
        match self {
            Self::Evaluated(evaluated) => evaluated.missing(),
            Self::Secret(_) | Self::Blinder(_) => 0,
        }
    }
}

impl<'a> From<&'a ProjectSecret> for TokenSource<'a> {
    fn from(secret: &'a ProjectSecret) -> Self {
        Self::Secret(secret)
    }
}

/// What makes the digests of one kind.
enum Maker<'a> {
    Keyed(KeyedDigest),
    /// With what is before each message: method, project or series, and kind.
    Blinder(&'a Blinder, Message),
    Evaluated(&'a Evaluated, Message),
}

impl Maker<'static> {
    fn keyed(secret: &ProjectSecret, labels: [&str; 2]) -> Self {
        Self::Keyed(KeyedDigest::new(&*expand(secret.bytes(), &labels)))
    }
}

impl<'a> Maker<'a> {
    /// Keyed by HKDF(secret, version | labels), or labelled alike.
    fn new(source: TokenSource<'a>, labels: [&str; 2]) -> Self {
        let before = || {
            let mut before = Message::new();
            before.text(METHOD).text(labels[0]).text(labels[1]);
            before
        };
        match source {
            TokenSource::Secret(secret) => Maker::keyed(secret, labels),
            TokenSource::Blinder(blinder) => Self::Blinder(blinder, before()),
            TokenSource::Evaluated(evaluated) => Self::Evaluated(evaluated, before()),
        }
    }

    fn digest(&self, message: &[u8]) -> Digest {
        match self {
            Self::Keyed(key) => key.digest(message),
            Self::Blinder(blinder, before) => {
                blinder.add(input(before, message).encoded());
                Digest::ABSENT
            }
            Self::Evaluated(evaluated, before) => evaluated.token(input(before, message).encoded()),
        }
    }

    fn digests(&self, messages: &Messages) -> Vec<Digest> {
        if let Self::Keyed(key) = self {
            return key.digests(messages);
        }
        // Each takes a tenth of a millisecond and more.
        let present: Vec<_> = messages.present().collect();
        let made = present
            .into_par_iter()
            .map(|(at, message)| (at, self.digest(message)));
        let made: Vec<_> = made.collect();
        let mut digests = vec![Digest::ABSENT; messages.len()];
        for (at, digest) in made {
            digests[at] = digest;
        }
        digests
    }
}

/// What the function is asked of: a message that cannot be one of another kind or project.
fn input(before: &Message, message: &[u8]) -> Message {
    let mut input = Message::new();
    input.bytes(before.encoded()).bytes(message);
    input
}

/// The keys of a project's tokens, one per kind: HKDF(secret, version | project | token kind).
pub struct TokenKeys<'a>(Vec<Maker<'a>>);

/// A list drops each of its keys, and each is wiped.
impl ZeroizeOnDrop for TokenKeys<'_> {}

impl TokenKeys<'static> {
    /// As [`TokenKeys::derive`], of a secret that goes before they do.
    #[must_use]
    pub fn keyed(secret: &ProjectSecret, project: &str, kinds: &[&str]) -> Self {
        let key = |kind: &&str| Maker::keyed(secret, [project, kind]);
        Self(kinds.iter().map(key).collect())
    }
}

impl<'a> TokenKeys<'a> {
    /// Derives a key for each of `kinds`, in that order.
    #[must_use]
    pub fn derive(source: impl Into<TokenSource<'a>>, project: &str, kinds: &[&str]) -> Self {
        let source = source.into();
        let key = |kind: &&str| Maker::new(source, [project, kind]);
        Self(kinds.iter().map(key).collect())
    }

    /// The digest of `message` under the key of kind number `kind` in the list given to [`TokenKeys::derive`].
    #[must_use]
    pub fn digest(&self, kind: usize, message: &Message) -> Digest {
        self.0[kind].digest(message.encoded())
    }

    /// As [`TokenKeys::digest`], of each of many messages in their order; absent for one that is.
    #[must_use]
    pub fn digests(&self, kind: usize, messages: &Messages) -> Vec<Digest> {
        self.0[kind].digests(messages)
    }
}

/// The key of a series' record keys: HKDF(secret, version | series | "record").
///
/// Without a shared secret the households have a key of their own, the digest of one word: what is asked of the
/// keyholder must be known before he answers, and a household's message is made of answers.
pub struct RecordKeys<'a> {
    persons: Maker<'a>,
    /// `None` while there is no key yet.
    households: Option<KeyedDigest>,
}

/// Both keys are wiped.
impl ZeroizeOnDrop for RecordKeys<'_> {}

/// The one part of the message whose digest is the key of households where there is no shared secret.
const HOUSEHOLD: &str = "household";

impl<'a> RecordKeys<'a> {
    /// Derives the key of `series`.
    #[must_use]
    pub fn derive(source: impl Into<TokenSource<'a>>, series: &str) -> Self {
        let persons = Maker::new(source.into(), [series, "record"]);
        let households = match &persons {
            Maker::Keyed(key) => Some(key.clone()),
            asked => {
                let mut message = Message::new();
                let digest = asked.digest(message.text(HOUSEHOLD).encoded());
                let key = Zeroizing::new(digest.bytes());
                digest.is_present().then(|| KeyedDigest::new(&*key))
            }
        };
        Self {
            persons,
            households,
        }
    }

    /// The digests of persons, in their order: the first 64 bits of each.
    #[must_use]
    pub fn persons(&self, messages: &Messages) -> Vec<u64> {
        match &self.persons {
            Maker::Keyed(key) => key.numbers(messages),
            other => other
                .digests(messages)
                .into_iter()
                .map(Digest::beginning)
                .collect(),
        }
    }

    /// The record keys of households, in their order: the first 64 bits of each; 0 while there is no key yet.
    #[must_use]
    pub fn households(&self, messages: &Messages) -> Vec<u64> {
        match &self.households {
            Some(key) => key.numbers(messages),
            None => vec![0; messages.len()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        let mut message = Message::new();
        message.number(123_456_782);
        message
    }

    #[test]
    fn each_kind_project_and_secret_has_keys_of_its_own() {
        let token = |secret: u8, project: &str, kind: &str| {
            let secret = ProjectSecret::from_bytes([secret; 32]);
            TokenKeys::derive(&secret, project, &[kind]).digest(0, &message())
        };
        let one = token(7, "zaandorp-2026", "bsn");
        assert_eq!(one, token(7, "zaandorp-2026", "bsn"));
        assert_ne!(one, token(7, "zaandorp-2026", "address_id"));
        assert_ne!(one, token(7, "zaandorp-2027", "bsn"));
        assert_ne!(one, token(8, "zaandorp-2026", "bsn"));
    }

    #[test]
    fn a_record_key_follows_the_series_and_not_the_project() {
        let secret = ProjectSecret::from_bytes([7; 32]);
        let mut messages = Messages::new();
        messages.add(|message| {
            message.number(123_456_782);
            true
        });
        let key = |series| RecordKeys::derive(&secret, series).households(&messages);
        assert_eq!(key("zaandorp"), key("zaandorp"));
        assert_ne!(key("zaandorp"), key("waterland"));
    }
}
