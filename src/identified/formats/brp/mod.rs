//! BRP extracts as CSV, with LO3 element numbers in the header: a row per person.
//!
//! A person is a line with a first cell of its own; the lines behind it with an empty (or the same) first cell hold
//! history and further marriages. The `H` column of a category says what its next line is: `05` another marriage,
//! `55` the history of this one. Source: Logisch Ontwerp BRP, categories 01 to 13 (current) and 51 to 63 (history).

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::Result;
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::RawRow;
use crate::identified::source::broken_files::at;
use crate::identified::source::columns::Wanted;
use crate::identified::source::delimited::{Delimited, DelimitedRows};
use crate::identified::source::departure::departure;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::header::is_element;
use crate::identified::source::header_row::first_wide_line;
use crate::identified::source::rows::{Next, Reading, Rows, Surveyed};
use crate::identified::source::table::{Cells, Line, Table, find_columns, reading};
use crate::identified::source::text::texts;

/// The element that fills a field when the agreement names no column for it, and whether an extract must have it.
const STANDARD: &[(Field, &str, bool)] = &[
    (Field::Bsn, "01.01.20", true),
    (Field::GivenNames, "01.02.10", false),
    (Field::SurnamePrefix, "01.02.30", false),
    (Field::Surname, "01.02.40", true),
    (Field::BirthDate, "01.03.10", true),
    (Field::Sex, "01.04.10", false),
    (Field::Parent1Bsn, "02.01.20", false),
    (Field::Parent2Bsn, "03.01.20", false),
    (Field::PartnerBsn, "05.01.20", false),
    (Field::PartnerSurnamePrefix, "05.02.30", false),
    (Field::PartnerSurname, "05.02.40", false),
    (Field::HouseNumber, "08.11.20", true),
    (Field::HouseLetter, "08.11.30", false),
    (Field::HouseNumberSuffix, "08.11.40", false),
    (Field::Postcode, "08.11.60", true),
    (Field::AddressId, "08.11.90", false),
    (Field::AddressFunction, "08.10.10", false),
    (Field::Secrecy, "07.70.10", false),
];

/// An element that decides what counts.
#[derive(Clone, Copy)]
enum Deciding {
    PartnerSurname,
    PartnerSince,
    PartnerUntil,
    PartnerValid,
    PartnerNext,
    LeftOn,
    LeftWhy,
    Abroad,
}

/// Their numbers, in that order.
const DECIDING: [&str; 8] = [
    "05.02.40", "05.06.10", "05.07.10", "05.85.10", "05.H", "07.67.10", "07.67.20", "08.13.10",
];

/// An extract of the register of persons.
pub(in crate::identified) const FORMAT: ExtractFormat =
    ExtractFormat::register("brp", "a BRP extract", FileKind::Delimited);

pub(super) struct Brp;

impl Format for Brp {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        let cells = first_wide_line(file.head()).split(|byte| b";,\t|\r\"".contains(byte));
        let elements = cells.filter(|cell| std::str::from_utf8(cell).is_ok_and(is_element));
        Fit::sure_if(elements.take(3).count() == 3)
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let fields = fields(settings);
        let deciding = DECIDING.iter().map(|&name| Wanted {
            name,
            field: None,
            is_required: false,
        });
        let wanted: Vec<_> = fields.iter().copied().chain(deciding).collect();
        let mut tables = Vec::with_capacity(files.len());
        for file in texts(files, settings.encoding)? {
            tables.push(Delimited::settle(
                file,
                FORMAT,
                settings.delimiter,
                &wanted,
            )?);
        }
        let looked = tables.iter().map(|table| table as &dyn Table);
        let columns = find_columns(looked.clone().map(|table| (table, wanted.as_slice())))?;
        let columns = columns.iter().map(|found| Elements::of(&fields, found));
        let columns = columns.collect();
        // LO3 writes every date as `yyyymmdd`.
        let reading = reading(looked, DateOrder::YearMonthDay);
        Ok(Box::new(Register {
            tables,
            columns,
            reading,
        }))
    }
}

/// The standard mapping, with what the agreement puts in its place.
fn fields(settings: &ExtractSettings) -> Vec<Wanted<'_>> {
    let standard = STANDARD
        .iter()
        .filter(|(field, ..)| !settings.columns.contains_key(field));
    let standard = standard.map(|&(field, name, is_required)| Wanted {
        name,
        field: Some(field),
        is_required,
    });
    let given = settings.columns.iter();
    let given = given.map(|(&field, name)| Wanted::required(field, name));
    standard.chain(given).collect()
}

/// Where the elements of a file are.
struct Elements {
    person: Vec<(Field, usize)>,
    address: Vec<(Field, usize)>,
    partner: Vec<(Field, usize)>,
    deciding: Vec<Option<usize>>,
    maps_left: bool,
}

impl Elements {
    /// Of the columns that were found for `fields` and, behind them, the deciding elements.
    fn of(fields: &[Wanted<'_>], found: &[Option<usize>]) -> Self {
        let columns = fields.iter().zip(found);
        let columns: Vec<_> = columns
            .filter_map(|(wanted, &column)| Some((wanted.field?, column?)))
            .collect();
        let of = |kind: fn(Field) -> bool| columns.iter().copied().filter(move |c| kind(c.0));
        Self {
            person: of(|field| !is_of_partner(field) && !is_of_address(field)).collect(),
            address: of(is_of_address).collect(),
            partner: of(is_of_partner).collect(),
            deciding: found[fields.len()..].to_vec(),
            maps_left: columns.iter().any(|&(field, _)| field == Field::Left),
        }
    }

    /// The text of a deciding element; empty when the extract lacks it.
    fn text<'a>(&self, rows: &'a DelimitedRows<'_>, element: Deciding) -> &'a [u8] {
        let cell = self.deciding[element as usize].map(|column| rows.records.cell(column));
        cell.unwrap_or_default().trim_ascii()
    }
}

struct Register {
    tables: Vec<Delimited>,
    columns: Vec<Elements>,
    reading: Reading,
}

impl Surveyed for Register {
    fn reading(&self) -> &Reading {
        &self.reading
    }

