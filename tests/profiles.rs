//! Every profile protects a whole town, and what it prints holds for who has the files alone.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
mod office;

use std::collections::BTreeSet;
use std::fs;

use factlab::pseudonymous::protect::Profile;
use office::Office;
use serde_json::Value as Json;

/// The numbers of households in a table of a release.
fn numbers(office: &Office, folder: &str, table: &str) -> BTreeSet<u64> {
    let path = office.release(folder).join(format!("{table}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let place = header.iter().position(|name| *name == "households");
    let cells = lines.map(|line| line[place.unwrap()].parse().ok());
    cells.flatten().collect()
}

#[test]
fn a_release_of_every_profile_holds_and_says_how_it_was_protected() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let agreement = fs::read_to_string(office.path("town/config.toml")).unwrap();
    let (before, line) = agreement.split_once("\nprofile     = \"k5\"").unwrap();
    let (_, behind) = line.split_once('\n').unwrap();
    for (profile, settings, seldom, never) in [
        ("k5", "", 15, 12),
        ("cbs", "", 10, 0),
        ("nhs", "", 0, 5),
        ("opensafely", "", 10, 0),
        ("midpoint6", "", 9, 10),
        ("threshold", "threshold = 20\nbase = 10", 20, 10),
        ("ckm", "", 3, 2),
        ("suppress", "", 14, 5),
    ] {
        let agreement = format!("{before}\nprofile = \"{profile}\"\n{settings}\n{behind}");
        office.write("town/config.toml", agreement.as_bytes());
        let run = [
            "run",
            "--new-series",
            "-c",
            "town/config.toml",
            "-o",
            profile,
            "--certificate",
        ];
        let identity = ["--identity", "town/analyst/identity.txt"];
        let output = office.run(&[&run[..], &identity].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{profile}: {said}");
        let release = office.release(profile);
        let screen = office.succeeds(&["verify", release.to_str().unwrap()]);
        // Made-up towns that hold, or the word that none was found.
        let has_towns = release.join("witness.json").exists();
        assert_eq!(screen.contains("made-up towns give all"), has_towns);
        let is_told = said.contains("No made-up town was found");
        assert_eq!(is_told, !has_towns, "{profile}: {said}");
        let always = ["k5", "cbs", "opensafely"];
        assert!(has_towns || !always.contains(&profile), "{profile}");
        let found = numbers(&office, profile, "co_occurrence");
        assert!(
            found.contains(&seldom),
            "{profile} prints {seldom}: {found:?}"
        );
        assert!(!found.contains(&never), "{profile} never prints {never}");
        let report = fs::read_to_string(release.join("report.html")).unwrap();
        let certificate = fs::read_to_string(release.join("certificate.json")).unwrap();
        let word = certificate.split("\"profile\": \"").nth(1).unwrap();
        let known = Profile::parse(word.split('"').next().unwrap()).unwrap();
        assert!(report.contains(&*known.dutch), "{profile}");
    }
}

#[test]
fn profiles_are_compared_on_the_counts_of_a_run_and_nothing_is_released() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let compare = ["protect", "--compare-profiles", "-c", "town/config.toml"];
    let identity = ["--identity", "town/analyst/identity.txt"];
    let compare = [&compare[..], &identity].concat();
    let before = office.files();
    let screen = office.succeeds(&compare);
    assert!(
        screen.starts_with("INTERNAL") && screen.contains("ckm-5-3-2"),
        "{screen}"
    );
    assert_eq!(office.files(), before);
    let json = office.succeeds(&[&compare[..], &["--json", "-o", "chart.html"]].concat());
    let json: Json = serde_json::from_str(&json).unwrap();
    let of = |profile: &str, what: &str| {
        let mut all = json["profiles"].as_array().unwrap().iter();
        all.find(|one| one["profile"] == profile).unwrap()[what].clone()
    };
    assert!(of("k5", "likelihood_ratio").as_f64().unwrap() < 2.01);
    assert!(of("cbs", "likelihood_ratio").is_null());
    assert!(of("k5", "error").as_f64() > of("cbs", "error").as_f64());
    assert!(of("midpoint6", "not_shown").as_u64() < of("threshold-10-5", "not_shown").as_u64());
    for away in of("k5", "headlines").as_object().unwrap().values() {
        assert!(away.as_u64().unwrap() <= 8);
    }
    let page = fs::read_to_string(office.path("chart.html")).unwrap();
    assert!(page.contains("INTERNAL") && page.contains("<svg") && page.contains("opensafely"));
}
