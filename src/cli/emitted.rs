//! What `run` wrote for others to count, on the screen.

use std::path::Path;

use factlab::run::Emitted;
use serde_json::{Value, json};

use super::words::{counted, shown};

/// What was written where, and what to do next.
pub(super) fn in_words(emitted: &Emitted, config: &Path) -> String {
    let rows = |table| rows(emitted, table);
    let folder = emitted.folder.display();
    format!(
        "INTERNAL: {}, {} and {} in {folder}. Only those who count may see them.\n\
         Next, let the cluster answer the statements: spark-submit {}\n\
         Then make the release, with the same options as now: factlab import -c {} {}\n\
         Then delete {folder}.",
        counted(rows("households"), "household", "households"),
        counted(rows("uses"), "use", "uses"),
        counted(emitted.statements as u64, "statement", "statements"),
        emitted.folder.join("run_on_spark.py").display(),
        config.display(),
        emitted.folder.join("results").display(),
    )
}

fn rows(emitted: &Emitted, table: &str) -> u64 {
    let mut tables = emitted.rows.iter();
    let found = tables.find(|(name, _)| *name == table);
    found.map_or(0, |(_, rows)| *rows as u64)
}

/// The same as JSON.
pub(super) fn as_json(emitted: &Emitted) -> Value {
    let mut told = json!({
        "folder": shown(&emitted.folder), "internal": true, "release": emitted.release, "plan": emitted.plan,
        "statements": emitted.statements, "delete_after": emitted.delete_after,
    });
    for (table, rows) in &emitted.rows {
        told[*table] = json!(rows);
    }
    told
}
