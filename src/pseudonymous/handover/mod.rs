//! Records and a manifest: write, read, verify.
//!
//! A provider's hand-over is `persons.parquet` and `uses.parquet`, the register's
//! `persons.parquet` and `households.parquet`; each with `manifest.json`. They lie in a plain
//! folder, or in envelopes: tar files, encrypted with age for their recipient.

mod client;
mod content;
mod envelope;
mod files;
mod found;
mod layout;
mod manifest;
mod provider;
mod read;
mod register;
mod rows;
mod sort;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod tokens;
mod transport;
mod verify;
mod write;

pub use client::Grouped;
pub use envelope::Envelope;
pub use manifest::{BandedCount, Counts, Manifest, Parties};
pub use provider::ProviderWriter;
pub use read::{EachTokens, HouseholdColumns, RegisterPersonColumns, UseColumns};
pub use register::RegisterWriter;
pub(in crate::pseudonymous) use table::{Kind, Layout, ROW_GROUP, TableWriter, Values};
pub use transport::{Signers, Transport};
pub use verify::{Agreed, Expected, Handover, HandoverSet};
pub use write::{write_handover, write_manifest};
