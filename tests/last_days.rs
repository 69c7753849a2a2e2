//! The last days of an agreement hold: an old secret makes nothing, old hand-overs count for nothing and can be removed.

#[cfg(test)]
mod office;

use std::fs;

use factlab::agreement::Agreement;
use factlab::files::Existing;
use factlab::run::Run;
use office::{Office, step};

const YEARS_AGO: &str = "delete_after = 2020-01-01";

/// Hand-overs of three parties; that of the wijkteam is past its day.
fn with_an_old_hand_over() -> Office {
    let office = Office::small();
    office.hand_over();
    past_the_day_of_the_wijkteam(&office);
    office
}

fn past_the_day_of_the_wijkteam(office: &Office) {
    let name = "name = \"Wijkteam\"";
    office.edit("config.toml", name, &format!("{name}\n{YEARS_AGO}"));
}

#[test]
fn what_may_be_kept_no_longer_is_not_made() {
    let office = Office::small();
    office.make_keys();
    past_the_day_of_the_wijkteam(&office);
    let before = office.files();
    let screen = office.fails(3, &step("wijkteam"));
    assert!(
        screen.contains("(2020-01-01) has passed") && screen.contains("hint: "),
        "{screen}"
    );
    assert_eq!(office.files(), before);
    office.pseudonymise("thuiszorg");
}

#[test]
fn an_expired_secret_makes_no_hand_over_and_one_that_lasts_does() {
    let office = Office::small();
    office.make_keys();
    let before = office.files();
    let last = "reference_date = 2026-12-31";
    office.edit(
        "config.toml",
        last,
        &format!("{last}\nkey_expires = 2020-01-01"),
    );
    let screen = office.fails(3, &step("wijkteam"));
    assert!(
        screen.contains("until 2020-01-01") && screen.contains("hint: "),
        "{screen}"
    );
    assert_eq!(office.files(), before);
    office.edit(
        "config.toml",
        "key_expires = 2020-01-01",
        "key_expires = 2999-01-01",
    );
    office.pseudonymise("wijkteam");
}

#[test]
fn a_hand_over_past_its_day_is_refused_by_name_and_not_by_those_who_leave_it_out() {
    let office = with_an_old_hand_over();
    let run = ["run", "-c", "config.toml"];
    let screen = office.fails(3, &run);
    assert!(
        screen.contains("wijkteam (until 2020-01-01)") && !screen.contains("thuiszorg"),
        "{screen}"
    );
    let screen = office.fails(
        3,
        &["link", "-c", "config.toml", "-o", "linked", "--internal"],
    );
    assert!(screen.contains("wijkteam"), "{screen}");
    assert!(!office.path("releases").exists() && !office.path("linked").exists());
    office.succeeds(&[&run[..], &["--without", "wijkteam"]].concat());
}

#[test]
fn purge_lists_first_and_removes_what_is_past_its_day_only() {
    let office = with_an_old_hand_over();
    let before = office.files();
    let listed = office.succeeds(&["purge", "-c", "config.toml"]);
    assert!(
        listed.contains("wijkteam, retention date 2020-01-01") && listed.contains(" bytes"),
        "{listed}"
    );
    assert_eq!(
        office.files(),
        before,
        "without --yes and a terminal nothing goes"
    );
    let removed = office.succeeds(&["--json", "purge", "-c", "config.toml", "--yes"]);
    let removed: serde_json::Value = serde_json::from_str(&removed).unwrap();
    assert_eq!(removed["removed"], true);
    assert_eq!(removed["past"][0]["party"], "wijkteam");
    assert_eq!(removed["past"][0]["files"].as_array().unwrap().len(), 6);
    let gone = before.iter().filter(|file| !file.exists());
    let names: Vec<_> = gone
        .map(|file| {
            file.strip_prefix(office.path("handovers"))
                .unwrap()
                .to_str()
                .unwrap()
        })
        .collect();
    let expected = [
        "wijkteam/manifest.json",
        "wijkteam/persons.parquet",
        "wijkteam/tokens.parquet",
        "wijkteam/uses.parquet",
        "wijkteam.findings.csv",
        "wijkteam.preview.html",
    ];
    assert_eq!(names.len(), expected.len(), "{names:?}");
    assert!(
        expected.iter().all(|name| names.contains(name)),
        "{names:?}"
    );
    assert!(!office.path("handovers/wijkteam").exists());
    assert!(office.path("handovers/thuiszorg").exists());
    let again = office.succeeds(&["purge", "-c", "config.toml", "--yes"]);
    assert_eq!(again, "Nothing is past its retention date.\n");
}

