//! A series of releases: what a release says that protecting cost, and which release it follows, is held against its files.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod changed;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod office;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use forged::change;
use office::Office;

/// An office of so many households of one, of which the first 80 have help with their debts.
fn office() -> Office {
    let office = Office::small();
    let mut register = String::new();
    for (place, bsn) in people() {
        let wijk = 1 + place % 2;
        let line = format!(";Naam{place};A.;01-02-1970;V;1507XY;{place};E-{place};WK09990{wijk}");
        writeln!(register, "{bsn}{line}").unwrap();
    }
    add(&office, "extracts/register.csv", &register);
    add_clients(&office, 0..80);
    office.hand_over();
    office
}

/// The place and BSN of everyone who lives alone.
fn people() -> impl Iterator<Item = (usize, u32)> {
    let numbers = (100_000_000_u32..).step_by(7).filter(|bsn| passes(*bsn));
    numbers.take(300).enumerate()
}

/// Gives the people of these places help with their debts.
fn add_clients(office: &Office, places: std::ops::Range<usize>) {
    let mut clients = String::new();
    for (place, bsn) in people().filter(|(place, _)| places.contains(place)) {
        let line = format!("K{place};{bsn};Naam{place};A.;01-02-1970;01-02-2026;");
        writeln!(clients, "{line}").unwrap();
    }
    add(office, "extracts/wijkteam.csv", &clients);
}

/// The eleven-test.
fn passes(bsn: u32) -> bool {
    let digits = bsn.to_string();
    let digits = digits.bytes().map(|digit| i32::from(digit - b'0'));
    let weighted = digits.zip([9, 8, 7, 6, 5, 4, 3, 2, -1]);
    weighted.map(|(digit, weight)| digit * weight).sum::<i32>() % 11 == 0
}

fn add(office: &Office, name: &str, lines: &str) {
    let text = std::fs::read_to_string(office.path(name)).unwrap();
    office.write(name, (text + lines).as_bytes());
}

/// A run into a folder of its own; gives the release.
fn run(office: &Office, folder: &str, words: &[&str]) -> PathBuf {
    office.succeeds(&[&["run", "-c", "config.toml", "-o", folder], words].concat());
    office.release(folder)
}

/// What `verify` says of releases, and whether they hold.
fn verified(office: &Office, releases: &[&Path]) -> (bool, String) {
    let releases = releases.iter().map(|release| release.to_str().unwrap());
    let words: Vec<&str> = std::iter::once("verify").chain(releases).collect();
    let output = office.run(&words);
    let screen = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), screen)
}

/// The same, of a copy in which one text of a file was replaced.
fn forged(office: &Office, release: &Path, (file, old, new): (&str, &str, &str)) -> String {
    let (copy, name) = (tempfile::tempdir().unwrap(), release.file_name().unwrap());
    let copied = copy.path().join(name);
    std::fs::create_dir(&copied).unwrap();
    for entry in std::fs::read_dir(release).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copied.join(entry.file_name())).unwrap();
    }
    change(&copied, file, |text| text.replacen(old, new, 1));
    let (holds, screen) = verified(office, &[&copied]);
    assert!(!holds, "{old}: {screen}");
    screen
}

