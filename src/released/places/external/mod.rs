//! Numbers that a statistical office publishes of the same town, beside the published ones.

mod laws;
mod place;
mod read;
#[cfg(test)]
mod tests;

pub use place::{External, OwnCounting};
pub use read::{ExternalFile, ExternalRecord, Layout};

pub(super) use place::TABLE;
