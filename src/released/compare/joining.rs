//! What organisations add that joined between two releases of one period: the figures without and with them, and between what
//! bounds the figures with them had to be.

use std::collections::{BTreeMap, BTreeSet};

use super::definitions::providers;
use super::side::{Side, word};
use crate::released::calculate::Value;
use crate::released::estimates::joining::{RUNGS, highest};
use crate::released::runs::RunRecord;
use crate::vocabulary::CountingRule;

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
    /// What the figure with them is at least, by what is printed without them and by how many they serve; `None` where that does
    /// not follow.
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
    let joined = joined(a.run, b.run);
    if joined.is_empty() {
        return Vec::new();
    }
    let ids: Vec<&str> = joined.iter().map(String::as_str).collect();
    let organisation = ids.join("+");
    let [without, with] =
        [a, b].map(|side| RUNGS.map(|measure| side.tables.headline_count(measure)));
    let (gains, most_of_one) = gains(a, b, &joined);
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
    let unbounded = |measure, [without, with]: [Option<u64>; 2]| Joining {
        organisation: organisation.clone(),
        measure,
        without,
        with,
        at_least: None,
        at_most: None,
    };
    let most = [a, b].map(|side| side.tables.headline_count("most_services"));
    let mut rows: Vec<Joining> = (1..RUNGS.len()).map(rung).collect();
    rows.push(Joining {
        at_least: most[0],
        ..unbounded("most_services", most)
    });
    // A pair that is shown without them can be hidden with them.
    rows.push(unbounded("pairs", [a, b].map(pairs)));
    rows
}

/// The providers of services that only the second has, when both are of one period and printed alike, and the first has no provider
/// and no service that the second lacks.
pub(super) fn joined(a: &RunRecord, b: &RunRecord) -> BTreeSet<String> {
    let what = |run: &RunRecord| {
        let days = [run.from, run.to, run.reference_date];
        let printed = (run.series.clone(), run.profile.clone());
        (days, run.count, run.moment, run.made_up, printed)
    };
    let codes = |run: &RunRecord| -> BTreeSet<String> {
        let services = run.services.iter();
        services.map(|one| one.code.to_string()).collect()
    };
    let [of_a, of_b] = [a, b].map(|run| providers(run, false));
    let is_more = of_a.is_subset(&of_b) && codes(a).is_subset(&codes(b));
    if what(a) != what(b) || !is_more {
        return BTreeSet::new();
    }
    of_b.difference(&of_a).cloned().collect()
}

/// How many pairs of services are shown.
fn pairs(side: Side) -> Option<u64> {
    let table = side.tables.table("co_occurrence")?;
    let shown = table.rows.iter();
    let shown = shown.filter(|row| row[0] != row[1] && matches!(row[2], Value::Count(_)));
    Some(shown.count() as u64)
}

/// How many more households have each service with the organisations, added up, and the most that have one; `None` where it is
/// hidden how many have a service to which the organisations may bring. With `sum` every member counts, so persons do.
fn gains(a: Side, b: Side, joined: &BTreeSet<String>) -> (Option<u64>, u64) {
    let column = match b.run.count {
        CountingRule::Distinct => "households",
        CountingRule::Sum => "persons",
    };
    let (before, whole) = (users(a, column), whole(a.run, joined));
    let mut gains = Some(0_u64);
    for (code, now) in users(b, column) {
        let before = before.get(&code).copied().flatten();
        match now {
            Some(now) => gains = gains.map(|all| all + now.saturating_sub(before.unwrap_or(0))),
            None if before.is_none() && whole.contains(&code) => {}
            // What is hidden can be large: it is hidden for others too.
            None => gains = None,
        }
    }
    let most = users(b, "households").into_values().flatten().max();
    (gains, most.unwrap_or(0))
}

/// The users of each service; `None` is hidden.
fn users(side: Side, column: &str) -> BTreeMap<String, Option<u64>> {
    let Some(table) = side.tables.table("services") else {
        return BTreeMap::new();
    };
    let place = table.column(column).unwrap_or_default();
    let user = |row: &Vec<Value>| match (&row[0], &row[place]) {
        (Value::Text(code), Value::Count(number)) => Some((code.to_string(), Some(*number))),
        (Value::Text(code), _) => Some((code.to_string(), None)),
        _ => None,
    };
    table.rows.iter().filter_map(user).collect()
}

