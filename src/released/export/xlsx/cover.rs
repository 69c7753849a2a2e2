//! The first sheet: what the workbook is, how it is protected, and where each table stands.

use rust_xlsxwriter::{Format, FormatUnderline, Url, Worksheet};

use super::super::ExportSettings;
use super::style::{ACCENT, Written, banner, heading, page, put_line, put_title, text};
use super::table::fits;
use super::texts::Texts;
use crate::released::calculate::ReleaseTables;

/// Fills the cover.
pub(super) fn fill(
    sheet: &mut Worksheet,
    tables: &ReleaseTables,
    settings: &ExportSettings,
    texts: &Texts,
) -> Written {
    page(sheet, &texts.cover, [22.0, 96.0])?;
    let row = banner(sheet, tables.is_internal)?;
    let mut row = put_title(sheet, row, &texts.title)?;
    for fact in facts(settings, texts, tables.is_internal) {
        put_line(sheet, row, fact)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, &texts.sheet, &heading())?;
    sheet.write_string_with_format(row, 1, &texts.holds, &heading())?;
    let link = Format::new()
        .set_font_color(ACCENT)
        .set_underline(FormatUnderline::Single);
    let own = [
        (true, texts.charts.as_str(), &texts.charts_text[..]),
        (true, texts.sources.as_str(), &texts.sources_text[..]),
    ];
    let of_tables = tables.tables.iter().map(|table| {
        let holds = texts.tables.get(table.name).map_or("", String::as_str);
        if fits(table) {
            (true, table.name, holds)
        } else {
            (false, table.name, &texts.too_long[..])
        }
    });
    for (row, (is_here, name, holds)) in (row + 1..).zip(own.into_iter().chain(of_tables)) {
        if is_here {
            let url = Url::new(format!("internal:{name}!A1")).set_text(name);
            sheet.write_url_with_format(row, 0, url, &link)?;
        } else {
            sheet.write_string(row, 0, name)?;
        }
        sheet.write_string_with_format(row, 1, holds, &text())?;
    }
    Ok(())
}

/// What the workbook is, line by line.
fn facts<'a>(
    settings: &'a ExportSettings,
    texts: &'a Texts,
    is_internal: bool,
) -> Vec<[&'a str; 2]> {
    let protection = if is_internal {
        &texts.exact_text
    } else {
        &texts.protected_text
    };
    let mut facts = vec![
        [&texts.project, settings.project.as_str()],
        [&texts.purpose, settings.purpose.as_str()],
        [&texts.period, texts.period_text.as_str()],
        [&texts.release, settings.release.as_str()],
        [&texts.about, texts.about_text.as_str()],
        [&texts.protection, protection.as_str()],
    ];
    if settings.is_made_up {
        facts.push([&texts.made_up, &texts.made_up_text]);
    }
    if !settings.missing.is_empty() {
        facts.push([&texts.missing, &texts.missing_text]);
    }
    facts
}
