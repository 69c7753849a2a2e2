//! Inspects an extract with named columns.

use super::ask::question;
use super::column::Column;
use super::content::{Content, Workbench};
use super::days::Days;
use super::draft;
use super::files::Group;
use super::header::{is_header, show_names};
use super::inspection::{InspectedColumn, Inspection, Surroundings};
use super::own::remark_on_bsns;
use super::parts::{Asked, Draft, Mapped, Services};
use super::proposal::{Proposal, Proposed};
use super::propose::propose;
use super::remarks::remark;
use super::row_limit::RowLimit;
use super::{block, habits};
use crate::error::Result;
use crate::identified::dates::DateVotes;
use crate::identified::formats::{CSV, Seen};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::guard::unguarded;
use crate::identified::source::text::doubts;
use crate::identified::source::{Cells, Habits, Line, Purpose, SheetRead, Table};
use crate::vocabulary::Progress;

/// What is said of a file whose first line is no header.
const NO_HEADER: &str = "its first line looks like a row of data, so no names are shown and no block is proposed: ask for an export whose first line names the columns";

/// What is said of a file whose columns are at fixed places.
const PLACES: &str = "its columns have fixed positions and no names: they are called by their first and last position in the line, counted from 1; compare them with the file's documentation";

/// All that reading the rows gave.
struct Looked {
    columns: Vec<Column>,
    days: Days,
    rows: u64,
    unread: Option<u64>,
}

/// Looks at the files, which all have the same columns.
pub(super) fn inspect(
    group: &Group,
    surroundings: &mut Surroundings,
    progress: &dyn Progress,
) -> Result<Inspection> {
    let tables: Vec<(&Seen, &dyn Table)> = group
        .files()
        .iter()
        .filter_map(|file| Some((file, file.table.as_deref()?)))
        .collect();
    let first = tables.first().map(|(_, table)| *table);
    let names = first.map_or_else(Vec::new, |table| table.header().names_in_line());
    let are_places = first.is_some_and(Table::are_places);
    let shows_names = surroundings.shows_names;
    let looked = look(
        &tables,
        Column::all(&names, are_places),
        shows_names,
        progress,
    )?;
    let order = order(&looked.columns);
    let is_register = is_of_register(&looked.columns);
    let has_header = are_places || is_header(&looked.columns);
    let proposal = propose(
        &looked.columns,
        &looked.days,
        looked.rows,
        order,
        is_register,
    );
    let mut inspection = begun(&tables, &looked, &proposal, has_header, shows_names);
    let sheet = habits::of_all(&tables).sheet;
    if has_header {
        add_block(
            group,
            &looked,
            proposal,
            is_register,
            sheet.as_ref(),
            &mut inspection,
            surroundings,
        );
    } else {
        inspection.remarks.push(NO_HEADER.to_owned());
    }
    if are_places {
        inspection.remarks.insert(0, PLACES.to_owned());
    }
    Ok(inspection)
}

/// What is found of the files, without a block.
fn begun(
    tables: &[(&Seen, &dyn Table)],
    looked: &Looked,
    proposal: &Proposal,
    has_header: bool,
    shows_names: bool,
) -> Inspection {
    let order = order(&looked.columns);
    let is_date = |column: &Column| column.content.looks_like_dates();
    let dates = looked.columns.iter().any(is_date).then_some(order);
    let written = habits::of_all(tables);
    let sheet = written.sheet.as_ref();
    let tell = |(file, table): &(&Seen, &dyn Table)| habits::tell(file, *table, dates, shows_names);
    Inspection {
        files: tables.iter().map(tell).collect(),
        format: tables.first().map_or(CSV, |(file, _)| file.format),
        delimiter: written.delimiter.map(char::from),
        encoding: written.encoding,
        sheet: sheet.and_then(|sheet| habits::shown_name(sheet, shows_names)),
        dates,
        rows: looked.rows,
        has_more_rows: looked.unread.is_none(),
        unread: looked.unread,
        columns: described(looked, proposal, order, has_header),
        remarks: tables
            .iter()
            .flat_map(|(_, table)| doubts(table.text()))
            .collect(),
        block: None,
    }
}

