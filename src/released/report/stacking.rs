//! Section: households by number of services.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;
use crate::pseudonymous::cells::Number;

/// How services stack up in the households of the whole town.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = vec![Block::Text(texts.stacking_lead.into())];
    blocks.extend(without_service(context).map(Block::Text));
    let exact = of_town(context).filter(|row| matches!(number(row), Some(Number::Exactly(1..))));
    let cumulative = of_town(context).filter(|row| is_cumulative(row, "services"));
    let exact = table(
        context,
        texts.stacking_exact_caption,
        "share",
        exact.collect(),
    );
    let cumulative = table(
        context,
        texts.stacking_cumulative_caption,
        "share_of_users",
        cumulative.collect(),
    );
    blocks.push(or_nothing(exact, texts.nothing));
    blocks.extend(cumulative);
    if context.is_incomplete() {
        blocks.push(Block::Text(texts.stacking_incomplete.into()));
    }
    Section {
        id: "stacking",
        title: texts.stacking_title,
        blocks,
    }
}

fn of_town<'a>(context: &Context<'a>) -> impl Iterator<Item = Row<'a>> + use<'a> {
    rows(context.tables, "stacking")
        .filter(|row| row.text("unit") == "household" && row.text("dimension") == "all")
}

fn number(row: &Row) -> Option<Number> {
    row.number("services")
}

fn without_service(context: &Context) -> Option<String> {
    let row = of_town(context).find(|row| number(row) == Some(Number::Exactly(0)))?;
    let count = row.count("households")?;
    Some(fill(
        context.texts.stacking_none,
        &[("number", &context.language.count(count))],
    ))
}

/// Bars of `barred`, the longest full; the other share as a number.
fn table(context: &Context, caption: &str, barred: &str, mut of: Vec<Row>) -> Option<Block> {
    let texts = context.texts;
    of.sort_by_key(|row| least(row, "services"));
    let full = of
        .iter()
        .filter_map(|row| row.decimal(barred))
        .fold(0.0, f64::max);
    let line = |row: &Row| {
        let count = row.count("households");
        let is_lower_bound = context.is_incomplete() && is_cumulative(row, "services");
        let share = |column: &str| match row.decimal(column) {
            Some(share) if column == barred => {
                Cell::bar(context.language.percent(share, 1), share / full)
            }
            Some(share) => Cell::number(context.language.percent(share, 1)),
            None if count.is_some() => Cell::hidden(texts.no_share),
            None => context.hidden_cell(),
        };
        vec![
            Cell::text(label(context, row.text("services"))),
            context.at_least_cell(count, is_lower_bound),
            share("share"),
            share("share_of_users"),
        ]
    };
    let headings = [
        texts.services_number,
        texts.households,
        texts.share_of_all,
        texts.share_of_users,
    ];
    let rows = of.iter().map(line).collect();
    let headings = headings.map(String::from).to_vec();
    BarTable {
        caption: caption.into(),
        headings,
        rows,
    }
    .when_filled()
}

/// Whether a row counts those with so many or more.
pub(super) fn is_cumulative(row: &Row, column: &str) -> bool {
    matches!(row.number(column), Some(Number::AtLeast(_)))
}

/// The number that those in a row have, at least.
pub(super) fn least(row: &Row, column: &str) -> usize {
    match row.number(column) {
        Some(Number::Exactly(number) | Number::AtLeast(number)) => number,
        Some(Number::All) | None => usize::MAX,
    }
}

/// `3`, or `3 or more` for `3+`.
pub(super) fn label(context: &Context, text: &str) -> String {
    match Number::parse(text) {
        Some(Number::AtLeast(number)) => {
            fill(context.texts.or_more, &[("number", &number.to_string())])
        }
        _ => text.to_owned(),
    }
}
