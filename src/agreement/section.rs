//! Typed values out of a TOML table; what does not fit is noted with its line and column.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml_edit::{Item, TableLike, Value};

use super::mistakes::{Located, Mistakes, Spot, nearest};
use crate::vocabulary::{Day, is_visible};

/// A table under reading; it remembers which keys were asked for, so that the others are unknown.
pub(super) struct Section<'a> {
    name: String,
    table: Option<&'a dyn TableLike>,
    /// Where the table begins, or the file where there is none.
    pub(super) spot: Spot,
    mistakes: &'a Mistakes,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    /// The table of the whole file.
    pub(super) fn root(table: &'a dyn TableLike, mistakes: &'a Mistakes) -> Self {
        Self::new(String::new(), Some(table), Spot::START, mistakes)
    }

    fn new(
        name: String,
        table: Option<&'a dyn TableLike>,
        spot: Spot,
        mistakes: &'a Mistakes,
    ) -> Self {
        Self {
            name,
            table,
            spot,
            mistakes,
            known: RefCell::default(),
        }
    }

    /// Notes a mistake in this table.
    pub(super) fn mistake(&self, spot: Spot, message: impl Into<String>, hint: impl Into<String>) {
        self.mistakes.add_with_hint(spot, message, hint);
    }

    /// The table `[key]` in this one; empty when it is not there.
    pub(super) fn section(&self, key: &'static str) -> Section<'a> {
        let name = self.name_of(key);
        let Some((item, spot)) = self.item(key) else {
            return Section::new(name, None, self.spot, self.mistakes);
        };
        if item.as_table_like().is_none() {
            self.mistakes
                .add(spot, format!("`{name}` must be a table, [{name}]"));
        }
        Section::new(name, item.as_table_like(), spot, self.mistakes)
    }

    /// The tables `[[key]]`, in the order of the file.
    pub(super) fn sections(&self, key: &'static str) -> Vec<Section<'a>> {
        let name = self.name_of(key);
        let Some((item, spot)) = self.item(key) else {
            return Vec::new();
        };
        let one = |table: &'a dyn TableLike, spot| {
            Section::new(name.clone(), Some(table), spot, self.mistakes)
        };
        if let Some(tables) = item.as_array_of_tables() {
            let spot = |table: &toml_edit::Table| self.mistakes.spot(table.span());
            return tables.iter().map(|table| one(table, spot(table))).collect();
        }
        let Some(array) = item.as_array() else {
            let hint = format!("write [[{name}]], with double brackets, above each");
            self.mistake(spot, format!("`{name}` must be a list of tables"), hint);
            return Vec::new();
        };
        let tables = array.iter().filter_map(Value::as_inline_table);
        tables
            .map(|table| one(table, self.mistakes.spot(table.span())))
            .collect()
    }

    /// A text of one line that is not empty.
    pub(super) fn text(&self, key: &'static str) -> Option<Located<String>> {
        let (item, spot) = self.item(key)?;
        let text = item.as_str();
        let Some(text) = text.filter(|text| is_one_line(text)) else {
            self.wrong(spot, key, "a text of one line between quotes, not empty");
            return None;
        };
        // Names are printed: a sign that turns the line around, or shows nothing, would make them look like others.
        if !text.chars().all(is_visible) {
            self.wrong(spot, key, "a text without signs that are not seen");
            return None;
        }
        located(Some(text.to_owned()), spot)
    }

    /// A single character, a tab among them.
    pub(super) fn character(&self, key: &'static str) -> Option<Located<char>> {
        let (item, spot) = self.item(key)?;
        let mut letters = item.as_str().unwrap_or_default().chars();
        let only = letters.next().filter(|_| letters.next().is_none());
        if only.is_none() {
            self.wrong(
                spot,
                key,
                "a single character between quotes, such as \";\" or \"\\t\"",
            );
        }
        located(only, spot)
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        let (item, spot) = self.item(key)?;
        let Some(array) = item.as_array() else {
            return self.text(key).map(|one| vec![one]);
        };
        let one = |value: &Value| {
            let spot = self.mistakes.spot(value.span());
            let text = value.as_str().filter(|text| is_one_line(text));
            located(text.map(str::to_owned), spot)
        };
        let texts: Option<Vec<_>> = array.iter().map(one).collect();
        if texts.as_ref().is_none_or(Vec::is_empty) {
            self.wrong(
                spot,
                key,
                "a list of texts between quotes, none of them empty",
            );
            return None;
        }
        texts
    }

    /// A word that `read` knows; `expected` says in words what it may be.
    pub(super) fn read<T>(
        &self,
        key: &'static str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let text = self.text(key)?;
        let value = read(&text.value);
        if value.is_none() {
            self.wrong(text.spot, key, expected);
        }
        located(value, text.spot)
    }

    /// One of the words of a list.
    pub(super) fn word<T: Copy>(&self, key: &'static str, options: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = options.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            let message = format!("`{}` cannot be \"{}\"", self.name_of(key), text.value);
            let hint = match nearest(&text.value, &words) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it may be {}", quoted(&words)),
            };
            self.mistake(text.spot, message, hint);
        }
        found.map(|(_, value)| *value)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, key: &'static str) -> Option<bool> {
        let (item, spot) = self.item(key)?;
        if item.as_bool().is_none() {
            self.wrong(spot, key, "true or false, without quotes");
        }
        item.as_bool()
    }

    /// A whole number in a range.
    pub(super) fn whole<T>(&self, key: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let (item, spot) = self.item(key)?;
        let number = item
            .as_integer()
            .and_then(|number| T::try_from(number).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            self.wrong(spot, key, &expected);
        }
        number
    }

    /// A list of whole numbers.
    pub(super) fn wholes(&self, key: &'static str) -> Option<Located<Vec<i64>>> {
        let (item, spot) = self.item(key)?;
        let numbers = item
            .as_array()
            .and_then(|list| list.iter().map(Value::as_integer).collect());
        if numbers.is_none() {
            self.wrong(
                spot,
                key,
                "a list of whole numbers, such as [0, 25, 45, 65, 75]",
            );
        }
        located(numbers, spot)
    }

    /// A share from 0 to 1.
    pub(super) fn share(&self, key: &'static str) -> Option<f64> {
        let (item, spot) = self.item(key)?;
        let whole = item
            .as_integer()
            .and_then(|number| i32::try_from(number).ok());
        let number = item.as_float().or(whole.map(f64::from));
        let share = number.filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            self.wrong(spot, key, "a share from 0 to 1, such as 0.05 for 5 %");
        }
        share
    }

    /// A day, with or without quotes.
    pub(super) fn day(&self, key: &'static str) -> Option<Located<Day>> {
        let (item, spot) = self.item(key)?;
        let day = match item.as_datetime() {
            Some(moment) if moment.time.is_none() => Day::parse(&moment.to_string()),
            Some(_) => None,
            None => item.as_str().and_then(Day::parse),
        };
        if day.is_none() {
            self.wrong(spot, key, "a day of the calendar, written as 2026-12-31");
        }
        located(day, spot)
    }

    /// All keys with their texts: a mapping, whose keys are not ours.
    pub(super) fn entries(&self) -> Vec<(Located<String>, Located<String>)> {
        let Some(table) = self.table else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (key, item) in table.iter() {
            let key_span = table.key(key).and_then(toml_edit::Key::span);
            let spot = self.mistakes.spot(key_span);
            let value_spot = self.mistakes.spot(item.span());
            match item.as_str().filter(|text| is_one_line(text)) {
                Some(text) => entries.push((
                    Located {
                        value: key.to_owned(),
                        spot,
                    },
                    Located {
                        value: text.to_owned(),
                        spot: value_spot,
                    },
                )),
                None => self.mistakes.add(
                    value_spot,
                    format!(
                        "`{}.{key}` must be a text between quotes, not empty",
                        self.name
                    ),
                ),
            }
        }
        entries
    }

    /// Notes that a key without which nothing works is not there.
    pub(super) fn required<T>(
        &self,
        key: &'static str,
        value: Option<T>,
        example: &str,
    ) -> Option<T> {
        if value.is_none() && self.item(key).is_none() {
            let message = format!("{} `{key}`", self.lack());
            self.mistake(
                self.spot,
                message,
                format!("add a line such as {key} = {example}"),
            );
        }
        value
    }

    /// The words before the name of a key that is not there.
    pub(super) fn lack(&self) -> String {
        let place = if self.table.is_some() {
            "lacks"
        } else {
            "is missing, and with it"
        };
        format!("[{}] {place}", self.name)
    }

    /// Ends the reading: every key that nobody asked for is unknown.
    pub(super) fn close(self) {
        let known = self.known.into_inner();
        for (key, _) in self.table.iter().flat_map(|table| table.iter()) {
            if known.contains(&key) {
                continue;
            }
            let span = self
                .table
                .and_then(|table| table.key(key))
                .and_then(toml_edit::Key::span);
            let spot = self.mistakes.spot(span);
            let inside = if self.name.is_empty() {
                String::new()
            } else {
                format!(" in [{}]", self.name)
            };
            let hint = match nearest(key, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            self.mistakes
                .add_with_hint(spot, format!("unknown key `{key}`{inside}"), hint);
        }
    }

    /// Where the value of a key stands; the table itself when the key is not there.
    pub(super) fn spot_of(&self, key: &'static str) -> Spot {
        self.item(key).map_or(self.spot, |(_, spot)| spot)
    }

    /// Whether the table is in the file.
    pub(super) const fn is_there(&self) -> bool {
        self.table.is_some()
    }

    fn item(&self, key: &'static str) -> Option<(&'a Item, Spot)> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        let item = self.table?.get(key).filter(|item| !item.is_none())?;
        let own = item.span().or_else(|| self.table?.key(key)?.span());
        Some((item, self.mistakes.spot(own)))
    }

    fn wrong(&self, spot: Spot, key: &str, expected: &str) {
        self.mistakes
            .add(spot, format!("`{}` must be {expected}", self.name_of(key)));
    }

    fn name_of(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }
}

fn located<T>(value: Option<T>, spot: Spot) -> Option<Located<T>> {
    value.map(|value| Located { value, spot })
}

fn is_one_line(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}

/// `"a", "b" or "c"`.
fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
