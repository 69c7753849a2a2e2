//! The true rows above zero of every table of a release.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Truth;
use super::count::{
    Counted, Services, codes, domains, each, organisations, organisations_of_agreement, private,
};
use super::groups::{domain_by_area, pair_by_area, population, service_by_area, service_by_group};
use super::in_time::{flow, overlap};
use super::ladders::{Histogram, add, at_least, histogram, ladders, rungs};
use super::links::{clients_of, link_effect, linkage_thresholds};
use super::needs::{need_by_service, needs, reached};
use crate::town::areas::{buurt_code, buurt_name, wijk_code, wijk_name, wijk_of_buurt};
use crate::town::client::Fate;
use crate::town::organisations::{PROVIDERS, organisation_of};
use crate::town::services::KINDS;
use crate::vocabulary::{AgeBand, AgeBands, HouseholdSize};

/// All tables, by name.
pub(super) fn tables(truth: &Truth, counted: &Counted) -> Map<String, Value> {
    let tables = [
        ("headline", headline(truth, counted)),
        ("stacking", stacking(truth, counted)),
        ("services", services(truth, counted)),
        ("service_stacking", service_stacking(truth, counted)),
        ("co_occurrence", co_occurrence(truth, counted)),
        ("combinations", combinations(truth, counted)),
        ("domains", pooled("domains", truth, counted, domains)),
        ("organisations", organisations_table(truth, counted)),
        ("areas", areas(truth, counted)),
        ("linkage", linkage(truth)),
        ("link_effect", link_effect(truth)),
        ("linkage_thresholds", linkage_thresholds(truth, counted)),
        ("population", population(truth, counted)),
        ("service_by_group", service_by_group(truth, counted)),
        ("service_by_area", service_by_area(truth, counted)),
        ("domain_by_area", domain_by_area(truth, counted)),
        ("pair_by_area", pair_by_area(truth, counted)),
        ("needs", needs(truth, counted)),
        ("need_by_service", need_by_service(truth, counted)),
        ("reached", reached(truth, counted)),
        ("flow", flow(truth)),
        ("overlap", overlap(truth)),
    ];
    tables
        .into_iter()
        .map(|(name, rows)| (name.to_owned(), Value::Array(rows)))
        .collect()
}

/// The persons in private households and their services.
fn private_persons<'a>(
    truth: &'a Truth,
    counted: &'a Counted,
) -> impl Iterator<Item = (usize, Services)> + 'a {
    let all = counted.of_person.iter().copied().enumerate();
    all.filter(|(person, _)| {
        truth
            .households
            .is_private(truth.persons.household[*person] as usize)
    })
}

fn headline(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let households = histogram(private(truth, counted).map(|(_, set)| set));
    let persons = histogram(private_persons(truth, counted).map(|(_, set)| set));
    let [all, one, two, three] = [0, 1, 2, 3].map(|number| at_least(&households, number));
    let uses: u64 = (0..)
        .zip(&households)
        .map(|(number, count): (u64, &u64)| number * count)
        .sum();
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let clients = (0..PROVIDERS.len())
        .filter(|provider| !PROVIDERS[*provider].is_of_needs())
        .map(|provider| clients_of(truth, provider).len())
        .sum::<usize>();
    let values: [(&str, Value); 14] = [
        ("households", json!(all)),
        ("households_1_or_more", json!(one)),
        ("share_1_or_more", json!(share(one, all))),
        ("households_2_or_more", json!(two)),
        ("share_of_users_2_or_more", json!(share(two, one))),
        ("households_3_or_more", json!(three)),
        ("share_of_users_3_or_more", json!(share(three, one))),
        ("most_services", json!(households.len().saturating_sub(1))),
        ("mean_services_of_users", json!(share(uses, one))),
        ("persons", json!(at_least(&persons, 0))),
        ("persons_with_service", json!(at_least(&persons, 1))),
        ("client_records", json!(clients)),
        ("services", json!(KINDS.len())),
        ("organisations", json!(organisations_of_agreement())),
    ];
    values
        .into_iter()
        .map(|(measure, value)| json!({ "measure": measure, "value": value }))
        .collect()
}

fn stacking(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let homes = &truth.households;
    let bands = AgeBands::default();
    let band = |place: u8| bands.label(AgeBand::from_index(place));
    let wijk =
        |household: usize| wijk_code(homes.district[household], homes.wijk[household].into());
    let buurt = |household: usize| {
        buurt_code(
            homes.district[household],
            homes.buurt[household].into(),
            homes.wijk[household].into(),
        )
    };
    let size = |household: usize| {
        let members = homes.size[household] as usize;
        HouseholdSize::of(members).map_or_else(String::new, HouseholdSize::label)
    };
    let home_of = |person: usize| truth.persons.household[person] as usize;
    let all = || counted.of_household.iter().copied().enumerate();
    [
        ladders(["household", "all"], private(truth, counted), |_| {
            "all".into()
        }),
        ladders(["household", "wijk"], private(truth, counted), wijk),
        ladders(["household", "buurt"], private(truth, counted), buurt),
        ladders(["household", "age_band"], private(truth, counted), |home| {
            band(homes.age_band[home])
        }),
        ladders(["household", "household_type"], all(), |home| {
            homes.kind[home].word().into()
        }),
        ladders(
            ["household", "household_size"],
            private(truth, counted),
            size,
        ),
        ladders(["person", "all"], private_persons(truth, counted), |_| {
            "all".into()
        }),
        ladders(
            ["person", "wijk"],
            private_persons(truth, counted),
            |person| wijk(home_of(person)),
        ),
        ladders(
            ["person", "age_band"],
            private_persons(truth, counted),
            |person| band(truth.persons.age_band[person]),
        ),
        ladders(
            ["person", "sex"],
            private_persons(truth, counted),
            |person| truth.persons.sex[person].word().into(),
        ),
    ]
    .concat()
}

