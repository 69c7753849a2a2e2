//! Delimited text with a header line: a row per line.

use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, FileKind};
use crate::identified::source::columns::wanted;
use crate::identified::source::delimited::Delimited;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::rows::Surveyed;
use crate::identified::source::table::{MappedTables, Table};
use crate::identified::source::text::{TextFile, texts};

/// Delimited text, in whatever habit.
pub(in crate::identified) const FORMAT: ExtractFormat =
    ExtractFormat::table("csv", "a CSV", FileKind::Delimited);

pub(super) struct Csv;

impl Format for Csv {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, _file: &Source) -> Fit {
        Fit::Maybe
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let files = texts(files, settings.encoding)?;
        let wanted = wanted(settings)?;
        let mut tables: Vec<Box<dyn Table>> = Vec::with_capacity(files.len());
        for file in files {
            let table = Delimited::settle(file, FORMAT, settings.delimiter, &wanted)?;
            tables.push(Box::new(table));
        }
        MappedTables::wanting(&wanted, tables, settings.dates)
    }

    fn tables(&self, file: &Source, _sheet: Option<&str>) -> Result<Vec<Box<dyn Table>>> {
        let file = TextFile::open(&file.path, None)?;
        Ok(vec![Box::new(Delimited::settle(file, FORMAT, None, &[])?)])
    }
}

#[cfg(test)]
mod tests;
