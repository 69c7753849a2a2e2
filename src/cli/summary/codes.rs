//! Service codes of an extract that are not in the agreement.

use std::fmt::Write;

use factlab::identified::Summary;
use serde_json::{Value, json};

use crate::cli::words::counted;

/// The codes and their rows, for a mapping of services; nothing when the agreement has all.
pub(super) fn in_words(summary: &Summary) -> String {
    let codes = &summary.unknown_codes;
    let mut text = String::new();
    if codes.shown.is_empty() {
        return text;
    }
    text.push_str(
        "  service codes that are not in the agreement; map them under [provider.services]:\n",
    );
    let length = |(code, _): &(String, u64)| code.chars().count();
    let wide = codes.shown.iter().map(length).max().unwrap_or(0) + 2;
    for (code, rows) in &codes.shown {
        let code = format!("\"{code}\"");
        let _ = writeln!(text, "    {code:wide$}  {}", counted(*rows, "row", "rows"));
    }
    if codes.has_others {
        text.push_str("    and others, with too few rows or clients to show\n");
    }
    text
}

/// The same as JSON.
pub(in crate::cli) fn as_json(summary: &Summary) -> Value {
    let code = |(code, rows): &(String, u64)| json!({"code": code, "rows": rows});
    let codes = &summary.unknown_codes;
    json!({
        "shown": codes.shown.iter().map(code).collect::<Vec<_>>(),
        "has_others": codes.has_others,
    })
}

#[cfg(test)]
mod tests {
    use factlab::identified::UnknownCodes;

    use super::*;

    #[test]
    fn each_code_is_a_line_with_its_rows() {
        let shown = vec![("P10".to_owned(), 1200), ("HH".to_owned(), 12)];
        let unknown_codes = UnknownCodes {
            shown,
            has_others: true,
        };
        let summary = Summary {
            unknown_codes,
            ..Summary::default()
        };
        let words = in_words(&summary);
        assert!(
            words.contains("    \"P10\"  1,200 rows\n    \"HH\"   12 rows\n    and others"),
            "{words}"
        );
        assert_eq!(in_words(&Summary::default()), "");
    }
}
