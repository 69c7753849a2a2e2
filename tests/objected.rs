//! Who objected is left out at the provider and cannot be found in the register, and nothing that travels counts them.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;

use std::collections::BTreeSet;
use std::fs;

use frame::Frame;
use office::{Office, step};
use serde_json::Value;

fn table(office: &Office, path: &str) -> Frame {
    Frame::open(&office.path(path))
}

fn persons(office: &Office, party: &str) -> Frame {
    Frame::persons_in(&office.path(&format!("handovers/{party}")))
}

/// The digests of a column, and how many rows have none.
fn tokens(frame: &Frame, column: &str) -> (BTreeSet<Vec<u8>>, usize) {
    let digests = frame.column(column).tokens().unwrap();
    let absent = digests.iter().filter(|token| token.is_none()).count();
    let present = digests.into_iter().flatten().map(<[u8]>::to_vec);
    (present.collect(), absent)
}

fn manifest(office: &Office, party: &str) -> Value {
    let path = office.path(&format!("handovers/{party}/manifest.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Makes the hand-over of `party` anew, with a list of who objected.
fn with_list(office: &Office, party: &str, list: &str) -> Value {
    office.write("bezwaar.csv", list.as_bytes());
    let handover = format!("handover = \"handovers/{party}\"");
    office.edit(
        "config.toml",
        &handover,
        &format!("{handover}\nobjected = \"bezwaar.csv\""),
    );
    fs::remove_dir_all(office.path(&format!("handovers/{party}"))).unwrap();
    let mut words = vec!["--json"];
    words.extend(step(party));
    serde_json::from_str(&office.succeeds(&words)).unwrap()
}

#[test]
fn a_client_who_objected_stays_at_the_provider_with_all_rows_of_the_client() {
    let office = Office::small();
    // A second row of the client, without the BSN and under another name.
    let more = "KLANT-7C1B;;IJsbrands;;;01-05-2026;\n";
    office.write(
        "extracts/wijkteam.csv",
        [office::WIJKTEAM, more].concat().as_bytes(),
    );
    office.make_keys();
    office.pseudonymise("wijkteam");
    let (before, _) = tokens(&persons(&office, "wijkteam"), "bsn");
    let told = with_list(&office, "wijkteam", "BSN\n48274641\n");
    let (after, _) = tokens(&persons(&office, "wijkteam"), "bsn");
    assert_eq!(told["objected"], 3);
    assert_eq!(before.difference(&after).count(), 1);
    assert_eq!(after.difference(&before).count(), 0);
    assert_eq!(
        table(&office, "handovers/wijkteam/persons.parquet").height(),
        1
    );
    let manifest = manifest(&office, "wijkteam");
    assert!(!manifest.to_string().contains("objected"));
    // One row is kept and one left behind, which are few; the three left out are in no sum.
    assert_eq!(manifest["counts"]["read"], "<10");
}

#[test]
fn rows_left_out_are_in_no_count_that_travels() {
    let office = Office::small();
    let row = |number: u32| format!("K{number};;Jansen;Jan;1-2-{};01-02-2026;\n", 1950 + number);
    let rows: String = (0..30).map(row).collect();
    let header = office::WIJKTEAM.lines().next().unwrap();
    office.write(
        "extracts/wijkteam.csv",
        format!("{header}\n{rows}").as_bytes(),
    );
    office.make_keys();
    office.pseudonymise("wijkteam");
    assert_eq!(manifest(&office, "wijkteam")["counts"]["read"], 30);
    // Ten or more: a smaller number would be hidden in any sum.
    let numbers: Vec<String> = (3..15).map(|number| format!("K{number};\n")).collect();
    let numbers = numbers.concat();
    let list = format!("client;surname\n{numbers};Jansen\n");
    let told = with_list(&office, "wijkteam", &list);
    assert_eq!((&told["read"], &told["objected"]), (&30.into(), &12.into()));
    let counts = &manifest(&office, "wijkteam")["counts"];
    assert_eq!((&counts["read"], &counts["kept"]), (&18.into(), &18.into()));
    let findings = fs::read_to_string(office.path("handovers/wijkteam.findings.csv")).unwrap();
    assert!(
        findings.contains("bezwaar.csv,14,,objection-unusable"),
        "{findings}"
    );
}

#[test]
fn a_resident_who_objected_stays_a_member_and_meets_nobody() {
    let office = Office::small();
    office.make_keys();
    office.pseudonymise("register");
    let households = "handovers/register/households.parquet";
    let (before, homes) = (persons(&office, "register"), table(&office, households));
    let told = with_list(&office, "register", "bsn\n123456782\n48274641\n");
    assert_eq!(told["objected"], 2);
    let after = persons(&office, "register");
    assert_eq!(homes, table(&office, households));
    let lost = |column| {
        let (one, absent) = tokens(&before, column);
        let (other, as_absent) = tokens(&after, column);
        assert_eq!(absent + one.len(), as_absent + other.len(), "{column}");
        (one.difference(&other).count(), as_absent - absent)
    };
    assert_eq!(
        (lost("bsn"), lost("bsn_surname"), lost("birth_address")),
        ((2, 0), (2, 0), (2, 0))
    );
    // The one who lives alone has no address; that of the other is the son's too, who carries it.
    assert_eq!(
        (lost("address_number"), lost("address_parts")),
        ((1, 1), (1, 1))
    );
    let count = |name| manifest(&office, "register")["rows"][name].clone();
    assert_eq!(
        (count("persons.parquet"), count("households.parquet")),
        (4.into(), 3.into())
    );
}
