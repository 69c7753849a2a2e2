//! The field whose list of names has a name, or nearly.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::synonyms::SYNONYMS;
use crate::identified::settings::Field;

/// The shortest name in which a slip of the pen is forgiven: in shorter ones a letter makes another word.
const SHORTEST_FORGIVEN: usize = 7;

/// How surely a name speaks for a field; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// A name of the list, and its place in it: the likeliest is 0.
    Listed(usize),
    /// One letter away from a name of the list.
    Near,
    /// A name with the word for a BSN in it; its cells must look like numbers of that length.
    Within,
}

/// A field that a name speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) field: Field,
    pub(super) sureness: Sureness,
}

/// What a name in small letters without signs speaks for, one slip of the pen forgiven.
pub(super) fn find(key: &str) -> Option<Meant> {
    listed(key).or_else(|| near(key))
}

/// Each name of the list and what it speaks for; a wide table has tens of thousands of names to find in it.
static LISTED: LazyLock<HashMap<&str, Meant>> = LazyLock::new(|| {
    let of_field = |(field, names): &(Field, &'static str)| {
        let field = *field;
        let names = names.split_ascii_whitespace().enumerate();
        names.map(move |(place, name)| {
            let sureness = Sureness::Listed(place);
            (name, Meant { field, sureness })
        })
    };
    SYNONYMS.iter().flat_map(of_field).collect()
});

/// What a name speaks for that is in the list.
pub(super) fn listed(key: &str) -> Option<Meant> {
    LISTED.get(key).copied()
}

/// The names of the list in which a slip is forgiven.
static LONG: LazyLock<Vec<(&str, Field)>> = LazyLock::new(|| {
    let of_field = |(field, names): &(Field, &'static str)| {
        let field = *field;
        let long = |name: &&str| name.len() >= SHORTEST_FORGIVEN;
        let names = names.split_ascii_whitespace().filter(long);
        names.map(move |name| (name, field))
    };
    SYNONYMS.iter().flat_map(of_field).collect()
});

fn near(key: &str) -> Option<Meant> {
    if key.len() + 1 < SHORTEST_FORGIVEN {
        return None;
    }
    let is_near = |name: &str| name.len().abs_diff(key.len()) <= 1 && is_one_slip_from(key, name);
    let (_, field) = LONG.iter().find(|(name, _)| is_near(name))?;
    Some(Meant {
        field: *field,
        sureness: Sureness::Near,
    })
}

/// Whether one letter more, less or other, or two that changed places, make one text of the other.
fn is_one_slip_from(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let common = |a: &mut dyn Iterator<Item = (&u8, &u8)>| a.take_while(|(a, b)| a == b).count();
    let front = common(&mut one.iter().zip(other));
    let (one, other) = (&one[front..], &other[front..]);
    let back = common(&mut one.iter().rev().zip(other.iter().rev()));
    let (one, other) = (&one[..one.len() - back], &other[..other.len() - back]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len().max(other.len()) <= 1,
    }
}
