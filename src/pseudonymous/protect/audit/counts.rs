//! What the tables tell of each count.

use foldhash::HashMap;
use rayon::prelude::*;

use super::super::held::{Held, HeldCount};
use super::super::profile::Rounding;
use super::super::unhidden;
use super::super::withheld::Withheld;
use super::ranges::ANY;
use crate::pseudonymous::cells::{
    ALL_CLIENTS, CellKey, Event, Facts, LadderForm, Number, SetOf, Subject, Unit,
};
use crate::pseudonymous::measure::{Body, ExactTable, ExactTables, Ladder};
use crate::vocabulary::ServiceIx;

/// A count, and what the tables tell of it.
pub(super) struct Count {
    pub(super) key: CellKey,
    /// The count itself.
    pub(super) exact: u64,
    pub(super) told: Told,
    /// Whether a table has a row for it.
    pub(super) has_row: bool,
    /// How it was drawn before, where it is held.
    pub(super) held: Option<HeldCount>,
}

/// What is told of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// A number that is drawn.
    Printed(u64),
    /// That it is small.
    Hidden,
    /// Nothing: not even that it is small.
    Nothing,
    /// The count itself, elsewhere.
    Known,
}

/// What the tables print of each count, or that they hide it.
pub(in super::super) type Printed = HashMap<CellKey, Option<u64>>;

/// Every count of the tables, hidden ones too, up to the longest ladder of each.
pub(super) fn counts(
    exact: &ExactTables,
    printed: &Printed,
    (held, withheld): (&Held, &Withheld),
) -> Vec<Count> {
    let tables = exact.tables.par_iter();
    let all = tables.flat_map_iter(|table| counts_of(table, &exact.facts, printed));
    let told = |(key, exact, unprinted): (CellKey, u64, Told)| {
        let row = printed.get(&key);
        let told = match row {
            _ if withheld.has(&key) => Told::Nothing,
            Some(Some(number)) => Told::Printed(*number),
            Some(None) => Told::Hidden,
            None => unprinted,
        };
        Count {
            exact,
            told,
            has_row: row.is_some(),
            held: held.get(&key).copied(),
            key,
        }
    };
    let mut counts: Vec<Count> = all.map(told).collect();
    // In one order, or which count is hidden to protect another would hang on the run; by their text, as by their keys as they are
    // declared fourteen times as many are hidden under `cbs`.
    counts.par_sort_by_cached_key(|one| format!("{:?}", one.key));
    // Where several tables have a count, the last of them decides what is told of it.
    counts.reverse();
    counts.dedup_by(|one, later| one.key == later.key);
    counts.reverse();
    counts
}

/// The counts of a table, and what it tells of each that it does not print.
fn counts_of(table: &ExactTable, facts: &Facts, printed: &Printed) -> Vec<(CellKey, u64, Told)> {
    let mut counts = Vec::new();
    let mut add = |key: CellKey, count: u64, unprinted: Told| counts.push((key, count, unprinted));
    match &table.body {
        Body::Ladders(form, ladders) => add_ladders(*form, ladders, &mut add),
        Body::Rows(rows) => {
            for row in rows {
                for (key, cell) in table.def.cell_keys(&row.key).zip(&row.cells) {
                    if let Some(cell) = cell {
                        add(key, cell.count, Told::Hidden);
                    }
                }
            }
        }
        // What has no row is not told to be small.
        Body::Population(rows) | Body::Parts(rows) => {
            for row in rows {
                for (key, cell) in table.def.cell_keys(&row.key).zip(&row.cells) {
                    add(key, cell.map_or(0, |cell| cell.count), Told::Nothing);
                }
            }
        }
        Body::ByArea(by_area) => {
            // Other tables have services and pairs of the town.
            let town = by_area.town.iter().map(|(key, cell)| (key, cell));
            let town = town.filter(|_| by_area.of == Subject::Domain);
            for (key, cell) in by_area.areas.iter().chain(town) {
                // What no table shows tells nothing, and of pairs there are very many; of services it says how the levels hang
                // together.
                if by_area.of == Subject::Service || printed.contains_key(key) {
                    add(key.clone(), cell.count, Told::Nothing);
                }
            }
            // Somebody may have a row of nobody.
            let of_nobody = printed.keys().filter(|key| by_area.is_of_nobody(key));
            of_nobody.for_each(|key| add(key.clone(), 0, Told::Nothing));
        }
        Body::Pooled(of, rows) => {
            let mut rest = 0;
            if *of == SetOf::Services {
                for service in 0..facts.domain_of.len() {
                    let alone = Event::Set([ServiceIx::at(service)].into());
                    add(CellKey::town(Unit::Household, alone), 0, Told::Hidden);
                }
            }
            for row in rows {
                let count = row.first().count;
                if printed.get(&row.key).copied().flatten().is_none() {
                    rest += count;
                }
                add(row.key.clone(), count, Told::Hidden);
            }
            let pool = CellKey::town(Unit::Household, Event::OtherSets(*of));
            add(pool, rest, Told::Hidden);
        }
        Body::Headline(headline) => {
            add(ALL_CLIENTS, headline.client_records.count, Told::Hidden);
        }
    }
    counts
}

/// All rungs of all groups, as many as the highest has: the sum over groups needs them.
fn add_ladders(form: LadderForm, ladders: &[Ladder], add: &mut impl FnMut(CellKey, u64, Told)) {
    let highest = ladders.iter().map(|ladder| ladder.rungs.len()).max();
    // Whoever has a service has at least one.
    let is_twice = |number: &usize| form == LadderForm::BesideMargin && *number == 1;
    for ladder in ladders {
        for number in (0..=highest.unwrap_or(0)).filter(|number| !is_twice(number)) {
            let count = ladder.rungs.get(number).map_or(0, |rung| rung.count);
            add(
                ladder.key.with(Number::at_least(number)),
                count,
                Told::Hidden,
            );
        }
    }
}

impl Count {
    /// Whether it is of a set that is not printed.
    pub(super) const fn is_pooled(&self) -> bool {
        let is_pool = matches!(self.key.event, Event::OtherSets(_));
        !is_pool && !matches!(self.told, Told::Printed(_))
    }

    /// From and to which number the count was when it was drawn. What is told of a count that does not fit, as it is a part of
    /// something that has grown since, tells nothing.
    pub(super) fn drawn_range(&self, rounding: &Rounding) -> [i64; 2] {
        let (low, high) = match self.told {
            Told::Printed(number) if self.key.is_of_groups() => unhidden::stands_for(number),
            Told::Printed(number) => rounding.stands_for(number),
            Told::Hidden => (0, rounding.hidden().map_or(0, |(_, high)| high)),
            // What an earlier release printed is known all the same.
            Told::Nothing => (0, ANY.unsigned_abs()),
            Told::Known => (self.exact, self.exact),
        };
        let (count, [from, to]) = match self.held {
            Some(held) => (held.count, held.range),
            None => (self.exact, [low, high]),
        };
        let (low, high) = (low.max(from), high.min(to));
        if (low..=high).contains(&count) {
            [low, high].map(u64::cast_signed)
        } else {
            [0, ANY]
        }
    }

    /// From and to which number it can be now, if fewer than `hold` joined and left since.
    pub(super) fn range(&self, drawn: [i64; 2], hold: u64) -> [i64; 2] {
        let [low, high] = drawn;
        let changed = self.held.map_or(0, |_| hold.cast_signed() - 1);
        let count = self.exact.cast_signed();
        if high == ANY || count < low - changed || count > high + changed {
            return [0, ANY];
        }
        [(low - changed).max(0), high + changed]
    }
}
