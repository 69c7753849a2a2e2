//! The areas of a release, by the codes that public files give them.

use std::collections::{BTreeMap, BTreeSet};

use crate::released::calculate::{ReleaseTables, Value};
use crate::vocabulary::{gemeente, is_cbs_code};

/// The areas of a release.
pub(super) struct AreaCodes {
    /// Level and code, in the order of the table.
    pub(super) list: Vec<[String; 2]>,
    by_code: BTreeMap<String, usize>,
    gemeenten: BTreeSet<String>,
}

impl AreaCodes {
    pub(super) fn of(tables: &ReleaseTables) -> Self {
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.to_string(),
            _ => String::new(),
        };
        let rows = tables.rows("areas").iter();
        let list: Vec<[String; 2]> = rows
            .map(|row| [text(row.first()), text(row.get(1))])
            .collect();
        let mut by_code: BTreeMap<String, usize> = (0..)
            .zip(&list)
            .map(|(place, [_, code])| (code.clone(), place))
            .collect();
        let numbers = list.iter().map(|[_, code]| gemeente(code));
        let gemeenten: BTreeSet<String> = numbers
            .filter(|number| !number.is_empty())
            .map(str::to_owned)
            .collect();
        let whole = list.iter().position(|[level, _]| level == "gemeente");
        // The row of the whole town has no code; of several gemeenten none is the whole.
        if let (Some(whole), [number]) = (whole, Vec::from_iter(&gemeenten).as_slice()) {
            by_code.insert(format!("GM{number}"), whole);
        }
        Self {
            list,
            by_code,
            gemeenten,
        }
    }

    /// The area of a code, with or without the letters of CBS.
    pub(super) fn find(&self, code: &str) -> Option<usize> {
        let lettered = || with_letters(code).and_then(|code| self.by_code.get(&code));
        self.by_code.get(code).or_else(lettered).copied()
    }

    /// The wijk or buurt of a code.
    pub(super) fn find_below_town(&self, code: &str) -> Option<usize> {
        let is_known = |place: &usize| {
            let [level, code] = &self.list[*place];
            level != "gemeente" && code != "unknown"
        };
        self.find(code).filter(is_known)
    }

    /// Whether a code is of another gemeente, or of the country.
    pub(super) fn is_elsewhere(&self, code: &str) -> bool {
        let own = with_letters(code);
        let whole = own.as_deref().unwrap_or(code);
        let is_country = whole.len() <= 4 && whole.starts_with("NL") || whole == "Nederland";
        let digits = whole.get(2..6).filter(|_| is_whole_code(whole));
        is_country || digits.is_some_and(|digits| !self.gemeenten.contains(digits))
    }
}

/// `04790101` is a buurt.
fn with_letters(code: &str) -> Option<String> {
    let levels = [("BU", 8), ("WK", 6), ("GM", 4)];
    let level = levels
        .into_iter()
        .find(|(_, length)| is_cbs_code(code, *length));
    level.map(|(letters, _)| format!("{letters}{code}"))
}

/// Whether a text is a code of CBS with its letters.
pub(super) fn is_whole_code(text: &str) -> bool {
    let levels = [("GM", 4), ("WK", 6), ("BU", 8)];
    let is_of = |(letters, length)| {
        text.strip_prefix(letters)
            .is_some_and(|rest| is_cbs_code(rest, length))
    };
    levels.into_iter().any(is_of)
}
