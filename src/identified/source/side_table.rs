//! The wanted cells of a small table besides the extract (institutions, areas).

use std::io::Read;
use std::path::Path;

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use super::code_page::character;
use super::delimited::DELIMITERS;
use super::guard::unguarded;
use super::likely_page::Neighbours;
use super::side_file::{unreadable, with_text};
use crate::error::{Code, Error, Result};
use crate::identified::settings::Encoding;

/// The bytes of a table by which its code page is known.
const BEGINNING: u64 = 16 << 20;

/// The columns that one table may be asked for.
const MOST_COLUMNS: usize = 16;

/// Calls `each` with the wanted cells of every row of the table at `path`, without white space around them.
///
/// `columns` holds the names that each wanted column may have, the preferred first: compared without regard to case and
/// outer white space, a name that ends in `*` fits every header that begins so, and a list with the empty name makes
/// the column optional (its cell is then empty in every row). At most 16 columns. The table may stand alone in a zip file. The delimiter is detected; text is
/// UTF-8, with or without a byte order mark, or else of the likeliest code page. Empty rows are skipped, short rows are filled up.
///
/// # Errors
/// When the file cannot be read, is not text, or lacks a wanted column; and what `each` gives back.
pub(in crate::identified) fn for_each_side_row(
    path: &Path,
    columns: &[&[&str]],
    each: &mut dyn FnMut(&[&str]) -> Result<()>,
) -> Result<()> {
    let (delimiter, places) = find_columns(path, columns)?;
    let page = likely_page(path)?;
    with_text(path, |text| {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text);
        let mut record = ByteRecord::new();
        let mut texts = vec![String::new(); places.len()];
        while next(path, &mut reader, &mut record)? {
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            for (text, place) in texts.iter_mut().zip(&places) {
                let cell = place.and_then(|place| record.get(place)).unwrap_or(b"");
                decode(cell, page, text);
            }
            let mut cells = [""; MOST_COLUMNS];
            for (cell, text) in cells.iter_mut().zip(&texts) {
                *cell = unguarded(text);
            }
            each(&cells[..texts.len()])?;
        }
        Ok(())
    })
}

/// Reads the next record; `false` at the end.
fn next(path: &Path, reader: &mut Reader<&mut dyn Read>, record: &mut ByteRecord) -> Result<bool> {
    reader
        .read_byte_record(record)
        .map_err(|error| match error.into_kind() {
            ErrorKind::Io(error) => unreadable(path, &error),
            _ => Error::new(
                Code::ListInvalid,
                format!("{}: is not a table", path.display()),
            )
            .hint("save the table as CSV (UTF-8) and use that file"),
        })
}

/// The delimiter of the table at `path`, and the header of each column that it has (in lower case).
///
/// # Errors
/// As [`for_each_side_row`].
pub(in crate::identified) fn columns_of(
    path: &Path,
    columns: &[&[&str]],
) -> Result<(u8, Vec<Option<String>>)> {
    let (delimiter, places) = find_columns(path, columns)?;
    let header = header(path, delimiter)?;
    let name = |place: &Option<usize>| place.and_then(|place| header.get(place).cloned());
    Ok((delimiter, places.iter().map(name).collect()))
}

/// The delimiter under which most of the wanted columns are found, and where they stand.
fn find_columns(path: &Path, columns: &[&[&str]]) -> Result<(u8, Vec<Option<usize>>)> {
    let mut best = (DELIMITERS[0], Vec::new(), 0);
    for delimiter in DELIMITERS {
        let header = header(path, delimiter)?;
        let places: Vec<_> = columns.iter().map(|names| find(&header, names)).collect();
        let found = places.iter().flatten().count();
        if found > best.2 || best.1.is_empty() {
            best = (delimiter, places, found);
        }
    }
    let missing: Vec<_> = columns
        .iter()
        .zip(&best.1)
        .filter(|(names, place)| place.is_none() && !names.contains(&""))
        .filter_map(|(names, _)| names.first())
        .map(|name| format!("`{name}`"))
        .collect();
    if missing.is_empty() && columns.len() <= MOST_COLUMNS {
        return Ok((best.0, best.1));
    }
    let missing = missing.join(", ");
    Err(Error::new(
        Code::ListInvalid,
        format!("{}: has no column {missing}", path.display()),
    )
    .hint("the first line must name the columns, separated by `;`, `,`, a tab or `|`"))
}

