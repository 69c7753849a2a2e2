//! The small office with a keyholder: agreements with two envelopes, the keyholder's step, and a look into envelopes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use factlab::keys::Identity;
use serde_json::Value as Json;

use crate::frame::{Column, Frame};
use crate::office::{Office, files_below};

pub(crate) const PARTIES: [&str; 3] = ["register", "wijkteam", "thuiszorg"];

/// An office with a keyholder; `more` goes into its sections.
pub(crate) fn with_keyholder(more: &str) -> Office {
    let office = Office::small();
    office.edit("config.toml", "accept_stage_1 = \"a test\"\n", "");
    office.edit("config.toml", "[tokens]", &format!("{more}\n[tokens]"));
    office.make_keys();
    office.succeeds(&["key", "new", "stage2.key", "--kind", "stage2"]);
    office
}

/// Keyholder and analyst without recipients: envelopes in the clear.
pub(crate) fn in_the_clear() -> Office {
    with_keyholder("[keyholder]\n\n[analyst]\n")
}

/// Writes identities of keyholder and analyst, and an agreement that names both.
pub(crate) fn encrypted() -> Office {
    let [keyholder, analyst] = [Identity::generate(), Identity::generate()];
    let office = with_keyholder(&format!(
        "[keyholder]\nrecipient = \"{}\"\n\n[analyst]\nname = \"Gemeente\"\nrecipient = \"{}\"\n",
        keyholder.recipient(),
        analyst.recipient()
    ));
    office.write("keyholder.identity", keyholder.text().as_bytes());
    office.write("analyst.identity", analyst.text().as_bytes());
    office
}

pub(crate) fn hand_over(office: &Office) {
    for party in PARTIES {
        office.pseudonymise(party);
    }
}

/// The words with which the keyholder works.
pub(crate) fn rekey_words(office: &Office, key: &str, output: &str) -> Vec<String> {
    let mut words: Vec<String> = ["rekey", "--key", key, "-o", output]
        .map(str::to_owned)
        .to_vec();
    for party in PARTIES {
        words.push(tokens_of(office, party).display().to_string());
    }
    if office.path("keyholder.identity").exists() {
        words.extend(["--identity", "keyholder.identity"].map(str::to_owned));
    }
    words
}

pub(crate) fn tokens_of(office: &Office, party: &str) -> PathBuf {
    let folder = PathBuf::from("handovers").join(party);
    let encrypted = folder.join(format!("{party}.tokens.age"));
    if office.path(&encrypted.to_string_lossy()).exists() {
        encrypted
    } else {
        folder.join(format!("{party}.tokens.tar"))
    }
}

pub(crate) fn words(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

/// The keyholder's step, and what it wrote in the place of what the parties wrote.
pub(crate) fn rekey(office: &Office) {
    office.succeeds(&words(&rekey_words(office, "stage2.key", "second")));
    bring_back(office);
}

/// Puts the tokens of the second stage in the place of those of the first.
pub(crate) fn bring_back(office: &Office) {
    for party in PARTIES {
        fs::remove_file(office.path(&tokens_of(office, party).to_string_lossy())).unwrap();
        let second = office.path("second").join(party);
        for file in files_below(&second) {
            let place = office.path("handovers").join(party);
            fs::copy(&file, place.join(file.file_name().unwrap())).unwrap();
        }
    }
}

pub(crate) fn run_words(office: &Office) -> Vec<&'static str> {
    let mut words = vec!["run", "-c", "config.toml", "--internal"];
    if office.path("analyst.identity").exists() {
        words.extend(["--identity", "analyst.identity"]);
    }
    words
}

/// The tables of the only release, without its name.
pub(crate) fn tables(office: &Office) -> Json {
    let release = office.release("releases");
    let text = fs::read(release.join("release.json")).unwrap();
    let mut json: Json = serde_json::from_slice(&text).unwrap();
    json["tables"].take()
}

/// The bytes of an entry of an envelope; the ending tells whether to decrypt it.
pub(crate) fn entry(envelope: &Path, identity: Option<&Path>, name: &str) -> Vec<u8> {
    let bytes = fs::read(envelope).unwrap();
    let mut plain = Vec::new();
    match identity {
        Some(file) => {
            let identity = Identity::read(file).unwrap();
            let mut opened = identity.open(&bytes[..]).unwrap();
            opened.read_to_end(&mut plain).unwrap();
        }
        None => plain = bytes,
    }
    let mut archive = tar::Archive::new(&plain[..]);
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap() == Path::new(name) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            return bytes;
        }
    }
    panic!("{} has no {name}", envelope.display());
}

/// Every token in an envelope.
pub(crate) fn tokens_in(envelope: &Path, identity: Option<&Path>) -> BTreeSet<Vec<u8>> {
    let frame = Frame::read(entry(envelope, identity, "tokens.parquet"));
    let columns = frame.columns.iter().filter_map(Column::tokens);
    columns.flatten().flatten().map(<[u8]>::to_vec).collect()
}
