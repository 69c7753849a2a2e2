//! A run stops at a hand-over that looks made up, and goes on once somebody has accepted it.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;
#[cfg(test)]
mod planted;

use std::fs;

use office::Office;
use planted::{hand_over, municipality};
use serde_json::Value as Json;

const RUN: [&str; 3] = ["run", "-c", "config.toml"];

fn accepting<'a>(parties: &[&'a str]) -> Vec<&'a str> {
    let words = parties.iter().flat_map(|party| ["--accept", *party]);
    RUN.into_iter().chain(words).collect()
}

fn json(office: &Office, path: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(office.path(path)).unwrap()).unwrap()
}

/// The folder of a release, as the screen says.
fn folder(screen: &str) -> &str {
    screen.trim_end().rsplit_once("Release: ").unwrap().1
}

/// A release of 40 with debt help and 20 with home help, of whom 5 have both.
fn ordinary() -> Office {
    let office = municipality();
    hand_over(&office, 0..40, 35..55);
    office.succeeds(&RUN);
    office
}

#[test]
fn a_service_of_seven_known_users_and_a_target_stops_the_first_run_before_anything_is_written() {
    let office = municipality();
    // Seven with debt help, and one of whom the party wants to know it.
    hand_over(&office, 0..40, (0..7).chain([77]));
    let screen = office.fails(3, &RUN);
    assert!(screen.starts_with("error[handover-unusual]: "), "{screen}");
    assert!(screen.contains(
        "\n  thuiszorg: nearly all of about 10 households with `hulp` also have `schuld`\n"
    ));
    assert!(screen.contains("--accept thuiszorg\n"), "{screen}");
    assert!(!screen.contains("wijkteam"), "{screen}");
    for absent in ["releases", "ledger", "release.key.deliveries.json"] {
        let found = fs::read_dir(office.path(absent)).map(Iterator::count);
        assert_eq!(found.unwrap_or_default(), 0, "{absent}");
    }
    assert!(!office.path("release.key.deliveries.json").exists());
}

#[test]
fn what_was_accepted_stands_in_the_release_and_beside_the_release_key() {
    let office = municipality();
    hand_over(&office, 0..40, 0..8);
    let screen = office.succeeds(&accepting(&["thuiszorg"]));
    let release = folder(&screen);
    let record = json(&office, &format!("{release}/run.json"));
    assert_eq!(record["accepted"], serde_json::json!(["thuiszorg"]));
    let seen = json(&office, "release.key.deliveries.json");
    let kept = &seen["proefdorp-2026"];
    let about = serde_json::json!(["shared: hulp, schuld"]);
    assert_eq!(kept["thuiszorg"]["accepted"], about);
    assert_eq!(kept["wijkteam"].get("accepted"), None);
    let page = fs::read_to_string(office.path(release).join("report.html")).unwrap();
    assert!(
        page.contains("accepted it: Thuiszorg.") || page.contains("vond het goed: Thuiszorg."),
        "{page}"
    );
    office.succeeds(&["verify", release]);
    let silent = page.replace(": Thuiszorg.", ".");
    fs::write(office.path(release).join("report.html"), silent).unwrap();
    let problems = office.run(&["verify", release]).stdout;
    let problems = String::from_utf8(problems).unwrap();
    assert!(problems.contains("what is missing"), "{problems}");
    office.succeeds(&[&RUN[..], &["--accept", "thuiszorg", "--replace"]].concat());
    let seen = json(&office, "release.key.deliveries.json");
    assert_eq!(seen["proefdorp-2026"]["thuiszorg"]["accepted"], about);
    // What was accepted is the next release's past.
    hand_over(&office, 0..41, 0..8);
    office.succeeds(&RUN);
}

#[test]
fn twelve_new_clients_at_once_are_asked_about_and_ordinary_months_are_not() {
    let office = ordinary();
    for month in 1..4 {
        hand_over(&office, month..40 + month, 35 + month..56 + month);
        office.succeeds(&RUN);
    }
    hand_over(&office, 3..43, 38..85);
    let screen = office.fails(3, &RUN);
    let said =
        "\n  thuiszorg: about 25 of about 45 households with `hulp` are new since proefdorp-2026-";
    assert!(screen.contains(said), "{screen}");
    office.succeeds(&accepting(&["thuiszorg"]));
}

#[test]
fn a_service_that_appears_for_one_release_is_asked_about_twice() {
    let office = municipality();
    hand_over(&office, 0..40, std::iter::once(100));
    office.succeeds(&RUN);
    hand_over(&office, 0..40, std::iter::empty());
    office.succeeds(&RUN);
    hand_over(&office, 0..40, 60..70);
    let screen = office.fails(3, &RUN);
    assert!(
        screen.contains("\n  thuiszorg: about 10 households have `hulp`, and none had it before\n"),
        "{screen}"
    );
    office.succeeds(&accepting(&["thuiszorg"]));
    hand_over(&office, 0..40, std::iter::empty());
    let screen = office.fails(3, &RUN);
    assert!(
        screen.contains("\n  thuiszorg: no household has `hulp`, and about 10 had it in "),
        "{screen}"
    );
    office.succeeds(&accepting(&["thuiszorg"]));
}

#[test]
fn who_leaves_a_provider_out_or_starts_anew_or_stays_inside_is_not_asked_about_its_services() {
    let office = ordinary();
    office.succeeds(&[&RUN[..], &["--without", "thuiszorg"]].concat());
    hand_over(&office, 0..41, 35..56);
    office.succeeds(&RUN);
    hand_over(&office, 0..42, 35..90);
    office.succeeds(&[&RUN[..], &["--internal"]].concat());
    office.succeeds(&[&RUN[..], &["--new-series"]].concat());
}

#[test]
fn where_the_ledger_is_lost_a_release_is_asked_about_as_the_first() {
    let office = ordinary();
    let first = office.release("releases");
    fs::remove_dir_all(office.path("ledger")).unwrap();
    hand_over(&office, 0..90, 0..8);
    let run = [&RUN[..], &["--restore-ledger", first.to_str().unwrap()]].concat();
    let screen = office.fails(3, &run);
    assert_eq!(screen.matches("\n  ").count(), 1, "{screen}");
    assert!(screen.contains("nearly all of about 10 households with `hulp` also have `schuld`"));
    office.succeeds(&[&run[..], &["--accept", "thuiszorg"]].concat());
}

#[test]
fn an_answer_without_a_question_is_an_error() {
    let office = ordinary();
    hand_over(&office, 0..41, 35..55);
    for words in [
        &["--accept", "thuiszorg"][..],
        &["--accept", "thuiszorg", "--internal"],
    ] {
        let screen = office.fails(2, &[&RUN[..], words].concat());
        assert!(
            screen.starts_with(
                "error[usage-invalid]: --accept thuiszorg: nothing in this hand-over is unusual"
            ),
            "{screen}"
        );
    }
    let screen = office.fails(2, &accepting(&["thuiszrg"]));
    assert!(screen.starts_with("error[provider-unknown]: "), "{screen}");
    assert_eq!(fs::read_dir(office.path("releases")).unwrap().count(), 1);
    // One of two parties is not enough, and the other not asked.
    hand_over(&office, 0..41, 35..80);
    let screen = office.fails(3, &accepting(&["wijkteam"]));
    assert!(screen.contains("--accept thuiszorg\n"), "{screen}");
    office.fails(2, &accepting(&["thuiszorg", "wijkteam"]));
    office.succeeds(&accepting(&["thuiszorg", "thuiszorg"]));
}
