//! Who made a release: the signature is asked for, held against the agreed key, and nothing passes beside it.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod forged;
#[cfg(test)]
mod office;

use std::fs;
use std::path::{Path, PathBuf};

use factlab::keys::SigningKey;
use forged::{change, remake_digests};
use office::Office;

/// An office whose agreement lists the analyst's key, up to the hand-overs.
fn agreed() -> Office {
    let office = Office::small();
    for key in ["analyst.key", "other.key"] {
        office.succeeds(&["key", "new", key, "--kind", "signing"]);
    }
    let analyst = format!(
        "[analyst]\nsigns = \"{}\"\n\n[protect]",
        public(&office, "analyst.key")
    );
    office.edit("config.toml", "[protect]", &analyst);
    office.hand_over();
    office
}

fn public(office: &Office, key: &str) -> String {
    let key = SigningKey::read(&office.path(key)).unwrap();
    key.verifying_key().to_string()
}

/// A run, with words behind it; gives the release.
fn run(office: &Office, folder: &str, words: &[&str]) -> PathBuf {
    office.succeeds(&[&["run", "-c", "config.toml", "-o", folder], words].concat());
    office.release(folder)
}

/// What `verify` finds wrong with a release.
fn refused(office: &Office, words: &[&str]) -> String {
    let output = office.run(&[&["verify"], words].concat());
    let screen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{screen}");
    screen
}

#[test]
fn a_signed_release_says_first_with_which_key() {
    let office = agreed();
    let release = run(&office, "signed", &["--sign", "analyst.key"]);
    let (release, key) = (release.to_str().unwrap(), public(&office, "analyst.key"));
    for words in [
        &["verify", release][..],
        &["verify", "-c", "config.toml", release],
        &["verify", "--signed-by", &key, release],
    ] {
        let screen = office.succeeds(words);
        let first = screen.lines().next().unwrap();
        assert!(first.contains(&format!("signed with {key}")), "{first}");
    }
    let object = office.succeeds(&["--json", "verify", release]);
    let object: serde_json::Value = serde_json::from_str(&object).unwrap();
    assert_eq!(object["releases"][0]["signed_by"], key);
}

#[test]
fn equal_runs_differ_in_the_certificate_only() {
    let office = agreed();
    let [one, other] =
        ["one", "other"].map(|folder| run(&office, folder, &["--sign", "analyst.key"]));
    for file in office::files_below(&one) {
        let name = file.file_name().unwrap();
        let is_equal = fs::read(&file).unwrap() == fs::read(other.join(name)).unwrap();
        assert!(is_equal || name == "certificate.json", "{}", file.display());
    }
}

#[test]
fn an_unsigned_release_says_so_first_and_is_refused_where_a_key_was_agreed() {
    let office = agreed();
    let output = office.run(&["run", "-c", "config.toml", "-o", "unsigned"]);
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(
        warned.contains("warning: the release is not signed"),
        "{warned}"
    );
    let release = office.release("unsigned");
    let release = release.to_str().unwrap();
    let screen = office.succeeds(&["verify", release]);
    assert!(
        screen.lines().next().unwrap().contains("NOT SIGNED"),
        "{screen}"
    );
    for words in [
        &["-c", "config.toml", release],
        &["--signed-by", &public(&office, "analyst.key"), release],
    ] {
        let problems = refused(&office, words);
        assert!(
            problems.contains("is not signed, and a key was agreed"),
            "{problems}"
        );
    }
    let inside = office.run(&["run", "-c", "config.toml", "-o", "inside", "--internal"]);
    let quiet = String::from_utf8(inside.stderr).unwrap();
    assert!(!quiet.contains("not signed"), "{quiet}");
}

#[test]
fn a_missing_or_another_key_ends_the_run_before_a_row_is_read() {
    let office = agreed();
    let run = ["run", "-c", "config.toml", "-o", "releases", "--sign"];
    let screen = office.fails(3, &[&run[..], &["other.key"]].concat());
    assert!(screen.contains("error[signing-key-wrong]"), "{screen}");
    office.fails(1, &[&run[..], &["absent.key"]].concat());
    let screen = office.fails(1, &[&run[..], &["release.key"]].concat());
    assert!(screen.contains("error[key-kind]"), "{screen}");
    assert!(!office.path("releases").exists());
}

#[test]
fn a_key_that_nobody_agreed_on_signs_and_is_warned_of() {
    let office = Office::small();
    office.succeeds(&["key", "new", "analyst.key", "--kind", "signing"]);
    office.hand_over();
    let output = office.run(&["run", "-c", "config.toml", "--sign", "analyst.key"]);
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(
        warned.contains("nobody can check the signature of the release"),
        "{warned}"
    );
    let release = office.release("releases");
    let release = release.to_str().unwrap();
    let screen = office.fails(2, &["verify", "-c", "config.toml", release]);
    assert!(
        screen.contains("lists no key that releases are signed with"),
        "{screen}"
    );
    office.succeeds(&[
        "verify",
        "--signed-by",
        &public(&office, "analyst.key"),
        release,
    ]);
}

