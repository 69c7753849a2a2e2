//! Whatever goes wrong, nothing half-written is taken for whole: full disks, kills, damaged hand-overs.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use office::Office;

/// Folders that claim to be whole, and what is left of unfinished ones, below the office.
fn partials(office: &Office) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![office.path("")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().ends_with(".partial") {
                names.push(path.display().to_string());
            } else if path.is_dir() {
                open.push(path);
            }
        }
    }
    names
}

#[test]
fn an_output_that_exists_stays_as_it_is() {
    let office = Office::small();
    office.hand_over();
    let manifest = fs::read(office.path("handovers/wijkteam/manifest.json")).unwrap();
    let screen = office.fails(1, &office::step("wijkteam"));
    assert!(
        screen.contains("already exists") && screen.contains("hint:"),
        "{screen}"
    );
    assert_eq!(
        manifest,
        fs::read(office.path("handovers/wijkteam/manifest.json")).unwrap()
    );
    office.succeeds(&["run", "-c", "config.toml"]);
    office.fails(1, &["run", "-c", "config.toml"]);
    office.succeeds(&["run", "-c", "config.toml", "--replace"]);
    assert!(partials(&office).is_empty());
}

#[test]
fn a_hand_over_with_one_changed_byte_is_refused() {
    let office = Office::small();
    office.hand_over();
    for file in [
        "manifest.json",
        "persons.parquet",
        "tokens.parquet",
        "uses.parquet",
    ] {
        let path = office.path("handovers/wijkteam").join(file);
        let whole = fs::read(&path).unwrap();
        let step = whole.len() / 7 + 1;
        for place in (0..whole.len()).step_by(step) {
            let mut damaged = whole.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            let screen = office.fails(3, &["run", "-c", "config.toml"]);
            assert!(
                screen.contains("wijkteam"),
                "byte {place} of {file}: {screen}"
            );
        }
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let screen = office.fails(3, &["run", "-c", "config.toml"]);
        assert!(
            screen.contains("wijkteam") && screen.contains("hint:"),
            "half of {file}: {screen}"
        );
        fs::remove_file(&path).unwrap();
        office.fails(3, &["run", "-c", "config.toml"]);
        fs::write(&path, &whole).unwrap();
    }
    assert!(
        !office.path("releases").exists()
            || fs::read_dir(office.path("releases"))
                .unwrap()
                .next()
                .is_none()
    );
    office.succeeds(&["run", "-c", "config.toml"]);
}

#[test]
fn a_file_that_does_not_belong_in_a_hand_over_is_refused() {
    let office = Office::small();
    office.hand_over();
    office.write("handovers/wijkteam/clients.csv", b"left here by mistake");
    let screen = office.fails(3, &["run", "-c", "config.toml"]);
    assert!(
        screen.contains("wijkteam") && !screen.contains("clients.csv"),
        "{screen}"
    );
}

#[test]
fn a_report_made_again_leaves_the_release_as_it_was() {
    let office = Office::small();
    office.hand_over();
    office.edit(
        "config.toml",
        "folder = \"releases\"",
        "folder = \"releases\"\nformats = [\"csv\", \"json\"]",
    );
    office.succeeds(&["run", "-c", "config.toml"]);
    let release = office.release("releases");
    let name = release.to_string_lossy().into_owned();
    office.succeeds(&["report", &name]);
    assert!(
        !release.join("report.html").exists(),
        "the certificate lists no page"
    );
    assert!(
        office
            .path("releases")
            .join(format!(
                "{}.report.html",
                release.file_name().unwrap().to_string_lossy()
            ))
            .exists()
    );
    office.succeeds(&["verify", &name]);
}

#[test]
fn hand_overs_under_two_secrets_are_refused() {
    let office = Office::small();
    office.hand_over();
    fs::remove_dir_all(office.path("handovers/thuiszorg")).unwrap();
    fs::remove_file(office.path("project.key")).unwrap();
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    office.pseudonymise("thuiszorg");
    let screen = office.fails(3, &["run", "-c", "config.toml"]);
    assert!(
        screen.contains("a different secret") && screen.contains("thuiszorg"),
        "{screen}"
    );
}

#[test]
fn a_service_more_in_one_agreement_is_refused() {
    let office = Office::small();
    office.hand_over();
    fs::remove_dir_all(office.path("handovers/thuiszorg")).unwrap();
    let agreed = fs::read_to_string(office.path("config.toml")).unwrap();
    office.edit(
        "config.toml",
        "[tokens]",
        "[[service]]\ncode = \"meer\"\nname = \"Meer\"\ndomain = \"Wmo\"\n\n[tokens]",
    );
    office.pseudonymise("thuiszorg");
    office.write("config.toml", agreed.as_bytes());
    let screen = office.fails(3, &["run", "-c", "config.toml"]);
    assert!(
        screen.contains("agreement") && screen.contains("thuiszorg"),
        "{screen}"
    );
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let office = Office::small();
    office.hand_over();
    office.edit(
        "config.toml",
        "release_key = \"release.key\"",
        "release_key = \"project.key\"",
    );
    let screen = office.fails(1, &["run", "-c", "config.toml"]);
    assert!(
        screen.contains("project") && screen.contains("hint:"),
        "{screen}"
    );
    let words = [
        "pseudonymise",
        "-c",
        "config.toml",
        "--provider",
        "wijkteam",
        "--key",
        "release.key",
        "-o",
        "out",
        "--yes",
    ];
    office.fails(1, &words);
    assert!(!office.path("out/wijkteam").exists());
}

