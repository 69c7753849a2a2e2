//! The names of counts in, which of them lie within which out: a list of its own, by what the keys of the tables mean.

use std::collections::{BTreeMap, BTreeSet};

use super::quality;

/// Part and whole, of counts that are known.
pub(super) fn relations(known: &BTreeMap<String, (i64, i64)>) -> Vec<(String, String)> {
    let related = |name: &String| {
        let part = name.clone();
        wholes(name)
            .into_iter()
            .filter(|whole| known.contains_key(whole))
            .map(move |whole| (part.clone(), whole))
    };
    known.keys().flat_map(related).collect()
}

fn wholes(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    match words[..] {
        [unit @ ("household" | "person"), dimension, level, rung] => {
            of_level(unit, dimension, level, rung)
        }
        ["stack", _, rung] => vec![format!("household all all {rung}")],
        ["living", "gemeente", _, dimensions, values] => {
            let groups = dimensions.split('/').zip(values.split('/'));
            let groups = groups.map(|(by, value)| format!("household {by} {value} 0"));
            groups.collect()
        }
        ["living", level, area, dimension, value] => {
            let mut wholes = vec![
                format!("household {level} {area} 0"),
                format!("household {dimension} {value} 0"),
            ];
            if level == "buurt" {
                let wijk = area.replace('b', "w");
                wholes.push(format!("living wijk {wijk} {dimension} {value}"));
            }
            wholes
        }
        ["group", service, dimension, level] => vec![
            format!("pair {service} {service}"),
            format!("household {dimension} {level} 1"),
            format!("domain {} {dimension} {level}", domain_of(service)),
        ],
        // The only client of its household who brings anything is one per household.
        ["domain", _, "gemeente", _] | ["decisive", _, "1"] => vec!["household all all 1".into()],
        ["domain", domain, level, area] => vec![
            format!("household {level} {area} 1"),
            format!("domain {domain} gemeente all"),
        ],
        ["together", a, b, level, area] => vec![
            format!("pair {a} {b}"),
            format!("group {a} {level} {area}"),
            format!("group {b} {level} {area}"),
            format!("household {level} {area} 2"),
        ],
        ["persons", _] => vec!["person all all 1".into()],
        ["pair", a, b] if a != b => [a, b].map(|one| format!("stack {one} 2")).to_vec(),
        ["pair", service, _] => vec![format!("domain {} gemeente all", domain_of(service))],
        ["combinations", set] if set != "other" => of_combination(set),
        ["domains", set] if set != "other" => {
            let any = set
                .split('+')
                .map(|one| format!("domain {one} gemeente all"));
            let users = format!("household all all {}", set.split('+').count());
            any.chain([users]).collect()
        }
        ["surer", probability, rung] => of_surer(probability, rung),
        ["organisations", rung] => before("organisations", rung),
        ["linkage", provider, column] => of_clients(provider, column),
        ["quality", provider, group, column] => quality::wholes(provider, group, column),
        _ => Vec::new(),
    }
}

/// A level lies within the town, a buurt within its wijk; a household has a member, at its own level.
fn of_level(unit: &str, dimension: &str, level: &str, rung: &str) -> Vec<String> {
    let mut wholes = Vec::new();
    if dimension != "all" && level != "institution" {
        wholes.push(format!("{unit} all all {rung}"));
    }
    if dimension == "buurt" && level != "unknown" {
        let wijk = level.replace('b', "w");
        wholes.push(format!("household wijk {wijk} {rung}"));
    }
    if (unit, rung) == ("household", "0") {
        wholes.push(format!("person {dimension} {level} 0"));
    }
    wholes
}

/// The services of the made-up towns are of three domains in turn.
pub(super) fn domain_of(service: &str) -> &'static str {
    let number: usize = service[1..].parse().unwrap();
    ["Wmo", "Jeugdwet", "Participatiewet"][number % 3]
}

fn of_combination(set: &str) -> Vec<String> {
    let codes: Vec<&str> = set.split('+').collect();
    let number = codes.len();
    let mut wholes = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        wholes.push(match number {
            1 => format!("pair {code} {code}"),
            _ => format!("stack {code} {number}"),
        });
        for other in &codes[place + 1..] {
            wholes.push(format!("pair {code} {other}"));
        }
    }
    let domains: BTreeSet<&str> = codes.iter().map(|code| domain_of(code)).collect();
    let domains: Vec<&str> = domains.into_iter().collect();
    wholes.push(format!("domains {}", domains.join("+")));
    wholes
}

fn of_surer(probability: &str, rung: &str) -> Vec<String> {
    let fewer: usize = rung.parse().unwrap();
    let less_sure = match probability {
        "0.95" => format!("surer 0.8 {rung}"),
        _ => format!("household all all {rung}"),
    };
    vec![less_sure, format!("surer {probability} {}", fewer - 1)]
}

fn before(what: &str, rung: &str) -> Vec<String> {
    let number: usize = rung.parse().unwrap();
    vec![format!("{what} {}", number - 1)]
}

fn of_clients(provider: &str, column: &str) -> Vec<String> {
    let of = |whole: &str| format!("linkage {provider} {whole}");
    match column {
        "records" => Vec::new(),
        // Clients with needs are in no sum of all.
        "clients" if provider == "school" => vec![of("records")],
        "clients" => vec![of("records"), "client records".into()],
        way if way.starts_with("by_") => vec![of("linked")],
        _ => vec![of("clients")],
    }
}
