//! The walks of the keyholder, the analyst and the privacy officer through a made-up town: what they get, type and see.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;
use std::io::Write;
use std::path::Path;

use office::{Office, copy};
use serde_json::Value as Json;

const RUN: [&str; 7] = [
    "run",
    "-c",
    "town/config.toml",
    "--identity",
    "town/analyst/identity.txt",
    "--sign",
    "town/analyst/signing.key",
];

/// The town in which all have handed over once more, to `made/PARTY`.
fn delivered() -> Office {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "1000"]);
    for party in parties(&office) {
        make(&office, "town/config.toml", &party, "", "made");
    }
    office
}

fn parties(office: &Office) -> Vec<String> {
    let providers = fs::read_dir(office.path("town/provider")).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.unwrap().file_name();
        name.into_string().unwrap()
    };
    let mut parties: Vec<String> = providers.map(name).collect();
    parties.push("register".into());
    parties
}

/// A party's step, with its own key where none is named.
fn make(office: &Office, config: &str, party: &str, key: &str, to: &str) {
    let own = match party {
        "register" => "town/register-office/project.key".into(),
        _ => format!("town/provider/{party}/project.key"),
    };
    let key = if key.is_empty() { &own } else { key };
    let step = ["pseudonymise", "-c", config, "--provider", party];
    office.succeeds(&[&step[..], &["--key", key, "-o", to, "--yes"]].concat());
}

/// The keyholder's step over files or folders, without the agreement.
const fn rekey<'a>(key: &'a str, from: &'a str, to: &'a str) -> [&'a str; 8] {
    let identity = "town/keyholder/identity.txt";
    [
        "rekey",
        "--identity",
        identity,
        "--key",
        key,
        "-o",
        to,
        from,
    ]
}

const STAGE_2: &str = "town/keyholder/stage2.key";

