//! `check`: which rows would be rejected, and why. Writes only the files asked for.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::{PreviewPage, defaults};
use factlab::vocabulary::ProviderId;
use serde_json::{Value, json};

use super::findings::Findings;
use super::language;
use super::screen::Screen;
use super::summary;
use super::words::provider_id;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Only this party: a provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: Option<ProviderId>,
    /// Write all findings to this CSV file: file, line, column, rule
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    /// Write a page that shows what would be handed over, to read and sign; needs --provider
    #[arg(long, value_name = "FILE", requires = "provider")]
    preview: Option<PathBuf>,
    /// With --json: also list service codes that are not in the agreement
    #[arg(long)]
    codes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = language::agreement(&arguments.config)?;
    defaults::refuse_other_key(&agreement)?;
    let parties = arguments
        .provider
        .clone()
        .map_or_else(|| agreement.parties(), |one| vec![one]);
    let settings = agreement.party_settings(&parties)?;
    let page = arguments.preview.clone().map(PreviewPage::at).transpose()?;
    let mut findings = Findings::begin(screen, arguments.findings.as_deref())?;
    let mut text = String::new();
    let mut objects: Vec<Value> = Vec::new();
    for (party, settings) in parties.iter().zip(&settings) {
        let summary = findings.check(settings)?;
        text.push_str(&summary::in_words(party, &summary));
        text.push_str(&summary::verdict(settings, &summary));
        if let Some(page) = &page {
            page.write(&agreement, party, None, &summary, &settings.example()?)?;
        }
        let mut object = summary::as_json(party, &summary);
        if arguments.codes {
            object["unknown_codes"] = summary::codes_as_json(&summary);
        }
        objects.push(object);
    }
    findings.end()?;
    screen.result(&text, &json!({"parties": objects}));
    Ok(())
}
