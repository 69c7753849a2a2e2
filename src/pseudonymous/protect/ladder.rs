//! The rows of a ladder: cumulative counts as rounded, and exact steps by subtraction.
//!
//! The rows of a group end at its last published rung. What is exactly at that rung cannot be derived and has no
//! row (profile none: it is the rung itself).

use super::cell::is_above_zero;
use super::nested::Nested;
use super::published::{Cell, PublishedRow};
use crate::pseudonymous::cells::{CellKey, LadderForm, Number};
use crate::pseudonymous::measure::{ExactCell, Ladder};

/// The rows of all groups.
pub(super) fn protect(
    form: LadderForm,
    ladders: &[Ladder],
    rule: &Nested<'_>,
) -> Vec<PublishedRow> {
    ladders
        .iter()
        .flat_map(|ladder| protect_ladder(form, ladder, rule))
        .collect()
}

/// The published rungs, from the first on; the counts fall, so the first hidden or empty one ends them. `key` is that of the
/// whole ladder.
pub(super) fn published_rungs(key: &CellKey, rungs: &[ExactCell], rule: &Nested<'_>) -> Vec<Cell> {
    let rungs = rungs.iter().enumerate();
    let cells =
        rungs.map(|(number, rung)| rule.publish(&key.with(Number::at_least(number)), *rung));
    cells.take_while(|cell| is_above_zero(*cell)).collect()
}

fn protect_ladder(form: LadderForm, ladder: &Ladder, rule: &Nested<'_>) -> Vec<PublishedRow> {
    if ladder
        .gate
        .is_some_and(|gate| !is_above_zero(rule.publish(&ladder.key.of_households(), gate)))
    {
        return Vec::new();
    }
    let rungs = published_rungs(&ladder.key, &ladder.rungs, rule);
    let mut rows = Vec::new();
    let mut push = |number, cell: Cell| {
        rows.push(PublishedRow {
            key: ladder.key.with(number),
            cells: vec![cell],
        });
    };
    if form == LadderForm::WithAll {
        let all = ladder.rungs.first().copied().unwrap_or_default();
        push(Number::All, rule.publish(&ladder.key, all));
    }
    for (number, rung) in rungs.iter().enumerate() {
        if number >= first_cumulative(form) {
            push(Number::AtLeast(number), *rung);
        }
        if number >= first_exact(form)
            && let Some(cell) = exactly(*rung, rungs.get(number + 1), rule)
        {
            push(Number::Exactly(number), cell);
        }
    }
    rows
}

/// What is exactly at a rung; `None` at the last rung of a protected ladder.
fn exactly(rung: Cell, next: Option<&Cell>, rule: &Nested<'_>) -> Option<Cell> {
    match next {
        Some(next) => Some(rule.exactly(rung, *next)),
        None => rule.is_internal().then_some(rung),
    }
}

const fn first_cumulative(form: LadderForm) -> usize {
    match form {
        LadderForm::WithAll | LadderForm::OfUsers => 1,
        LadderForm::BesideMargin => 2,
    }
}

const fn first_exact(form: LadderForm) -> usize {
    match form {
        LadderForm::WithAll => 0,
        LadderForm::OfUsers | LadderForm::BesideMargin => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::pseudonymous::cells::{Event, Unit};

    /// Rows of a ladder whose rungs are rounded to the nearest.
    fn rows(form: LadderForm, counts: &[u64], profile: &Profile) -> Vec<String> {
        gated_rows(form, counts, profile, counts[0])
    }

    fn gated_rows(form: LadderForm, counts: &[u64], profile: &Profile, gate: u64) -> Vec<String> {
        let ladder = Ladder {
            key: CellKey::town(Unit::Household, Event::Services(Number::All)),
            rungs: counts.iter().copied().map(ExactCell::middle).collect(),
            gate: Some(ExactCell::middle(gate)),
        };
        let text = |row: PublishedRow| {
            let number = row.cells[0]
                .value()
                .map_or(".".into(), |number| number.to_string());
            format!("{} {number}", row.key.number().unwrap())
        };
        let rows = protect(form, &[ladder], &Nested::plain(profile));
        rows.into_iter().map(text).collect()
    }

    #[test]
    fn rows_end_at_the_last_published_rung() {
        let rows = rows(LadderForm::WithAll, &[40, 25, 20, 7], &Profile::K5);
        assert_eq!(rows, ["all 40", "0 15", "1+ 25", "1 .", "2+ 20"]);
    }

    #[test]
    fn an_open_group_that_is_hidden_has_no_row() {
        assert!(rows(LadderForm::WithAll, &[7, 5], &Profile::K5).is_empty());
        assert!(rows(LadderForm::WithAll, &[0], &Profile::NONE).is_empty());
    }

    #[test]
    fn persons_of_hidden_households_have_no_row() {
        let rows = |gate| gated_rows(LadderForm::WithAll, &[30, 10], &Profile::K5, gate);
        assert!(rows(7).is_empty());
        assert!(!rows(8).is_empty());
    }

    #[test]
    fn without_protection_every_rung_is_there() {
        let rows = rows(LadderForm::WithAll, &[5, 3, 1], &Profile::NONE);
        assert_eq!(rows, ["all 5", "0 2", "1+ 3", "1 2", "2+ 1", "2 1"]);
    }

    #[test]
    fn a_form_leaves_out_what_stands_elsewhere() {
        let counts = [40, 40, 25, 12];
        let one = rows(LadderForm::OfUsers, &counts, &Profile::K5);
        assert_eq!(one, ["1+ 40", "1 15", "2+ 25", "2 15", "3+ 10"]);
        let two = rows(LadderForm::BesideMargin, &counts, &Profile::K5);
        assert_eq!(two, ["1 15", "2+ 25", "2 15", "3+ 10"]);
    }
}
