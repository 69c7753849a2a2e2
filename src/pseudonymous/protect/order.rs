//! Sorts the rows of a table by their keys.

use std::hash::Hash;

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
        let (places, mut begins) = places(part, names, rows);
        let mut sorted = vec![0; rows.len()];
        for row in order {
            let begin = &mut begins[places[row]];
            sorted[*begin] = row;
            *begin += 1;
        }
        order = sorted;
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

/// Of each row the place of its text among those of a part, and where the rows of each place begin when they are sorted by it.
fn places(part: KeyPart, names: &Names, rows: &[PublishedRow]) -> (Vec<usize>, Vec<usize>) {
    let text = |row: &PublishedRow| part.text(&row.key, names);
    let (met, texts) = match part {
        KeyPart::Unit => met(rows, |row| row.key.unit, text),
        KeyPart::Dimension
        | KeyPart::Level
        | KeyPart::AreaLevel
        | KeyPart::AreaCode
        | KeyPart::AreaName => met(rows, |row| row.key.group, text),
        _ => met(rows, |row| &row.key.event, text),
    };
    let mut ranked: Vec<_> = texts
        .into_iter()
        .map(|(text, met)| (rank(part, text), met))
        .collect();
    ranked.sort_unstable();
    let mut place = vec![0; ranked.len()];
    for (own, (_, met)) in ranked.iter().enumerate() {
        place[*met] = own;
    }
    let places: Vec<usize> = met.into_iter().map(|met| place[met]).collect();
    let mut begins = vec![0; place.len()];
    for place in &places {
        begins[*place] += 1;
    }
    let mut begin = 0;
    for rows in &mut begins {
        begin += std::mem::replace(rows, begin);
    }
    (places, begins)
}

/// Of each row which text it has, and the number of each text: a table has few texts in many rows, so each is written once for each
/// part of a key that it follows from.
fn met<'a, K: Eq + Hash>(
    rows: &'a [PublishedRow],
    of: impl Fn(&'a PublishedRow) -> K,
    text: impl Fn(&PublishedRow) -> String,
) -> (Vec<usize>, HashMap<String, usize>) {
    let (mut texts, mut known) = (HashMap::new(), HashMap::new());
    let mut number = |row: &PublishedRow| {
        let next = texts.len();
        *texts.entry(text(row)).or_insert(next)
    };
    let met = rows
        .iter()
        .map(|row| *known.entry(of(row)).or_insert_with(|| number(row)));
    (met.collect(), texts)
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
