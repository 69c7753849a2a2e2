//! A release in, what somebody knows of each drawn count who has the release, the agreement and the rule out.

#![expect(
    clippy::unwrap_used,
    reason = "a table that is missing is a failed test"
)]

mod in_time;
mod needs;
mod nested;
mod quality;
mod withheld;

use std::collections::{BTreeMap, BTreeSet};

use factlab::pseudonymous::protect::published::{Cell, PublishedTables};

/// What a hidden count can be under `k5`.
pub(crate) const HIDDEN: (i64, i64) = (0, 13);

/// Nothing is known.
const ANY: (i64, i64) = (0, i64::MAX / 2);

/// What somebody knows who has the release and the rule: from and to which number each drawn count can be.
#[derive(Default)]
pub(crate) struct Attacker {
    /// By table and keys; a count without a row is hidden.
    pub(crate) known: BTreeMap<String, (i64, i64)>,
    pub(crate) hidden: Vec<String>,
    /// What is printed of each; nothing when it is hidden.
    pub(crate) printed: BTreeMap<String, Option<u64>>,
    /// What is hidden and not small; he is told.
    withheld: BTreeSet<String>,
    /// Part and whole.
    pub(crate) nested: Vec<(String, String)>,
    /// A whole and its parts, which exclude each other and make it up.
    sums: Vec<(String, Vec<String>)>,
    /// A part of two groups of one whole: at least what does not fit beside each other.
    overlaps: Vec<(String, [String; 2], String)>,
}

impl Attacker {
    fn learn(&mut self, name: String, published: Option<u64>) -> String {
        let range = match published.map(|number| i64::try_from(number).unwrap()) {
            None if self.withheld.contains(&name) => ANY,
            None => HIDDEN,
            Some(number) => (number - 8, number + 8),
        };
        if range == HIDDEN && !self.known.contains_key(&name) {
            self.hidden.push(name.clone());
        }
        self.known.entry(name.clone()).or_insert(range);
        self.printed.entry(name.clone()).or_insert(published);
        name
    }

    fn narrow(&mut self, name: &str, low: i64, high: i64) -> bool {
        let Some(range) = self.known.get_mut(name) else {
            return false;
        };
        let before = *range;
        *range = (before.0.max(low), before.1.min(high));
        assert!(
            range.0 <= range.1,
            "{name}: the published numbers contradict each other"
        );
        *range != before
    }

    pub(crate) fn use_nesting(&mut self) -> bool {
        let mut learned = false;
        for (part, whole) in self.nested.clone() {
            let (low, high) = (self.known[&part].0, self.known[&whole].1);
            learned |= self.narrow(&part, 0, high);
            learned |= self.narrow(&whole, low, i64::MAX);
        }
        learned
    }

    pub(crate) fn use_sums(&mut self) -> bool {
        let mut learned = false;
        for (whole, parts) in self.sums.clone() {
            let low: i64 = parts.iter().map(|part| self.known[part].0).sum();
            let high: i64 = parts.iter().map(|part| self.known[part].1).sum();
            learned |= self.narrow(&whole, low, high);
            let (whole_low, whole_high) = self.known[&whole];
            for part in &parts {
                let (own_low, own_high) = self.known[part];
                let others = (low - own_low, high - own_high);
                learned |= self.narrow(part, whole_low - others.1, whole_high - others.0);
            }
        }
        for (both, [a, b], whole) in self.overlaps.clone() {
            let low = self.known[&a].0 + self.known[&b].0 - self.known[&whole].1;
            learned |= self.narrow(&both, low, i64::MAX);
        }
        learned
    }
}

/// Everything that is drawn, and how it hangs together: ladders, pairs and margins, levels, pooled rows. The number of
/// wijken (each of one buurt) is no secret: CBS publishes it.
pub(crate) fn attack(published: &PublishedTables, services: usize, wijken: usize) -> Attacker {
    let mut attacker = Attacker {
        withheld: withheld::names(published),
        ..Attacker::default()
    };
    learn_stacking(published, &mut attacker, wijken);
    learn_pairs(published, &mut attacker);
    learn_service_stacking(published, &mut attacker, services);
    for table in ["combinations", "domains"] {
        let learn = |(keys, number): (Vec<String>, Option<u64>)| {
            attacker.learn(format!("{table} {}", keys[0]), number)
        };
        let parts: Vec<String> = rows(published, table).map(learn).collect();
        attacker
            .nested
            .extend(parts.iter().map(|part| (part.clone(), USERS.into())));
        attacker.sums.push((USERS.into(), parts));
    }
    learn_rest(published, &mut attacker);
    learn_links(published, &mut attacker);
    learn_groups(published, &mut attacker);
    learn_areas(published, &mut attacker);
    learn_having(published, &mut attacker, services);
    learn_population(published, &mut attacker);
    needs::learn(published, &mut attacker);
    in_time::learn(published, &mut attacker);
    quality::learn(published, &mut attacker);
    attacker.nested.extend(nested::relations(&attacker.known));
    attacker
}

