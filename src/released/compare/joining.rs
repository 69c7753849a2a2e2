//! What organisations add that joined between two releases of one period: the figures without and with them, and between what
//! bounds the figures with them had to be.

use std::collections::{BTreeMap, BTreeSet};

use super::definitions::providers;
use super::side::{Side, word};
use crate::released::calculate::Value;
use crate::released::calculate::uncounted::{UncountedTable, count, text};
use crate::released::runs::RunRecord;
use crate::vocabulary::CountingRule;

pub(super) static JOINING: UncountedTable = UncountedTable {
    name: "joining",
    row: "a figure of the town, and the organisations that joined",
    columns: &[
        text("organisation"),
        text("measure"),
        count("without"),
        count("with"),
        count("at_least"),
        count("at_most"),
    ],
    keys: 2,
    rests_on: &[],
};

/// Households with at least 0, 1, 2 and 3 services.
const RUNGS: [&str; 4] = [
    "households",
    "households_1_or_more",
    "households_2_or_more",
    "households_3_or_more",
];

/// A figure without the organisations that joined, and with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// The ids of the organisations, joined by `+`.
    pub organisation: String,
    /// The measure of the headline; `pairs` is the number of pairs of services that are shown.
    pub measure: &'static str,
    /// The figure of the first release; `None` is hidden.
    pub without: Option<u64>,
    /// That of the second.
    pub with: Option<u64>,
    /// What the figure with them is at least, by what is printed without them and by how many they serve.
    pub at_least: Option<u64>,
    /// What it is at most; `None` where that does not follow.
    pub at_most: Option<u64>,
}

impl Joining {
    pub(super) fn values(&self) -> Vec<Value> {
        let number = |count: Option<u64>| count.map_or(Value::Empty, Value::Count);
        let numbers = [self.without, self.with, self.at_least, self.at_most].map(number);
        let words = [word(&self.organisation), word(self.measure)];
        words.into_iter().chain(numbers).collect()
    }
}

/// The figures, where organisations joined and nothing else is otherwise; else none.
pub(super) fn joining(a: Side, b: Side) -> Vec<Joining> {
    let organisation = joined(a.run, b.run);
    if organisation.is_empty() {
        return Vec::new();
    }
    let [without, with] =
        [a, b].map(|side| RUNGS.map(|measure| side.tables.headline_count(measure)));
    let (gains, most_of_one) = gains(a, b);
    let rung = |number: usize| {
        let (low, high) = bounds(without, number, gains, most_of_one);
        Joining {
            organisation: organisation.clone(),
            measure: RUNGS[number],
            without: without[number],
            with: with[number],
            at_least: low,
            at_most: high,
        }
    };
    let at_least_as_before = |measure, [without, with]: [Option<u64>; 2]| Joining {
        organisation: organisation.clone(),
        measure,
        without,
        with,
        at_least: without,
        at_most: None,
    };
    let most = [a, b].map(|side| side.tables.headline_count("most_services"));
    let mut rows: Vec<Joining> = (1..RUNGS.len()).map(rung).collect();
    rows.push(at_least_as_before("most_services", most));
    rows.push(at_least_as_before("pairs", [a, b].map(pairs)));
    rows
}

/// The providers of services that only the second has, when both are of one period and the first has none that the second
/// lacks.
fn joined(a: &RunRecord, b: &RunRecord) -> String {
    let what = |run: &RunRecord| {
        let days = [run.from, run.to, run.reference_date];
        (days, run.count, run.moment, run.made_up, run.series.clone())
    };
    let [of_a, of_b] = [a, b].map(|run| providers(run, false));
    if what(a) != what(b) || !of_a.is_subset(&of_b) {
        return String::new();
    }
    let joined: Vec<String> = of_b.difference(&of_a).cloned().collect();
    joined.join("+")
}

/// How many pairs of services are shown.
fn pairs(side: Side) -> Option<u64> {
    let table = side.tables.table("co_occurrence")?;
    let shown = table.rows.iter();
    let shown = shown.filter(|row| row[0] != row[1] && matches!(row[2], Value::Count(_)));
    Some(shown.count() as u64)
}