/// Adds the block and what is to be said about it.
fn add_block(
    group: &Group,
    looked: &Looked,
    proposal: Proposal,
    is_register: bool,
    sheet: Option<&SheetRead>,
    inspection: &mut Inspection,
    surroundings: &mut Surroundings,
) {
    let bsns = content_of(Field::Bsn, &looked.columns, &proposal);
    let is_made_up = bsns.is_some_and(Content::is_made_up);
    inspection.remarks.extend(bsns.and_then(remark_on_bsns));
    let mut draft = Draft {
        id: String::new(),
        name: draft::name(group),
        extract: draft::places(group, surroundings),
        format: inspection.format,
        habits: Habits {
            delimiter: inspection.delimiter.and_then(|one| u8::try_from(one).ok()),
            encoding: inspection.encoding,
            // The only sheet with rows is found again without its name.
            sheet: sheet.filter(|sheet| sheet.with_rows > 1).cloned(),
        },
        shows_names: surroundings.shows_names,
        dates: inspection.dates,
        columns: mapped(&looked.columns, &proposal),
        asked: asked(&looked.columns, &proposal),
        services: Services::Register,
        is_made_up,
    };
    if !is_register {
        draft.id = draft::id(&draft.name, surroundings);
        draft.services = match content_of(Field::Service, &looked.columns, &proposal) {
            Some(content) => draft::coded(content, true, surroundings),
            None if proposal.asks_about(Field::Service) => Services::Asked,
            None => draft::one_service(&draft.id, &draft.name, surroundings),
        };
        draft::remember(&draft.id, &draft.services, &draft.name, surroundings);
    }
    inspection.remarks.extend(proposal.remarks);
    remark(
        &draft,
        &looked.columns,
        looked.unread,
        &mut inspection.remarks,
    );
    inspection.block = Some(block::write(&draft));
}

/// The cells of the column that is proposed for a field.
fn content_of<'a>(field: Field, columns: &'a [Column], proposal: &Proposal) -> Option<&'a Content> {
    let mut columns = columns.iter().zip(&proposal.columns);
    let found = columns.find(|(_, proposed)| proposed.field == Some(field));
    found.map(|(column, _)| &column.content)
}

fn look(
    tables: &[(&Seen, &dyn Table)],
    mut columns: Vec<Column>,
    shows_names: bool,
    progress: &dyn Progress,
) -> Result<Looked> {
    let mut bench = Workbench::new()?;
    let of_client = places_of_client(&columns);
    let of_days = places_of_days(&columns);
    let mut days = Days::default();
    let mut limit = RowLimit::new(progress);
    let mut unread = Some(0);
    let all: Vec<usize> = (0..columns.len()).collect();
    'tables: for (_, table) in tables {
        let mut cells = table.cells(Purpose::Look, &all)?;
        loop {
            match cells.next()? {
                Line::End => break,
                Line::Unread(..) => unread = unread.map(|unread| unread + 1),
                Line::Row(_) if !limit.count()? => {
                    unread = None;
                    break 'tables;
                }
                Line::Row(_) => {
                    bench.begin_row(limit.rows);
                    for &column in &of_client {
                        bench.is_of(text(&mut *cells, column, false).unwrap_or_default());
                    }
                    for (place, column) in columns.iter_mut().enumerate() {
                        let text = text(&mut *cells, place, of_days.contains(&place));
                        let day = text.and_then(|text| column.content.add(text, &mut bench));
                        if let Some(day) = day.filter(|_| is_compared(column)) {
                            days.add(place, day);
                        }
                    }
                    days.end_row();
                }
            }
        }
    }
    if shows_names {
        show_names(&mut columns, &bench.key);
    }
    Ok(Looked {
        columns,
        days,
        rows: limit.rows,
        unread,
    })
}

/// The text of a cell that is not empty.
fn text(cells: &mut dyn Cells, column: usize, is_of_days: bool) -> Option<&str> {
    let text = cells.cell(column, is_of_days)?;
    Some(unguarded(text).trim()).filter(|text| !text.is_empty())
}

