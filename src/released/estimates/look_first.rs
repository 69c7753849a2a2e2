//! Where to look first: what people signal beside how much is used, the farthest apart on top.

use crate::released::calculate::uncounted::{UncountedTable, count, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::signals::Themes;
use crate::vocabulary::{beginning_of_buurten, is_in_wijk};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "look_first",
    row: "a theme of an area that people signal",
    columns: &[
        text("level"),
        text("area"),
        text("theme"),
        text("use"),
        text("signal"),
        count("rank"),
    ],
    keys: 3,
    rests_on: &["signals", "expected"],
};

/// A mean direction from here on is a signal, and from there on a strong one.
const SIGNAL: f64 = 0.5;
const STRONG: f64 = 1.5;

/// A theme of an area.
struct One<'a> {
    keys: [&'a str; 3],
    of_use: &'static str,
    signal: (&'static str, i64),
    direction: f64,
}

/// The table, from tables `signals` and `expected`.
pub(super) fn table(tables: &ReleaseTables, expected: &Table, themes: &Themes) -> Table {
    let classes = Classes::of(expected);
    let rows = tables.table("signals").map(|table| &table.rows);
    let all: Vec<One> = rows
        .into_iter()
        .flatten()
        .filter_map(|row| one(row, &classes, themes))
        .collect();
    let is_before = |one: &One, own: &One| {
        let (points, limit) = (one.points(), own.points());
        points > limit || points == limit && one.direction > own.direction
    };
    let mut ordered: Vec<&One> = all.iter().collect();
    ordered.sort_by(|a, b| {
        let by_points = b.points().cmp(&a.points());
        by_points.then_with(|| b.direction.total_cmp(&a.direction))
    });
    let rank = |own: &One| 1 + ordered.partition_point(|one| is_before(one, own));
    let row = |one: &One| {
        let words = [
            one.keys[0],
            one.keys[1],
            one.keys[2],
            one.of_use,
            one.signal.0,
        ];
        let value = |word: &str| match word {
            "" => Value::Empty,
            word => Value::text(word),
        };
        let rank = Value::Count(rank(one) as u64);
        words.into_iter().map(value).chain([rank]).collect()
    };
    TABLE.with(all.iter().map(row).collect())
}

impl One<'_> {
    /// How much there is to look at: -3 to 3.
    fn points(&self) -> i64 {
        let of_use = match self.of_use {
            "low" => 1,
            "high" => -1,
            _ => 0,
        };
        self.signal.1 + of_use
    }
}

/// The class of each level, thing and area, sorted: the buurten of a wijk, whose codes begin as its own does, stand behind each other.
struct Classes<'a>(Vec<([&'a str; 3], &'a str)>);

impl<'a> Classes<'a> {
    fn of(expected: &'a Table) -> Self {
        let place = expected.column("class");
        let class = |row: &'a Vec<Value>| {
            let [level, area, thing] = keys(row)?;
            Some(([level, thing, area], word(row.get(place?)?)?))
        };
        let mut classes: Vec<_> = expected.rows.iter().filter_map(class).collect();
        classes.sort_unstable();
        Self(classes)
    }

    /// The class of a thing in an area. Where it is counted by buurt only, a wijk has those of its buurten.
    fn of_thing(&self, [level, area, thing]: [&str; 3]) -> impl Iterator<Item = &'a str> {
        let from = |key: [&str; 3]| &self.0[self.0.partition_point(|(one, _)| *one < key)..];
        let is_own = |(key, _): &&([&str; 3], &str)| *key == [level, thing, area];
        let own = from([level, thing, area]).first().filter(is_own);
        let is_without = level == "wijk" && own.is_none();
        let of_buurten = from(["buurt", thing, &beginning_of_buurten(area)]);
        let is_of_buurt = move |([level, of, buurt], _): &&([&str; 3], &str)| {
            is_without && *level == "buurt" && *of == thing && is_in_wijk(buurt, area)
        };
        let of_buurten = of_buurten.iter().take_while(is_of_buurt);
        own.into_iter().chain(of_buurten).map(|(_, class)| *class)
    }
}

fn keys(row: &[Value]) -> Option<[&str; 3]> {
    Some([word(row.first()?)?, word(row.get(1)?)?, word(row.get(2)?)?])
}

