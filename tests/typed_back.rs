//! What is typed back, or held against a digest, is the same whatever the screen speaks.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::Command;

use factlab::vocabulary::FileDigest;
use sha2::{Digest, Sha256};
use toml_edit::DocumentMut;

fn in_language(language: &str, words: &[&str], folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli")
        .join(folder);
    let mut command = Command::new(env!("CARGO_BIN_EXE_factlab"));
    let command = command
        .args(["--language", language])
        .args(words)
        .current_dir(folder);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Keys and values, sure and open ones, without a word of comment.
fn settings(block: &str) -> Vec<String> {
    let bare = block.lines().map(|line| line.trim_start_matches("# "));
    let parsed = bare.filter_map(|line| line.parse::<DocumentMut>().ok());
    let leaves = parsed.flat_map(|document| {
        let leaf = |(key, item): (&str, &toml_edit::Item)| format!("{key} = {:?}", item.as_str());
        document.iter().map(leaf).collect::<Vec<_>>()
    });
    leaves.collect()
}

#[test]
fn the_lines_that_inspect_proposes_have_the_same_settings() {
    for extract in ["welzijn.csv", "vast.txt"] {
        let [dutch, english] = ["nl", "en"]
            .map(|language| in_language(language, &["inspect", extract], "inspect_asks.in"));
        assert!(settings(&english).len() > 10, "{english}");
        assert_eq!(settings(&dutch), settings(&english));
        assert!(
            dutch.contains("# de organisatie; uit de naam van het bestand"),
            "{dutch}"
        );
    }
}

#[test]
fn the_canonical_form_gives_the_digest() {
    for language in ["nl", "en"] {
        let said = |more: &[&str]| {
            in_language(
                language,
                &[&["agreement"], more].concat(),
                "check_findings.in",
            )
        };
        let form = said(&["--canonical"]);
        let digest = FileDigest::new(Sha256::digest(form.as_bytes()).into());
        assert!(said(&[]).ends_with(&format!(" {digest}\n")), "{form}");
    }
}

#[test]
fn a_schedule_has_the_same_commands() {
    let commands = |language| {
        let text = in_language(language, &["schedule", "-c", "config.toml"], "schedule.in");
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("# ") && !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(commands("nl"), commands("en"));
}
