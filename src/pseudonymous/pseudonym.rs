//! A keyed digest that stands for a person or an address.

use std::fmt;
use std::marker::PhantomData;

use crate::keys::Digest;

/// A person, as the subject of a pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {}

/// An address, as the subject of a pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {}

/// A keyed digest of a person or an address, cut to 128 bits; may be absent.
///
/// A person cannot be compared with an address:
///
/// ```compile_fail
/// use factlab::pseudonymous::{Address, Person, Pseudonym};
/// fn same(person: Pseudonym<Person>, address: Pseudonym<Address>) -> bool { person == address }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pseudonym<T> {
    digest: Digest,
    of: PhantomData<T>,
}

impl<T> Pseudonym<T> {
    /// A pseudonym from its digest.
    #[must_use]
    pub const fn new(digest: Digest) -> Self {
        Self {
            digest,
            of: PhantomData,
        }
    }

    /// The digest.
    #[must_use]
    pub const fn digest(self) -> Digest
    where
        T: Copy,
    {
        self.digest
    }
}

impl<T> fmt::Debug for Pseudonym<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[pseudonym]")
    }
}