fn word(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn one<'a>(row: &'a [Value], classes: &Classes, themes: &Themes) -> Option<One<'a>> {
    let keys = keys(row)?;
    let direction = match row.get(4)? {
        Value::Number(direction) => *direction,
        _ => return None,
    };
    let things = themes.get(keys[2]).into_iter().flatten();
    let found: Vec<&str> = things
        .flat_map(|thing| classes.of_thing([keys[0], keys[1], thing]))
        .collect();
    // Where a theme is about several things, the least used one decides.
    let of_use = ["low", "as expected", "high"];
    let of_use = of_use.into_iter().find(|class| found.contains(class));
    Some(One {
        keys,
        of_use: of_use.unwrap_or_default(),
        signal: signal(direction),
        direction,
    })
}

/// The class of a mean direction, and what it counts for.
fn signal(direction: f64) -> (&'static str, i64) {
    if direction >= STRONG {
        ("++", 2)
    } else if direction >= SIGNAL {
        ("+", 1)
    } else if direction > -SIGNAL {
        ("0", 0)
    } else if direction > -STRONG {
        ("-", -1)
    } else {
        ("--", -2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: [[&str; 4]; 4] = [
        ["wijk", "WK000101", "service=debts", "as expected"],
        ["buurt", "BU00010101", "domain=Care", "as expected"],
        ["buurt", "BU00010102", "domain=Care", "low"],
        ["buurt", "BU00010201", "domain=Care", "high"],
    ];

    /// The use, signal and rank of each signal: its area, theme and direction.
    fn ranked(signals: &[(&str, &str, f64)]) -> Vec<[String; 3]> {
        let text = |name| crate::released::calculate::uncounted::text(name);
        let expected = Table {
            name: "expected",
            columns: ["level", "area", "what", "class"].map(text).to_vec(),
            rows: EXPECTED.map(|row| row.map(Value::text).to_vec()).to_vec(),
        };
        let row = |(area, theme, direction): &(&str, &str, f64)| {
            let level = if area.starts_with("WK") {
                "wijk"
            } else {
                "buurt"
            };
            let keys = [level, area, theme].map(Value::text);
            let rest = [Value::Count(2), Value::number(*direction)];
            keys.into_iter().chain(rest).collect()
        };
        let signals = Table {
            name: "signals",
            columns: Vec::new(),
            rows: signals.iter().map(row).collect(),
        };
        let tables = ReleaseTables {
            tables: vec![signals],
            is_internal: false,
        };
        let themes = [
            ("Debts", "service=debts"),
            ("Care", "domain=Care"),
            ("None", "domain=None"),
        ];
        let themes = themes.map(|(theme, thing)| (theme.to_owned(), vec![thing.to_owned()]));
        let found = table(&tables, &expected, &Themes::from(themes));
        let cell = |value: &Value| match value {
            Value::Text(text) => text.to_string(),
            Value::Count(count) => count.to_string(),
            _ => String::new(),
        };
        let rows = found.rows.iter();
        rows.map(|row| [3, 4, 5].map(|place| cell(&row[place])))
            .collect()
    }

    #[test]
    fn low_use_with_strong_signals_stands_on_top() {
        let rows = ranked(&[
            ("WK000101", "Debts", 1.9),
            ("WK000101", "Care", 1.5),
            ("WK000102", "Care", 2.0),
            ("WK000103", "None", 1.9),
            ("BU00010101", "Care", -0.4),
        ]);
        let expected = [
            ["as expected", "++", "2"],
            ["low", "++", "1"],
            ["high", "++", "4"],
            ["", "++", "2"],
            ["as expected", "0", "5"],
        ];
        assert_eq!(rows, expected.map(|row| row.map(str::to_owned)));
    }

    #[test]
    fn a_signal_begins_at_a_half_and_is_strong_from_one_and_a_half() {
        for (direction, class) in [
            (2.0, "++"),
            (1.5, "++"),
            (1.4, "+"),
            (0.5, "+"),
            (0.4, "0"),
            (0.0, "0"),
            (-0.4, "0"),
            (-0.5, "-"),
            (-1.4, "-"),
            (-1.5, "--"),
        ] {
            assert_eq!(ranked(&[("WK000101", "Debts", direction)])[0][1], class);
        }
    }
}
