//! A sample in, all that its party does with it: every screen and every file that is left is looked at.

use std::fs;
use std::process::Output;

use serde_json::Value as Json;

use super::{Sample, config};
use crate::office::{self, Office};
use crate::silence::{SECRETS, assert_silent, assert_silent_file, assert_silent_screen, contents};

/// What becomes of a file on its way: cut off, with zeros, with another file behind it.
fn damaged(bytes: &[u8]) -> [Vec<u8>; 4] {
    let length = bytes.len();
    [
        bytes[..length / 2].to_vec(),
        bytes[..length - 5].to_vec(),
        [&bytes[..length / 2], b"\0\0\0", &bytes[length / 2..]].concat(),
        [bytes, bytes].concat(),
    ]
}

/// Runs a command with its temporary files inside the office, and looks at all it shows.
fn run_and_look(office: &Office, words: &[&str]) -> Output {
    let mut command = office.command(words);
    let temporary = office.path("temporary");
    fs::create_dir_all(&temporary).unwrap();
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, &temporary);
    }
    let output = command.output().unwrap();
    assert_silent_screen(words, &output);
    let screen = String::from_utf8_lossy(&output.stderr);
    let panicked = output.status.code() == Some(101) || screen.contains("failed unexpectedly");
    assert!(!panicked, "{words:?}: {screen}");
    output
}

fn succeed_and_look(office: &Office, words: &[&str]) -> Vec<u8> {
    let output = run_and_look(office, words);
    let screen = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {screen}");
    output.stdout
}

/// Looks at every file but the extracts; the names of those that were looked at come back.
fn look_at_files(office: &Office, format: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for path in office.files() {
        let inside = path.strip_prefix(office.path("")).unwrap();
        if !inside.starts_with("extracts") {
            let name = inside.to_string_lossy().replace('\\', "/");
            assert_silent(&format!("{format}: {name}"), name.as_bytes());
            assert_silent_file(&format!("{format}: {name}"), &fs::read(&path).unwrap());
            seen.push(name);
        }
    }
    seen
}

fn office_with(sample: &Sample, config: &str, bytes: &[u8]) -> Office {
    let office = Office::with(&[("config.toml", config.as_bytes())]);
    office.write(&format!("extracts/{}", sample.file), bytes);
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    office
}

fn check(sample: &Sample) -> [&'static str; 5] {
    ["check", "-c", "config.toml", "--provider", sample.party]
}

/// The extract holds what is looked for, so that not finding it elsewhere says something.
pub(crate) fn assert_holds_its_secrets(sample: &Sample) {
    let pieces = contents(&(sample.bytes)());
    for secret in sample.holds {
        let forms: Vec<_> = SECRETS
            .iter()
            .filter(|(name, _)| name == secret || name.starts_with(&format!("{secret} ")))
            .collect();
        assert!(!forms.is_empty(), "{secret} is looked for nowhere");
        let is_there = forms.iter().any(|(_, form)| {
            let holds = |piece: &Vec<u8>| piece.windows(form.len()).any(|part| part == form);
            pieces.iter().any(holds)
        });
        assert!(is_there, "{} does not hold {secret}", sample.file);
    }
}

/// All steps up to the hand-over in a folder.
pub(crate) fn assert_nothing_leaves_when_all_is_well(sample: &Sample) {
    let office = office_with(sample, &config(sample), &(sample.bytes)());
    let check = check(sample);
    let told = succeed_and_look(&office, &[&["--json"], &check[..]].concat());
    let told: Json = serde_json::from_slice(&told).unwrap();
    let kept = told["parties"][0]["kept"].as_u64();
    assert!(kept > Some(0), "{}: {told}", sample.file);
    let file = format!("extracts/{}", sample.file);
    let agreed = ["inspect", &file, "-c", "config.toml"];
    for words in [
        &check[..],
        &[&["--quiet"], &check[..]].concat(),
        &[&check[..], &["--preview", "page.html"]].concat(),
        &[&check[..], &["--findings", "found.csv"]].concat(),
        &agreed[..2],
        &[&["--json"], &agreed[..2]].concat(),
        &agreed,
        &office::step(sample.party),
    ] {
        succeed_and_look(&office, words);
    }
    let seen = look_at_files(&office, sample.format);
    let handover = format!("handovers/{}", sample.party);
    for name in [
        "page.html".to_owned(),
        "found.csv".to_owned(),
        format!("{handover}.preview.html"),
        format!("{handover}/tokens.parquet"),
    ] {
        assert!(seen.contains(&name), "{name} is not among {seen:?}");
    }
}

/// The hand-over in two envelopes.
pub(crate) fn assert_nothing_leaves_in_envelopes(sample: &Sample) {
    let config = config(sample)
        .replace("accept_stage_1 = \"a test\"\n", "")
        .replace("[tokens]", "[keyholder]\n\n[analyst]\n\n[tokens]");
    let office = office_with(sample, &config, &(sample.bytes)());
    succeed_and_look(
        &office,
        &[&["--json"], &office::step(sample.party)[..]].concat(),
    );
    let seen = look_at_files(&office, sample.format);
    let for_the_analyst = if sample.party == "register" {
        "households"
    } else {
        "uses"
    };
    for envelope in ["tokens", for_the_analyst] {
        let name = format!("handovers/{0}/{0}.{envelope}.tar", sample.party);
        assert!(seen.contains(&name), "{name} is not among {seen:?}");
        let pieces = contents(&fs::read(office.path(&name)).unwrap());
        assert!(pieces.len() > 3, "{name} was not looked into");
    }
}

/// Extracts that did not come over whole; what can be read of them may be.
pub(crate) fn assert_nothing_leaves_when_damaged(sample: &Sample) {
    for bytes in damaged(&(sample.bytes)()) {
        let office = office_with(sample, &config(sample), &bytes);
        let check = check(sample);
        for words in [
            &check[..],
            &[&["--json"], &check[..]].concat(),
            &["inspect", &format!("extracts/{}", sample.file)],
            &office::step(sample.party),
        ] {
            run_and_look(&office, words);
        }
        look_at_files(&office, sample.format);
    }
}

/// A sheet or a column that is not there, and a format that it is not.
pub(crate) fn assert_nothing_leaves_when_mapped_wrong(sample: &Sample) {
    let right = config(sample);
    let format = format!("format = \"{}\"\n", sample.format);
    let is_workbook = ["xlsx", "xls", "ods"].contains(&sample.format);
    let another = if right.contains(".json\"") {
        "brp"
    } else {
        "ddas"
    };
    let named = right.replace("sheet = \"Cliënten\"\n", "");
    let sheet = named.replace(&format, &format!("{format}sheet = \"Nergens\"\n"));
    let column = right.replace("bsn = \"BSN\", surname", "bsn = \"Nummer\", surname");
    let format = right.replace(&format, &format!("format = \"{another}\"\n"));
    for wrong in [
        (is_workbook, sheet),
        (column != right, column),
        (true, format),
    ] {
        let (true, wrong) = wrong else { continue };
        let office = office_with(sample, &wrong, &(sample.bytes)());
        for words in [&check(sample)[..], &office::step(sample.party)] {
            let output = run_and_look(&office, words);
            assert!(!output.status.success(), "{words:?} with {wrong}");
        }
        look_at_files(&office, sample.format);
    }
}
