//! What is signalled of an area, in words.

use super::context::Context;
use super::reading::{Row, rows};
use super::texts::{Texts, fill};

/// The words for a class of signals.
pub(super) fn signalled(texts: &Texts, class: &str) -> &'static str {
    match class {
        "++" => texts.signal_much_more,
        "+" => texts.signal_more,
        "-" => texts.signal_less,
        "--" => texts.signal_much_less,
        _ => texts.signal_usual,
    }
}

/// What people signal of a wijk, in a line; nothing where they signal nothing.
pub(super) fn line(context: &Context, wijk: &str) -> Option<String> {
    let texts = context.texts;
    let own = |row: &Row| (row.text("level"), row.text("area")) == ("wijk", wijk);
    let said = rows(context.tables, "look_first").filter(own);
    let said = said.map(|row| {
        format!(
            "{} ({})",
            row.text("theme"),
            signalled(texts, row.text("signal"))
        )
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| fill(texts.signals_line, &[("themes", &said.join(", "))]))
}
