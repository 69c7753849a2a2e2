//! Places of addresses, out of a BAG table.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::access::Point;
use super::placing::placed;
use crate::error::{Code, Error, Result};
use crate::files::open_plain;
use crate::released::places::sheet::stem;

/// The columns of an address and its place, as `NLExtract` names them.
const COLUMNS: [&[&str]; 6] = [
    &["postcode"],
    &["huisnummer"],
    &["huisletter"],
    &["huisnummertoevoeging", "toevoeging"],
    &["x", "lon"],
    &["y", "lat"],
];

/// Postcode, house number, and letter with addition, without spaces and in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address([String; 3]);

impl Address {
    /// The address of four texts; `None` without a postcode and a number. Letters behind the number are a letter.
    pub(super) fn of([postcode, number, letter, addition]: [&str; 4]) -> Option<Self> {
        let plain = |text: &str| -> String {
            let signs = text.chars().filter(|sign| sign.is_alphanumeric());
            signs.flat_map(char::to_uppercase).collect()
        };
        let postcode = plain(postcode);
        let is_postcode =
            postcode.len() == 6 && postcode.bytes().take(4).all(|b| b.is_ascii_digit());
        let number = plain(number);
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        let suffix = format!(
            "{}{}{}",
            &number[digits.len()..],
            plain(letter),
            plain(addition)
        );
        let number = digits.trim_start_matches('0').to_owned();
        (is_postcode && !number.is_empty()).then_some(Self([postcode, number, suffix]))
    }
}

/// Fills in the places of the addresses that the table at `path` has: a CSV, or a zip with one.
///
/// # Errors
/// When it cannot be read, or lacks a column.
pub(super) fn find(path: &Path, wanted: &mut BTreeMap<Address, Option<Point>>) -> Result<()> {
    let io = |error| Error::io(path, "read", &error);
    let mut file = open_plain(path).map_err(io)?;
    let mut first = [0; 4];
    let length = file.read(&mut first).map_err(io)?;
    drop(file);
    let file = open_plain(path).map_err(io)?;
    if first[..length] == *b"PK\x03\x04" {
        let invalid = || Error::at(Code::ListInvalid, path, "is no zip with a CSV");
        let mut package = ZipArchive::new(file).map_err(|_| invalid())?;
        let entry = package.by_index(0).map_err(|_| invalid())?;
        return find_in(path, BufReader::new(entry), wanted);
    }
    find_in(path, BufReader::new(file), wanted)
}

fn find_in(
    path: &Path,
    mut table: impl BufRead,
    wanted: &mut BTreeMap<Address, Option<Point>>,
) -> Result<()> {
    let mut header = String::new();
    table
        .by_ref()
        .take(1 << 16)
        .read_line(&mut header)
        .map_err(|error| Error::io(path, "read", &error))?;
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let header = header.trim_start_matches('\u{feff}').trim_end();
    let stems: Vec<String> = header
        .split(char::from(delimiter))
        .map(|name| stem(name.trim_matches('"')))
        .collect();
    let place = |names: &[&str]| {
        let mut names = names.iter();
        names.find_map(|name| stems.iter().position(|stem| stem == name))
    };
    let places = COLUMNS.map(place);
    let [
        Some(postcode),
        Some(number),
        letter,
        addition,
        Some(x),
        Some(y),
    ] = places
    else {
        let what = "lacks postcode, huisnummer, x or y";
        let hint = "use the full CSV of NLExtract, which has the place of each address";
        return Err(Error::at(Code::ListInvalid, path, what).hint(hint));
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(table);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).unwrap_or(false) {
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let text = |place: Option<usize>| place.map_or("", cell);
        let address = Address::of([cell(postcode), cell(number), text(letter), text(addition)]);
        let Some(place) = address.and_then(|address| wanted.get_mut(&address)) else {
            continue;
        };
        let both = cell(x).parse().ok().zip(cell(y).parse().ok());
        let found = both.and_then(|(x, y)| placed(x, y));
        *place = place.or(found.map(|found| found.point));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\u{feff}openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;x;y\n\
        Dam;1;;;1506BC;116000;494000\n\
        Dam;1;a;2;1506BC;116010;494010\n";

    fn address(parts: [&str; 4]) -> Address {
        Address::of(parts).unwrap()
    }

    #[test]
    fn an_address_is_found_however_it_is_written() {
        let written = [
            ["1506 bc", "1", "", ""],
            ["1506BC", "1A-2", "", ""],
            ["1506BC", "1", "A", "2"],
            ["1506BC", "2", "", ""],
        ];
        let mut wanted = written.map(|parts| (address(parts), None)).into();
        find_in(Path::new("bag.csv"), TABLE.as_bytes(), &mut wanted).unwrap();
        let place = |parts| wanted[&address(parts)];
        assert_eq!(place(written[0]), Some([116_000.0, 494_000.0]));
        assert_eq!(place(written[1]), Some([116_010.0, 494_010.0]));
        assert_eq!(place(written[2]), place(written[1]));
        assert_eq!(place(written[3]), None);
    }

    #[test]
    fn what_is_no_address_and_no_table_of_them_is_refused() {
        assert_eq!(Address::of(["", "1", "", ""]), None);
        assert_eq!(Address::of(["1506BC", "bij de kerk", "", ""]), None);
        let short = "postcode;huisnummer\n1506BC;1\n";
        let error = find_in(Path::new("bag.csv"), short.as_bytes(), &mut BTreeMap::new());
        assert!(error.unwrap_err().to_string().contains("lacks"));
    }
}