/// What the analyst gets, in `folder/PARTY`: of the party all but the tokens, and of the keyholder those.
fn send_to_analyst(office: &Office, party: &str, made: &str, rekeyed: &str, folder: &str) {
    let place = office.path(&format!("{folder}/{party}"));
    let _ = fs::remove_dir_all(&place);
    copy(&office.path(&format!("{made}/{party}")), &place);
    fs::remove_file(place.join(format!("{party}.tokens.age"))).unwrap();
    copy(&office.path(&format!("{rekeyed}/{party}")), &place);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_keyholder_passes_on_fifteen_downloads_under_any_name() {
    let office = delivered();
    for (number, party) in parties(&office).iter().enumerate() {
        let tokens = fs::read(office.path(&format!("made/{party}/{party}.tokens.age"))).unwrap();
        office.write(&format!("Downloads/bijlage ({number})"), &tokens);
    }
    // Whoever sends the uses too, or a letter beside the tokens, stops nobody.
    let uses = fs::read(office.path("made/uwv/uwv.uses.age")).unwrap();
    office.write("Downloads/nog iets.age", &uses);
    office.write("Downloads/brief.txt", b"Hierbij");
    let identity = ["--identity", "town/keyholder/identity.txt"];
    let show = ["show", "Downloads/bijlage (0)"];
    let shown = office.succeeds(&[&show[..], &identity].concat());
    assert!(shown.contains(&parties(&office)[0]), "{shown}");
    let status = ["--json", "status", "-c", "town/config.toml"];
    let status = [&status[..], &identity, &["--handovers", "Downloads"]].concat();
    let status = || -> Json {
        let words = [&status[..], &["-o", "second"]].concat();
        serde_json::from_str(&office.succeeds(&words)).unwrap()
    };
    let before = status();
    assert_eq!(
        (&before["sound"], &before["expected"]),
        (&15.into(), &15.into())
    );
    let output = office.run(&rekey(STAGE_2, "Downloads", "second"));
    let (told, notes) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{notes}");
    for party in parties(&office) {
        let line = format!("in second/{party}/{party}.tokens.age");
        assert!(told.replace('\\', "/").contains(&line), "{party}: {told}");
    }
    assert!(told.contains("Send these files to the analyst"), "{told}");
    for left in ["nog iets.age", "brief.txt"] {
        assert!(notes.contains(left), "{left}: {notes}");
    }
    let after = status();
    let done = after["parties"].as_array().unwrap().iter();
    assert_eq!(
        done.filter(|one| one["rekeyed"] == true).count(),
        15,
        "{after}"
    );
    for party in parties(&office) {
        send_to_analyst(&office, &party, "made", "second", "received");
    }
    office.succeeds(&[&RUN[..], &["--handovers", "received", "-o", "releases"]].concat());
}

#[test]
fn the_keyholder_opens_nothing_for_another_and_a_second_key_is_found_out() {
    let office = delivered();
    let uses = rekey(STAGE_2, "made/uwv/uwv.uses.age", "no");
    let refused = office.fails(3, &uses);
    assert!(refused.contains("error[identity-wrong]"), "{refused}");
    assert!(refused.contains("uwv.uses.age"), "{refused}");
    office.succeeds(&["key", "new", "other.key", "--kind", "stage2"]);
    for party in parties(&office) {
        let key = if party == "uwv" { "other.key" } else { STAGE_2 };
        let tokens = format!("made/{party}/{party}.tokens.age");
        office.succeeds(&rekey(key, &tokens, "second"));
        send_to_analyst(&office, &party, "made", "second", "received");
    }
    let words = ["--handovers", "received", "-o", "no"];
    let refused = office.fails(3, &[&RUN[..], &words].concat());
    assert!(refused.contains("error[stage-wrong]"), "{refused}");
    assert!(refused.contains("hand-over of uwv"), "{refused}");
    assert!(!office.path("no").exists());
}

/// What is wrong with ten of the fifteen hand-overs that the analyst received: the party, the code, and words of the hint.
const WRONG: [(&str, &str, &str); 10] = [
    ("sociale-dienst", "agreement-differs", "agreement --diff"),
    ("wmo-loket", "keys-differ", "factlab key id"),
    ("dijkzorg", "handover-changed", "ask for it again"),
    ("jeugdteam", "handover-misplaced", "was sent last"),
    (
        "jeugdhulp-noord",
        "handover-mismatch",
        "`id` under [project]",
    ),
    ("kredietbank", "handover-missing", "--without kredietbank"),
    ("thuiszorg", "handover-unencrypted", "names the recipient"),
    ("woningcorporatie", "handover-changed", "ask for it again"),
    ("zorgkantoor", "handover-misplaced", "unpack"),
    ("energieloket", "handover-misplaced", "attachments"),
];

/// Makes `received` as [`WRONG`] says, and swaps the folders of uwv and ggz-waterland.
fn spoil(office: &Office) {
    let again = |party: &str, config: &str, key: &str| {
        make(office, config, party, key, "again");
        let tokens = format!("again/{party}/{party}.tokens.age");
        office.succeeds(&rekey(STAGE_2, &tokens, "passed"));
        send_to_analyst(office, party, "again", "passed", "received");
    };
    let agreement = fs::read_to_string(office.path("town/config.toml")).unwrap();
    let write = |name: &str, text: String| {
        assert_ne!(text, agreement, "{name}");
        office.write(name, text.as_bytes());
    };
    let period = agreement.replacen("2026-01-01", "2026-02-01", 1);
    write("town/period.toml", period);
    again("sociale-dienst", "town/period.toml", "");
    office.succeeds(&["key", "new", "other.key", "--kind", "project"]);
    again("wmo-loket", "town/config.toml", "other.key");
    let project = agreement.replacen("\"zaandorp-2026\"", "\"zaandorp-2025\"", 1);
    write("town/project.toml", project);
    again("jeugdhulp-noord", "town/project.toml", "");

    // Stage 1: an agreement whose keyholder has no recipient, and tokens that went past the keyholder.
    let (before, keyholder) = agreement.split_once("[keyholder]").unwrap();
    let keyholder = keyholder.replacen("recipient", "# recipient", 1);
    write(
        "town/stage1.toml",
        format!("{before}[keyholder]{keyholder}"),
    );
    make(office, "town/stage1.toml", "thuiszorg", "", "again");
    let place = office.path("received/thuiszorg");
    fs::remove_dir_all(&place).unwrap();
    copy(&office.path("again/thuiszorg"), &place);

    let change = |party: &str, change: fn(&mut Vec<u8>)| {
        let path = office.path(&format!("received/{party}/{party}.uses.age"));
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    };
    change("dijkzorg", |bytes| bytes.truncate(bytes.len() / 2));
    change("woningcorporatie", |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    });

    fs::remove_dir_all(office.path("made/jeugdteam")).unwrap();
    make(office, "town/config.toml", "jeugdteam", "", "made");
    let second = fs::read(office.path("made/jeugdteam/jeugdteam.uses.age")).unwrap();
    office.write("received/jeugdteam/jeugdteam.uses (1).age", &second);

    fs::remove_dir_all(office.path("received/kredietbank")).unwrap();
    for (party, file, begin) in [
        ("zorgkantoor", "alles.zip", &b"PK\x03\x04"[..]),
        ("energieloket", "bericht.eml", b"MIME-Version: 1.0\r\n\r\n"),
    ] {
        let place = office.path(&format!("received/{party}"));
        fs::remove_dir_all(&place).unwrap();
        fs::create_dir(&place).unwrap();
        let mut file = fs::File::create(place.join(file)).unwrap();
        file.write_all(begin).unwrap();
        file.write_all(&second).unwrap();
        // A zip file ends with the names of what is in it.
        file.write_all(b"zorgkantoor.uses.age").unwrap();
    }
    let place = |party: &str| office.path(&format!("received/{party}"));
    fs::rename(place("uwv"), place("away")).unwrap();
    fs::rename(place("ggz-waterland"), place("uwv")).unwrap();
    fs::rename(place("away"), place("ggz-waterland")).unwrap();
}

