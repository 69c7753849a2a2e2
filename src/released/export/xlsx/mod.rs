//! `tables.xlsx`: a cover, charts and sources, and a sheet per table.

mod charts;
mod cover;
mod sources;
mod style;
mod table;
mod texts;

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::ExportSettings;
use super::put::file;
use crate::error::untrusted::without_panic;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::released::calculate::ReleaseTables;
use texts::Texts;

/// How hard the sheets are packed, of 9: a tenth larger than at the usual 6, in a third of the time.
const PACKING: u8 = 2;

/// `tables.xlsx`. No author, no company; made, so it says, on the reference date.
///
/// The rows of a table wait in a file without a name in `folder`: in memory they would take ten times as much.
pub(super) fn files(
    tables: &ReleaseTables,
    settings: &ExportSettings,
    folder: &WholeFolder,
) -> Result<Vec<PathBuf>> {
    let texts = texts::texts(settings).ok_or_else(|| {
        let message = "templates/workbook.toml cannot be read";
        Error::new(Code::InternalError, message)
    })?;
    // The library panics where the disk refuses a row.
    let made = without_panic(|| workbook(tables, (settings, folder.partial()), &texts));
    let refused = || XlsxError::IoError(std::io::ErrorKind::StorageFull.into());
    let bytes = made
        .unwrap_or_else(|| Err(refused()))
        .map_err(not_written)?;
    let written = file(folder, "tables.xlsx", |file| file.put(&bytes))?;
    Ok(vec![written])
}

fn not_written(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => Error::io(Path::new("tables.xlsx"), "write", &error),
        _ => Error::new(
            Code::TableTooLarge,
            "tables.xlsx: the tables do not fit in a workbook",
        ),
    }
}

fn workbook(
    tables: &ReleaseTables,
    (settings, folder): (&ExportSettings, &Path),
    texts: &Texts,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder)?;
    workbook.set_zip_compression_level(PACKING);
    let created =
        ExcelDateTime::from_timestamp(i64::from(settings.reference_date.number()) * 86_400)?;
    let properties = DocProperties::new()
        .set_title(settings.release.as_str())
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    cover::fill(workbook.add_worksheet(), tables, settings, texts)?;
    charts::fill(workbook.add_worksheet(), tables, texts)?;
    sources::fill(
        workbook.add_worksheet(),
        tables.is_internal,
        settings,
        texts,
    )?;
    for table in tables.tables.iter().filter(|table| table::fits(table)) {
        let sheet = workbook.add_worksheet_with_low_memory()?;
        table::fill(sheet, table, tables.is_internal)?;
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use calamine::Reader as _;

    use super::super::Format;
    use super::super::tests::{made, settings, small};
    use super::*;
    use crate::vocabulary::Day;

    #[test]
    fn a_workbook_is_made_on_the_reference_date() {
        let mut other = settings();
        other.reference_date = Day::of(2025, 12, 31).unwrap();
        let tables = small(false);
        let made = |settings| made(&tables, Format::Xlsx, settings);
        assert_ne!(made(&settings()), made(&other));
    }

    #[test]
    fn a_table_that_is_too_long_for_a_sheet_is_in_the_other_formats_only() {
        let mut tables = small(false);
        let row = tables.tables[1].rows.remove(0);
        tables.tables[1].rows = vec![row; table::MOST_ROWS];
        assert!(table::fits(&tables.tables[1]));
        let last = tables.tables[1].rows[0].clone();
        tables.tables[1].rows.push(last);
        let bytes = made(&tables, Format::Xlsx, &settings()).remove(0).1;
        let book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let sheets = book.sheet_names();
        assert_eq!(sheets, ["voorblad", "grafieken", "bronnen", "headline"]);
    }

    #[test]
    fn a_full_disk_is_no_table_that_is_too_large() {
        let full = XlsxError::IoError(std::io::ErrorKind::StorageFull.into());
        assert_eq!(not_written(full).code(), Code::DiskFull);
    }
}
