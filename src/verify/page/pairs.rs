//! The pairs of services on the page: the squares of the drawing with their hover texts, and the sentences.

use std::collections::HashMap;

use super::facts::{Facts, Row, in_order};
use super::html::Element;
use super::numbers::{Known, numbers_in};

/// A sentence list is not longer.
const SHOWN: u64 = 8;

/// What the page may say of a pair.
pub(super) struct Pair<'a> {
    pub(super) codes: [&'a str; 2],
    names: [&'a str; 2],
    households: Option<String>,
    /// What the lift and the expected number can be.
    spans: Option<[String; 2]>,
    /// The colour of its square.
    class: &'static str,
    is_across: bool,
    significance: &'a str,
}

/// All pairs in the order of the squares: row by row, the larger place first; a service with itself ends its row.
///
/// Within its domain a service may stand anywhere: its place is that of the first row of squares that says what is
/// published of it. A row that fits none leaves an order that does not fit the page.
pub(super) fn read<'a>(facts: &Facts<'a>, page: &Element) -> Vec<Pair<'a>> {
    let mut services = in_order(facts);
    let drawing = page.with_class("svg", "heat-map");
    let squares = drawing
        .first()
        .map_or(Vec::new(), |drawing| drawing.all("path"));
    let users = facts.town("1+");
    let rows = facts.rows("co_occurrence");
    let rows: HashMap<[&str; 2], Row> = rows
        .map(|row| ([row.text("service_a"), row.text("service_b")], row))
        .collect();
    let of = |a: &Row<'a>, b: &Row<'a>| {
        let codes = [a, b].map(|row| row.text("service_a"));
        let row = rows.get(&codes).or_else(|| rows.get(&[codes[1], codes[0]]));
        let counts = [row.copied(), Some(*a), Some(*b)];
        let counts = counts.map(|row| row?.count("households"));
        pair(facts, codes, row, [counts[0], counts[1], counts[2], users])
    };
    let domain = |row: &Row<'a>| facts.of_service(row.text("service_a"), "domain");
    let mut pairs = Vec::new();
    for place in 0..services.len() {
        let squares = squares.get(pairs.len()..=pairs.len() + place);
        let fits = |a: &Row<'a>| {
            // Its own square tells it from most.
            let others = [a].into_iter().chain(services[..place].iter().rev());
            let squares = squares.unwrap_or_default().iter().rev();
            others
                .zip(squares)
                .all(|(b, square)| of(a, b).is_in(square))
        };
        let same_domain = services[place..]
            .iter()
            .take_while(|row| domain(row) == domain(&services[place]));
        let found = same_domain.clone().position(fits).unwrap_or(0);
        services[place..=place + found].rotate_right(1);
        let a = services[place];
        pairs.extend(services[..=place].iter().map(|b| of(&a, b)));
    }
    pairs
}

fn pair<'a>(
    facts: &Facts<'a>,
    codes: [&'a str; 2],
    row: Option<&Row<'a>>,
    counts: [Option<u64>; 4],
) -> Pair<'a> {
    let is_itself = codes[0] == codes[1];
    let all = match counts {
        [Some(both), Some(a), Some(b), Some(all)] if !is_itself => Some([both, a, b, all]),
        _ => None,
    };
    let significance = row.map_or("", |row| row.text("significance_of_users"));
    let lift = row.and_then(|row| row.text("lift_of_users").parse().ok());
    let domain = |code| facts.of_service(code, "domain");
    Pair {
        codes,
        names: codes.map(|code| facts.service(code)),
        households: counts[0].map(|count| facts.count(count)),
        spans: all.and_then(|counts| facts.spans(counts)),
        class: if is_itself {
            "itself"
        } else {
            class(lift, significance)
        },
        is_across: domain(codes[0]) != domain(codes[1]),
        significance: if is_itself { "" } else { significance },
    }
}

