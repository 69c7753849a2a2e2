//! The statistic of `examples/own_statistic.rs` is new, and comes through the gate like any other.

#[expect(dead_code, reason = "the example begins at its own main")]
#[path = "../examples/own_statistic.rs"]
mod example;
#[cfg(test)]
mod office;

use std::collections::BTreeMap;

use example::{BY_WIJK, tables};
use factlab::agreement::Agreement;
use factlab::files::Existing;
use factlab::keys::Identity;
use factlab::pseudonymous::cells::{Counting, LadderOf, TABLES};
use factlab::released::calculate::{ReleaseTables, Value};
use factlab::run::Run;
use factlab::vocabulary::Text;
use office::Office;

/// The counts by wijk and number of organisations; `None` is hidden.
fn counts(tables: &ReleaseTables) -> BTreeMap<(Text, Text), Option<u64>> {
    let rows = tables.rows(BY_WIJK.name).iter();
    let count = |row: &Vec<Value>| match row.as_slice() {
        [
            Value::Text(wijk),
            Value::Text(number),
            Value::Count(count),
            _,
        ] => ((wijk.clone(), number.clone()), Some(*count)),
        [Value::Text(wijk), Value::Text(number), Value::Empty, _] => {
            ((wijk.clone(), number.clone()), None)
        }
        _ => panic!("not a row of {BY_WIJK:?}: {row:?}"),
    };
    rows.map(count).collect()
}

#[test]
fn no_table_of_ours_counts_organisations_by_a_dimension() {
    for table in TABLES {
        if let Counting::Ladders(_, ladders) = table.counted {
            let is_own = |of: &LadderOf| matches!(of, LadderOf::Organisations(Some(_)));
            assert!(!ladders.iter().any(is_own), "{}", table.name);
        }
    }
}

#[test]
fn its_numbers_are_drawn_and_its_small_counts_hidden() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let agreement = Agreement::read(&office.path("town/config.toml")).unwrap();
    let identity = Identity::read(&office.path("town/analyst/identity.txt")).unwrap();
    let exact = counts(&tables(&agreement, &identity, true).unwrap());
    let protected = counts(&tables(&agreement, &identity, false).unwrap());
    let [mut hidden, mut drawn] = [0, 0];
    for (key, printed) in &protected {
        let count = exact.get(key).copied().flatten().unwrap_or(0);
        match printed {
            None => hidden += 1,
            // A derived number is the difference of two that were drawn.
            Some(printed) if key.1.ends_with('+') => {
                assert!(*printed >= 10 && printed % 5 == 0, "{key:?}: {printed}");
                assert!(printed.abs_diff(count) <= 8, "{key:?}: {printed} {count}");
                drawn += u64::from(*printed != count);
            }
            Some(_) => {}
        }
    }
    assert!(hidden > 0 && drawn > 0, "{hidden} {drawn}");
    assert!(exact.values().any(|count| count.is_some_and(|it| it < 8)));
    let run = Run {
        own_tables: &[&BY_WIJK],
        ..Run::of(&agreement)
    };
    let refused = run.release(&office.path("out"), Existing::Refuse);
    let refused = refused.err().unwrap().to_string();
    assert!(refused.contains("organisations_by_wijk"), "{refused}");
    assert!(!office.path("out").exists());
}
