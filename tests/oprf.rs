//! Tokens without a shared secret, as each office makes them: the same counts, and nobody has a project secret.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;

use office::Office;
use serde_json::Value as Json;

const PARTIES: [&str; 3] = ["register", "wijkteam", "thuiszorg"];

const RUN: [&str; 4] = ["run", "-c", "config.toml", "--internal"];

/// The tables of the only release.
fn tables(office: &Office) -> Json {
    let text = fs::read(office.release("releases").join("release.json")).unwrap();
    let mut json: Json = serde_json::from_slice(&text).unwrap();
    json["tables"].take()
}

/// The small office with tokens of BSN and address only.
fn office(method: &str) -> Office {
    let office = Office::small();
    let tokens = format!("profile = \"id\"\nmethod = \"{method}\"");
    office.edit("config.toml", "profile = \"standard\"", &tokens);
    office
}

fn blind_words<'a>(party: &'a str, state: &'a str) -> Vec<&'a str> {
    let words = ["oprf", "blind", "-c", "config.toml", "--provider", party];
    [&words[..], &["--state", state]].concat()
}

fn blind(office: &Office, party: &str) -> String {
    let state = format!("{party}.state");
    let words = blind_words(party, &state);
    office.succeeds(&[&words[..], &["-o", "blinded"]].concat())
}

fn finalise<'a>(party: &'a str, state: &'a str, evaluated: &'a str) -> Vec<&'a str> {
    let words = ["oprf", "finalise", "-c", "config.toml", "--provider", party];
    [&words[..], &["--state", state, evaluated, "--yes"]].concat()
}

/// Makes the OPRF key, and has its public half agreed on.
fn agree_on_key(office: &Office) {
    office.succeeds(&["key", "new", "oprf.key", "--kind", "oprf"]);
    let told = office.succeeds(&["--json", "key", "id", "oprf.key"]);
    let told: Json = serde_json::from_str(&told).unwrap();
    let public = told["public_key"].as_str().unwrap();
    let tokens = format!("[tokens]\npublic_key = \"{public}\"");
    office.edit("config.toml", "[tokens]", &tokens);
}

fn hand_over(office: &Office) {
    agree_on_key(office);
    for party in PARTIES {
        blind(office, party);
        let blinded = format!("blinded/{party}.blinded");
        let words = ["oprf", "evaluate", "-c", "config.toml", "--key", "oprf.key"];
        office.succeeds(&[&words[..], &["-o", "evaluated", &blinded]].concat());
        let (state, evaluated) = (
            format!("{party}.state"),
            format!("evaluated/{party}.evaluated"),
        );
        office.succeeds(&finalise(party, &state, &evaluated));
    }
}

#[test]
fn without_a_shared_secret_the_counts_are_those_with_one() {
    let with = office("hmac");
    with.hand_over();
    with.succeeds(&RUN);
    let without = office("oprf");
    hand_over(&without);
    without.succeeds(&RUN);
    assert_eq!(tables(&with), tables(&without));
    assert!(tables(&with)["linkage"].to_string().contains("wijkteam"));
    assert!(!without.path("project.key").exists());
}

#[test]
fn nothing_is_blinded_for_a_hand_over_that_may_not_be_made() {
    let office = office("oprf");
    let name = "name = \"Wijkteam\"";
    let past = format!("{name}\ndelete_after = 2020-01-01");
    office.edit("config.toml", name, &past);
    let before = office.files();
    let screen = office.fails(3, &blind_words("wijkteam", "w.state"));
    assert!(screen.contains("(2020-01-01) has passed"), "{screen}");
    assert_eq!(office.files(), before);
    blind(&office, "thuiszorg");
}

#[test]
fn the_file_of_another_party_is_refused() {
    let office = office("oprf");
    hand_over(&office);
    let words = finalise(
        "wijkteam",
        "wijkteam.state",
        "evaluated/thuiszorg.evaluated",
    );
    let screen = office.fails(3, &words);
    assert!(screen.contains("another party"), "{screen}");
    let words = finalise("wijkteam", "wijkteam.state", "blinded/wijkteam.blinded");
    let screen = office.fails(3, &words);
    assert!(screen.contains("not evaluated this file yet"), "{screen}");
}

#[test]
fn a_blinding_key_is_never_used_twice() {
    let office = office("oprf");
    blind(&office, "wijkteam");
    let screen = office.fails(1, &blind_words("wijkteam", "wijkteam.state"));
    assert!(screen.contains("already exists"), "{screen}");
}

#[test]
fn a_blinding_that_was_killed_before_its_key_had_its_place_is_done_again() {
    let office = office("oprf");
    agree_on_key(&office);
    blind(&office, "wijkteam");
    let [state, left] = ["", ".partial"].map(|it| office.path(&format!("wijkteam.state{it}")));
    fs::rename(&state, &left).unwrap();
    blind(&office, "wijkteam");
    assert!(state.exists() && !left.exists());
}