/// The colour by how many times chance; none for what may be chance.
fn class(lift: Option<f64>, significance: &str) -> &'static str {
    let Some(lift) = lift else {
        return "";
    };
    match lift {
        _ if significance == "0" => "chance",
        4.0.. => "more-3",
        2.0.. => "more-2",
        1.2.. => "more-1",
        _ if lift <= 0.5 => "less-2",
        _ if lift <= 1.0 / 1.2 => "less-1",
        _ => "chance",
    }
}

impl Pair<'_> {
    pub(super) fn is_itself(&self) -> bool {
        self.class == "itself"
    }

    /// Whether a square is coloured and says what is published of the pair when it is pointed at.
    fn is_in(&self, square: &Element) -> bool {
        let names = if self.is_itself() {
            format!("{}: ", self.names[0])
        } else {
            format!("{} – {}: ", self.names[0], self.names[1])
        };
        let text = square.text();
        let Some(said) = text.strip_prefix(&names) else {
            return false;
        };
        let mut numbers: Vec<String> = self.households.iter().cloned().collect();
        if let (Some(_), Some([lift, _])) = (&self.households, &self.spans) {
            numbers.extend(numbers_in(lift));
        }
        numbers_in(said) == numbers && square.attribute("class") == self.class
    }

    /// The numbers of a sentence about it, in their order.
    fn sentence(&self) -> Option<Vec<String>> {
        let (households, [lift, expected]) = (self.households.clone()?, self.spans.as_ref()?);
        let mut numbers = vec![households];
        if self.significance.starts_with('+') {
            numbers.extend(numbers_in(lift));
        }
        numbers.extend(numbers_in(expected));
        (!matches!(self.significance, "" | "0")).then_some(numbers)
    }
}

/// What is wrong with the section of pairs.
pub(super) fn problems(pairs: &[Pair], known: &Known, section: &Element) -> Vec<String> {
    let mut problems = Vec::new();
    for drawing in section.all("svg") {
        let squares = drawing.all("path");
        let wrong = squares
            .iter()
            .zip(pairs)
            .filter(|(square, pair)| !pair.is_in(square));
        if squares.len() != pairs.len() || wrong.count() > 0 {
            problems.push("a square does not say what is published of its pair".into());
        }
    }
    for list in section.with_class("ul", "sentences") {
        for item in list.all("li") {
            let (text, numbers) = (item.text(), known.numbers_in(&item.text()));
            let says = |pair: &Pair| {
                let is_named = pair.names.iter().all(|name| text.contains(name));
                is_named && pair.sentence().is_some_and(|sentence| sentence == numbers)
            };
            if !pairs.iter().any(says) {
                problems.push("a sentence does not say what is published of a pair".into());
            }
        }
    }
    problems
}

/// Whether the section has a drawing: when something is known of a pair.
pub(super) fn is_drawn(pairs: &[Pair]) -> bool {
    pairs
        .iter()
        .any(|pair| !["", "itself"].contains(&pair.class))
}

/// How many pairs there are.
pub(super) struct Totals {
    pub(super) all: u64,
    /// With a number.
    pub(super) shown: u64,
    /// Of each list of sentences: across domains, within one, less often together.
    pub(super) left_out: [u64; 3],
}

/// The numbers of pairs that the section tells.
pub(super) fn totals(pairs: &[Pair]) -> Totals {
    let others = || pairs.iter().filter(|pair| !pair.is_itself());
    let left_out = |sign: char, is_across: Option<bool>| {
        let is_listed = |pair: &&Pair| {
            let belongs = is_across.is_none_or(|across| across == pair.is_across);
            pair.significance.starts_with(sign) && belongs
        };
        (others().filter(is_listed).count() as u64).saturating_sub(SHOWN)
    };
    let is_shown = |pair: &&Pair| pair.households.is_some();
    Totals {
        all: others().count() as u64,
        shown: others().filter(is_shown).count() as u64,
        left_out: [
            left_out('+', Some(true)),
            left_out('+', Some(false)),
            left_out('-', None),
        ],
    }
}
