//! Adds up the made-up towns of `witness.json`: each must give the tables, and together they say how little these tell of what is
//! hidden.

mod asked;
mod town;

use std::collections::BTreeMap;
use std::path::Path;

use foldhash::HashMapExt;
use rayon::prelude::*;
use serde::Deserialize;

use super::files::LONGEST;
use super::json;
use super::ledger::older_numbers;
use super::tables::Tables;
use super::verdict::{Shown, Verdict};
use crate::files::read_plain_text;
use asked::Asked;
use town::{File, Name, Sums, add, names_fit};

pub(super) fn check(folder: &Path, tables: &Tables, is_distinct: bool, verdict: &mut Verdict) {
    let path = folder.join("witness.json");
    let (Some(printing), true) = (&tables.printing, path.exists()) else {
        return;
    };
    let parsed = read_plain_text(&path, LONGEST).ok();
    let parsed = parsed.and_then(|text| File::deserialize(json::parse(&text)?).ok());
    let Some(file) = parsed.filter(|file| file.release == verdict.release) else {
        return verdict.object("witness.json: is no made-up town of this release");
    };
    if !names_fit(&file, tables) {
        return verdict.object("witness.json: has households that the tables know nothing of");
    }
    let older = older_numbers(folder);
    let asked = Asked::of(
        tables,
        printing,
        &older,
        (is_distinct, file.hidden_can_be_large),
    );
    let Some(mut sums) = added_up(&file) else {
        return verdict.object("witness.json: has a household that is none");
    };
    asked.pool(&mut sums);
    for (name, what) in asked.outside(&sums, sums.keys().chain(asked.spans.keys())) {
        verdict.object(format!(
            "witness.json: the made-up town has {what} of {name}"
        ));
    }
    let towns = (0..file.towns.len()).into_par_iter();
    let towns: Vec<_> = towns
        .map(|index| changed(&file, &asked, &sums, index))
        .collect();
    for (index, town) in towns.into_iter().enumerate() {
        if let Err(problem) = town {
            verdict.object(format!("witness.json: town {}: {problem}", index + 1));
        }
    }
    verdict.shown = Some(shown(&file, &asked));
}

/// What all households are counted under; `None` where one is none.
fn added_up(file: &File) -> Option<Sums> {
    let mut sums = Sums::new();
    for row in &file.households {
        let (times, what) = row.split_first()?;
        add(file, what, *times, &mut sums)?;
    }
    Some(sums)
}

/// What the towns show of hidden counts: which of them at both ends, and from how many to how many households.
fn shown(file: &File, asked: &Asked) -> Shown {
    let mut found: BTreeMap<Name, Vec<i64>> = BTreeMap::new();
    for town in &file.towns {
        found.entry(town.name()).or_default().push(town.households);
    }
    let mut shown = Shown {
        counts: asked.spans.len(),
        ..Shown::default()
    };
    let mut ranges = Vec::new();
    for (name, span) in asked.spans.iter().filter(|(_, span)| span.is_hidden) {
        let own = found.get(name).map_or(&[][..], Vec::as_slice);
        let ends = [span.low, span.high.min(asked.largest)];
        shown.both += usize::from(ends.iter().all(|end| own.contains(end)));
        let [low, high] = [own.iter().min(), own.iter().max()].map(|end| end.copied().unwrap_or(0));
        ranges.push((high - low).unsigned_abs() + 1);
    }
    shown.hidden = ranges.len();
    shown.narrowest = ranges.iter().min().copied().unwrap_or(0);
    shown.widest = ranges.iter().max().copied().unwrap_or(0);
    shown
}

/// A town with its changes: no row loses more households than it has, every count that changes stays within its span, and the
/// one that it is about is what it says.
fn changed(file: &File, asked: &Asked, sums: &Sums, index: usize) -> Result<(), String> {
    let town = &file.towns[index];
    let mut differences = Sums::new();
    let mut taken: BTreeMap<usize, i64> = BTreeMap::new();
    for change in &town.changes {
        let no_household = || "changes a household that is none".to_owned();
        let row = change.first().and_then(|row| usize::try_from(*row).ok());
        let row = row.ok_or_else(no_household)?;
        let old = file.households.get(row).ok_or_else(no_household)?;
        let left = taken
            .entry(row)
            .or_insert(old.first().copied().unwrap_or(0));
        *left -= 1;
        if *left < 0 {
            return Err("changes more households than there are".into());
        }
        for (household, times) in [(old, -1), (change, 1)] {
            let what = household.get(1..).ok_or_else(no_household)?;
            add(file, what, times, &mut differences).ok_or_else(no_household)?;
        }
    }
    asked.pool(&mut differences);
    let mut now = Sums::new();
    for (name, difference) in &differences {
        let before = sums.get(name).copied().unwrap_or(0);
        now.insert(name.clone(), before + difference);
    }
    if let Some((name, what)) = asked.outside(&now, differences.keys()).first() {
        return Err(format!("has {what} of {name}"));
    }
    let name = town.name();
    let own = now.get(&name).or_else(|| sums.get(&name));
    if own.copied().unwrap_or(0) == town.households {
        Ok(())
    } else {
        Err("does not have the count that it says".into())
    }
}
