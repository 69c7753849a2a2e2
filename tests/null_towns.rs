//! Pairs that are called more or less than chance: none where services are dealt out independently, most where two of
//! them were made to meet twice as often.

#![expect(
    clippy::unwrap_used,
    reason = "a release that cannot be made is a failed test"
)]

#[expect(dead_code, reason = "its towns are for other tests")]
mod made_town;

use factlab::pseudonymous::link::{LinkedTown, Use, UseKey};
use factlab::pseudonymous::measure::{CountingRule, Engine, Moment, StackPlan};
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::released::calculate::{CalculateSettings, Table, Value, calculate};
use factlab::vocabulary::{
    AgeBand, HouseholdIx, HouseholdType, NonMax, PersonIx, ProviderIx, ServiceIx, Sex, Silent, When,
};
use made_town::Dice;

const HOUSEHOLDS: u32 = 20_000;
const SERVICES: u16 = 40;
const TOWNS: u64 = 20;

/// The chance of a service: from so many to 4000 of the households, each a factor above the one before.
fn chance_of(service: u16, fewest: f64) -> f64 {
    let step = f64::from(service) / f64::from(SERVICES - 1);
    fewest / f64::from(HOUSEHOLDS) * (4000.0 / fewest).powf(step)
}

/// The service that was made to meet this one twice as often as by chance: 20 further.
fn partner_of(service: u16) -> Option<u16> {
    service.checked_sub(SERVICES / 2)
}

/// Persons who live alone, each service dealt out by itself, or beside its partner; the rarest to `fewest` of them.
fn town(seed: u64, fewest: f64, is_planted: bool) -> LinkedTown {
    let mut dice = Dice(seed);
    let mut town = LinkedTown::default();
    for household in 0..HOUSEHOLDS {
        town.draws.push(dice.throw());
        let households = &mut town.households;
        households.record_key.push(dice.throw());
        households.wijk.push(None);
        households.buurt.push(None);
        households.kind.push(HouseholdType::Single);
        households.size.push(NonMax::new(1));
        households.age_band.push(AgeBand::from_index(1));
        let household = HouseholdIx::new(household).unwrap();
        town.persons.household.push(household);
        town.persons.age_band.push(AgeBand::from_index(1));
        town.persons.sex.push(Sex::Female);
        let mut has = Vec::new();
        for service in 0..SERVICES {
            let mut chance = chance_of(service, fewest);
            if let Some(partner) = partner_of(service).filter(|_| is_planted) {
                let of_partner = chance_of(partner, fewest);
                chance *= if has.contains(&partner) {
                    2.0
                } else {
                    (1.0 - 2.0 * of_partner) / (1.0 - of_partner)
                };
            }
            if (dice.throw() as f64) < chance * u64::MAX as f64 {
                has.push(service);
            }
        }
        for service in has {
            town.uses.push(UseKey::pack(&Use {
                household,
                person: PersonIx::new(household.number()),
                service: ServiceIx::new(service),
                provider: ProviderIx::new(0),
                when: When::ALWAYS,
            }));
        }
    }
    town
}

fn pairs(town: &LinkedTown, settings: &StackPlan, profile: Profile) -> Table {
    let exact = town.count(settings, &Silent).unwrap();
    let published = protect(exact, &Rules { profile }).unwrap();
    let names = CalculateSettings {
        services: settings.services.clone(),
        organisations: settings.services.iter().map(|_| "first".into()).collect(),
        providers: settings.providers.clone(),
    };
    let tables = calculate(&published, &names).tables;
    let is_pairs = |table: &Table| table.name == "co_occurrence";
    tables.into_iter().find(is_pairs).unwrap()
}

/// The pairs that a column calls anything but chance, with their class.
fn flagged(table: &Table, column: &str) -> Vec<(u16, u16, String)> {
    let place = table.column(column).unwrap();
    let service = |value: &Value| match value {
        Value::Text(code) => code[1..].parse().unwrap(),
        _ => u16::MAX,
    };
    let flag = |row: &Vec<Value>| match &row[place] {
        Value::Text(class) if class != "0" => {
            let (a, b) = (service(&row[0]), service(&row[1]));
            Some((a.min(b), a.max(b), class.to_string()))
        }
        _ => None,
    };
    table.rows.iter().filter_map(flag).collect()
}

fn settings() -> StackPlan {
    made_town::settings(SERVICES, CountingRule::Distinct, Moment::Period)
}

#[test]
fn of_twenty_towns_of_independent_services_at_most_one_pair_is_called_more_or_less_than_chance() {
    let (mut found, mut beside_users) = (Vec::new(), Vec::new());
    for seed in 0..TOWNS {
        let town = town(seed, 20.0, false);
        for profile in [Profile::NONE, Profile::K5] {
            let table = pairs(&town, &settings(), profile);
            found.extend(flagged(&table, "significance"));
            beside_users.extend(flagged(&table, "significance_of_users"));
        }
    }
    let is_more = |flag: &&(u16, u16, String)| flag.2.starts_with('+');
    let more = beside_users.iter().filter(is_more).count();
    println!(
        "{found:?}; beside users {more} of {} more",
        beside_users.len()
    );
    assert!(found.len() <= 1);
    // Who was chosen for having a service has the others less often: there independent services do avoid each other,
    // and of what is called anything at most one in twenty is the other way round.
    assert!(beside_users.len() > 20 && more * 20 <= beside_users.len());
}

#[test]
fn three_of_four_pairs_that_meet_twice_as_often_as_by_chance_are_found_in_public() {
    let (mut planted, mut found) = (0, [0; 2]);
    let mut others = [0; 2];
    for seed in 0..TOWNS {
        let town = town(1000 + seed, 200.0, true);
        for (place, profile) in [Profile::NONE, Profile::K5].into_iter().enumerate() {
            let table = pairs(&town, &settings(), profile);
            for (a, b, class) in flagged(&table, "significance") {
                let is_planted = partner_of(b) == Some(a) && class.starts_with('+');
                found[place] += u32::from(is_planted);
                others[place] += u32::from(!is_planted);
            }
        }
        planted += u32::from(SERVICES / 2);
    }
    println!("of {planted} planted, internal and public: {found:?} found, {others:?} others");
    assert!(found[1] * 4 >= planted * 3);
    assert!(others[1] * 10 <= found[1]);
}
