//! Columns in, the field that each may be mapped to out: by its name, and by its content where the name is silent or wrong.

use super::column::Column;
use super::days::Days;
use super::names::Sureness;
use crate::identified::settings::{DateOrder, Field};

/// The share of valid cells below which a name is plainly wrong.
const PLAINLY_WRONG: f64 = 0.5;

/// What is proposed for a column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Proposed {
    /// The field; `None` when the column is of no use.
    pub(super) field: Option<Field>,
    /// Whether the content decided, and not the name.
    pub(super) by_content: bool,
}

/// The proposals for all columns, in their order, and what is to be said about them.
pub(super) struct Proposal {
    /// One for each column.
    pub(super) columns: Vec<Proposed>,
    /// Remarks for the user; no value of a cell in them.
    pub(super) remarks: Vec<String>,
}

/// Proposes a field for each column; no field twice.
pub(super) fn propose(
    columns: &[Column],
    days: &Days,
    rows: u64,
    dates: DateOrder,
    is_register: bool,
) -> Proposal {
    let mut proposal = Proposal {
        columns: vec![Proposed::default(); columns.len()],
        remarks: Vec::new(),
    };
    let candidates: Vec<_> = columns
        .iter()
        .map(|column| candidate(column, dates, is_register))
        .collect();
    for &field in Field::ALL {
        let of_field =
            |place: &usize| candidates[*place].is_some_and(|one| one.field == Some(field));
        let places: Vec<usize> = (0..columns.len()).filter(of_field).collect();
        let worth = |place: usize| worth(&columns[place], candidates[place], rows, dates);
        let best = places
            .iter()
            .copied()
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)));
        let Some(best) = best else { continue };
        proposal.columns[best] = candidates[best].unwrap_or_default();
        for place in places.into_iter().filter(|place| *place != best) {
            proposal.remarks.push(format!(
                "{} would do as {} too; {} does better",
                columns[place].called(),
                field.name(),
                columns[best].called()
            ));
        }
    }
    numbers_of_clients_that_are_bsns(columns, &mut proposal);
    dates_by_content(columns, days, &mut proposal);
    remark(columns, dates, &mut proposal);
    proposal
}

/// What a column could be, looked at alone.
fn candidate(column: &Column, dates: DateOrder, is_register: bool) -> Option<Proposed> {
    if !column.is_usable {
        return None;
    }
    let content = &column.content;
    let is_likely = |sureness| sureness != Sureness::Within || content.is_as_long_as_bsns();
    let meant = column.meant.filter(|meant| is_likely(meant.sureness));
    let by_name = meant.map(|meant| meant.field);
    let allowed = by_name.filter(|field| is_register || !field.is_of_register());
    let by_content = || {
        let field = content.looks_like().filter(|_| !column.is_of_another);
        let (field, by_content) = (Some(field?), true);
        Some(Proposed { field, by_content })
    };
    let Some(field) = allowed else {
        return by_content().filter(|_| by_name.is_none());
    };
    let is_wrong = content
        .share_valid(field, dates)
        .is_some_and(|share| share < PLAINLY_WRONG);
    let named = Proposed {
        field: Some(field),
        by_content: false,
    };
    let better = by_content().filter(|other| is_wrong && other.field != Some(field));
    Some(better.unwrap_or(named))
}

/// How well a column does as its field: filled and valid cells count, and a likely name.
fn worth(column: &Column, proposed: Option<Proposed>, rows: u64, dates: DateOrder) -> f64 {
    let Some(Proposed {
        field: Some(field),
        by_content,
    }) = proposed
    else {
        return 0.0;
    };
    let filled = column.content.filled() as f64 / rows.max(1) as f64;
    let valid = column.content.share_valid(field, dates).unwrap_or(1.0);
    let name = match column.meant.map(|meant| meant.sureness) {
        Some(Sureness::Listed(place)) if !by_content => {
            0.3 - 0.01 * f64::from(u8::try_from(place.min(20)).unwrap_or(20))
        }
        Some(Sureness::Near | Sureness::Within) if !by_content => 0.05,
        _ => 0.0,
    };
    filled * valid + name
}

/// A number of a client that is a BSN finds more as a BSN.
fn numbers_of_clients_that_are_bsns(columns: &[Column], proposal: &mut Proposal) {
    if proposal
        .columns
        .iter()
        .any(|one| one.field == Some(Field::Bsn))
    {
        return;
    }
    for (column, proposed) in columns.iter().zip(&mut proposal.columns) {
        if proposed.field == Some(Field::Client) && column.content.looks_like() == Some(Field::Bsn)
        {
            *proposed = Proposed {
                field: Some(Field::Bsn),
                by_content: true,
            };
        }
    }
}

/// Gives dates under silent names a field: births by how they spread, start and end by their order.
fn dates_by_content(columns: &[Column], days: &Days, proposal: &mut Proposal) {
    let has =
        |proposal: &Proposal, field| proposal.columns.iter().any(|one| one.field == Some(field));
    let is_free = |proposal: &Proposal, place: usize| {
        let column = &columns[place];
        proposal.columns[place].field.is_none()
            && column.is_usable
            && column.meant.is_none()
            && !column.is_of_another
            && column.content.looks_like_dates()
            && !column.content.distinct.is_at_most(1)
    };
    let mut free: Vec<usize> = (0..columns.len())
        .filter(|&place| is_free(proposal, place))
        .collect();
    let give = |proposal: &mut Proposal, place: usize, field| {
        proposal.columns[place] = Proposed {
            field: Some(field),
            by_content: true,
        };
    };
    let births: Vec<usize> = free
        .iter()
        .copied()
        .filter(|&place| columns[place].content.dates.spread_as_births())
        .collect();
    if let ([birth], false) = (births.as_slice(), has(proposal, Field::BirthDate)) {
        give(proposal, *birth, Field::BirthDate);
    }
    free.retain(|place| !births.contains(place));
    if has(proposal, Field::Start) || has(proposal, Field::End) {
        return;
    }
    match free.as_slice() {
        [only] => give(proposal, *only, Field::Start),
        &[a, b] => {
            if let Some((first, last)) = days.in_order(a, b) {
                give(proposal, first, Field::Start);
                give(proposal, last, Field::End);
            }
        }
        _ => {}
    }
}

/// Says what the user should look at.
fn remark(columns: &[Column], dates: DateOrder, proposal: &mut Proposal) {
    for (column, proposed) in columns.iter().zip(&proposal.columns) {
        let called = column.called();
        let Some(field) = proposed.field else {
            if !column.is_usable && column.content.filled() > 0 {
                proposal.remarks.push(format!(
                    "{called} cannot be mapped: its name is empty, of two lines, or stands twice in the header"
                ));
            }
            continue;
        };
        let name = field.name();
        if proposed.by_content {
            proposal.remarks.push(format!(
                "{called} is taken for {name} by its content: look whether it is"
            ));
        }
        let share = column.content.share_valid(field, dates);
        if share.is_some_and(|share| share < PLAINLY_WRONG) {
            proposal.remarks.push(format!(
                "{called} is called {name}, and most of its cells are none: look whether it is"
            ));
        }
        if column.content.filled() == 0 {
            proposal.remarks.push(format!("{called} is empty"));
        }
    }
}
