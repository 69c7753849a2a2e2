//! What the parties do with an agreement, end to end: the stages of a run in their order.
//!
//! ```no_run
//! # use std::path::Path;
//! # use factlab::{agreement::Agreement, files::Existing, run::Run};
//! let agreement = Agreement::read(Path::new("config.toml"))?;
//! let released = Run::of(&agreement).release(Path::new("releases"), Existing::Refuse)?;
//! # Ok::<(), factlab::error::Error>(())
//! ```

mod at_cluster;
mod compared;
mod comparison;
pub mod defaults;
mod demo;
mod emitting;
mod finishing;
mod handing_over;
mod in_parts;
mod ledger;
mod linking;
mod monthly;
mod oprf;
mod outcome;
mod preview;
mod public_files;
mod public_totals;
mod ready;
mod redrawn;
mod release;
mod retention;
mod sending;
mod show;
#[cfg(feature = "spark")]
mod spark;
mod status;
mod surroundings;
mod unusual;
mod writing;

pub use at_cluster::PastEmitted;
pub use compared::{Compared, write_comparison};
pub use comparison::{WrittenComparison, compare};
pub use demo::{Demo, demo, demo_extracts};
pub use handing_over::HandingOver;
pub use monthly::Monthly;
pub use oprf::{Answered, BlindParty, Evaluator};
pub use outcome::{Emitted, Released, WrittenLinks};
pub use preview::PreviewPage;
pub use redrawn::{Asked, Redrawn, redraw};
pub use release::{Counted, Linked, Protected, Run, Verified};
pub use retention::{Past, PastLedger, Retention};
pub use sending::{SentKey, send_key};
pub use show::{Packing, Shown, ShownHandover, ShownRelease, show};
#[cfg(feature = "spark")]
pub use spark::Spark;
pub use status::{Status, Waiting};
pub use surroundings::InFolder;
