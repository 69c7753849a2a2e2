//! The guides in docs/gids tell people to do what the program does.

#![expect(
    clippy::unwrap_used,
    reason = "a guide that cannot be read is a failed test"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use factlab::error::Code;

/// Each guide: its file and its text.
fn guides() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gids");
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let guides = files.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    guides
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn every_command_in_a_guide_is_one_that_the_program_knows() {
    for (guide, text) in guides() {
        let code = text.split('`').skip(1).step_by(2);
        let fenced = text.lines().map(str::trim);
        let commands = code
            .chain(fenced)
            .filter_map(|it| it.strip_prefix("factlab "));
        for command in commands {
            let asked = Command::new(env!("CARGO_BIN_EXE_factlab"))
                .args(command.replace("CODE", "code").split_whitespace())
                .arg("--help")
                .output()
                .unwrap();
            // A word that is unknown comes before the help.
            let told = String::from_utf8_lossy(&asked.stderr);
            assert!(
                asked.status.success(),
                "{}: {command}: {told}",
                guide.display()
            );
        }
    }
}

#[test]
fn every_error_in_a_guide_is_one_that_the_program_gives() {
    for (guide, text) in guides() {
        let cells = text.lines().filter_map(|line| line.strip_prefix("| `"));
        for cell in cells.filter_map(|line| line.split(" |").next()) {
            for word in cell.trim_end_matches('`').split("`, `") {
                let is_known = Code::ALL.iter().any(|code| code.word() == word);
                assert!(is_known, "{}: {word}", guide.display());
            }
        }
    }
}
