//! What is looked at: each service, domain and number of services, by area, beside the number that is expected.

use std::collections::BTreeMap;

use super::super::cells::rows;
use super::super::strata::{Margins, Strata, place};
use super::super::users::{NUMBERS, Town};
use super::funnel::{Beside, FEWEST};
use crate::released::calculate::{ReleaseTables, Value};
use crate::vocabulary::Text;

/// The level of the town: it is beside a norm only, and beside itself in nothing.
const TOWN: &str = "gemeente";

/// Levels in the order of the table.
const LEVELS: [&str; 3] = [TOWN, "wijk", "buurt"];

/// The tables of what has a name, and the column with it.
const NAMED: [(&str, &str); 2] = [("service_by_area", "service"), ("domain_by_area", "domain")];

/// How many households of an area have something, and how many are expected to.
pub(super) struct Observed<'a> {
    pub(super) level: &'a str,
    pub(super) area: &'a str,
    /// `service=CODE`, `domain=NAME` or `services=2+`.
    pub(super) what: String,
    pub(super) households: Option<u64>,
    pub(super) status: &'a str,
    pub(super) expected: Option<f64>,
    /// Whether a norm from outside says what is expected.
    pub(super) is_by_norm: bool,
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
pub(super) fn observed<'a>(tables: &'a ReleaseTables, town: Option<&Town>) -> Vec<Observed<'a>> {
    let mut all = counted(tables);
    let norms = town
        .map(|town| norms(tables, &town.strata))
        .unwrap_or_default();
    for one in &mut all {
        one.is_by_norm = norms.contains_key(one.what.as_str());
    }
    all.retain(|one| one.level != TOWN || one.is_by_norm);
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    if let Some(town) = town {
        let lives = lives(tables, &town.strata);
        let mut chances = chances(town);
        chances.extend(norms);
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
            is_by_norm: false,
        })
    };
    let named = NAMED.into_iter().flat_map(named);
    let services = rows(tables, "services", ["service", "status"], "households").into_iter();
    let of_town = services.map(|([code, status], households)| Observed {
        level: TOWN,
        area: "all",
        what: format!("service={code}"),
        households,
        status,
        expected: None,
        is_by_norm: false,
    });
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
            is_by_norm: false,
        })
    };
    let numbers = NUMBERS.into_iter().flat_map(of_number);
    let is_known = |one: &Observed| LEVELS.contains(&one.level) && one.area != "unknown";
    named
        .chain(of_town)
        .chain(numbers)
        .filter(is_known)
        .collect()
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
    // Of the town the strata themselves are published.
    let whole = Margins::default();
    let fitted = |(area, total): ([&'a str; 2], Option<u64>)| {
        let of_town = (area[0] == TOWN).then_some(&whole);
        let margins = of_town.or_else(|| margins.get(&area))?;
        Some((area, strata.fitted(margins, total?)))
    };
    areas.filter_map(fitted).collect()
}

/// The share of the households of each stratum that has each thing, in the whole town.
fn chances<'a>(town: &'a Town) -> BTreeMap<&'a str, Vec<f64>> {
    let chances = |(what, users): (&'a String, &Vec<f64>)| {
        let chances = users.iter().zip(town.strata.households());
        let chances = chances.map(|(users, all)| users / all);
        (what.as_str(), chances.collect())
    };
    town.users.iter().map(chances).collect()
}

/// The share of the households of each stratum that has each thing by a norm. Households of which something is not known have
/// the rate of the others together.
fn norms<'a>(tables: &'a ReleaseTables, strata: &Strata) -> BTreeMap<&'a str, Vec<f64>> {
    let mut rates: BTreeMap<&str, BTreeMap<[&str; 3], f64>> = BTreeMap::new();
    for row in tables.rows("norm") {
        let [
            Value::Text(what),
            Value::Text(age_band),
            Value::Text(household_type),
            Value::Text(household_size),
            Value::Number(rate),
            ..,
        ] = row.as_slice()
        else {
            continue;
        };
        let stratum = [age_band, household_type, household_size].map(Text::as_str);
        rates.entry(what).or_default().insert(stratum, *rate);
    }
    let chances = |rates: &BTreeMap<[&str; 3], f64>| {
        let rate_of = |labels: &[&str; 3]| {
            let fits = |(stratum, rate): (&[&str; 3], &f64)| {
                let mut both = stratum.iter().zip(labels);
                let is_own = both.all(|(own, label)| *own == "all" || own == label);
                is_own.then_some(*rate)
            };
            rates.iter().find_map(fits)
        };
        let known: Vec<Option<f64>> = strata.labels().map(rate_of).collect();
        let both = known.iter().zip(strata.households());
        let both = both.filter_map(|(rate, households)| Some(((*rate)?, households)));
        let (users, all) = both.fold((0.0, 0.0), |(users, all), (rate, households)| {
            (users + rate * households, all + households)
        });
        let mean = if all > 0.0 { users / all } else { 0.0 };
        known.into_iter().map(|rate| rate.unwrap_or(mean)).collect()
    };
    rates
        .iter()
        .map(|(what, rates)| (*what, chances(rates)))
        .collect()
}
