//! The known answers: `truth.json` and `truth-clients.parquet`.
//!
//! Counted from the generator's own assignment, without the code that it is there to test.

mod count;
mod groups;
mod in_time;
mod ladders;
mod links;
mod needs;
mod rows;
mod tables;
mod true_town;

use std::path::Path;

use serde_json::{Value, json};

use super::files::write_file;
use super::services;
use crate::error::Result;
use count::Counted;
pub(super) use true_town::Truth;

impl Truth {
    /// Writes `truth.json`, with what is wrong with the facilities and which services go together, and `truth-clients.parquet` into `folder`.
    pub(super) fn write(self, planted: &[Value], folder: &Path) -> Result<()> {
        let counted = Counted::new(&self);
        let tables = tables::tables(&self, &counted);
        let truth = json!({
            "tables": tables,
            "planted_mismatches": planted,
            "planted_pairs": services::planted(false),
            "planted_apart": services::planted(true),
        });
        let text = truth.to_string().replace("},{", "},\n{");
        write_file(&folder.join("truth.json"), text.as_bytes())?;
        self.rows.write(&folder.join("truth-clients.parquet"))
    }
}
