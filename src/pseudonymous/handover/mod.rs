//! Hand-overs: write, read and verify them.
//!
//! A provider's hand-over is `persons.parquet`, `tokens.parquet` and `uses.parquet`, the register's `persons.parquet`,
//! `tokens.parquet`, `members.parquet` and `households.parquet`; each with `manifest.json`. They lie in a plain
//! folder, or in envelopes: tar files, encrypted with age for their recipient. No name of a file or folder is relied on.

mod by_row;
pub(in crate::pseudonymous) mod check_agreement;
pub(in crate::pseudonymous) mod chosen;
mod client;
mod columns;
pub(in crate::pseudonymous) mod content;
mod count;
mod delivery;
mod envelope;
pub(in crate::pseudonymous) mod files;
mod filled;
mod form;
mod grouping;
mod holders;
pub(in crate::pseudonymous) mod layout;
mod leftovers;
pub(in crate::pseudonymous) mod list;
mod manifest;
mod one_row;
mod open;
mod order;
pub(in crate::pseudonymous) mod persons;
mod piece;
mod promises;
mod provider;
mod read;
mod receipts;
pub(in crate::pseudonymous) mod refusals;
mod register;
mod register_piece;
mod row_numbers;
mod rows;
mod seen;
mod set;
mod shared_addresses;
pub(crate) mod sort;
mod sorted;
mod spill;
mod survey;
mod table;
#[cfg(test)]
mod tests;
pub(in crate::pseudonymous) mod tokens;
pub(in crate::pseudonymous) mod transport;
mod unfinished;
mod verify;
mod whose;
pub(in crate::pseudonymous) mod write;

pub use check_agreement::Expected;
pub use client::Grouped;
pub use columns::{HouseholdColumns, RegisterPersonColumns, UseColumns};
pub use count::ProviderCounter;
pub use delivery::{Delivery, Issue};
pub use envelope::Envelope;
pub use form::Form;
pub(in crate::pseudonymous) use holders::leading;
pub(in crate::pseudonymous) use layout::{Kind, Layout};
pub use leftovers::{AtItsPlace, Remains, at_its_place};
pub use list::EachTokens;
pub(in crate::pseudonymous) use list::Leading;
pub use manifest::{BandedCount, Counts, Manifest, Parties};
pub use provider::ProviderWriter;
pub use receipts::{Receipt, receipts};
pub use register::RegisterWriter;
pub use seen::SeenDeliveries;
pub use set::{Fits, HandoverSet, Objection};
pub(in crate::pseudonymous) use spill::Store;
pub use survey::{Found, Survey, Unopened};
pub(in crate::pseudonymous) use table::{ROW_GROUP, TableWriter, Values};
pub use transport::{Signers, Transport};
pub use unfinished::unfinished;
pub use verify::{Agreed, Handover};
pub(in crate::pseudonymous) use whose::TokensOfPiece;
pub use write::{write_handover, write_manifest};
