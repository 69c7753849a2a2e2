//! Workbooks (`.xlsx`, `.xls` or `.ods`, whatever the name): the rows of one sheet.

mod biff;
mod book;
mod compound;
mod container;
mod hidden;
mod ods;
mod ods_sheet;
mod open;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
mod xls;
mod xlsx;
mod xlsx_parts;

pub(super) use self::container::{ODS, XLS, XLSX};

use self::sheet::Sheet;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings};
use crate::identified::source::columns::wanted;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::rows::Surveyed;
use crate::identified::source::table::{MappedTables, Table};

/// A workbook; the three kinds are read alike, and a name or `format` that says another of the three does no harm.
pub(super) struct Workbook(pub(super) ExtractFormat);

impl Format for Workbook {
    fn format(&self) -> ExtractFormat {
        self.0
    }

    fn probe(&self, file: &Source) -> Fit {
        Fit::sure_if(container::likely_kind(file) == Some(self.0))
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let wanted = wanted(settings)?;
        let mut tables: Vec<Box<dyn Table>> = Vec::with_capacity(files.len());
        for file in files {
            let sheet = Sheet::settle(file, settings.sheet.as_deref(), &wanted)?;
            tables.push(Box::new(sheet));
        }
        MappedTables::wanting(&wanted, tables, settings.dates)
    }

    fn tables(&self, file: &Source, sheet: Option<&str>) -> Result<Vec<Box<dyn Table>>> {
        let sheets = Sheet::all(file, sheet)?.into_iter();
        Ok(sheets
            .map(|sheet| Box::new(sheet) as Box<dyn Table>)
            .collect())
    }
}