#[test]
fn too_much_left_behind_refuses_and_leaves_the_findings() {
    let office = Office::small();
    office.make_keys();
    office.edit(
        "config.toml",
        "max_left_behind = 0.5",
        "max_left_behind = 0.05",
    );
    let words = office::step("thuiszorg");
    let screen = office.fails(3, &words);
    assert!(screen.contains("would be rejected"), "{screen}");
    assert!(!office.path("handovers/thuiszorg").exists());
    let findings = fs::read_to_string(office.path("handovers/thuiszorg.findings.csv")).unwrap();
    assert!(findings.contains("service-unknown"), "{findings}");
}

/// An extract of so many clients that its step can be stopped half way.
fn write_clients(office: &Office, clients: u32) {
    let mut rows = office::WIJKTEAM.to_owned();
    for number in 0..clients {
        writeln!(
            rows,
            "{number};;Naam{number};Voornaam;17-03-1971;01-02-2026;"
        )
        .unwrap();
    }
    office.write("extracts/wijkteam.csv", rows.as_bytes());
}

#[test]
fn a_killed_step_leaves_nothing_that_looks_whole() {
    let office = Office::small();
    office.make_keys();
    write_clients(&office, 200_000);
    let words = office::step("wijkteam");
    for wait in [0, 5, 20, 60, 120, 250, 500, 900] {
        let mut child = office
            .command(&words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(wait));
        let _ = child.kill();
        let was_killed = !child.wait().unwrap().success();
        let place = office.path("handovers/wijkteam");
        assert!(
            !was_killed || !place.exists() || is_whole(&place),
            "killed after {wait} ms"
        );
        let _ = fs::remove_dir_all(&place);
    }
    office.succeeds(&words);
    assert!(is_whole(&office.path("handovers/wijkteam")));
    assert!(
        partials(&office).is_empty(),
        "the next run removes what a kill left: {:?}",
        partials(&office)
    );
}

fn is_whole(handover: &Path) -> bool {
    [
        "manifest.json",
        "persons.parquet",
        "tokens.parquet",
        "uses.parquet",
    ]
    .iter()
    .all(|file| handover.join(file).is_file())
}

#[test]
fn what_cannot_be_noted_beside_it_never_stands() {
    let office = Office::small();
    office.make_keys();
    let steps = [
        ("handovers/register.delivery", "handovers/register"),
        ("handovers/wijkteam.delivery", "handovers/wijkteam"),
        ("release.key.deliveries.json", "releases"),
    ];
    for (note, place) in steps {
        let lock = office.path(&format!("{note}.partial.lock"));
        fs::create_dir_all(&lock).unwrap();
        let party = place.trim_start_matches("handovers/");
        let step = office::step(party);
        let words: &[&str] = if place == "releases" {
            office.pseudonymise("thuiszorg");
            &["run", "-c", "config.toml"]
        } else {
            &step
        };
        let screen = office.fails(1, words);
        assert!(screen.contains(note), "{screen}");
        let left = fs::read_dir(office.path(place)).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{place}");
        fs::remove_dir(lock).unwrap();
        office.succeeds(words);
    }
    assert!(partials(&office).is_empty());
}

/// Runs factlab where no file can grow beyond `blocks` of 512 bytes, as on a disk that is full.
#[cfg(unix)]
fn with_room(office: &Office, blocks: u32, words: &[&str]) -> std::process::Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_factlab")])
        .args(words);
    command
        .current_dir(office.path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn a_full_disk_fails_clearly_at_any_size() {
    let office = Office::small();
    office.hand_over();
    let _ = fs::remove_dir_all(office.path("handovers/wijkteam"));
    let steps: [(&[&str], &str); 2] = [
        (&office::step("wijkteam"), "handovers/wijkteam"),
        (&["run", "-c", "config.toml"], "releases"),
    ];
    for (words, place) in steps {
        let mut failures = 0;
        for blocks in 0.. {
            let output = with_room(&office, blocks, words);
            if output.status.success() {
                break;
            }
            failures += 1;
            let screen = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{blocks} blocks: {screen}");
            assert!(screen.contains("error["), "{blocks} blocks: {screen}");
            let left = fs::read_dir(office.path(place)).map_or(0, Iterator::count);
            assert_eq!(left, 0, "{blocks} blocks: {place} holds something");
        }
        assert!(failures > 2, "{place}: the disk was full {failures} times");
    }
    assert!(partials(&office).is_empty());
}