/// How many more households have each service with the organisations, added up, and the most that have one; `None` where such a
/// service is hidden. With `sum` every member counts, so persons do.
fn gains(a: Side, b: Side) -> (Option<u64>, u64) {
    let column = match b.run.count {
        CountingRule::Distinct => "households",
        CountingRule::Sum => "persons",
    };
    let users = |side: Side, column: &str| -> BTreeMap<String, Value> {
        let Some(table) = side.tables.table("services") else {
            return BTreeMap::new();
        };
        let place = table.column(column).unwrap_or_default();
        let user = |row: &Vec<Value>| match &row[0] {
            Value::Text(code) => Some((code.clone(), row[place].clone())),
            _ => None,
        };
        table.rows.iter().filter_map(user).collect()
    };
    let whole = a.run.services.iter().filter(|one| !one.missing);
    let whole: BTreeSet<&str> = whole.map(|one| one.code.as_str()).collect();
    let before = users(a, column);
    let mut gains = Some(0_u64);
    for (code, now) in users(b, column) {
        let before = match before.get(&code) {
            Some(Value::Count(before)) => *before,
            _ => 0,
        };
        match now {
            Value::Count(now) => gains = gains.map(|all| all + now.saturating_sub(before)),
            // Too few to print in both: they gain too few to matter.
            _ if whole.contains(code.as_str()) => {}
            _ => gains = None,
        }
    }
    let most = users(b, "households").into_values();
    let most = most.filter_map(|number| match number {
        Value::Count(number) => Some(number),
        _ => None,
    });
    (gains, most.max().unwrap_or(0))
}

/// What households with at least `number` services are at least and at most, when so many times a household gains a service.
///
/// No household loses one, and each with a service has at least one. A household with j services needs `number` − j more: the
/// most get there when those who need fewest gain first.
fn bounds(
    rungs: [Option<u64>; 4],
    number: usize,
    gains: Option<u64>,
    most_of_one: u64,
) -> (Option<u64>, Option<u64>) {
    let Some(own) = rungs[number] else {
        return (None, None);
    };
    let least = if number == 1 {
        own.max(most_of_one)
    } else {
        own
    };
    let most = || {
        let (mut left, mut most) = (gains?, own);
        for needs in 1..=number {
            let with = number - needs;
            let there = rungs[with]?.saturating_sub(rungs[with + 1]?);
            let get_there = there.min(left / needs as u64);
            left -= get_there * needs as u64;
            most += get_there;
        }
        Some(most.max(least))
    };
    (Some(least), most())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100 households 40 have one or more services, 15 two or more and 5 three or more.
    const TOWN: [Option<u64>; 4] = [Some(100), Some(40), Some(15), Some(5)];

    #[test]
    fn those_who_need_fewest_get_there_first() {
        // All without one; 25 with one and then halves of those without; 10 with two, then pairs, then triples.
        let most = |number, gains| bounds(TOWN, number, Some(gains), 0).1;
        assert_eq!((most(1, 30), most(1, 90)), (Some(70), Some(100)));
        assert_eq!((most(2, 20), most(2, 45)), (Some(35), Some(50)));
        assert_eq!(
            (most(3, 10), most(3, 30), most(3, 66)),
            (Some(15), Some(25), Some(42))
        );
    }

    #[test]
    fn nobody_loses_a_service_and_everybody_with_one_counts() {
        assert_eq!(bounds(TOWN, 1, Some(60), 50), (Some(50), Some(100)));
        assert_eq!(bounds(TOWN, 2, Some(60), 50).0, Some(15));
        assert_eq!(bounds(TOWN, 2, None, 50), (Some(15), None));
        let hidden = [Some(100), Some(40), Some(15), None];
        assert_eq!(bounds(hidden, 3, Some(60), 50), (None, None));
        assert_eq!(bounds(hidden, 2, Some(60), 50), (Some(15), Some(57)));
    }
}
