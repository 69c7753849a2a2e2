//! Section: what facilities are in reach of whom, and where one is without the other.

use super::cell::Cell;
use super::context::Context;
use super::lack::{Lack, lacks};
use super::maps::areas::TOWN;
use super::reach::{farthest, target};
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;

/// A list of facilities is not longer.
pub(super) const LISTED: usize = 500;

/// Each type of facilities, and all facilities.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = match types(context).when_filled() {
        Some(types) => vec![
            Block::Text(fill(texts.facilities_lead, &[("detour", &detour(context))])),
            types,
        ],
        None => vec![Block::Text(texts.facilities_none.into())],
    };
    let all = list(context);
    if all.rows.len() > LISTED {
        let number = context.language.count(all.rows.len() as u64);
        blocks.push(Block::Text(fill(
            texts.facilities_many,
            &[("number", &number)],
        )));
    } else if !all.rows.is_empty() {
        blocks.push(Block::Folded(texts.facilities_all, all));
    }
    Section {
        id: "reach",
        title: "",
        blocks,
    }
}

/// The wijken where a target group or a facility is without the other.
pub(super) fn one_without_the_other(context: &Context) -> Section {
    let texts = context.texts;
    let table = lacks_table(context, &lacks(context)).when_filled();
    Section {
        id: "lacks",
        title: texts.lacks_title,
        blocks: vec![
            Block::Text(texts.lacks_lead.into()),
            or_nothing(table, texts.lacks_none),
        ],
    }
}

/// How much longer a way is than the straight line, where no other was measured.
fn detour(context: &Context) -> String {
    let detour = context
        .run
        .facilities
        .first()
        .map_or(1.0, |file| file.detour);
    let text = detour.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    context.language.decimal(detour, decimals)
}

fn types(context: &Context) -> BarTable {
    let texts = context.texts;
    let in_town = farthest(context).into_iter();
    let in_town = in_town.filter(|row| (row.text("level"), row.text("area")) == TOWN);
    let number_of = |kind: &str| {
        let own = rows(context.tables, "facilities").filter(|row| row.text("type") == kind);
        own.count() as u64
    };
    let line = |row: Row| {
        let number = |column: &str, written: &dyn Fn(f64) -> String| {
            let number = row.decimal(column);
            number.map_or_else(
                || Cell::hidden(texts.no_data),
                |number| Cell::number(written(number)),
            )
        };
        let language = context.language;
        let metres = |number: f64| format!("{}\u{a0}m", language.number(number, 0));
        vec![
            Cell::text(row.text("facility_type")),
            Cell::number(language.count(number_of(row.text("facility_type")))),
            Cell::text(target(context, row.text("target"))),
            context.count_cell(row.count("target_households")),
            number("nearest_m", &metres),
            Cell::number(metres(row.text("distance_m").parse().unwrap_or(0.0))),
            number("share_within_d", &|share| language.percent(share, 1)),
        ]
    };
    BarTable {
        caption: texts.facilities_caption.into(),
        headings: [
            texts.facility_type,
            texts.how_many,
            texts.target_group,
            texts.households,
            texts.nearest,
            texts.reach_is,
            texts.share_in_reach,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: in_town.map(line).collect(),
    }
}

fn lacks_table(context: &Context, lacks: &[Lack]) -> BarTable {
    let texts = context.texts;
    let line = |lack: &Lack| {
        let row = lack.row;
        let words = if lack.is_of_facilities() {
            texts.lacks_facilities
        } else {
            texts.lacks_target
        };
        let number = |column: &str, decimals: usize| {
            let number = row.decimal(column).unwrap_or_default();
            Cell::number(context.language.number(number, decimals))
        };
        vec![
            Cell::text(row.text("facility_type")),
            Cell::text(target(context, row.text("target"))),
            Cell::text(context.wijk(row.text("area"))),
            Cell::text(words),
            context.count_cell(row.count("target_households")),
            number("access", 0),
            number("mismatch", 1),
        ]
    };
    BarTable {
        caption: texts.lacks_caption.into(),
        headings: [
            texts.facility_type,
            texts.target_group,
            texts.wijk,
            texts.lacks_what,
            texts.households,
            texts.capacity_per_thousand,
            texts.mismatch,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: lacks.iter().map(line).collect(),
    }
}

/// All facilities, by type and name.
fn list(context: &Context) -> BarTable {
    let texts = context.texts;
    let part = |word: &str| match word {
        "day" => texts.open_day,
        "evening" => texts.open_evening,
        _ => texts.open_night,
    };
    let line = |row: Row| {
        let capacity = row.decimal("capacity");
        let open = row.text("opening").split_whitespace().map(part);
        vec![
            Cell::text(row.text("type")),
            Cell::text(row.text("name")),
            capacity.map_or_else(
                || Cell::hidden(texts.no_data),
                |number| Cell::number(context.language.number(number, 0)),
            ),
            Cell::text(open.collect::<Vec<_>>().join(", ")),
        ]
    };
    BarTable {
        caption: texts.facilities_all.into(),
        headings: [
            texts.facility_type,
            texts.facility_name,
            texts.capacity,
            texts.opening,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows(context.tables, "facilities").map(line).collect(),
    }
}
