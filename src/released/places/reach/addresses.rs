//! Places of addresses, out of a BAG table.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::access::Point;
use super::placing::placed;
use crate::error::{Code, Error, Result};
use crate::files::open_plain;
use crate::released::places::finding::Findings;
use crate::released::places::sheet::stem;

/// The places of addresses, as far as they were found.
pub(super) type Wanted = BTreeMap<Address, Option<Point>>;

/// The columns of an address and its place, as `NLExtract` names them.
const COLUMNS: [&[&str]; 6] = [
    &["postcode"],
    &["huisnummer"],
    &["huisletter"],
    &["huisnummertoevoeging", "toevoeging"],
    &["x", "lon"],
    &["y", "lat"],
];

/// No table is longer when unpacked, in bytes: all addresses of the country are 2 GB.
const LONGEST_UNPACKED: u64 = 1 << 33;

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

/// Fills in the places of the addresses that the table at `path` has: a CSV, or a zip with one. Rows that are no text are
/// noted and left out.
///
/// # Errors
/// When it cannot be read, or lacks a column.
pub(super) fn find(path: &Path, wanted: &mut Wanted, findings: &mut Findings) -> Result<()> {
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
        return find_unpacked(path, (entry, LONGEST_UNPACKED), wanted, findings);
    }
    find_in(path, BufReader::new(file), wanted, findings)
}

fn find_unpacked(
    path: &Path,
    (table, longest): (impl Read, u64),
    wanted: &mut Wanted,
    findings: &mut Findings,
) -> Result<()> {
    let mut table = BufReader::new(table.take(longest));
    find_in(path, &mut table, wanted, findings)?;
    if table.get_ref().limit() == 0 {
        let what = format!("is larger than {} GB when unpacked", longest >> 30);
        return Err(Error::at(Code::ListInvalid, path, what));
    }
    Ok(())
}

/// The sign between the cells of a table, and the places of [`COLUMNS`], by its first line.
fn header(path: &Path, table: &mut impl BufRead) -> Result<(u8, [Option<usize>; 6])> {
    let mut header = String::new();
    let read = table.take(1 << 16).read_line(&mut header);
    read.map_err(|error| Error::io(path, "read", &error))?;
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
    Ok((delimiter, COLUMNS.map(place)))
}

fn find_in(
    path: &Path,
    mut table: impl BufRead,
    wanted: &mut Wanted,
    findings: &mut Findings,
) -> Result<()> {
    let (delimiter, places) = header(path, &mut table)?;
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
    let mut unreadable = 0;
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                if let csv::ErrorKind::Io(error) = error.into_kind() {
                    return Err(Error::io(path, "read", &error));
                }
                unreadable += 1;
                continue;
            }
        }
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
    if unreadable > 0 {
        let name = path.file_name().unwrap_or_default().display();
        findings.add(format!(
            "{unreadable} rows of the BAG table {name} are no text in UTF-8; they are left out"
        ));
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
        find_in(
            Path::new("bag.csv"),
            TABLE.as_bytes(),
            &mut wanted,
            &mut none(),
        )
        .unwrap();
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
        let mut wanted = BTreeMap::new();
        let error = find_in(
            Path::new("bag.csv"),
            short.as_bytes(),
            &mut wanted,
            &mut none(),
        );
        assert!(error.unwrap_err().to_string().contains("lacks"));
    }

    #[test]
    fn rows_behind_one_that_is_no_text_are_read() {
        let mut table = TABLE.as_bytes().to_vec();
        table.extend(b"Caf\xe9plein;3;;;1506BC;116020;494020\nDam;2;;;1506BC;116030;494030\n");
        let own = address(["1506BC", "2", "", ""]);
        let mut wanted = BTreeMap::from([(own.clone(), None)]);
        let mut findings = none();
        find_in(
            Path::new("a/bag.csv"),
            &table[..],
            &mut wanted,
            &mut findings,
        )
        .unwrap();
        assert_eq!(wanted[&own], Some([116_030.0, 494_030.0]));
        let said: Vec<String> = findings
            .into_list()
            .iter()
            .map(ToString::to_string)
            .collect();
        let expected =
            "f.csv: 1 rows of the BAG table bag.csv are no text in UTF-8; they are left out";
        assert_eq!(said, [expected]);
    }

    #[test]
    fn a_table_that_unpacks_too_far_is_refused() {
        for (longest, is_fit) in [(TABLE.len() as u64 + 1, true), (TABLE.len() as u64, false)] {
            let table = (TABLE.as_bytes(), longest);
            let found = find_unpacked(
                Path::new("bag.zip"),
                table,
                &mut BTreeMap::new(),
                &mut none(),
            );
            assert_eq!(found.is_ok(), is_fit, "{longest}");
        }
    }

    fn none() -> Findings {
        Findings::of("f.csv")
    }
}
