//! The second stage and the envelopes, as each office runs them: nothing matches any more, and nothing is lost.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod keyholder;
#[cfg(test)]
mod office;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use factlab::keys::SigningKey;
use keyholder::{
    PARTIES, bring_back, encrypted, entry, hand_over, in_the_clear, rekey, rekey_words, run_words,
    tables, tokens_in, tokens_of, words,
};
use office::{Office, files_below, step};
use serde_json::Value as Json;

#[test]
fn with_the_second_stage_the_counts_are_those_of_the_first() {
    let first = Office::small();
    first.hand_over();
    first.succeeds(&run_words(&first));
    for office in [in_the_clear(), encrypted()] {
        hand_over(&office);
        rekey(&office);
        office.succeeds(&run_words(&office));
        assert_eq!(tables(&office), tables(&first));
        assert!(tables(&office)["linkage"].to_string().contains("wijkteam"));
    }
}

#[test]
fn after_rekey_no_token_or_canary_of_the_first_stage_is_left() {
    let office = in_the_clear();
    hand_over(&office);
    let handovers = PARTIES.map(|party| office.path(&tokens_of(&office, party).to_string_lossy()));
    let first: BTreeSet<_> = handovers
        .iter()
        .flat_map(|envelope| tokens_in(envelope, None))
        .collect();
    assert!(first.len() > 20, "{} tokens", first.len());
    office.succeeds(&words(&rekey_words(&office, "stage2.key", "second")));
    let written = files_below(&office.path("second"));
    assert_eq!(written.len(), 3);
    for file in &written {
        let bytes = fs::read(file).unwrap();
        for token in &first {
            assert!(!bytes.windows(16).any(|window| window == token.as_slice()));
        }
        assert!(!tokens_in(file, None).is_empty());
    }
    let manifest = |file: &Path| -> Json {
        serde_json::from_slice(&entry(file, None, "manifest.json")).unwrap()
    };
    let (before, after) = (manifest(&handovers[1]), manifest(&written[1]));
    assert_eq!(
        (&before["parties"]["stage"], &after["parties"]["stage"]),
        (&1.into(), &2.into())
    );
    for (kind, canary) in before["canaries"].as_object().unwrap() {
        assert_ne!(after["canaries"][kind], *canary, "{kind}");
    }
}

#[test]
fn who_has_the_first_key_makes_no_token_of_the_second_stage() {
    let office = in_the_clear();
    hand_over(&office);
    let make = |output: &str| {
        office.succeeds(&words(&rekey_words(&office, "stage2.key", output)));
        tokens_in(
            &office.path(output).join("register/register.tokens.tar"),
            None,
        )
    };
    let (once, twice) = (make("second"), make("again"));
    assert_eq!(once, twice, "one key gives one set of tokens");
    fs::remove_file(office.path("stage2.key")).unwrap();
    office.succeeds(&["key", "new", "stage2.key", "--kind", "stage2"]);
    assert!(make("third").is_disjoint(&once), "another key gives others");
}

#[test]
fn a_mixture_is_refused() {
    let office = in_the_clear();
    hand_over(&office);
    let first = office.path("handovers/wijkteam/wijkteam.tokens.tar");
    let kept = fs::read(&first).unwrap();
    rekey(&office);
    let second = fs::read(&first).unwrap();
    office.succeeds(&run_words(&office));
    fs::remove_dir_all(office.path("releases")).unwrap();

    fs::write(&first, &kept).unwrap();
    let screen = office.fails(3, &run_words(&office));
    assert!(
        screen.contains("stage") && screen.contains("wijkteam"),
        "{screen}"
    );

    fs::write(&first, &second).unwrap();
    fs::remove_file(office.path("stage2.key")).unwrap();
    office.succeeds(&["key", "new", "stage2.key", "--kind", "stage2"]);
    fs::write(office.path("alone.tar"), &kept).unwrap();
    fs::create_dir(office.path("alone")).unwrap();
    fs::rename(office.path("alone.tar"), office.path("alone/tokens.tar")).unwrap();
    office.succeeds(&["rekey", "--key", "stage2.key", "alone", "-o", "other"]);
    fs::copy(office.path("other/wijkteam/wijkteam.tokens.tar"), &first).unwrap();
    let screen = office.fails(3, &run_words(&office));
    assert!(screen.contains("a different key"), "{screen}");
}

