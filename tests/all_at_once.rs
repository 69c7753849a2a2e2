//! All that is wrong with hand-overs is said at once, by party, with a text to send; and a wrong secret is refused before anything is read.

#![expect(
    clippy::unwrap_used,
    reason = "a command that fails unasked is a failed test"
)]

use std::fs;

use serde_json::Value as Json;

#[cfg(test)]
mod frame;
#[cfg(test)]
#[expect(dead_code, reason = "only its offices and words are used")]
mod keyholder;
#[cfg(test)]
mod office;

use office::{Office, step};

/// The object that a command prints as JSON when it ends with this status.
fn json(office: &Office, status: i32, words: &[&str]) -> Json {
    let output = office.run(&[&["--json"], words].concat());
    assert_eq!(output.status.code(), Some(status), "{words:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The texts under a key of each object of a list.
fn texts(list: &Json, key: &str) -> Vec<String> {
    let text = |one: &Json| one[key].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(text).collect()
}

/// The small office, in which the wijkteam used another secret and the agreement was changed before thuiszorg handed over.
fn disagreeing() -> Office {
    let office = Office::small();
    office.make_keys();
    office.pseudonymise("register");
    office.succeeds(&["key", "new", "other.key"]);
    let words = step("wijkteam").map(|word| {
        if word == "project.key" {
            "other.key"
        } else {
            word
        }
    });
    office.succeeds(&words);
    office.edit("config.toml", "purpose = \"stacking", "purpose = \"piling");
    office.pseudonymise("thuiszorg");
    office.edit("config.toml", "purpose = \"piling", "purpose = \"stacking");
    office
}

const RUN: [&str; 4] = ["run", "-c", "config.toml", "--internal"];

#[test]
fn every_party_is_named_with_its_causes_and_gets_a_text() {
    let office = disagreeing();
    let uses = office.path("handovers/thuiszorg/uses.parquet");
    fs::write(&uses, "cut").unwrap();
    let object = json(&office, 3, &RUN);
    assert_eq!(object["code"], "handovers-disagree");
    let (parties, letters) = (&object["found"]["parties"], &object["found"]["letters"]);
    assert_eq!(texts(parties, "party"), ["wijkteam", "thuiszorg"]);
    assert_eq!(texts(parties, "code"), ["keys-differ", "agreement-differs"]);
    assert!(texts(parties, "hint").iter().all(|hint| !hint.is_empty()));
    assert_eq!(texts(letters, "to"), ["wijkteam", "thuiszorg"]);
    let texts = texts(letters, "text");
    assert!(texts[0].contains("factlab key receive") && texts[0].contains("--provider wijkteam"));
    let digest = json(&office, 0, &["agreement", "-c", "config.toml"]);
    let digest = digest["digest"].as_str().unwrap();
    assert!(texts[1].contains(digest) && texts[1].contains("--provider thuiszorg"));
    let screen = office.fails(3, &RUN);
    assert!(screen.contains("2 hand-overs cannot be used\n  the hand-over of wijkteam"));
    let shown = String::from_utf8(office.run(&RUN).stdout).unwrap();
    assert!(shown.starts_with("To send to wijkteam:\n"), "{shown}");
    assert!(!office.path("releases").exists());
}

#[test]
fn of_an_agreed_key_the_party_that_used_another_is_wrong_and_not_the_others() {
    let office = disagreeing();
    fs::remove_dir_all(office.path("handovers")).unwrap();
    let id = json(&office, 0, &["key", "id", "project.key"]);
    let key_id = format!("[tokens]\nkey_id = {}", id["key_id"]);
    office.edit("config.toml", "[tokens]", &key_id);
    for party in ["register", "wijkteam", "thuiszorg"] {
        let words = step(party).map(|word| {
            if word == "project.key" {
                "other.key"
            } else {
                word
            }
        });
        // The extract is not needed to know that the key is wrong.
        let extract = format!("extracts/{party}.csv");
        fs::rename(office.path(&extract), office.path("away.csv")).unwrap();
        fs::write(office.path(&extract), "not an extract").unwrap();
        let object = json(&office, 3, &words);
        assert_eq!(object["code"], "keys-differ", "{party}");
        fs::rename(office.path("away.csv"), office.path(&extract)).unwrap();
        office.pseudonymise(party);
    }
    office.succeeds(&RUN);
}

#[test]
fn the_keyholder_sees_all_that_is_wrong_too() {
    let office = keyholder::in_the_clear();
    office.pseudonymise("register");
    office.edit("config.toml", "purpose = \"stacking", "purpose = \"piling");
    office.pseudonymise("wijkteam");
    office.edit("config.toml", "purpose = \"piling", "purpose = \"stacking");
    office.pseudonymise("thuiszorg");
    let tokens = office.path(&keyholder::tokens_of(&office, "thuiszorg").to_string_lossy());
    let whole = fs::read(&tokens).unwrap();
    fs::write(&tokens, &whole[..whole.len() / 2]).unwrap();
    let mut words = keyholder::rekey_words(&office, "stage2.key", "second");
    words.extend(["-c", "config.toml"].map(str::to_owned));
    let object = json(&office, 3, &keyholder::words(&words));
    let parties = &object["found"]["parties"];
    assert_eq!(
        texts(parties, "code"),
        ["agreement-differs", "handover-changed"]
    );
    assert_eq!(texts(parties, "party")[0], "wijkteam");
    assert!(!office.path("second").exists());
}

#[test]
fn tokens_that_did_not_pass_the_keyholder_are_for_the_keyholder_to_mend() {
    let office = keyholder::in_the_clear();
    keyholder::hand_over(&office);
    let object = json(&office, 3, &RUN);
    assert_eq!(object["code"], "stage-wrong");
    assert_eq!(texts(&object["found"]["letters"], "to"), ["keyholder"]);
}
