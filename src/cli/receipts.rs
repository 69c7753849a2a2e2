//! Which parties have handed over: a line for each and the verdict, and the same as JSON.

use factlab::pseudonymous::handover::Receipt;
use factlab::run::Status;
use serde_json::{Value, json};

use super::words::shown;

/// A line per party, and the verdict.
pub(super) fn in_words(status: &Status) -> String {
    let lengths = status.receipts.iter().map(|one| one.party.as_str().len());
    let width = lengths.max().unwrap_or_default();
    let row = |one: &Receipt| format!("{:width$}  {}\n", one.party.as_str(), of_party(one));
    let rows: String = status.receipts.iter().map(row).collect();
    rows + &verdict(status)
}

/// The same for a program.
pub(super) fn as_json(status: &Status) -> Value {
    let parties: Vec<Value> = status.receipts.iter().map(party_as_json).collect();
    let (all, sound, ask) = (parties.len(), status.sound(), status.ask());
    json!({"parties": parties, "expected": all, "sound": sound, "ask": ask, "notes": status.notes})
}

fn of_party(receipt: &Receipt) -> String {
    let state = match (&receipt.trouble, receipt.is_rekeyed) {
        (Some(error), _) if receipt.files.is_empty() => return format!("not received: {error}"),
        (Some(error), _) => format!("not sound: {error}"),
        (None, Some(true)) => "sound; second stage done".into(),
        (None, _) => "sound".into(),
    };
    match receipt.issue {
        Some(issue) => format!("{issue}, {state}"),
        None => state,
    }
}

fn verdict(status: &Status) -> String {
    let (sound, all) = (status.sound(), status.receipts.len());
    let ask = status.ask();
    match ask.split_last() {
        None => format!("All {all} are in."),
        Some((only, [])) => format!("{sound} of {all} are in; ask {only}."),
        Some((last, others)) => {
            let others = others.join(", ");
            format!("{sound} of {all} are in; ask {others} and {last}.")
        }
    }
}

fn party_as_json(receipt: &Receipt) -> Value {
    let files: Vec<String> = receipt.files.iter().map(|file| shown(file)).collect();
    let trouble = receipt.trouble.as_ref();
    json!({
        "party": receipt.party, "files": files,
        "day": receipt.issue.map(|issue| issue.day.to_string()),
        "number": receipt.issue.map(|issue| issue.number),
        "sound": trouble.is_none(),
        "code": trouble.map(|error| error.code().word()),
        "error": trouble.map(ToString::to_string),
        "hint": trouble.and_then(|error| error.advice()),
        "rekeyed": receipt.is_rekeyed,
    })
}
