//! `pseudonymise`: a party's extract becomes its hand-over.

mod step;

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::Error;
use factlab::keys::{self, ProjectSecret};
use factlab::vocabulary::ProviderId;
use serde_json::json;

use super::check::provider_id;
use super::screen::Screen;
use super::summary;
pub(super) use step::hand_over;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Who you are: the provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: ProviderId,
    /// The project secret; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Write the hand-over to DIR/ID [default: the `handover` of the agreement]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = Agreement::read(&arguments.config)?;
    let party = &arguments.provider;
    let settings = agreement
        .party_settings(std::slice::from_ref(party))?
        .remove(0);
    let place = match &arguments.output {
        Some(folder) => folder.join(party.as_str()),
        None => agreement.handover_place(party)?,
    };
    if place.exists() {
        let hint = "was it sent already? move it away, and run the command again";
        return Err(Error::failed(format!("{} exists already", place.display()))
            .hint(hint)
            .into());
    }
    agreement.refuse_expired_key(keys::today())?;
    let secret = ProjectSecret::read(&arguments.key)?;
    if !arguments.yes && screen.can_ask() {
        step::confirm(&settings, party, screen)?;
    }
    let summary = hand_over(&settings, &secret, &place, &screen.bars())?;
    let text = format!(
        "{}Hand over {}, the whole folder.",
        summary::in_words(party, &summary),
        place.display()
    );
    let findings = format!("{}.findings.csv", place.display());
    screen.note(&format!(
        "Findings, with line numbers, for yourself only: {findings}"
    ));
    let mut object = summary::as_json(party, &summary);
    object["handover"] = json!(place);
    object["findings_file"] = json!(findings);
    screen.result(&text, &object);
    Ok(())
}
