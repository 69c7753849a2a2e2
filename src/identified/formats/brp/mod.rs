//! BRP extracts as CSV, with LO3 element numbers in the header: a row per person.
//!
//! A person is a line with a first cell of its own; the lines behind it with an empty (or the same) first cell hold
//! history and further marriages. The `H` column of a category says what its next line is: `05` another marriage,
//! `55` the history of this one. Source: Logisch Ontwerp BRP, categories 01 to 13 (current) and 51 to 63 (history).

use std::fs::File;

use zeroize::Zeroizing;

use crate::error::Result;
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::departure::departure;
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::file::{Source, as_text};
use crate::identified::source::format::{Fit, Format, Sink};
use crate::identified::source::header::is_element;
use crate::identified::source::header_row::first_wide_line;
use crate::identified::source::records::{Records, Step};
use crate::identified::source::table::{Table, Wanted};
use crate::identified::source::text::{TextFile, doubts};
use crate::identified::source::{RawRow, Reading};

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

/// Reads [`FORMAT`].
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

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        let files = &as_text(files, settings.encoding)?;
        let fields = fields(settings);
        Ok(reading(&settle(settings, files, &fields)?))
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let files = &as_text(files, settings.encoding)?;
        let fields = fields(settings);
        let tables = settle(settings, files, &fields)?;
        for table in &tables {
            let mut people = People::new(table, &fields);
            table.for_each_record(sink, &mut |step, records, sink| {
                people.take(step, records, sink)
            })?;
            people.hand_on(sink)?;
        }
        Ok(reading(&tables))
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
    let given = settings.columns.iter().map(|(&field, name)| Wanted {
        name,
        field: Some(field),
        is_required: true,
    });
    standard.chain(given).collect()
}

fn settle<'a>(
    settings: &ExtractSettings,
    files: &'a [TextFile],
    fields: &[Wanted<'_>],
) -> Result<Vec<Table<'a>>> {
    let fields = fields.iter().map(|column| Wanted { ..*column });
    let deciding = DECIDING.iter().map(|&name| Wanted {
        name,
        field: None,
        is_required: false,
    });
    let wanted: Vec<_> = fields.chain(deciding).collect();
    Table::settle_all(files, settings.delimiter, &wanted)
}

/// LO3 writes every date as `yyyymmdd`.
fn reading(tables: &[Table<'_>]) -> Reading {
    let dates = DateOrder::YearMonthDay;
    let tell = |table: &Table<'_>| {
        format!(
            "{}: brp, {}, dates {}",
            table.file.name,
            table.habits(),
            dates.word()
        )
    };
    Reading {
        dates,
        detected: tables.iter().map(tell).collect(),
        doubts: doubts(tables.iter().map(|table| table.file)),
    }
}

/// How far the marriages of a person have been read.
#[derive(Default)]
struct Marriages {
    is_partner_found: bool,
    next_is_history: bool,
}

/// The person whose lines are being read.
struct People {
    person: Vec<(Field, usize)>,
    address: Vec<(Field, usize)>,
    partner: Vec<(Field, usize)>,
    deciding: Vec<Option<usize>>,
    maps_left: bool,
    decoder: CellDecoder,
    row: RawRow,
    number: Zeroizing<Vec<u8>>,
    is_open: bool,
    marriages: Marriages,
}

impl People {
    fn new(table: &Table<'_>, fields: &[Wanted<'_>]) -> Self {
        let columns: Vec<_> = fields
            .iter()
            .zip(&table.places)
            .filter_map(|(wanted, &place)| Some((wanted.field?, place?)))
            .collect();
        let of = |kind: fn(Field) -> bool| columns.iter().copied().filter(move |c| kind(c.0));
        Self {
            person: of(|field| !is_of_partner(field) && !is_of_address(field)).collect(),
            address: of(is_of_address).collect(),
            partner: of(is_of_partner).collect(),
            deciding: table.places[fields.len()..].to_vec(),
            maps_left: columns.iter().any(|&(field, _)| field == Field::Left),
            decoder: CellDecoder::new(table.file.encoding),
            row: RawRow::new(&table.file.name),
            number: Zeroizing::new(Vec::with_capacity(64)),
            is_open: false,
            marriages: Marriages::default(),
        }
    }

    fn take(&mut self, step: Step, records: &Records<File>, sink: &mut Sink<'_>) -> Result<()> {
        if step != Step::Record {
            // The lines behind a lost one may be those of a lost person.
            return self.hand_on(sink);
        }
        let number = records.cell(0).trim_ascii();
        if number.is_empty() || (self.is_open && number == self.number.as_slice()) {
            if self.is_open && self.deciding[Deciding::PartnerNext as usize].is_some() {
                self.take_partner(records);
            }
            return Ok(());
        }
        self.hand_on(sink)?;
        self.number.clear();
        self.number.extend_from_slice(number);
        self.begin(records);
        Ok(())
    }

    fn hand_on(&mut self, sink: &mut Sink<'_>) -> Result<()> {
        if !std::mem::take(&mut self.is_open) {
            return Ok(());
        }
        sink.row(&self.row)
    }

    fn begin(&mut self, records: &Records<File>) {
        self.row.begin(records.line());
        self.is_open = true;
        self.marriages = Marriages::default();
        set(&mut self.row, &mut self.decoder, &self.person, records);
        if self.text(records, Deciding::Abroad).is_empty() {
            set(&mut self.row, &mut self.decoder, &self.address, records);
        }
        if !self.maps_left && !self.text(records, Deciding::LeftWhy).is_empty() {
            let day = std::str::from_utf8(self.text(records, Deciding::LeftOn));
            let day = departure(day.unwrap_or_default());
            self.row
                .set(Field::Left, std::str::from_utf8(&day).unwrap_or_default());
        }
        self.take_partner(records);
    }

    /// The text of a deciding element; empty when the extract lacks it.
    fn text<'a>(&self, records: &'a Records<File>, element: Deciding) -> &'a [u8] {
        let cell = self.deciding[element as usize].map(|place| records.cell(place));
        cell.unwrap_or_default().trim_ascii()
    }

    /// Takes the partner of a line, unless the line is history or the marriage has ended.
    fn take_partner(&mut self, records: &Records<File>) {
        let text = |element| self.text(records, element);
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
        let is_history = std::mem::replace(&mut self.marriages.next_is_history, next_is_history);
        let is_somebody = self
            .partner
            .iter()
            .any(|&(_, place)| !records.cell(place).is_empty());
        if is_history || has_ended || !is_somebody || self.marriages.is_partner_found {
            return;
        }
        self.marriages.is_partner_found = true;
        set(&mut self.row, &mut self.decoder, &self.partner, records);
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

fn set(
    row: &mut RawRow,
    decoder: &mut CellDecoder,
    columns: &[(Field, usize)],
    records: &Records<File>,
) {
    for &(field, place) in columns {
        match decoder.decode(records.cell(place)) {
            Some(text) => row.set(field, text),
            None => row.set_broken(field),
        }
    }
}

#[cfg(test)]
mod tests;
