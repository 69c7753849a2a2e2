//! What is looked at: each service and each number of services, by area, beside the number that is expected.

use std::collections::BTreeMap;

use super::super::cells::rows;
use super::funnel::{Beside, FEWEST};
use super::strata::{DIMENSIONS, Margins, Strata};
use crate::released::calculate::ReleaseTables;

/// Levels in the order of the table.
const LEVELS: [&str; 2] = ["wijk", "buurt"];

/// The tables of what has a name, and the column with it.
const NAMED: [(&str, &str); 2] = [("service_by_area", "service"), ("domain_by_area", "domain")];

/// Numbers of services, and their columns in table `areas`.
const NUMBERS: [(&str, &str); 3] = [
    ("1+", "households_1_or_more"),
    ("2+", "households_2_or_more"),
    ("3+", "households_3_or_more"),
];

/// How many households of an area have something, and how many are expected to.
pub(super) struct Observed<'a> {
    pub(super) level: &'a str,
    pub(super) area: &'a str,
    /// `service=CODE`, `domain=NAME` or `services=2+`.
    pub(super) what: String,
    pub(super) households: Option<u64>,
    pub(super) status: &'a str,
    pub(super) expected: Option<f64>,
}

impl Observed<'_> {
    /// Both numbers, where enough is expected to say anything.
    pub(super) fn beside(&self) -> Option<Beside> {
        Some(Beside {
            observed: self.households?,
            expected: self.expected.filter(|expected| *expected >= FEWEST)?,
        })
    }
}

/// All that is published by area, in the order of the table.
pub(super) fn observed(tables: &ReleaseTables) -> Vec<Observed<'_>> {
    let mut all = counted(tables);
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    if let Some(strata) = Strata::of(tables) {
        let (lives, chances) = (lives(tables, &strata), chances(tables, &strata));
        for one in &mut all {
            let lives = lives.get(&[one.level, one.area]);
            let chances = chances.get(one.what.as_str());
            let sum = |(lives, chances): (&Vec<f64>, &Vec<f64>)| {
                lives
                    .iter()
                    .zip(chances)
                    .map(|(lives, chance)| lives * chance)
                    .sum()
            };
            one.expected = lives.zip(chances).map(sum);
        }
    }
    all
}

fn key<'a>(one: &'a Observed) -> (Option<usize>, &'a str, &'a str) {
    let level = LEVELS.iter().position(|level| *level == one.level);
    (level, one.area, &one.what)
}

fn counted(tables: &ReleaseTables) -> Vec<Observed<'_>> {
    let named = |(name, of): (&str, &'static str)| {
        let columns = ["level", "area", "status", of];
        let rows = rows(tables, name, columns, "households").into_iter();
        rows.map(move |([level, area, status, code], households)| Observed {
            level,
            area,
            what: format!("{of}={code}"),
            households,
            status,
            expected: None,
        })
    };
    let named = NAMED.into_iter().flat_map(named);
    let columns = ["level", "area", "status"];
    let of_number = |(number, column)| {
        let areas = rows(tables, "areas", columns, column).into_iter();
        areas.map(move |([level, area, status], households)| Observed {
            level,
            area,
            what: format!("services={number}"),
            households,
            // The status of the table is that of all households of the area.
            status: households.map_or("hidden", |_| status),
            expected: None,
        })
    };
    let numbers = NUMBERS.into_iter().flat_map(of_number);
    let is_known = |one: &Observed| LEVELS.contains(&one.level) && one.area != "unknown";
    named.chain(numbers).filter(is_known).collect()
}

/// The households of each area by stratum.
fn lives<'a>(tables: &'a ReleaseTables, strata: &Strata) -> BTreeMap<[&'a str; 2], Vec<f64>> {
    let mut margins: BTreeMap<[&str; 2], Margins> = BTreeMap::new();
    let columns = ["level", "area", "dimension", "value"];
    for ([level, area, dimension, value], count) in
        rows(tables, "population", columns, "households")
    {
        if let Some(place) = place(dimension) {
            margins.entry([level, area]).or_default()[place].insert(value, count);
        }
    }
    let areas = rows(tables, "areas", ["level", "area"], "households").into_iter();
    let fitted = |(area, total): ([&'a str; 2], Option<u64>)| {
        Some((area, strata.fitted(margins.get(&area)?, total?)))
    };
    areas.filter_map(fitted).collect()
}

/// The share of the households of each stratum that has each thing, in the whole town.
fn chances(tables: &ReleaseTables, strata: &Strata) -> BTreeMap<String, Vec<f64>> {
    let margins = margins(tables);
    let columns = ["level", "domain"];
    let domains = rows(tables, "domain_by_area", columns, "households").into_iter();
    let domains = domains.filter(|([level, _], _)| *level == "gemeente");
    let domains = domains.map(|([_, domain], count)| (format!("domain={domain}"), count));
    let services = rows(tables, "services", ["service"], "households").into_iter();
    let services = services.map(|([service], count)| (format!("service={service}"), count));
    let numbers = NUMBERS.into_iter().filter_map(|(number, column)| {
        let mut areas = rows(tables, "areas", ["level"], column).into_iter();
        let (_, count) = areas.find(|([level], _)| *level == "gemeente")?;
        Some((format!("services={number}"), count))
    });
    let chances = |(what, total): (String, Option<u64>)| {
        let users = strata.fitted(margins.get(&what)?, total?);
        let chance = users.into_iter().zip(strata.households());
        Some((what, chance.map(|(users, all)| users / all).collect()))
    };
    let all = services.chain(domains).chain(numbers);
    all.filter_map(chances).collect()
}

/// The published users of each thing, by one dimension at a time. Of a domain these are not published: those of its services
/// are added up, which is how its users lie over the levels, and the total of the domain scales them.
fn margins(tables: &ReleaseTables) -> BTreeMap<String, Margins<'_>> {
    let mut margins: BTreeMap<String, Margins> = BTreeMap::new();
    let mut add = |what: String, place: usize, value, count: Option<u64>| {
        let own = margins.entry(what).or_default()[place].entry(value);
        let sum = own.or_insert(None);
        *sum = match (*sum, count) {
            (Some(sum), Some(count)) => Some(sum + count),
            (sum, count) => sum.or(count),
        };
    };
    let services = rows(tables, "services", ["service", "domain"], "households");
    let domain_of: BTreeMap<&str, &str> = services
        .into_iter()
        .map(|(texts, _)| texts.into())
        .collect();
    let columns = ["service", "dimension", "value"];
    for ([service, dimension, value], count) in
        rows(tables, "service_by_group", columns, "households")
    {
        if let (Some(place), Some(domain)) = (place(dimension), domain_of.get(service)) {
            add(format!("service={service}"), place, value, count);
            add(format!("domain={domain}"), place, value, count);
        }
    }
    let columns = ["unit", "dimension", "level", "services"];
    for ([unit, dimension, value, number], count) in rows(tables, "stacking", columns, "households")
    {
        if let (Some(place), "household") = (place(dimension), unit) {
            add(format!("services={number}"), place, value, count);
        }
    }
    margins
}

fn place(dimension: &str) -> Option<usize> {
    DIMENSIONS.iter().position(|own| *own == dimension)
}
