//! How sheets look: titles, lines of text, what is hidden, the banner of an internal workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::super::stamp;

/// What the library of workbooks says.
pub(super) type Written = std::result::Result<(), XlsxError>;

/// How many characters of a text fit on a line, with some to spare.
const LINE: usize = 90;

/// The colour of headings, bars and links.
pub(super) const ACCENT: Color = Color::RGB(0x0F_5F_6B);

/// The row of an internal workbook that says so, on every sheet; gives the row below it.
pub(super) fn banner(
    sheet: &mut Worksheet,
    is_internal: bool,
) -> std::result::Result<u32, XlsxError> {
    if is_internal {
        let banner = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x9C_1C_1C));
        sheet.set_row_format(0, &banner)?;
        sheet.write_string_with_format(0, 0, stamp::BANNER, &banner)?;
    }
    Ok(u32::from(is_internal))
}

/// A sheet to read, not to filter: no lines between the cells, and columns of these widths, in characters.
pub(super) fn page(sheet: &mut Worksheet, name: &str, widths: [f64; 2]) -> Written {
    sheet.set_name(name)?.set_screen_gridlines(false);
    on_paper(sheet);
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// Printed on its side, as wide as the paper.
pub(super) fn on_paper(sheet: &mut Worksheet) {
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
}

/// Writes the title of a page; gives the row of what follows.
pub(super) fn put_title(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
) -> std::result::Result<u32, XlsxError> {
    sheet.set_row_height(row, 24)?;
    sheet.write_string_with_format(row, 0, text, &heading().set_font_size(16))?;
    Ok(row + 2)
}

/// Writes a word and what is said of it, in as many lines as that needs: not every program makes room by itself.
pub(super) fn put_line(sheet: &mut Worksheet, row: u32, [word, said]: [&str; 2]) -> Written {
    let lines = said.chars().count().div_ceil(LINE).max(1);
    sheet.set_row_height(row, 15.0 * lines as f64)?;
    sheet.write_string_with_format(row, 0, word, &label())?;
    sheet.write_string_with_format(row, 1, said, &text())?;
    Ok(())
}

/// The place of a number that is hidden.
pub(super) fn grey() -> Format {
    Format::new().set_background_color(Color::RGB(0xED_ED_ED))
}

pub(super) fn heading() -> Format {
    Format::new().set_bold().set_font_color(ACCENT)
}

fn label() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Top)
}

pub(super) fn text() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}
