//! `pseudonymise`: a party's extract becomes its hand-over.

mod sending;
mod step;
mod taken;

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::{Agreement, PartySettings};
use factlab::error::{Code, Error};
use factlab::files::reachable;
use factlab::identified::{Summary, TokenMethod};
use factlab::keys::{self, ProjectSecret, SigningKey, TokenSource};
use factlab::pseudonymous::handover::Transport;
use factlab::vocabulary::ProviderId;
use serde_json::json;

use super::screen::Screen;
use super::signatures::warn_of_own;
use super::words::{provider_id, shown};
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
    #[command(flatten)]
    delivery: Delivery,
}

/// How a hand-over is made, wherever its tokens come from.
#[derive(clap::Args)]
pub(super) struct Delivery {
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
    if agreement.token_method() == TokenMethod::Oprf {
        return Err(Error::new(
            Code::TokenMethod,
            "the agreement has tokens made without a shared secret",
        )
        .hint("take the steps `factlab oprf blind`, `evaluate` and `finalise`")
        .into());
    }
    agreement.refuse_expired_key(keys::today())?;
    let making = Making::begin(&agreement, &arguments.provider, &arguments.delivery)?;
    let secret = ProjectSecret::read(&key)?;
    if arguments.config.is_none() || arguments.key.is_none() {
        let (config, key, id) = (config.display(), key.display(), secret.id());
        screen.note(&format!(
            "With the agreement {config} and the key {key} (id {id})"
        ));
    }
    making.make((&secret).into(), screen)
}

/// A hand-over that can be made: the party's settings are whole and its place is free.
pub(super) struct Making<'a> {
    agreement: &'a Agreement,
    party: &'a ProviderId,
    settings: PartySettings,
    place: PathBuf,
    page: PathBuf,
    is_agreed: bool,
}

impl<'a> Making<'a> {
    /// Settles all that can be before the extract is read.
    pub(super) fn begin(
        agreement: &'a Agreement,
        party: &'a ProviderId,
        delivery: &Delivery,
    ) -> factlab::error::Result<Self> {
        let signing = delivery.sign.as_deref().map(SigningKey::read).transpose()?;
        let mut settings = agreement
            .party_settings(std::slice::from_ref(party))?
            .remove(0);
        if let Some(key) = signing {
            settings = settings.signed(key);
        }
        settings.transport().signing()?;
        agreement.refuse_past_day_of(party, keys::today())?;
        let place = place(agreement, party, delivery.output.as_deref())?;
        let page = preview::beside(&place);
        preview::refuse_other_files(&page)?;
        Ok(Self {
            agreement,
            party,
            settings,
            place,
            page,
            is_agreed: delivery.yes,
        })
    }

    /// Shows, asks on a terminal, makes the hand-over and its page, and tells where to send it.
    pub(super) fn make(&self, source: TokenSource<'_>, screen: &Screen) -> Result<()> {
        let (agreement, party, settings) = (self.agreement, self.party, &self.settings);
        let example = preview::example(settings)?;
        if !self.is_agreed && screen.can_ask() {
            step::confirm(agreement, settings, party, &example, screen)?;
        }
        let summary = hand_over(settings, source, &self.place, &screen.bars())?;
        let id = source.key_id().map(|id| id.to_string());
        let written = preview::write(&self.page, agreement, party, id, &summary, &example);
        if written.is_err() {
            // No hand-over without its page: what was just made would be sent unread.
            let _ = std::fs::remove_dir_all(&self.place);
        }
        written?;
        let transport = settings.transport();
        tell(agreement, party, transport, &self.place, &summary, screen);
        Ok(())
    }
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
fn place(
    agreement: &Agreement,
    party: &ProviderId,
    output: Option<&Path>,
) -> factlab::error::Result<PathBuf> {
    let place = reachable(&match output {
        Some(folder) => folder.join(party.as_str()),
        None => agreement.handover_place(party)?,
    });
    if place.exists() {
        let hint = "was it sent already? move it away, and run the command again";
        return Err(Error::new(
            Code::OutputExists,
            format!("{} exists already", place.display()),
        )
        .hint(hint));
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
    if transport.signs_for_nobody() {
        warn_of_own(party.as_str(), screen);
    }
    let page = preview::beside(place);
    let findings = format!("{}.findings.csv", place.display());
    screen.note(&format!(
        "For yourself only, never to be sent:\n  {}, what leaves, to sign\n  {findings}, what to repair, with line numbers",
        page.display()
    ));
    let mut object = summary::as_json(party, summary);
    object["handover"] = json!(shown(place));
    object["findings_file"] = json!(findings);
    object["preview"] = json!(shown(&page));
    object["send"] = json!(to_whom);
    screen.result(&text, &object);
}
