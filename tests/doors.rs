//! Small doors that stay shut: odd paths, odd files, changed releases, other keys, secrets left behind.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use office::{Office, step};
use sha2::Digest as _;

const RUN: [&str; 3] = ["run", "-c", "config.toml"];

fn with_a_release() -> (Office, String) {
    let office = Office::small();
    office.hand_over();
    office.succeeds(&RUN);
    let release = office.release("releases").display().to_string();
    (office, release)
}

/// Runs factlab with these words, of which `PLACE` is a path that is no Unicode.
fn at_an_odd_place(office: &Office, words: &[&str], number: u8) -> Output {
    let place = OsStr::from_bytes(&[b'p', 0xff, b'0' + number]).to_owned();
    let words = words.iter().map(|word| match *word {
        "PLACE" => place.clone(),
        word => OsString::from(word),
    });
    let mut command = Command::new(env!("CARGO_BIN_EXE_factlab"));
    command
        .args(words)
        .current_dir(office.path(""))
        .output()
        .unwrap()
}

#[test]
fn an_output_place_that_is_not_unicode_is_written_and_told_of() {
    let (office, _) = with_a_release();
    let of_wijkteam = [&step("wijkteam")[..], &["-o", "PLACE"]].concat();
    let steps: [&[&str]; 9] = [
        &["key", "new", "PLACE"],
        &["key", "new", "PLACE", "--kind", "identity"],
        &[
            "key",
            "split",
            "project.key",
            "-k",
            "2",
            "-n",
            "3",
            "-o",
            "PLACE",
        ],
        &["init", "PLACE"],
        &["dpia", "-c", "config.toml", "-o", "PLACE"],
        &["run", "-c", "config.toml", "-o", "PLACE"],
        &["link", "-c", "config.toml", "--internal", "-o", "PLACE"],
        &["check", "-c", "config.toml", "--findings", "PLACE"],
        &of_wijkteam,
    ];
    for (number, words) in (0..).zip(steps) {
        let output = at_an_odd_place(&office, words, number);
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {screen}");
        let words = [&["--json"][..], words].concat();
        let output = at_an_odd_place(&office, &words, number + 10);
        assert!(output.status.success(), "{words:?}");
        let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(read.is_object(), "{words:?}");
    }
}

fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_or_a_device_in_place_of_a_file_is_refused_and_not_waited_for() {
    let (office, release) = with_a_release();
    let at = |name: &str| format!("{release}/{name}");
    let [csv, json] = [at("areas.csv"), at("release.json")];
    let kinds: [(&str, i32, Vec<&str>); 8] = [
        ("config.toml", 1, RUN.to_vec()),
        ("project.key", 1, vec!["key", "id", "project.key"]),
        ("release.key", 1, RUN.to_vec()),
        (
            "extracts/wijkteam.csv",
            1,
            vec!["check", "-c", "config.toml", "--provider", "wijkteam"],
        ),
        ("handovers/wijkteam/manifest.json", 3, RUN.to_vec()),
        ("handovers/wijkteam/persons.parquet", 1, RUN.to_vec()),
        (&csv, 3, vec!["verify", &release]),
        (&json, 1, vec!["report", &release]),
    ];
    for (name, status, words) in &kinds {
        let path = office.path(name);
        let whole = fs::read(&path).unwrap();
        pipe(&path);
        let output = office.run(words);
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(*status), "{name}: {screen}");
        fs::remove_file(&path).unwrap();
        symlink("/dev/zero", &path).unwrap();
        let output = office.run(words);
        assert_eq!(output.status.code(), Some(*status), "{name}: /dev/zero");
        fs::remove_file(&path).unwrap();
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn no_report_is_made_of_a_release_that_was_changed() {
    let (office, release) = with_a_release();
    office.succeeds(&["report", &release]);
    let json = Path::new(&release).join("release.json");
    let text = fs::read_to_string(&json).unwrap();
    fs::write(&json, text + " ").unwrap();
    let screen = office.fails(3, &["report", &release]);
    assert!(
        screen.contains("release.json") && screen.contains("hint: "),
        "{screen}"
    );
    assert_eq!(fs::read_dir(office.path("releases")).unwrap().count(), 1);
}

#[test]
fn what_a_release_says_of_itself_does_not_steer_the_terminal() {
    let (office, release) = with_a_release();
    let certificate = Path::new(&release).join("certificate.json");
    let text = fs::read_to_string(&certificate).unwrap();
    let name = Path::new(&release).file_name().unwrap().to_str().unwrap();
    let odd = text.replace(name, "\\u001b[2J\\u202eholds");
    assert_ne!(text, odd);
    fs::write(&certificate, odd).unwrap();
    for words in [&["verify", &release][..], &["--json", "verify", &release]] {
        let output = office.run(words);
        assert_eq!(output.status.code(), Some(3));
        let screen = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(screen.contains("holds"), "{screen}");
        assert!(!screen.contains(['\u{1b}', '\u{202e}']), "{screen:?}");
    }
}

#[test]
fn another_release_key_than_the_series_had_needs_a_word() {
    let (office, _) = with_a_release();
    fs::remove_file(office.path("release.key")).unwrap();
    office.succeeds(&["key", "new", "release.key", "--kind", "release"]);
    let screen = office.fails(3, &RUN);
    assert!(screen.contains("--new-series"), "{screen}");
    assert_eq!(fs::read_dir(office.path("releases")).unwrap().count(), 1);
    office.succeeds(&[&RUN[..], &["--new-series"]].concat());
}

#[test]
fn purge_finds_the_secrets_of_a_run_that_was_broken_off() {
    let office = Office::small();
    office.make_keys();
    office.succeeds(&[
        "key",
        "split",
        "project.key",
        "-k",
        "2",
        "-n",
        "2",
        "-o",
        "shares",
    ]);
    fs::rename(office.path("shares"), office.path("shares.partial")).unwrap();
    fs::copy(office.path("project.key"), office.path("new.key.partial")).unwrap();
    let listed = office.succeeds(&["purge", "-c", "config.toml"]);
    assert!(
        listed.contains("new.key.partial") && listed.contains("share-2-of-2.txt"),
        "{listed}"
    );
    assert!(
        office.path("new.key.partial").exists(),
        "without --yes nothing goes"
    );
    office.succeeds(&["purge", "-c", "config.toml", "--yes"]);
    assert!(!office.path("new.key.partial").exists() && !office.path("shares.partial").exists());
    assert!(office.path("project.key").exists());
}

#[test]
fn a_key_that_others_can_open_is_warned_of_when_it_is_used() {
    let office = Office::small();
    office.make_keys();
    fs::set_permissions(
        office.path("project.key"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let output = office.run(&step("wijkteam"));
    let screen = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && screen.contains("can read project.key"),
        "{screen}"
    );
    fs::set_permissions(
        office.path("project.key"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    let output = office.run(&step("thuiszorg"));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("can read"));
}

#[test]
fn what_is_handed_over_in_the_clear_is_closed_to_others() {
    let office = Office::small();
    office.hand_over();
    for path in office.files() {
        let name = path.display().to_string();
        if name.contains("/handovers/") && !name.ends_with(".delivery") {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{name}");
        }
    }
    let folder = fs::metadata(office.path("handovers/wijkteam")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
}

/// What `verify` finds wrong.
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(3));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Puts another text in the place of a file of a release, with its digest in the certificate.
fn replace_in_release(release: &Path, name: &str, change: impl FnOnce(&str) -> String) {
    let digest = |text: &str| -> String {
        let write = |text: String, byte: &u8| format!("{text}{byte:02x}");
        sha2::Sha256::digest(text).iter().fold(String::new(), write)
    };
    let before = fs::read_to_string(release.join(name)).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "nothing was changed");
    fs::write(release.join(name), &after).unwrap();
    let certificate = release.join("certificate.json");
    let text = fs::read_to_string(&certificate).unwrap();
    fs::write(certificate, text.replace(&digest(&before), &digest(&after))).unwrap();
}

#[test]
fn a_release_whose_json_has_two_readings_does_not_hold_whatever_its_digests() {
    type Change = fn(&str) -> String;
    let changes: [(Change, &str); 3] = [
        (
            |text| text.replacen("\"tables\": {", "\"tables\": {},\n  \"tables\": {", 1),
            "gives a key twice",
        ),
        (
            |text| text.replacen("\"release\": \"", "\"release\": \"another-", 1),
            "the name of the release",
        ),
        (|text| text[..text.len() / 2].to_owned(), "is not JSON"),
    ];
    for (change, words) in changes {
        let (office, release) = with_a_release();
        office.succeeds(&["verify", &release]);
        replace_in_release(Path::new(&release), "release.json", change);
        let problems = refused(&office.run(&["verify", &release]));
        assert!(problems.contains(words), "{words}: {problems}");
    }
}

#[test]
fn a_release_with_a_link_for_a_file_does_not_hold() {
    let (office, release) = with_a_release();
    let (inside, outside) = (
        Path::new(&release).join("areas.csv"),
        office.path("areas.csv"),
    );
    fs::rename(&inside, &outside).unwrap();
    symlink(&outside, &inside).unwrap();
    let problems = refused(&office.run(&["verify", &release]));
    assert!(problems.contains("areas.csv: is a link"), "{problems}");
}
