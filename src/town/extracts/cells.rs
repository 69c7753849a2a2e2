//! Delimited text, stored as the provider stores it.

use crate::town::people::Birth;
use crate::town::providers::{Dates, Layout, Provider, Storage};
use crate::vocabulary::Day;

/// Stands between the cells of a row on its way to a workbook or a Parquet file.
pub(in crate::town) const BETWEEN_CELLS: char = '\u{1f}';

/// Adds a line of cells to `bytes`.
pub(super) fn put_line<'a>(
    provider: &Provider,
    cells: impl Iterator<Item = std::borrow::Cow<'a, str>>,
    bytes: &mut Vec<u8>,
) {
    let delimiter = match provider.layout {
        Layout::Delimited(delimiter) => delimiter,
        _ => BETWEEN_CELLS,
    };
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            put_char(delimiter, provider.storage, bytes);
        }
        let is_quoted = provider.is_quoted || cell.contains([delimiter, '"']);
        if is_quoted {
            bytes.push(b'"');
        }
        for one in cell.chars() {
            if one == '"' {
                bytes.push(b'"');
            }
            put_char(one, provider.storage, bytes);
        }
        if is_quoted {
            bytes.push(b'"');
        }
    }
    bytes.extend_from_slice(b"\r\n");
}

/// Adds a character; Windows-1252 has a question mark for what it lacks.
fn put_char(one: char, storage: Storage, bytes: &mut Vec<u8>) {
    if storage == Storage::Windows1252 {
        bytes.push(u8::try_from(u32::from(one)).unwrap_or(b'?'));
    } else {
        bytes.extend_from_slice(one.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// A date as the provider writes it.
pub(super) fn date(dates: Dates, year: u16, month: u8, day: u8) -> String {
    match dates {
        Dates::Dashes => format!("{day:02}-{month:02}-{year:04}"),
        Dates::Slashes => format!("{day:02}/{month:02}/{year:04}"),
        Dates::Iso => format!("{year:04}-{month:02}-{day:02}"),
        Dates::Digits => format!("{year:04}{month:02}{day:02}"),
    }
}

/// A birth date as the provider writes it, 00 for what is unknown.
pub(super) fn birth_date(dates: Dates, birth: Birth) -> String {
    date(dates, birth.year, birth.month, birth.day)
}

/// A day as the provider writes it; empty for none.
pub(super) fn day(dates: Dates, day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| {
        let (year, month, day) = day.parts();
        let part = |number: i8| number.unsigned_abs();
        date(dates, year.unsigned_abs(), part(month), part(day))
    })
}