#[test]
fn purge_removes_what_lies_at_a_cluster_past_its_day_and_nothing_else_there() {
    let office = Office::small();
    let engine = "[engine]\nkind = \"emit\"\nfolder = \"cluster\"\nlinks = true\n\n[protect]";
    office.edit("config.toml", "[protect]", engine);
    let last = "reference_date = 2026-12-31";
    let kept = format!("{last}\ndelete_after = 2999-01-01");
    office.edit("config.toml", last, &kept);
    office.hand_over();
    office.succeeds(&["run", "-c", "config.toml", "--internal"]);
    let emitted = office.release("cluster");
    let nothing = "Nothing is past its retention date.\n";
    let purge = ["purge", "-c", "config.toml", "--yes"];
    assert_eq!(office.succeeds(&purge), nothing);
    let manifest = emitted.join("manifest.json");
    let told = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, told.replace("2999-01-01", "2020-01-01")).unwrap();
    let told = fs::read_to_string(&manifest).unwrap();
    let name = emitted.file_name().unwrap().to_string_lossy();
    // A copy under another name is not what its manifest says it is, a release of a project whose name goes on is that project's, and a
    // folder of somebody else has no manifest.
    office.write("cluster/copy/manifest.json", told.as_bytes());
    let longer = name.replace("-2026-12-31-", "-2-2026-12-31-");
    let of_longer = told.replace(&*name, &longer);
    office.write(
        &format!("cluster/{longer}/manifest.json"),
        of_longer.as_bytes(),
    );
    office.write("cluster/other/households.parquet", b"of another program");
    let listed = office.succeeds(&purge[..3]);
    let line = format!("{name} at the cluster, retention date 2020-01-01: cluster/{name}");
    assert!(listed.contains(&line) && emitted.exists(), "{listed}");
    office.succeeds(&purge);
    assert!(longer != name && office.path(&format!("cluster/{longer}")).exists());
    assert!(!emitted.exists() && office.path("cluster/copy").exists());
    assert!(office.path("cluster/other/households.parquet").exists());
    assert_eq!(office.succeeds(&purge), nothing);
}

#[test]
fn purge_removes_what_a_crash_left_while_it_was_written_for_a_cluster() {
    let office = Office::small();
    let engine = "[engine]\nkind = \"emit\"\nfolder = \"cluster\"\n\n[protect]";
    office.edit("config.toml", "[protect]", engine);
    let release = |project: &str, number: u8| format!("{project}-2026-12-31-0000000{number}");
    let [left, replaced, written] = [1, 2, 3].map(|number| release("proefdorp-2026", number));
    let longer = release("proefdorp-2026-2", 4);
    let folders = [
        format!("{left}.partial"),
        format!("{replaced}.replaced.partial"),
        format!("{written}.partial"),
        format!("{longer}.partial"),
        "notes.partial".into(),
    ];
    for folder in &folders {
        office.write(&format!("cluster/{folder}/households.parquet"), b"cut off");
    }
    // Another process is still writing this one.
    let lock = fs::File::create(office.path(&format!("cluster/{written}.partial.lock"))).unwrap();
    lock.lock().unwrap();
    let purge = ["purge", "-c", "config.toml", "--yes"];
    let listed = office.succeeds(&purge[..3]);
    for (release, folder) in [(&left, &folders[0]), (&replaced, &folders[1])] {
        let line =
            format!("{release} at the cluster, left by an interrupted run: cluster/{folder}\n");
        assert!(listed.contains(&line), "{listed}");
    }
    office.succeeds(&purge);
    let stays = |folder: &String| office.path(&format!("cluster/{folder}")).exists();
    assert_eq!(
        folders.each_ref().map(stays),
        [false, false, true, true, true]
    );
    assert_eq!(
        office.succeeds(&purge),
        "Nothing is past its retention date.\n"
    );
}

