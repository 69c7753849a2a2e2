//! Whether the first line is surely a header, and whether all of it may be shown.

use std::collections::HashSet;

use super::column::Column;
use super::distinct::InspectionKey;
use super::few_codes::is_printed_as_it_is;
use super::names::{Sureness, has_known_word, is_plain};
use crate::identified::source::{is_data, is_of_a_row};

/// The share of valid cells below which a name says nothing of its column.
const CONTRADICTED: f64 = 0.5;

/// The most digits of a name that is shown: a year.
const MOST_DIGITS: usize = 4;

/// The longest name that is shown, in bytes.
const LONGEST: usize = 80;

/// What speaks for and against a first line that is a header.
#[derive(Default)]
struct Evidence {
    /// Names that are there.
    filled: usize,
    /// Known names, of which the cells below say nothing else.
    known: usize,
    /// Names above numbers, dates or postcodes, without being one.
    above_data: usize,
    /// Numbers, dates or postcodes above others of them.
    data: usize,
    /// Names of which no word is known.
    unknown: usize,
    /// Whether one of them can only be of a row: a postcode, or a long number.
    is_of_a_row: bool,
}

impl Evidence {
    fn of(columns: &[Column]) -> Self {
        let mut evidence = Self::default();
        for column in columns {
            let name = column.name().trim();
            if !name.is_empty() {
                evidence.add(name, column);
            }
        }
        evidence
    }

    fn add(&mut self, name: &str, column: &Column) {
        let content = &column.content;
        let is_above_data = content.looks_like_dates()
            || content.looks_like().is_some()
            || content.are(|shapes| shapes.numbers);
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let could_be_data = is_data(name) && (is_above_data || content.filled() == 0);
        let is_data = could_be_data || (digits > MOST_DIGITS && content.filled() > 0);
        let has_letters = name.chars().any(char::is_alphabetic);
        self.filled += 1;
        self.is_of_a_row |= is_of_a_row(name);
        self.data += usize::from(is_data);
        self.above_data += usize::from(is_above_data && has_letters && !is_data);
        self.known += usize::from(column.is_plain && is_known(column));
        let leans = column.lean.is_some() || !column.abbreviates.is_empty();
        self.unknown += usize::from(!column.is_plain && !leans && !has_known_word(name));
    }

    /// Nothing may only be in a row of data, and known names or columns of data must speak for a header. Beside two
    /// known names a column may be called after a year or a day.
    const fn is_header(&self) -> bool {
        let is_told = self.known * 3 >= self.filled || self.above_data > 0;
        let speaks = self.known >= 2 || (is_told && self.data == 0);
        speaks && self.filled > 0 && !self.is_of_a_row
    }

    /// Whether the header as a whole is so surely one that its other names are names of columns too. Where most names
    /// are unknown, a row of names of persons is above the data as often as not.
    const fn is_sure(&self) -> bool {
        let kinds = self.known + self.above_data;
        self.is_header() && kinds >= 2 && self.known > 0 && self.unknown * 2 <= self.filled
    }
}

/// Whether a name is known, and its cells do not say otherwise.
fn is_known(column: &Column) -> bool {
    let Some(meant) = column.meant else {
        return false;
    };
    let orders = [
        crate::identified::settings::DateOrder::DayMonthYear,
        crate::identified::settings::DateOrder::YearMonthDay,
    ];
    let valid = orders.map(|order| column.content.share_valid(meant.field, order));
    let is_contradicted = valid
        .iter()
        .all(|share| share.is_some_and(|share| share < CONTRADICTED));
    let is_listed = matches!(meant.sureness, Sureness::Listed(_) | Sureness::Within);
    is_listed && (!is_contradicted || column.content.is_as_long_as_bsns())
}

/// Whether a first line names columns, and is not that of a person.
pub(super) fn is_header(columns: &[Column]) -> bool {
    Evidence::of(columns).is_header()
}

