//! Checks that no part is printed above its whole: steps, levels, pairs, exact sets, ways of linking.

use std::collections::BTreeMap;

use super::Verdict;
use super::tables::{Table, Tables};

/// Table, keys and column of a count.
type Name = Vec<String>;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let counts: BTreeMap<Name, u64> = tables.by_name.values().flat_map(counts).collect();
    for (name, part) in &counts {
        let words: Vec<&str> = name.iter().map(String::as_str).collect();
        for whole in wholes(&words) {
            if counts.get(&whole).is_some_and(|whole| part > whole) {
                verdict.object(format!(
                    "{}: is above {}, which it is a part of",
                    name.join(", "),
                    whole.join(", ")
                ));
            }
        }
    }
}

fn counts(table: &Table) -> impl Iterator<Item = (Name, u64)> {
    let keys = table.layout.keys;
    table.rows.iter().flat_map(move |row| {
        let count = move |column: &&str| {
            let mut name = vec![table.layout.name.to_owned()];
            name.extend_from_slice(&row[..keys]);
            name.push((*column).to_owned());
            Some((name, table.count(row, column)?))
        };
        table.layout.counts.iter().filter_map(count)
    })
}

/// The counts that one lies within, as far as its keys tell. A difference (`2`) has none: its error is that of two counts.
fn wholes(name: &[&str]) -> Vec<Name> {
    match *name {
        ["stacking", unit, dimension, level, rung, _] => of_level([unit, dimension, level], rung),
        ["services", _, "persons"] => vec![of_town("person", "1+")],
        ["service_stacking", service, rung, _] if rung.ends_with('+') => {
            vec![
                of_service(service, &before(rung)),
                of_town("household", rung),
            ]
        }
        ["co_occurrence", a, b, _] if a != b => [a, b].map(|one| of_service(one, "2+")).to_vec(),
        ["combinations", set, _] if set != "other" => of_set(set),
        ["services", _, "households"] | ["combinations" | "domains", ..] => {
            vec![of_town("household", "1+")]
        }
        ["organisations", rung, _] if rung.ends_with('+') && rung != "1+" => {
            vec![named(&["organisations", &before(rung), "households"])]
        }
        ["population", level, area, dimension, value, _] => {
            of_population(level, area, dimension, value)
        }
        ["service_by_group", service, dimension, value, _] => vec![
            of_service(service, "1+"),
            named(&[
                "stacking",
                "household",
                dimension,
                value,
                "1+",
                "households",
            ]),
        ],
        ["service_by_area", service, level, area, _] => vec![
            of_service(service, "1+"),
            named(&["areas", level, area, "households_1_or_more"]),
        ],
        ["domain_by_area", domain, level, area, _] => vec![
            named(&["areas", level, area, "households_1_or_more"]),
            named(&["domain_by_area", domain, "gemeente", "all", "households"]),
        ],
        ["pair_by_area", a, b, level, area, _] => vec![
            named(&["co_occurrence", a, b, "households"]),
            named(&["service_by_area", a, level, area, "households"]),
            named(&["service_by_area", b, level, area, "households"]),
            named(&["areas", level, area, "households_2_or_more"]),
        ],
        ["needs", need, level, area, column] => of_need([need, level, area], column),
        ["need_by_service", need, service, _] => vec![
            of_service(service, "1+"),
            named(&["needs", need, "gemeente", "all", "households"]),
        ],
        ["reached", right, level, area, column] => of_right([right, level, area], column),
        ["flow", service, _] => vec![of_service(service, "1+")],
        ["overlap", a, b, _] => vec![named(&["co_occurrence", a, b, "households"])],
        ["areas", level, area, column] => of_area(level, area, column),
        ["linkage", provider, column] => {
            let whole = match column {
                "records" | "left_behind" => return Vec::new(),
                "clients" => "records",
                way if way.starts_with("by_") => "linked",
                _ => "clients",
            };
            vec![named(&["linkage", provider, whole])]
        }
        ["link_effect", _, "linked"] => Vec::new(),
        ["link_effect", provider, column] => {
            let mut wholes = vec![named(&["linkage", provider, "linked"])];
            if column == "decisive_1_or_more" {
                wholes.push(of_town("household", "1+"));
            }
            wholes
        }
        ["linkage_thresholds", probability, column] => of_threshold(probability, column),
        ["linkage_quality", provider, group, column] => of_links(provider, group, column),
        _ => Vec::new(),
    }
}

