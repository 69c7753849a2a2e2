//! Each screen, word for word: what a user types and what then stands there. One file per screen in `tests/cli`.

#[cfg(test)]
mod office;

use std::fs;
use std::path::Path;
use std::process::Command;

use office::copy;

#[test]
fn every_screen_reads_as_written() {
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .case("tests/cli/*.trycmd");
}

#[test]
fn the_manual_says_how_a_command_ends() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factlab"));
    let made = command.args(["--language", "en", "man"]).output().unwrap();
    let manual = String::from_utf8(made.stdout).unwrap();
    let ends =
        "Exit status: 0 done · 1 failed · 2 usage · 3 refused to protect people · 130 interrupted";
    assert!(manual.contains(ends), "{manual}");
}

#[test]
fn screens_and_pages_use_the_words_of_the_glossary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["tests/cli", "docs", "."].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    for page in pages.into_iter().flatten() {
        let path = page.unwrap().path();
        let is_page =
            ["trycmd", "md", "toml"].map(|ending| path.extension() == Some(ending.as_ref()));
        // The glossary lists the words that are not used; the changelog tells what was.
        let tells_of_words = ["CONTRIBUTING.md", "CHANGELOG.md"].map(|name| path.ends_with(name));
        if !is_page.contains(&true) || tells_of_words.contains(&true) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap().to_lowercase();
        for word in [
            "left behind",
            "exists already",
            "who has ",
            " is none",
            " are none",
            "sign of nothing",
        ] {
            assert!(!text.contains(word), "{}: {word:?}", path.display());
        }
    }
}

#[test]
fn the_commands_of_the_readme_and_the_tutorials_work_on_a_small_town() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tutorials = fs::read_dir(root.join("docs/tutorials")).unwrap();
    let tutorials = tutorials.map(|entry| entry.unwrap().path());
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_factlab"))
        .args(["demo", "--households", "2000"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{told}");
    for page in tutorials.chain([root.join("README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        assert!(
            text.contains("$ factlab"),
            "{} shows commands",
            page.display()
        );
        // Beside a page `NAME.md`, trycmd takes `NAME.in` as the folder to begin with and copies it when there is a `NAME.out`.
        let place = folder.path().join(page.file_name().unwrap());
        let begin = place.with_extension("in");
        copy(
            &folder.path().join("factlab-demo"),
            &begin.join("factlab-demo"),
        );
        fs::create_dir(place.with_extension("out")).unwrap();
        fs::write(place, text).unwrap();
    }
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .case(folder.path().join("*.md"));
}