#[test]
fn tokens_of_the_first_stage_are_not_counted_where_there_is_a_keyholder() {
    let office = in_the_clear();
    hand_over(&office);
    let screen = office.fails(3, &run_words(&office));
    assert!(
        screen.contains("keyholder") && screen.contains("hint:"),
        "{screen}"
    );
}

#[test]
fn the_keyholder_takes_no_project_secret_and_no_use() {
    let office = in_the_clear();
    hand_over(&office);
    let screen = office.fails(1, &words(&rekey_words(&office, "project.key", "second")));
    assert!(screen.contains("project secret"), "{screen}");
    for handover in ["handovers/wijkteam", "handovers/wijkteam/wijkteam.uses.tar"] {
        let refused = ["rekey", "--key", "stage2.key", handover, "-o", "second"];
        let screen = office.fails(3, &refused);
        assert!(screen.contains("must not see uses"), "{handover}: {screen}");
    }
    let plain = Office::small();
    plain.hand_over();
    plain.succeeds(&["key", "new", "stage2.key", "--kind", "stage2"]);
    let screen = plain.fails(
        3,
        &[
            "rekey",
            "--key",
            "stage2.key",
            "handovers/wijkteam",
            "-o",
            "second",
        ],
    );
    assert!(screen.contains("must not see uses"), "{screen}");
    assert!(!office.path("second").exists() && !plain.path("second").exists());
}

#[test]
fn tokens_that_went_through_or_do_not_agree_are_refused_and_nothing_is_written() {
    let office = in_the_clear();
    hand_over(&office);
    office.succeeds(&words(&rekey_words(&office, "stage2.key", "second")));
    let again = [
        "rekey",
        "--key",
        "stage2.key",
        "second/wijkteam",
        "-o",
        "third",
    ];
    assert!(office.fails(3, &again).contains("already"));

    let path = office.path("handovers/thuiszorg/thuiszorg.tokens.tar");
    let whole = fs::read(&path).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    fs::write(&path, &changed).unwrap();
    office.fails(3, &words(&rekey_words(&office, "stage2.key", "third")));
    fs::write(&path, &whole).unwrap();

    fs::remove_file(office.path("project.key")).unwrap();
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    fs::remove_dir_all(office.path("handovers/thuiszorg")).unwrap();
    office.pseudonymise("thuiszorg");
    let screen = office.fails(3, &words(&rekey_words(&office, "stage2.key", "third")));
    assert!(
        screen.contains("a different secret") && screen.contains("thuiszorg"),
        "{screen}"
    );

    assert!(!office.path("third").exists() || files_below(&office.path("third")).is_empty());
}

#[test]
fn a_flat_folder_of_downloads_goes_through_the_second_stage_and_into_a_run() {
    let office = encrypted();
    hand_over(&office);
    for (number, file) in files_below(&office.path("handovers")).iter().enumerate() {
        if file.extension().is_some_and(|ending| ending == "age") {
            let name = file.file_name().unwrap().to_string_lossy();
            let is_for_keyholder = name.contains("tokens");
            let office_of = if is_for_keyholder {
                "notary"
            } else {
                "analyst"
            };
            let bytes = fs::read(file).unwrap();
            office.write(&format!("{office_of}/envelope ({number}).age"), &bytes);
            office.write(&format!("{office_of}/copies/{name}"), &bytes);
        }
    }
    office.write("notary/notes.txt", b"call back");
    let rekey = [
        "rekey",
        "--key",
        "stage2.key",
        "--identity",
        "keyholder.identity",
    ];
    office.succeeds(&[&rekey[..], &["notary", "-o", "second"]].concat());
    let written = files_below(&office.path("second"));
    assert_eq!(written.len(), 3);
    for file in written {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        office.write(&format!("analyst/{name}"), &fs::read(file).unwrap());
    }
    let run = [&run_words(&office)[..], &["--handovers", "analyst"]].concat();
    office.succeeds(&run);
    let flat = tables(&office);
    fs::remove_dir_all(office.path("releases")).unwrap();
    bring_back(&office);
    office.succeeds(&run_words(&office));
    assert_eq!(tables(&office), flat);

    let nowhere = [&run_words(&office)[..], &["--handovers", "absent"]].concat();
    assert!(office.fails(3, &nowhere).contains("no such folder"));
    let empty = [&rekey[..], &["extracts", "-o", "third"]].concat();
    assert!(office.fails(3, &empty).contains("no envelope of tokens"));
}

