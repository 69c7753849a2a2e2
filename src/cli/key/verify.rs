//! `key verify`: what the record of a destroyed key proves.

use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::{DestroyedKey, Proof, VerifyingKey};
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::verifying_key;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// The record that `key destroy` wrote
    record: PathBuf,
    /// The verifier that `key id` showed while the key existed: 64 hexadecimal digits
    #[arg(long, value_name = "HEX", value_parser = verifying_key)]
    verifier: Option<VerifyingKey>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let record = DestroyedKey::read(&arguments.record)?;
    let proof = record.verify(arguments.verifier.as_ref())?;
    let DestroyedKey {
        kind,
        key_id,
        destroyed,
        ..
    } = &record;
    let proves = match proof {
        Proof::HeldTheKey => {
            "Proven: whoever wrote the record held the key, and it has not been changed since."
        }
        Proof::Unchanged => {
            "Proven: the record has not been changed. Not proven: who wrote it.\n\
             Add --verifier, as `key id` showed it while the key existed, to prove that too."
        }
    };
    let text = format!(
        "The record says that the {kind} key {key_id} was destroyed on {destroyed}.\n{proves}\n\
         No record can prove that no copy is left, or that the date is right."
    );
    let object = json!({
        "kind": kind, "key_id": key_id, "destroyed": destroyed, "unchanged": true,
        "held_the_key": proof == Proof::HeldTheKey,
    });
    screen.result(&text, &object);
    Ok(())
}
