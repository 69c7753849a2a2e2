//! The three laws of which CBS counts services: which name a text has, and households with each from those with exactly so many.

use std::collections::{BTreeMap, BTreeSet};

use crate::released::places::finding::Findings;

/// Level, area, the number of services for the order, and which services.
pub(super) type Key = (String, String, u8, String);

/// Households and clients.
pub(super) type Numbers = [Option<f64>; 2];

/// Each law as CBS calls it, and how a name of it is known.
const LAWS: [(&str, [&str; 2]); 3] = [
    ("Jeugd", ["jeugd", "jeugd"]),
    ("P-wet", ["p-wet", "participatie"]),
    ("Wmo", ["wmo", "maatschappelijke ondersteuning"]),
];

/// How many combinations have a law in them.
pub(super) const COMBINATIONS: usize = 4;

/// The laws that a text names.
pub(super) fn laws_of(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let is_in = |words: &[&str; 2]| words.iter().any(|word| text.contains(word));
    let laws = LAWS.iter().filter(|(_, words)| is_in(words));
    laws.map(|(law, _)| *law).collect()
}

/// Households with a service of a law, by our domain of it: the sum of all combinations with the law, each household being in one.
/// A law that is no single domain of ours is named, and left out.
pub(super) fn by_domain(
    combinations: &BTreeMap<Key, Numbers>,
    domains: &BTreeSet<&str>,
    findings: &mut Findings,
) -> BTreeMap<Key, Numbers> {
    let mut all = BTreeMap::new();
    let places: BTreeSet<_> = combinations.keys().map(|key| (&key.0, &key.1)).collect();
    let mut shown: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for ((level, area, _, laws), [households, _]) in combinations {
        for law in laws.split('+') {
            let own = shown.entry((level, area, law)).or_default();
            own.extend(households);
        }
    }
    for (law, _) in LAWS {
        let own = domains
            .iter()
            .filter(|domain| laws_of(domain).contains(&law));
        let own: Vec<_> = own.collect();
        let [domain] = own[..] else {
            let number = own.len();
            findings.add(format!(
                "{law} is not compared, as {number} domains are of it"
            ));
            continue;
        };
        if laws_of(domain).len() > 1 {
            findings.add(format!(
                "{law} is not compared, as {domain} has another law too"
            ));
            continue;
        }
        for (level, area) in &places {
            let shown = shown.get(&(*level, *area, law));
            let shown = shown.filter(|shown| shown.len() == COMBINATIONS);
            let sum = shown.map(|shown| shown.iter().sum());
            let key = (
                (*level).clone(),
                (*area).clone(),
                u8::MAX,
                format!("domain={domain}"),
            );
            all.insert(key, [sum, None]);
        }
    }
    all
}
