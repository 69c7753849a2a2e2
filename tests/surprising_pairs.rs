//! Pairs of services that go together more than who lives in their households explains are found, and hardly any other is
//! called so: towns counted, protected and compared as in a run.

#![expect(
    clippy::unwrap_used,
    reason = "a release that cannot be made is a failed test"
)]

mod like_a_run;
#[expect(dead_code, reason = "its towns are for other tests")]
mod made_town;

use std::path::Path;
use std::process::Command;

use factlab::pseudonymous::link::LinkedTown;
use factlab::pseudonymous::protect::Profile;
use factlab::released::calculate::{Table, Value};
use factlab::vocabulary::{HouseholdType, ServiceIx};
use like_a_run::{add, estimate, unit};
use made_town::Dice;

const TOWNS: u64 = 20;
const HOUSEHOLDS: u32 = 30_000;
const SERVICES: u16 = 20;

/// Pairs of services for the same households and for others; who has the first has the second 2.5 times as often.
const PLANTED: [(u16, u16); 8] = [
    (0, 12),
    (1, 13),
    (2, 14),
    (3, 15),
    (4, 11),
    (6, 19),
    (5, 7),
    (8, 16),
];

/// The tables that pairs by composition follow from.
const TABLES: [&str; 5] = [
    "stacking",
    "services",
    "co_occurrence",
    "population",
    "service_by_group",
];

/// How many times as likely a service is at an age, in a type: one of four is for the old, one for children, one for who
/// has little, one for anyone.
fn times(service: u16, age: u8, kind: HouseholdType) -> f64 {
    use HouseholdType::{CoupleChildren, Single, SingleParent};
    match (service % 4, kind) {
        (0, _) => [0.05, 0.1, 0.4, 1.5, 4.0][usize::from(age)],
        (1, SingleParent) => 4.0,
        (1, CoupleChildren) => 2.0,
        (1, _) => 0.02,
        (2, _) => {
            let by_age = [1.2, 1.2, 1.0, 0.3, 0.1][usize::from(age)];
            by_age
                * match kind {
                    SingleParent => 2.5,
                    Single => 1.5,
                    _ => 0.5,
                }
        }
        _ => 1.0,
    }
}

/// A town in which some have a harder time than their like, so that services stack anyhow.
fn town(seed: u64, part: f64) -> LinkedTown {
    let mut dice = Dice(seed);
    let mut town = LinkedTown::default();
    for _ in 0..HOUSEHOLDS {
        let age = u8::try_from(dice.below(5)).unwrap();
        let kind = match (unit(&mut dice), age) {
            (throw, _) if throw < 0.35 => HouseholdType::Single,
            (throw, 3 | 4) if throw < 0.95 => HouseholdType::Couple,
            (throw, _) if throw < 0.6 => HouseholdType::Couple,
            (throw, _) if throw < 0.9 => HouseholdType::CoupleChildren,
            _ => HouseholdType::SingleParent,
        };
        let sum: f64 = (0..6).map(|_| unit(&mut dice)).sum();
        let burden = (0.9 * (sum - 3.0)).exp();
        let mut has: Vec<ServiceIx> = Vec::new();
        for service in 0..SERVICES {
            let base = 0.02 + 0.002 * f64::from(service % 10);
            let mut chance = base * burden * times(service, age, kind);
            for (first, second) in PLANTED {
                if second == service && has.contains(&ServiceIx::new(first)) {
                    chance *= part;
                }
            }
            has.extend((unit(&mut dice) < chance).then_some(ServiceIx::new(service)));
        }
        add(&mut town, &mut dice, (None, age, kind), &has);
    }
    town
}

/// Table `pairs_by_composition` of the town, as a run under a profile publishes it.
fn pairs(town: &LinkedTown, profile: Profile) -> Table {
    estimate(town, SERVICES, ("pairs_by_composition", &TABLES), profile)
}

/// Services and class of each pair that has one.
fn judged(table: &Table) -> Vec<([String; 2], String)> {
    let place = table.column("significance").unwrap();
    let text = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    };
    let rows = table.rows.iter();
    let judged = rows.map(|row| ([text(&row[0]), text(&row[1])], text(&row[place])));
    judged.filter(|(_, class)| !class.is_empty()).collect()
}

