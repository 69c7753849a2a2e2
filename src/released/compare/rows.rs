//! The numbers that both releases have, cell by cell.

use std::collections::HashMap;

use super::chance::{Rounded, Share, of_counts, of_shares};
use super::definitions::{Definitions, Place};
use super::side::{Side, word};
use crate::pseudonymous::cells::{self, Column, Figure, Holds, KeyPart, TableDef};
use crate::released::calculate::{Table, Value, false_discovery_rates};

/// The share of the numbers called more or less that may be so by chance.
const FALSE_DISCOVERIES: f64 = 0.05;

/// A number that both releases have.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The table that it is of.
    pub table: &'static str,
    /// The keys of its row.
    pub keys: Vec<String>,
    /// The column; of the headline the measure.
    pub measure: String,
    /// The first number and the second; empty where it is hidden.
    pub values: [Value; 2],
    /// `compared`, `hidden`, or the word of the definition for which it cannot be compared.
    pub status: &'static str,
    /// `more`, `less` or `same`; empty where the two were not compared.
    pub beyond: &'static str,
}

impl Line {
    /// The second number less the first; `None` where they were not compared.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        let [a, b] = &self.values;
        let difference = number(b)? - number(a)?;
        (self.status == "compared").then_some(difference)
    }

    pub(super) fn values(&self) -> Vec<Value> {
        let difference = match (self.difference(), &self.values[0]) {
            (Some(difference), Value::Count(_)) => Value::number(difference),
            (difference, _) => Value::decimal(difference),
        };
        let [a, b] = self.values.clone();
        vec![
            word(self.table),
            word(&self.keys.join(", ")),
            word(&self.measure),
            a,
            b,
            difference,
            word(self.status),
            word(self.beyond),
        ]
    }
}

/// A number as text or as share; `None` where it is hidden.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Count(count) => Some(*count as f64),
        Value::Decimal(number) | Value::Number(number) => Some(*number),
        Value::Text(_) | Value::Empty => None,
    }
}

/// All numbers that both have: counts, and the shares of the headline; of another municipality all shares.
pub(super) fn lines(a: Side, b: Side, definitions: &Definitions) -> Vec<Line> {
    let rounded = [a, b].map(Rounded::of);
    let with_shares = definitions
        .list
        .iter()
        .any(|one| one.what == "municipality");
    let (mut lines, mut p_values) = (Vec::new(), Vec::new());
    for def in cells::TABLES {
        let (Some(of_a), Some(of_b)) = (a.tables.table(def.name), b.tables.table(def.name)) else {
            continue;
        };
        for pair in Pair::all(def, of_a, of_b, with_shares) {
            let (mut line, p) = pair.compared(rounded);
            let keys: Vec<&str> = line.keys.iter().map(String::as_str).collect();
            let place = Place {
                table: line.table,
                keys: &keys,
                measure: &line.measure,
            };
            let why = definitions.why(place, pair.is_share());
            line.status = why.unwrap_or(line.status);
            p_values.push(p.filter(|_| line.status == "compared"));
            lines.push(line);
        }
    }
    let rates = false_discovery_rates(&p_values, 0);
    for (line, rate) in lines.iter_mut().zip(rates) {
        line.beyond = match (rate, line.difference()) {
            (Some(rate), Some(difference)) if rate <= FALSE_DISCOVERIES => {
                if difference > 0.0 {
                    "more"
                } else {
                    "less"
                }
            }
            (Some(_), _) => "same",
            (None, _) => "",
        };
    }
    lines
}