#[test]
fn of_two_deliveries_of_a_party_the_keyholder_is_told_both() {
    let office = in_the_clear();
    hand_over(&office);
    let first = fs::read(office.path(&tokens_of(&office, "wijkteam").to_string_lossy())).unwrap();
    office.write("notary/first.tar", &first);
    fs::remove_dir_all(office.path("handovers/wijkteam")).unwrap();
    office.pseudonymise("wijkteam");
    let second = fs::read(office.path(&tokens_of(&office, "wijkteam").to_string_lossy())).unwrap();
    office.write("notary/second.tar", &second);
    let rekey = ["rekey", "--key", "stage2.key", "notary", "-o", "second"];
    let screen = office.fails(3, &rekey);
    assert!(
        screen.contains("first.tar") && screen.contains("second.tar"),
        "{screen}"
    );
    office.write("notary/second.tar", &first);
    office.succeeds(&rekey);
}

#[test]
fn each_opens_its_own_envelopes_only() {
    let office = encrypted();
    hand_over(&office);
    assert_eq!(
        files_below(&office.path("handovers"))
            .iter()
            .filter(|file| file.extension().is_some_and(|ending| ending == "age"))
            .count(),
        6
    );
    let mut as_analyst = rekey_words(&office, "stage2.key", "second");
    let identity = as_analyst
        .iter()
        .position(|word| word == "keyholder.identity")
        .unwrap();
    as_analyst[identity] = "analyst.identity".into();
    let screen = office.fails(3, &words(&as_analyst));
    assert!(screen.contains("encrypted for somebody else"), "{screen}");
    let screen = office.fails(3, &run_words(&office));
    assert!(screen.contains("keyholder"), "{screen}");
    rekey(&office);
    let screen = office.fails(3, &["run", "-c", "config.toml", "--internal"]);
    assert!(screen.contains("--identity"), "{screen}");
    let as_keyholder = [
        "run",
        "-c",
        "config.toml",
        "--identity",
        "keyholder.identity",
    ];
    assert!(
        office
            .fails(3, &as_keyholder)
            .contains("encrypted for somebody else")
    );
}

#[test]
fn what_is_read_with_an_identity_never_lies_on_disk_in_the_clear() {
    let office = encrypted();
    hand_over(&office);
    rekey(&office);
    fs::create_dir(office.path("temporary")).unwrap();
    let before = files_below(&office.path("handovers"));
    for words in [
        run_words(&office),
        vec![
            "link",
            "-c",
            "config.toml",
            "--internal",
            "-o",
            "linked",
            "--identity",
            "analyst.identity",
        ],
    ] {
        let mut command = office.command(&words);
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, office.path("temporary"));
        }
        assert!(command.output().unwrap().status.success());
    }
    assert_eq!(files_below(&office.path("handovers")), before);
    assert!(files_below(&office.path("temporary")).is_empty());
    let identity = office.path("analyst.identity");
    let envelope = office.path("handovers/register/register.tokens.age");
    let tokens = tokens_in(&envelope, Some(&identity));
    for file in office.files() {
        let bytes = fs::read(&file).unwrap();
        for token in &tokens {
            let is_there = bytes.windows(16).any(|window| window == token.as_slice());
            assert!(!is_there, "{} holds a token", file.display());
        }
    }
}

/// Lists the public half of a new signing key under a section of the agreement.
fn sign(office: &Office, section: &str, file: &str) {
    office.succeeds(&["key", "new", file, "--kind", "signing"]);
    let public = SigningKey::read(&office.path(file))
        .unwrap()
        .verifying_key();
    office.edit(
        "config.toml",
        section,
        &format!("{section}\nsigns = \"{public}\""),
    );
}

