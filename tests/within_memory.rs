//! A run that keeps to a given amount of memory makes the same release, or says before it starts that it cannot.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;

use office::Office;

const RUN: [&str; 5] = ["run", "-c", "town/config.toml", "-o", "releases"];

/// A town of a thousand households with its hand-overs, under profile `standard`.
fn town() -> Office {
    let office = Office::with(&[]);
    let town = ["demo", "town", "--extracts-only", "--households", "1000"];
    office.succeeds(&town);
    office.edit(
        "town/config.toml",
        "profile = \"strict\" ",
        "profile = \"standard\" ",
    );
    office.make_key("town/project.key", "project");
    office.make_key("town/analyst/release.key", "release");
    let providers = fs::read_dir(office.path("town/provider")).unwrap();
    let providers = providers.map(|one| one.unwrap().file_name().into_string().unwrap());
    for party in providers.chain(["register".to_owned()]) {
        let words = [
            "pseudonymise",
            "-c",
            "town/config.toml",
            "--yes",
            "--provider",
        ];
        office.succeeds(&[&words[..], &[&party, "--key", "town/project.key"]].concat());
    }
    office
}

/// The files of the only release, and what is in them; not when it was made.
fn release(office: &Office) -> Vec<(String, Vec<u8>)> {
    let folder = office.release("releases");
    let files = office.files().into_iter();
    let files =
        files.filter(|file| file.starts_with(&folder) && !file.ends_with("certificate.json"));
    let read = files.map(|file| {
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        (name, fs::read(file).unwrap())
    });
    read.collect()
}

#[test]
fn the_release_is_the_same_within_a_given_memory() {
    let office = town();
    office.succeeds(&RUN);
    let whole = release(&office);
    assert!(whole.len() > 20);
    for threads in ["1", "8"] {
        // The series begins anew, or the numbers would stand because an earlier release printed them.
        fs::remove_dir_all(office.path("town/analyst/ledger")).unwrap();
        let words = [&RUN[..], &["--replace", "--new-series", "--memory", "1GB"]].concat();
        let mut command = office.command(&words);
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        let screen = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{screen}");
        assert!(release(&office) == whole, "{threads} threads");
    }
}

#[test]
fn too_little_memory_is_refused_before_anything_is_written() {
    let office = town();
    let within = |memory| [&RUN[..], &["--memory", memory]].concat();
    let screen = office.fails(1, &within("20MB"));
    assert!(screen.contains("error[memory-small]"), "{screen}");
    let (_, least) = screen.split_once("run with `--memory ").unwrap();
    let (least, _) = least.split_once('`').unwrap();
    assert!(fs::read_dir(office.path("releases")).is_err());
    assert!(!office.path("town/analyst/ledger").exists());
    office.succeeds(&within(least));
}

#[test]
fn what_keeps_to_no_memory_says_so() {
    let office = town();
    let within = |memory| [&RUN[..], &["--memory", memory]].concat();
    for wrong in ["2", "GB", "2.5GB", "99999999999999GB"] {
        let screen = office.fails(2, &within(wrong));
        assert!(screen.contains("such as 2GB"), "{wrong}: {screen}");
    }
    office.edit(
        "town/config.toml",
        "profile = \"standard\" ",
        "profile = \"strict\" ",
    );
    let screen = office.fails(2, &within("8GiB"));
    assert!(screen.contains("profile `strict`"), "{screen}");
    assert!(fs::read_dir(office.path("releases")).is_err());
}
