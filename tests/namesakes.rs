//! Namesakes at one house number, each behind a door of their own, are found by address, whoever stands first in the register.

#[cfg(test)]
mod office;

use std::collections::BTreeMap;
use std::fs;

use office::{CONFIG, Office};

/// Two couples and a single of one surname at one number, each partner with another surname; a family elsewhere.
const RESIDENTS: [&str; 7] = [
    "Vermeulen;Anna;01-01-1950;1507XY;10;A;H-1",
    "Kuipers;Bea;02-01-1951;1507XY;10;A;H-1",
    "Vermeulen;Cor;03-01-1952;1507XY;10;B;H-2",
    "Dekkers;Dirk;04-01-1953;1507XY;10;B;H-2",
    "Vermeulen;Els;05-01-1954;1507XY;10;B;H-2",
    "Smits;Fien;06-01-1955;1508ZZ;11;;H-3",
    "Smits;Gijs;07-01-1956;1508ZZ;11;;H-3",
];

/// An office of which the register has these rows; each provider knows a namesake by surname and address only.
fn office(residents: &[&str]) -> Office {
    let columns = "\nhouse_number = \"Huisnummer\"\nhouse_letter = \"Letter\"";
    let config = CONFIG
        .replace(
            "\nbsn = \"BSN\"\nsurname = \"Naam\"",
            "\nsurname = \"Naam\"",
        )
        .replace("\nsex = \"Geslacht\"", "")
        .replace("\nwijk = \"Wijk\"", "")
        .replace("\nhouse_number = \"Huisnummer\"", columns);
    let (head, providers) = config.split_once("[[provider]]").unwrap_or_default();
    let provider = |id: &str| {
        format!(
            "[[provider]]\nid = \"{id}\"\nname = \"{id}\"\nextract = \"{id}.csv\"\n\
             handover = \"handovers/{id}\"\nservice = \"hulp\"\n[provider.columns]\n\
             surname = \"Naam\"\npostcode = \"Postcode\"\nhouse_number = \"Huisnummer\"\nhouse_letter = \"Letter\"\n"
        )
    };
    let tail = providers
        .find("[protect]")
        .map_or("", |at| &providers[at..]);
    let config = [head, &provider("wijkteam"), &provider("thuiszorg"), tail].concat();
    let register = [
        &["Naam;Voornamen;Geboren;Postcode;Huisnummer;Letter;Huishouden"],
        residents,
    ];
    let register = register.concat().join("\n") + "\n";
    let client =
        |letter| format!("Naam;Postcode;Huisnummer;Letter\nVermeulen;1507XY;10;{letter}\n");
    Office::with(&[
        ("config.toml", config.as_bytes()),
        ("extracts/register.csv", register.as_bytes()),
        ("wijkteam.csv", client("A").as_bytes()),
        ("thuiszorg.csv", client("B").as_bytes()),
    ])
}

/// The clients of each provider that were linked by address.
fn linked_by_address(office: &Office) -> BTreeMap<String, u64> {
    office.hand_over();
    office.succeeds(&["run", "-c", "config.toml", "--internal"]);
    let file = office.release("releases").join("release.json");
    let release = fs::read(file).unwrap_or_default();
    let release: serde_json::Value = serde_json::from_slice(&release).unwrap_or_default();
    let rows = release["tables"]["linkage"]
        .as_array()
        .into_iter()
        .flatten();
    rows.map(|row| {
        (
            row["provider"].to_string(),
            row["by_address"].as_u64().unwrap_or(0),
        )
    })
    .collect()
}

#[test]
fn namesakes_at_one_number_are_found_whatever_the_order_of_the_register() {
    for turn in 0..RESIDENTS.len() {
        let mut residents = RESIDENTS;
        residents.rotate_left(turn);
        let linked = linked_by_address(&office(&residents));
        assert!(
            linked.len() == 2 && linked.values().all(|one| *one == 1),
            "{turn}: {linked:?}"
        );
    }
}
