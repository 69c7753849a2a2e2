//! `pseudonymise`: a party's extract becomes its hand-over.

mod sending;
mod step;
mod taken;

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::Error;
use factlab::folder::reachable;
use factlab::identified::Summary;
use factlab::keys::{self, ProjectSecret, SigningKey};
use factlab::pseudonymous::handover::Transport;
use factlab::vocabulary::ProviderId;
use serde_json::json;

use super::check::provider_id;
use super::screen::Screen;
use super::{preview, summary};
pub(super) use step::hand_over;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement [default: config.toml in this folder]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Who you are: the provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: ProviderId,
    /// The project secret; `-` reads standard input [default: the only one beside the agreement]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The key you sign with, when the agreement lists one; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// Write the hand-over to DIR/ID [default: the `handover` of the agreement]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (config, key) = inputs(arguments)?;
    let agreement = Agreement::read(&config)?;
    let party = &arguments.provider;
    let mut settings = agreement
        .party_settings(std::slice::from_ref(party))?
        .remove(0);
    if let Some(file) = &arguments.sign {
        settings = settings.signed(SigningKey::read(file)?);
    }
    settings.transport().signing()?;
    agreement.refuse_expired_key(keys::today())?;
    let place = place(arguments, &agreement)?;
    let page = preview::beside(&place);
    preview::refuse_other_files(&page)?;
    let secret = ProjectSecret::read(&key)?;
    let id = secret.id().to_string();
    if arguments.config.is_none() || arguments.key.is_none() {
        let (config, key) = (config.display(), key.display());
        screen.note(&format!(
            "With the agreement {config} and the key {key} (id {id})"
        ));
    }
    let example = preview::example(&settings)?;
    if !arguments.yes && screen.can_ask() {
        step::confirm(&settings, party, &example, screen)?;
    }
    let summary = hand_over(&settings, &secret, &place, &screen.bars())?;
    let written = preview::write(&page, &agreement, party, Some(id), &summary, &example);
    if written.is_err() {
        // No hand-over without its page: what was just made would be sent unread.
        let _ = std::fs::remove_dir_all(&place);
    }
    written?;
    tell(
        &agreement,
        party,
        settings.transport(),
        &place,
        &summary,
        screen,
    );
    Ok(())
}

/// The agreement and the key: as named, or what can only be meant.
fn inputs(arguments: &Arguments) -> factlab::error::Result<(PathBuf, PathBuf)> {
    let config = match &arguments.config {
        Some(config) => config.clone(),
        None => taken::agreement()?,
    };
    let key = match &arguments.key {
        Some(key) => key.clone(),
        None => taken::key(&config)?,
    };
    Ok((config, key))
}

/// Where the hand-over will stand.
fn place(arguments: &Arguments, agreement: &Agreement) -> factlab::error::Result<PathBuf> {
    let party = &arguments.provider;
    let place = reachable(&match &arguments.output {
        Some(folder) => folder.join(party.as_str()),
        None => agreement.handover_place(party)?,
    });
    if place.exists() {
        let hint = "was it sent already? move it away, and run the command again";
        return Err(Error::failed(format!("{} exists already", place.display())).hint(hint));
    }
    Ok(place)
}

/// Tells what was made, where it is and to whom it goes.
fn tell(
    agreement: &Agreement,
    party: &ProviderId,
    transport: &Transport,
    place: &Path,
    summary: &Summary,
    screen: &Screen,
) {
    let to_whom = sending::what_to_send(agreement, party, transport, place);
    let text = format!(
        "{}Made {}\n{to_whom}",
        summary::in_words(party, summary),
        place.display()
    );
    let page = preview::beside(place);
    let findings = format!("{}.findings.csv", place.display());
    screen.note(&format!(
        "For yourself only, never to be sent:\n  {}, what leaves, to sign\n  {findings}, what to repair, with line numbers",
        page.display()
    ));
    let mut object = summary::as_json(party, summary);
    object["handover"] = json!(place);
    object["findings_file"] = json!(findings);
    object["preview"] = json!(page);
    object["send"] = json!(to_whom);
    screen.result(&text, &object);
}
