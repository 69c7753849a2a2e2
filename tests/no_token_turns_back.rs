//! Who has the register and the tokens but no key cannot tell what a token stands for: alignment by frequency fails.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod named_town;
#[cfg(test)]
mod office;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;

use factlab::keys::{KeyedDigest, Message, ProjectSecret, Stage2Key, StageKeys, TokenKeys};
use factlab::pseudonymous::{TokenColumn, TokenProfile};
use frame::Frame;
use named_town::{PARTIES, Person, people, value};
use office::Office;

/// Private households of the town.
const HOUSEHOLDS: u64 = 3_000;

/// The share of records of which alignment may find a value. It finds about one record of each frequency, however large
/// the town, and the tokens of `strict` that a family shares have more frequencies.
const fn most(profile: TokenProfile) -> f64 {
    match profile {
        TokenProfile::Strict => 0.004,
        _ => 0.001,
    }
}

/// The project, whose name enters every key.
const PROJECT: &str = "naamdorp-2026";

/// Where the hand-overs of the first stage stand, and those of the second.
const FIRST: &str = "handovers";
const SECOND: &str = "second";

/// A town whose parties have handed over, and whose keyholder has made the tokens of the second stage.
fn office(people: &[Person], profile: TokenProfile) -> Office {
    let config = named_town::CONFIG.replace("\"standard\"", &format!("\"{}\"", profile.word()));
    let mut files = vec![("config.toml".to_owned(), config)];
    for (party, extract) in PARTIES.iter().zip(named_town::extracts(people)) {
        files.push((format!("{party}.csv"), extract));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let office = Office::with(&files);
    for (file, kind) in [("project.key", "project"), ("stage2.key", "stage2")] {
        office.succeeds(&["key", "new", file, "--kind", kind]);
    }
    let mut rekey = vec!["rekey", "--key", "stage2.key", "-o", "second"];
    for party in PARTIES {
        office.pseudonymise(party);
    }
    let handovers = PARTIES.map(|party| format!("handovers/{party}/{party}.tokens.tar"));
    rekey.extend(handovers.iter().map(String::as_str));
    office.succeeds(&rekey);
    office
}

/// A token or a value, as bytes.
type Name = Vec<u8>;

/// Every column of tokens of a party, by name; `stage` is the folder of the first or second stage.
fn columns_in(office: &Office, stage: &str, party: &str) -> BTreeMap<String, Vec<Name>> {
    let envelope = office.path(&format!("{stage}/{party}/{party}.tokens.tar"));
    let entry = |name| {
        let mut archive = tar::Archive::new(fs::File::open(&envelope).unwrap());
        let mut entries = archive.entries().unwrap().map(Result::unwrap);
        let is_it = |entry: &tar::Entry<'_, _>| entry.path().unwrap().as_os_str() == name;
        let mut bytes = Vec::new();
        let mut found = entries.find(is_it).unwrap();
        found.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let frame = Frame::of_persons(entry("persons.parquet"), entry("tokens.parquet"));
    let tokens = frame.columns.iter().filter_map(|column| {
        let tokens = column.tokens()?.into_iter().flatten();
        Some((column.name.clone(), tokens.map(<[u8]>::to_vec).collect()))
    });
    tokens.collect()
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

/// The share of `records` of which the value is guessed when the most frequent token is taken for the most frequent
/// value of the register, and so on: the mean over all orders of those that are equally frequent.
fn aligned(records: &[Name], register: &[Name], stands_for: &HashMap<Name, Name>) -> f64 {
    let (tokens, values) = (counts(records.to_vec()), counts(register.to_vec()));
    let (of_tokens, of_values) = (ranks(&tokens), ranks(&values));
    let chance = |(token, count): (&Name, &usize)| {
        let Some(value) = stands_for.get(token) else {
            return 0.0; // bytes that stand for nobody
        };
        let (from, to) = of_tokens[count];
        let (first, last) = of_values[&values[value]];
        let shared = to.min(last).saturating_sub(from.max(first));
        let right = shared as f64 / ((to - from) as f64 * (last - first) as f64);
        *count as f64 * right
    };
    tokens.iter().map(chance).sum::<f64>() / records.len() as f64
}

/// The keys that turned values into tokens, by column: of the first stage, and of both.
struct Keys(TokenKeys<'static>, StageKeys);

impl Keys {
    fn of(office: &Office, column: TokenColumn) -> Self {
        let secret = ProjectSecret::read(&office.path("project.key")).unwrap();
        let stage2 = Stage2Key::read(&office.path("stage2.key")).unwrap();
        Self(
            TokenKeys::keyed(&secret, PROJECT, &[column.kind()]),
            StageKeys::derive(&stage2, PROJECT, &[column.kind()]),
        )
    }

    /// What each token of a stage stands for, as who has the keys finds out by trying the whole register.
    fn dictionary(
        &self,
        (stage, party): (&str, &str),
        column: TokenColumn,
        people: &[Person],
    ) -> HashMap<Name, Name> {
        let is_client = party != "register";
        let of = |person| value(column, is_client, person).zip(value(column, false, person));
        let values = people.iter().filter_map(of);
        let entry = |(made, value): (Message, Message)| {
            let first = self.0.digest(0, &made);
            let token = if stage == FIRST {
                first
            } else {
                self.1.digest(0, first)
            };
            (token.bytes().to_vec(), value.encoded().to_vec())
        };
        values.map(entry).collect()
    }
}

/// What the persons of the register have for a column.
fn values(column: TokenColumn, people: &[Person]) -> Vec<Name> {
    let values = people
        .iter()
        .filter_map(|person| value(column, false, person));
    values.map(|value| value.encoded().to_vec()).collect()
}

fn is_of_bsn(column: TokenColumn) -> bool {
    column.kind().contains("bsn")
}

#[test]
fn alignment_by_frequency_finds_less_than_one_value_in_a_thousand_and_of_strict_four() {
    let people = people(HOUSEHOLDS);
    let mut found = Vec::new();
    for profile in [TokenProfile::Standard, TokenProfile::Strict] {
        let shares = found_by_alignment(&people, profile).into_iter();
        found.extend(shares.filter(|(.., share)| *share >= most(profile)));
    }
    let name = |(stage, party, column, share): &(&str, &str, TokenColumn, f64)| {
        format!("{stage} {party} {}: {share}", column.name())
    };
    let too_many: Vec<String> = found.iter().map(name).collect();
    assert!(too_many.is_empty(), "{too_many:?}");
}

/// By stage, party and column the share of records of which alignment finds the value.
fn found_by_alignment(
    people: &[Person],
    profile: TokenProfile,
) -> Vec<(&'static str, &'static str, TokenColumn, f64)> {
    let office = office(people, profile);
    let mut found = Vec::new();
    for (stage, party) in [FIRST, SECOND]
        .into_iter()
        .flat_map(|stage| PARTIES.map(|party| (stage, party)))
    {
        let handed_over = columns_in(&office, stage, party);
        let columns = profile.columns();
        for column in columns.filter(|column| party != "verhuur" || !is_of_bsn(*column)) {
            let keys = Keys::of(&office, column);
            let stands_for = keys.dictionary((stage, party), column, people);
            let records = &handed_over[column.name()];
            assert!(records.len() > 100, "{party} {}", column.name());
            let share = aligned(records, &values(column, people), &stands_for);
            found.push((stage, party, column, share));
        }
    }
    found
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
    let share = aligned(&tokens, &names, &stands_for);
    assert!(share > 0.05, "{share}");
}

#[test]
fn who_has_the_first_key_turns_back_every_token_and_none_of_the_second_stage() {
    for profile in [TokenProfile::Standard, TokenProfile::Strict] {
        turned_back(&people(1_000), profile);
    }
}

fn turned_back(people: &[Person], profile: TokenProfile) {
    let office = office(people, profile);
    let [first, second] = [FIRST, SECOND].map(|stage| columns_in(&office, stage, "register"));
    for column in profile.columns() {
        let name = column.name();
        let right = Keys::of(&office, column);
        let another = ProjectSecret::from_bytes([9; 32]);
        let another = TokenKeys::keyed(&another, PROJECT, &[column.kind()]);
        let known = right.dictionary((FIRST, "register"), column, people);
        let wrong = Keys(another, right.1).dictionary((FIRST, "register"), column, people);
        assert!(!first[name].is_empty() && first[name].len() == second[name].len());
        assert!(
            first[name].iter().all(|token| known.contains_key(token)),
            "{name}"
        );
        assert!(
            !first[name].iter().any(|token| wrong.contains_key(token)),
            "{name}"
        );
        assert!(
            !second[name].iter().any(|token| known.contains_key(token)),
            "{name}"
        );
    }
}
