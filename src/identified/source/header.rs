//! The header of a table and the positions of the wanted columns. The header is never shown.

use std::io::Read;

use zeroize::Zeroizing;

use super::columns::Found;
use super::encoding::CellDecoder;
use super::guard::unguarded;
use super::records::{Records, Width};

use crate::identified::settings::Encoding;

/// The cells of a header; they may be those of a person when the header is missing, so they are wiped on drop.
pub(in crate::identified) struct Header {
    cells: Vec<Zeroizing<String>>,
}

impl Header {
    /// A header of these cells.
    pub(in crate::identified) const fn of(cells: Vec<Zeroizing<String>>) -> Self {
        Self { cells }
    }

    /// The cells of the last record.
    pub(in crate::identified) fn read<R: Read>(records: &Records<R>, encoding: Encoding) -> Self {
        let mut decoder = CellDecoder::new(encoding);
        let text = |place| {
            let text = decoder.decode(records.cell(place)).unwrap_or_default();
            Zeroizing::new(text.to_owned())
        };
        let cells = (0..records.cell_count()).map(text).collect();
        Self { cells }
    }

    /// The cells as they are there.
    pub(in crate::identified) fn names(&self) -> &[Zeroizing<String>] {
        &self.cells
    }

    /// How many cells the rows must have.
    pub(in crate::identified) fn width(&self) -> Width {
        let last = self.cells.iter().rposition(|cell| !cell.trim().is_empty());
        Width {
            named: last.map_or(0, |last| last + 1),
            all: self.cells.len(),
        }
    }

    /// Where the column of this name stands: as written, else without regard to case and to which white space stands
    /// where, line ends among it.
    pub(in crate::identified) fn find(&self, name: &str) -> Found {
        match self.find_by(|cell| cell == name) {
            Found::Absent => self.find_by(|cell| loose(unguarded(cell)).eq(loose(name))),
            found => found,
        }
    }

    fn find_by(&self, is_it: impl Fn(&str) -> bool) -> Found {
        let mut places = (0..self.cells.len()).filter(|&place| is_it(&self.cells[place]));
        match (places.next(), places.next()) {
            (Some(place), None) => Found::Once(place),
            (None, _) => Found::Absent,
            _ => Found::Twice,
        }
    }

    /// Whether the cells are those of a row: one can be nothing else, or most could be.
    pub(in crate::identified) fn looks_like_data(&self) -> bool {
        let filled = self.cells.iter().filter(|cell| !cell.trim().is_empty());
        let data = self.cells.iter().filter(|cell| is_data(cell)).count();
        2 * data >= filled.count().max(1) || self.cells.iter().any(|cell| is_of_a_row(cell))
    }

    /// All cells, in the order of the file, each in one line.
    pub(in crate::identified) fn names_in_line(&self) -> Vec<Zeroizing<String>> {
        let one_line = |cell: &Zeroizing<String>| {
            let text = unguarded(cell);
            if text == cell.trim() && !text.chars().any(char::is_control) {
                return cell.clone();
            }
            let mut name = Zeroizing::new(String::with_capacity(cell.len()));
            for word in text.split_whitespace() {
                let gap = if name.is_empty() { "" } else { " " };
                name.push_str(gap);
                name.push_str(word);
            }
            name
        };
        self.cells.iter().map(one_line).collect()
    }
}

/// The names of a header for the owner of the extract, when it can be no row of a person: half of the wanted columns
/// are in it.
pub(in crate::identified) fn for_owner(
    header: &Header,
    known: usize,
    wanted: usize,
) -> Option<String> {
    let is_shown = |name: &&str| !name.is_empty() && !is_data(name);
    let names = header.names_in_line();
    let names = names.iter().map(|name| name.trim()).filter(is_shown);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    (known > 0 && 2 * known >= wanted).then(|| format!("its columns are {}", names.join(", ")))
}

