//! `report`: rebuilds the report of a release, from the release alone. The release itself is not changed.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::{Asked, redraw};
use factlab::vocabulary::Language;
use serde_json::json;

use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of a release
    release: PathBuf,
    /// Language of the page: nl or en [default: that of the agreement]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
    /// Only the profile of this wijk, such as WK047911: one page of paper
    #[arg(long, value_name = "CODE")]
    wijk: Option<String>,
    /// A form for signals instead: one page, to fill in by those who work there
    #[arg(long, conflicts_with = "wijk")]
    form: bool,
    /// Write the page to FILE [default: beside the release]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let asked = Asked {
        language: arguments.language,
        wijk: arguments.wijk.as_deref(),
        is_form: arguments.form,
        file: arguments.output.as_deref(),
    };
    let page = redraw(&arguments.release, asked)?;
    let text = if page.is_unchanged {
        "Unchanged:"
    } else {
        "Wrote"
    };
    screen.result(
        &format!("{text} {}", page.file.display()),
        &json!({"file": shown(&page.file)}),
    );
    Ok(())
}

fn language(word: &str) -> Result<Language, String> {
    Language::from_word(word).ok_or_else(|| "it may be nl or en".into())
}
