//! What `run` wrote for others to link or count, on the screen.

use std::path::Path;

use factlab::run::Emitted;
use serde_json::{Value, json};

use super::words::{counted, shown};

/// What was written where, and what to do next.
pub(super) fn in_words(emitted: &Emitted, config: &Path) -> String {
    let folder = emitted.folder.display();
    format!(
        "{}\n\
         Next, let the cluster answer the statements: spark-submit {}\n\
         Then make the release, with the same options as now: factlab import -c {} {}\n\
         Then delete {folder}.",
        written(emitted),
        emitted.folder.join("run_on_spark.py").display(),
        config.display(),
        emitted.folder.join("results").display(),
    )
}

fn written(emitted: &Emitted) -> String {
    let rows = |table| {
        let mut tables = emitted.rows.iter();
        let found = tables.find(|(name, _)| *name == table);
        found.map(|(_, rows)| *rows as u64)
    };
    let folder = emitted.folder.display();
    let statements = counted(emitted.statements as u64, "statement", "statements");
    if let Some((clients, register)) = rows("client_tokens").zip(rows("register_tokens")) {
        let tokens = counted(clients + register, "token", "tokens");
        return format!(
            "INTERNAL: {tokens} and {statements} in {folder}. Only those who link may see them."
        );
    }
    let households = counted(rows("households").unwrap_or(0), "household", "households");
    let uses = counted(rows("uses").unwrap_or(0), "use", "uses");
    format!(
        "INTERNAL: {households}, {uses} and {statements} in {folder}. Only those who count may see them."
    )
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
