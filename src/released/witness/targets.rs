//! For each hidden count, towns in which it is as small and as large as it can be.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::cells::{Have, Household};
use super::moves::propose;
use super::random::Random;
use super::search::LOOSENESS;
use super::span::Span;
use super::town::{Change, Town};
use crate::error::{Error, Result};
use crate::vocabulary::Progress;

/// So many changes are tried for each.
const TRIES: usize = 20_000;

/// After so many without success it begins anew.
const TRIES_IN_A_ROW: usize = 5_000;

/// So many are looked for in one copy of the town, so that what is found hangs on no thread.
const IN_A_COPY: usize = 32;

/// A hidden count, and the end of its span that it is brought to.
#[derive(Debug, Clone, Copy)]
struct Target {
    cell: usize,
    end: i32,
}

/// How near a count came to an end of its span, and by which changes.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    pub(super) cell: usize,
    pub(super) count: i32,
    pub(super) change: Change,
}

/// Each hidden count of the tables brought to both ends of its span, or as near as was found.
///
/// # Errors
/// When the user stops.
pub(super) fn all(town: &Town, seed: u64, progress: &dyn Progress) -> Result<Vec<Reached>> {
    let hidden = town.cells.all.iter().enumerate();
    let hidden = hidden.filter(|(_, cell)| {
        cell.printed.is_none() && !matches!(cell.who.have, Have::Set(_) | Have::Domains(_))
    });
    let targets: Vec<Target> = hidden
        .flat_map(|(cell, hidden)| {
            let ends = [hidden.span.low, hidden.span.high.min(town.cells.largest)];
            ends.map(|end| Target { cell, end })
        })
        .collect();
    progress.begin(
        "making a town for each hidden count",
        Some(targets.len() as u64),
    );
    let copies = targets.par_chunks(IN_A_COPY).enumerate();
    let reached: Result<Vec<Vec<Reached>>> = copies
        .map(|(copy, targets)| {
            let mut town = town.clone();
            let mut random = Random::new(seed, 1 + copy as u64);
            let reached = targets.iter().map(|target| {
                if progress.is_interrupted() {
                    return Err(Error::interrupted());
                }
                progress.advance(1);
                Ok(reach(&mut town, *target, &mut random))
            });
            reached.collect()
        })
        .collect();
    progress.end();
    Ok(reached?.into_iter().flatten().collect())
}

/// Brings one count to an end of its span while all others stay in theirs; the town is as before after it.
fn reach(town: &mut Town, target: Target, random: &mut Random) -> Reached {
    let span = town.cells.all[target.cell].span;
    let end = Span::only(target.end);
    let mut best = Reached {
        cell: target.cell,
        count: town.counts[target.cell],
        change: Change::new(),
    };
    let mut before = BTreeMap::new();
    town.aim(target.cell, end);
    for tried in 1..=TRIES {
        if best.count == target.end {
            break;
        }
        if tried % TRIES_IN_A_ROW == 0 {
            put_back(town, &mut before, random);
        }
        let cell = random.pick(&town.outside).map(|cell| cell as usize);
        let Some(change) = cell.and_then(|cell| propose(town, cell, random)) else {
            continue;
        };
        let old = change
            .iter()
            .map(|(index, _)| (*index, town.households[*index]));
        let old: Change = old.collect();
        if !town.attempt(&change, LOOSENESS, random) {
            continue;
        }
        for (index, one) in old {
            before.entry(index).or_insert(one);
        }
        let count = town.counts[target.cell];
        let is_alone = town.cost == i64::from(end.distance(count));
        if is_alone && end.distance(count) < end.distance(best.count) {
            let now = before.keys().map(|index| (*index, town.households[*index]));
            best.count = count;
            best.change = now.filter(|(index, one)| before[index] != *one).collect();
        }
    }
    put_back(town, &mut before, random);
    town.aim(target.cell, span);
    best
}

/// Makes changed households what they were.
fn put_back(town: &mut Town, before: &mut BTreeMap<usize, Household>, random: &mut Random) {
    let change: Change = std::mem::take(before).into_iter().collect();
    town.attempt(&change, 1.0, random);
}
