//! Who has delivered, as the keyholder and the analyst see it, and what a file is: from a folder of downloads.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
#[expect(dead_code, reason = "a part of the keyholder's steps is enough here")]
mod keyholder;
#[cfg(test)]
mod office;

use std::fs;

use keyholder::{encrypted, hand_over, in_the_clear};
use office::{Office, files_below};
use serde_json::Value as Json;

/// Files the envelopes with `part` in their name in one folder, under names that say nothing.
fn download(office: &Office, from: &str, part: &str, folder: &str) {
    for (number, file) in files_below(&office.path(from)).iter().enumerate() {
        let name = file.file_name().unwrap().to_string_lossy();
        if name.contains(part) && name.ends_with(".age") {
            let bytes = fs::read(file).unwrap();
            office.write(&format!("{folder}/{part} ({number}).age"), &bytes);
        }
    }
}

/// The office in which all have delivered: `notary` has the tokens, `analyst` the rest.
fn delivered() -> Office {
    let office = encrypted();
    hand_over(&office);
    download(&office, "handovers", "tokens", "notary");
    download(&office, "handovers", "uses", "analyst");
    download(&office, "handovers", "households", "analyst");
    fs::remove_dir_all(office.path("handovers")).unwrap();
    office
}

const AS_KEYHOLDER: [&str; 7] = [
    "status",
    "-c",
    "config.toml",
    "--handovers",
    "notary",
    "--identity",
    "keyholder.identity",
];
const AS_ANALYST: [&str; 7] = [
    "status",
    "-c",
    "config.toml",
    "--handovers",
    "analyst",
    "--identity",
    "analyst.identity",
];

fn json(office: &Office, words: &[&str]) -> Json {
    let shown = office.succeeds(&[&["--json"], words].concat());
    serde_json::from_str(&shown).unwrap()
}

/// The keyholder's step over what it received.
fn rekey(office: &Office) {
    let keys = ["--key", "stage2.key", "--identity", "keyholder.identity"];
    office.succeeds(&[&["rekey"], &keys[..], &["notary", "-o", "second"]].concat());
}

#[test]
fn the_keyholder_sees_who_is_in_and_what_is_done() {
    let office = delivered();
    let screen = office.succeeds(&AS_KEYHOLDER);
    assert!(screen.ends_with("All 3 are in.\n"), "{screen}");
    let with_output = [&AS_KEYHOLDER[..], &["-o", "second"]].concat();
    let before = json(&office, &with_output);
    assert_eq!(before["parties"][0]["rekeyed"], false);
    rekey(&office);
    let after = json(&office, &with_output);
    assert_eq!(after["parties"][2]["rekeyed"], true);
    assert_eq!(
        (&after["sound"], &after["expected"]),
        (&3.into(), &3.into())
    );

    let tokens = files_below(&office.path("notary"));
    let whole = fs::read(&tokens[1]).unwrap();
    fs::write(&tokens[1], &whole[..whole.len() - 20]).unwrap();
    fs::remove_file(&tokens[2]).unwrap();
    let output = office.run(&AS_KEYHOLDER);
    let screen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(screen.matches("not received").count(), 2, "{screen}");
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(notes.contains("is truncated, changed"), "{notes}");
    assert!(screen.contains("1 of 3 are in; ask "), "{screen}");
}

#[test]
fn the_analyst_sees_whom_to_ask_for_what_is_not_there() {
    let office = delivered();
    let status = json(&office, &AS_ANALYST);
    assert_eq!(
        (&status["sound"], &status["ask"][0]),
        (&0.into(), &"keyholder".into())
    );
    rekey(&office);
    download(&office, "second", "tokens", "analyst");
    let screen = office.succeeds(&AS_ANALYST);
    assert!(
        screen.contains("delivery 1 of ") && screen.contains("second stage done"),
        "{screen}"
    );
    assert!(screen.ends_with("All 3 are in.\n"), "{screen}");

    for file in files_below(&office.path("analyst")) {
        let shown = json(
            &office,
            &[
                "show",
                "--identity",
                "analyst.identity",
                file.to_str().unwrap(),
            ],
        );
        let of = &shown["files"][0]["manifest"]["parties"]["provider"];
        if *of == "thuiszorg" {
            fs::remove_file(file).unwrap();
        }
    }
    office.write("analyst/reply.eml", b"MIME-Version: 1.0\n\n");
    let screen = office.succeeds(&AS_ANALYST);
    assert!(screen.contains("thuiszorg  not received"), "{screen}");
    assert!(
        screen.ends_with("2 of 3 are in; ask thuiszorg.\n"),
        "{screen}"
    );
}

#[test]
fn status_says_what_run_would_refuse() {
    let office = in_the_clear();
    hand_over(&office);
    fs::remove_file(office.path("project.key")).unwrap();
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    fs::remove_dir_all(office.path("handovers/wijkteam")).unwrap();
    office.pseudonymise("wijkteam");
    let status = ["status", "-c", "config.toml"];
    let shown = json(&office, &status);
    let codes: Vec<&Json> = shown["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes, ["stage-wrong", "keys-differ", "stage-wrong"]);
    assert_eq!(shown["ask"], serde_json::json!(["wijkteam", "keyholder"]));
}

#[test]
fn show_tells_what_an_envelope_is_only_to_whom_it_is_for() {
    let office = delivered();
    let uses = files_below(&office.path("analyst"));
    let uses = uses
        .iter()
        .find(|file| file.to_string_lossy().contains("uses"))
        .unwrap();
    let uses = uses.to_str().unwrap();
    for closed in [
        &["show", uses][..],
        &["show", uses, "--identity", "keyholder.identity"],
    ] {
        let screen = office.succeeds(closed);
        assert!(screen.contains("encrypted, for 1 recipient"), "{screen}");
        assert!(
            !screen.contains("thuiszorg") && !screen.contains("wijkteam"),
            "{screen}"
        );
    }
    let screen = office.succeeds(&["show", uses, "--identity", "analyst.identity"]);
    for words in [
        "an envelope of uses, encrypted for you",
        "delivery 1 of",
        "rows: <10 read",
        "not signed",
    ] {
        assert!(screen.contains(words), "{screen}");
    }
    let screen = office.succeeds(&["show", "analyst", "--identity", "analyst.identity"]);
    assert_eq!(screen.matches("an envelope of").count(), 3, "{screen}");
}

#[test]
fn show_never_shows_a_secret() {
    let office = encrypted();
    let keys = [
        "project.key",
        "stage2.key",
        "keyholder.identity",
        "release.key",
    ];
    let screen = office.succeeds(&[&["show"], &keys[..]].concat());
    let json = office.succeeds(&[&["--json", "show"], &keys[..]].concat());
    for key in keys {
        let text = fs::read_to_string(office.path(key)).unwrap();
        let is_secret = |line: &&str| {
            line.starts_with("AGE-SECRET") || (line.len() == 64 && !line.contains(' '))
        };
        let secrets: Vec<&str> = text.lines().filter(is_secret).collect();
        assert_eq!(secrets.len(), 1, "{key}");
        assert!(
            !screen.contains(secrets[0]) && !json.contains(secrets[0]),
            "{key}"
        );
    }
}
