//! What to write to whom about hand-overs that cannot be used.

use factlab::error::{Disagreements, Letter, OfParty};
use serde_json::{Value, json};

/// Each text under the name of who is to get it.
pub(super) fn in_words(found: &Disagreements) -> String {
    let text = |Letter { to, text }: &Letter| format!("To send to {to}:\n{text}\n\n");
    found.letters.iter().map(text).collect()
}

pub(super) fn as_json(found: &Disagreements) -> Value {
    let party = |OfParty { party, error }: &OfParty| json!({"party": party, "code": error.code().word(), "error": error.to_string(), "hint": error.advice()});
    let letter = |Letter { to, text }: &Letter| json!({"to": to, "text": text});
    let parties: Vec<Value> = found.of_parties.iter().map(party).collect();
    let letters: Vec<Value> = found.letters.iter().map(letter).collect();
    json!({"parties": parties, "letters": letters})
}
