//! Numbers that a statistical office publishes of the same town, beside the published ones.

mod key_figures;
mod laws;
mod place;
mod read;
#[cfg(test)]
mod tests;

pub use key_figures::is_key_figure;
pub use place::{External, OwnCounting};
pub use read::{ExternalFile, ExternalRecord, Layout};

pub(super) use place::TABLE;
