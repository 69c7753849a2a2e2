//! The page of a comparison.

use std::collections::BTreeSet;

use super::super::comparison_page;
use super::{example, words};
use crate::pseudonymous::protect::profile::Profile;
use crate::released::calculate::{ReleaseTables, Value};
use crate::released::compare::{Comparison, Side};
use crate::released::runs::RunRecord;
use crate::vocabulary::{CountingRule, Language, Moment};

/// The page of two releases of the example, the second a year later.
fn comparison_of(tables: &ReleaseTables, run: &RunRecord, later: &RunRecord) -> String {
    let [a, b] = [run, later].map(|run| Side { run, tables });
    let comparison = Comparison::of(a, b).unwrap();
    comparison_page(&comparison, [a, b], "compare-00000000-11111111").unwrap()
}

#[test]
fn a_comparison_leaves_no_place_open_and_asks_for_nothing_from_elsewhere() {
    let attack = "<script>alert('x')</script>";
    for language in [Language::Dutch, Language::English] {
        let run = example::run(language);
        let mut later = example::run(language);
        later.release = "later".into();
        let alike = words(&comparison_of(&example::tables(), &run, &later));
        later.services[0].name = attack.into();
        later.services[1].missing = true;
        later.missing = vec![example::party("ggd", attack)];
        later.series = attack.into();
        later.profile = Profile::CBS;
        (later.count, later.moment) = (CountingRule::Sum, Moment::ReferenceDate);
        let page = comparison_of(&example::tables(), &run, &later);
        let unlike = words(&page);
        for words in [&alike, &unlike] {
            assert!(
                !words.contains(['{', '}']) && !words.contains("NaN"),
                "{words}"
            );
        }
        assert!(!page.contains("<script>alert") && !page.contains("http:"));
        assert_ne!(alike, unlike);
    }
}

#[test]
fn a_comparison_says_first_which_of_both_is_made_up() {
    let made_up = example::run(Language::Dutch);
    let real = RunRecord {
        release: "later".into(),
        made_up: false,
        ..made_up.clone()
    };
    let tables = example::tables();
    let said = |a, b| words(&comparison_of(&tables, a, b));
    let first = "De eerste uitgave gaat over een gemeente die niet bestaat";
    assert!(said(&made_up, &real).contains(first));
    assert!(said(&real, &made_up).contains(&first.replace("eerste", "tweede")));
    let both = RunRecord {
        made_up: true,
        ..real.clone()
    };
    assert!(said(&made_up, &both).contains("Deze gemeente bestaat niet"));
}

#[test]
fn no_two_rows_of_the_largest_differences_have_one_name() {
    let mut run = example::run(Language::Dutch);
    let [tables, mut other] = [example::tables(), example::tables()];
    let values = other
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.rows)
        .flatten();
    for value in values {
        match value {
            Value::Decimal(share) if *share < 0.5 => *share *= 2.0,
            Value::Text(code) if ["WK", "BU"].iter().any(|level| code.starts_with(level)) => {
                code.push('9');
            }
            _ => {}
        }
    }
    let b = RunRecord {
        release: "b".into(),
        series: "b".into(),
        ..run.clone()
    };
    run.release = "a".into();
    let sides = [(&run, &tables), (&b, &other)].map(|(run, tables)| Side { run, tables });
    let comparison = Comparison::of(sides[0], sides[1]).unwrap();
    let page = comparison_page(&comparison, sides, "compare-a-b").unwrap();
    let (mut shares, mut all) = (0, 0);
    // In the headline a share is one of the row above it.
    let (_, largest) = page.split_once("id=\"largest\"").unwrap();
    for table in largest.split("<table").skip(1) {
        let rows = table.split("<tr").skip(2);
        let names: Vec<_> = rows
            .map(|row| words_of(row).next().unwrap_or_default())
            .collect();
        let unlike: BTreeSet<_> = names.iter().collect();
        assert_eq!(unlike.len(), names.len(), "{names:?}");
        shares += names
            .iter()
            .filter(|name| name.contains("van de huishoudens met"))
            .count();
        all += names.len();
    }
    assert!(shares > 5 && all > 15, "{shares} of {all}");
}

/// The texts of a part of a page.
fn words_of(part: &str) -> impl Iterator<Item = &str> {
    let texts = part
        .split('>')
        .skip(1)
        .filter_map(|part| part.split('<').next());
    texts.map(str::trim).filter(|text| !text.is_empty())
}