/// The letters of a name in small ones, its words one space apart.
fn loose(name: &str) -> impl Iterator<Item = char> {
    let words = name.split_whitespace().enumerate();
    words.flat_map(|(place, word)| {
        let gap = (place > 0).then_some(' ');
        gap.into_iter()
            .chain(word.chars().flat_map(char::to_lowercase))
    })
}

/// Whether a cell could be one of a row: a number of three digits or more, a date or a postcode. Columns are called so
/// too, after a year or a day.
pub(in crate::identified) fn is_data(cell: &str) -> bool {
    is_number_or_date(cell.trim()) || is_postcode(cell.trim())
}

/// Whether a cell can only be one of a row: a postcode, or a number with more digits than a day has.
pub(in crate::identified) fn is_of_a_row(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    is_postcode(cell.trim()) || (digits > 8 && is_number_or_date(cell.trim()))
}

fn is_number_or_date(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3
        && !is_element(cell)
        && cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"-/. ".contains(&byte))
}

fn is_postcode(cell: &str) -> bool {
    let cell: Vec<u8> = cell.bytes().filter(|byte| *byte != b' ').collect();
    cell.len() == 6
        && cell[..4].iter().all(u8::is_ascii_digit)
        && cell[4..].iter().all(u8::is_ascii_alphabetic)
}

/// Whether a name is the number of an element of the BRP: `CC.GG.EE`.
pub(in crate::identified) fn is_element(name: &str) -> bool {
    let bytes = name.trim().as_bytes();
    bytes.len() == 8
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            2 | 5 => *byte == b'.',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(cells: &[&str]) -> Header {
        let cells = cells
            .iter()
            .map(|&cell| Zeroizing::new(cell.to_owned()))
            .collect();
        Header { cells }
    }

    #[test]
    fn a_name_as_written_goes_before_one_in_other_case() {
        let header = header(&["bsn", "BSN", " Naam "]);
        assert_eq!(header.find("BSN"), Found::Once(1));
        assert_eq!(header.find("Bsn"), Found::Twice);
        assert_eq!(header.find("naam"), Found::Once(2));
        assert_eq!(header.find("postcode"), Found::Absent);
    }

    #[test]
    fn the_lines_and_spaces_of_a_name_do_not_count() {
        let header = header(&["Begin\r\ndatum", "eind\u{a0} datum", "Eind\tdatum 2"]);
        assert_eq!(header.find("begin datum"), Found::Once(0));
        assert_eq!(header.find("Eind datum"), Found::Once(1));
        assert_eq!(header.find("einddatum"), Found::Absent);
        let names: Vec<_> = header.names_in_line();
        assert_eq!(names[0].as_str(), "Begin datum");
    }

    #[test]
    fn a_column_called_after_a_year_or_a_day_makes_no_row_of_data() {
        assert!(!header(&["BSN", "Naam", "Product", "2025", "2026"]).looks_like_data());
        assert!(header(&["Jansen", "Piet", "V", "Zaandam", "1506 AB"]).looks_like_data());
    }

    #[test]
    fn the_names_of_a_header_are_told_where_half_of_the_wanted_ones_are_among_them() {
        let names = header(&["BSN", " Naam ", "", "999990019"]);
        let text = for_owner(&names, 1, 2);
        assert_eq!(text.as_deref(), Some("its columns are `BSN`, `Naam`"));
        assert_eq!(for_owner(&names, 1, 3), None);
        assert_eq!(for_owner(&names, 0, 0), None);
    }

    #[test]
    fn a_row_of_a_person_is_not_taken_for_a_header() {
        assert!(header(&["Jansen", "999990019"]).looks_like_data());
        assert!(header(&["Jansen", "1-2-1950"]).looks_like_data());
        assert!(header(&["Jansen", "1506 AB"]).looks_like_data());
        assert!(!header(&["naam", "postcode", "01.01.20", "huisnr 2"]).looks_like_data());
    }

    #[test]
    fn nameless_columns_at_the_end_need_not_be_in_a_row() {
        let width = header(&["a", "", "b", "", ""]).width();
        assert_eq!((width.named, width.all), (3, 5));
    }
}
