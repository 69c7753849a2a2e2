//! Section: maps of every number that is known by area, and the tables behind them.

pub(super) mod areas;
pub(super) mod indicator;
pub(super) mod indicators;
pub(super) mod legend;
pub(super) mod matrix;
pub(super) mod pattern;
pub(super) mod row;
pub(super) mod shapes;
pub(super) mod sheet;

use super::context::Context;
use super::section::{Block, Section};
use areas::{LEVELS, levels};
use indicators::indicators;
use pattern::Ground;

/// Where services are used, and what else is known of an area.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let indicators = indicators(context);
    let mut blocks = vec![Block::Text(texts.where_lead.into())];
    let grounds = levels(context).map(|level| Ground::of(context, level));
    let grounds: Vec<Ground> = grounds.collect();
    match sheet::maps(context, &indicators, &grounds) {
        Some(maps) => blocks.push(Block::Maps(maps)),
        None => blocks.push(Block::Text(texts.no_maps.into())),
    }
    if let Some(row) = row::row(context, &indicators) {
        blocks.push(Block::Row(row));
    }
    let all = LEVELS
        .iter()
        .flat_map(|level| indicators.iter().filter(|one| one.is_of(level)));
    let shown = grounds
        .iter()
        .flat_map(|ground| matrix::shown(context, &indicators, ground.level));
    if shown.count() < all.count() {
        blocks.push(Block::Text(texts.where_first.into()));
    }
    let matrices = matrix::matrices(context, &indicators, &grounds);
    blocks.push(Block::Matrices(texts.where_tables, matrices));
    Section {
        id: "where",
        title: "",
        blocks,
    }
}
