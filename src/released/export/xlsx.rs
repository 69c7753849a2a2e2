//! `tables.xlsx`: a sheet per table, with filters, frozen headers and percentages.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use super::{ExportSettings, NamedFile, number, stamp};
use crate::error::{Code, Error, Result};
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};

/// `tables.xlsx`. No author, no company; made, so it says, on the reference date.
pub(super) fn files(tables: &ReleaseTables, settings: &ExportSettings) -> Result<Vec<NamedFile>> {
    let bytes = workbook(tables, settings).map_err(|_| {
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
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created =
        ExcelDateTime::from_timestamp(i64::from(settings.reference_date.number()) * 86_400)?;
    let properties = DocProperties::new()
        .set_title(settings.release.as_str())
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    for table in &tables.tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name)?;
        fill(sheet, table, tables.is_internal)?;
    }
    workbook.save_to_buffer()
}

fn fill(
    sheet: &mut Worksheet,
    table: &Table,
    is_internal: bool,
) -> std::result::Result<(), XlsxError> {
    let header_row = u32::from(is_internal);
    let bold = Format::new().set_bold();
    for (index, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(header_row, index, column.name, &bold)?;
        sheet.set_column_width(index, width(table, usize::from(index)))?;
    }
    for (row, values) in (header_row + 1..).zip(&table.rows) {
        for (index, (column, value)) in (0_u16..).zip(table.columns.iter().zip(values)) {
            write_cell(sheet, row, index, value, &format_of(column, values))?;
        }
    }
    if is_internal {
        let banner = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x9C_1C_1C));
        sheet.set_row_format(0, &banner)?;
        sheet.write_string_with_format(0, 0, stamp::BANNER, &banner)?;
    }
    sheet.set_freeze_panes(header_row + 1, 0)?;
    let last_row = header_row + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - 1);
    if let Some(last) = u16::try_from(table.columns.len())
        .ok()
        .and_then(|n| n.checked_sub(1))
    {
        sheet.autofilter(header_row, 0, last_row, last)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    match value {
        Value::Text(text) => sheet.write_string(row, column, text)?,
        Value::Count(count) => {
            sheet.write_number_with_format(row, column, *count as f64, format)?
        }
        Value::Decimal(decimal) => match number::rounded(*decimal) {
            Some(decimal) => sheet.write_number_with_format(row, column, decimal, format)?,
            None => sheet,
        },
        Value::Number(number) => sheet.write_number_with_format(row, column, *number, format)?,
        Value::Empty => sheet,
    };
    Ok(())
}

/// Percentages for shares (of the headline, the measure says which they are), two decimals for other ratios.
fn format_of(column: &Column, row: &[Value]) -> Format {
    let is_share = column.name.starts_with("share")
        || matches!(row.first(), Some(Value::Text(measure))
            if column.name == "value" && measure.starts_with("share_"));
    let is_ratio = matches!(column.name, "lift" | "expected")
        || matches!(row.first(), Some(Value::Text(measure))
            if column.name == "value" && measure.starts_with("mean_"));
    // A year has no thousands, and a public number the decimals that it came with.
    if column.name == "year" {
        return Format::new().set_num_format("0");
    }
    if column.kind == ColumnKind::Number {
        return Format::new();
    }
    Format::new().set_num_format(match (is_share, is_ratio) {
        (true, _) => "0.0%",
        (_, true) => "#,##0.00",
        _ => "#,##0",
    })
}

/// Room for the longest text of the column, in characters, from 10 to 60.
fn width(table: &Table, index: usize) -> f64 {
    let longest = table.rows.iter().filter_map(|row| match row.get(index) {
        Some(Value::Text(text)) => Some(text.chars().count()),
        _ => None,
    });
    // Two more for the arrow of the filter.
    let header = table.columns[index].name.len() + 2;
    longest.max().unwrap_or(0).max(header).clamp(10, 60) as f64 + 1.0
}

#[cfg(test)]
mod tests {
    use super::super::tests::{settings, small};
    use super::*;
    use crate::vocabulary::Day;

    #[test]
    fn shares_are_percentages_and_counts_whole_numbers() {
        let tables = small(false);
        let headline = &tables.tables[0];
        let format = |row: usize| format_of(&headline.columns[1], &headline.rows[row]);
        assert_eq!(format(0), Format::new().set_num_format("#,##0"));
        assert_eq!(format(1), Format::new().set_num_format("0.0%"));
    }

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