/// The first header cell that has one of the names, in the order of the names.
fn find(header: &[String], names: &[&str]) -> Option<usize> {
    let mut wanted = names.iter().filter(|name| !name.is_empty());
    wanted.find_map(|name| {
        let name = name.to_lowercase();
        header.iter().position(|cell| match name.strip_suffix('*') {
            Some(beginning) => cell.starts_with(beginning),
            None => *cell == name,
        })
    })
}

/// The cells of the first line, in lower case and without white space around them.
fn header(path: &Path, delimiter: u8) -> Result<Vec<String>> {
    let record = with_text(path, |text| {
        let mut beginning = text.take(1_000_000);
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&mut beginning as &mut dyn Read);
        let mut record = ByteRecord::new();
        if next(path, &mut reader, &mut record)? {
            return Ok(record);
        }
        Err(Error::new(
            Code::ListInvalid,
            format!("{}: is empty", path.display()),
        ))
    })?;
    let mut text = String::new();
    let lower = |cell: &[u8]| {
        decode(cell, Encoding::Windows1252, &mut text);
        text.trim().to_lowercase()
    };
    Ok(record.iter().map(lower).collect())
}

/// The code page of a table that is not UTF-8, by its beginning.
fn likely_page(path: &Path) -> Result<Encoding> {
    with_text(path, |text| {
        let neighbours = Neighbours::count(&mut text.take(BEGINNING));
        let neighbours = neighbours.map_err(|error| unreadable(path, &error))?;
        Ok(neighbours.decide().encoding())
    })
}

/// Writes a cell into `text`: UTF-8 where it is that, else of the code page.
fn decode(cell: &[u8], page: Encoding, text: &mut String) {
    text.clear();
    match std::str::from_utf8(cell) {
        Ok(cell) => text.push_str(cell),
        Err(_) => text.extend(
            cell.iter()
                .map(|&byte| character(page, byte).unwrap_or(char::REPLACEMENT_CHARACTER)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], columns: &[&[&str]]) -> Result<Vec<Vec<String>>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut rows = Vec::new();
        for_each_side_row(file.path(), columns, &mut |cells| {
            rows.push(cells.iter().map(|&cell| cell.to_owned()).collect());
            Ok(())
        })?;
        Ok(rows)
    }

    #[test]
    fn the_layout_of_cbs_is_found_whatever_its_year() {
        let text =
            b"PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025\n1011AB;99;0363AF01;0363AF;0363\n";
        let columns: [&[&str]; 4] = [
            &["postcode", "pc6"],
            &["huisnummer"],
            &["wijk*"],
            &["buurt*"],
        ];
        let rows = rows(text, &columns).unwrap();
        assert_eq!(rows, [["1011AB", "99", "0363AF", "0363AF01"]]);
    }

    #[test]
    fn an_optional_column_may_be_absent() {
        let text = b"\xef\xbb\xbfPostcode,House_Number\r\n1500AA, 3 \r\n\r\n1500AB\r\n";
        let columns: [&[&str]; 3] = [&["postcode"], &["house_number"], &["house_letter", ""]];
        let rows = rows(text, &columns).unwrap();
        assert_eq!(rows, [["1500AA", "3", ""], ["1500AB", "", ""]]);
    }

    #[test]
    fn a_wanted_column_that_is_absent_is_named_and_the_header_is_not() {
        let error = rows(b"Jansen;Piet\n", &[&["postcode"]]).unwrap_err();
        assert!(error.to_string().contains("`postcode`"));
        assert!(!error.to_string().contains("Jansen"));
    }

    #[test]
    fn names_in_a_code_page_are_read() {
        for bytes in [
            &b"wijk\tname\n01\tCo\xf6peratie\n"[..],
            b"wijk\tname\n01\tCo\x94peratie\n02\tCaf\x82\n",
        ] {
            let rows = rows(bytes, &[&["name"]]).unwrap();
            assert_eq!(rows[0], ["Coöperatie"]);
        }
    }
}
