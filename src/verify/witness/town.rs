//! Made-up households in, how many are counted under each name.

use std::collections::BTreeSet;

use foldhash::HashMap;
use serde::Deserialize;

use crate::verify::tables::Tables;

/// The words that a household is counted under, those of the ledger, in one text.
pub(super) type Name = String;

/// How many households are counted under each name.
pub(super) type Sums = HashMap<Name, i64>;

/// What anybody can read in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "about")]
    _about: String,
    pub(super) release: String,
    pub(super) hidden_can_be_large: bool,
    services: Vec<String>,
    domains: Vec<String>,
    organisations: Vec<String>,
    places: Vec<[Option<String>; 2]>,
    age_bands: Vec<String>,
    household_types: Vec<String>,
    household_sizes: Vec<String>,
    pub(super) households: Vec<Vec<i64>>,
    pub(super) towns: Vec<Town>,
}

/// A town in which some households are others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Town {
    counts: Vec<String>,
    pub(super) households: i64,
    pub(super) changes: Vec<Vec<i64>>,
}

impl Town {
    /// What it is about.
    pub(super) fn name(&self) -> Name {
        named(&self.counts)
    }
}

/// Between the words of a name.
pub(super) const BETWEEN: char = '\u{1f}';

/// The name of these words.
pub(super) fn named(words: &[impl AsRef<str>]) -> Name {
    let mut name = Name::new();
    write_name(&mut name, words);
    name
}

fn write_name(name: &mut Name, words: &[impl AsRef<str>]) {
    name.clear();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            name.push(BETWEEN);
        }
        name.push_str(word.as_ref());
    }
}

/// Whether services, domains and organisations are those of `services`, and each buurt lies in one wijk, that of its code.
pub(super) fn names_fit(file: &File, tables: &Tables) -> bool {
    let Some(table) = tables.by_name.get("services") else {
        return false;
    };
    let rows = table.rows.iter();
    let own = file
        .services
        .iter()
        .zip(&file.domains)
        .zip(&file.organisations);
    let own: BTreeSet<_> = own
        .map(|((service, domain), of)| (&**service, &**domain, &**of))
        .collect();
    let listed: BTreeSet<_> = rows
        .map(|row| {
            let text = |column| table.text(row, column);
            (text("service"), text("domain"), text("organisation"))
        })
        .collect();
    let lengths = [file.domains.len(), file.organisations.len(), own.len()];
    let place_fits = |[wijk, buurt]: &[Option<String>; 2]| match (wijk, buurt) {
        (Some(wijk), Some(buurt)) if wijk.starts_with("WK") && buurt.starts_with("BU") => {
            buurt[2..].starts_with(&wijk[2..])
        }
        _ => true,
    };
    own.is_subset(&listed)
        && lengths == [file.services.len(); 3]
        && file.places.iter().all(place_fits)
}

/// A household of the file.
struct Household<'a> {
    areas: Vec<(&'static str, &'a String)>,
    groups: [(&'static str, &'a String); 3],
    services: Vec<usize>,
}

impl<'a> Household<'a> {
    fn of(file: &'a File, what: &[i64]) -> Option<Self> {
        let index = |number: &i64| usize::try_from(*number).ok();
        let [place, age, kind, size, services @ ..] = what else {
            return None;
        };
        let [wijk, buurt] = file.places.get(index(place)?)?;
        let areas = [("wijk", wijk), ("buurt", buurt)].into_iter();
        let numbers: Option<BTreeSet<usize>> = services.iter().map(index).collect();
        let numbers = numbers.filter(|numbers| numbers.len() == services.len())?;
        let is_listed = numbers.iter().all(|number| *number < file.services.len());
        Some(Self {
            areas: areas
                .filter_map(|(word, area)| Some((word, area.as_ref()?)))
                .collect(),
            groups: [
                ("age_band", file.age_bands.get(index(age)?)?),
                ("household_type", file.household_types.get(index(kind)?)?),
                ("household_size", file.household_sizes.get(index(size)?)?),
            ],
            services: is_listed.then(|| numbers.into_iter().collect())?,
        })
    }
}

/// Adds households to everything that they are counted under; `None` for what is no household.
pub(super) fn add(file: &File, what: &[i64], times: i64, sums: &mut Sums) -> Option<()> {
    let Household {
        areas,
        groups,
        services,
    } = Household::of(file, what)?;
    let mut name = Name::new();
    let mut count = |words: &[&str]| {
        write_name(&mut name, words);
        match sums.get_mut(&name) {
            Some(sum) => *sum += times,
            None => _ = sums.insert(name.clone(), times),
        }
    };
    let own_groups = [("all", "all")].into_iter();
    let own_groups = own_groups.chain(
        areas
            .iter()
            .chain(&groups)
            .map(|(word, level)| (*word, level.as_str())),
    );
    for (dimension, level) in own_groups {
        for least in 0..=services.len() {
            count(&["household", dimension, level, "services", &rung(least)]);
        }
        for service in &services {
            count(&[
                "household",
                dimension,
                level,
                "service",
                &file.services[*service],
                "all",
            ]);
        }
    }
    for (word, area) in &areas {
        for (group, level) in &groups {
            count(&["household", word, area, "groups", group, level]);
        }
    }
    let [(a, age), (k, kind), (s, size)] = groups;
    count(&[
        "household",
        "all",
        "all",
        "groups",
        a,
        age,
        k,
        kind,
        s,
        size,
    ]);
    of_services(file, &services, count);
    Some(())
}

fn of_services(file: &File, services: &[usize], mut count: impl FnMut(&[&str])) {
    let mut count = |words: &[&str]| count(&[&["household", "all", "all"], words].concat());
    if services.is_empty() {
        return;
    }
    let sorted = |list: &[String]| -> Vec<String> {
        let all: BTreeSet<&String> = services.iter().map(|one| &list[*one]).collect();
        all.into_iter().cloned().collect()
    };
    let words = |kind, names: &[String]| -> Vec<String> {
        [String::from(kind)]
            .into_iter()
            .chain(names.iter().cloned())
            .collect()
    };
    let names = sorted(&file.services);
    for (place, one) in names.iter().enumerate() {
        for least in 2..=names.len() {
            count(&["service", one, &rung(least)]);
        }
        names[place + 1..]
            .iter()
            .for_each(|other| count(&["pair", one, other]));
    }
    for exactly in [
        words("set", &names),
        words("domains", &sorted(&file.domains)),
    ] {
        count(&exactly.iter().map(String::as_str).collect::<Vec<_>>());
    }
    for least in 1..=sorted(&file.organisations).len() {
        count(&["organisations", &rung(least)]);
    }
}

/// So many or more, as tables write it.
pub(super) fn rung(least: usize) -> String {
    match least {
        0 => "all".into(),
        _ => format!("{least}+"),
    }
}
