//! Random bytes of the operating system.

use crate::error::{Code, Error, Result};

/// Random bytes of the operating system over all of `bytes`.
///
/// # Errors
/// When it gives none.
pub fn fill_with_random_bytes(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| {
        Error::new(
            Code::NoRandomness,
            "the operating system provides no random numbers",
        )
    })
}
