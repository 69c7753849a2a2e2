//! How well clients are linked, as the attacker sees it: groups add up to those linked, and providers to all.

use std::collections::BTreeMap;

use factlab::pseudonymous::protect::published::PublishedTables;

use super::Attacker;

/// The providers of services in the made-up towns.
const OF_SERVICES: [&str; 2] = ["first", "second"];

/// What is said of links and tried, but counts no clients that add up.
const ESTIMATES: [&str; 3] = ["expected_false", "held_out", "missed"];

/// How the attacker names a count; those that other tables have too by their name there.
pub(super) fn name(provider: &str, group: &str, column: &str) -> String {
    let group = group.replace(' ', "-");
    let is_of_linked = !["all", "without_bsn"].contains(&group.as_str());
    match (provider, group.as_str(), column) {
        ("all", "all", "clients") => "client records".into(),
        (provider, "all", "clients" | "linked") if provider != "all" => {
            format!("linkage {provider} {column}")
        }
        (_, "without_bsn", "clients" | "without_key") => {
            format!("quality {provider} all without_key")
        }
        (_, _, "clients") if is_of_linked => format!("quality {provider} {group} linked"),
        _ => format!("quality {provider} {group} {column}"),
    }
}

/// The linked clients are cut by age, and all clients by provider.
pub(super) fn learn(published: &PublishedTables, attacker: &mut Attacker) {
    let table = published.table("linkage_quality").unwrap();
    let mut sums: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in table.rows() {
        let keys = table.keys(row);
        let (provider, group) = (keys[0].as_str(), keys[1].as_str());
        for (column, cell) in table.def().counts().zip(&row.cells) {
            let own = attacker.learn(name(provider, group, column), cell.value());
            if ESTIMATES.contains(&column) {
                continue;
            }
            if OF_SERVICES.contains(&provider) {
                let of_all = name("all", "all", column);
                sums.entry(of_all).or_default().push(own.clone());
            }
            if group.starts_with("age ") && column == "linked" {
                let linked = name(provider, "all", "linked");
                ages.entry(linked).or_default().push(own);
            }
        }
    }
    attacker.sums.extend(sums);
    attacker.sums.extend(ages);
}

/// The counts that one lies within.
pub(super) fn wholes(provider: &str, group: &str, column: &str) -> Vec<String> {
    if ESTIMATES.contains(&column) {
        return Vec::new();
    }
    let of = |group, column| name(provider, group, column);
    let mut wholes = vec![of(group, "clients"), of("all", column)];
    if OF_SERVICES.contains(&provider) {
        wholes.push(name("all", "all", column));
    }
    let own = of(group, column);
    wholes.retain(|whole| *whole != own);
    wholes
}