/// A release that holds together in all its numbers, by somebody else.
#[test]
fn a_wholly_forged_release_is_refused_where_a_key_is_asked_for() {
    let office = agreed();
    let key = public(&office, "analyst.key");
    let own = run(&office, "own", &["--sign", "analyst.key"]);
    let forged = {
        office.edit("extracts/thuiszorg.csv", "Quisthoudt", "Quisthout");
        office.edit("config.toml", &key, &public(&office, "other.key"));
        for folder in ["handovers", "project.key", "release.key"] {
            let path = office.path(folder);
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
        office.hand_over();
        run(&office, "forged", &["--sign", "other.key"])
    };
    let forged = forged.to_str().unwrap();
    office.succeeds(&["verify", forged]);
    let problems = refused(&office, &["--signed-by", &key, forged]);
    assert!(
        problems.contains("another key than the agreed one"),
        "{problems}"
    );
    // The forger's agreement is another one than that of the release.
    let problems = refused(&office, &["-c", "config.toml", own.to_str().unwrap()]);
    assert!(problems.contains("under another agreement"), "{problems}");
}

#[test]
fn the_signature_of_another_release_does_not_hold() {
    let office = agreed();
    let one = run(&office, "one", &["--sign", "analyst.key"]);
    let other = run(
        &office,
        "other",
        &["--sign", "analyst.key", "--without", "wijkteam"],
    );
    let signature = |release: &Path| {
        let text = fs::read_to_string(release.join("certificate.json")).unwrap();
        let (before, line) = text.split_once("\"signature\"").unwrap();
        (before.to_owned(), line.to_owned())
    };
    let forged = format!("{}\"signature\"{}", signature(&one).0, signature(&other).1);
    fs::write(one.join("certificate.json"), forged).unwrap();
    let problems = refused(&office, &[one.to_str().unwrap()]);
    let first = problems.lines().next().unwrap();
    assert!(first.contains("SIGNATURE DOES NOT HOLD"), "{problems}");
}

/// What passed once digests were remade, when they were all that `verify` looked at.
#[test]
fn no_file_note_or_name_passes_beside_the_digests() {
    type Change = fn(&Path);
    let changes: [(Change, &str); 7] = [
        (
            |release| {
                fs::write(release.join("persons.csv"), "name\nBram\n").unwrap();
                remake_digests(release);
            },
            "persons.csv: is not part of the release",
        ),
        (
            |release| fs::create_dir(release.join("more")).unwrap(),
            "more/: is not part of the release",
        ),
        (
            |release| {
                fs::remove_file(release.join("areas.csv")).unwrap();
                remake_digests(release);
            },
            "areas.csv: is not in the certificate",
        ),
        (
            |release| {
                change(release, "run.json", |text| {
                    text.replacen("\"made_up\": false", "\"made_up\": true", 1)
                });
            },
            "the name of the release does not follow",
        ),
        (
            |release| {
                change(release, "run.json", |text| {
                    text.trim_end().trim_end_matches('}').trim_end().to_owned()
                        + ",\n  \"time\": 1,\n  \"note\": \"anything\"\n}\n"
                });
            },
            "the name of the release does not follow",
        ),
        (
            |release| {
                change(release, "run.json", |text| {
                    text.replacen(
                        "\"made_up\": false",
                        "\"made_up\": true,\n  \"made_up\": false",
                        1,
                    )
                });
            },
            "run.json: is not JSON, or gives a key twice",
        ),
        (
            |release| {
                let path = release.join("run.json");
                let text = fs::read_to_string(&path).unwrap();
                fs::write(path, text.replacen("\"zaan", "\"Zaan", 1) + " ").unwrap();
            },
            "run.json: is not the file that was written",
        ),
    ];
    let office = agreed();
    for (place, (change, words)) in changes.into_iter().enumerate() {
        let release = run(&office, &place.to_string(), &[]);
        change(&release);
        let problems = refused(&office, &[release.to_str().unwrap()]);
        assert!(problems.contains(words), "{words}: {problems}");
    }
}

#[test]
fn a_release_of_another_version_that_does_not_hold_says_which_version_knows() {
    let office = agreed();
    let release = run(&office, "older", &[]);
    let version = format!("\"tool\": \"{}\"", env!("CARGO_PKG_VERSION"));
    change(&release, "run.json", |text| {
        text.replacen(&version, "\"tool\": \"0.0.9\"", 1)
    });
    let certificate = release.join("certificate.json");
    let text = fs::read_to_string(&certificate).unwrap();
    let text = text.replace(&version.replace(": ", ":"), "\"tool\":\"0.0.9\"");
    fs::write(certificate, text).unwrap();
    let problems = refused(&office, &[release.to_str().unwrap()]);
    assert!(
        problems
            .lines()
            .nth(2)
            .unwrap()
            .contains("verify it with that version"),
        "{problems}"
    );
}

#[test]
fn a_certificate_that_gives_a_key_twice_is_none() {
    let office = agreed();
    let release = run(&office, "twice", &["--sign", "analyst.key"]);
    let certificate = release.join("certificate.json");
    let text = fs::read_to_string(&certificate).unwrap();
    let twice = text.replacen(
        "\"areas.csv\"",
        "\"areas.csv\": \"\",\n    \"areas.csv\"",
        1,
    );
    fs::write(certificate, twice).unwrap();
    let screen = office.fails(3, &["verify", release.to_str().unwrap()]);
    assert!(screen.contains("is not a certificate"), "{screen}");
}
