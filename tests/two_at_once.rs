//! Two runs at once, and runs that are told to stop: what stands in its place is whole, and nothing is left beside it.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use office::{Office, step};

const RUN: [&str; 3] = ["run", "-c", "config.toml"];
const AGAIN: [&str; 4] = ["run", "-c", "config.toml", "--replace"];

/// A session that was begun under `nohup` ignores SIGHUP, and so would factlab: `env` gives it back its meaning.
fn start(office: &Office, words: &[&str]) -> Child {
    let plain = office.command(words);
    let mut command = std::process::Command::new("env");
    if cfg!(target_os = "linux") {
        command.arg("--default-signal=HUP");
    }
    command.arg(plain.get_program()).args(plain.get_args());
    command.current_dir(office.path("")).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Starts both, and tells of each whether it succeeded; a refusal names its cause and what to do.
fn both(office: &Office, words: &[&str]) -> [bool; 2] {
    let started = [start(office, words), start(office, words)];
    started.map(|child| {
        let output = child.wait_with_output().unwrap();
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_done = output.status.success();
        let is_refused = output.status.code() == Some(1)
            && (screen.contains("by another run") || screen.contains("already exists"))
            && screen.contains("hint: ");
        assert!(is_done || is_refused, "{:?}: {screen}", output.status);
        is_done
    })
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).into_iter().flatten();
    names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn pairs_of_runs(office: &Office, pairs: u32) {
    for pair in 0..pairs {
        let words: &[&str] = if pair % 2 == 0 { &RUN } else { &AGAIN };
        if pair % 4 == 0 {
            let _ = fs::remove_dir_all(office.path("releases"));
        }
        let done = both(office, words);
        assert!(
            pair % 4 > 1 || done.contains(&true),
            "pair {pair}: neither is done"
        );
        let release = office.release("releases");
        office.succeeds(&["verify", release.to_str().unwrap()]);
    }
}

fn pairs_of_hand_overs(office: &Office, pairs: u32) {
    let expected = ["", ".delivery", ".findings.csv", ".preview.html"];
    let expected = expected.map(|ending| format!("wijkteam{ending}"));
    for pair in 0..pairs {
        fs::remove_dir_all(office.path("handovers")).unwrap();
        fs::create_dir(office.path("handovers")).unwrap();
        let done = both(office, &step("wijkteam"));
        assert!(done.contains(&true), "pair {pair}: neither is done");
        assert_eq!(names_in(&office.path("handovers")), expected.clone().into());
        for party in ["register", "thuiszorg"] {
            office.pseudonymise(party);
        }
        let release = format!("releases-{pair}");
        office.succeeds(&[&RUN[..], &["-o", &release]].concat());
    }
}

#[test]
fn two_runs_at_once_leave_one_whole_release() {
    let office = Office::small();
    office.hand_over();
    pairs_of_runs(&office, 8);
}

#[test]
fn two_hand_overs_at_once_leave_one_whole_one() {
    let office = Office::small();
    office.make_keys();
    fs::create_dir(office.path("handovers")).unwrap();
    pairs_of_hand_overs(&office, 4);
}

/// An office whose step can be stopped half way.
fn with_many_clients() -> Office {
    let office = Office::small();
    office.make_keys();
    let mut rows = office::WIJKTEAM.to_owned();
    for number in 0..400_000 {
        writeln!(
            rows,
            "{number};;Naam{number};Voornaam;17-03-1971;01-02-2026;"
        )
        .unwrap();
    }
    office.write("extracts/wijkteam.csv", rows.as_bytes());
    office
}

/// Sends these signals to the step of the wijkteam, `wait` after it began to write.
fn stopped(office: &Office, signals: &[&str], wait: Duration) -> Output {
    let mut child = start(office, &step("wijkteam"));
    while !office.path("handovers/wijkteam.partial").exists() {
        sleep(Duration::from_millis(1));
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it could be stopped"
        );
    }
    sleep(wait);
    for signal in signals {
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &id[..]])
            .status();
        sent.unwrap();
    }
    child.wait_with_output().unwrap()
}

#[test]
fn whoever_stops_a_step_and_however_often_nothing_of_it_is_left() {
    let office = with_many_clients();
    for signals in [
        &["-INT"][..],
        &["-TERM"],
        &["-HUP"],
        &["-HUP", "-HUP"],
        &["-TERM", "-INT", "-HUP"],
    ] {
        let output = stopped(&office, signals, Duration::ZERO);
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{signals:?}: {screen}");
        assert!(
            names_in(&office.path("handovers")).is_empty(),
            "{signals:?}"
        );
    }
}

#[test]
fn a_step_under_nohup_goes_on_when_its_window_closes() {
    let office = Office::small();
    office.make_keys();
    let words = step("wijkteam").join(" ");
    let script = format!(
        "trap '' HUP; echo ignored; exec {} {words} >/dev/null",
        env!("CARGO_BIN_EXE_factlab")
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script]).current_dir(office.path(""));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let ignored = child.stdout.as_mut().unwrap().read_exact(&mut [0; 8]);
    ignored.unwrap();
    while child.try_wait().unwrap().is_none() {
        let id = child.id().to_string();
        let _ = std::process::Command::new("kill")
            .args(["-HUP", &id])
            .status();
    }
    assert!(child.wait().unwrap().success());
    assert!(office.path("handovers/wijkteam/manifest.json").is_file());
}

#[test]
#[ignore = "takes minutes; the numbers of the claim: 200 pairs, 100 orders to end"]
fn of_200_pairs_and_100_stopped_steps_nothing_is_broken_or_left() {
    let office = Office::small();
    office.hand_over();
    pairs_of_runs(&office, 100);
    pairs_of_hand_overs(&office, 100);
    let office = with_many_clients();
    for number in 0..100 {
        let wait = Duration::from_millis(number * 7);
        let output = stopped(&office, &["-TERM"], wait);
        let names = names_in(&office.path("handovers"));
        assert!(
            output.status.success() || names.is_empty(),
            "stopped after {wait:?}: {names:?}"
        );
        let _ = fs::remove_dir_all(office.path("handovers"));
    }
}
