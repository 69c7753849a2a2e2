//! The second implementation of the published method, in Python, agrees on every hard case.

#![expect(
    clippy::unwrap_used,
    reason = "a file that is missing is a failed test"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Python 3 of this machine; `None` where there is none, which fails where a change is checked (`CI=true`).
fn python() -> Option<&'static str> {
    let is_python_3 = |name: &&str| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|output| output.stdout.starts_with(b"Python 3"))
    };
    let found = ["python3", "python"].into_iter().find(is_python_3);
    if found.is_none() {
        let is_checked = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!is_checked, "there is no Python 3 to run tests/method.py");
        // Past `eprintln!`, which is shown of failed tests only.
        let skipped = b"skipped: there is no Python 3 on this machine to run tests/method.py\n";
        std::io::stderr().write_all(skipped).unwrap();
    }
    found
}

fn run(python: &str, cases: &Path) -> Output {
    let script = root().join("tests/method.py");
    let mut command = Command::new(python);
    command.args(["-B", "-X", "utf8"]).arg(script).arg(cases);
    command.output().unwrap()
}

fn cases() -> PathBuf {
    root().join("docs/hard-cases.json")
}

#[test]
fn the_method_built_from_its_description_agrees_on_every_hard_case() {
    let Some(python) = python() else { return };
    let output = run(python, &cases());
    let screen = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{screen}");
}

#[test]
fn a_single_changed_digit_of_a_token_or_letter_of_a_record_is_told() {
    let Some(python) = python() else { return };
    let text = fs::read_to_string(cases()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let changed = home.path().join("changed.json");
    for (old, new) in [
        ("\"address_number\": \"", "\"address_number\": \"0"),
        ("\"surname\": \"MEYER\"", "\"surname\": \"MEIJER\""),
        ("\"blanked\": []", "\"blanked\": [\"bsn\"]"),
        ("\"resident_only\": []", "\"resident_only\": [\"bsn\"]"),
    ] {
        assert!(text.contains(old), "{old}");
        fs::write(&changed, text.replacen(old, new, 1)).unwrap();
        assert!(!run(python, &changed).status.success(), "{old}");
    }
}

#[test]
fn the_second_implementation_stays_within_300_lines() {
    let script = fs::read_to_string(root().join("tests/method.py")).unwrap();
    assert!(script.lines().count() <= 300);
}
