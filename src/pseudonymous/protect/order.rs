//! Sorts the rows of a table by their keys.

use foldhash::{HashMap, HashMapExt};

use super::published::PublishedRow;
use crate::pseudonymous::cells::{KeyPart, Names, TableDef};

/// Sorts rows by their key columns, the first column first; the measures of a table stand as they are.
pub(super) fn sort(table: &TableDef, names: &Names, rows: &mut [PublishedRow]) {
    if !table.measures().is_empty() {
        return;
    }
    // By the last column first: what is equal in one column stands by those behind it.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let parts: Vec<KeyPart> = table.key_parts().collect();
    for part in parts.into_iter().rev() {
        let (places, count) = places(part, names, rows);
        let mut at_place = vec![Vec::new(); count];
        for row in order {
            at_place[places[row]].push(row);
        }
        order = at_place.concat();
    }
    let mut turn = vec![0; rows.len()];
    for (place, row) in order.into_iter().enumerate() {
        turn[row] = place;
    }
    for row in 0..rows.len() {
        while turn[row] != row {
            let place = turn[row];
            rows.swap(row, place);
            turn.swap(row, place);
        }
    }
}

/// Of each row the place of its text among those of a part, and how many there are: a table has few texts in many rows.
fn places(part: KeyPart, names: &Names, rows: &[PublishedRow]) -> (Vec<usize>, usize) {
    let mut texts = HashMap::new();
    let met: Vec<usize> = rows
        .iter()
        .map(|row| {
            let next = texts.len();
            *texts.entry(part.text(&row.key, names)).or_insert(next)
        })
        .collect();
    let mut ranked: Vec<_> = texts
        .into_iter()
        .map(|(text, met)| (rank(part, text), met))
        .collect();
    ranked.sort_unstable();
    let mut place = vec![0; ranked.len()];
    for (own, (_, met)) in ranked.iter().enumerate() {
        place[*met] = own;
    }
    let count = place.len();
    (met.into_iter().map(|met| place[met]).collect(), count)
}

/// Where a text is in its column: by its word where words have an order, then numbers as numbers. A text that begins
/// with digits is before one that does not, by the number first and by what follows it then (`1` < `1+` < `2` <
/// `10` < `all`); other text goes byte by byte.
fn rank(part: KeyPart, text: String) -> impl Ord {
    let word = part.order().iter().position(|word| *word == text);
    let number = number(&text).map(|(length, digits)| (length, digits.to_owned()));
    (word, number.is_none(), number, text)
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
    use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit, table};
    use crate::vocabulary::{Area, Dimension};

    #[test]
    fn numbers_stand_as_numbers_before_text() {
        let mut keys = [
            "all", "10", "2+", "1+", "2", "1", "0", "unknown", "10+", "B", "a",
        ];
        keys.sort_by_key(|key| rank(KeyPart::Level, (*key).to_owned()));
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
        keys.sort_by_key(|key| rank(KeyPart::Level, (*key).to_owned()));
        assert_eq!(
            keys,
            ["0-24", "5", "6+", "25-44", "75+", "100-104", "unknown"]
        );
    }

    #[test]
    fn where_words_have_an_order_it_wins() {
        let area = |code: &str| Area {
            code: code.into(),
            name: String::new(),
        };
        let names = Names {
            wijken: vec![area("w")],
            buurten: vec![area("b"), area("a")],
            ..Names::default()
        };
        let row = |group: Option<(Dimension, usize)>| PublishedRow {
            key: CellKey {
                group: group.map(|(dimension, level)| Group { dimension, level }),
                ..CellKey::town(Unit::Household, Event::Services(Number::All))
            },
            cells: Vec::new(),
        };
        let mut rows = [
            row(Some((Dimension::Buurt, 0))),
            row(Some((Dimension::Wijk, 0))),
            row(None),
            row(Some((Dimension::Buurt, 1))),
        ];
        sort(table("areas").unwrap(), &names, &mut rows);
        let areas = rows.map(|row| KeyPart::AreaCode.text(&row.key, &names));
        assert_eq!(areas, ["all", "w", "a", "b"]);
    }
}
