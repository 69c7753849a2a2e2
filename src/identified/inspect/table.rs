//! An extract of named columns in, what it holds and the block for it out.

use super::block::{Draft, Mapped, Services};
use super::column::Column;
use super::content::{Content, Workbench};
use super::days::Days;
use super::draft;
use super::files::Group;
use super::header::is_header;
use super::names::is_plain;
use super::own::remark_on_bsns;
use super::propose::{Proposal, Proposed, propose};
use super::{InspectedColumn, Inspection, RowLimit, Surroundings, block};
use crate::error::Result;
use crate::identified::extract::{Columns, DateVotes, Habits, Seen, SheetRead};
use crate::identified::settings::{DateOrder, Field};
use crate::vocabulary::Progress;

/// What is said of a file whose first line is no header.
const NO_HEADER: &str = "its first line looks like a row of data, so no names are shown and no block is proposed: ask for an export whose first line names the columns";

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
    let tables: Vec<(&Seen, &dyn Columns)> = group
        .files()
        .iter()
        .filter_map(|file| Some((file, file.table.as_deref()?)))
        .collect();
    let names = tables.first().map_or(&[][..], |(_, table)| table.names());
    let looked = look(&tables, Column::all(names), progress)?;
    let order = order(&looked.columns);
    let is_register = is_of_register(&looked.columns);
    let has_header = is_header(names, &looked.columns);
    let proposal = propose(
        &looked.columns,
        &looked.days,
        looked.rows,
        order,
        is_register,
    );
    let is_date = |column: &Column| column.content.looks_like_dates();
    let dates = looked.columns.iter().any(is_date).then_some(order);
    let habits = habits_of_all(&tables);
    let mut inspection = Inspection {
        files: tables
            .iter()
            .map(|(file, table)| tell(file, *table, dates))
            .collect(),
        format: group.first().kind,
        delimiter: habits.delimiter.map(char::from),
        encoding: habits.encoding,
        sheet: habits.sheet.as_ref().and_then(shown_name),
        dates,
        rows: looked.rows,
        has_more_rows: looked.unread.is_none(),
        unread: looked.unread,
        columns: described(&looked, &proposal, order, has_header),
        remarks: tables
            .iter()
            .flat_map(|(_, table)| table.doubts())
            .collect(),
        block: None,
    };
    if has_header {
        add_block(
            group,
            &looked,
            proposal,
            is_register,
            &mut inspection,
            surroundings,
        );
    } else {
        inspection.remarks.push(NO_HEADER.to_owned());
    }
    Ok(inspection)
}

/// Adds the block and what is to be said about it.
fn add_block(
    group: &Group,
    looked: &Looked,
    proposal: Proposal,
    is_register: bool,
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
            // The sheet with rows is found again without its name: of several, none would have been looked at.
            sheet: None,
        },
        dates: inspection.dates,
        columns: mapped(&looked.columns, &proposal),
        services: Services::Register,
        is_made_up,
    };
    if !is_register {
        draft.id = draft::id(&draft.name, surroundings);
        draft.services = match content_of(Field::Service, &looked.columns, &proposal) {
            Some(content) => draft::coded(content, true, surroundings),
            None => draft::one_service(&draft.id, &draft.name, surroundings),
        };
        draft::remember(&draft.id, &draft.services, &draft.name, surroundings);
    }
    inspection.remarks.extend(proposal.remarks);
    more_remarks(&draft, looked, &mut inspection.remarks);
    inspection.block = Some(block::write(&draft));
}

/// The cells of the column that is proposed for a field.
fn content_of<'a>(field: Field, columns: &'a [Column], proposal: &Proposal) -> Option<&'a Content> {
    let mut columns = columns.iter().zip(&proposal.columns);
    let found = columns.find(|(_, proposed)| proposed.field == Some(field));
    found.map(|(column, _)| &column.content)
}

