//! Each public sample of a format gives the clients that it holds.
//!
//! The numbers were counted apart from the program: the distinct `Bsn` of the messages, the distinct BSNs that pass the
//! eleven-test or else other fields of the deliveries (none of their BSNs passes), the persons with a line of their own
//! of the register. The files are not part of the repository; where their folder is not there, the test says so.

#[cfg(test)]
mod office;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use office::Office;
use serde_json::Value as Json;

/// The terms of the samples: they are of 2023, 2024 and 2025.
const TERMS: &str = r#"
[project]
id = "samples"
series = "samples"
purpose = "the public samples of every format"
from = 2023-01-01
to = 2025-12-31
reference_date = 2025-12-31

[[service]]
code = "hulp"
name = "Hulp"
domain = "Wmo"

[register]
extract = "brp/testset-persoonslijsten.csv"
household = "family"

"#;

/// A sample: its files, how its services are told, its rows and its clients. Two products of a client in one category
/// and period are two rows, one of them double.
const SAMPLES: &[(&str, &str, u64, u64)] = &[
    ("\"iwmo/WMO301.xml\"", WMO, 1, 1),
    ("\"iwmo/WMO305.xml\"", WMO, 2, 1),
    ("\"iwmo/WMO307.xml\"", WMO, 2, 1),
    ("\"iwmo/WMO323.xml\"", WMO, 4, 2),
    ("\"iwmo\"", WMO, 7, 2),
    ("\"ddas/meervoudig.json\"", ONE, 10, 10),
    ("\"ddas/samenloop-1.json\"", ONE, 5, 5),
    ("\"ddas/samenloop-2.json\"", ONE, 5, 5),
    (
        "[\"ddas/meervoudig.json\", \"ddas/samenloop-*.json\"]",
        ONE,
        20,
        20,
    ),
    ("\"ddas/vroegsignalering.json\"", ONE, 4, 4),
];

const WMO: &str = "[provider.services]\n\"01\" = \"hulp\"\n";
const ONE: &str = "service = \"hulp\"\n";

#[test]
fn every_sample_gives_its_clients() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats");
    if !shared.is_dir() {
        eprintln!("skipped: the folder with the public samples is not there");
        return;
    }
    let mut config = TERMS.to_owned();
    for (number, (files, service, ..)) in SAMPLES.iter().enumerate() {
        let head = format!("[[provider]]\nid = \"p{number}\"\nname = \"P{number}\"");
        writeln!(config, "{head}\nextract = {files}\n{service}").unwrap();
    }
    let office = Office::with(&[("config.toml", config.as_bytes())]);
    for folder in ["iwmo", "ddas", "brp"] {
        for entry in fs::read_dir(shared.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            office.write(&format!("{folder}/{name}"), &fs::read(path).unwrap());
        }
    }
    let checked = office.succeeds(&["--json", "check", "-c", "config.toml"]);
    let checked: Json = serde_json::from_str(&checked).unwrap();
    let of = |party: &str, what: &str| {
        let parties = checked["parties"].as_array().unwrap();
        let one = parties.iter().find(|one| one["party"] == party);
        one.unwrap_or_else(|| panic!("{checked}"))[what].as_u64()
    };
    for (number, (files, _, rows, clients)) in SAMPLES.iter().enumerate() {
        let party = format!("p{number}");
        assert_eq!(of(&party, "read"), Some(*rows), "rows of {files}");
        assert_eq!(of(&party, "left_behind"), Some(0), "left of {files}");
        assert_eq!(of(&party, "clients"), Some(*clients), "clients of {files}");
    }
    assert_eq!(of("register", "read"), Some(687));
}
