//! What a cell of a table of the page must say, and whether it does.

use super::facts::Facts;
use super::html::Element;
use super::numbers::numbers_in;

/// The cells of a table, row by row.
pub(super) type Grid = Vec<Vec<Said>>;

/// The words for a number that is not there.
const HIDDEN: [&str; 9] = [
    "niet getoond",
    "geen gegevens",
    "geen aandeel",
    "niet aangeleverd",
    "niet te zeggen",
    "not shown",
    "no share",
    "no data",
    "cannot be told",
];

/// The words before a number that others can only raise.
const AT_LEAST: [&str; 3] = ["", "ten minste ", "at least "];

/// What a cell must say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    says: Says,
    /// The number that its bar stands for.
    value: Option<f64>,
    /// The length of its bar, from 0 to 1.
    bar: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
enum Says {
    /// This name.
    Name(String),
    /// Words with these numbers in them.
    Label(Vec<String>),
    /// The words for a public figure, with no numbers but these.
    Title(Vec<String>),
    /// This number.
    Number(String),
    /// That there is no number.
    Hidden,
}

impl Said {
    const fn of(says: Says, value: Option<f64>) -> Self {
        Self {
            says,
            value,
            bar: None,
        }
    }

    pub(super) fn name(name: &str) -> Self {
        Self::of(Says::Name(name.to_owned()), None)
    }

    pub(super) fn label(numbers: &[Option<u64>]) -> Self {
        let numbers = numbers.iter().flatten().map(u64::to_string).collect();
        Self::of(Says::Label(numbers), None)
    }

    /// The words for a public figure, which is called `word` in the tables: `age_25_44` has the numbers 25 and 44.
    pub(super) fn title(word: &str) -> Self {
        let mut numbers: Vec<String> = numbers_in(word);
        numbers.extend(match word {
            "low_income_share" => vec!["40".into()],
            "high_income_share" => vec!["20".into()],
            "wmo_clients_rate" => vec!["1.000".into(), "1,000".into()],
            _ => Vec::new(),
        });
        Self::of(Says::Title(numbers), None)
    }

    pub(super) const fn hidden() -> Self {
        Self::of(Says::Hidden, None)
    }

    pub(super) fn number(text: Option<String>, value: Option<f64>) -> Self {
        Self::of(text.map_or(Says::Hidden, Says::Number), value)
    }

    /// A number as it is written, its unit with it.
    pub(super) const fn written(text: String) -> Self {
        Self::of(Says::Number(text), None)
    }

    /// The same with a bar, which is full at `full`.
    pub(super) fn long(text: String, value: f64, full: f64) -> Self {
        let mut said = Self::number(Some(text), Some(value));
        said.add_bar(full);
        said
    }

    pub(super) fn count(facts: &Facts, count: Option<u64>) -> Self {
        Self::number(count.map(|count| facts.count(count)), None)
    }

    /// A count with a bar.
    pub(super) fn barred(facts: &Facts, count: Option<u64>, full: u64) -> Self {
        let value = count.map(|count| count as f64);
        let mut said = Self {
            value,
            ..Self::count(facts, count)
        };
        said.add_bar(full as f64);
        said
    }

    pub(super) fn percent(facts: &Facts, share: Option<f64>) -> Self {
        Self::number(share.map(|share| facts.language.percent(share, 1)), share)
    }

    /// A share of a count: without one, the words say that the count is hidden or that it has no share.
    pub(super) fn share(facts: &Facts, share: Option<f64>, count: Option<u64>) -> Self {
        Self::percent(facts, share.filter(|_| count.is_some()))
    }

    pub(super) fn mean(facts: &Facts, mean: Option<f64>) -> Self {
        Self::number(mean.map(|mean| facts.language.decimal(mean, 2)), None)
    }

    /// Its number has a bar, which is full at `full`.
    pub(super) fn add_bar(&mut self, full: f64) {
        self.bar = self.value.map(|value| (value / full).clamp(0.0, 1.0));
    }

    /// Whether a cell says it.
    pub(super) fn is_in(&self, cell: &Element) -> bool {
        let says = self.is_text(&cell.text());
        let bars: Vec<&str> = cell
            .all("rect")
            .iter()
            .map(|bar| bar.attribute("width"))
            .collect();
        let bar = self
            .bar
            .map(|bar| format!("{}%", (bar * 1000.0).round() / 10.0));
        says && bars.into_iter().eq(bar.as_deref())
    }

    /// Whether a text says it.
    pub(super) fn is_text(&self, text: &str) -> bool {
        match &self.says {
            Says::Name(name) => text == *name,
            Says::Title(numbers) => numbers_in(text).iter().all(|one| numbers.contains(one)),
            Says::Label(numbers) => numbers_in(text) == *numbers,
            Says::Number(number) => {
                let before = text.strip_suffix(number.as_str());
                before.is_some_and(|before| AT_LEAST.contains(&before))
            }
            Says::Hidden => HIDDEN.contains(&text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::html::Node;
    use super::*;

    fn cell(text: &str) -> Element {
        Element {
            children: vec![Node::Text(text.into())],
            ..Element::default()
        }
    }

    #[test]
    fn another_digit_or_name_is_not_what_is_said() {
        let number = Said::number(Some("125".into()), None);
        assert!(number.is_in(&cell("125")) && number.is_in(&cell("at least 125")));
        for other in ["126", "1.125", "5125", "12", "not shown", "at least 1 125"] {
            assert!(!number.is_in(&cell(other)), "{other}");
        }
        assert!(Said::hidden().is_in(&cell("not shown")) && !Said::hidden().is_in(&cell("3")));
        assert!(Said::name("A").is_in(&cell("A")) && !Said::name("A").is_in(&cell("B")));
        let label = Said::label(&[Some(3)]);
        assert!(label.is_in(&cell("3 or more")) && !label.is_in(&cell("4 or more")));
    }

    #[test]
    fn a_bar_is_as_long_as_its_number() {
        let bar = |width: &str| {
            let rectangle = Element {
                name: "rect".into(),
                attributes: vec![("width".into(), width.into())],
                ..Element::default()
            };
            let mut cell = cell("50");
            cell.children.push(Node::Element(rectangle));
            cell
        };
        let mut said = Said::number(Some("50".into()), Some(50.0));
        assert!(!said.is_in(&bar("50%")), "it has no bar");
        said.add_bar(100.0);
        assert!(said.is_in(&bar("50%")) && !said.is_in(&bar("49.9%")) && !said.is_in(&cell("50")));
    }
}
