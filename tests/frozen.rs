//! What a release and a hand-over say, to the byte: only a decision changes it, and the changelog says which.
//!
//! After such a decision: `INSTA_UPDATE=always cargo test --release --test frozen`, and read the difference.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
#[expect(
    dead_code,
    reason = "the samples are used, not what is done with them elsewhere"
)]
mod every_format;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod frozen_handover;
#[cfg(test)]
mod made_tables;
#[cfg(test)]
mod office;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "the samples hold its secrets; nothing is looked for here"
)]
mod silence;

use std::fmt::Write as _;
use std::fs;

use every_format::{SAMPLES, config};
use office::{Office, step};
use sha2::{Digest, Sha256};

const PROJECT_KEY: &[u8] =
    b"factlab key 2\nkind: project\ncreated: 2026-11-28\nkey id: 0461c44f0dfa252a\n\
    d79f691ef7b32271d05349accc1c9d421e5fd5d20abda45a150154a697980f8d\nchecksum: e3b2f3efb8aea936\n";

const RELEASE_KEY: &[u8] =
    b"factlab key 2\nkind: release\ncreated: 2026-11-28\nkey id: bcbd55d839948a8b\n\
    79edad5afdc76eeac0a61cfce62f9ebdea7006baa36a8ada442ebd2f077811c6\nchecksum: e79426f6875abf92\n";

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

/// A made-up town of 2,000 households, every hand-over made under the fixed key and without a second stage.
fn town() -> Office {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    for (name, key) in [("project.key", PROJECT_KEY), ("release.key", RELEASE_KEY)] {
        office.write(&format!("town/{name}"), key);
    }
    let agreement = fs::read_to_string(office.path("town/config.toml")).unwrap();
    let agreement = without_offices(&agreement)
        .replace("[project]", "[project]\naccept_stage_1 = \"a test\"")
        .replace("analyst/release.key", "release.key")
        .replace(
            r#"formats = ["csv", "json", "parquet", "xlsx", "html"]"#,
            r#"formats = ["csv", "json", "html"]"#,
        );
    office.write("town/config.toml", agreement.as_bytes());
    office
}

/// The agreement without a keyholder and an analyst to encrypt for.
fn without_offices(agreement: &str) -> String {
    let (before, behind) = agreement.split_once("[keyholder]").unwrap();
    let (_, behind) = behind.split_once("[register]").unwrap();
    format!("{before}[register]{behind}")
}

#[test]
fn a_release_is_made_of_the_same_bytes() {
    let office = town();
    let parties = fs::read_dir(office.path("town/analyst/handovers")).unwrap();
    let parties: Vec<_> = parties
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains('.'))
        .collect();
    assert_eq!(parties.len(), 15, "{parties:?}");
    fs::remove_dir_all(office.path("town/analyst/handovers")).unwrap();
    for party in &parties {
        let mut words = step(party);
        (words[2], words[6]) = ("town/config.toml", "town/project.key");
        office.succeeds(&words);
    }
    let mut lines = String::new();
    let mut names = Vec::new();
    let mut before = ("distinct", "period");
    for (count, moment) in [
        before,
        ("sum", "period"),
        ("distinct", "reference_date"),
        ("sum", "reference_date"),
    ] {
        let set = |key: &str, old: &str, new: &str| {
            let line = |value: &str| format!("\n{key} = \"{value}\"");
            office.edit("town/config.toml", &line(old), &line(new));
        };
        set("count    ", before.0, count);
        set("moment   ", before.1, moment);
        before = (count, moment);
        for internal in [&[][..], &["--internal"]] {
            let folder = format!("{count} {moment}{}", internal.concat());
            let words = ["run", "-c", "town/config.toml", "-o", &folder];
            office.succeeds(&[&words[..], internal].concat());
            lines.push_str(&digests(&office, &folder, &mut names));
        }
    }
    insta::assert_snapshot!(lines);
}

/// A line for each file of a release; where it names itself or those before it is left open, as a name is of the hand-overs.
fn digests(office: &Office, folder: &str, names: &mut Vec<String>) -> String {
    let release = office.release(folder);
    names.push(release.file_name().unwrap().to_str().unwrap().to_owned());
    let mut lines = String::new();
    for path in office::files_below(&release) {
        let file = path.file_name().unwrap().to_str().unwrap();
        if !["run.json", "certificate.json"].contains(&file) {
            let whole = fs::read_to_string(&path).unwrap();
            let text = names
                .iter()
                .fold(whole.clone(), |text, name| text.replace(name, ""));
            writeln!(lines, "{folder}/{file} {}", digest(text.as_bytes())).unwrap();
            if file == "ledger.json" {
                // The next release has its digest, and so that of the names in it.
                names.push(digest(whole.as_bytes()));
            }
        }
    }
    lines
}

#[test]
fn a_hand_over_of_any_format_says_the_same() {
    let mut lines = String::new();
    for sample in SAMPLES {
        let office = Office::with(&[
            ("config.toml", config(sample).as_bytes()),
            ("project.key", PROJECT_KEY),
        ]);
        office.write(&format!("extracts/{}", sample.file), &(sample.bytes)());
        let said = [(); 2].map(|()| {
            office.succeeds(&step(sample.party));
            let place = office.path(&format!("handovers/{}", sample.party));
            let handover = frozen_handover::read(&place);
            fs::remove_dir_all(&place).unwrap();
            handover
        });
        let said = frozen_handover::said_by_both(&said);
        writeln!(
            lines,
            "{} {} {}",
            sample.format,
            sample.file,
            digest(said.as_bytes())
        )
        .unwrap();
    }
    insta::assert_snapshot!(lines);
}
