//! Adds up the made-up towns of `witness.json`: each must give the tables, and together they say how little these tell of what is
//! hidden.

mod asked;
mod town;

use std::collections::BTreeMap;
use std::path::Path;

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
    let mut sums = Sums::new();
    for row in &file.households {
        if add(
            &file,
            row.get(1..),
            row.first().copied().unwrap_or(0),
            &mut sums,
        )
        .is_none()
        {
            return verdict.object("witness.json: has a household that is none");
        }
    }
    asked.pool(&mut sums);
    for (name, what) in asked.outside(&sums, sums.keys().chain(asked.spans.keys())) {
        verdict.object(format!(
            "witness.json: the made-up town has {what} of {name}"
        ));
    }
    let mut ends: BTreeMap<Name, [bool; 2]> = BTreeMap::new();
    for (index, town) in file.towns.iter().enumerate() {
        match changed(&file, &asked, &sums, index) {
            Err(problem) => verdict.object(format!("witness.json: town {}: {problem}", index + 1)),
            Ok(()) => {
                if let Some(span) = asked.spans.get(&town.name()).filter(|span| span.is_hidden) {
                    let [low, high] = ends.entry(town.name()).or_default();
                    *low |= town.households == span.low;
                    *high |= town.households == span.high.min(asked.small);
                }
            }
        }
    }
    verdict.shown = Some(Shown {
        both: ends.values().filter(|ends| **ends == [true; 2]).count(),
        hidden: asked.spans.values().filter(|span| span.is_hidden).count(),
        counts: asked.spans.len(),
    });
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
        add(file, old.get(1..), -1, &mut differences).ok_or_else(no_household)?;
        add(file, change.get(1..), 1, &mut differences).ok_or_else(no_household)?;
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
