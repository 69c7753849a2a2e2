//! The field each column may be mapped to: by its name, or by its content where the name says nothing or is wrong.

use super::ask::{ask, of_abbreviation, question};
use super::by_dates::dates_by_content;
use super::column::Column;
use super::days::Days;
use super::names::Sureness;
use super::proposal::{Proposal, Proposed};
use crate::identified::settings::{DateOrder, Field};

/// The share of valid cells below which a name is plainly wrong.
const PLAINLY_WRONG: f64 = 0.5;

/// Proposes a field for each column, no field twice; and asks about the others.
pub(super) fn propose(
    columns: &[Column],
    days: &Days,
    rows: u64,
    dates: DateOrder,
    is_register: bool,
) -> Proposal {
    let mut proposal = Proposal {
        columns: vec![Proposed::default(); columns.len()],
        asked: vec![Vec::new(); columns.len()],
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
            // Of equals the first column.
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)));
        let Some(best) = best else { continue };
        proposal.columns[best] = candidates[best].unwrap_or_default();
        for place in places.into_iter().filter(|place| *place != best) {
            proposal.remarks.push(format!(
                "{} could be {} too; {} fits better",
                columns[place].called(),
                field.name(),
                columns[best].called()
            ));
        }
    }
    numbers_of_clients_that_are_bsns(columns, &mut proposal);
    dates_by_content(columns, days, rows, is_register, &mut proposal);
    ask(columns, rows, is_register, &mut proposal);
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
    let is_allowed = |field: &Field| {
        if is_register {
            !field.is_of_use()
        } else {
            !field.is_of_register()
        }
    };
    let allowed = by_name.filter(is_allowed);
    let by_content = || {
        let looks = content.looks_like().filter(|_| !column.is_of_another());
        let short = || of_abbreviation(column).filter(|field| is_told_by_cells(*field));
        let field = looks.or_else(short).filter(is_allowed);
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
            // A listed name outweighs three tenths of the rows; its place in the list only decides between names.
            0.3 - 0.01 * f64::from(u8::try_from(place.min(20)).unwrap_or(20))
        }
        Some(Sureness::Near | Sureness::Within) if !by_content => 0.05,
        _ => 0.0,
    };
    filled * valid + name
}

/// A number of a client that is a BSN finds more as a BSN.
fn numbers_of_clients_that_are_bsns(columns: &[Column], proposal: &mut Proposal) {
    if proposal.has(Field::Bsn) {
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

/// Whether cells of this field are hardly anything else, so that an abbreviated name above them is enough.
const fn is_told_by_cells(field: Field) -> bool {
    matches!(
        field,
        Field::Sex | Field::Postcode | Field::AddressId | Field::BirthDate
    )
}

/// Says what the user should look at.
fn remark(columns: &[Column], dates: DateOrder, proposal: &mut Proposal) {
    let asked = columns.iter().zip(&proposal.asked);
    for (column, fields) in asked.filter(|(_, fields)| !fields.is_empty()) {
        let (called, question) = (column.called(), question(fields, column));
        proposal.remarks.push(format!("{called}, {question}"));
    }
    let mut by_content = Vec::new();
    for (column, proposed) in columns.iter().zip(&proposal.columns) {
        let called = column.called();
        let Some(field) = proposed.field else {
            if !column.is_usable && column.content.filled() > 0 {
                proposal.remarks.push(format!(
                    "{called} cannot be mapped: its name is empty, spans two lines, or occurs twice in the header"
                ));
            }
            continue;
        };
        let name = field.name();
        if proposed.by_content {
            by_content.push(format!("{called} for {name}"));
        }
        let share = column.content.share_valid(field, dates);
        if share.is_some_and(|share| share < PLAINLY_WRONG) {
            proposal.remarks.push(format!(
                "{called} is called {name}, but most of its values are not valid: please check"
            ));
        }
        if column.content.filled() == 0 {
            proposal.remarks.push(format!("{called} is empty"));
        }
    }
    if !by_content.is_empty() {
        let columns = by_content.join(", ");
        proposal
            .remarks
            .push(format!("guessed from the content, please check: {columns}"));
    }
}
