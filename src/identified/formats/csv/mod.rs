//! Delimited text with a header.

mod columns;

use self::columns::CsvColumns;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::file::{Source, as_text};
use crate::identified::source::format::{Columns, Fit, Format, Sink};
use crate::identified::source::records::Step;
use crate::identified::source::table::{Table, order_of_dates};
use crate::identified::source::text::{TextFile, doubts};
use crate::identified::source::{RawRow, Reading, mapping};

/// Delimited text, in whatever habit.
pub(in crate::identified) const FORMAT: ExtractFormat =
    ExtractFormat::table("csv", "a CSV", FileKind::Delimited);

/// Reads [`FORMAT`].
pub(super) struct Csv;

impl Format for Csv {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, _file: &Source) -> Fit {
        Fit::Maybe
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        let files = &as_text(files, settings.encoding)?;
        reading(settings, &settle(settings, files)?)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let files = &as_text(files, settings.encoding)?;
        let tables = settle(settings, files)?;
        let fields: Vec<_> = settings.columns.keys().copied().collect();
        for table in &tables {
            read_table(table, &fields, sink)?;
        }
        reading(settings, &tables)
    }

    fn columns(
        &self,
        settings: &ExtractSettings,
        file: &Source,
    ) -> Result<Option<Box<dyn Columns>>> {
        let columns = CsvColumns::open(settings, file)?;
        Ok(Some(Box::new(columns)))
    }
}

fn settle<'a>(settings: &'a ExtractSettings, files: &'a [TextFile]) -> Result<Vec<Table<'a>>> {
    let wanted = mapping::wanted(settings)?;
    Table::settle_all(files, settings.delimiter, &wanted)
}

fn reading(settings: &ExtractSettings, tables: &[Table<'_>]) -> Result<Reading> {
    let dates = order_of_dates(settings.dates, tables)?;
    let tell = |table: &Table<'_>| {
        format!(
            "{}: csv, {}, dates {}",
            table.file.name,
            table.habits(),
            dates.word()
        )
    };
    Ok(Reading {
        dates,
        detected: tables.iter().map(tell).collect(),
        doubts: doubts(tables.iter().map(|table| table.file)),
    })
}

fn read_table(table: &Table<'_>, fields: &[Field], sink: &mut Sink<'_>) -> Result<()> {
    let columns: Vec<_> = fields
        .iter()
        .zip(&table.places)
        .filter_map(|(&field, &place)| Some((field, place?)))
        .collect();
    let mut row = RawRow::new(&table.file.name);
    let mut decoder = CellDecoder::new(table.file.encoding);
    table.for_each_record(sink, &mut |step, records, sink| {
        if step != Step::Record {
            return Ok(());
        }
        row.begin(records.line());
        // One look at the whole row is quicker than one at each cell. A character that two cells share is not one.
        let cells = decoder.as_they_are(records.cells());
        for &(field, place) in &columns {
            let text = cells.and_then(|cells| cells.get(records.span(place)));
            match text.or_else(|| decoder.decode(records.cell(place))) {
                Some(text) => row.set(field, text),
                None => row.set_broken(field),
            }
        }
        sink.row(&row)
    })
}

#[cfg(test)]
mod tests;
