//! A town whose counts are off in, one of which every count lies in its span, or none.

use super::cells::Cells;
use super::moves::propose;
use super::random::Random;
use super::span::Span;
use super::start::start;
use super::town::Town;
use crate::error::{Error, Result};
use crate::vocabulary::Progress;

/// How readily a town gets worse by one; more would undo what is gained, and less gets stuck.
pub(super) const LOOSENESS: f64 = 0.03;

/// So many tries go by between two looks at whether the user wants to stop.
const BETWEEN_LOOKS: usize = 1 << 14;

/// A made-up town that has what the tables say; `None` when none is found in `patience` times the usual tries.
///
/// # Errors
/// When the user stops.
pub(super) fn first(
    cells: Cells,
    patience: usize,
    random: &mut Random,
    progress: &dyn Progress,
) -> Result<Option<Town>> {
    let households = start(&cells, random);
    let tries = 50_000 + 10 * households.len();
    let mut town = Town::new(cells, households);
    // In the middle of its spans a town leaves room for changes later.
    let spans: Vec<Span> = town.cells.all.iter().map(|cell| cell.span).collect();
    for (cell, span) in spans.iter().enumerate() {
        town.aim(cell, span.narrow());
    }
    search(&mut town, tries, random, progress)?;
    for (cell, span) in spans.iter().enumerate() {
        town.aim(cell, *span);
    }
    let is_found = search(&mut town, patience * tries, random, progress)?;
    town.sort();
    Ok(is_found.then_some(town))
}

/// Changes households until every count lies in its span, or so many changes were tried; whether it came so far.
fn search(
    town: &mut Town,
    tries: usize,
    random: &mut Random,
    progress: &dyn Progress,
) -> Result<bool> {
    for tried in 0..tries {
        if tried % BETWEEN_LOOKS == 0 && progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let Some(cell) = random.pick(&town.outside) else {
            return Ok(true);
        };
        // A shake now and then gets it out of a hollow.
        let looseness = if tried % 20_000 < 19_000 {
            LOOSENESS
        } else {
            0.3
        };
        if let Some(change) = propose(town, cell as usize, random) {
            town.attempt(&change, looseness, random);
        }
    }
    Ok(town.outside.is_empty())
}
