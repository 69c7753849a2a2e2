//! Who has the register and the tokens but no key cannot tell what a token stands for: alignment by frequency fails.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod named_town;
#[cfg(test)]
mod office;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use factlab::keys::{KeyedDigest, Message, ProjectSecret, TokenKeys};
use factlab::pseudonymous::{Subject, TokenColumn};
use named_town::{Person, people, value};
use office::{Office, files_below};
use polars::prelude::{ParquetReader, SerReader};

/// Private households of the town.
const HOUSEHOLDS: u64 = 3_000;

/// The share of records of which alignment may find a value.
const MOST: f64 = 0.001;

/// The same for the addresses of a provider's clients: members of the few largest households share a token that tells
/// how many they are. It is a number of clients, not a share: in a larger town it is less.
const MOST_ADDRESSES_OF_CLIENTS: f64 = 0.005;

/// A town whose register and provider have handed over.
fn office(people: &[Person]) -> Office {
    let [register, provider] = named_town::extracts(people);
    let office = Office::with(&[
        ("config.toml", named_town::CONFIG.as_bytes()),
        ("register.csv", register.as_bytes()),
        ("zorg.csv", provider.as_bytes()),
    ]);
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    for party in ["register", "zorg"] {
        office.pseudonymise(party);
    }
    office
}

/// A token or a value, as bytes.
type Name = Vec<u8>;

/// Every column of tokens that stands anywhere in a hand-over, by name.
fn columns_in(handover: &Path) -> BTreeMap<String, Vec<Name>> {
    let is_parquet =
        |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "parquet");
    let mut columns: BTreeMap<String, Vec<Name>> = BTreeMap::new();
    for path in files_below(handover).iter().filter(is_parquet) {
        let frame = ParquetReader::new(fs::File::open(path).unwrap())
            .finish()
            .unwrap();
        for column in frame.columns() {
            if let Ok(values) = column.binary() {
                let tokens = values.iter().flatten().map(<[u8]>::to_vec);
                columns
                    .entry(column.name().to_string())
                    .or_default()
                    .extend(tokens);
            }
        }
    }
    columns
}

/// How many have each name.
fn counts(names: impl IntoIterator<Item = Name>) -> HashMap<Name, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// The ranks that names of one frequency share, by frequency: first and behind the last.
fn ranks(counts: &HashMap<Name, usize>) -> HashMap<usize, (usize, usize)> {
    let mut frequencies: BTreeMap<usize, usize> = BTreeMap::new();
    for count in counts.values() {
        *frequencies.entry(*count).or_default() += 1;
    }
    let mut first = 0;
    let ranks = frequencies.into_iter().rev().map(|(frequency, names)| {
        first += names;
        (frequency, (first - names, first))
    });
    ranks.collect()
}

/// The share of `records`, those of `passed_over` apart, of which the value is guessed when the most frequent token is taken for the most frequent
/// value of the register, and so on: the mean over all orders of those that are equally frequent.
fn aligned(
    records: &[Name],
    register: &[Name],
    stands_for: &HashMap<Name, Name>,
    passed_over: &HashSet<Name>,
) -> f64 {
    let (tokens, values) = (counts(records.to_vec()), counts(register.to_vec()));
    let (of_tokens, of_values) = (ranks(&tokens), ranks(&values));
    let counted = |entry: &(&Name, &usize)| !passed_over.contains(&stands_for[entry.0]);
    let chance = |(token, count): (&Name, &usize)| {
        let (from, to) = of_tokens[count];
        let (first, last) = of_values[&values[&stands_for[token]]];
        let shared = to.min(last).saturating_sub(from.max(first));
        let right = shared as f64 / ((to - from) as f64 * (last - first) as f64);
        *count as f64 * right
    };
    tokens.iter().filter(counted).map(chance).sum::<f64>() / records.len() as f64
}

/// What each token of a column stands for, as who has the key finds out by trying the whole register.
fn dictionary(
    column: TokenColumn,
    people: &[Person],
    secret: &ProjectSecret,
) -> HashMap<Name, Name> {
    let keys = TokenKeys::derive(secret, "naamdorp-2026", &[column.kind()]);
    let values = people.iter().filter_map(|person| value(column, person));
    let entry = |value: Message| {
        let token = keys.digest(0, &value).bytes().to_vec();
        (token, value.encoded().to_vec())
    };
    values.map(entry).collect()
}

/// What the persons of the register have for a column.
fn values(column: TokenColumn, people: &[Person]) -> Vec<Name> {
    let values = people.iter().filter_map(|person| value(column, person));
    values.map(|value| value.encoded().to_vec()).collect()
}

fn columns() -> impl Iterator<Item = TokenColumn> {
    TokenColumn::ALL.iter().copied()
}

/// The clients of a provider who live in an institution are passed over: of the largest their number tells the address
/// (docs/method.md, section 4).
#[test]
fn alignment_by_frequency_finds_less_than_one_value_in_a_thousand() {
    let people = people(HOUSEHOLDS);
    let office = office(&people);
    let secret = ProjectSecret::read(&office.path("project.key")).unwrap();
    let parties = ["register", "zorg"];
    let handed_over = parties.map(|party| columns_in(&office.path("handovers").join(party)));
    let mut found = Vec::new();
    for column in columns() {
        let register = values(column, &people);
        let stands_for = dictionary(column, &people, &secret);
        let institutions: Vec<Person> = people
            .iter()
            .filter(|one| one.home.is_institution)
            .cloned()
            .collect();
        let passed_over = [
            HashSet::new(),
            values(column, &institutions).into_iter().collect(),
        ];
        let of_party = parties.iter().zip(&handed_over).zip(&passed_over);
        for ((party, tokens), passed_over) in of_party {
            let records = &tokens[column.name()];
            assert!(records.len() > 100, "{party} {}", column.name());
            let share = aligned(records, &register, &stands_for, passed_over);
            found.push((party, column, share));
        }
    }
    for (party, column, share) in found {
        let is_of_clients = party == &"zorg" && column.subject() == Subject::Address;
        let most = if is_of_clients {
            MOST_ADDRESSES_OF_CLIENTS
        } else {
            MOST
        };
        assert!(share < most, "{party} {}: {share}", column.name());
    }
}

#[test]
fn the_same_alignment_turns_back_names_that_are_digested_alone() {
    let people = people(HOUSEHOLDS);
    let key = KeyedDigest::new(b"a key that the attacker does not have");
    let names: Vec<Name> = people
        .iter()
        .map(|person| person.surname.clone().into_bytes())
        .collect();
    let digest = |name: &Name| key.digest(name).bytes().to_vec();
    let tokens: Vec<Name> = names.iter().map(digest).collect();
    let stands_for = names
        .iter()
        .map(|name| (digest(name), name.clone()))
        .collect();
    let share = aligned(&tokens, &names, &stands_for, &HashSet::new());
    assert!(share > 0.05, "{share}");
}

#[test]
fn who_has_the_key_turns_back_every_token_and_who_has_another_none() {
    let people = people(1_000);
    let office = office(&people);
    let secret = ProjectSecret::read(&office.path("project.key")).unwrap();
    let handed_over = columns_in(&office.path("handovers/register"));
    for column in columns() {
        let right = dictionary(column, &people, &secret);
        let wrong = dictionary(column, &people, &ProjectSecret::from_bytes([9; 32]));
        for token in &handed_over[column.name()] {
            assert!(right.contains_key(token), "{}", column.name());
            assert!(!wrong.contains_key(token), "{}", column.name());
        }
    }
}
