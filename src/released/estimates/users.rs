//! Who has what: the households with a service, of a domain or with so many services, by stratum.

use std::collections::BTreeMap;

use super::cells::rows;
use super::strata::{Margins, Strata, place};
use crate::released::calculate::ReleaseTables;

/// Numbers of services, and their columns in table `areas`.
pub(super) const NUMBERS: [(&str, &str); 3] = [
    ("1+", "households_1_or_more"),
    ("2+", "households_2_or_more"),
    ("3+", "households_3_or_more"),
];

/// The households of the town by stratum: all, and those that have each thing.
pub(super) struct Town<'a> {
    pub(super) strata: Strata<'a>,
    /// A thing is called as in table `expected`.
    pub(super) users: BTreeMap<String, Vec<f64>>,
    /// Those with a service, by table `stacking`, which every release has.
    pub(super) with_service: Option<Vec<f64>>,
}

impl<'a> Town<'a> {
    /// That of a release; `None` where the strata are not published.
    pub(super) fn of(tables: &'a ReleaseTables) -> Option<Self> {
        let (strata, margins) = (Strata::of(tables)?, margins(tables));
        let columns = ["unit", "dimension", "services"];
        let mut stacking = rows(tables, "stacking", columns, "households").into_iter();
        let total = stacking.find(|(keys, _)| *keys == ["household", "all", "1+"]);
        let of_users = margins.get("services=1+");
        let with_service = of_users.zip(total.and_then(|(_, total)| total));
        Some(Self {
            users: users(tables, &strata, &margins),
            with_service: with_service.map(|(margins, total)| strata.fitted(margins, total)),
            strata,
        })
    }
}

/// The households of the town that have each thing, in each stratum.
fn users(
    tables: &ReleaseTables,
    strata: &Strata,
    margins: &BTreeMap<String, Margins>,
) -> BTreeMap<String, Vec<f64>> {
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
    // An internal release has no row for what nobody has.
    let nobody = Margins::default();
    let users = |(what, total): (String, Option<u64>)| {
        let users = strata.fitted(margins.get(&what).unwrap_or(&nobody), total?);
        Some((what, users))
    };
    let all = services.chain(domains).chain(numbers);
    all.filter_map(users).collect()
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
