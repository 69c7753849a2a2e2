//! `compare`: two releases side by side, in a folder of their own.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::compare;
use serde_json::json;

use super::joined::joined;
use super::screen::Screen;
use super::words::{counted, difference, grouped, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of the earlier release, or of the other one
    #[arg(value_name = "RELEASE")]
    first: PathBuf,
    /// Folder of the release that you look at
    #[arg(value_name = "RELEASE")]
    second: PathBuf,
    /// Write the folder of the comparison into DIR [default: beside the second release]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let output = arguments.output.as_deref();
    let compared = compare(&arguments.first, &arguments.second, output)?;
    let numbers = compared.comparison.counted().map(|number| number as u64);
    let [more, less, same, hidden, other] = numbers;
    let definitions = &compared.comparison.definitions;
    let otherwise: Vec<&str> = definitions.iter().map(|one| one.what).collect();
    let mut lines = vec![
        format!("{} beside {}", compared.releases[1], compared.releases[0]),
        format!(
            "Compared: {}; {} more, {} less, {} within rounding and chance.",
            counted(more + less + same, "number", "numbers"),
            grouped(more),
            grouped(less),
            grouped(same)
        ),
        format!(
            "Not compared: {} hidden in one of them or in both, {} that count something else.",
            grouped(hidden),
            grouped(other)
        ),
    ];
    if !otherwise.is_empty() {
        let words: Vec<&str> = otherwise.iter().copied().map(difference).collect();
        lines.push(format!("They differ in: {}.", words.join(", ")));
    }
    lines.extend(joined(&compared.comparison));
    if compared.comparison.is_internal {
        let stamp = "INTERNAL: these counts are exact. They must not leave the organisation.";
        lines.push(stamp.into());
    }
    lines.push(format!("Comparison: {}", compared.folder.display()));
    let object = json!({
        "first": compared.releases[0],
        "second": compared.releases[1],
        "folder": shown(&compared.folder),
        "internal": compared.comparison.is_internal,
        "more": more,
        "less": less,
        "same": same,
        "hidden": hidden,
        "not_comparable": other,
        "differ_in": otherwise,
        "joined": compared.comparison.joining.first().map(|one| &one.organisation),
    });
    screen.result(&lines.join("\n"), &object);
    Ok(())
}
