//! Splits a secret into shares, some of which restore it (Shamir 1979, over GF(256)).

use std::fmt::Write as _;

use blahaj::{Share as Point, Sharks};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::header::{KeyText, checksum};
use super::{KeyId, KeyKind};
use crate::vocabulary::{Day, hex};

/// The first line: what the file is, and the version of its layout.
pub(super) const FIRST_LINE: &str = "factlab key share 1";

/// More than any share holds, in bytes.
pub(super) const LIMIT: usize = 1024;

/// No secret is split into more shares.
pub const MOST_SHARES: u8 = 16;

/// Which key a share is of, and how many shares are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShareOf {
    pub(super) kind: KeyKind,
    pub(super) created: Day,
    pub(super) id: KeyId,
    /// So many shares give the key, 2 to [`MOST_SHARES`].
    pub(super) needed: u8,
}

/// One share of a key; alone it says nothing of the key.
#[derive(ZeroizeOnDrop)]
pub(super) struct KeyShare {
    #[zeroize(skip)]
    pub(super) of: ShareOf,
    /// From 1.
    #[zeroize(skip)]
    pub(super) number: u8,
    /// The values of 32 polynomials at `number`, one per byte of the secret.
    value: Zeroizing<[u8; 32]>,
}

/// Why a text is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoShare {
    /// The first line is another one.
    OtherFile,
    /// A line is missing or changed.
    Damaged,
}

/// Splits a key: any `needed` of the `count` shares give it, fewer say nothing of it.
///
/// `needed` is 2 to `count`, and `count` at most [`MOST_SHARES`].
pub(super) fn split(key: &KeyText, needed: u8, count: u8) -> Vec<KeyShare> {
    let of = ShareOf {
        kind: key.kind,
        created: key.created,
        id: key.id(),
        needed,
    };
    let points = Sharks(needed).dealer(&*key.secret);
    let share = |point: Point| KeyShare {
        of,
        number: point.x.0,
        value: Zeroizing::new(std::array::from_fn(|index| point.y[index].0)),
    };
    points.take(usize::from(count)).map(share).collect()
}

/// The secret that these shares of one key give; `None` when there are too few or it is not the key they name.
pub(super) fn combine(shares: &[KeyShare]) -> Option<KeyText> {
    let of = shares.first()?.of;
    let points: Option<Vec<Point>> = shares.iter().map(KeyShare::point).collect();
    let found = Sharks(of.needed)
        .recover(&points?)
        .ok()
        .map(Zeroizing::new)?;
    let mut secret = Zeroizing::new([0; 32]);
    secret.copy_from_slice(found.get(..32)?);
    let key = KeyText {
        kind: of.kind,
        created: of.created,
        secret,
    };
    // Any shares give some 32 bytes; only the id shows that these are the key.
    (key.id() == of.id).then_some(key)
}

impl KeyShare {
    fn point(&self) -> Option<Point> {
        // The library's form of a point: x in the first byte, then y for each byte of the secret.
        let mut bytes = Zeroizing::new([self.number; 33]);
        bytes[1..].copy_from_slice(&*self.value);
        Point::try_from(&bytes[..]).ok()
    }

    /// The share as text, eight lines.
    pub(super) fn text(&self) -> Zeroizing<String> {
        let ShareOf {
            kind,
            created,
            id,
            needed,
        } = self.of;
        // The room is taken at once: a growing text would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(LIMIT));
        let _ = write!(
            text,
            "{FIRST_LINE}\nkind: {}\ncreated: {created}\nkey id: {id}\nneeded: {needed}\nnumber: {}\nshare: ",
            kind.word(),
            self.number
        );
        for byte in self.value.iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        let checksum = checksum(&text);
        let _ = writeln!(text, "checksum: {checksum}");
        text
    }

