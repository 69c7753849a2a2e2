//! The rows of a table in, the same rows in the order of their keys out.

use std::cmp::Ordering;

use super::published::PublishedRow;

/// A key column whose words have an order of their own.
struct OrderOfMeaning {
    table: &'static str,
    column: &'static str,
    words: &'static [&'static str],
}

const BY_MEANING: &[OrderOfMeaning] = &[
    OrderOfMeaning {
        table: "headline",
        column: "measure",
        words: &[
            "households",
            "households_1_or_more",
            "households_2_or_more",
            "households_3_or_more",
            "most_services",
            "persons",
            "persons_with_service",
            "client_records",
            "services",
            "organisations",
        ],
    },
    OrderOfMeaning {
        table: "stacking",
        column: "unit",
        words: &["household", "person"],
    },
    OrderOfMeaning {
        table: "stacking",
        column: "dimension",
        words: &[
            "all",
            "wijk",
            "buurt",
            "age_band",
            "household_type",
            "household_size",
            "sex",
        ],
    },
    OrderOfMeaning {
        table: "areas",
        column: "level",
        words: &["gemeente", "wijk", "buurt"],
    },
];

/// Sorts rows by their key columns, the first column first.
pub(super) fn sort(table: &str, columns: &[&str], rows: &mut [PublishedRow]) {
    let words_of = |column: &&str| {
        let found = BY_MEANING
            .iter()
            .find(|order| order.table == table && order.column == *column);
        found.map_or(&[][..], |order| order.words)
    };
    let words: Vec<&[&str]> = columns.iter().map(words_of).collect();
    rows.sort_by(|a, b| {
        let keys = a.keys.iter().zip(&b.keys).zip(&words);
        let compared = keys.map(|((a, b), words)| {
            let place = |key| words.iter().position(|word| word == key);
            place(a).cmp(&place(b)).then_with(|| compare(a, b))
        });
        compared.fold(Ordering::Equal, Ordering::then)
    });
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
        sort("areas", &["level", "area"], &mut rows);
        let areas: Vec<_> = rows.iter().map(|row| row.keys[1].as_str()).collect();
        assert_eq!(areas, ["all", "w", "a", "b"]);
    }
}