/// Planted pairs that were judged and those that are called more, others and those that are called anything.
fn score(
    judged: &[([String; 2], String)],
    is_planted: impl Fn(&[String; 2]) -> bool,
) -> [usize; 4] {
    let mut score = [0; 4];
    for (services, class) in judged {
        if is_planted(services) {
            score[0] += 1;
            score[1] += usize::from(class.starts_with('+'));
        } else {
            score[2] += 1;
            score[3] += usize::from(class != "0");
        }
    }
    score
}

/// The same of so many towns.
fn score_of(towns: u64, part: f64, profile: &Profile) -> [usize; 4] {
    let is_planted = |services: &[String; 2]| {
        PLANTED.iter().any(|(a, b)| {
            let codes = [format!("s{a}"), format!("s{b}")];
            codes.iter().all(|code| services.contains(code))
        })
    };
    let of_town = |seed| {
        score(
            &judged(&pairs(&town(seed, part), profile.clone())),
            is_planted,
        )
    };
    let all = (0..towns).map(of_town);
    all.fold([0; 4], |sum, one| {
        std::array::from_fn(|place| sum[place] + one[place])
    })
}

#[test]
fn nine_of_ten_planted_pairs_are_found_and_at_most_one_of_twenty_others_is_called_anything() {
    let [planted, found, others, called] = score_of(TOWNS, 2.5, &Profile::K5);
    println!("of {planted} planted {found} found; of {others} others {called} called anything");
    assert!(planted > 100 && found * 10 >= planted * 9);
    assert!(others > 1000 && called * 20 <= others);
}

#[test]
fn services_that_stack_for_who_has_a_hard_time_are_no_surprise() {
    for profile in [Profile::NONE, Profile::K5] {
        let [planted, found, others, called] = score_of(5, 1.0, &profile);
        println!(
            "of {} pairs {} called anything",
            planted + others,
            found + called
        );
        assert!(planted > 30 && (found + called) * 50 <= planted + others);
    }
}

/// The table of `docs/pairs.md`, on towns as `factlab demo` makes them:
/// `cargo test --release --test surprising_pairs -- --ignored --nocapture`.
#[test]
#[ignore = "for the documentation: takes ten minutes"]
fn of_a_hundred_demos() {
    let folder = tempfile::tempdir().unwrap();
    let mut sum = [0; 4];
    for seed in 1..=100 {
        let demo = folder.path().join(seed.to_string());
        let made = Command::new(env!("CARGO_BIN_EXE_factlab"))
            .arg("demo")
            .arg(&demo)
            .args(["--quiet", "--seed", &seed.to_string()])
            .status();
        assert!(made.unwrap().success());
        let score = score_of_demo(&demo);
        sum = std::array::from_fn(|place| sum[place] + score[place]);
        std::fs::remove_dir_all(&demo).unwrap();
    }
    println!("{sum:?}");
}

fn score_of_demo(demo: &Path) -> [usize; 4] {
    let truth = std::fs::read(demo.join("truth/truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_slice(&truth).unwrap();
    let names =
        |list: &str| -> Vec<[String; 2]> { serde_json::from_value(truth[list].clone()).unwrap() };
    let (together, apart) = (names("planted_pairs"), names("planted_apart"));
    let release = std::fs::read_dir(demo.join("analyst/releases")).unwrap();
    let release = release.into_iter().next().unwrap().unwrap().path();
    let table = std::fs::read_to_string(release.join("pairs_by_composition.csv")).unwrap();
    let judged = table.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (
            [0, 1].map(|place| cells[place].to_owned()),
            cells[6].to_owned(),
        )
    });
    let is_one = |list: &[[String; 2]], services: &[String; 2]| list.contains(services);
    // Services that avoid each other are planted too, and called less often together where enough are expected.
    let judged: Vec<_> = judged
        .filter(|(services, class)| !class.is_empty() && !is_one(&apart, services))
        .collect();
    score(&judged, |services| is_one(&together, services))
}
