//! `rekey`: the keyholder's second stage.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::{Identity, SigningKey, Stage2Key};
use factlab::pseudonymous::rekey::{Keyholder, rekey};
use serde_json::json;

use super::language;
use super::screen::Screen;
use super::signatures::{warn_of_own, warn_of_unchecked};
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Token envelopes, or folders that hold them, such as that of your downloads; the names do not matter
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
    let identity = arguments.identity.as_deref().map(Identity::read);
    let signing = arguments.sign.as_deref().map(SigningKey::read);
    let agreement = arguments.config.as_deref().map(language::agreement);
    let (identity, signing) = (identity.transpose()?, signing.transpose()?);
    let expected = agreement.transpose()?.map(|agreement| agreement.expected());
    let keyholder = Keyholder {
        key: &Stage2Key::read(&arguments.key)?,
        identity: identity.as_ref(),
        signing: signing.as_ref(),
        expected: expected.as_ref(),
    };
    let (handovers, output) = (&arguments.handovers, &arguments.output);
    let written = rekey(handovers, output, &keyholder, &screen.bars())?;
    let signed = written.iter().filter(|one| one.is_signed_unseen);
    warn_of_unchecked(signed.map(|one| one.party.as_str()), screen);
    let agreed = keyholder.expected;
    if signing.is_some() && agreed.is_none_or(|one| one.signers.keyholder.is_none()) {
        warn_of_own("the keyholder", screen);
    }
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for one in &written {
        let (party, file) = (&one.party, shown(&one.file));
        let persons = counted(one.persons, "person", "people");
        let whom = one.recipient.as_ref().map(ToString::to_string);
        let end = whom.iter().map(|whom| format!(", for {whom}"));
        let end: String = end.collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{party}: {persons} in {file}{end}");
        tokens
            .push(json!({"party": party, "persons": one.persons, "file": file, "recipient": whom}));
    }
    text.push_str(match written.first().map(|one| &one.recipient) {
        Some(Some(_)) => "Send these files to the analyst; nobody else can read them. Then delete what you received.",
        _ => "Send these files to the analyst over a safe channel: they are NOT encrypted. Then delete what you received.",
    });
    let object = json!({"stage": 2, "stage2_key_id": keyholder.key.id(), "tokens": tokens});
    screen.result(&text, &object);
    Ok(())
}
