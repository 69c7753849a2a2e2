//! What linking did not compare: fields that no resident has, and tokens that too many share.

use factlab::pseudonymous::link::{LeftOut, MOST_RESIDENTS, NotCompared};
use serde_json::{Map, Value, json};

use super::screen::Screen;
use super::words::{counted, grouped};

/// Tells it, when there is anything.
pub(super) fn note(not_compared: &NotCompared, screen: &Screen) {
    if !not_compared.fields.is_empty() {
        screen.note(&fields(&not_compared.fields));
    }
    if !not_compared.tokens.is_empty() {
        screen.note(&tokens(&not_compared.tokens));
    }
}

fn fields(names: &[&str]) -> String {
    format!(
        "Not compared: {}, which clients have and nobody in the register has. Check the columns of [register]; clients are found by their other fields.",
        names.join(", ")
    )
}

fn tokens(left_out: &[LeftOut]) -> String {
    let all = left_out.iter().map(|one| one.tokens).sum();
    let kinds = left_out.iter();
    let kinds: Vec<String> = kinds
        .map(|one| format!("{} {}", grouped(one.tokens), one.kind))
        .collect();
    format!(
        "Not compared: {} that more than {MOST_RESIDENTS} residents share ({}). Clients are found by their other tokens.",
        counted(all, "token", "tokens"),
        kinds.join(", ")
    )
}

/// The same; both empty where there is nothing.
pub(super) fn as_json(not_compared: &NotCompared) -> Value {
    let kinds = not_compared.tokens.iter();
    let tokens: Map<String, Value> = kinds
        .map(|one| (one.kind.to_owned(), one.tokens.into()))
        .collect();
    json!({"fields": not_compared.fields, "tokens": tokens})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_compared_is_told_by_field_and_kind() {
        let left_out = [("address_number", 2), ("surname+given_name", 1)];
        let left_out = left_out.map(|(kind, tokens)| LeftOut { kind, tokens });
        assert_eq!(
            tokens(&left_out),
            "Not compared: 3 tokens that more than 100 residents share (2 address_number, 1 surname+given_name). \
             Clients are found by their other tokens."
        );
        assert_eq!(
            fields(&["BSN", "birth date"]),
            "Not compared: BSN, birth date, which clients have and nobody in the register has. \
             Check the columns of [register]; clients are found by their other fields."
        );
        let object = as_json(&NotCompared {
            fields: vec!["BSN"],
            tokens: left_out.to_vec(),
        });
        let tokens = json!({"address_number": 2, "surname+given_name": 1});
        assert_eq!(object, json!({"fields": ["BSN"], "tokens": tokens}));
    }
}