/// Reads the rows.
fn look(
    tables: &[(&Seen, &dyn Columns)],
    mut columns: Vec<Column>,
    progress: &dyn Progress,
) -> Result<Looked> {
    let mut bench = Workbench::new()?;
    let mut days = Days::default();
    let mut limit = RowLimit::new(progress);
    let mut unread = Some(0);
    for (_, table) in tables {
        let read = table.for_each(&mut |cells| {
            limit.count()?;
            for (place, (column, cell)) in columns.iter_mut().zip(cells).enumerate() {
                let text = cell.map(str::trim).filter(|text| !text.is_empty());
                let day = text.and_then(|text| column.content.add(text, &mut bench));
                if let Some(day) = day.filter(|_| column.meant.is_none()) {
                    days.add(place, day);
                }
            }
            days.end_row();
            Ok(())
        });
        let passed_over = limit.unless_full(read)?;
        unread = unread.zip(passed_over).map(|(all, more)| all + more);
    }
    Ok(Looked {
        columns,
        days,
        rows: limit.rows,
        unread,
    })
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

/// Whether the names say that this is the register: households or parents, and no service.
fn is_of_register(columns: &[Column]) -> bool {
    let has = |field| {
        columns
            .iter()
            .any(|column| column.meant.is_some_and(|meant| meant.field == field))
    };
    (has(Field::Household) || has(Field::Parent1Bsn)) && !has(Field::Service)
}

/// How all files are written; what differs is left to be detected.
fn habits_of_all(tables: &[(&Seen, &dyn Columns)]) -> Habits {
    let mut all = tables.iter().map(|(_, table)| table.habits());
    let mut habits = all.next().unwrap_or_default();
    for other in all {
        habits.delimiter = habits.delimiter.filter(|one| other.delimiter == Some(*one));
        habits.encoding = habits.encoding.filter(|one| other.encoding == Some(*one));
        habits.sheet = habits.sheet.filter(|one| other.sheet.as_ref() == Some(one));
    }
    habits
}

/// A file and its habits in words.
fn tell(file: &Seen, table: &dyn Columns, dates: Option<DateOrder>) -> String {
    let Habits {
        delimiter,
        encoding,
        sheet,
    } = table.habits();
    let delimiter = delimiter.map(|delimiter| match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("'{}'", char::from(other)),
    });
    let words = [
        Some(file.kind.word().to_owned()),
        delimiter,
        encoding.map(|encoding| encoding.word().to_owned()),
        sheet.as_ref().map(sheet_words),
        dates.map(|dates| format!("dates {}", dates.word())),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    format!("{}: {}", file.name, words.join(", "))
}

/// The name of a sheet, when it cannot be that of a person.
fn shown_name(sheet: &SheetRead) -> Option<String> {
    is_plain(&sheet.name).then(|| sheet.name.clone())
}

fn sheet_words(sheet: &SheetRead) -> String {
    match shown_name(sheet) {
        Some(name) => format!("sheet \"{name}\""),
        None => format!("sheet {} of {}", sheet.place, sheet.sheets),
    }
}

fn described(
    looked: &Looked,
    proposal: &Proposal,
    dates: DateOrder,
    has_header: bool,
) -> Vec<InspectedColumn> {
    let describe = |(column, proposed): (&Column, &Proposed)| InspectedColumn {
        place: Some(column.place),
        name: column
            .shown_name()
            .filter(|_| has_header)
            .map(str::to_owned),
        field: proposed.field,
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
        .map(describe)
        .collect()
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

/// What the mapping as a whole asks for.
fn more_remarks(draft: &Draft, looked: &Looked, remarks: &mut Vec<String>) {
    let has = |field| draft.columns.iter().any(|one| one.field == field);
    let has_address = has(Field::Postcode) && has(Field::HouseNumber);
    if !has(Field::Bsn) && !has(Field::BirthDate) && !has_address && !has(Field::AddressId) {
        remarks.push("nothing was found to link a client by: it takes a BSN, a birth date with names, or an address".to_owned());
    }
    if looked.columns.iter().any(|column| !column.is_shown) {
        remarks.push(
            "names that could be those of a person are not shown: count the columns from the left"
                .to_owned(),
        );
    }
    if let Services::Coded {
        has_others: true, ..
    } = draft.services
    {
        remarks.push("its services have codes that are not shown here: translate each under [provider.services], or use them as the codes of the agreement".to_owned());
    }
    if looked.unread.is_some_and(|unread| unread > 0) {
        remarks.push(
            "some rows have another number of cells than the header: `check` lists them".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_sheet_is_shown_only_when_it_cannot_be_of_a_person() {
        let sheet = |name: &str| SheetRead {
            name: name.to_owned(),
            place: 2,
            sheets: 3,
        };
        assert_eq!(
            sheet_words(&sheet("Cliënten 2026")),
            "sheet \"Cliënten 2026\""
        );
        for name in ["Jan Jansen", "123456782", "lijst van Fatima", ""] {
            assert_eq!(sheet_words(&sheet(name)), "sheet 2 of 3");
            assert_eq!(shown_name(&sheet(name)), None);
        }
    }
}