/// Surer links are fewer, and those with more services are among those with fewer.
fn of_threshold(probability: &str, column: &str) -> Vec<Name> {
    let named = |one: &str, column: &str| named(&["linkage_thresholds", one, column]);
    let less_sure = match probability {
        "0.95" => Some("0.8"),
        "0.8" => Some("0.5"),
        _ => None,
    };
    let fewer = match column {
        "households_3_or_more" => Some("households_2_or_more"),
        "households_2_or_more" => Some("households_1_or_more"),
        _ => None,
    };
    let less_sure = less_sure.map(|one| named(one, column));
    let fewer = fewer.map(|fewer| named(probability, fewer));
    less_sure.into_iter().chain(fewer).collect()
}

/// What is counted of a group lies within its clients and within all. Estimates lie within nothing.
fn of_links(provider: &str, group: &str, column: &str) -> Vec<Name> {
    if ["expected_false", "missed", "held_out"].contains(&column) {
        return Vec::new();
    }
    let of = |group: &str, column: &str| named(&["linkage_quality", provider, group, column]);
    let mut wholes = Vec::new();
    if column != "clients" {
        wholes.push(of(group, "clients"));
    }
    if group != "all" {
        wholes.push(of("all", column));
    }
    wholes
}

/// A rung lies within the one before it and within the town, and a household has a member.
fn of_level(level: [&str; 3], rung: &str) -> Vec<Name> {
    let [unit, dimension, own] = level;
    let stacked =
        |unit: &str, rung: &str| named(&["stacking", unit, dimension, own, rung, "households"]);
    let mut wholes = Vec::new();
    if rung != "all" && !rung.ends_with('+') {
        return wholes;
    }
    if rung != "all" {
        wholes.push(stacked(unit, &before(rung)));
    } else if unit == "household" && ["all", "wijk"].contains(&dimension) {
        wholes.push(stacked("person", "all"));
    }
    if dimension != "all" && own != "institution" {
        wholes.push(of_town(unit, rung));
    }
    wholes
}

/// Exactly these services: at least as many beside each, and every pair of them.
fn of_set(set: &str) -> Vec<Name> {
    let services: Vec<&str> = set.split('+').collect();
    let rung = format!("{}+", services.len());
    let mut wholes = vec![of_town("household", &rung)];
    for (index, service) in services.iter().enumerate() {
        wholes.push(of_service(service, &rung));
        for other in &services[index + 1..] {
            wholes.push(named(&["co_occurrence", service, other, "households"]));
        }
    }
    wholes
}

/// The households of each group, and those of the area.
fn of_population(level: &str, area: &str, dimension: &str, value: &str) -> Vec<Name> {
    let groups = dimension.split('/').zip(value.split('/'));
    let of_group = |(dimension, value): (&str, &str)| {
        named(&[
            "stacking",
            "household",
            dimension,
            value,
            "all",
            "households",
        ])
    };
    let of_area = named(&["areas", level, area, "households"]);
    groups.map(of_group).chain([of_area]).collect()
}

fn of_area(level: &str, area: &str, column: &str) -> Vec<Name> {
    let whole = match column {
        "households_3_or_more" => "households_2_or_more",
        "households_2_or_more" => "households_1_or_more",
        _ => "households",
    };
    let own = named(&["areas", level, area, whole]);
    vec![own, named(&["areas", "gemeente", "all", column])]
}

