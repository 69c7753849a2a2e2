//! Two agreements in, what differs between them out: key by key of what all must share, counted of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use toml_edit::{Document, Item};

use super::Agreement;
use crate::error::{Error, Result};
use crate::files::read_plain_text;

/// The words of the canonical form, and the key of the agreement that each is.
const KEYS: [(&str, &str); 29] = [
    ("accept_stage_1", "project.accept_stage_1"),
    ("age_bands", "measure.age_bands"),
    ("by_address", "service.attribute_to"),
    ("delete_after", "project.delete_after"),
    ("dimensions", "measure.dimensions"),
    ("flow", "measure.flow"),
    ("from", "project.from"),
    ("household", "register.household"),
    ("id", "project.id"),
    ("key_expires", "project.key_expires"),
    ("key_id", "tokens.key_id"),
    ("made_up", "project.made_up"),
    ("method", "tokens.method"),
    ("need", "provider.kind"),
    ("normalisation", "the version of factlab"),
    ("postcodes", "project.postcodes"),
    ("provider", "provider.id"),
    ("public_key", "tokens.public_key"),
    ("purpose", "project.purpose"),
    ("recipient", "recipient"),
    ("reference_date", "project.reference_date"),
    ("series", "project.series"),
    ("service", "service.code"),
    ("signs", "signs"),
    ("stages", "keyholder"),
    ("succession", "measure.succession"),
    ("to", "project.to"),
    ("tokens", "tokens.profile"),
    // Of a service, but in the line of its code.
    ("service", "service.organisation"),
];

/// The words whose lines begin with whose they are.
const OF_MANY: [&str; 6] = [
    "by_address",
    "need",
    "provider",
    "recipient",
    "service",
    "signs",
];

/// What two agreements have otherwise.
#[derive(Debug, PartialEq, Eq)]
pub struct Differences {
    /// What all must share, in the order of the keys.
    pub shared: Vec<Differs>,
    /// How many keys each party may have its own way.
    pub local: usize,
}

/// A key that two agreements have otherwise.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// The key, such as `project.to`.
    pub key: &'static str,
    /// Whose: codes of services, ids of parties; empty where there is only one such key.
    pub of: Vec<String>,
}

impl Agreement {
    /// What differs between this agreement and another.
    ///
    /// # Errors
    /// When a file can no longer be read.
    pub fn differences(&self, other: &Self) -> Result<Differences> {
        let [mine, theirs] = [self, other].map(|one| by_word(&one.canonical_form()));
        let words: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
        let none = BTreeSet::new();
        let mut shared = Vec::new();
        for word in words {
            let [one, other] = [&mine, &theirs].map(|all| all.get(word).unwrap_or(&none));
            let differing = one.symmetric_difference(other);
            let first = |value: &String| value.split(' ').next().unwrap_or_default().to_owned();
            let of: BTreeSet<String> = differing.map(first).collect();
            if !of.is_empty() {
                let is_of_many = OF_MANY.contains(&word.as_str());
                let of = of.into_iter().filter(|_| is_of_many).collect();
                shared.push(Differs {
                    key: key_of(word),
                    of,
                });
            }
        }
        shared.sort_by_key(|one| one.key);
        let local = local_differences(&self.file, &other.file)?;
        Ok(Differences { shared, local })
    }
}

/// The values of each word of a canonical form.
fn by_word(form: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut words: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for line in form.lines().skip(1) {
        let (word, value) = line.split_once(' ').unwrap_or((line, ""));
        words
            .entry(word.to_owned())
            .or_default()
            .insert(value.to_owned());
    }
    words
}

fn key_of(word: &str) -> &'static str {
    let found = KEYS.iter().find(|(known, _)| *known == word);
    found.map_or("the version of factlab", |(_, key)| key)
}

/// How many keys differ of those that each party may have its own way.
fn local_differences(one: &Path, other: &Path) -> Result<usize> {
    let (one, other) = (leaves(one)?, leaves(other)?);
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differ = keys
        .into_iter()
        .filter(|key| one.get(*key) != other.get(*key));
    Ok(differ.filter(|key| !is_shared(key)).count())
}

/// Whether all must share a key, written as in [`leaves`].
fn is_shared(key: &str) -> bool {
    let parts: Vec<&str> = key.split('\n').collect();
    let (Some(table), Some(name)) = (parts.first(), parts.last()) else {
        return false;
    };
    // The recipient of a party is its own; that of keyholder and analyst is not.
    let is_office = ["keyholder", "analyst"].contains(table);
    let key = format!("{table}.{name}");
    KEYS.iter().any(|(word, known)| {
        *known == key || (*word == *name && *known == *name && (*name == "signs" || is_office))
    })
}

