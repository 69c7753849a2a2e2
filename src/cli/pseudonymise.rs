//! `pseudonymise`: a party's extract becomes its hand-over.

use std::path::PathBuf;

use anyhow::Result;
use factlab::identified::TokenMethod;
use factlab::keys::ProjectSecret;
use factlab::run::defaults;
use factlab::vocabulary::ProviderId;

use super::handing_over::Delivery;
use super::language;
use super::screen::Screen;
use super::words::provider_id;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement [default: config.toml in this folder]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Your own id: a provider's id, or `register`
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    provider: ProviderId,
    /// The project secret; `-` reads standard input [default: the only one in the agreement's folder]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    delivery: Delivery,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let config = arguments
        .config
        .clone()
        .map_or_else(defaults::agreement, Ok)?;
    let key = arguments
        .key
        .clone()
        .map_or_else(|| defaults::key(&config), Ok)?;
    let agreement = language::agreement(&config)?;
    let (party, delivery) = (&arguments.provider, &arguments.delivery);
    let handing_over = delivery.begin(&agreement, party, TokenMethod::Hmac)?;
    let secret = ProjectSecret::read(&key)?;
    if arguments.config.is_none() || arguments.key.is_none() {
        let (config, key, id) = (config.display(), key.display(), secret.id());
        screen.note(&format!(
            "Using the agreement {config} and the key {key} (id {id})"
        ));
    }
    delivery.make(&handing_over, (&secret).into(), screen)
}