#[test]
fn a_file_of_another_blinding_than_the_one_that_was_killed_stays() {
    let office = office("oprf");
    agree_on_key(&office);
    blind(&office, "wijkteam");
    let blinded = office.path("blinded/wijkteam.blinded");
    let whole = fs::read(&blinded).unwrap();
    let words = |state| [&blind_words("wijkteam", state)[..], &["-o", "elsewhere"]].concat();
    office.succeeds(&words("other.state"));
    let left = office.path("other.state.partial");
    fs::rename(office.path("other.state"), &left).unwrap();
    let again = [
        &blind_words("wijkteam", "other.state")[..],
        &["-o", "blinded"],
    ]
    .concat();
    let screen = office.fails(1, &again);
    assert!(screen.contains("already exists"), "{screen}");
    assert_eq!(fs::read(&blinded).unwrap(), whole);
}

#[test]
fn more_questions_than_allowed_are_refused() {
    let office = office("oprf");
    office.succeeds(&["key", "new", "oprf.key", "--kind", "oprf"]);
    blind(&office, "register");
    let words = ["oprf", "evaluate", "--key", "oprf.key", "-o", "evaluated"];
    let blinded = ["blinded/register.blinded", "--most", "3"];
    let screen = office.fails(3, &[&words[..], &blinded].concat());
    assert!(screen.contains("the limit is 3"), "{screen}");
    assert!(!office.path("evaluated/register.evaluated").exists());
}

#[test]
fn questions_of_a_party_add_up_over_its_files() {
    let office = office("oprf");
    agree_on_key(&office);
    let words = [
        "--json",
        "oprf",
        "evaluate",
        "-c",
        "config.toml",
        "--key",
        "oprf.key",
        "-o",
    ];
    let mut asked = 0;
    for round in ["first", "second"] {
        let state = format!("{round}.state");
        let blinding = [&blind_words("wijkteam", &state)[..], &["-o", round]].concat();
        office.succeeds(&blinding);
        let blinded = format!("{round}/wijkteam.blinded");
        let told = office.succeeds(&[&words[..], &[round, &blinded]].concat());
        let told: Json = serde_json::from_str(&told).unwrap();
        asked += told["evaluated"][0]["elements"].as_u64().unwrap();
        assert_eq!(told["evaluated"][0]["so_far"], asked);
    }
    let most = asked.to_string();
    let third = [
        &blind_words("wijkteam", "third.state")[..],
        &["-o", "third"],
    ]
    .concat();
    office.succeeds(&third);
    let more = ["third", "third/wijkteam.blinded", "--most", &most];
    let screen = office.fails(3, &[&words[1..], &more].concat());
    assert!(screen.contains("wijkteam had"), "{screen}");
    // Another party has its own count; a stranger has none.
    blind(&office, "thuiszorg");
    let other = ["third", "blinded/thuiszorg.blinded", "--most", &most];
    office.succeeds(&[&words[1..], &other].concat());
    office.edit("config.toml", "code = \"schuld\"", "code = \"schulden\"");
    office.edit(
        "config.toml",
        "service = \"schuld\"",
        "service = \"schulden\"",
    );
    let stranger = ["fourth", "blinded/thuiszorg.blinded"];
    let screen = office.fails(3, &[&words[1..], &stranger].concat());
    assert!(
        screen.contains("another party, project or agreement"),
        "{screen}"
    );
}

#[test]
fn answers_of_another_key_than_the_agreed_one_make_no_hand_over() {
    let office = office("oprf");
    agree_on_key(&office);
    office.succeeds(&["key", "new", "other.key", "--kind", "oprf"]);
    blind(&office, "wijkteam");
    let words = ["oprf", "evaluate", "--key", "other.key", "-o", "evaluated"];
    office.succeeds(&[&words[..], &["blinded/wijkteam.blinded"]].concat());
    let words = finalise("wijkteam", "wijkteam.state", "evaluated/wijkteam.evaluated");
    let screen = office.fails(3, &words);
    assert!(screen.contains("a different OPRF key"), "{screen}");
    assert!(!office.path("handovers/wijkteam").exists());
}

#[test]
fn without_an_agreed_public_key_one_must_be_named() {
    let office = office("oprf");
    office.succeeds(&["key", "new", "oprf.key", "--kind", "oprf"]);
    blind(&office, "wijkteam");
    let words = ["oprf", "evaluate", "--key", "oprf.key", "-o", "evaluated"];
    office.succeeds(&[&words[..], &["blinded/wijkteam.blinded"]].concat());
    let words = finalise("wijkteam", "wijkteam.state", "evaluated/wijkteam.evaluated");
    let screen = office.fails(2, &words);
    assert!(screen.contains("public_key under [tokens]"), "{screen}");
    let told = office.succeeds(&["key", "id", "oprf.key"]);
    let public = told
        .lines()
        .find_map(|line| line.strip_prefix("public_key "));
    office.succeeds(&[&words[..], &["--public", public.unwrap()]].concat());
}

#[test]
fn each_way_of_making_tokens_refuses_the_agreement_of_the_other() {
    let one = office("oprf");
    one.make_keys();
    let screen = one.fails(2, &office::step("wijkteam"));
    assert!(screen.contains("oprf blind"), "{screen}");
    let other = office("hmac");
    let screen = other.fails(2, &blind_words("wijkteam", "state"));
    assert!(screen.contains("factlab pseudonymise"), "{screen}");
}
