//! What is past its day, in words and as JSON.

use std::fmt::Write;

use factlab::run::{Past, Retention};
use serde_json::{Value, json};

use crate::cli::words::{counted, shown};

pub(super) fn in_words(found: &Retention) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for past in &found.past {
        let (whose, folder) = (&past.whose, past.whose.folder.display());
        let _ = writeln!(
            text,
            "{}, retention date {}: {folder}",
            whose.party, whose.last_day
        );
        for (file, size) in past.files() {
            let size = counted(size, "byte", "bytes");
            let _ = writeln!(text, "  {}, {size}", file.display());
        }
    }
    for file in &found.secrets {
        let file = file.display();
        let _ = writeln!(text, "secret left by an interrupted run: {file}");
    }
    text
}

pub(super) fn as_json(found: &Retention) -> Value {
    let past = |past: &Past| {
        let (whose, files) = (&past.whose, past.files());
        json!({
            "party": whose.party.as_str(), "delete_after": whose.last_day.to_string(),
            "folder": shown(&whose.folder),
            "files": files.iter().map(|(file, _)| shown(file)).collect::<Vec<_>>(),
            "bytes": files.iter().map(|(_, size)| size).sum::<u64>(),
        })
    };
    json!({
        "past": found.past.iter().map(past).collect::<Vec<_>>(),
        "secrets": found.secrets.iter().map(|file| shown(file)).collect::<Vec<_>>(),
        "removed": false,
    })
}
