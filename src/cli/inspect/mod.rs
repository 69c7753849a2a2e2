//! `inspect`: what an extract holds, and the lines for the agreement. The output is valid TOML.

mod report;

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::identified::{Surroundings, inspect_extracts};
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
        ..surroundings(arguments.config.as_deref())?
    };
    let inspections = inspect_extracts(&arguments.extracts, &surroundings, &screen.bars())?;
    let texts: Vec<String> = inspections.iter().map(report::in_words).collect();
    let objects: Vec<_> = inspections.iter().map(report::as_json).collect();
    screen.result(&texts.join("\n"), &json!({"extracts": objects}));
    Ok(())
}

/// What the agreement has already; without one, paths start at the current folder.
fn surroundings(config: Option<&Path>) -> Result<Surroundings> {
    let Some(config) = config else {
        return Ok(Surroundings {
            folder: PathBuf::from("."),
            ..Surroundings::default()
        });
    };
    let agreement = Agreement::read(config)?;
    let parent = config.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    Ok(Surroundings {
        services: agreement.services().to_vec(),
        parties: agreement.parties(),
        folder: folder.to_owned(),
        ..Surroundings::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_in_the_current_folder_stands_there() {
        // The example agreement stands where tests run.
        let found = surroundings(Some(Path::new("config.toml"))).unwrap();
        assert_eq!(found.folder, Path::new("."));
    }
}
