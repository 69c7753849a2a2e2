//! The main figures and the stacking as charts, each with its numbers beside it.

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartFont, Format, Worksheet};

use super::style::{ACCENT, Written, banner, grey, heading, page, put_title};
use super::texts::Texts;
use crate::released::calculate::{ReleaseTables, Value};

/// A bar: its name, and how many households; `None` when hidden.
type Bar = (String, Option<u64>);

/// Fills the sheet of charts.
pub(super) fn fill(sheet: &mut Worksheet, tables: &ReleaseTables, texts: &Texts) -> Written {
    page(sheet, &texts.charts, [18.0, 14.0])?;
    let row = banner(sheet, tables.is_internal)?;
    let mut row = put_title(sheet, row, &texts.charts_text)?;
    for (name, bars) in [
        (&texts.at_least_text, at_least(tables, texts)),
        (&texts.exactly_text, exactly(tables)),
    ] {
        row = chart(sheet, (row, name), &bars, texts)?;
    }
    Ok(())
}

/// Writes the numbers and their chart; gives the first row below both.
fn chart(
    sheet: &mut Worksheet,
    (row, name): (u32, &str),
    bars: &[Bar],
    texts: &Texts,
) -> std::result::Result<u32, rust_xlsxwriter::XlsxError> {
    sheet.write_string_with_format(row, 0, &texts.services, &heading())?;
    sheet.write_string_with_format(row, 1, &texts.households, &heading())?;
    let whole = Format::new().set_num_format("#,##0");
    for (row, (name, number)) in (row + 1..).zip(bars) {
        sheet.write_string(row, 0, name)?;
        match number {
            Some(number) => sheet.write_number_with_format(row, 1, *number as f64, &whole)?,
            None => sheet.write_blank(row, 1, &grey())?,
        };
    }
    let count = u32::try_from(bars.len()).unwrap_or_default();
    if bars.iter().any(|(_, number)| number.is_some()) {
        let range = |column| (texts.charts.as_str(), row + 1, column, row + count, column);
        let mut chart = Chart::new_column();
        let labels = ChartDataLabel::new().show_value().clone();
        chart
            .add_series()
            .set_categories(range(0))
            .set_values(range(1))
            .set_format(rust_xlsxwriter::ChartSolidFill::new().set_color(ACCENT))
            .set_gap(60)
            .set_data_label(&labels);
        chart.title().set_name(name);
        chart
            .title()
            .set_font(ChartFont::new().set_size(12).set_bold());
        chart.legend().set_hidden();
        chart.y_axis().set_hidden(true).set_major_gridlines(false);
        chart.set_width(620).set_height(300).set_alt_text(name);
        sheet.insert_chart(row, 3, &chart)?;
    }
    // A chart is as high as 15 rows of 20 pixels.
    Ok(row + count.max(15) + 2)
}

/// The households with at least one, two and three services, of table `headline`.
fn at_least(tables: &ReleaseTables, texts: &Texts) -> Vec<Bar> {
    let bar = |number: u32| {
        let measure = format!("households_{number}_or_more");
        let mut rows = tables.rows("headline").iter();
        let row = rows.find(|row| is_text(row.first(), &measure));
        let name = texts.at_least.replace("{number}", &number.to_string());
        (name, count(row.and_then(|row| row.get(1))))
    };
    (1..=3).map(bar).collect()
}

/// The households with exactly 1, 2, … services, of table `stacking`.
fn exactly(tables: &ReleaseTables) -> Vec<Bar> {
    let bar = |row: &Vec<Value>| match &row[..] {
        [unit, dimension, _, Value::Text(services), households, ..]
            if is_text(Some(unit), "household") && is_text(Some(dimension), "all") =>
        {
            let is_number = services.parse::<u32>().is_ok_and(|number| number > 0);
            is_number.then(|| (services.to_string(), count(Some(households))))
        }
        _ => None,
    };
    tables.rows("stacking").iter().filter_map(bar).collect()
}

fn is_text(value: Option<&Value>, text: &str) -> bool {
    matches!(value, Some(Value::Text(own)) if own == text)
}

fn count(value: Option<&Value>) -> Option<u64> {
    match value {
        Some(Value::Count(count)) => Some(*count),
        _ => None,
    }
}