#[test]
fn purge_finds_a_hand_over_in_a_folder_of_downloads_whatever_its_name() {
    let office = with_an_old_hand_over();
    for party in ["wijkteam", "thuiszorg"] {
        let from = office.path(&format!("handovers/{party}"));
        fs::create_dir_all(office.path("Downloads")).unwrap();
        fs::rename(from, office.path(&format!("Downloads/{party} (1)"))).unwrap();
    }
    let purge = [
        "purge",
        "-c",
        "config.toml",
        "--handovers",
        "Downloads",
        "--yes",
    ];
    office.succeeds(&purge);
    assert!(
        !office
            .path("Downloads/wijkteam (1)/tokens.parquet")
            .exists()
    );
    assert!(
        office
            .path("Downloads/thuiszorg (1)/tokens.parquet")
            .exists()
    );
}

#[test]
fn purge_removes_the_tokens_that_a_crash_left() {
    let office = with_an_old_hand_over();
    for name in [
        "wijkteam.partial",
        "wijkteam.replaced.partial",
        "thuiszorg.partial",
    ] {
        fs::create_dir(office.path(&format!("handovers/{name}"))).unwrap();
        office.write(&format!("handovers/{name}/persons.spill"), b"tokens");
    }
    let listed = office.succeeds(&["purge", "-c", "config.toml"]);
    assert!(listed.contains("persons.spill, 6 bytes"), "{listed}");
    office.succeeds(&["purge", "-c", "config.toml", "--yes"]);
    assert!(!office.path("handovers/wijkteam.partial").exists());
    assert!(!office.path("handovers/wijkteam.replaced.partial").exists());
    assert!(
        office
            .path("handovers/thuiszorg.partial/persons.spill")
            .exists()
    );
}

#[test]
fn purge_leaves_what_is_not_that_partys_hand_over() {
    let office = with_an_old_hand_over();
    // The agreement now points at a folder of extracts, and at the hand-over of another.
    for place in ["extracts", "handovers/thuiszorg"] {
        let text = fs::read_to_string(office.path("config.toml")).unwrap();
        let text = text.replace("\"handovers/thuiszorg\"", "\"handovers/elsewhere\"");
        office.write(
            "other.toml",
            text.replace("\"handovers/wijkteam\"", &format!("\"{place}\""))
                .as_bytes(),
        );
        let before = office.files();
        let output = office.run(&["purge", "-c", "other.toml", "--yes"]);
        assert!(output.status.success());
        let screen = String::from_utf8(output.stderr).unwrap();
        assert!(
            screen.contains("is kept") && screen.contains(place),
            "{screen}"
        );
        assert_eq!(office.files(), before);
    }
}

/// The commands refuse hand-overs that are past their day; the library makes the release that was made in time.
#[test]
fn households_of_the_ledger_are_purged_when_the_first_hand_over_must_be_gone() {
    let office = with_an_old_hand_over();
    let agreement = Agreement::read(&office.path("config.toml")).unwrap();
    let run = Run::of(&agreement);
    let made = run
        .release(&office.path("releases"), Existing::Refuse)
        .unwrap();
    let mut files = office.files().into_iter();
    let is_it = |file: &std::path::PathBuf| file.starts_with(office.path("ledger"));
    let ledger = files.find(is_it).unwrap();
    let size = || fs::metadata(&ledger).unwrap().len();
    let before = size();
    let said = format!(
        "households of {}, retention date 2020-01-01: in ",
        made.name
    );
    let listed = office.succeeds(&["purge", "-c", "config.toml"]);
    assert!(listed.contains(&said), "{listed}");
    assert_eq!(size(), before, "without --yes and a terminal nothing goes");
    office.succeeds(&["purge", "-c", "config.toml", "--yes"]);
    assert!(size() < before);
    let listed = office.succeeds(&["purge", "-c", "config.toml"]);
    assert_eq!(listed, "Nothing is past its retention date.\n");
    office.succeeds(&["run", "-c", "config.toml", "--without", "wijkteam"]);
}