/// The two rows of one key, and the column that is compared.
struct Pair<'a> {
    def: &'static TableDef,
    keys: Vec<String>,
    measure: &'a str,
    values: [&'a Value; 2],
    /// Whether the count, or the part of a share, is a difference of printed numbers.
    is_derived: [bool; 2],
    /// Of a share, the counts that it is the share of its whole of.
    parts: Option<[&'a Value; 2]>,
}

impl<'a> Pair<'a> {
    fn all(def: &'static TableDef, a: &'a Table, b: &'a Table, with_shares: bool) -> Vec<Self> {
        let keys = key_columns(def);
        let of_keys = |row: &[Value]| keys.iter().map(|place| text(&row[*place])).collect();
        let of_b: HashMap<Vec<String>, &Vec<Value>> =
            b.rows.iter().map(|row| (of_keys(row), row)).collect();
        let mut pairs = Vec::new();
        for row in &a.rows {
            let keys: Vec<String> = of_keys(row);
            let Some(other) = of_b.get(&keys) else {
                continue;
            };
            let both = [row, *other];
            if def.measures().is_empty() {
                pairs.extend(columns(def, both, &keys, with_shares));
            } else {
                pairs.extend(figure(def, [a, b], both));
            }
        }
        pairs
    }

    const fn is_share(&self) -> bool {
        self.parts.is_some()
    }

    /// The line, not yet held against definitions, and how likely chance is to bring the two as far apart.
    fn compared(&self, rounded: [Rounded; 2]) -> (Line, Option<f64>) {
        let numbers = self.values.map(number);
        let p = match (numbers, self.parts) {
            ([Some(a), Some(b)], None) => {
                let own = [0, 1].map(|place| self.rounded_part(rounded, place));
                Some(of_counts([a, b], self.is_of_register(), own))
            }
            ([Some(a), Some(b)], Some(parts)) => {
                let of = |place: usize, share| {
                    let both = [rounded[place], self.rounded_part(rounded, place)];
                    Some(Share::of(share, number(parts[place])?, both))
                };
                let both = of(0, a).zip(of(1, b));
                both.map(|(a, b)| of_shares([a, b]))
            }
            _ => None,
        };
        let line = Line {
            table: self.def.name,
            keys: self.keys.clone(),
            measure: self.measure.to_owned(),
            values: self.values.map(Value::clone),
            status: if numbers.contains(&None) {
                "hidden"
            } else {
                "compared"
            },
            beyond: "",
        };
        (line, p)
    }

    /// How far off the count is, or the part of a share.
    fn rounded_part(&self, rounded: [Rounded; 2], place: usize) -> Rounded {
        if self.is_derived[place] {
            rounded[place].of_difference()
        } else {
            rounded[place]
        }
    }

    fn is_of_register(&self) -> bool {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        let place = Place {
            table: self.def.name,
            keys: &keys,
            measure: self.measure,
        };
        place.is_of_register()
    }
}

/// The places of the keys; a name is none of them, nor the size of a combination.
fn key_columns(def: &TableDef) -> Vec<usize> {
    let is_key = |column: &Column| match column.holds {
        Holds::Key(part) => !matches!(part, KeyPart::AreaName | KeyPart::Size),
        _ => false,
    };
    let columns = def.columns.iter().enumerate();
    let keys = columns.filter(|(_, column)| is_key(column));
    keys.map(|(place, _)| place).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Decimal(number) | Value::Number(number) => number.to_string(),
        Value::Empty => String::new(),
    }
}

fn place_of(def: &TableDef, name: &str) -> Option<usize> {
    def.columns.iter().position(|column| column.name == name)
}

/// The counts of a row, and its shares where they are asked for.
fn columns<'a>(
    def: &'static TableDef,
    both: [&'a Vec<Value>; 2],
    keys: &[String],
    with_shares: bool,
) -> Vec<Pair<'a>> {
    let status = place_of(def, "status");
    let is_derived = both.map(|row| status.is_some_and(|place| text(&row[place]) == "derived"));
    // The status is that of the first count.
    let first = def.counts().next();
    let derived = |of: &str| {
        if first == Some(of) {
            is_derived
        } else {
            [false; 2]
        }
    };
    let pair = |(place, column): (usize, &'static Column)| {
        let values = both.map(|row| &row[place]);
        let (is_derived, parts) = match column.holds {
            Holds::Count(_) => (derived(column.name), None),
            Holds::Share(part, _) if with_shares => {
                let place = place_of(def, part)?;
                (derived(part), Some(both.map(|row| &row[place])))
            }
            _ => return None,
        };
        Some(Pair {
            def,
            keys: keys.to_vec(),
            measure: column.name,
            values,
            is_derived,
            parts,
        })
    };
    def.columns.iter().enumerate().filter_map(pair).collect()
}

/// A row of the headline that counts households, persons or clients, or is a share.
fn figure<'a>(
    def: &'static TableDef,
    tables: [&'a Table; 2],
    both: [&'a Vec<Value>; 2],
) -> Option<Pair<'a>> {
    let measure = def.measures().iter();
    let mut measure = measure.filter(|one| Value::text(one.name) == both[0][0]);
    let measure = measure.next()?;
    let parts = match measure.figure {
        Figure::Households(_) | Figure::Persons(_) | Figure::ClientRecords => None,
        Figure::Share(part, _) => {
            let value = |table: &'a Table| {
                let mut rows = table.rows.iter();
                let row = rows.find(|row| row[0] == Value::text(part));
                row.map_or(&Value::Empty, |row| &row[1])
            };
            Some(tables.map(value))
        }
        _ => return None,
    };
    Some(Pair {
        def,
        keys: Vec::new(),
        measure: measure.name,
        values: both.map(|row| &row[1]),
        is_derived: [false; 2],
        parts,
    })
}
