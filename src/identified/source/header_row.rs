//! Finds the header among the first rows of a table: titles, remarks and group names may come before it.

use zeroize::Zeroizing;

use super::columns::{Found, Wanted};
use super::header::{Header, is_data, is_of_a_row};

/// The rows among which the header is looked for, empty ones not counted.
pub(in crate::identified) const ROWS_FOR_HEADER: usize = 20;

/// The place of the header among the first rows, of which there is one at least.
///
/// It is the first row in which all wanted columns stand, or else the one in which most of them do; where none is
/// found or wanted, it is the one that names most columns.
pub(in crate::identified) fn find_header(rows: &[Header], wanted: &[Wanted<'_>]) -> usize {
    let rows = &rows[..rows.len().min(ROWS_FOR_HEADER)];
    let is_whole = |row: &Header| {
        wanted
            .iter()
            .all(|one| row.find(one.name).mistake(one).is_none())
    };
    let found = |row: &Header| {
        let places = wanted.iter().map(|one| row.find(one.name));
        places.filter(|&found| found != Found::Absent).count()
    };
    let known: Vec<usize> = rows.iter().map(found).collect();
    let whole = |is_good: &dyn Fn(&Header) -> bool| {
        let mut rows = rows.iter().zip(&known);
        rows.position(|(row, &known)| known > 0 && is_good(row) && is_whole(row))
    };
    // A remark may list the columns.
    if let Some(place) = whole(&|row| !is_remark(row)).or_else(|| whole(&|_| true)) {
        return place;
    }
    match first_of_most(&known) {
        Some(place) if known[place] > 0 => place,
        _ => likeliest(rows),
    }
}

/// The first line with three cells or more, or else the first: what tells the kind of a table below a title.
pub(in crate::identified) fn first_wide_line(head: &[u8]) -> &[u8] {
    let lines = head.split(|&byte| byte == b'\n').take(ROWS_FOR_HEADER);
    let is_wide = |line: &&[u8]| {
        let has_two = |sign| line.split(|&byte| byte == sign).nth(2).is_some();
        b";,\t|".iter().any(|&sign| has_two(sign))
    };
    let mut wide = lines.clone().filter(is_wide);
    wide.next().or(lines.clone().next()).unwrap_or(head)
}

/// The row that names most columns. One with less than half of the cells of the fullest is a title or a row of groups.
fn likeliest(rows: &[Header]) -> usize {
    let fullest = rows.iter().map(filled).max().unwrap_or(0);
    let score = |row: &Header| {
        let is_narrow = 2 * filled(row) < fullest;
        (!is_narrow).then(|| (names_in(row), !is_remark(row)))
    };
    let scores: Vec<_> = rows.iter().map(score).collect();
    first_of_most(&scores).unwrap_or(0)
}

/// The first of the largest.
fn first_of_most<T: PartialOrd>(all: &[T]) -> Option<usize> {
    let mut best = None;
    for (place, one) in all.iter().enumerate() {
        if best.is_none_or(|best: usize| *one > all[best]) {
            best = Some(place);
        }
    }
    best
}

fn filled(row: &Header) -> usize {
    let cells = row.names().iter();
    cells.filter(|cell| !cell.trim().is_empty()).count()
}

/// The different names in a row, less the cells that no header has. A word in front of a colon tells what is behind
/// it, as in `Period: | 2026`.
fn names_in(row: &Header) -> isize {
    let is_name = |cell: &str| {
        cell.chars().any(char::is_alphabetic) && !cell.ends_with(':') && !is_data(cell)
    };
    let cells = row.names().iter().map(|cell| cell.trim());
    let mut names: Vec<Zeroizing<String>> = cells
        .clone()
        .filter(|cell| is_name(cell))
        .map(|cell| Zeroizing::new(cell.to_lowercase()))
        .collect();
    names.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    names.dedup();
    names.len().cast_signed() - cells.filter(|cell| is_of_a_row(cell)).count().cast_signed()
}

/// Whether the row begins as remarks do.
fn is_remark(row: &Header) -> bool {
    row.names()
        .first()
        .is_some_and(|cell| cell.trim_start().starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::settings::Field;

    /// The place of the header among rows whose cells are parted by `|`.
    fn place(rows: &[&str], wanted: &[&str]) -> usize {
        let row = |row: &&str| {
            let cells = row.split('|').map(|cell| Zeroizing::new(cell.to_owned()));
            Header::of(cells.collect())
        };
        let wanted: Vec<_> = wanted
            .iter()
            .map(|name| Wanted::required(Field::Bsn, name))
            .collect();
        let rows: Vec<Header> = rows.iter().map(row).collect();
        find_header(&rows, &wanted)
    }

    const HEADER: &str = "Nr|Naam|Geboren|Soort";
    const JANSEN: &str = "999990019|Jansen|1950-12-31|x";

    #[test]
    fn the_first_row_with_all_wanted_columns_is_the_header() {
        let rows = [
            "Naam|van de organisatie|Geboren|te|Dam",
            HEADER,
            JANSEN,
            HEADER,
        ];
        assert_eq!(place(&rows, &["naam", "Geboren", "Nr"]), 1);
        let rows = ["# kolommen: Nr|Naam|Geboren|Soort", HEADER, JANSEN];
        assert_eq!(place(&rows, &["Naam", "Geboren"]), 1);
    }

    #[test]
    fn where_a_wanted_column_is_absent_the_row_with_most_of_them_is() {
        let rows = ["Rapport|Soort", HEADER, JANSEN];
        assert_eq!(place(&rows, &["Naam", "Soort", "BSN"]), 1);
    }

    #[test]
    fn titles_remarks_and_groups_above_the_header_are_passed_over() {
        for above in [
            &["Rapport cliënten", "2026"][..],
            &["# export van 1-1-2026|zorg|2026|x"],
            &["# a|b|c|d"],
            &["Peildatum:|31-12-2026|Door:|afdeling"],
            &["Cliënt|||Gebruik"],
            &["Cliënt|Cliënt|Cliënt|Gebruik"],
            &[],
        ] {
            let rows: Vec<&str> = above
                .iter()
                .copied()
                .chain([HEADER, JANSEN, JANSEN])
                .collect();
            assert_eq!(place(&rows, &[]), above.len(), "{above:?}");
        }
    }

    #[test]
    fn columns_called_after_years_are_columns() {
        let rows = [
            "Gebruik",
            "Nr|Naam|2024|2025|2026",
            "999990019|Jansen|4|5|",
            "999990020|Smit|4||",
        ];
        assert_eq!(place(&rows, &[]), 1);
    }

    #[test]
    fn without_a_header_the_first_row_is_taken_and_not_one_of_rarer_kind() {
        assert_eq!(place(&[JANSEN, JANSEN], &[]), 0);
        assert_eq!(place(&["a|b", "x|y", "z|"], &[]), 0);
    }
}