#[test]
fn what_protecting_cost_is_said_and_another_number_of_it_is_found() {
    let office = office();
    let first = run(&office, "first", &[]);
    let second = run(&office, "second", &["--without", "thuiszorg"]);
    let run = std::fs::read_to_string(second.join("run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    let utility = &run["utility"];
    assert_eq!(
        utility["oldest"].as_str(),
        first.file_name().unwrap().to_str()
    );
    assert!(utility["held"].as_u64() > Some(0) && utility["error"].is_null());
    let page = std::fs::read_to_string(second.join("report.html")).unwrap();
    assert!(page.contains("hooguit 8 boven of onder") && page.contains("in een eerdere uitgave"));
    for field in ["rows", "hidden", "printed", "held", "hold", "away"] {
        let said = format!("\"{field}\": {}", utility[field]);
        let other = format!("\"{field}\": 1{}", utility[field]);
        let screen = forged(&office, &second, ("run.json", &said, &other));
        let field = if field == "hidden" { "rows" } else { field };
        assert!(
            screen.contains(&format!("run.json: `utility.{field}`")),
            "{screen}"
        );
    }
    let exact = (
        "run.json",
        "\"away\": 8",
        "\"away\": 8,\n    \"error\": 2.7",
    );
    assert!(forged(&office, &second, exact).contains("`utility.error`"));
    let more = ("run.json", "\"away\": 8", "\"away\": 8,\n    \"exact\": 83");
    assert!(forged(&office, &second, more).contains("`utility` cannot be read"));
}

#[test]
fn a_release_is_compared_with_the_one_it_follows_wherever_that_stands() {
    let office = office();
    let first = run(&office, "first", &[]);
    let second = run(&office, "second", &["--without", "thuiszorg"]);
    let name = first.file_name().unwrap().to_str().unwrap();
    let (holds, screen) = verified(&office, &[&second]);
    assert!(
        holds && screen.contains(&format!("follows {name}; NOT COMPARED")),
        "{screen}"
    );
    let (holds, screen) = verified(&office, &[&first, &second]);
    assert!(
        holds && screen.contains(&format!("follows {name}; compared")),
        "{screen}"
    );
    // Of the first release another one was made, and its ledger with it.
    change(&first, "ledger.json", |text| {
        text.replacen("\"hold\":12", "\"hold\":13", 1)
    });
    let (holds, screen) = verified(&office, &[&first, &second]);
    assert!(
        !holds && screen.contains("is not the release that this one follows"),
        "{screen}"
    );
}

#[test]
fn a_release_by_another_counting_rule_follows_the_one_before() {
    let office = office();
    let first = run(&office, "first", &[]);
    let agreement = std::fs::read_to_string(office.path("config.toml")).unwrap();
    let summed = agreement + "[measure]\ncount = \"sum\"\n";
    office.write("config.toml", summed.as_bytes());
    office.hand_over_again();
    let second = run(&office, "second", &[]);
    let (holds, screen) = verified(&office, &[&first, &second]);
    let name = first.file_name().unwrap().to_str().unwrap();
    let follows = format!("follows {name}; compared");
    assert!(holds && screen.contains(&follows), "{screen}");
    let page = std::fs::read_to_string(second.join("report.html")).unwrap();
    assert!(page.contains("toen werd op een andere manier geteld"));
    // No household has a service twice, so each number is that of the first.
    let all = |release: &Path| std::fs::read_to_string(release.join("stacking.csv")).unwrap();
    assert_eq!(all(&first), all(&second));
    let ledger = std::fs::read_to_string(second.join("ledger.json")).unwrap();
    let ledger: serde_json::Value = serde_json::from_str(&ledger).unwrap();
    // What is pooled hangs on what is hidden beside it.
    let numbers = ledger["numbers"].as_array().unwrap().iter();
    let mut numbers = numbers.filter(|number| number["counts"][3] != "other");
    assert!(numbers.all(|number| number["since"] == 0), "{ledger}");
}

#[test]
fn releases_before_it_that_are_not_those_of_the_one_before_are_found() {
    let office = office();
    let first = run(&office, "first", &[]);
    let second = run(&office, "second", &["--without", "thuiszorg"]);
    let name = first.file_name().unwrap().to_str().unwrap();
    let listed = format!("\"releases\":[\"{name}\"");
    let other = "\"releases\":[\"proefdorp-2026-2026-11-30-00000000\"";
    let (holds, screen) = verified(&office, &[&first, &second]);
    assert!(holds, "{screen}");
    change(&second, "ledger.json", |text| {
        text.replacen(&listed, other, 1)
    });
    let (_, screen) = verified(&office, &[&first, &second]);
    assert!(
        screen.contains(&format!("are not those of {name} and later ones")),
        "{screen}"
    );
}

/// With the mark beside the key an older ledger passes for the last one; the releases tell that it is not.
#[test]
fn a_ledger_of_before_the_last_release_is_refused_until_that_is_made_again() {
    let office = office();
    let first = run(&office, "releases", &[]);
    // Both are made within a second.
    change(&first, "certificate.json", |text| {
        text.replacen("\"time\": 1", "\"time\": ", 1)
    });
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    let kept = office.files().into_iter();
    let kept = kept.filter(|file| name(file).ends_with(".ledger"));
    let kept: Vec<_> = kept
        .map(|file| (std::fs::read(&file).unwrap(), file))
        .collect();
    assert_eq!(kept.len(), 2, "the ledger and its mark");
    let second = ["run", "-c", "config.toml", "--without", "thuiszorg"];
    let second = [&second[..], &["--replace"]].concat();
    office.succeeds(&second);
    for (bytes, file) in &kept {
        std::fs::write(file, bytes).unwrap();
    }
    let screen = office.fails(3, &["run", "-c", "config.toml", "--replace"]);
    assert!(screen.contains("the ledger is of before "), "{screen}");
    office.succeeds(&second);
    office.succeeds(&["run", "-c", "config.toml", "--replace"]);
}

#[test]
fn where_the_ledger_is_lost_a_run_goes_on_from_what_the_last_release_printed() {
    let office = office();
    let first = run(&office, "releases", &[]);
    let restore = ["--restore-ledger", first.to_str().unwrap()];
    let next = [
        "run",
        "-c",
        "config.toml",
        "--without",
        "thuiszorg",
        "-o",
        "next",
    ];
    let restoring = [&next[..], &restore].concat();
    let screen = office.fails(2, &restoring);
    assert!(screen.contains("needs no release to go on"), "{screen}");
    std::fs::remove_dir_all(office.path("ledger")).unwrap();
    assert!(office.fails(3, &next).contains("the ledger is gone"));
    office.succeeds(&restoring);
    let second = office.release("next");
    let (holds, screen) = verified(&office, &[&first, &second]);
    assert!(holds && screen.contains("; compared with it"), "{screen}");
    let page = std::fs::read_to_string(second.join("report.html")).unwrap();
    let name = first.file_name().unwrap().to_str().unwrap();
    let said = format!("Het grootboek tot en met {name} is verloren gegaan.");
    assert!(page.contains(&said) && page.contains("het grootboek van toen is verloren gegaan"));
    let run = std::fs::read_to_string(second.join("run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    // What was hidden for telling of everyone may be shown now: its whole is known by what was printed only.
    let [held, printed] = ["held", "printed"].map(|field| run["utility"][field].as_u64().unwrap());
    assert!(printed <= held + 2, "{held} of {printed}");
    let other = (
        "run.json",
        &*format!("\"restored\": \"{name}\""),
        "\"restored\": \"x\"",
    );
    assert!(forged(&office, &second, other).contains("`utility.restored`"));
    let again = ["run", "-c", "config.toml", "--replace"];
    assert!(office.fails(3, &again).contains("cannot be made again"));
}

#[test]
fn made_up_towns_are_added_up_again_and_one_household_more_is_found() {
    let office = office();
    let first = run(&office, "first", &["--certificate"]);
    // Its numbers stand since the first, and its towns may use what can have changed.
    let second = run(
        &office,
        "second",
        &["--certificate", "--without", "thuiszorg"],
    );
    for release in [&first, &second] {
        let (holds, screen) = verified(&office, &[release]);
        assert!(
            holds && screen.contains("made-up towns give all"),
            "{screen}"
        );
    }
    let json = office.succeeds(&["--json", "verify", first.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let towns = &json["releases"][0]["made_up_towns"];
    let count = |field: &str| towns[field].as_u64().unwrap();
    assert!(count("counts") > count("hidden") && count("hidden") >= count("hidden_at_both_ends"));
    assert!((1..=count("most_candidates")).contains(&count("fewest_candidates")));
    assert_eq!(towns.as_object().unwrap().len(), 5);
    let text = std::fs::read_to_string(first.join("witness.json")).unwrap();
    let witness: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(
        witness["about"]
            .as_str()
            .unwrap()
            .contains("None of them exists")
    );
    let (count, what) = text
        .split_once("\"households\":[[")
        .unwrap()
        .1
        .split_once(',')
        .unwrap();
    let row = format!("\"households\":[[{count},{}", &what[..4]);
    let more = row.replace(count, &(count.parse::<u64>().unwrap() + 60).to_string());
    let screen = forged(&office, &first, ("witness.json", &row, &more));
    assert!(
        screen.contains("witness.json: the made-up town has"),
        "{screen}"
    );
    let towns = witness["towns"].as_array().unwrap();
    let largest = towns
        .iter()
        .map(|town| town["households"].as_i64().unwrap())
        .max();
    let said = format!("\"households\":{},", largest.unwrap());
    let other = format!("\"households\":{},", largest.unwrap() - 1);
    let screen = forged(&office, &first, ("witness.json", &said, &other));
    assert!(
        screen.contains("does not have the count that it says"),
        "{screen}"
    );
    let unknown = (
        "witness.json",
        "\"places\":[[\"WK09990",
        "\"places\":[[\"WK19990",
    );
    assert!(!forged(&office, &first, unknown).contains("verified"));
}
