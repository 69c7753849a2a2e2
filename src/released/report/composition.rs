//! Section: which pairs of services go together more than the ages, types and sizes of their households explain.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::{Texts, fill};

/// A list of sentences is not longer.
const SHOWN: usize = 8;

/// From here on a lift is more than nothing, as in `significance`.
const CLEAR: f64 = 1.2;

/// A pair of services, and what is known of it.
struct Pair<'a> {
    row: Row<'a>,
    /// Whether it occurs more often than by chance among households with a service.
    is_above_chance: bool,
}

impl Pair<'_> {
    /// Whether more have both than who lives there explains; `None` where that is not known.
    fn is_beyond(&self) -> Option<bool> {
        let class = self.row.text("significance");
        (!class.is_empty()).then(|| class.starts_with('+'))
    }

    /// Whether it occurs more often than by chance, because of who lives there: hardly more than that explains.
    fn is_explained(&self) -> bool {
        let lift = self.row.decimal("lift_by_composition");
        let is_as_expected = self.row.text("significance") == "0";
        let is_alike = is_as_expected && lift.is_some_and(|lift| lift < CLEAR);
        self.is_above_chance && is_alike
    }

    fn verdict(&self) -> &str {
        self.row.text("verdict")
    }

    /// What brings it to the top of its list: how far it is from what is expected, or how many households it explains.
    fn weight(&self, explains: bool) -> f64 {
        let expected = self.row.decimal("expected_by_composition");
        let expected = expected.filter(|_| !explains);
        let households = self.row.decimal("households").unwrap_or_default();
        (households - expected.unwrap_or_default()).abs()
    }
}

/// A list of pairs: its heading, why they are alike, and which belong.
type List<'a> = (&'a str, Option<&'a str>, &'a dyn Fn(&Pair) -> bool);

/// What is new first: pairs that who lives there does not explain, and of which nobody has said anything.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let pairs = pairs(context);
    let is_open = |pair: &Pair| pair.verdict().is_empty();
    let is_new = |pair: &Pair| pair.is_beyond() == Some(true) && is_open(pair);
    let is_explained = |pair: &Pair| pair.is_explained() && is_open(pair);
    let others: [List; 4] = [
        (texts.composition.surprising, None, &|pair| {
            pair.verdict() == "surprising"
        }),
        (texts.composition.unknown, None, &|pair| {
            pair.verdict() == "unknown"
        }),
        (
            texts.composition.explained,
            Some(texts.composition.why),
            &is_explained,
        ),
        (texts.composition.logical, None, &|pair| {
            pair.verdict() == "logical"
        }),
    ];
    let mut blocks = Vec::new();
    if pairs.iter().any(|pair| pair.is_beyond().is_some()) {
        blocks.push(Block::Text(texts.composition.lead.into()));
        let new = list(context, texts.composition.new, None, &pairs, is_new);
        let nothing = new
            .is_empty()
            .then(|| Block::Text(texts.composition.nothing_new.into()));
        blocks.extend(new.into_iter().chain(nothing));
        for (title, why, belongs) in others {
            blocks.extend(list(context, title, why, &pairs, belongs));
        }
        blocks.push(Block::Folded(
            texts.composition.caption,
            all(context, &pairs),
        ));
    }
    Section {
        id: "composition",
        title: texts.composition.title,
        blocks,
    }
}

fn pairs<'a>(context: &Context<'a>) -> Vec<Pair<'a>> {
    let codes = |row: &Row<'a>| ["service_a", "service_b"].map(|column| row.text(column));
    let by_chance = rows(context.tables, "co_occurrence");
    let by_chance = by_chance.map(|row| (codes(&row), row.text("significance_of_users")));
    let by_chance: HashMap<[&str; 2], &str> = by_chance.collect();
    let pair = |row| Pair {
        row,
        is_above_chance: (by_chance.get(&codes(&row))).is_some_and(|class| class.starts_with('+')),
    };
    rows(context.tables, "pairs_by_composition")
        .map(pair)
        .collect()
}

