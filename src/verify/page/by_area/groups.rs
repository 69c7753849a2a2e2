//! The groups of indicators: what households by area have, who they are, and what is known of areas.

use std::collections::BTreeSet;

use super::super::facts::{Facts, Row, place, rung, share};
use super::super::said::Said;
use super::indicator::{Counts, Groups, Indicator, TOWN, add_wijken, at, figures, reach};

/// A page has maps of so many pairs of services.
const PAIRS: usize = 10;

/// The groups of indicators, in the order of the page.
pub(super) fn groups<'a>(facts: &Facts<'a>) -> Groups<'a> {
    let all = facts.rows("areas");
    let all: Counts = all.map(|row| (at(&row), row.count("households"))).collect();
    let of = |at: &[&str; 2], count| share(count, all.get(at).copied().flatten());
    let stacking = ["1", "2", "3"].map(|number| {
        let column = format!("households_{number}_or_more");
        let rows = facts.rows("areas");
        let shares = rows.map(|row| (at(&row), of(&at(&row), row.count(&column))));
        Indicator::of_shares(Said::label(&[]), shares)
    });
    let mut services: Vec<Row> = facts.rows("services").collect();
    services.sort_by_key(|row| {
        (
            std::cmp::Reverse(row.count("households")),
            row.text("service"),
        )
    });
    let service = |row: &Row<'a>| {
        let code = row.text("service");
        let town = [(TOWN, row.count("households"))];
        let shares = counted(facts, &all, ("service_by_area", &[("service", code)]), town)?;
        let name = Said::name(facts.service(code));
        Some(Indicator::of_shares(name, shares.into_iter()))
    };
    let services = services.iter().filter_map(service).collect();
    let households = ["age_band", "household_type"].map(|dimension| {
        let rows = || {
            let rows = facts
                .rows("population")
                .filter(|row| row.text("dimension") == dimension);
            rows.filter(|row| row.text("value") != "unknown")
        };
        let mut values: Vec<&str> = rows().map(|row| row.text("value")).collect();
        values.sort_unstable();
        values.dedup();
        values.sort_by_key(|value| place(value));
        let indicator = |value: &str| {
            let town = facts.stacking(["household", dimension, value, "all"]);
            let rows = rows().filter(|row| row.text("value") == value);
            let counts = rows.map(|row| (at(&row), row.count("households")));
            let counts = counts.chain([(TOWN, town)]);
            let numbers = value.split('-').map(rung);
            let numbers: Vec<_> = if dimension == "age_band" {
                numbers.collect()
            } else {
                Vec::new()
            };
            let shares = counts.map(|(at, count)| (at, of(&at, count)));
            Indicator::of_shares(Said::label(&numbers), shares).by(dimension)
        };
        values.into_iter().map(indicator).collect::<Vec<_>>()
    });
    vec![
        stacking.into(),
        domains(facts, &all),
        services,
        pairs(facts, &all),
        households.into_iter().flatten().collect(),
        figures(facts),
        reach(facts),
    ]
}

/// Shares of the households of each area, of what a table counts by area; of the whole town where it is given.
fn counted<'a>(
    facts: &Facts<'a>,
    all: &Counts<'a>,
    (table, what): (&str, &[(&str, &str)]),
    town: impl IntoIterator<Item = ([&'a str; 2], Option<u64>)>,
) -> Option<Vec<([&'a str; 2], Option<f64>)>> {
    let is_it = |row: &Row<'a>| what.iter().all(|(key, word)| row.text(key) == *word);
    let rows = facts.rows(table).filter(is_it);
    let mut counts: Counts = rows
        .map(|row| (at(&row), row.count("households")))
        .collect();
    if counts.is_empty() {
        return None;
    }
    add_wijken(&mut counts, all);
    counts.extend(town);
    let of = |(at, count)| (at, share(count, all.get(&at).copied().flatten()));
    Some(counts.into_iter().map(of).collect())
}

/// The domains, in the order of their names.
fn domains<'a>(facts: &Facts<'a>, all: &Counts<'a>) -> Vec<Indicator<'a>> {
    let names = facts.rows("domain_by_area").map(|row| row.text("domain"));
    let names: BTreeSet<&str> = names.collect();
    let domain = |name| {
        let shares = counted(facts, all, ("domain_by_area", &[("domain", name)]), [])?;
        Some(Indicator::of_shares(Said::name(name), shares.into_iter()).by("domain"))
    };
    names.into_iter().filter_map(domain).collect()
}

/// The most frequent pairs of services that are counted by area.
fn pairs<'a>(facts: &Facts<'a>, all: &Counts<'a>) -> Vec<Indicator<'a>> {
    let mut together: Vec<Row> = facts
        .rows("co_occurrence")
        .filter(|row| row.text("service_a") != row.text("service_b"))
        .collect();
    let codes = |row: &Row<'a>| ["service_a", "service_b"].map(|column| row.text(column));
    together.sort_by_key(|row| (std::cmp::Reverse(row.count("households")), codes(row)));
    let pair = |row: &Row<'a>| {
        let [a, b] = codes(row);
        let what = [("service_a", a), ("service_b", b)];
        let town = [(TOWN, row.count("households"))];
        let shares = counted(facts, all, ("pair_by_area", &what), town)?;
        let [a, b] = [a, b].map(|code| facts.service(code));
        let name = Said::name(&format!("{a} + {b}"));
        Some(Indicator::of_shares(name, shares.into_iter()))
    };
    together.iter().filter_map(pair).take(PAIRS).collect()
}
