//! A value that points at a person: it cannot be printed, copied or saved, and is wiped on drop.

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
pub struct Identifying<T: Zeroize>(T);

impl<T: Zeroize> Identifying<T> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for normalising and digesting only.
    #[must_use]
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The value, to be filled again without new memory.
    pub(in crate::identified) const fn reveal_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize> Drop for Identifying<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Identifying<T> {}
