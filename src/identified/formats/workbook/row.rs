//! A workbook row as text: numbers without exponent, dates as `yyyy-mm-dd`.

use std::fmt::Write;

use calamine::{ExcelDateTime, ExcelDateTimeType};
use zeroize::Zeroizing;

use crate::identified::source::element::push_wiped;
use crate::vocabulary::moment::day_of_text;

/// The columns that a sheet can have; what stands beyond is skipped. Source: limits of Excel and LibreOffice.
const MOST_COLUMNS: usize = 16_384;

/// The bare numbers that are taken for days in a column of dates: those below could be years, those above are no days of our era.
const SERIAL_DAYS: std::ops::Range<f64> = 2_101.0..100_000.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Empty,
    Text,
    Number(f64),
    /// A day, as `yyyy-mm-dd`.
    Day,
    /// An error such as `#N/A`, or a time without a day.
    Broken,
}

#[derive(Clone, Copy)]
struct Cell {
    kind: Kind,
    begin: usize,
    end: usize,
}

const EMPTY: Cell = Cell {
    kind: Kind::Empty,
    begin: 0,
    end: 0,
};

/// A row of a sheet. One serves a whole sheet; its text is wiped on drop.
#[derive(Clone)]
pub(super) struct SheetRow {
    /// Its number in the sheet, from 1.
    pub(super) number: u64,
    text: Zeroizing<String>,
    cells: Vec<Cell>,
    is_1904: bool,
}

impl SheetRow {
    /// An empty row of a workbook whose days are counted from 1904, or else from 1900.
    pub(super) fn new(is_1904: bool) -> Self {
        Self {
            number: 0,
            text: Zeroizing::new(String::with_capacity(4096)),
            cells: Vec::with_capacity(64),
            is_1904,
        }
    }

    /// Begins the row of this number, without cells.
    pub(super) fn begin(&mut self, number: u64) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
    }

    pub(super) fn set_text(&mut self, column: usize, text: &str) {
        if !text.is_empty() {
            self.put(column, Kind::Text, text);
        }
    }

    /// Sets a number; a whole one gets no decimals.
    pub(super) fn set_number(&mut self, column: usize, value: f64) {
        // The longest has some 330 digits; memory that grew would leave a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(400));
        // A number that is whole loses nothing, and none is ever written with an exponent.
        let _ = write!(text, "{value}");
        self.put(column, Kind::Number(value), &text);
    }

    /// Sets a day, counted as workbooks do; nothing for day 0, which is what a formula makes of an empty cell.
    pub(super) fn set_serial_day(&mut self, column: usize, value: f64) {
        match written(value, self.is_1904) {
            Some(day) => self.put(column, Kind::Day, &day),
            None if (0.0..1.0).contains(&value) => {}
            None => self.set_broken(column),
        }
    }

    /// Sets a day as XML writes it, `yyyy-mm-dd`, with or without a time; with a zone it is the day in the Netherlands.
    pub(super) fn set_iso_day(&mut self, column: usize, text: &str) {
        let local = day_of_text(text).map(|day| Zeroizing::new(day.to_string()));
        let day = text.split('T').next().unwrap_or(text);
        self.put(column, Kind::Day, local.as_ref().map_or(day, |day| day));
    }

    /// Says that a cell holds nothing that can be used.
    pub(super) fn set_broken(&mut self, column: usize) {
        self.put(column, Kind::Broken, "");
    }

    fn put(&mut self, column: usize, kind: Kind, text: &str) {
        if column >= MOST_COLUMNS {
            return;
        }
        if column >= self.cells.len() {
            self.cells.resize(column + 1, EMPTY);
        }
        let begin = self.text.len();
        push_wiped(&mut self.text, text);
        let end = self.text.len();
        self.cells[column] = Cell { kind, begin, end };
    }

    /// The number of cells up to the last that is not empty.
    pub(super) fn width(&self) -> usize {
        self.cells.len()
    }

    /// How many cells hold something.
    pub(super) fn filled(&self) -> usize {
        (0..self.cells.len())
            .filter(|&column| {
                self.kind(column) == Kind::Broken || !self.text(column).trim().is_empty()
            })
            .count()
    }

    pub(super) fn kind(&self, column: usize) -> Kind {
        self.cells.get(column).map_or(Kind::Empty, |cell| cell.kind)
    }

    /// The text of a cell, empty beyond the last.
    pub(super) fn text(&self, column: usize) -> &str {
        let cell = self.cells.get(column).unwrap_or(&EMPTY);
        &self.text[cell.begin..cell.end]
    }

    /// The day that a cell of a column of dates stands for, where it is a bare number.
    pub(super) fn bare_day(&self, column: usize) -> Option<Zeroizing<String>> {
        match self.kind(column) {
            Kind::Number(value) if SERIAL_DAYS.contains(&value) => written(value, self.is_1904),
            _ => None,
        }
    }
}

