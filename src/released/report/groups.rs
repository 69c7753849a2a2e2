//! Section: stacking by wijk, age and household, as small bars side by side.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::context::Context;
use super::maps::areas::MOST_WIJKEN;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use crate::pseudonymous::cells::Number;
use crate::vocabulary::HouseholdType;

/// Count and share of a group's households.
type Part = (Option<u64>, Option<f64>);

/// A wijk, an age band, a type: its households, and how many of them have 1, 2 and 3 or more services.
#[derive(Default)]
struct Group {
    households: Option<u64>,
    with: [Part; 3],
}

/// In which wijken and in what households services stack up.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = vec![Block::Text(texts.groups_lead.into())];
    let dimensions = [
        ("wijk", texts.by_wijk, texts.wijk),
        ("age_band", texts.by_age, texts.age),
        ("household_type", texts.by_type, texts.household_type),
        ("household_size", texts.by_size, texts.household_size),
    ]
    .map(|(dimension, caption, heading)| (dimension, caption, heading, read(context, dimension)));
    let has_table = |dimension: &str, groups: &BTreeMap<_, _>| {
        dimension != "wijk" || groups.len() <= MOST_WIJKEN
    };
    // One scale for all, as the tables are below each other.
    let shares = dimensions
        .iter()
        .filter(|(dimension, .., groups)| has_table(dimension, groups))
        .flat_map(|(.., groups)| groups.values().flat_map(|group| group.with))
        .filter_map(|number| number.1);
    let full = shares.fold(0.0, f64::max);
    for (dimension, caption, heading, groups) in dimensions {
        if !has_table(dimension, &groups) {
            blocks.push(Block::Text(texts.by_wijk_many.into()));
            continue;
        }
        let table = table(context, dimension, [caption, heading], groups, full);
        blocks.push(or_nothing(table, texts.nothing));
    }
    Section {
        id: "groups",
        title: texts.groups_title,
        blocks,
    }
}

fn table(
    context: &Context,
    dimension: &str,
    [caption, heading]: [&str; 2],
    groups: BTreeMap<&str, Group>,
    full: f64,
) -> Option<Block> {
    let texts = context.texts;
    let mut groups: Vec<(&str, Group)> = groups.into_iter().collect();
    sort(context, dimension, &mut groups);
    let line = |(level, group): &(&str, Group)| {
        let bars = group
            .with
            .map(|(count, share)| context.share_cell(share, count, full));
        let name = Cell::text(level_name(context, dimension, level));
        [name, context.count_cell(group.households)]
            .into_iter()
            .chain(bars)
            .collect()
    };
    let headings = [
        heading,
        texts.households,
        texts.one_or_more,
        texts.two_or_more,
        texts.three_or_more,
    ];
    BarTable {
        caption: format!("{caption}: {}", texts.groups_caption),
        headings: headings.map(String::from).to_vec(),
        rows: groups.iter().map(line).collect(),
    }
    .when_filled()
}

fn read<'a>(context: &Context<'a>, dimension: &str) -> BTreeMap<&'a str, Group> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    let of_dimension =
        |row: &Row| row.text("unit") == "household" && row.text("dimension") == dimension;
    for row in rows(context.tables, "stacking").filter(of_dimension) {
        let group = groups.entry(row.text("level")).or_default();
        let number = (row.count("households"), row.decimal("share"));
        match row.number("services") {
            Some(Number::All) => group.households = number.0,
            Some(Number::AtLeast(rung @ 1..=3)) => group.with[rung - 1] = number,
            _ => {}
        }
    }
    groups
}

/// Wijken by share, the highest first and hidden ones last; the others in their own order, unknown last.
fn sort(context: &Context, dimension: &str, groups: &mut [(&str, Group)]) {
    let is_wijk = dimension == "wijk";
    groups.sort_by(|(level_a, a), (level_b, b)| {
        let share = |group: &Group| group.with[0].1.filter(|_| is_wijk).unwrap_or(-1.0);
        let rank = |level| {
            (
                rank(dimension, level),
                level_name(context, dimension, level),
            )
        };
        share(b)
            .total_cmp(&share(a))
            .then_with(|| rank(level_a).cmp(&rank(level_b)))
    });
}

/// The place of a level among those of its dimension.
pub(super) fn rank(dimension: &str, level: &str) -> usize {
    if dimension == "wijk" {
        return usize::from(level == "unknown");
    }
    let digits: String = level.chars().take_while(char::is_ascii_digit).collect();
    let type_place = || {
        let kind = HouseholdType::from_word(level)?;
        Some(kind as usize).filter(|_| kind != HouseholdType::Unknown)
    };
    digits
        .parse()
        .ok()
        .or_else(type_place)
        .unwrap_or(usize::MAX)
}

/// What a level is called.
pub(super) fn level_name(context: &Context, dimension: &str, level: &str) -> String {
    match dimension {
        "wijk" => context.wijk(level).to_owned(),
        "household_type" => context.texts.household_type_name(level).to_owned(),
        _ if level == "unknown" => context.texts.unknown.to_owned(),
        _ => super::stacking::label(context, level).replace('-', "–"),
    }
}
