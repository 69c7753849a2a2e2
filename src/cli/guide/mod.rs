//! `factlab` without a word: says what this folder has and what can be done next, and does it after a yes.

mod extract;
mod party;

use std::path::Path;

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::keys::KeyKind;
use factlab::run::InFolder;

use super::language;
use super::screen::Screen;
use super::words::counted;

/// Takes whoever started factlab in this folder to what comes next.
pub(super) fn begin(screen: &Screen) -> Result<()> {
    let done = guide(screen);
    // A console that a double click opened goes with its last line.
    if cfg!(windows) {
        if let Err(error) = &done {
            screen.shows(error);
        }
        screen.answer("Press Enter to close this window.");
        if done.is_err() {
            return Ok(());
        }
    }
    done
}

fn guide(screen: &Screen) -> Result<()> {
    let here = InFolder::look(Path::new("."))?;
    let Some(file) = &here.agreement else {
        screen.note(
            "This folder has no agreement (config.toml), so there is nothing to do here yet.\n\
             Put the agreement, the project secret and your extract in one folder, and start factlab there.\n\
             To see how it works first: `factlab demo`. All commands: `factlab --help`.",
        );
        return Ok(());
    };
    let agreement = language::agreement(file)?;
    welcome(&agreement, screen);
    let has = |kind| !here.keys_of(kind).is_empty();
    if has(KeyKind::Stage2) {
        screen.note(
            "The second-stage key is here: you are the keyholder. What the parties sent you goes through your key with:\n  \
             factlab rekey -c config.toml --key stage2.key --identity identity.txt -o second FOLDER",
        );
        return Ok(());
    }
    if has(KeyKind::Release) {
        screen.note(
            "The release key is here: you are the analyst. Who has delivered, and then the release:\n  \
             factlab status -c config.toml --identity identity.txt\n  \
             factlab run -c config.toml --identity identity.txt",
        );
        return Ok(());
    }
    party::hand_over(&here, file, agreement, screen)
}

fn welcome(agreement: &Agreement, screen: &Screen) {
    let (from, to) = agreement.period();
    let providers = agreement
        .parties()
        .iter()
        .filter(|party| !party.is_register())
        .count();
    screen.note(&format!(
        "This folder has the agreement of project {}: {}, from {from} to {to}.",
        agreement.project(),
        counted(providers as u64, "organisation", "organisations")
    ));
}
