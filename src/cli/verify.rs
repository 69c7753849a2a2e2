//! `verify`: checks releases from their files alone.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::error::{Code, Error};
use factlab::verify::{Verdict, verify_release};
use serde_json::{Value, json};

use super::screen::Screen;
use super::words::counted;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folders of releases
    #[arg(required = true, value_name = "RELEASE")]
    releases: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let verdicts: Vec<Verdict> = arguments
        .releases
        .iter()
        .map(|release| verify_release(release))
        .collect::<factlab::error::Result<_>>()?;
    let text: String = verdicts.iter().map(in_words).collect();
    let failing = verdicts
        .iter()
        .filter(|verdict| !verdict.problems.is_empty())
        .count();
    if failing == 0 {
        screen.result(&text, &json!({"releases": objects(&verdicts)}));
        return Ok(());
    }
    let message = match verdicts.len() {
        1 => "the release does not hold".into(),
        all if failing == 1 => format!("of {all} releases 1 does not hold"),
        all => format!("of {all} releases {failing} do not hold"),
    };
    let hint = "do not publish; ask for the release again and compare its certificate";
    screen.result_of_failure(&text, json!({"releases": objects(&verdicts)}));
    Err(Error::new(Code::ReleaseInvalid, message).hint(hint).into())
}

fn in_words(verdict: &Verdict) -> String {
    let inside = if verdict.is_internal { " INTERNAL" } else { "" };
    let checked = format!(
        "{} and {} checked, {} recalculated",
        counted(verdict.files as u64, "file", "files"),
        counted(verdict.numbers as u64, "count", "counts"),
        counted(verdict.derived as u64, "derived number", "derived numbers")
    );
    let release = &verdict.release;
    let mut text = match verdict.problems.len() as u64 {
        0 => format!("{release}:{inside} verified ({checked})\n"),
        many => format!(
            "{release}:{inside} FAILED: {} ({checked})\n",
            counted(many, "problem", "problems")
        ),
    };
    for problem in &verdict.problems {
        let _ = writeln!(text, "  {problem}");
    }
    text
}

fn objects(verdicts: &[Verdict]) -> Vec<Value> {
    let object = |verdict: &Verdict| {
        json!({
            "release": verdict.release,
            "internal": verdict.is_internal,
            "holds": verdict.problems.is_empty(),
            "files": verdict.files,
            "numbers": verdict.numbers,
            "derived": verdict.derived,
            "problems": verdict.problems,
        })
    };
    verdicts.iter().map(object).collect()
}