    fn rows(&self) -> Result<Box<dyn Rows + '_>> {
        Ok(Box::new(Persons {
            tables: self.tables.iter().zip(&self.columns),
            open: None,
            bytes_before: 0,
            person: Person {
                row: RawRow::new(""),
                number: Zeroizing::new(Vec::with_capacity(64)),
                is_partner_found: false,
                next_is_history: false,
            },
            is_person_open: false,
            is_cut_off: false,
        }))
    }
}

/// The persons of an extract; one is whole when the next begins.
struct Persons<'a> {
    tables: std::iter::Zip<std::slice::Iter<'a, Delimited>, std::slice::Iter<'a, Elements>>,
    open: Option<(Arc<str>, DelimitedRows<'a>, &'a Elements)>,
    bytes_before: u64,
    person: Person,
    is_person_open: bool,
    /// The lines behind a lost one may be those of a lost person.
    is_cut_off: bool,
}

impl Rows for Persons<'_> {
    fn next(&mut self, row: &mut RawRow) -> Result<Next> {
        loop {
            if std::mem::take(&mut self.is_cut_off) && std::mem::take(&mut self.is_person_open) {
                std::mem::swap(row, &mut self.person.row);
                return Ok(Next::Row);
            }
            let Some((name, rows, elements)) = &mut self.open else {
                let Some((table, elements)) = self.tables.next() else {
                    return Ok(Next::End);
                };
                self.open = Some((Arc::from(table.name()), table.rows(true)?, elements));
                continue;
            };
            let line = match rows.next()? {
                Line::Row(line) => line,
                Line::Unread(line, rule) => {
                    self.is_cut_off = true;
                    return Ok(Next::Finding(at(name.clone(), line, rule)));
                }
                Line::End => {
                    self.is_cut_off = true;
                    self.bytes_before += rows.bytes_read();
                    self.open = None;
                    continue;
                }
            };
            let number = rows.records.cell(0).trim_ascii();
            if number.is_empty() || (self.is_person_open && number == self.person.number.as_slice())
            {
                let has_more = elements.deciding[Deciding::PartnerNext as usize].is_some();
                if self.is_person_open && has_more {
                    self.person.take_partner(elements, rows);
                }
                continue;
            }
            let is_whole = std::mem::replace(&mut self.is_person_open, true);
            if is_whole {
                std::mem::swap(row, &mut self.person.row);
            }
            self.person.row.begin_in(name, line);
            self.person.begin(elements, rows);
            if is_whole {
                return Ok(Next::Row);
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        let open = self.open.as_ref();
        self.bytes_before + open.map_or(0, |(_, rows, _)| rows.bytes_read())
    }
}

/// The person whose lines are being read.
struct Person {
    row: RawRow,
    /// The first cell of their lines.
    number: Zeroizing<Vec<u8>>,
    is_partner_found: bool,
    next_is_history: bool,
}

impl Person {
    /// Takes the first line, at which the row has begun.
    fn begin(&mut self, elements: &Elements, rows: &mut DelimitedRows<'_>) {
        self.number.clear();
        self.number
            .extend_from_slice(rows.records.cell(0).trim_ascii());
        (self.is_partner_found, self.next_is_history) = (false, false);
        rows.fill(&elements.person, &mut self.row);
        if elements.text(rows, Deciding::Abroad).is_empty() {
            rows.fill(&elements.address, &mut self.row);
        }
        if !elements.maps_left && !elements.text(rows, Deciding::LeftWhy).is_empty() {
            let day = std::str::from_utf8(elements.text(rows, Deciding::LeftOn));
            let day = departure(day.unwrap_or_default());
            self.row
                .set(Field::Left, std::str::from_utf8(&day).unwrap_or_default());
        }
        self.take_partner(elements, rows);
    }

    /// Takes the partner of a line, unless the line is history or the marriage has ended.
    fn take_partner(&mut self, elements: &Elements, rows: &mut DelimitedRows<'_>) {
        let text = |element| elements.text(rows, element);
        let marks = [
            Deciding::PartnerSurname,
            Deciding::PartnerSince,
            Deciding::PartnerUntil,
            Deciding::PartnerValid,
        ];
        if marks.into_iter().all(|element| text(element).is_empty()) {
            return;
        }
        let has_ended = !text(Deciding::PartnerUntil).is_empty();
        let next_is_history = text(Deciding::PartnerNext) == b"55";
        let is_history = std::mem::replace(&mut self.next_is_history, next_is_history);
        let is_somebody = elements
            .partner
            .iter()
            .any(|&(_, column)| !rows.records.cell(column).is_empty());
        if is_history || has_ended || !is_somebody || self.is_partner_found {
            return;
        }
        self.is_partner_found = true;
        rows.fill(&elements.partner, &mut self.row);
    }
}

const fn is_of_partner(field: Field) -> bool {
    matches!(
        field,
        Field::PartnerBsn | Field::PartnerSurname | Field::PartnerSurnamePrefix
    )
}

const fn is_of_address(field: Field) -> bool {
    matches!(
        field,
        Field::Postcode
            | Field::HouseNumber
            | Field::HouseLetter
            | Field::HouseNumberSuffix
            | Field::AddressId
    )
}

#[cfg(test)]
mod tests;
