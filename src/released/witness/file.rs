//! `witness.json`: a made-up town, and for each hidden count how to change it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::cells::{ELSEWHERE, Household, each};
use super::targets::Reached;
use super::town::Town;
use crate::error::{Code, Error, Result};

/// The file.
#[derive(Serialize)]
struct File<'a> {
    about: &'static str,
    release: &'a str,
    /// Whether the town has more of some hidden count than is hidden as small.
    hidden_can_be_large: bool,
    services: &'a [String],
    /// Per service.
    domains: Vec<&'a str>,
    organisations: Vec<&'a str>,
    /// Wijk and buurt; `null` for one that is not printed.
    places: Vec<[Option<&'a str>; 2]>,
    age_bands: &'a [String],
    household_types: &'a [String],
    household_sizes: &'a [String],
    /// How many of them there are; then place, age band, type, size and services, by their index in the lists.
    households: Vec<Vec<usize>>,
    towns: Vec<Changed>,
}

/// Another town, in which a hidden count is at an end of what it can be.
#[derive(Serialize)]
struct Changed {
    /// What is counted, in the words of the ledger.
    counts: Vec<String>,
    households: i32,
    /// Of a row of `households` one; then what it is instead.
    changes: Vec<Vec<usize>>,
}

const ABOUT: &str =
    "Made-up households, found from the published tables alone. None of them exists.";

/// The text of the file.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn text(
    town: &Town,
    reached: &[Reached],
    (release, hidden_can_be_large): (&str, bool),
) -> Result<String> {
    let lists = &town.cells.lists;
    let mut rows: BTreeMap<Household, usize> = BTreeMap::new();
    for one in &town.households {
        *rows.entry(*one).or_default() += 1;
    }
    let place_of: HashMap<Household, usize> = rows.keys().copied().zip(0..).collect();
    let area = |group: usize, level: u16| {
        (level != ELSEWHERE).then(|| lists.levels[group][usize::from(level)].as_str())
    };
    let places = lists.places.iter();
    let [_, _, age_bands, household_types, household_sizes] = &lists.levels;
    let changed = |reached: &Reached| {
        let change =
            |(index, new): &(usize, Household)| row(place_of[&town.households[*index]], new);
        Changed {
            counts: lists.name(&town.cells.all[reached.cell].who),
            households: reached.count,
            changes: reached.change.iter().map(change).collect(),
        }
    };
    let file = File {
        about: ABOUT,
        release,
        hidden_can_be_large,
        services: &lists.services,
        domains: named(&lists.domains, &lists.domain_of),
        organisations: named(&lists.organisations, &lists.organisation_of),
        places: places
            .map(|[wijk, buurt]| [area(0, *wijk), area(1, *buurt)])
            .collect(),
        age_bands,
        household_types,
        household_sizes,
        households: rows.iter().map(|(one, count)| row(*count, one)).collect(),
        towns: reached.iter().map(changed).collect(),
    };
    let json = serde_json::to_string(&file)
        .map_err(|_| Error::new(Code::InternalError, "the witness cannot be written as JSON"))?;
    Ok(json + "\n")
}

/// The name of each bit.
fn named<'a>(names: &'a [String], bits: &[u128]) -> Vec<&'a str> {
    let name = |bit: &u128| names[bit.trailing_zeros() as usize].as_str();
    bits.iter().map(name).collect()
}

fn row(first: usize, one: &Household) -> Vec<usize> {
    let at = one.at.iter().map(|level| usize::from(*level));
    [first].into_iter().chain(at).chain(each(one.set)).collect()
}
