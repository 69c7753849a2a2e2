//! A table on a sheet of its own, with filters, frozen headers and percentages.

use rust_xlsxwriter::{Color, Format, FormatBorder, Worksheet};

use super::style::{Written, banner, grey, heading, on_paper};
use crate::released::calculate::{Column, ColumnKind, Table, Value, finite};

/// A sheet has 1,048,576 rows: a banner, a header, and these.
pub(super) const MOST_ROWS: usize = (1 << 20) - 2;

/// Whether a table fits on a sheet; of a country those by area may not, and are in the other formats only.
pub(super) fn fits(table: &Table) -> bool {
    table.rows.len() <= MOST_ROWS
}

/// Fills a sheet with a table.
pub(super) fn fill(sheet: &mut Worksheet, table: &Table, is_internal: bool) -> Written {
    sheet.set_name(table.name)?;
    on_paper(sheet);
    let header_row = banner(sheet, is_internal)?;
    let header = heading().set_border_bottom(FormatBorder::Thin);
    for (index, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(header_row, index, column.name, &header)?;
        sheet.set_column_width(index, width(table, usize::from(index)))?;
    }
    let formats = Formats::new();
    for (row, values) in (header_row + 1..).zip(&table.rows) {
        for (index, (column, value)) in (0_u16..).zip(table.columns.iter().zip(values)) {
            formats.write(sheet, (row, index), column, (value, values))?;
        }
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

/// How cells look.
struct Formats {
    hidden: Format,
    empty: Format,
    public: Format,
    share: Format,
    year: Format,
    ratio: Format,
    whole: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |form| Format::new().set_num_format(form);
        Self {
            hidden: Format::new().set_italic().set_font_color(Color::Gray),
            empty: grey(),
            public: Format::new(),
            share: number("0.0%"),
            year: number("0"),
            ratio: number("#,##0.00"),
            whole: number("#,##0"),
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        of: &Column,
        (value, values): (&Value, &[Value]),
    ) -> Written {
        let format = self.of(of, value, values);
        match value {
            Value::Text(text) if text == "hidden" => {
                sheet.write_string_with_format(row, column, text.as_str(), &self.hidden)?
            }
            Value::Text(text) => sheet.write_string(row, column, text.as_str())?,
            Value::Count(count) => {
                sheet.write_number_with_format(row, column, *count as f64, format)?
            }
            Value::Decimal(decimal) => match finite(*decimal) {
                Some(decimal) => sheet.write_number_with_format(row, column, decimal, format)?,
                None => sheet,
            },
            Value::Number(number) => {
                sheet.write_number_with_format(row, column, *number, format)?
            }
            Value::Empty => sheet.write_blank(row, column, &self.empty)?,
        };
        Ok(())
    }

    /// Percentages for shares (of the headline, the measure says which they are), two decimals for other ratios.
    fn of(&self, column: &Column, value: &Value, row: &[Value]) -> &Format {
        let is_share = column.name.starts_with("share")
            || matches!(row.first(), Some(Value::Text(measure))
                if column.name == "value" && measure.starts_with("share_"));
        match (is_share, value) {
            // A year has no thousands, and a public number the decimals that it came with.
            _ if column.kind == ColumnKind::Number => &self.public,
            (true, _) => &self.share,
            _ if column.name == "year" => &self.year,
            (_, Value::Decimal(_)) => &self.ratio,
            _ => &self.whole,
        }
    }
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
    use super::super::super::tests::small;
    use super::*;

    #[test]
    fn shares_are_percentages_and_counts_whole_numbers() {
        let tables = small(false);
        let headline = &tables.tables[0];
        let formats = Formats::new();
        let format = |row: usize| {
            let row = &headline.rows[row];
            formats.of(&headline.columns[1], &row[1], row).clone()
        };
        assert_eq!(format(0), Format::new().set_num_format("#,##0"));
        assert_eq!(format(1), Format::new().set_num_format("0.0%"));
    }
}
