//! The rows of a table in, the same rows in the order of their keys out.

use std::cmp::Ordering;

use super::published::PublishedRow;
use crate::pseudonymous::cells::{Column, Holds, TableDef};

/// Sorts rows by their key columns, the first column first; the measures of a table stand as they are.
pub(super) fn sort(table: &TableDef, rows: &mut [PublishedRow]) {
    if !table.measures.is_empty() {
        return;
    }
    let words: Vec<&[&str]> = table.keys().map(words_of).collect();
    rows.sort_by(|a, b| {
        let keys = a.keys.iter().zip(&b.keys).zip(&words);
        let compared = keys.map(|((a, b), words)| {
            let place = |key| words.iter().position(|word| word == key);
            place(a).cmp(&place(b)).then_with(|| compare(a, b))
        });
        compared.fold(Ordering::Equal, Ordering::then)
    });
}

fn words_of(column: &Column) -> &'static [&'static str] {
    match column.holds {
        Holds::Key(words) => words,
        _ => &[],
    }
}

/// Numbers as numbers: a key that begins with digits stands before one that does not, by the number first and by
/// what follows it then (`1` < `1+` < `2` < `10` < `all`); text goes byte by byte.
fn compare(a: &str, b: &str) -> Ordering {
    match (number(a), number(b)) {
        (Some(of_a), Some(of_b)) => of_a.cmp(&of_b).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// The number that a key begins with, of any length: its digits without leading zeros, the count of them first.
fn number(key: &str) -> Option<(usize, &str)> {
    let end = key
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(key.len());
    let digits = key[..end].trim_start_matches('0');
    (end > 0).then_some((digits.len(), digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::cells::table;

    #[test]
    fn numbers_stand_as_numbers_before_text() {
        let mut keys = [
            "all", "10", "2+", "1+", "2", "1", "0", "unknown", "10+", "B", "a",
        ];
        keys.sort_by(|a, b| compare(a, b));
        assert_eq!(
            keys,
            [
                "0", "1", "1+", "2", "2+", "10", "10+", "B", "a", "all", "unknown"
            ]
        );
    }

    #[test]
    fn age_bands_and_sizes_stand_from_low_to_high() {
        let mut keys = ["unknown", "75+", "0-24", "100-104", "25-44", "6+", "5"];
        keys.sort_by(|a, b| compare(a, b));
        assert_eq!(
            keys,
            ["0-24", "5", "6+", "25-44", "75+", "100-104", "unknown"]
        );
    }

    #[test]
    fn where_words_have_an_order_it_wins() {
        let row = |level: &str, area: &str| PublishedRow {
            keys: vec![level.into(), area.into()],
            cells: Vec::new(),
        };
        let mut rows = [
            row("buurt", "b"),
            row("wijk", "w"),
            row("gemeente", "all"),
            row("buurt", "a"),
        ];
        sort(table("areas").unwrap(), &mut rows);
        let areas: Vec<_> = rows.iter().map(|row| row.keys[1].as_str()).collect();
        assert_eq!(areas, ["all", "w", "a", "b"]);
    }
}
