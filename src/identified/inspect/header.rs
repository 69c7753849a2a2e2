//! The columns of a file in, whether its first line can be trusted to be a header out.

use super::column::Column;
use super::names::Sureness;
use crate::identified::extract::{is_data, is_of_a_row};
use zeroize::Zeroizing;

/// Whether a first line names columns, and is not that of a person.
///
/// Nothing in it may be the number or postcode of a row, and something must speak for a header: names that are known, or
/// columns full of numbers, dates or postcodes below a cell that is none. Beside two known names a column may be called
/// after a year or a day.
pub(super) fn is_header(names: &[Zeroizing<String>], columns: &[Column]) -> bool {
    if names.iter().any(|name| is_of_a_row(name)) {
        return false;
    }
    let is_there = |name: &&Zeroizing<String>| !name.trim().is_empty();
    let filled = names.iter().filter(is_there).count();
    let is_known = |column: &&Column| {
        let sureness = column.meant.map(|meant| meant.sureness);
        column.is_shown && matches!(sureness, Some(Sureness::Listed(_) | Sureness::Within))
    };
    let known = columns.iter().filter(is_known).count();
    if names.iter().any(|name| is_data(name)) {
        return known >= 2;
    }
    let stands_above_data = |column: &Column| {
        let content = &column.content;
        column.is_shown && (content.looks_like_dates() || content.looks_like().is_some())
    };
    known >= 2 || known * 3 >= filled.max(1) || columns.iter().any(stands_above_data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_trusted(names: &[&str]) -> bool {
        let names: Vec<_> = names
            .iter()
            .map(|name| Zeroizing::new((*name).to_owned()))
            .collect();
        is_header(&names, &Column::all(&names))
    }

    #[test]
    fn a_first_line_of_a_person_is_no_header() {
        assert!(!is_trusted(&["999990019", "Jansen", "Fjola"]));
        assert!(!is_trusted(&["Jansen", "17-03-1971"]));
        assert!(!is_trusted(&["Jansen", "1507 XY"]));
        assert!(!is_trusted(&["Jansen", "Fjola", "V", "Zaandam"]));
        assert!(!is_trusted(&["", "", ""]));
    }

    #[test]
    fn a_column_called_after_a_year_or_a_day_needs_two_known_names_beside_it() {
        assert!(is_trusted(&[
            "BSN",
            "Achternaam",
            "2024",
            "2025",
            "1-1-2026"
        ]));
        assert!(!is_trusted(&["BSN", "Jansen", "1971"]));
        assert!(!is_trusted(&["BSN", "Achternaam", "999990019"]));
    }

    #[test]
    fn known_names_make_a_header() {
        assert!(is_trusted(&[
            "BSN",
            "Achternaam",
            "Kwq",
            "Zxc",
            "Rty",
            "Jkl"
        ]));
        assert!(is_trusted(&["Naam", "x"]));
    }
}
