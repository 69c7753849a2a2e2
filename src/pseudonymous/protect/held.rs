//! Counts that print what they printed before; those that nobody is in any more keep their row.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::pseudonymous::cells::{CellKey, Event, Number, SetOf};
use crate::pseudonymous::measure::{Body, ExactCell, ExactRow, ExactTables};

/// What stays as an earlier release printed it.
#[derive(Clone, Default)]
pub struct Held {
    /// By what they count.
    pub(in crate::pseudonymous) counts: HashMap<CellKey, HeldCount>,
    /// So many joiners and leavers before a number is drawn anew.
    pub(in crate::pseudonymous) hold: u64,
}

/// A count as it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldCount {
    /// What was drawn; `None` is hidden.
    pub(in crate::pseudonymous) drawn: Option<u64>,
    /// The count at that time.
    pub(in crate::pseudonymous) count: u64,
    /// From and to which number it could be then.
    pub(in crate::pseudonymous) range: [u64; 2],
}

impl Held {
    pub(super) fn get(&self, key: &CellKey) -> Option<&HeldCount> {
        self.counts.get(key)
    }
}

/// Gives each held count that is not among the exact ones a row of zero, or its ladder the rungs up to it.
pub(super) fn restore(exact: &mut ExactTables, held: &Held) {
    let printed = || held.counts.iter().filter(|(_, held)| held.drawn.is_some());
    let mut highest: HashMap<CellKey, usize> = HashMap::new();
    for (key, _) in printed() {
        if let Some(Number::AtLeast(number)) = key.number() {
            let highest = highest.entry(key.with(Number::All)).or_default();
            *highest = number.max(*highest);
        }
    }
    for table in &mut exact.tables {
        match &mut table.body {
            Body::Ladders(_, ladders) => {
                for ladder in ladders {
                    let highest = highest.get(&ladder.key).copied().unwrap_or(0);
                    if ladder.rungs.len() <= highest {
                        ladder.rungs.resize(highest + 1, ExactCell::default());
                    }
                }
            }
            Body::Pooled(of, rows) => {
                let known: HashSet<&CellKey> = rows.iter().map(|row| &row.key).collect();
                let gone = printed().map(|(key, _)| key).filter(|key| is_set(key, *of));
                let gone = gone.filter(|key| !known.contains(key));
                let gone: Vec<_> = gone.map(|key| empty_row(key.clone())).collect();
                rows.extend(gone);
            }
            Body::Rows(_)
            | Body::Population(_)
            | Body::ByArea(..)
            | Body::Parts(..)
            | Body::Headline(_) => {}
        }
    }
}

fn is_set(key: &CellKey, of: SetOf) -> bool {
    match key.event {
        Event::Set(_) => of == SetOf::Services,
        Event::Domains(_) => of == SetOf::Domains,
        _ => false,
    }
}

fn empty_row(key: CellKey) -> ExactRow {
    ExactRow {
        key,
        cells: vec![Some(ExactCell::default())],
        is_open: true,
        is_asked: true,
        gate: None,
    }
}
