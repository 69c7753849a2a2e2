//! `inspect`: what an extract holds, and the lines for the agreement. The output is valid TOML.

mod report;

use std::path::PathBuf;

use anyhow::Result;
use factlab::identified::{Surroundings, inspect_extracts};
use factlab::run::defaults;
use serde_json::json;

use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files or folders; files of one format with the same columns form one extract
    #[arg(value_name = "EXTRACT", required = true)]
    extracts: Vec<PathBuf>,
    /// An agreement, to propose its services
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Sheet of the workbook [default: show every sheet with rows, propose the most likely one]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// With --json: also show column names and codes that could be those of a person
    #[arg(long)]
    names: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let surroundings = Surroundings {
        sheet: arguments.sheet.clone(),
        shows_names: arguments.names || !screen.is_json(),
        ..defaults::surroundings(arguments.config.as_deref())?
    };
    let inspections = inspect_extracts(&arguments.extracts, &surroundings, &screen.bars())?;
    let texts: Vec<String> = inspections.iter().map(report::in_words).collect();
    let objects: Vec<_> = inspections.iter().map(report::as_json).collect();
    screen.result(&texts.join("\n"), &json!({"extracts": objects}));
    Ok(())
}
