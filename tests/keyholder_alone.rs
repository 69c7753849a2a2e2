//! What a keyholder learns who has the BRP with all names, and neither the project secret nor what goes to the analyst.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;

use factlab::keys::Identity;
use frame::Frame;
use office::Office;

/// The columns in which several persons can have the same token.
const SHARED: [&str; 3] = [
    "birth_address",
    "birth_postcode_initial",
    "surname_given_address",
];

/// What both sides know of a person: whether there is a whole birth date, and a partner's surname.
type Person = (bool, bool);

/// What both sides know of persons who share a token: each of them, and by column how many share.
type Group = (Vec<Person>, Vec<usize>);

/// A person, with the token or the fields of each column that can be shared.
type Row = (Person, Vec<Option<Vec<u8>>>);

fn town() -> Office {
    let office = Office::with(&[]);
    let size = ["--households", "3000", "--profile", "standard"];
    office.succeeds(&[&["demo", "town", "--extracts-only"], &size[..]].concat());
    for (file, kind) in [("project.key", "project"), ("keyholder.key", "identity")] {
        office.succeeds(&["key", "new", file, "--kind", kind]);
    }
    office
}

/// The tokens of the register as the keyholder opens them.
fn tokens(office: &Office) -> Frame {
    let text = fs::read_to_string(office.path("town/config.toml")).unwrap();
    let identity = Identity::read(&office.path("keyholder.key")).unwrap();
    let agreed = format!("\n[keyholder]\nrecipient = \"{}\"\n", identity.recipient());
    let text = text
        .lines()
        .filter(|line| !line.starts_with("accept_stage_1"));
    let lines: Vec<&str> = text.collect();
    office.write("town/config.toml", (lines.join("\n") + &agreed).as_bytes());
    office.succeeds(&[
        "pseudonymise",
        "-c",
        "town/config.toml",
        "--provider",
        "register",
        "--key",
        "project.key",
        "-o",
        "made",
        "--yes",
    ]);
    let sealed = fs::File::open(office.path("made/register/register.tokens.age")).unwrap();
    let mut archive = tar::Archive::new(identity.open(sealed).unwrap());
    let mut files = BTreeMap::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        files.insert(name, bytes);
    }
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(
        names,
        ["manifest.json", "persons.parquet", "tokens.parquet"]
    );
    let mut file = |name: &str| files.remove(name).unwrap();
    Frame::of_persons(file("persons.parquet"), file("tokens.parquet"))
}

fn seen(frame: &Frame) -> Vec<Row> {
    let column = |name: &str| -> Vec<Option<Vec<u8>>> {
        let values = frame.column(name).tokens().unwrap().into_iter();
        values.map(|one| one.map(<[u8]>::to_vec)).collect()
    };
    let (whole, partner) = (column("birth_address"), column("bsn_surname_partner"));
    let shared = SHARED.map(column);
    let row = |place: usize| {
        let tokens = shared.iter().map(|tokens| tokens[place].clone());
        (
            (whole[place].is_some(), partner[place].is_some()),
            tokens.collect(),
        )
    };
    (0..frame.height()).map(row).collect()
}

/// The persons of the BRP, and the household of each.
fn brp(office: &Office) -> (Vec<Row>, Vec<String>) {
    let text = fs::read_to_string(office.path("town/register-office/register.csv")).unwrap();
    let mut homes = Vec::new();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(';').collect();
        homes.push(cells[12].to_owned());
        let is_whole = !cells[6].contains("-00");
        let address = cells[8..12].join("|");
        let given = cells[1].split(' ').next().unwrap();
        let key = |parts: &[&str]| Some(parts.join("|").into_bytes());
        let born = |parts: &[&str]| key(parts).filter(|_| is_whole);
        let shared = vec![
            born(&[cells[6], &address]),
            born(&[cells[6], cells[8], &given[..1]]),
            key(&[cells[3], given, &address]),
        ];
        (
            (is_whole, !cells[5].is_empty() && cells[5] != cells[3]),
            shared,
        )
    };
    let rows = text.lines().skip(1).map(row).collect();
    (rows, homes)
}

/// The persons tied together by what they share, each group with the places of its persons.
fn groups(rows: &[Row]) -> Vec<(Group, Vec<usize>)> {
    let mut first: Vec<usize> = (0..rows.len()).collect();
    let mut sharing = vec![vec![false; SHARED.len()]; rows.len()];
    for column in 0..SHARED.len() {
        let mut met: HashMap<&[u8], usize> = HashMap::new();
        for (place, (_, tokens)) in rows.iter().enumerate() {
            let Some(token) = &tokens[column] else {
                continue;
            };
            if let Some(other) = met.insert(token, place) {
                sharing[other][column] = true;
                sharing[place][column] = true;
                let (old, new) = (first[place], first[other]);
                first
                    .iter_mut()
                    .filter(|one| **one == old)
                    .for_each(|one| *one = new);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, first) in first.into_iter().enumerate() {
        members.entry(first).or_default().push(place);
    }
    let known = |places: Vec<usize>| {
        let mut persons: Vec<Person> = places.iter().map(|place| rows[*place].0).collect();
        persons.sort_unstable();
        let counts = (0..SHARED.len()).map(|column| {
            places
                .iter()
                .filter(|place| sharing[**place][column])
                .count()
        });
        ((persons, counts.collect()), places)
    };
    members.into_values().map(known).collect()
}

/// The groups that are the only one of their kind.
fn single(groups: Vec<(Group, Vec<usize>)>) -> BTreeMap<Group, Vec<usize>> {
    let mut met: BTreeMap<Group, Vec<Vec<usize>>> = BTreeMap::new();
    for (known, places) in groups {
        met.entry(known).or_default().push(places);
    }
    let alone = met.into_iter().filter(|(_, all)| all.len() == 1);
    alone
        .map(|(known, mut all)| (known, all.remove(0)))
        .collect()
}

#[test]
fn a_keyholder_with_the_brp_names_nobody_but_by_tokens_that_twins_share() {
    let office = town();
    let frame = tokens(&office);
    let others = frame.columns.iter().filter(|one| one.tokens().is_none());
    let others: Vec<&str> = others.map(|one| one.name.as_str()).collect();
    assert_eq!(others, ["row"]);
    let (rows, homes) = brp(&office);
    assert_eq!(rows.len(), frame.height());
    let theirs = single(groups(&seen(&frame)));
    let named: Vec<_> = single(groups(&rows))
        .into_iter()
        .filter(|(known, _)| theirs.contains_key(known))
        .collect();
    let (of_one, of_several): (Vec<_>, Vec<_>) = named
        .into_iter()
        .partition(|((persons, _), _)| persons.len() == 1);
    assert_eq!(of_one.len(), 0);
    let mut found: Vec<&str> = of_several
        .iter()
        .flat_map(|(_, places)| places.iter().map(|place| homes[*place].as_str()))
        .collect();
    found.sort_unstable();
    found.dedup();
    // Of 3,000 households.
    assert!(found.len() <= 6, "{} households", found.len());
}
