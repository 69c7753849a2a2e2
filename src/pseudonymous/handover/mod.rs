//! Records and a manifest: write, read, verify.
//!
//! A provider's hand-over is `persons.parquet` and `uses.parquet`, the register's
//! `persons.parquet` and `households.parquet`; each with `manifest.json`.

mod client;
mod files;
mod layout;
mod manifest;
mod provider;
mod read;
mod register;
mod remains;
mod rows;
mod sort;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod verify;
mod write;

pub use client::Grouped;
pub use manifest::{BandedCount, Counts, Manifest, Parties};
pub use provider::ProviderWriter;
pub use read::{EachTokens, HouseholdColumns, RegisterPersonColumns, UseColumns};
pub use register::RegisterWriter;
pub use remains::{AtItsPlace, Remains, at_its_place};
pub(in crate::pseudonymous) use table::{Kind, Layout, ROW_GROUP, TableWriter, Values};
pub use verify::{Agreed, Expected, Handover, HandoverSet};
pub use write::write_manifest;
