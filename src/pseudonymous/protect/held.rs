//! Counts that print what they printed before; those that nobody is in any more keep their row.

use crate::pseudonymous::cells::{CellKey, Event, Number, SetOf};
use crate::pseudonymous::measure::{Body, ExactCell, ExactRow, ExactTables};

/// What stays as an earlier release printed it, by what it counts; `None` is hidden.
pub type Held = foldhash::HashMap<CellKey, Option<u64>>;

/// Gives each held count that is not among the exact ones a row of zero, or its ladder the rungs up to it.
pub(super) fn restore(exact: &mut ExactTables, held: &Held) {
    let printed: Vec<&CellKey> = (held.iter())
        .filter_map(|(key, number)| number.map(|_| key))
        .collect();
    for table in &mut exact.tables {
        match &mut table.body {
            Body::Ladders(_, ladders) => {
                for ladder in ladders {
                    let rungs = printed.iter().filter_map(|key| rung_of(key, &ladder.key));
                    let highest = rungs.max().unwrap_or(0);
                    if ladder.rungs.len() <= highest {
                        ladder.rungs.resize(highest + 1, ExactCell::default());
                    }
                }
            }
            Body::Pooled(of, rows) => {
                let gone = printed.iter().filter(|key| is_set(key, *of));
                let gone = gone.filter(|key| rows.iter().all(|row| row.key != ***key));
                let gone: Vec<_> = gone.map(|key| empty_row((*key).clone())).collect();
                rows.extend(gone);
            }
            Body::Rows(_) | Body::Population(_) | Body::ByArea(..) | Body::Headline(_) => {}
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

/// The rung of the ladder that a key counts.
fn rung_of(key: &CellKey, ladder: &CellKey) -> Option<usize> {
    let Some(Number::AtLeast(number)) = key.number() else {
        return None;
    };
    (key.with(Number::All) == *ladder).then_some(number)
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
