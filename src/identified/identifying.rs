//! A value that identifies a person: it cannot be printed, copied or saved, and is wiped on drop.

use std::hash::{Hash, Hasher};

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A name, BSN, birth date or address.
///
/// ```compile_fail
/// let name = factlab::identified::Identifying::new(String::from("Jansen"));
/// println!("{name:?}"); // cannot be printed
/// ```
///
/// ```compile_fail
/// let name = factlab::identified::Identifying::new(String::from("Jansen"));
/// let copy = name.clone(); // nor copied
/// ```
///
/// ```compile_fail
/// let name = factlab::identified::Identifying::new(String::from("Jansen"));
/// let text = name.reveal(); // nor read outside the rooms that work on persons
/// ```
///
/// ```compile_fail
/// fn save(value: &impl serde::Serialize) {}
/// save(&factlab::identified::Identifying::new(String::from("Jansen"))); // nor saved
/// ```
pub struct Identifying<T: Zeroize>(T);

/// A room that works on persons. The type that stands for it is private to the room, so that the others (`step`,
/// `inspect`, `preview`) can pass a value on, and hash it, but not read it. `tests/one_way.rs` counts the rooms.
pub(in crate::identified) trait MayReveal {}

impl<T: Zeroize> Identifying<T> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    pub(in crate::identified) fn reveal(&self, _: impl MayReveal) -> &T {
        &self.0
    }

    /// The value, to be filled again without new memory.
    pub(in crate::identified) fn reveal_mut(&mut self, _: impl MayReveal) -> &mut T {
        &mut self.0
    }

    /// Whether there is a value: an empty text and 0 stand for an unknown one.
    pub(in crate::identified) fn is_known(&self) -> bool
    where
        T: Default + PartialEq,
    {
        self.0 != T::default()
    }
}

impl<T: Zeroize + Default> Default for Identifying<T> {
    fn default() -> Self {
        Self(T::default())
    }
}

impl<T: Zeroize + Hash> Hash for Identifying<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: Zeroize> Zeroize for Identifying<T> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> Drop for Identifying<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Identifying<T> {}
