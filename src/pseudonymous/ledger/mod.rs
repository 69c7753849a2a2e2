//! What earlier releases of a series printed, and of whom: a printed number, hidden or not, stays until enough contributors differ.
//!
//! Without it, who knows ten joiners of a count sees from its printed numbers, month by month, what it is. With it, who knows
//! fewer changes than [`HOLD`] has one printed number only. The sealed half holds each household as it was counted in each
//! release that a count still refers to: personal data, encrypted for the analyst. The public half is in each release.

mod entry;
mod file;
mod history;
mod public;
mod releases;
mod restored;
mod stream;
#[cfg(test)]
mod tests;
mod unusual;

pub use entry::{Cost, Entry};
pub use file::{Ledger, LedgerPlace};
pub use history::{History, Making};
pub use releases::HOLD;
pub use unusual::Question;
