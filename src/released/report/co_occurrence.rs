//! Section: which services occur together more or less often than by chance.

use super::context::Context;
use super::matrix::Matrix;
use super::section::{Block, Section};
use super::{heat_map, pairs};

/// Which services meet in a household more or less often than chance.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let matrix = Matrix::read(context);
    let mut blocks = vec![Block::Text(texts.pairs_lead.into())];
    if matrix.pairs.values().any(|pair| pair.lift.is_some()) {
        blocks.extend(pairs::blocks(context, &matrix));
        blocks.extend(heat_map::blocks(context, &matrix));
    } else {
        blocks.push(Block::Text(texts.nothing.into()));
    }
    Section {
        id: "pairs",
        title: texts.pairs_title,
        blocks,
    }
}