    /// Reads the text of a share; line ends may be those of Windows.
    pub(super) fn parse(text: &str) -> Result<Self, NoShare> {
        let mut lines = text.lines().map(str::trim_end);
        let first = lines.next().unwrap_or_default();
        // Editors on Windows may put a byte order mark in front.
        if first.trim_start_matches('\u{feff}') != FIRST_LINE {
            return Err(NoShare::OtherFile);
        }
        let mut after = |label| {
            let line = lines.next().and_then(|line| line.strip_prefix(label));
            line.ok_or(NoShare::Damaged)
        };
        let kind = after("kind: ")?;
        let created = after("created: ")?;
        let id = after("key id: ")?;
        let needed = after("needed: ")?;
        let number = after("number: ")?;
        let value = after("share: ")?;
        let checksum = after("checksum: ")?;
        let is_more = lines.any(|line| !line.is_empty());
        let share = Self::of_parts([kind, created, id, needed, number], value);
        let share = share.ok_or(NoShare::Damaged)?;
        let written = share.text();
        let is_whole = written.ends_with(&format!("checksum: {checksum}\n"));
        if is_whole && !is_more {
            Ok(share)
        } else {
            Err(NoShare::Damaged)
        }
    }

    fn of_parts([kind, created, id, needed, number]: [&str; 5], value: &str) -> Option<Self> {
        let of = ShareOf {
            kind: KeyKind::from_word(kind)?,
            created: Day::parse(created)?,
            id: KeyId::parse(id)?,
            needed: needed
                .parse()
                .ok()
                .filter(|needed| (2..=MOST_SHARES).contains(needed))?,
        };
        let number = number
            .parse()
            .ok()
            .filter(|number| (1..=MOST_SHARES).contains(number))?;
        let mut bytes = Zeroizing::new([0; 32]);
        hex::parse_into(value, &mut *bytes)?;
        Some(Self {
            of,
            number,
            value: bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(secret: [u8; 32]) -> KeyText {
        KeyText {
            kind: KeyKind::Stage2,
            created: Day::parse("2026-01-02").unwrap(),
            secret: Zeroizing::new(secret),
        }
    }

    /// The shares at these indexes.
    fn chosen(shares: &[KeyShare], indexes: &[usize]) -> Vec<KeyShare> {
        let copy = |index: &usize| KeyShare::parse(&shares[*index].text()).ok().unwrap();
        indexes.iter().map(copy).collect()
    }

    proptest! {
        #[test]
        fn any_k_shares_give_the_key_and_fewer_do_not(
            secret in any::<[u8; 32]>(),
            (needed, indexes) in (2..=MOST_SHARES).prop_flat_map(|count| (2..=count).prop_flat_map(move |needed| {
                let all: Vec<usize> = (0..usize::from(count)).collect();
                (Just(needed), Just(all).prop_shuffle())
            })),
        ) {
            let key = key(secret);
            let shares = split(&key, needed, u8::try_from(indexes.len()).unwrap());
            prop_assert_eq!(shares.len(), indexes.len());
            let enough = usize::from(needed);
            for taken in [enough, indexes.len()] {
                let found = combine(&chosen(&shares, &indexes[..taken])).unwrap();
                prop_assert_eq!(*found.secret, secret);
                prop_assert_eq!((found.kind, found.created), (key.kind, key.created));
            }
            let mut few = chosen(&shares, &indexes[..enough - 1]);
            prop_assert!(combine(&few).is_none());
            // Nor does a forged threshold help: what comes out is another secret.
            for share in &mut few {
                share.of.needed = u8::try_from(enough - 1).unwrap();
            }
            prop_assert!(combine(&few).is_none());
        }
    }

    #[test]
    fn a_changed_or_missing_character_shows() {
        let text = split(&key([7; 32]), 2, 3).remove(2).text();
        assert!(KeyShare::parse(&text.replace('\n', "\r\n")).is_ok());
        for end in FIRST_LINE.len()..text.len() - 1 {
            assert!(KeyShare::parse(&text[..end]).is_err(), "{end}");
        }
        for (index, sign) in text
            .char_indices()
            .filter(|(_, sign)| sign.is_ascii_digit())
        {
            let other = if sign == '9' { "8" } else { "9" };
            let mut changed = text.to_string();
            changed.replace_range(index..=index, other);
            assert!(KeyShare::parse(&changed).is_err(), "{index}");
        }
    }

    #[test]
    fn shares_made_twice_of_one_key_do_not_mix() {
        let key = key([7; 32]);
        let (mut one, other) = (split(&key, 2, 2), split(&key, 2, 2));
        one.truncate(1);
        one.extend(other.into_iter().skip(1));
        assert!(combine(&one).is_none());
    }
}