/// What stands beside stacks and pairs: organisations, persons of services, linkage.
fn learn_rest(published: &PublishedTables, attacker: &mut Attacker) {
    for number in 1.. {
        let rung = cell(published, "organisations", &[&format!("{number}+")]);
        attacker.learn(
            format!("organisations {number}"),
            rung.and_then(Cell::value),
        );
        if rung.is_none() {
            break;
        }
    }
    // Persons of hidden households are hidden whatever their number.
    for (keys, number) in rows(published, "services").filter(|row| row.1.is_some()) {
        attacker.learn(format!("persons {}", keys[0]), number);
    }
    let clients = cell(published, "headline", &["client_records"]).and_then(Cell::value);
    attacker.learn("client records".into(), clients);
    let linkage = published.table("linkage").unwrap();
    for row in linkage.rows() {
        for (column, cell) in linkage.def().counts().zip(&row.cells) {
            if !["by_spelling", "left_behind"].contains(&column) {
                attacker.learn(
                    format!("linkage {} {column}", linkage.keys(row)[0]),
                    cell.value(),
                );
            }
        }
    }
}

/// What hangs on links: clients whom a count hangs on, and households when links must be surer.
fn learn_links(published: &PublishedTables, attacker: &mut Attacker) {
    for row in published.table("link_effect").unwrap().rows() {
        let provider = &published.table("link_effect").unwrap().keys(row)[0];
        for (number, cell) in (1..).zip(&row.cells[1..]) {
            attacker.learn(format!("decisive {provider} {number}"), cell.value());
        }
    }
    // The first row repeats the headline.
    for row in &published.table("linkage_thresholds").unwrap().rows()[1..] {
        let probability = &published.table("linkage_thresholds").unwrap().keys(row)[0];
        for (number, cell) in (1..).zip(&row.cells) {
            attacker.learn(format!("surer {probability} {number}"), cell.value());
        }
    }
}

/// Households with a service.
const USERS: &str = "household all all 1";

fn learn_pairs(published: &PublishedTables, attacker: &mut Attacker) {
    let margin = |service: &String| format!("pair {service} {service}");
    for (keys, number) in rows(published, "co_occurrence") {
        let pair = attacker.learn(format!("pair {} {}", keys[0], keys[1]), number);
        attacker.nested.push((pair.clone(), USERS.into()));
        if keys[0] != keys[1] {
            let margins = [margin(&keys[0]), margin(&keys[1])];
            attacker
                .nested
                .extend(margins.clone().map(|margin| (pair.clone(), margin)));
            attacker.overlaps.push((pair, margins, USERS.into()));
        }
    }
}

fn learn_service_stacking(published: &PublishedTables, attacker: &mut Attacker, services: usize) {
    for service in 0..services {
        let code = format!("s{service}");
        let mut below = format!("pair {code} {code}");
        for number in 2.. {
            let rung = cell(
                published,
                "service_stacking",
                &[&code, &format!("{number}+")],
            );
            let name = attacker.learn(format!("stack {code} {number}"), rung.and_then(Cell::value));
            attacker.nested.push((name.clone(), below));
            below = name;
            if rung.is_none() {
                break;
            }
        }
    }
}

/// The services by group: the levels of a dimension make up the service.
fn learn_groups(published: &PublishedTables, attacker: &mut Attacker) {
    let mut parts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (keys, number) in rows(published, "service_by_group") {
        let name = attacker.learn(format!("group {}", keys.join(" ")), number);
        let [service, dimension, _] = <[String; 3]>::try_from(keys).unwrap();
        parts.entry((service, dimension)).or_default().push(name);
    }
    let sums = parts.into_iter();
    let sums = sums.map(|((service, _), parts)| (format!("pair {service} {service}"), parts));
    attacker.sums.extend(sums);
}

/// The population: the groups of an area make up its households.
fn learn_population(published: &PublishedTables, attacker: &mut Attacker) {
    let mut parts: BTreeMap<[String; 3], Vec<String>> = BTreeMap::new();
    for (keys, number) in rows(published, "population") {
        let name = attacker.learn(format!("living {}", keys.join(" ")), number);
        let [level, area, dimension, _] = <[String; 4]>::try_from(keys).unwrap();
        if level != "gemeente" {
            parts
                .entry([level, area, dimension])
                .or_default()
                .push(name);
        }
    }
    let sums = parts.into_iter();
    let sums = sums.map(|([level, area, _], parts)| (format!("household {level} {area} 0"), parts));
    attacker.sums.extend(sums);
}

