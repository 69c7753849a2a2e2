//! The field of each date column without a known name: births by their spread, others by the words in their name; else a
//! question.

use super::column::Column;
use super::days::Days;
use super::proposal::{Proposal, Proposed};
use super::stems::Lean;
use crate::identified::settings::Field;

/// The share (0 to 1) of rows below which a date of the register is rare: most residents neither died nor left.
const RARE: f64 = 0.25;

/// Gives each column of dates a field, or asks.
pub(super) fn dates_by_content(
    columns: &[Column],
    days: &Days,
    rows: u64,
    is_register: bool,
    proposal: &mut Proposal,
) {
    let mut free: Vec<usize> = (0..columns.len())
        .filter(|&place| proposal.columns[place].field.is_none() && is_free(&columns[place], rows))
        .collect();
    births(columns, &mut free, proposal);
    if is_register {
        departures(columns, &free, rows, proposal);
    } else {
        first_and_last_days(columns, &free, days, proposal);
    }
}

fn is_free(column: &Column, rows: u64) -> bool {
    let leans = matches!(column.lean, Some(Lean::Start | Lean::End | Lean::Left));
    // One day in every row is that of the export.
    let is_one_day = column.content.distinct.is_at_most(1) && column.content.filled() == rows;
    column.is_usable
        && column.meant.is_none()
        && column.content.looks_like_dates()
        && (leans || rows == 1 || !is_one_day)
}

fn give(proposal: &mut Proposal, place: usize, field: Field) {
    let (field, by_content) = (Some(field), true);
    proposal.columns[place] = Proposed { field, by_content };
}

/// Whether a name says that the column is of somebody else, or of another event.
fn is_doubtful(column: &Column) -> bool {
    matches!(column.lean, Some(Lean::Another | Lean::Event))
}

/// Takes the births out of `free`.
fn births(columns: &[Column], free: &mut Vec<usize>, proposal: &mut Proposal) {
    let is_birth = |place: &usize| columns[*place].content.dates.spread_as_births();
    let births: Vec<usize> = free.iter().copied().filter(is_birth).collect();
    free.retain(|place| !births.contains(place));
    if proposal.has(Field::BirthDate) {
        return;
    }
    match births.as_slice() {
        [birth] if !is_doubtful(&columns[*birth]) => give(proposal, *birth, Field::BirthDate),
        several => proposal.ask(several, Field::BirthDate),
    }
}

/// Register: a rare date is that of death or departure.
fn departures(columns: &[Column], free: &[usize], rows: u64, proposal: &mut Proposal) {
    if proposal.has(Field::Left) {
        return;
    }
    let leans = |place: &usize| columns[*place].lean == Some(Lean::Left);
    let is_rare = |place: &usize| {
        let filled = columns[*place].content.filled() as f64;
        filled < RARE * rows as f64
    };
    let could: Vec<usize> = free
        .iter()
        .copied()
        .filter(|place| leans(place) || is_rare(place))
        .collect();
    let named: Vec<usize> = could.iter().copied().filter(leans).collect();
    let silent = |place: usize| matches!(columns[place].lean, None | Some(Lean::Nothing));
    match (named.as_slice(), could.as_slice()) {
        ([only], _) if is_rare(only) => give(proposal, *only, Field::Left),
        ([], [only]) if silent(*only) => give(proposal, *only, Field::Left),
        _ => proposal.ask(&could, Field::Left),
    }
}

/// Provider: first and last days of uses.
fn first_and_last_days(columns: &[Column], free: &[usize], days: &Days, proposal: &mut Proposal) {
    if let (&[a, b], false, false) = (free, proposal.has(Field::Start), proposal.has(Field::End))
        && columns[a].is_generic()
        && columns[b].is_generic()
        && let Some((first, last)) = days.in_order(a, b)
    {
        give(proposal, first, Field::Start);
        give(proposal, last, Field::End);
        return;
    }
    for (field, own, other) in [
        (Field::Start, Lean::Start, Lean::End),
        (Field::End, Lean::End, Lean::Start),
    ] {
        if proposal.has(field) {
            continue;
        }
        let leans =
            |place: usize| columns[place].lean == Some(own) && !is_doubtful(&columns[place]);
        // Of days that always follow each other, the earliest can be the first one and the latest the last.
        let is_outermost = |place: usize| {
            let orders = free.iter().filter_map(|&one| days.in_order(one, place));
            let mut orders = orders.map(|(first, _)| first == place);
            orders.all(|is_first| is_first == (field == Field::Start))
        };
        let fits = |place: &usize| {
            let is_free = proposal.columns[*place].field.is_none();
            is_free
                && columns[*place].lean != Some(other)
                && is_outermost(*place)
                && is_in_order(*place, field, days, proposal)
        };
        let could: Vec<usize> = free.iter().copied().filter(fits).collect();
        let mut named = could.iter().copied().filter(|place| leans(*place));
        match (named.next(), named.next()) {
            (Some(only), None) => give(proposal, only, field),
            _ => proposal.ask(&could, field),
        }
    }
}

/// Whether a column can be the first (or last) day beside the other one that is proposed.
fn is_in_order(place: usize, field: Field, days: &Days, proposal: &Proposal) -> bool {
    let (other, is_first) = match field {
        Field::Start => (Field::End, true),
        _ => (Field::Start, false),
    };
    let Some(other) = proposal.place_of(other) else {
        return true;
    };
    let order = days.in_order(place, other);
    order.is_none_or(|(first, _)| (first == place) == is_first)
}
