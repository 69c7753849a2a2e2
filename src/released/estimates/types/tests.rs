use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::pseudonymous::protect::profile::Profile;

const SERVICES: usize = 40;

/// Households that are alike: how much each service is theirs, and how many have 2, 3 and so on.
struct Alike {
    weights: Vec<f64>,
    by_number: Vec<u64>,
}

/// So many households, of whom each further service is so much rarer.
fn by_number(households: f64, rarer: f64) -> Vec<u64> {
    let parts: Vec<f64> = (0..10).map(|more| rarer.powi(more)).collect();
    let all: f64 = parts.iter().sum();
    let number = |part: f64| format!("{:.0}", households * part / all).parse();
    parts
        .into_iter()
        .map(|part| number(part).unwrap())
        .collect()
}

/// Most of what they have is of these services, the rest is of any.
fn alike(first: usize, own: &[f64], households: f64, rarer: f64) -> Alike {
    let mut weights = vec![0.2 / SERVICES as f64; SERVICES];
    for (weight, own) in weights.iter_mut().skip(first).zip(own) {
        *weight += own;
    }
    let by_number = by_number(households, rarer);
    Alike { weights, by_number }
}

const PLANTED: [f64; 3] = [3000.0, 2500.0, 1500.0];

fn planted(times: f64) -> Vec<Alike> {
    let [a, b, c] = PLANTED.map(|households| households * times);
    vec![
        alike(0, &[0.3, 0.25, 0.2, 0.15, 0.1], a, 0.55),
        alike(5, &[0.25, 0.25, 0.2, 0.1, 0.1, 0.1], b, 0.65),
        alike(11, &[0.4, 0.3, 0.2, 0.1], c, 0.5),
    ]
}

/// Few services are frequent and most are rare, and nobody has them in a way of their own.
fn without_types(households: f64, rarer: f64) -> Vec<Alike> {
    let weights = (0..SERVICES).map(|place| 1.0 / (place as f64 + 2.0));
    vec![Alike {
        weights: weights.collect(),
        by_number: by_number(households, rarer),
    }]
}

/// The services of every household: drawn one after another, each by its weight.
fn town(seed: u64, groups: &[Alike]) -> Vec<Vec<usize>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut unit = || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut town = Vec::new();
    for group in groups {
        for (more, households) in group.by_number.iter().enumerate() {
            for _ in 0..*households {
                let mut left = group.weights.clone();
                let mut own = Vec::new();
                for _ in 0..more + 2 {
                    let mut place = unit() * left.iter().sum::<f64>();
                    let drawn = left.iter().position(|weight| {
                        place -= weight;
                        place < 0.0
                    });
                    let drawn = drawn.unwrap_or(0);
                    left[drawn] = 0.0;
                    own.push(drawn);
                }
                town.push(own);
            }
        }
    }
    town
}

/// What k5 prints of the town.
fn published(seed: u64, town: &[Vec<usize>]) -> ReleaseTables {
    let profile = Profile::parse("k5").unwrap();
    let rounding = profile.rounding.unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed + 1000);
    let mut printed = |count: u64| {
        let mut place = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let drawn = rounding.law(count).into_iter().find(|(_, share)| {
            place -= share;
            place < 0.0
        });
        drawn
            .and_then(|(form, _)| form)
            .map_or(Value::Empty, Value::Count)
    };
    let mut pairs: BTreeMap<[usize; 2], u64> = BTreeMap::new();
    let (mut users, mut steps) = (vec![0; SERVICES], vec![0; 12]);
    for own in town {
        for count in &mut steps[..=own.len()] {
            *count += 1;
        }
        for one in own {
            users[*one] += 1;
            for other in own.iter().filter(|other| one < *other) {
                *pairs.entry([*one, *other]).or_default() += 1;
            }
        }
    }
    let word = |text: String| Value::text(text);
    let code = |place: usize| word(format!("s{place:02}"));
    let table = |name, keys: &[&'static str], rows: Vec<Vec<Value>>| Table {
        name,
        columns: (keys.iter().map(|name| text(name)))
            .chain([count("households")])
            .collect(),
        rows,
    };
    let stacking = (2..steps.len()).map(|number| {
        let keys = ["household", "all"].map(|key| word(key.into()));
        let number_of = word(format!("{number}+"));
        keys.into_iter()
            .chain([number_of, printed(steps[number])])
            .collect()
    });
    let stacking = stacking.collect();
    let with_another =
        (0..SERVICES).map(|place| vec![code(place), word("2+".into()), printed(users[place])]);
    let with_another = with_another.collect();
    let both = (0..SERVICES).flat_map(|a| (a + 1..SERVICES).map(move |b| [a, b]));
    let both = both.map(|pair| {
        let count = printed(pairs.get(&pair).copied().unwrap_or(0));
        vec![code(pair[0]), code(pair[1]), count]
    });
    let both = both.collect();
    ReleaseTables {
        tables: vec![
            table("stacking", &["unit", "dimension", "services"], stacking),
            table("service_stacking", &["service", "services"], with_another),
            table("co_occurrence", &["service_a", "service_b"], both),
        ],
        is_internal: false,
    }
}