/// The pairs that belong, those farthest from what is expected first; nothing without any. Of hidden ones nothing is said.
fn list(
    context: &Context,
    title: &str,
    why: Option<&str>,
    pairs: &[Pair],
    belongs: impl Fn(&Pair) -> bool,
) -> Vec<Block> {
    let texts = context.texts;
    let mut found: Vec<&Pair> = pairs.iter().filter(|pair| belongs(pair)).collect();
    found.retain(|pair| pair.is_beyond().is_some());
    found.sort_by(|a, b| b.weight(why.is_some()).total_cmp(&a.weight(why.is_some())));
    let sentences = found.iter().take(SHOWN);
    let sentences: Vec<String> = sentences.map(|pair| sentence(context, pair)).collect();
    if sentences.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(title.into())];
    blocks.extend(why.map(|why| Block::Text(why.into())));
    blocks.push(Block::Sentences(sentences));
    if let Some(more @ 1..) = found.len().checked_sub(SHOWN) {
        let number = context.language.count(more as u64);
        let text = fill(texts.composition.left_out, &[("number", &number)]);
        blocks.push(Block::Text(text));
    }
    blocks
}

fn sentence(context: &Context, pair: &Pair) -> String {
    let [a, b] = names(context, &pair.row);
    let expected = pair
        .row
        .decimal("expected_by_composition")
        .unwrap_or_default();
    let households = pair.row.count("households").unwrap_or_default();
    let values = [
        ("a", a),
        ("b", b),
        ("households", &context.language.count(households)),
        ("expected", &context.language.number(expected, 0)),
    ];
    fill(context.texts.composition.sentence, &values)
}

fn names<'a>(context: &'a Context, row: &Row<'a>) -> [&'a str; 2] {
    ["service_a", "service_b"].map(|column| context.service(row.text(column)))
}

/// The pairs that occur more often than by chance or than who lives there explains, and those that people spoke of.
fn all(context: &Context, pairs: &[Pair]) -> BarTable {
    let texts = context.texts;
    let is_listed = |pair: &&Pair| {
        let is_more = pair.is_explained() || pair.is_beyond() == Some(true);
        is_more || !pair.verdict().is_empty()
    };
    let mut listed: Vec<&Pair> = pairs.iter().filter(is_listed).collect();
    let lift = |pair: &Pair| pair.row.decimal("lift_by_composition");
    listed.sort_by(|a, b| lift(b).partial_cmp(&lift(a)).unwrap_or(Ordering::Equal));
    let line = |pair: &Pair| {
        let number = |number: Option<f64>, decimals| {
            number.map_or_else(
                || context.hidden_cell(),
                |number| Cell::number(context.language.number(number, decimals)),
            )
        };
        vec![
            Cell::text(names(context, &pair.row).join(" + ")),
            context.count_cell(pair.row.count("households")),
            number(pair.row.decimal("expected_by_composition"), 0),
            number(lift(pair), 1),
            Cell::text(class(texts, pair)),
            Cell::text(verdict(texts, pair.verdict())),
        ]
    };
    BarTable {
        caption: texts.composition.caption.into(),
        headings: [
            texts.composition.pair,
            texts.households,
            texts.expected_number,
            texts.expected_ratio,
            texts.composition.by_figures,
            texts.composition.by_people,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: listed.into_iter().map(line).collect(),
    }
}

fn class(texts: &Texts, pair: &Pair) -> &'static str {
    match pair.is_beyond() {
        Some(true) => texts.composition.called_surprising,
        _ if pair.is_explained() => texts.composition.called_logical,
        Some(false) if pair.is_above_chance => texts.composition.unclear,
        Some(false) => texts.composition.not_more,
        None => texts.composition.called_unknown,
    }
}

fn verdict(texts: &Texts, word: &str) -> &'static str {
    match word {
        "logical" => texts.composition.called_logical,
        "surprising" => texts.composition.called_surprising,
        "unknown" => texts.composition.called_unknown,
        _ => texts.composition.called_nothing,
    }
}
