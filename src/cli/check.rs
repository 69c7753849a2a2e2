//! `check`: what of an extract would be left behind, and why; writes nothing but the files asked for.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::{Agreement, PartySettings};
use factlab::identified::{Summary, check_extract, check_register};
use factlab::vocabulary::{Progress, ProviderId};
use serde_json::{Value, json};

use super::findings::Findings;
use super::screen::Screen;
use super::words::provider_id;
use super::{preview, summary};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// One party only: a provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: Option<ProviderId>,
    /// Write every finding to this CSV: file, line, column, rule
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    /// Write what would leave to this page, to read and sign; with --provider
    #[arg(long, value_name = "FILE", requires = "provider")]
    preview: Option<PathBuf>,
    /// With --json, also the codes of services that the agreement lacks
    #[arg(long)]
    codes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = Agreement::read(&arguments.config)?;
    let parties = arguments
        .provider
        .clone()
        .map_or_else(|| agreement.parties(), |one| vec![one]);
    let settings = agreement.party_settings(&parties)?;
    if let Some(page) = &arguments.preview {
        preview::refuse_other_files(page)?;
    }
    let mut findings = Findings::begin(screen, arguments.findings.as_deref())?;
    let mut text = String::new();
    let mut objects: Vec<Value> = Vec::new();
    for (party, settings) in parties.iter().zip(&settings) {
        let bars = screen.bars();
        let summary = check(settings, &mut findings, &bars)?;
        text.push_str(&summary::in_words(party, &summary));
        text.push_str(&refusal(settings, &summary));
        if let Some(page) = &arguments.preview {
            let example = preview::example(settings)?;
            preview::write(page, &agreement, party, None, &summary, &example)?;
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

/// Says when the hand-over would be refused.
pub(super) fn refusal(settings: &PartySettings, summary: &Summary) -> String {
    match settings {
        PartySettings::Provider(one) if summary.share_left_behind() > one.max_left_behind => {
            let most = 100.0 * one.max_left_behind;
            format!(
                "  more than the agreed {most:.1} % is left behind: `pseudonymise` will refuse this extract\n"
            )
        }
        _ => String::new(),
    }
}

/// One party's pass.
pub(super) fn check(
    settings: &PartySettings,
    findings: &mut Findings<'_>,
    progress: &dyn Progress,
) -> factlab::error::Result<Summary> {
    let columns = match settings {
        PartySettings::Register(settings) => &settings.extract.columns,
        PartySettings::Provider(settings) => &settings.extract.columns,
    };
    let mut found = |finding: &_| findings.add(finding, columns);
    let summary = match settings {
        PartySettings::Register(settings) => check_register(settings, &mut found, progress),
        PartySettings::Provider(settings) => check_extract(settings, &mut found, progress),
    }?;
    findings.end_party(&summary, columns)?;
    Ok(summary)
}
