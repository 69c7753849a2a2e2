//! Each screen, word for word: what a user types and what then stands there. One file per screen in `tests/cli`.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn every_screen_reads_as_written() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd");
}

#[test]
fn the_commands_of_the_readme_work_on_a_small_town() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.contains("$ factlab"), "the README shows commands");
    // Beside a page `NAME.md`, trycmd takes `NAME.in` as the folder to begin with and copies it when there is a `NAME.out`.
    let folder = tempfile::tempdir().unwrap();
    let begin = folder.path().join("README.in");
    fs::create_dir(&begin).unwrap();
    fs::create_dir(folder.path().join("README.out")).unwrap();
    fs::write(folder.path().join("README.md"), readme).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_factlab"))
        .args(["demo", "--households", "2000"])
        .current_dir(&begin)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    trycmd::TestCases::new().case(folder.path().join("README.md"));
}