/// The day of a serial number as `yyyy-mm-dd`; `None` where it is not one.
fn written(value: f64, is_1904: bool) -> Option<Zeroizing<String>> {
    // Up to 31 December 9999, counted from 1900.
    if !(1.0..2_958_466.0).contains(&value) {
        return None;
    }
    let day = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    let mut text = Zeroizing::new(String::with_capacity(16));
    write!(text, "{year:04}-{month:02}-{day:02}").ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(is_1904: bool, fill: impl Fn(&mut SheetRow)) -> SheetRow {
        let mut row = SheetRow::new(is_1904);
        row.begin(1);
        fill(&mut row);
        row
    }

    #[test]
    fn numbers_have_no_exponent_and_no_needless_decimals() {
        for (value, text) in [
            (123_456_782.0, "123456782"),
            (12.5, "12.5"),
            (1e15, "1000000000000000"),
            (363_200_012_345_678.0, "363200012345678"),
            (0.000_01, "0.00001"),
            (-3.0, "-3"),
        ] {
            assert_eq!(row(false, |row| row.set_number(0, value)).text(0), text);
        }
    }

    #[test]
    fn days_are_counted_from_1900_or_from_1904() {
        for (value, is_1904, day) in [
            (1.0, false, "1900-01-01"),
            (46_387.0, false, "2026-12-31"),
            (46_387.75, false, "2026-12-31"),
            (44_925.0, true, "2026-12-31"),
            (2_958_465.0, false, "9999-12-31"),
        ] {
            let row = row(is_1904, |row| row.set_serial_day(0, value));
            assert_eq!((row.text(0), row.kind(0)), (day, Kind::Day));
        }
    }

    #[test]
    fn day_zero_is_an_empty_cell_and_what_is_no_day_is_broken() {
        let row = row(false, |row| {
            row.set_serial_day(0, 0.0);
            row.set_serial_day(1, -4.0);
            row.set_serial_day(2, f64::NAN);
        });
        let kinds = [0, 1, 2].map(|column| row.kind(column));
        assert_eq!(kinds, [Kind::Empty, Kind::Broken, Kind::Broken]);
    }

    #[test]
    fn a_bare_number_is_a_day_only_where_it_cannot_be_a_year_or_eight_digits() {
        let bare = |value| row(false, |row| row.set_number(0, value)).bare_day(0);
        assert_eq!(bare(46_387.0).unwrap().as_str(), "2026-12-31");
        for value in [1950.0, 2026.0, 1_011_950.0, 19_501_231.0, -1.0] {
            assert_eq!(bare(value), None);
        }
    }

    #[test]
    fn a_row_keeps_its_text_while_it_grows_and_forgets_it_at_the_next() {
        let long = "x".repeat(5_000);
        let mut row = row(false, |row| {
            row.set_text(0, "Jansen");
            row.set_text(2, &long);
            row.set_text(1 << 20, "beyond");
        });
        assert_eq!(
            (row.text(0), row.text(2), row.width()),
            ("Jansen", long.as_str(), 3)
        );
        assert_eq!(row.filled(), 2);
        row.begin(2);
        assert_eq!((row.text(0), row.width()), ("", 0));
    }
}
