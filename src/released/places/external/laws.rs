//! The three laws of which CBS counts services: which name a text has, and households with each from those with exactly so many.

use std::collections::{BTreeMap, BTreeSet};

use crate::released::places::finding::Findings;

/// Level, area, the number of services for the order, and which services.
pub(super) type Key = (String, String, u8, String);

/// Households and clients.
pub(super) type Numbers = [Option<f64>; 2];

/// A number of CBS to compare with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    /// What is counted, as the table says it.
    pub(super) unit: &'static str,
    /// `None` for one that is unknown.
    pub(super) number: Option<f64>,
    /// How far it can be off by rounding.
    pub(super) off: f64,
    /// Whether it is of one day.
    pub(super) is_of_day: bool,
}

impl Figure {
    /// A number of a whole year, rounded once.
    pub(super) const fn of(unit: &'static str, number: Option<f64>) -> Self {
        Self {
            unit,
            number,
            off: OFF,
            is_of_day: false,
        }
    }
}

/// CBS rounds to multiples of 5, so a number is off by no more.
const OFF: f64 = 2.5;

/// Each law as CBS calls it, and how a name of it is known.
const LAWS: [(&str, [&str; 2]); 3] = [
    ("Jeugd", ["jeugd", "jeugd"]),
    ("P-wet", ["p-wet", "participatie"]),
    ("Wmo", ["wmo", "maatschappelijke ondersteuning"]),
];

/// How many combinations have a law in them.
const COMBINATIONS: usize = 4;

/// The laws that a text names.
pub(super) fn laws_of(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let is_in = |words: &[&str; 2]| words.iter().any(|word| text.contains(word));
    let laws = LAWS.iter().filter(|(_, words)| is_in(words));
    laws.map(|(law, _)| *law).collect()
}

/// The domain that is of a law and of no other; a law that is no single domain of ours is named.
pub(super) fn domain_of<'a>(
    law: &str,
    domains: &BTreeSet<&'a str>,
    findings: &mut Findings,
) -> Option<&'a str> {
    let own = domains.iter().filter(|own| laws_of(own).contains(&law));
    let own: Vec<&str> = own.copied().collect();
    match own[..] {
        [domain] if laws_of(domain).len() == 1 => return Some(domain),
        [domain] => findings.add(format!(
            "{law} is not compared, as {domain} has another law too"
        )),
        _ => findings.add(format!(
            "{law} is not compared, as {} domains are of it",
            own.len()
        )),
    }
    None
}

/// Households with a service of a law, by our domain of it: the sum of all combinations with the law, each household being in one.
pub(super) fn by_domain(
    combinations: &BTreeMap<Key, Numbers>,
    domains: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Vec<(Key, Figure)> {
    let mut all = Vec::new();
    let places: BTreeSet<_> = combinations.keys().map(|key| (&key.0, &key.1)).collect();
    let mut shown: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for ((level, area, _, laws), [households, _]) in combinations {
        for law in laws.split('+') {
            let own = shown.entry((level, area, law)).or_default();
            own.extend(households);
        }
    }
    for (law, _) in LAWS {
        let Some(domain) = domain_of(law, domains, findings) else {
            continue;
        };
        for (level, area) in &places {
            let shown = shown.get(&(*level, *area, law));
            let shown = shown.filter(|shown| shown.len() == COMBINATIONS);
            let figure = Figure {
                off: COMBINATIONS as f64 * OFF,
                ..Figure::of("households", shown.map(|shown| shown.iter().sum()))
            };
            let domain = format!("domain={domain}");
            all.push((((*level).clone(), (*area).clone(), u8::MAX, domain), figure));
        }
    }
    all
}