/// Each key of the file with its value: the parts of its name, each on a line, where tables of a list are named by their id
/// or code, and else by their number.
fn leaves(file: &Path) -> Result<BTreeMap<String, String>> {
    let text = read_plain_text(file, super::LONGEST);
    let text = text.map_err(|error| Error::io(file, "read the agreement", &error))?;
    let mut leaves = BTreeMap::new();
    if let Ok(document) = Document::parse(text.trim_start_matches('\u{feff}')) {
        add_leaves("", document.as_item(), &mut leaves);
    }
    Ok(leaves)
}

fn add_leaves(name: &str, item: &Item, leaves: &mut BTreeMap<String, String>) {
    let below = |key: &str| {
        if name.is_empty() {
            key.to_owned()
        } else {
            format!("{name}\n{key}")
        }
    };
    if let Some(tables) = item.as_array_of_tables() {
        for (number, table) in tables.iter().enumerate() {
            let id = ["id", "code"]
                .iter()
                .find_map(|key| table.get(key)?.as_str());
            let id = id.map_or_else(|| number.to_string(), str::to_owned);
            for (key, item) in table {
                add_leaves(&below(&format!("{id}\n{key}")), item, leaves);
            }
        }
    } else if let Some(table) = item.as_table_like() {
        for (key, item) in table.iter() {
            add_leaves(&below(key), item, leaves);
        }
    } else if let Some(value) = item.as_value() {
        let mut value = value.clone();
        value.decor_mut().clear();
        leaves.insert(name.to_owned(), value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const EXAMPLE: &str = include_str!("../../config.toml");

    /// What differs between the example and it with each pair replaced.
    fn differences(changes: &[(&str, &str)]) -> Differences {
        let folder = tempfile::tempdir().unwrap();
        let mut other = EXAMPLE.to_owned();
        for (from, to) in changes {
            assert!(other.contains(from), "{from}");
            other = other.replacen(from, to, 1);
        }
        let [one, other] = [("a.toml", EXAMPLE), ("b.toml", &other)].map(|(name, text)| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            Agreement::read(&path).unwrap()
        });
        let found = one.differences(&other).unwrap();
        assert_eq!(found, other.differences(&one).unwrap());
        assert_eq!(found.shared.is_empty(), one.digest() == other.digest());
        found
    }

    fn keys(found: &Differences) -> Vec<String> {
        let key = |one: &Differs| format!("{} {}", one.key, one.of.join(" "));
        found
            .shared
            .iter()
            .map(|one| key(one).trim_end().to_owned())
            .collect()
    }

    #[test]
    fn equal_agreements_differ_in_nothing() {
        let found = differences(&[]);
        assert_eq!((found.shared.len(), found.local), (0, 0));
    }

    #[test]
    fn what_is_shared_is_named_and_what_is_local_counted() {
        let found = differences(&[
            ("to             = 2026-12-31", "to             = 2026-12-30"),
            ("code = \"schuldhulp\"", "code = \"schulden\""),
            ("profile = \"strict\" ", "profile = \"standard\" "),
            ("name = \"Hulp bij het huishouden\"", "name = \"Hulp\""),
            ("handovers/sociale-dienst", "received/sd"),
            ("language       = \"nl\"", "language       = \"en\""),
        ]);
        let shared = [
            "project.to",
            "service.code schulden schuldhulp",
            "tokens.profile",
        ];
        assert_eq!(keys(&found), shared);
        // The renamed service has a name and a domain under another code, so they count twice.
        assert_eq!(found.local, 3 + 4);
    }

    #[test]
    fn keys_and_recipients_are_named_by_whose_they_are() {
        let recipient = crate::keys::Identity::generate().recipient();
        let signs = crate::keys::SigningKey::from_bytes([7; 32]).verifying_key();
        let keyholder = format!("[keyholder]\nrecipient = \"{recipient}\"\nsigns = \"{signs}\"");
        let found = differences(&[("[keyholder]", &keyholder)]);
        assert_eq!(keys(&found), ["recipient keyholder", "signs keyholder"]);
        assert_eq!(found.local, 0);
        let provider = format!("id = \"wmo-loket\"\nrecipient = \"{recipient}\"");
        let found = differences(&[("id = \"wmo-loket\"", &provider)]);
        assert_eq!((found.shared.len(), found.local), (0, 1));
    }

    #[test]
    fn every_word_of_a_canonical_form_has_its_key() {
        let document = include_str!("../../docs/agreement.md");
        let table = document.split("| word | value | lines |").nth(1).unwrap();
        let table = table.split("\n\n").next().unwrap();
        let listed = table.lines().skip(2).flat_map(|line| {
            let words = line.split('|').nth(1).unwrap();
            words
                .split(',')
                .map(|word| word.trim().trim_matches('`').to_owned())
        });
        for word in listed {
            assert!(KEYS.iter().any(|(known, _)| *known == word), "{word}");
        }
    }
}