fn services(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut households = vec![0_u64; KINDS.len()];
    let mut persons = vec![0_u64; KINDS.len()];
    for service in private(truth, counted).flat_map(|(_, set)| each(set)) {
        households[service] += 1;
    }
    for service in private_persons(truth, counted).flat_map(|(_, set)| each(set)) {
        persons[service] += 1;
    }
    let used = by_code().into_iter().filter(|place| households[*place] > 0);
    let row = |place: usize| {
        json!({
            "service": KINDS[place].code,
            "name": KINDS[place].name,
            "domain": KINDS[place].domain,
            "organisation": organisation_of(u8::try_from(place).unwrap_or(0)),
            "persons": persons[place],
            "households": households[place],
        })
    };
    used.map(row).collect()
}

/// The places of the services, in the order of their codes.
fn by_code() -> Vec<usize> {
    let mut places: Vec<usize> = (0..KINDS.len()).collect();
    places.sort_by_key(|place| KINDS[*place].code);
    places
}

fn service_stacking(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut histograms = vec![Histogram::new(); KINDS.len()];
    for (_, set) in private(truth, counted) {
        for service in each(set) {
            add(&mut histograms[service], set.count_ones() as usize);
        }
    }
    let mut rows = Vec::new();
    for place in by_code() {
        let code = KINDS[place].code;
        let steps = rungs(&histograms[place], 1).filter(|(services, _)| services != "1+");
        rows.extend(steps.map(|(services, count)| json!({ "service": code, "services": services, "households": count })));
    }
    rows
}

fn co_occurrence(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut pairs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (_, set) in private(truth, counted) {
        let mut present: Vec<&str> = each(set).map(|place| KINDS[place].code).collect();
        present.sort_unstable();
        for (place, a) in present.iter().enumerate() {
            for b in &present[place..] {
                *pairs.entry((a, b)).or_default() += 1;
            }
        }
    }
    let row = |((a, b), count)| json!({ "service_a": a, "service_b": b, "households": count });
    pairs.into_iter().map(row).collect()
}

fn combinations(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut rows = pooled("services", truth, counted, codes);
    for row in &mut rows {
        let number = row["services"]
            .as_str()
            .map_or(0, |text| text.split('+').count());
        row["number"] = json!(number);
    }
    rows
}

/// Per word of a set how many private households have exactly that.
fn pooled(
    column: &str,
    truth: &Truth,
    counted: &Counted,
    word: fn(Services) -> String,
) -> Vec<Value> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (_, set) in private(truth, counted).filter(|(_, set)| *set != 0) {
        *counts.entry(word(set)).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(word, count)| json!({ column: word, "households": count }))
        .collect()
}

fn organisations_table(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts = Histogram::new();
    for (_, set) in private(truth, counted).filter(|(_, set)| *set != 0) {
        add(&mut counts, organisations(set));
    }
    let row = |(number, count)| json!({ "organisations": number, "households": count });
    rungs(&counts, 1).map(row).collect()
}

fn areas(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let homes = &truth.households;
    let mut wijken: BTreeMap<u64, (usize, Histogram)> = BTreeMap::new();
    let mut buurten: BTreeMap<u64, (usize, Histogram)> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let number = set.count_ones() as usize;
        add(
            &mut wijken
                .entry(homes.wijk_key(home))
                .or_insert((home, Vec::new()))
                .1,
            number,
        );
        add(
            &mut buurten
                .entry(homes.buurt_key(home))
                .or_insert((home, Vec::new()))
                .1,
            number,
        );
    }
    let row = |level: &str, code: &str, name: &str, counts: &Histogram| {
        json!({
            "level": level, "area": code, "name": name, "households": at_least(counts, 0),
            "households_1_or_more": at_least(counts, 1),
            "households_2_or_more": at_least(counts, 2),
            "households_3_or_more": at_least(counts, 3),
        })
    };
    let wijk_of = wijk_of_buurt();
    let all = histogram(private(truth, counted).map(|(_, set)| set));
    let mut rows = vec![row("gemeente", "all", "all", &all)];
    rows.extend(wijken.values().map(|(home, counts)| {
        let (district, wijk) = (homes.district[*home], usize::from(homes.wijk[*home]));
        row(
            "wijk",
            &wijk_code(district, wijk),
            &wijk_name(district, wijk),
            counts,
        )
    }));
    rows.extend(buurten.values().map(|(home, counts)| {
        let (district, buurt) = (homes.district[*home], usize::from(homes.buurt[*home]));
        let wijk = wijk_of[buurt];
        row(
            "buurt",
            &buurt_code(district, buurt, wijk),
            &buurt_name(district, buurt, wijk),
            counts,
        )
    }));
    rows
}

fn linkage(truth: &Truth) -> Vec<Value> {
    let rows = &truth.rows;
    let row = |(place, provider): (usize, &crate::town::providers::Provider)| {
        let uses: BTreeSet<(u32, Option<u8>)> = (0..rows.provider.len())
            .filter(|row| usize::from(rows.provider[*row]) == place && rows.counts(*row))
            .map(|row| (rows.client_place[row], rows.service[row]))
            .collect();
        let clients = clients_of(truth, place);
        let count = |fate: Fate| clients.values().filter(|one| **one == fate).count();
        json!({
            "provider": provider.id, "records": uses.len(), "clients": clients.len(),
            "linked": count(Fate::Linked), "outside": count(Fate::Outside),
            "left": count(Fate::Left), "not_found": count(Fate::NotFound),
        })
    };
    PROVIDERS.iter().enumerate().map(row).collect()
}