/// Households and services of each row.
fn found(tables: &ReleaseTables) -> Vec<(u64, String)> {
    let profile = Profile::parse("k5").unwrap();
    let table = table(tables, profile.rounding.as_ref()).unwrap();
    let row = |row: &Vec<Value>| match row.as_slice() {
        [_, Value::Count(households), _, Value::Text(services)] => {
            (*households, services.to_string())
        }
        [_, Value::Count(households), ..] => (*households, String::new()),
        _ => panic!("{row:?}"),
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn of_20_towns_without_types_at_most_one_has_any() {
    for (households, rarer) in [(9800.0, 0.55), (1500.0, 0.65)] {
        let towns = (0..10).map(|seed| {
            let town = town(seed, &without_types(households, rarer));
            found(&published(seed, &town)).len()
        });
        let wrong = towns.filter(|rows| *rows > 0).count();
        assert!(wrong <= 1, "{wrong} of 10 with {households}");
    }
}

#[test]
fn three_planted_types_are_found_in_at_least_18_of_20_towns_with_sizes_within_10_percent() {
    let mut right = 0;
    for seed in 0..20 {
        let found = found(&published(seed, &town(seed, &planted(1.0))));
        let near = found.iter().zip(PLANTED);
        let mut near = near.map(|((own, _), planted)| (*own as f64 / planted - 1.0).abs());
        if found.len() == 4 && near.all(|away| away <= 0.1) {
            right += 1;
        } else {
            println!("{seed}: {found:?}");
        }
        for ((_, services), own) in found.iter().zip([0..5, 5..11, 11..15]) {
            let places = services.split('+').map(|code| code[1..].parse::<usize>());
            let mut places = places.map(Result::unwrap);
            assert!(places.all(|place| own.contains(&place)), "{services}");
        }
    }
    assert!(right >= 18, "{right}");
}

#[test]
fn sizes_are_rounded_to_10_add_up_and_are_100_at_least() {
    let rows = found(&published(3, &town(3, &planted(0.2))));
    assert!(!rows.is_empty());
    let (others, types) = rows.split_last().unwrap();
    assert!(others.1.is_empty() && types.is_sorted_by_key(|(size, _)| u64::MAX - size));
    assert!(
        types
            .iter()
            .all(|(size, services)| *size >= 100 && !services.is_empty())
    );
    assert!(
        rows.iter().all(|(size, _)| size.is_multiple_of(10)),
        "{rows:?}"
    );
    let sum: u64 = rows.iter().map(|(size, _)| size).sum();
    assert!(sum.abs_diff(1400) <= 25, "{sum}");
}

#[test]
fn a_type_is_no_larger_than_the_households_with_one_of_its_services() {
    let given = Given {
        services: vec!["a", "b"],
        users: vec![120.0, 115.0],
        pairs: Vec::new(),
        by_number: vec![1000.0],
        stackers: 1000.0,
        sum: 0.0,
        shown: 0,
        most_hidden: 0,
        rounding: 0.0,
    };
    for (households, told) in [(400.0, 230.0), (220.0, 220.0)] {
        let size = Size {
            households,
            users: vec![110.0, 100.0],
        };
        assert_eq!(described(&given, &size), (told, "a+b".into()));
    }
}

#[test]
fn of_fewer_than_200_households_with_two_services_nothing_is_told() {
    assert_eq!(found(&published(1, &town(1, &planted(0.025)))), []);
}

#[test]
fn where_everything_is_hidden_nothing_is_told() {
    let mut tables = published(1, &town(1, &planted(1.0)));
    for table in &mut tables.tables[1..] {
        for row in &mut table.rows {
            *row.last_mut().unwrap() = Value::Empty;
        }
    }
    assert_eq!(found(&tables), []);
}

#[test]
fn a_pair_that_is_hidden_because_everyone_has_it_is_not_taken_for_a_small_one() {
    let town = town(2, &planted(1.0));
    let mut tables = published(2, &town);
    let all = found(&tables);
    let pair = &mut tables.tables[2].rows[0];
    assert_eq!(pair[1], Value::text("s01"));
    *pair.last_mut().unwrap() = Value::Empty;
    let without = found(&tables);
    for ((size, services), (own, others)) in without.iter().zip(&all) {
        let sorted = |codes: &str| {
            let mut codes: Vec<String> = codes.split('+').map(str::to_owned).collect();
            codes.sort();
            codes
        };
        assert_eq!(sorted(services), sorted(others));
        assert!(5 * size.abs_diff(*own) <= *own, "{size} {own}");
    }
    assert_eq!(without.len(), all.len());
}