#[test]
fn a_signature_that_was_agreed_on_is_made_and_asked_for() {
    let office = in_the_clear();
    sign(&office, "id = \"wijkteam\"", "wijkteam.key");
    sign(&office, "[keyholder]", "keyholder.key");
    office.succeeds(&["key", "new", "other.key", "--kind", "signing"]);
    office.pseudonymise("register");
    office.pseudonymise("thuiszorg");
    assert!(office.fails(3, &step("wijkteam")).contains("--sign"));
    let signed = |key| [&step("wijkteam")[..], &["--sign", key]].concat();
    assert!(
        office
            .fails(3, &signed("other.key"))
            .contains("not the one")
    );
    office.succeeds(&signed("wijkteam.key"));

    let plain = rekey_words(&office, "stage2.key", "second");
    let with = |more: &[&str]| {
        let mut all = plain.clone();
        all.extend(more.iter().map(|word| (*word).to_owned()));
        all
    };
    let agreed = ["-c", "config.toml"];
    assert!(office.fails(3, &words(&with(&agreed))).contains("--sign"));
    office.succeeds(&words(&plain));
    bring_back(&office);
    let screen = office.fails(3, &run_words(&office));
    assert!(
        screen.contains("not signed") && screen.contains("keyholder"),
        "{screen}"
    );
}

#[test]
fn signed_all_the_way_the_set_is_counted() {
    let office = in_the_clear();
    sign(&office, "id = \"wijkteam\"", "wijkteam.key");
    sign(&office, "[keyholder]", "keyholder.key");
    office.pseudonymise("register");
    office.pseudonymise("thuiszorg");
    office.succeeds(&[&step("wijkteam")[..], &["--sign", "wijkteam.key"]].concat());
    let mut all = rekey_words(&office, "stage2.key", "second");
    all.extend(["-c", "config.toml", "--sign", "keyholder.key"].map(str::to_owned));
    office.succeeds(&words(&all));
    bring_back(&office);
    let output = office.run(&run_words(&office));
    let screen = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && !screen.contains("warning"),
        "{screen}"
    );
}

#[test]
fn a_signature_that_nobody_agreed_on_is_told_wherever_it_comes() {
    let office = in_the_clear();
    for file in ["wijkteam.key", "keyholder.key"] {
        office.succeeds(&["key", "new", file, "--kind", "signing"]);
    }
    let warned = |words: &[&str]| {
        let output = office.run(words);
        let screen = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{screen}");
        ["wijkteam", "the keyholder"].map(|who| screen.contains(&format!("signature of {who}")))
    };
    assert_eq!(warned(&step("register")), [false, false]);
    assert_eq!(warned(&step("thuiszorg")), [false, false]);
    let signed = [&step("wijkteam")[..], &["--sign", "wijkteam.key"]].concat();
    assert_eq!(warned(&signed), [true, false]);
    let mut all = rekey_words(&office, "stage2.key", "second");
    assert_eq!(warned(&words(&all)), [true, false]);
    fs::remove_dir_all(office.path("second")).unwrap();
    all.extend(["-c", "config.toml", "--sign", "keyholder.key"].map(str::to_owned));
    assert_eq!(warned(&words(&all)), [true, true]);
    bring_back(&office);
    assert_eq!(warned(&run_words(&office)), [true, true]);
    let link = ["link", "-c", "config.toml", "--internal", "-o", "linked"];
    assert_eq!(warned(&link), [true, true]);
}

/// Runs factlab where no file can grow beyond `blocks` of 512 bytes, as on a disk that is full.
#[cfg(unix)]
#[test]
fn on_a_full_disk_the_keyholder_writes_nothing_of_anybody() {
    let office = encrypted();
    hand_over(&office);
    let all = rekey_words(&office, "stage2.key", "second");
    let mut failures = 0;
    for blocks in 0.. {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_factlab")])
            .args(&all);
        let output = command.current_dir(office.path("")).output().unwrap();
        if output.status.success() {
            break;
        }
        failures += 1;
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{blocks} blocks: {screen}");
        let left = fs::read_dir(office.path("second")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{blocks} blocks: something is left");
    }
    assert!(failures > 2, "the disk was full {failures} times");
    assert_eq!(files_below(&office.path("second")).len(), 3);
}