/// The services by area. Beside the published areas there are others, of any number of households.
fn learn_areas(published: &PublishedTables, attacker: &mut Attacker) {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (keys, number) in rows(published, "service_by_area") {
        let name = attacker.learn(format!("group {}", keys.join(" ")), number);
        parts.entry(keys[0].clone()).or_default().push(name);
    }
    for (service, mut parts) in parts {
        let others = format!("elsewhere {service}");
        attacker.known.insert(others.clone(), ANY);
        attacker.printed.insert(others.clone(), None);
        parts.push(others);
        attacker
            .sums
            .push((format!("pair {service} {service}"), parts));
    }
}

/// The domains and the pairs by area. A domain is all its services together, less what they overlap; pairs that do not fit beside
/// each other among the users of an area overlap.
fn learn_having(published: &PublishedTables, attacker: &mut Attacker, services: usize) {
    for (keys, number) in rows(published, "domain_by_area") {
        let [domain, level, area] = <[String; 3]>::try_from(keys).unwrap();
        let whole = attacker.learn(format!("domain {domain} {level} {area}"), number);
        let own = (0..services).map(|service| format!("s{service}"));
        let own = own.filter(|service| nested::domain_of(service) == domain);
        let of_area = |service: String| match &*level {
            "gemeente" => format!("pair {service} {service}"),
            _ => format!("group {service} {level} {area}"),
        };
        let own: Vec<String> = own.map(of_area).collect();
        if own
            .iter()
            .all(|service| attacker.known.contains_key(service))
        {
            let [all, overlap] = ["all", "overlap"].map(|what| format!("{what} of {whole}"));
            for made_up in [&all, &overlap] {
                attacker.known.insert(made_up.clone(), ANY);
                attacker.printed.insert(made_up.clone(), None);
            }
            attacker.sums.push((all.clone(), own));
            attacker.sums.push((all, vec![whole, overlap]));
        }
    }
    for (keys, number) in rows(published, "pair_by_area") {
        let [a, b, level, area] = <[String; 4]>::try_from(keys).unwrap();
        let both = attacker.learn(format!("together {a} {b} {level} {area}"), number);
        let users = format!("household {level} {area} 1");
        let own = [a, b].map(|service| format!("group {service} {level} {area}"));
        if own
            .iter()
            .chain([&users])
            .all(|name| attacker.known.contains_key(name))
        {
            attacker.overlaps.push((both, own, users));
        }
    }
}

/// The levels of every dimension: their ladders, and that together they make the town.
fn learn_stacking(published: &PublishedTables, attacker: &mut Attacker, wijken: usize) {
    let mut dimensions: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (keys, number) in rows(published, "stacking").filter(|row| row.0[3] == "all") {
        let level = keys[..3].join(" ");
        attacker.learn(format!("{level} 0"), number);
        learn_ladder(published, attacker, &level);
        if keys[1] != "all" && keys[2] != "institution" {
            dimensions
                .entry((keys[0].clone(), keys[1].clone()))
                .or_default()
                .push(level);
        }
    }
    for ((unit, dimension), mut levels) in dimensions {
        // The persons of a wijk without rows can be any number: their households are hidden, not they.
        if (unit.as_str(), dimension.as_str()) == ("person", "wijk") {
            continue;
        }
        if ["wijk", "buurt"].contains(&dimension.as_str()) {
            for hidden in levels.len()..=wijken {
                let level = format!("{unit} {dimension} hidden-{hidden}");
                let all = attacker.learn(format!("{level} 0"), None);
                let users = attacker.learn(format!("{level} 1"), None);
                attacker.nested.push((users, all));
                levels.push(level);
            }
        }
        for number in 0..2 {
            let parts = levels
                .iter()
                .map(|level| format!("{level} {number}"))
                .collect();
            attacker
                .sums
                .push((format!("{unit} all all {number}"), parts));
        }
    }
}

fn learn_ladder(published: &PublishedTables, attacker: &mut Attacker, level: &str) {
    let keys: Vec<&str> = level.split(' ').collect();
    for number in 1.. {
        let rung = cell(
            published,
            "stacking",
            &[keys[0], keys[1], keys[2], &format!("{number}+")],
        );
        let name = attacker.learn(format!("{level} {number}"), rung.and_then(Cell::value));
        attacker
            .nested
            .push((name, format!("{level} {}", number - 1)));
        if rung.is_none() {
            break;
        }
    }
}

/// The keys and the first count of each row.
pub(crate) fn rows<'a>(
    published: &'a PublishedTables,
    table: &str,
) -> impl Iterator<Item = (Vec<String>, Option<u64>)> + use<'a> {
    let table = published.table(table).unwrap();
    let rows = table.rows().iter();
    rows.map(|row| (table.keys(row), row.cells[0].value()))
}

/// The first count of a row; `None` when there is no such row.
pub(crate) fn cell(published: &PublishedTables, table: &str, keys: &[&str]) -> Option<Cell> {
    let table = published.table(table).unwrap();
    let mut rows = table.rows().iter();
    rows.find(|row| table.keys(row) == keys)
        .map(|row| row.cells[0])
}
