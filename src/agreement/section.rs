//! Typed values out of a TOML table; what does not fit is noted with its line and column.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml_edit::{Item, TableLike, Value};

use super::mistakes::{BACKSLASH, Located, Mistakes, Spot, nearest};
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

    /// What `read` makes of the value of a key; a mistake where it makes nothing of it.
    fn value<T>(
        &self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Option<Located<T>> {
        let (item, spot) = self.item(key)?;
        let value = read(item);
        if value.is_none() {
            self.wrong(spot, key, expected);
        }
        value.map(|value| Located { value, spot })
    }

    /// A text of one line that is not empty.
    pub(super) fn text(&self, key: &'static str) -> Option<Located<String>> {
        let expected = "a text of one line between quotes, not empty";
        if let Some((item, spot)) = self.item(key)
            && self.mistakes.line(spot).contains('\\')
            && one_line(item.as_str()).is_none()
        {
            let message = format!("`{}` must be {expected}", self.name_of(key));
            self.mistake(spot, message, BACKSLASH);
            return None;
        }
        let text = self.value(key, expected, |item| one_line(item.as_str()))?;
        // Names are printed: a sign that turns the line around, or shows nothing, would make them look like others.
        if !text.value.chars().all(is_visible) {
            self.wrong(text.spot, key, "a text without signs that are not seen");
            return None;
        }
        Some(text)
    }

    /// A single character, a tab among them.
    pub(super) fn character(&self, key: &'static str) -> Option<Located<char>> {
        let expected = "a single character between quotes, such as \";\" or \"\\t\"";
        self.value(key, expected, |item| {
            let mut letters = item.as_str()?.chars();
            letters.next().filter(|_| letters.next().is_none())
        })
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        if !self.item(key)?.0.is_array() {
            return self.text(key).map(|one| vec![one]);
        }
        let one = |value: &Value| {
            let spot = self.mistakes.spot(value.span());
            one_line(value.as_str()).map(|value| Located { value, spot })
        };
        let expected = "a list of texts between quotes, none of them empty";
        let texts = self.value(key, expected, |item| {
            let texts: Option<Vec<_>> = item.as_array()?.iter().map(one).collect();
            texts.filter(|texts| !texts.is_empty())
        });
        texts.map(|texts| texts.value)
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
        let spot = text.spot;
        value.map(|value| Located { value, spot })
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
        let read = self.value(key, "true or false, without quotes", Item::as_bool);
        read.map(|read| read.value)
    }

    /// A whole number in a range.
    pub(super) fn whole<T>(&self, key: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let number = self.value(key, &expected, |item| {
            let number = T::try_from(item.as_integer()?).ok();
            number.filter(|number| range.contains(number))
        });
        number.map(|number| number.value)
    }

    /// A list of whole numbers.
    pub(super) fn wholes(&self, key: &'static str) -> Option<Located<Vec<i64>>> {
        let expected = "a list of whole numbers, such as [0, 25, 45, 65, 75]";
        self.value(key, expected, |item| {
            item.as_array()?.iter().map(Value::as_integer).collect()
        })
    }

    /// A share from 0 to 1.
    pub(super) fn share(&self, key: &'static str) -> Option<f64> {
        self.number(key, "a share from 0 to 1, such as 0.05 for 5 %", 0.0..=1.0)
    }

    /// A number in a range, with or without decimals.
    pub(super) fn number(
        &self,
        key: &'static str,
        expected: &str,
        range: RangeInclusive<f64>,
    ) -> Option<f64> {
        let number = self.value(key, expected, |item| {
            let whole = || i32::try_from(item.as_integer()?).ok().map(f64::from);
            let number = item.as_float().or_else(whole);
            number.filter(|number| range.contains(number))
        });
        number.map(|number| number.value)
    }

    /// A day, with or without quotes.
    pub(super) fn day(&self, key: &'static str) -> Option<Located<Day>> {
        let expected = "a day of the calendar, written as 2026-12-31";
        self.value(key, expected, |item| match item.as_datetime() {
            Some(moment) if moment.time.is_none() => Day::parse(&moment.to_string()),
            Some(_) => None,
            None => Day::parse(item.as_str()?),
        })
    }

    /// All keys with their texts: a mapping, whose keys are not ours.
    pub(super) fn entries(&self) -> Vec<(Located<String>, Located<String>)> {
        let mut entries = Vec::new();
        for (key, item) in self.table.iter().flat_map(|table| table.iter()) {
            let spot = self.mistakes.spot(item.span());
            let Some(value) = one_line(item.as_str()) else {
                let message = "must be a text between quotes, not empty";
                let message = format!("`{}.{key}` {message}", self.name);
                self.mistakes.add(spot, message);
                continue;
            };
            let ours = Located {
                spot: self.spot_of_key(key),
                value: key.to_owned(),
            };
            entries.push((ours, Located { value, spot }));
        }
        entries
    }

    /// All keys with a list of texts: a mapping, whose keys are not ours.
    pub(super) fn lists(&self) -> Vec<(Located<String>, Vec<Located<String>>)> {
        let mut lists = Vec::new();
        for (key, item) in self.table.iter().flat_map(|table| table.iter()) {
            let one = |value: &Value| {
                let spot = self.mistakes.spot(value.span());
                one_line(value.as_str()).map(|value| Located { value, spot })
            };
            let texts = item.as_array().map(|list| list.iter().map(one).collect());
            let texts: Option<Vec<_>> = texts.flatten();
            let is_fit = !key.trim().is_empty() && key.chars().all(is_visible);
            let Some(texts) = texts.filter(|texts| is_fit && !texts.is_empty()) else {
                let message =
                    "must be a list of texts between quotes, under a name that can be seen";
                let spot = self.mistakes.spot(item.span());
                self.mistakes
                    .add(spot, format!("`{}.{key}` {message}", self.name));
                continue;
            };
            let spot = self.spot_of_key(key);
            let value = key.to_owned();
            lists.push((Located { value, spot }, texts));
        }
        lists
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
        let known = self.known.take();
        for (key, _) in self.table.iter().flat_map(|table| table.iter()) {
            if known.contains(&key) {
                continue;
            }
            let inside = if self.name.is_empty() {
                String::new()
            } else {
                format!(" in [{}]", self.name)
            };
            let hint = match nearest(key, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            let message = format!("unknown key `{key}`{inside}");
            self.mistake(self.spot_of_key(key), message, hint);
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

    fn spot_of_key(&self, key: &str) -> Spot {
        let key = self.table.and_then(|table| table.key(key));
        self.mistakes.spot(key.and_then(toml_edit::Key::span))
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

fn one_line(text: Option<&str>) -> Option<String> {
    let is_one_line = |text: &&str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    text.filter(is_one_line).map(str::to_owned)
}

/// `"a", "b" or "c"`.
fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
