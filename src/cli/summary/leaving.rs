//! What will be handed over, with a made-up person as the example.

use std::fmt::Write;

use factlab::identified::preview::{ExampleRow, PERSON};
use factlab::identified::{Summary, TokenMethod};

use crate::cli::words::counted;

/// What a code is, where the parties share a secret.
const HMAC: &str = "What ends in … is a code of BSN, names, birth date or address. Codes are made with the secret key; these with one that was thrown away.";

/// What a code is, where they do not.
const OPRF: &str = "What ends in … is a code of BSN or address. Codes are made with a key that you do not have (OPRF); these with one that was thrown away.";

/// What will leave, file by file, with the row of a made-up person; and what stays.
pub(in crate::cli) fn what_leaves(
    summary: &Summary,
    example: &[ExampleRow],
    method: TokenMethod,
) -> String {
    let codes = match method {
        TokenMethod::Hmac => HMAC,
        TokenMethod::Oprf => OPRF,
    };
    let mut text = "What will be handed over, with a made-up person as the example:\n".to_owned();
    for file in example {
        let _ = writeln!(text, "  {}, {}", file.file, rows(summary, file.file));
        let cells = file
            .columns
            .iter()
            .filter_map(|(name, value)| Some(format!("{name} {}", short(value.as_deref()?))));
        let _ = writeln!(text, "    \t{}", cells.collect::<Vec<_>>().join(", "));
    }
    let _ = write!(
        text,
        "The made-up person is\n  {PERSON}.\n\
         {codes}\n\
         Not handed over: names, BSNs, birth dates, addresses, client numbers, dates of use and amounts. What is handed over is still personal data."
    );
    text
}

fn rows(summary: &Summary, file: &str) -> String {
    let count = |count| counted(count, "row", "rows");
    match file {
        "persons.parquet" | "members.parquet" => count(summary.clients),
        "households.parquet" => count(summary.households + summary.institutions),
        "tokens.parquet" => "a row for each code".to_owned(),
        _ => format!("at most {}", count(summary.kept)),
    }
}

/// The beginning of a code; other values whole.
fn short(value: &str) -> String {
    match value.get(..8) {
        Some(beginning) if value.len() >= 16 => format!("{beginning}…"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_by_its_beginning() {
        let digest = "0123456789abcdef0123456789abcdef";
        let column = ("birth_surname_initial_partner", Some(digest.to_owned()));
        let example = ExampleRow {
            file: "tokens.parquet",
            columns: vec![column; 2],
        };
        for method in [TokenMethod::Hmac, TokenMethod::Oprf] {
            let text = what_leaves(&Summary::default(), std::slice::from_ref(&example), method);
            assert!(text.contains("birth_surname_initial_partner 01234567…, birth_"));
            assert_eq!(text.contains("the secret key"), method == TokenMethod::Hmac);
        }
    }
}