/// Those without a service lie within the need, the need within its group, both within the town.
fn of_need([need, level, area]: [&str; 3], column: &str) -> Vec<Name> {
    let mut wholes = match (column, level) {
        ("without_service", _) => vec![named(&["needs", need, level, area, "households"])],
        (_, "gemeente" | "wijk" | "buurt") => vec![named(&["areas", level, area, "households"])],
        _ => vec![named(&[
            "stacking",
            "household",
            level,
            area,
            "all",
            "households",
        ])],
    };
    if level != "gemeente" {
        wholes.push(named(&["needs", need, "gemeente", "all", column]));
    }
    wholes
}

/// Those with both services lie within those with either, in the same area.
fn of_right([right, level, area]: [&str; 3], column: &str) -> Vec<Name> {
    let Some((by, to)) = right.split_once('>') else {
        return Vec::new();
    };
    let of_area = |service| named(&["service_by_area", service, level, area, "households"]);
    match (column, level) {
        ("households", _) => vec![of_service(by, "1+")],
        (_, "gemeente") => vec![of_service(by, "1+"), of_service(to, "1+")],
        _ => vec![
            named(&["reached", right, level, area, "households"]),
            named(&["reached", right, "gemeente", "all", "reached"]),
            named(&["areas", level, area, "households_2_or_more"]),
            of_area(to),
        ],
    }
}

/// Households with a service that have so many.
fn of_service(service: &str, rung: &str) -> Name {
    match rung {
        "1+" => named(&["co_occurrence", service, service, "households"]),
        _ => named(&["service_stacking", service, rung, "households"]),
    }
}

fn of_town(unit: &str, rung: &str) -> Name {
    named(&["stacking", unit, "all", "all", rung, "households"])
}

/// The label before a cumulative one: `2+` before `3+`, `all` before `1+`.
fn before(rung: &str) -> String {
    match rung.trim_end_matches('+').parse() {
        Ok(number @ 2_u64..) => format!("{}+", number - 1),
        _ => "all".into(),
    }
}

fn named(words: &[&str]) -> Name {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::printing::Printing;
    use super::super::tables::given;
    use super::*;

    /// What is wrong with a table of these rows.
    fn problems(table: &str, rows: &[&[&str]]) -> usize {
        let tables = Tables {
            by_name: BTreeMap::from([given(table, rows)]),
            printing: Some(Printing::K5),
        };
        let mut verdict = Verdict::default();
        check(&tables, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn a_rung_above_the_one_before_it_is_a_problem() {
        let rung = |rung: &'static str, count: &'static str| {
            ["household", "wijk", "w1", rung, count, "rounded", "", ""]
        };
        let (one, two, more) = (rung("1+", "15"), rung("2+", "15"), rung("3+", "20"));
        assert_eq!(problems("stacking", &[&one, &two]), 0);
        assert_eq!(problems("stacking", &[&one, &two, &more]), 1);
    }

    #[test]
    fn a_difference_is_no_part() {
        let rung = |rung: &'static str, count: &'static str| ["wmo", rung, count, "rounded"];
        let (two, exactly) = (rung("2+", "15"), rung("2", "20"));
        assert_eq!(problems("service_stacking", &[&two, &exactly]), 0);
    }

    #[test]
    fn a_group_above_all_clients_is_a_problem() {
        let row = |group, clients, missed| {
            [
                "loket", group, clients, "", "", "", "", "", clients, "", missed,
            ]
        };
        let (all, some) = (row("all", "60", "10"), row("wijk w1", "60", "20"));
        assert_eq!(problems("linkage_quality", &[&all, &some]), 0);
        let more = row("wijk w1", "65", "20");
        assert_eq!(problems("linkage_quality", &[&all, &more]), 2);
    }

    #[test]
    fn a_way_above_all_that_were_linked_is_a_problem() {
        let row = |by_address| {
            [
                "loket", "90", "80", "60", "50", "10", "", by_address, "", "", "", "20", "", "",
            ]
        };
        assert_eq!(problems("linkage", &[&row("60")]), 0);
        assert_eq!(problems("linkage", &[&row("65")]), 1);
    }
}