/// Lets all names be shown that are surely names of columns: the header is one, and no word of the name is a value of
/// the file.
pub(super) fn show_names(columns: &mut [Column], key: &InspectionKey) {
    if !Evidence::of(columns).is_sure() {
        return;
    }
    let values: HashSet<u64> = columns
        .iter()
        .flat_map(|column| column.content.distinct.digests())
        .collect();
    let is_value = |text: &str| values.contains(&key.digest(text));
    for column in columns {
        let name = column.name().trim();
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let holds_value = is_value(name)
            || name
                .split_whitespace()
                .any(|word| word.len() > 2 && !is_plain(word) && is_value(word));
        let is_of_one_line = is_printed_as_it_is(name) && name.len() <= LONGEST;
        column.is_shown |= digits <= MOST_DIGITS && is_of_one_line && !holds_value;
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::super::content::Workbench;
    use super::*;

    /// The columns of a header, with rows below it.
    fn columns(header: &[&str], rows: &[&[&str]]) -> (Vec<Column>, Workbench) {
        let name = |name: &&str| Zeroizing::new((*name).to_owned());
        let names: Vec<_> = header.iter().map(name).collect();
        let mut columns = Column::all(&names, false);
        let mut bench = Workbench::new().unwrap();
        for row in rows {
            for (column, cell) in columns.iter_mut().zip(*row) {
                column.content.add(cell, &mut bench);
            }
        }
        (columns, bench)
    }

    fn is_trusted(names: &[&str], rows: &[&[&str]]) -> bool {
        is_header(&columns(names, rows).0)
    }

    /// The names that may be shown.
    fn shown(header: &[&str], rows: &[&[&str]]) -> Vec<String> {
        let (mut columns, bench) = columns(header, rows);
        show_names(&mut columns, &bench.key);
        let shown = columns.iter().filter_map(Column::shown_name);
        shown.map(str::to_owned).collect()
    }

    const ROWS: &[&[&str]] = &[
        &["123456782", "Jansen", "1507XY", "4"],
        &["111222333", "Smit", "1508ZZ", "5"],
    ];

    #[test]
    fn a_first_line_of_a_person_is_no_header() {
        assert!(!is_trusted(&["999990019", "Jansen", "Fjola"], &[]));
        assert!(!is_trusted(&["999990019", "van", "1509AA", "7"], ROWS));
        assert!(!is_trusted(&["Jansen", "17-03-1971"], &[]));
        assert!(!is_trusted(&["Jansen", "1507 XY"], &[]));
        assert!(!is_trusted(&["Jansen", "Fjola", "V", "Zaandam"], &[]));
        assert!(!is_trusted(
            &["van", "Jansen", "Jan"],
            &[&["de", "Smit", "Piet"]]
        ));
        assert!(!is_trusted(&["", "", ""], &[]));
    }

    #[test]
    fn a_column_called_after_a_year_or_a_day_needs_two_known_names_beside_it() {
        let names = ["BSN", "Achternaam", "2024", "2025", "1-1-2026"];
        assert!(is_trusted(&names, &[]));
        assert!(!is_trusted(&["BSN", "Jansen", "1971"], &[]));
        assert!(!is_trusted(&["BSN", "Achternaam", "999990019"], &[]));
    }

    #[test]
    fn known_names_make_a_header() {
        let names = ["BSN", "Achternaam", "Kwq", "Zxc", "Rty", "Jkl"];
        assert!(is_trusted(&names, &[]) && is_trusted(&["Naam", "x"], &[]));
    }

    #[test]
    fn a_year_or_a_day_among_names_is_no_row_of_data() {
        assert!(is_trusted(&["BSN", "Naam", "Postcode", "2025"], ROWS));
        assert!(is_trusted(&["BSN", "Naam", "Postcode", "31-12-2025"], ROWS));
        let header = ["BSN", "Naam", "Postcode", "31-12-2025"];
        assert_eq!(shown(&header, ROWS), ["BSN", "Naam", "Postcode"]);
    }

    #[test]
    fn other_names_of_a_sure_header_are_shown_unless_they_are_values() {
        let header = ["BSN", "Naam", "Postcode", "Kwartaalgetal"];
        assert_eq!(shown(&header, ROWS), header);
        let header = ["BSN", "Naam", "Postcode", "Kenmerk Jansen"];
        assert_eq!(shown(&header, ROWS), ["BSN", "Naam", "Postcode"]);
        let header = ["BSN", "Fjola", "Ruud", "Bram"];
        assert_eq!(shown(&header, ROWS), ["BSN"], "most names are unknown");
        let header = ["BSN", "Naam", "Postcode", "Getal\u{202e}x"];
        assert_eq!(shown(&header, ROWS), ["BSN", "Naam", "Postcode"]);
    }
}