/// The services of the first release to which those who joined bring nothing: its agreement knows them, and says that it has
/// these whole.
fn whole(run: &RunRecord, joined: &BTreeSet<String>) -> BTreeSet<String> {
    let is_known = |id: &String| run.missing.iter().any(|one| one.id.as_str() == id);
    if !joined.iter().all(is_known) {
        return BTreeSet::new();
    }
    let whole = run.services.iter();
    let whole = whole.filter(|one| !one.missing && !one.partial);
    whole.map(|one| one.code.to_string()).collect()
}

/// What households with at least `number` services are at least and at most, when so many times a household gains a service.
///
/// No household loses one, and each with a service has at least one.
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
    let most = gains.and_then(|gains| highest(rungs, number, gains, 1, CountingRule::Sum));
    (Some(least), most.map(|most| most.max(least)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pseudonymous::protect::Profile;
    use crate::released::calculate::uncounted::{count, text};
    use crate::released::calculate::{ReleaseTables, Table};
    use crate::released::runs::example_record;

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

    /// A run without `uwv` or with it, of these services; of the second `uwv` may bring more.
    fn run(is_with: bool, codes: &[&str]) -> RunRecord {
        let party = |id: &str| serde_json::from_value(json!({"id": id, "name": ""})).unwrap();
        let service = |(place, code): (usize, &&str)| {
            let is_partial = place == 1 && !is_with;
            let service = json!({"code": code, "name": "", "domain": "", "partial": is_partial});
            serde_json::from_value(service).unwrap()
        };
        let ids: &[&str] = if is_with { &["wmo", "uwv"] } else { &["wmo"] };
        RunRecord {
            parties: ids.iter().map(|id| party(id)).collect(),
            missing: if is_with { vec![] } else { vec![party("uwv")] },
            services: codes.iter().enumerate().map(service).collect(),
            ..example_record()
        }
    }

    /// The households of services `help` and `work`; 0 is hidden.
    fn tables(households: [u64; 2]) -> ReleaseTables {
        let [help, work] = households.map(|number| match number {
            0 => Value::Empty,
            number => Value::Count(number),
        });
        let services = Table {
            name: "services",
            columns: vec![text("service"), count("households")],
            rows: vec![vec![word("help"), help], vec![word("work"), work]],
        };
        ReleaseTables {
            tables: vec![services],
            is_internal: false,
        }
    }

    fn gained(a: (&RunRecord, [u64; 2]), b: (&RunRecord, [u64; 2])) -> Option<u64> {
        let [of_a, of_b] = [a.1, b.1].map(tables);
        let side = |run, tables| Side { run, tables };
        let joined = joined(a.0, b.0);
        gains(side(a.0, &of_a), side(b.0, &of_b), &joined).0
    }

    #[test]
    fn what_is_hidden_with_them_bounds_nothing_unless_they_bring_none_of_it() {
        let [without, with] = [false, true].map(|is_with| run(is_with, &["help", "work"]));
        assert_eq!(gained((&without, [50, 30]), (&with, [50, 45])), Some(15));
        assert_eq!(gained((&without, [50, 0]), (&with, [50, 45])), Some(45));
        // Large counts are hidden too, for the sake of others.
        assert_eq!(gained((&without, [50, 30]), (&with, [0, 45])), None);
        assert_eq!(gained((&without, [50, 30]), (&with, [50, 0])), None);
        assert_eq!(gained((&without, [0, 30]), (&with, [0, 45])), Some(15));
        assert_eq!(gained((&without, [50, 0]), (&with, [50, 0])), None);
        let unaware = RunRecord {
            missing: vec![],
            ..without.clone()
        };
        assert_eq!(gained((&unaware, [0, 30]), (&with, [0, 45])), None);
    }

    #[test]
    fn nobody_joined_where_a_service_or_the_profile_is_another() {
        let [without, with] = [false, true].map(|is_with| run(is_with, &["help", "work"]));
        assert_eq!(joined(&without, &with), BTreeSet::from(["uwv".into()]));
        let dropped = run(true, &["help", "care"]);
        assert!(joined(&without, &dropped).is_empty());
        assert!(!joined(&without, &run(true, &["help", "work", "care"])).is_empty());
        let otherwise = RunRecord {
            profile: Profile::NHS,
            ..with
        };
        assert!(joined(&without, &otherwise).is_empty());
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
