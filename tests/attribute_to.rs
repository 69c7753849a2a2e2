//! A service that counts by address is of the home at the address that its provider hands over.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;

use office::{CONFIG, Office};

/// The son of the first household lives with a foster family, in another wijk.
const REGISTER: &str = "\
BSN;Naam;Voornamen;Geboren;Geslacht;Postcode;Huisnummer;Huishouden;Wijk
123456782;Jansen;Els;17-03-1971;V;1507XY;7331;H-91;WK099901
111222333;Jansen;Bram;05-11-2011;M;1508ZZ;8442;H-92;WK099902
999990019;Bakker;Ruud;01-02-1950;M;1508ZZ;8442;H-92;WK099902
";

/// What the wijkteam knows: the son, at his mother's address.
const WIJKTEAM: &str = "\
Klantnr;BSN;Achternaam;Voornaam;Geb.datum;Begin;Einde;PC;Nr
K-1;111222333;Jansen;Bram;05-11-2011;01-02-2026;;1507XY;7331
";

const THUISZORG: &str = "\
Naam,Geboortedatum,PC,Nr,Product,Van
Bakker,1950-02-01,1508ZZ,8442,0101,2026-03-01
";

/// The office, whose agreement says this of debt help.
fn office(said: &str) -> Office {
    let config = CONFIG
        .replace(
            "domain = \"Schuldhulp\"",
            &format!("domain = \"Schuldhulp\"\n{said}"),
        )
        .replace(
            "end = \"Einde\"",
            "end = \"Einde\"\npostcode = \"PC\"\nhouse_number = \"Nr\"",
        );
    let office = Office::with(&[
        ("config.toml", config.as_bytes()),
        ("extracts/register.csv", REGISTER.as_bytes()),
        ("extracts/wijkteam.csv", WIJKTEAM.as_bytes()),
        ("extracts/thuiszorg.csv", THUISZORG.as_bytes()),
    ]);
    office.hand_over();
    office
}

/// Of an internal release that holds, households with so many services or more by wijk, and its record.
fn released(office: &Office) -> (Vec<String>, String) {
    office.succeeds(&["run", "-c", "config.toml", "--internal"]);
    let folder = office.release("releases");
    office.succeeds(&["verify", folder.to_str().unwrap()]);
    let stacking = fs::read_to_string(folder.join("stacking.csv")).unwrap();
    let wijken = stacking.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let is_asked = cells[..2] == ["household", "wijk"] && cells[3].ends_with('+');
        is_asked.then(|| format!("{} {}: {}", cells[2], cells[3], cells[4]))
    });
    let record = fs::read_to_string(folder.join("run.json")).unwrap();
    (wijken.collect(), record)
}

#[test]
fn a_child_placed_out_of_home_counts_where_the_agreement_says() {
    let (wijken, record) = released(&office(""));
    assert_eq!(wijken, ["WK099902 1+: 1", "WK099902 2+: 1"]);
    assert!(!record.contains("by_address"), "{record}");
    let (wijken, record) = released(&office("attribute_to = \"address\""));
    assert_eq!(wijken, ["WK099901 1+: 1", "WK099902 1+: 1"]);
    assert_eq!(
        record.matches("\"by_address\": true").count(),
        1,
        "{record}"
    );
}

#[test]
fn hand_overs_under_another_agreement_on_it_are_refused() {
    let office = office("");
    office.edit(
        "config.toml",
        "domain = \"Schuldhulp\"",
        "domain = \"Schuldhulp\"\nattribute_to = \"address\"",
    );
    let screen = office.fails(3, &["run", "-c", "config.toml", "--internal"]);
    assert!(screen.contains("agreement"), "{screen}");
}
