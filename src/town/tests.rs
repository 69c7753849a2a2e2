//! The town as a whole: sums, shares, the same bytes again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::bsn::remainder;
use super::*;
use crate::vocabulary::Silent;

/// Makes a town in a folder of its own.
fn town(households: u64, seed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings = TownSettings {
        households,
        seed,
        ..TownSettings::default()
    };
    write_town(&settings, folder.path(), &Silent).unwrap();
    folder
}

fn truth(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("truth/truth.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn rows<'a>(truth: &'a Value, table: &str) -> &'a Vec<Value> {
    truth["tables"][table].as_array().unwrap()
}

fn headline(truth: &Value, measure: &str) -> u64 {
    let mut rows = rows(truth, "headline").iter();
    let row = rows.find(|row| row["measure"] == measure).unwrap();
    row["value"].as_u64().unwrap()
}

/// The private households with `services`, 0 when there is no such row.
fn with_services(truth: &Value, dimension: &str, level: &str, services: &str) -> u64 {
    let wanted = ["household", dimension, level, services];
    let mut rows = rows(truth, "stacking").iter();
    let row =
        rows.find(|row| ["unit", "dimension", "level", "services"].map(|key| &row[key]) == wanted);
    row.map_or(0, |row| row["households"].as_u64().unwrap())
}

#[test]
fn the_four_figures_are_those_of_the_factlab_for_any_seed_and_size() {
    for (households, seed) in [(200, 1), (2000, 2), (5000, 3), (20_000, 4)] {
        let truth = truth(town(households, seed).path());
        let count = |measure| headline(&truth, measure);
        let near = |part: u64, percent: u64, whole: u64| {
            assert!(
                (100 * part).abs_diff(percent * whole) <= 100,
                "{part} {percent} {whole}"
            );
        };
        let users = count("households_1_or_more");
        assert_eq!(count("households"), households);
        near(users, 24, households);
        near(count("households_2_or_more"), 59, users);
        near(count("households_3_or_more"), 33, users);
    }
}

#[test]
fn one_household_has_fifteen_services_and_nobody_else_comes_near() {
    for (households, seed) in [(2000, 2), (20_000, 4)] {
        let truth = truth(town(households, seed).path());
        assert_eq!(headline(&truth, "most_services"), 15);
        assert_eq!(with_services(&truth, "all", "all", "15+"), 1);
        assert_eq!(with_services(&truth, "all", "all", "13+"), 1);
    }
}

#[test]
fn there_is_something_to_find_in_the_wijken() {
    let truth = truth(town(20_000, 9).path());
    let users_per_thousand = |wijk: &str| {
        let [users, all] = ["1+", "all"].map(|row| with_services(&truth, "wijk", wijk, row));
        users * 1000 / all
    };
    assert!(
        (80..160).contains(&users_per_thousand("WK099908")),
        "under-served"
    );
    assert!(users_per_thousand("WK099902") > 350);
    assert!(users_per_thousand("WK099918") < 200);
}

#[test]
fn exact_rows_of_a_level_sum_to_its_all() {
    let folder = town(3000, 5);
    let truth = truth(folder.path());
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for row in rows(&truth, "stacking") {
        let key = format!("{} {} {}", row["unit"], row["dimension"], row["level"]);
        let count = row["households"].as_u64().unwrap();
        let sum = sums.entry(key).or_default();
        match row["services"].as_str().unwrap() {
            "all" => sum.1 = count,
            number if number.parse::<u32>().is_ok() => sum.0 += count,
            _ => {}
        }
    }
    assert!(sums.len() > 80);
    assert!(
        sums.iter()
            .all(|(key, (exact, all))| exact == all || panic!("{key}"))
    );
    let total = |table| -> u64 {
        rows(&truth, table)
            .iter()
            .map(|row| row["households"].as_u64().unwrap())
            .sum()
    };
    assert_eq!(
        total("combinations"),
        headline(&truth, "households_1_or_more")
    );
    assert_eq!(total("combinations"), total("domains"));
    for row in rows(&truth, "linkage") {
        let count = |name: &str| row[name].as_u64().unwrap();
        assert_eq!(
            count("clients"),
            count("linked") + count("outside") + count("left") + count("not_found")
        );
    }
}

#[test]
fn the_register_reads_back_with_valid_different_bsns_and_every_address_in_the_table() {
    let folder = town(5000, 6);
    let office = folder.path().join("register-office");
    let read = |name: &str| fs::read_to_string(office.join(name)).unwrap();
    let lookup = read("pc6-buurt.csv");
    let addresses: BTreeSet<String> = lookup
        .lines()
        .skip(1)
        .map(|line| first_cells(line, 2))
        .collect();
    assert_eq!(addresses.len(), lookup.lines().count() - 1);
    let mut bsns = BTreeSet::new();
    let register = read("register.csv");
    for line in register.lines().skip(1) {
        let cells: Vec<&str> = line.split(';').collect();
        assert_eq!(cells.len(), 18, "{line}");
        assert_eq!(remainder(cells[0].parse().unwrap()), 5);
        assert!(bsns.insert(cells[0]));
        assert!(addresses.contains(&format!("{};{}", cells[8], cells[9])));
    }
    assert!(bsns.len() > 9000);
    assert!(bsns.iter().any(|bsn| bsn.starts_with('0')));
}

fn first_cells(line: &str, count: usize) -> String {
    line.split(';').take(count).collect::<Vec<_>>().join(";")
}

#[test]
fn the_same_seed_writes_the_same_bytes_whatever_the_number_of_threads() {
    let with_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| contents(town(9000, 7).path()))
    };
    let one = with_threads(1);
    assert!(one.len() > 50);
    assert!(one == with_threads(4));
}

/// The bytes of every file under a folder, by path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn who_wants_to_stop_is_heard() {
    struct Stopped;
    impl Progress for Stopped {
        fn begin(&self, _: &str, _: Option<u64>) {}
        fn advance(&self, _: u64) {}
        fn end(&self) {}
        fn is_interrupted(&self) -> bool {
            true
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let written = write_town(&TownSettings::default(), folder.path(), &Stopped);
    assert_eq!(
        written.unwrap_err().class(),
        crate::error::Class::Interrupted
    );
}
