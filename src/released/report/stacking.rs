//! Households by number of services in, bars out.

use super::bar_table::BarTable;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{Block, Cell, Section, or_nothing};
use super::texts::fill;

/// How services stack up in the households of the whole town.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = vec![Block::Text(texts.stacking_lead.into())];
    blocks.extend(without_service(context).map(Block::Text));
    let exact = of_town(context).filter(|row| number(row).is_some_and(|number| number > 0));
    let cumulative = of_town(context).filter(|row| row.text("services").ends_with('+'));
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

fn number(row: &Row) -> Option<u64> {
    row.text("services").parse().ok()
}

fn without_service(context: &Context) -> Option<String> {
    let row = of_town(context).find(|row| number(row) == Some(0))?;
    let count = row.count("households")?;
    Some(fill(
        context.texts.stacking_none,
        &[("number", &context.numbers.count(count))],
    ))
}

/// Bars of `barred`, the longest full; the other share as a number.
fn table(context: &Context, caption: &str, barred: &str, mut of: Vec<Row>) -> Option<Block> {
    let texts = context.texts;
    of.sort_by_key(first_number);
    let full = of
        .iter()
        .filter_map(|row| row.decimal(barred))
        .fold(0.0, f64::max);
    let line = |row: &Row| {
        let count = row.count("households");
        let is_lower_bound = context.is_incomplete() && row.text("services").ends_with('+');
        let share = |column: &str| match row.decimal(column) {
            Some(share) if column == barred => {
                Cell::bar(context.numbers.percent(share, 1), share / full)
            }
            Some(share) => Cell::number(context.numbers.percent(share, 1)),
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

fn first_number(row: &Row) -> u64 {
    row.text("services")
        .trim_end_matches('+')
        .parse()
        .unwrap_or(u64::MAX)
}

/// `3`, or `3 or more` for `3+`.
pub(super) fn label(context: &Context, services: &str) -> String {
    match services.strip_suffix('+') {
        Some(number) => fill(context.texts.or_more, &[("number", number)]),
        None => services.to_owned(),
    }
}
