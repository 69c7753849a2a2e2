//! What is past its day, in words and as JSON.

use std::fmt::Write;

use factlab::run::{Past, PastLedger, Retention};
use serde_json::{Value, json};

use crate::cli::words::{counted, shown};

/// What could not be looked into, and is kept.
pub(super) fn kept(found: &Retention) -> Vec<String> {
    let unknown = found.unknown.iter().map(|one| {
        let (place, party) = (one.folder.display(), &one.party);
        format!("{place} is kept: it cannot be recognised as the hand-over of {party}")
    });
    let closed = found.closed.iter();
    let closed = closed.map(|error| format!("the ledger is kept: {error}"));
    unknown.chain(closed).collect()
}

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
    if let Some(PastLedger { ledger, past }) = &found.ledger {
        let file = ledger.path().display();
        for (release, day) in past {
            let _ = writeln!(
                text,
                "households of {release}, retention date {day}: in {file}"
            );
        }
    }
    for one in &found.emitted {
        let (release, folder) = (&one.release, one.folder.display());
        let _ = match one.last_day {
            Some(day) => writeln!(
                text,
                "{release} at the cluster, retention date {day}: {folder}"
            ),
            None => writeln!(
                text,
                "{release} at the cluster, left by an interrupted run: {folder}"
            ),
        };
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
    let ledger = found.ledger.as_ref().map(|PastLedger { ledger, past }| {
        let past = past
            .iter()
            .map(|(release, day)| json!({ "release": release, "delete_after": day.to_string() }));
        json!({ "file": shown(ledger.path()), "past": past.collect::<Vec<_>>() })
    });
    let emitted = found.emitted.iter().map(|one| {
        json!({ "release": one.release, "delete_after": one.last_day.map(|day| day.to_string()), "folder": shown(&one.folder) })
    });
    json!({
        "emitted": emitted.collect::<Vec<_>>(),
        "ledger": ledger,
        "past": found.past.iter().map(past).collect::<Vec<_>>(),
        "secrets": found.secrets.iter().map(|file| shown(file)).collect::<Vec<_>>(),
        "removed": false,
    })
}
