//! How often households have a service elsewhere: what use is expected to be by somebody else's measure.

mod place;
mod read;
#[cfg(test)]
mod tests;

pub use place::Norms;
pub use read::NormFile;

pub(super) use place::TABLE;