#[test]
fn one_run_says_of_ten_bad_hand_overs_what_is_wrong_and_what_to_do() {
    let office = delivered();
    office.succeeds(&rekey(STAGE_2, "made", "second"));
    for party in parties(&office) {
        send_to_analyst(&office, &party, "made", "second", "received");
    }
    spoil(&office);
    let words = ["--handovers", "received", "-o", "no"];
    let words = [&RUN[..], &words].concat();
    let output = office.run(&[&["--json"], &words[..]].concat());
    let notes = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{notes}");
    let found: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["code"], "handovers-disagree");
    let list = |key: &str| found["found"][key].as_array().unwrap().clone();
    for (party, code, hint) in WRONG {
        let parties = list("parties").into_iter();
        let mut of_party = parties.filter(|one| one["party"] == party);
        let is_said = |one: Json| {
            one["code"] == code && one["hint"].as_str().unwrap_or_default().contains(hint)
        };
        assert!(of_party.any(is_said), "{party}: {found:#}");
        assert!(
            list("letters").iter().any(|one| one["to"] == party),
            "{party}: {found:#}"
        );
    }
    // Folders in each other's place are nothing wrong: manifests tell whose they are.
    let named = |one: &Json| WRONG.iter().any(|(party, ..)| one["party"] == *party);
    assert!(list("parties").iter().all(named), "{found:#}");
    assert!(!office.path("no").exists());
}

#[test]
fn the_privacy_officer_reads_verifies_and_sees_what_was_changed() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "1000"]);
    let release = office.release("town/analyst/releases");
    let place = release.to_str().unwrap();
    let dpia = ["dpia", "-c", "town/config.toml", "-o", "dpia.md"];
    office.succeeds(&dpia);
    let annex = fs::read_to_string(office.path("dpia.md")).unwrap();
    assert!(annex.contains("in te vullen door de gemeente"));
    let verify = ["verify", "-c", "town/config.toml", place];
    let screen = office.succeeds(&verify);
    let mut lines = screen.lines();
    assert!(lines.next().unwrap().contains(": signed with "), "{screen}");
    assert!(lines.next().unwrap().contains("verified; "), "{screen}");
    for (what, file) in [
        ("certificate", "certificate.json"),
        ("report", "report.html"),
    ] {
        assert!(release.join(file).exists(), "{what}");
    }
    office.succeeds(&["report", place, "--wijk", "WK099901", "-o", "wijk.html"]);
    assert!(office.path("wijk.html").exists());
    change_a_number(&release);
    let refused = office.run(&verify);
    assert_eq!(refused.status.code(), Some(3));
    let screen = text(&refused.stdout);
    assert!(screen.contains("headline.csv"), "{screen}");
}

/// As somebody does who opens a table in a spreadsheet and saves it.
fn change_a_number(release: &Path) {
    let path = release.join("headline.csv");
    let table = fs::read_to_string(&path).unwrap();
    fs::write(path, table.replacen("rounded", "exact", 1)).unwrap();
}
