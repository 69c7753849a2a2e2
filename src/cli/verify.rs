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
    let verdicts = arguments
        .releases
        .iter()
        .map(|folder| verify_release(folder));
    let verdicts: Vec<Verdict> = verdicts.collect::<factlab::error::Result<_>>()?;
    let text: String = verdicts.iter().map(in_words).collect();
    let objects: Vec<Value> = verdicts.iter().map(object).collect();
    let object = json!({"releases": objects});
    let failing = verdicts.iter().filter(|one| !one.problems.is_empty());
    let failing = failing.count();
    if failing == 0 {
        screen.result(&text, &object);
        return Ok(());
    }
    let message = match verdicts.len() {
        1 => "verification failed".into(),
        all if failing == 1 => format!("1 of {all} releases failed verification"),
        all => format!("{failing} of {all} releases failed verification"),
    };
    let hint = "do not publish; ask for the release again and compare its certificate";
    screen.result_of_failure(&text, object);
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
        0 => format!("{release}:{inside} verified\n  {checked}\n"),
        many => format!(
            "{release}:{inside} FAILED: {}\n  {checked}\n",
            counted(many, "problem", "problems")
        ),
    };
    for problem in &verdict.problems {
        let _ = writeln!(text, "  {problem}");
    }
    text
}

fn object(verdict: &Verdict) -> Value {
    json!({
        "release": verdict.release,
        "internal": verdict.is_internal,
        "holds": verdict.problems.is_empty(),
        "files": verdict.files,
        "numbers": verdict.numbers,
        "derived": verdict.derived,
        "problems": verdict.problems,
    })
}
