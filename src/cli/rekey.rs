//! `rekey`: the keyholder's second stage.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::keys::{Identity, SigningKey, Stage2Key};
use factlab::pseudonymous::rekey::{Keyholder, Rekeyed, rekey};
use serde_json::json;

use super::screen::Screen;
use super::signatures::{warn_of_own, warn_of_unchecked};
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Token envelopes (tokens.age, tokens.tar), or folders that hold them
    #[arg(required = true, value_name = "HANDOVER")]
    handovers: Vec<PathBuf>,
    /// The second-stage key; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Write the second-stage tokens to DIR/ID
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Identity file that decrypts the envelopes sent to you
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Your signing key
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// The agreement: parties that agreed to sign must have signed, and the analyst must be the agreed one
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    if arguments.sign.is_some() && arguments.config.is_none() {
        // A signature of the keyholder vouches for what the parties signed.
        return Err(Error::new(
            Code::UsageInvalid,
            "without the agreement nobody knows who should have signed",
        )
        .hint(
            "add -c CONFIG, so that the signatures of the parties are checked before yours is set",
        )
        .into());
    }
    let key = Stage2Key::read(&arguments.key)?;
    let identity = arguments.identity.as_deref().map(Identity::read);
    let signing = arguments.sign.as_deref().map(SigningKey::read);
    let agreement = arguments.config.as_deref().map(Agreement::read);
    let (identity, signing) = (identity.transpose()?, signing.transpose()?);
    let expected = agreement.transpose()?.map(|agreement| agreement.expected());
    let keyholder = Keyholder {
        key: &key,
        identity: identity.as_ref(),
        signing: signing.as_ref(),
        expected: expected.as_ref(),
    };
    let bars = screen.bars();
    let written = rekey(&arguments.handovers, &arguments.output, &keyholder, &bars)?;
    drop(bars);
    let signed = written.iter().filter(|one| one.is_signed_unseen);
    warn_of_unchecked(signed.map(|one| one.party.as_str()), screen);
    let has_key = expected.is_some_and(|expected| expected.signers.keyholder.is_some());
    if signing.is_some() && !has_key {
        warn_of_own("the keyholder", screen);
    }
    let mut text = String::new();
    for one in &written {
        text.push_str(&line(one));
    }
    text.push_str(match written.first().map(|one| &one.recipient) {
        Some(Some(_)) => "Send these files to the analyst; nobody else can read them. ",
        _ => "Send these files to the analyst over a safe channel: they are NOT encrypted. ",
    });
    text.push_str("Then delete what you received.");
    screen.result(&text, &as_json(&written, &key));
    Ok(())
}

fn line(one: &Rekeyed) -> String {
    let persons = counted(one.persons, "person", "people");
    let whom = one.recipient.as_ref();
    let whom = whom.map_or_else(String::new, |recipient| format!(", for {recipient}"));
    format!("{}: {persons} in {}{whom}\n", one.party, one.file.display())
}

fn as_json(written: &[Rekeyed], key: &Stage2Key) -> serde_json::Value {
    let object = |one: &Rekeyed| {
        json!({
            "party": one.party.as_str(),
            "persons": one.persons,
            "file": shown(&one.file),
            "recipient": one.recipient.as_ref().map(ToString::to_string),
        })
    };
    let tokens: Vec<_> = written.iter().map(object).collect();
    json!({"stage": 2, "stage2_key_id": key.id().to_string(), "tokens": tokens})
}
