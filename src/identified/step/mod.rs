//! A party's step: rows to records, through the gate, into a writer. Handing over, checking and blinding are three
//! writers of one step.

mod batch;
mod findings_file;
mod objected;
mod party;
mod passing;
mod provider;
mod register;
mod rows;
mod shared_numbers;
mod studied;
mod summary;
mod tally;

pub use findings_file::FindingsFile;
pub use party::PartySettings;
pub use summary::{FailingColumn, Summary, UnknownCodes, WITHOUT_QUARTERS};
