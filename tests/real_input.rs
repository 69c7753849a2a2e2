//! The chain on real layouts: the public test set of the national register, iWmo messages, and a CSV of our own.
//!
//! The files are not part of the repository; where their folder is not there, the test says so.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use frame::Frame;
use office::Office;
use serde_json::Value as Json;

const CONFIG: &str = r#"
[project]
id = "testset-2026"
series = "testset"
purpose = "the chain on public test data"
from = 2023-01-01
to = 2026-12-31
reference_date = 2026-12-31
language = "en"
accept_stage_1 = "public test data: nobody to protect"

[[service]]
code = "wmo-hbh"
name = "Hulp bij het huishouden"
domain = "Wmo"

[[service]]
code = "bijstand"
name = "Bijstandsuitkering"
domain = "Participatiewet"

[register]
extract = "testset-persoonslijsten.csv"
handover = "handovers/register"
household = "family"

[[provider]]
id = "wmo-loket"
name = "Wmo-loket"
extract = "iwmo"
handover = "handovers/wmo-loket"

[provider.services]
"01" = "wmo-hbh"

[[provider]]
id = "sociale-dienst"
name = "Sociale Dienst"
extract = "sociale-dienst.csv"
handover = "handovers/sociale-dienst"
service = "bijstand"

[provider.columns]
bsn = "BSN"
birth_date = "Geboortedatum"
surname = "Achternaam"
start = "Begin"

[protect]
release_key = "release.key"

[output]
folder = "releases"
"#;

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats");
    folder.is_dir().then_some(folder)
}

/// Every third person of the test set with an address gets a benefit: a caseload that is known.
fn caseload(register: &str) -> (String, usize) {
    let mut lines = register.trim_start_matches('\u{feff}').lines();
    let header: Vec<_> = lines.next().unwrap().split(';').collect();
    let place = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let [bsn, birth, surname, postcode, suspended] =
        ["01.01.20", "01.03.10", "01.02.40", "08.11.60", "07.67.20"].map(place);
    let mut csv = "BSN;Geboortedatum;Achternaam;Begin\n".to_owned();
    let mut clients = 0;
    let cells = lines.map(|line| line.split(';').collect::<Vec<_>>());
    let persons = cells.filter(|cells| {
        !cells[0].is_empty()
            && !cells[bsn].is_empty()
            && !cells[postcode].is_empty()
            && cells[suspended].is_empty()
    });
    for cells in persons.step_by(3) {
        writeln!(
            csv,
            "{};{};{};2024-02-01",
            cells[bsn], cells[birth], cells[surname]
        )
        .unwrap();
        clients += 1;
    }
    (csv, clients)
}

/// An office with the register, the messages, the caseload and the keys; and the clients of the caseload.
fn office(shared: &Path) -> (Office, usize) {
    let office = Office::with(&[("config.toml", CONFIG.as_bytes())]);
    let register = fs::read_to_string(shared.join("brp/testset-persoonslijsten.csv")).unwrap();
    office.write("testset-persoonslijsten.csv", register.as_bytes());
    for message in ["WMO301.xml", "WMO305.xml", "WMO307.xml"] {
        office.write(
            &format!("iwmo/{message}"),
            &fs::read(shared.join("iwmo").join(message)).unwrap(),
        );
    }
    let (csv, clients) = caseload(&register);
    office.write("sociale-dienst.csv", csv.as_bytes());
    office.make_keys();
    (office, clients)
}

/// Rows that `check` reads of the register.
fn checked_rows(office: &Office) -> Json {
    let words = ["check", "-c", "config.toml", "--provider", "register"];
    let told = office.succeeds(&[&["--json"], &words[..]].concat());
    let told: Json = serde_json::from_str(&told).unwrap();
    told["parties"][0]["read"].clone()
}

/// The whole chain, from hand-overs to releases that verify.
fn run_chain(office: &Office) {
    for party in ["register", "wmo-loket", "sociale-dienst"] {
        office.pseudonymise(party);
    }
    office.succeeds(&["run", "-c", "config.toml"]);
    office.succeeds(&["run", "-c", "config.toml", "--internal", "-o", "inside"]);
    office.succeeds(&["link", "-c", "config.toml", "--internal", "-o", "linked"]);
    for folder in ["releases", "inside"] {
        office.succeeds(&["verify", &office.release(folder).to_string_lossy()]);
    }
}

/// A provider's row of the exact table `linkage`.
fn linkage(office: &Office, provider: &str) -> Json {
    let release = fs::read(office.release("inside").join("release.json")).unwrap();
    let release: Json = serde_json::from_slice(&release).unwrap();
    let mut rows = release["tables"]["linkage"].as_array().unwrap().iter();
    rows.find(|row| row["provider"] == provider)
        .unwrap()
        .clone()
}

#[test]
fn the_public_test_set_goes_through_the_whole_chain() {
    let Some(shared) = shared() else {
        // Past `eprintln!`, which is shown of failed tests only.
        let skipped = b"skipped: the folder with the public test files is not there\n";
        std::io::stderr().write_all(skipped).unwrap();
        return;
    };
    let (office, clients) = office(&shared);
    assert_eq!(checked_rows(&office), 687, "persons of the test set");
    run_chain(&office);
    // One BSN of the test set fails the eleven-test, five stand on two persons.
    let found = linkage(&office, "sociale-dienst")["linked"]
        .as_u64()
        .unwrap();
    assert!(
        found + 8 >= clients as u64 && clients > 180,
        "{found} of {clients} found"
    );
    // The client of the messages is not in the test set.
    assert_eq!(linkage(&office, "wmo-loket")["not_found"], 1);
    assert_eq!(
        housed(&office),
        574 - 5,
        "active persons with a home address, five of them standing twice"
    );
}

/// Persons who live in a household or an institution.
fn housed(office: &Office) -> u64 {
    let households = Frame::open(&office.path("linked/households.parquet"));
    households.column("size").numbers().flatten().sum()
}
