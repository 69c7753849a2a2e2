//! A party's step: rows to records, through the gate, into a writer. Handing over, checking and blinding are three
//! writers of one step.

mod ahead;
mod batch;
mod findings_file;
mod forms;
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

/// A hand-over is made in two stages: the extract is read, and the hand-over written.
const STAGES: usize = 2;

pub use findings_file::FindingsFile;
pub use party::PartySettings;
pub use summary::{FailingColumn, Summary, UnknownCodes, WITHOUT_QUARTERS};