/// Whether the dates of a column are compared with those of others: not where its name says what they are, but for
/// first and last days.
fn is_compared(column: &Column) -> bool {
    let meant = column.meant.map(|meant| meant.field);
    matches!(meant, None | Some(Field::Start | Field::End))
}

/// The columns whose names say that they tell clients apart.
fn places_of_client(columns: &[Column]) -> Vec<usize> {
    let tells_apart = |field| {
        let told_by = [Field::Client, Field::Bsn, Field::BirthDate, Field::Surname];
        told_by.contains(&field)
    };
    places(columns, tells_apart)
}

/// The columns whose names say that they hold dates.
fn places_of_days(columns: &[Column]) -> Vec<usize> {
    places(columns, |field| {
        matches!(
            field,
            Field::BirthDate | Field::Start | Field::End | Field::Left
        )
    })
}

fn places(columns: &[Column], is_it: impl Fn(Field) -> bool) -> Vec<usize> {
    let is_meant = |column: &Column| column.meant.is_some_and(|meant| is_it(meant.field));
    (0..columns.len())
        .filter(|&place| is_meant(&columns[place]))
        .collect()
}

/// The order that the dates of all columns of dates speak for.
fn order(columns: &[Column]) -> DateOrder {
    let mut votes = DateVotes::default();
    for column in columns
        .iter()
        .filter(|column| column.content.looks_like_dates())
    {
        votes.add_all(column.content.dates.votes());
    }
    votes.decide()
}

/// Whether the names say that this is the register: households or parents, and neither a service nor its days. An
/// address has a first day too, so beside a household one of them says nothing.
fn is_of_register(columns: &[Column]) -> bool {
    let has = |field| {
        columns
            .iter()
            .any(|column| column.meant.is_some_and(|meant| meant.field == field))
    };
    let days = [Field::Start, Field::End]
        .into_iter()
        .filter(|field| has(*field))
        .count();
    let is_told = (has(Field::Household) && days < 2) || (has(Field::Parent1Bsn) && days == 0);
    is_told && !has(Field::Service)
}

fn described(
    looked: &Looked,
    proposal: &Proposal,
    dates: DateOrder,
    has_header: bool,
) -> Vec<InspectedColumn> {
    let describe =
        |((column, proposed), asked): ((&Column, &Proposed), &Vec<Field>)| InspectedColumn {
            place: Some(column.place),
            name: column
                .shown_name()
                .filter(|_| has_header)
                .map(str::to_owned),
            field: proposed.field,
            asked: if has_header {
                asked.clone()
            } else {
                Vec::new()
            },
            share_filled: column.content.filled() as f64 / looked.rows.max(1) as f64,
            share_valid: proposed
                .field
                .and_then(|field| column.content.share_valid(field, dates)),
            distinct: column.content.distinct.band(),
        };
    looked
        .columns
        .iter()
        .zip(&proposal.columns)
        .zip(&proposal.asked)
        .map(describe)
        .collect()
}

/// The questions, in the order of the fields.
fn asked(columns: &[Column], proposal: &Proposal) -> Vec<Asked> {
    let of_column = |(column, fields): (&Column, &Vec<Field>)| {
        let one = |field: &Field| Asked {
            field: *field,
            name: column.shown_name().map(str::to_owned),
            place: column.place,
            question: question(&[*field], column),
        };
        fields.iter().map(one).collect::<Vec<_>>()
    };
    let mut asked: Vec<Asked> = columns
        .iter()
        .zip(&proposal.asked)
        .flat_map(of_column)
        .collect();
    asked.sort_by_key(|one| (one.field, one.place));
    asked
}

fn mapped(columns: &[Column], proposal: &Proposal) -> Vec<Mapped> {
    let one = |(column, proposed): (&Column, &Proposed)| {
        Some(Mapped {
            field: proposed.field?,
            name: column.shown_name().map(str::to_owned),
            place: column.place,
            by_content: proposed.by_content,
        })
    };
    let mut mapped: Vec<Mapped> = columns
        .iter()
        .zip(&proposal.columns)
        .filter_map(one)
        .collect();
    mapped.sort_by_key(|one| one.field);
    mapped
}
