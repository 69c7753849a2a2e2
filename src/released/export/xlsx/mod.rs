//! `tables.xlsx`: a cover, charts and sources, and a sheet per table.

mod charts;
mod cover;
mod sources;
mod style;
mod table;
mod texts;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{ExportSettings, NamedFile};
use crate::error::{Code, Error, Result};
use crate::released::calculate::ReleaseTables;
use texts::Texts;

/// `tables.xlsx`. No author, no company; made, so it says, on the reference date.
pub(super) fn files(tables: &ReleaseTables, settings: &ExportSettings) -> Result<Vec<NamedFile>> {
    let texts = texts::texts(settings).ok_or_else(|| {
        let message = "templates/workbook.toml cannot be read";
        Error::new(Code::InternalError, message)
    })?;
    let bytes = workbook(tables, settings, &texts).map_err(|_| {
        Error::new(
            Code::TableTooLarge,
            "tables.xlsx: the tables do not fit in a workbook",
        )
    })?;
    Ok(vec![("tables.xlsx".into(), bytes)])
}

fn workbook(
    tables: &ReleaseTables,
    settings: &ExportSettings,
    texts: &Texts,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
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
    for table in &tables.tables {
        table::fill(workbook.add_worksheet(), table, tables.is_internal)?;
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{settings, small};
    use super::*;
    use crate::vocabulary::Day;

    #[test]
    fn a_workbook_is_made_on_the_reference_date() {
        let mut other = settings();
        other.reference_date = Day::of(2025, 12, 31).unwrap();
        let tables = small(false);
        assert_ne!(
            files(&tables, &settings()).unwrap(),
            files(&tables, &other).unwrap()
        );
    }
}
