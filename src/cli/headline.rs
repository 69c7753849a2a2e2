//! The headline of a release, as sentences and as JSON.

use std::collections::BTreeMap;

use factlab::released::calculate::{ReleaseTables, Value};
use serde_json::{Number, json};

use super::words::{counted, grouped};

const TOO_FEW: &str = "too few households to publish";

/// The published numbers of the headline by their names; a hidden number is absent.
pub(super) struct Headline {
    numbers: BTreeMap<String, Number>,
    is_at_least: bool,
}

impl Headline {
    /// The headline of the tables of a release.
    pub(super) fn of(tables: &ReleaseTables) -> Self {
        let mut headline = Self {
            numbers: BTreeMap::new(),
            is_at_least: false,
        };
        for row in tables.rows("headline") {
            let [Value::Text(name), value, status, ..] = row.as_slice() else {
                continue;
            };
            let number = match value {
                Value::Count(count) => Some(Number::from(*count)),
                Value::Decimal(number) | Value::Number(number) => Number::from_f64(*number),
                Value::Text(_) | Value::Empty => None,
            };
            headline.is_at_least |= name == "most_services" && *status == Value::text("topcoded");
            headline
                .numbers
                .extend(number.map(|number| (name.to_string(), number)));
        }
        headline
    }

    /// The headline of a table in JSON: rows with `measure` and `value`.
    pub(super) fn of_json(rows: &serde_json::Value) -> Self {
        let number = |row: &serde_json::Value| {
            Some((
                row["measure"].as_str()?.to_owned(),
                row["value"].as_number()?.clone(),
            ))
        };
        Self {
            numbers: rows
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(number)
                .collect(),
            is_at_least: false,
        }
    }

    /// The four figures that the Factlab of 2013 gave, in words, each on a line of its own.
    pub(super) fn figures(&self) -> [(&'static str, String); 4] {
        let cell = |figure: Option<Figure>| figure.map_or("too few".into(), Figure::in_words);
        let most = self.most().unwrap_or_else(|| "too few".into());
        [
            ("households with a service", cell(self.users())),
            ("of these, with two or more", cell(self.two_or_more())),
            ("of these, with three or more", cell(self.three_or_more())),
            ("most services in one household", most),
        ]
    }

    /// The headline as sentences.
    pub(super) fn in_words(&self) -> String {
        let most = self.most().unwrap_or_else(|| TOO_FEW.into());
        let more = self.use_of_more();
        let more = if more.is_empty() { more } else { more + "\n" };
        format!(
            "{}\n{more}The most services in one household: {most}.\n",
            self.use_at_all()
        )
    }

    fn use_at_all(&self) -> String {
        let Some(households) = self.count("households") else {
            return format!("Households: {TOO_FEW}.");
        };
        let households = counted(households, "household", "households");
        match self.users() {
            Some(users) => format!("Of {households}, {} a service.", users.with_verb()),
            None => format!("Of {households}, those with a service: {TOO_FEW}."),
        }
    }

    fn use_of_more(&self) -> String {
        match (self.users(), self.two_or_more(), self.three_or_more()) {
            (None | Some(Figure::Count(0)), ..) => String::new(),
            (_, Some(two), Some(three)) => format!(
                "Of those, {} two or more, and {} three or more.",
                two.with_verb(),
                three.in_words()
            ),
            (_, Some(two), None) => format!(
                "Of those, {} two or more. With three or more: {TOO_FEW}.",
                two.with_verb()
            ),
            (_, None, _) => format!("With two or more: {TOO_FEW}."),
        }
    }

    fn users(&self) -> Option<Figure> {
        self.figure("share_1_or_more", "households_1_or_more")
    }

    fn two_or_more(&self) -> Option<Figure> {
        self.figure("share_of_users_2_or_more", "households_2_or_more")
    }

    fn three_or_more(&self) -> Option<Figure> {
        self.figure("share_of_users_3_or_more", "households_3_or_more")
    }

    fn most(&self) -> Option<String> {
        let at_least = if self.is_at_least { "at least " } else { "" };
        let most = self.count("most_services")?;
        Some(format!("{at_least}{}", grouped(most)))
    }

    /// The numbers by name.
    pub(super) fn as_json(&self) -> serde_json::Value {
        json!(self.numbers)
    }

    /// The share, or in a small town the count; `None` when both are hidden.
    fn figure(&self, share: &str, count: &str) -> Option<Figure> {
        let share = self.numbers.get(share).and_then(Number::as_f64);
        let count = || self.count(count).map(Figure::Count);
        share.map(Figure::Share).or_else(count)
    }

    fn count(&self, name: &str) -> Option<u64> {
        self.numbers.get(name).and_then(Number::as_u64)
    }
}

/// How many households.
#[derive(Clone, Copy)]
enum Figure {
    /// From 0 to 1.
    Share(f64),
    Count(u64),
}

impl Figure {
    fn in_words(self) -> String {
        match self {
            Self::Share(share) => format!("{:.1} %", 100.0 * share),
            Self::Count(count) => grouped(count),
        }
    }

    fn with_verb(self) -> String {
        let verb = if matches!(self, Self::Count(1)) {
            "uses"
        } else {
            "use"
        };
        format!("{} {verb}", self.in_words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(numbers: &[(&str, serde_json::Value)]) -> String {
        let row =
            |(name, value): &(&str, serde_json::Value)| json!({"measure": name, "value": value});
        Headline::of_json(&numbers.iter().map(row).collect()).in_words()
    }

    #[test]
    fn a_hidden_number_is_said_to_be_hidden_and_never_zero() {
        let words = headline(&[
            ("households", json!(68960)),
            ("share_1_or_more", json!(0.2412)),
            ("share_of_users_2_or_more", json!(null)),
        ]);
        assert_eq!(
            words,
            "Of 68,960 households, 24.1 % use a service.\nWith two or more: too few households to publish.\n\
             The most services in one household: too few households to publish.\n"
        );
    }

    #[test]
    fn a_town_too_small_for_shares_is_told_in_counts() {
        let words = headline(&[
            ("households", json!(3)),
            ("share_1_or_more", json!(null)),
            ("households_1_or_more", json!(1)),
            ("households_2_or_more", json!(1)),
            ("households_3_or_more", json!(0)),
            ("most_services", json!(2)),
        ]);
        assert_eq!(
            words,
            "Of 3 households, 1 uses a service.\nOf those, 1 uses two or more, and 0 three or more.\n\
             The most services in one household: 2.\n"
        );
    }
}
