//! A cell of a table.

/// A cell of a table.
pub(super) struct Cell {
    pub(super) text: String,
    /// `text`, `number` or `hidden`: how it looks.
    pub(super) class: &'static str,
    /// The length of its bar in per cent, to one decimal, where it has one.
    pub(super) bar: Option<f64>,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            class: "text",
            bar: None,
        }
    }

    pub(super) fn number(text: String) -> Self {
        Self {
            text,
            class: "number",
            bar: None,
        }
    }

    pub(super) fn hidden(words: &str) -> Self {
        Self {
            text: words.to_owned(),
            class: "hidden",
            bar: None,
        }
    }

    /// A number with a bar; `length` counts from 0 to 1.
    pub(super) fn bar(text: String, length: f64) -> Self {
        Self {
            text,
            class: "number",
            bar: Some((length.clamp(0.0, 1.0) * 1000.0).round() / 10.0),
        }
    }
}
