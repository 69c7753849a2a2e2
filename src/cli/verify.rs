//! `verify`: checks releases from their files alone.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::keys::VerifyingKey;
use factlab::verify::{Verdict, verify_among};
use serde_json::{Value, json};

use super::language;
use super::screen::Screen;
use super::verdicts;
use super::words::verifying_key;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folders of releases; those of one series are compared with each other
    #[arg(required = true, value_name = "RELEASE")]
    releases: Vec<PathBuf>,
    /// Require this agreement, and the signature of the analyst's key in it
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Require the signature of this key: the public half, 64 hexadecimal digits
    #[arg(long, value_name = "KEY", value_parser = verifying_key)]
    signed_by: Option<VerifyingKey>,
}

impl Arguments {
    fn verdict(&self, folder: &Path, agreement: Option<&Agreement>) -> Result<Verdict> {
        let mut verdict = verify_among(folder, &self.releases)?;
        if let Some(agreement) = agreement {
            verdict.hold_against_agreement(agreement.digest());
            verdict.hold_against_key(agreement.release_signer()?);
        }
        if let Some(key) = &self.signed_by {
            verdict.hold_against_key(key);
        }
        Ok(verdict)
    }
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = arguments.config.as_deref().map(language::agreement);
    let agreement = agreement.transpose()?;
    let is_agreed = agreement.is_some() || arguments.signed_by.is_some();
    let folders = arguments.releases.iter();
    let verdicts = folders.map(|folder| arguments.verdict(folder, agreement.as_ref()));
    let verdicts: Vec<Verdict> = verdicts.collect::<Result<_>>()?;
    let words = verdicts
        .iter()
        .map(|one| verdicts::in_words(one, is_agreed));
    let (text, objects): (String, Vec<Value>) = (
        words.collect(),
        verdicts.iter().map(verdicts::as_json).collect(),
    );
    let object = json!({"releases": objects});
    let failing = verdicts.iter().filter(|one| !one.problems.is_empty());
    let failing = failing.count();
    if failing == 0 {
        screen.result(&text, &object);
        return Ok(());
    }
    let message = match verdicts.len() {
        1 => "verification failed".into(),
        all if failing == 1 => format!("1 of {all} releases failed verification"),
        all => format!("{failing} of {all} releases failed verification"),
    };
    let hint = "do not publish; ask for the release again and compare its certificate";
    screen.result_of_failure(&text, object);
    Err(Error::new(Code::ReleaseInvalid, message).hint(hint).into())
}
