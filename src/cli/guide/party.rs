//! A party's way through: who it is, its extract, what leaves, the hand-over, to whom, and what to remove.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::identified::{Summary, TokenMethod};
use factlab::keys::{Identity, KeyKind, ProjectSecret, SigningKey, receive};
use factlab::run::{HandingOver, InFolder, PreviewPage};
use factlab::vocabulary::ProviderId;

use super::extract;
use crate::cli::findings::Findings;
use crate::cli::language::{as_is, said};
use crate::cli::screen::Screen;
use crate::cli::sending::what_to_send;
use crate::cli::summary;

pub(super) fn hand_over(
    here: &InFolder,
    file: &Path,
    agreement: Agreement,
    screen: &Screen,
) -> Result<()> {
    let Some(key) = secret(here, screen)? else {
        return Ok(());
    };
    let Some(party) = who(&agreement, screen) else {
        return Ok(());
    };
    let one = std::slice::from_ref(&party);
    let agreement = if agreement.party_settings(one).is_ok() {
        agreement
    } else {
        match extract::filled_in(here, file, (&agreement, &party), screen)? {
            Some(agreement) => agreement,
            None => return Ok(()),
        }
    };
    let secret = ProjectSecret::read(&key)?;
    let signing = here
        .keys_of(KeyKind::Signing)
        .first()
        .map(|key| SigningKey::read(key));
    let begun = HandingOver::begin(
        &agreement,
        &party,
        TokenMethod::Hmac,
        signing.transpose()?,
        None,
    )?;
    let Some(summary) = checked(&begun, screen)? else {
        return Ok(());
    };
    let leaves = summary::what_leaves(&summary, &begun.example, agreement.token_method());
    screen.note(&format!("\n{leaves}"));
    if !screen.agrees("Make this hand-over?") {
        screen.note("Nothing was made.");
        return Ok(());
    }
    begun.make((&secret).into(), &screen.bars())?;
    let to_whom = what_to_send(&agreement, &party, begun.settings.transport(), &begun.path);
    screen.note(&format!("\n{to_whom}"));
    if screen.agrees("Have you sent all of this?") {
        remove(&begun, screen)?;
    } else {
        screen.note(&format!(
            "It stays in {} until you have sent it.",
            begun.path.display()
        ));
    }
    screen.note(&format!(
        "Now remove what you no longer need: the copy of your extract in this folder, and, when the municipality says that it has all it needs, the secret: `factlab key destroy {}`",
        key.display()
    ));
    Ok(())
}

/// The only project secret of the folder.
fn secret(here: &InFolder, screen: &Screen) -> Result<Option<PathBuf>> {
    match here.keys_of(KeyKind::Project).as_slice() {
        [one] => {
            screen.note(&format!("The project secret is here: {}.", one.display()));
            Ok(Some(one.to_path_buf()))
        }
        [] => unwrapped(here, screen),
        many => {
            let list: Vec<String> = many.iter().map(|key| key.display().to_string()).collect();
            let chosen = screen.chooses("Which of these is the secret of this project?", &list);
            Ok(chosen.map(|chosen| many[chosen].to_path_buf()))
        }
    }
}

/// The secret out of the first encrypted file, after a yes.
fn unwrapped(here: &InFolder, screen: &Screen) -> Result<Option<PathBuf>> {
    let identities = here.keys.iter().filter(|(_, kind)| kind == "identity");
    let identities: Vec<&PathBuf> = identities.map(|(file, _)| file).collect();
    let (Some(sealed), [identity]) = (here.sealed.first(), identities.as_slice()) else {
        screen.note(
            "The project secret is not in this folder. Put it here; where it was sent to you encrypted, unwrap it first: `factlab key receive FILE --identity FILE`",
        );
        return Ok(None);
    };
    if !screen.agrees(&format!(
        "Is the project secret in {}, which only you can open?",
        sealed.display()
    )) {
        return Ok(None);
    }
    let received = receive(sealed, &Identity::read(identity)?, None)?;
    let id = received.id;
    screen.note(&format!("Call whoever sent it, and compare its id: {id}."));
    if screen.agrees("Is it the same?") {
        return Ok(Some(received.file));
    }
    screen.note(&format!(
        "Do not use {}. Ask for the secret again.",
        received.file.display()
    ));
    Ok(None)
}

/// The party: the only one whose extract is here, after a yes; else the one that is chosen.
fn who(agreement: &Agreement, screen: &Screen) -> Option<ProviderId> {
    let parties = agreement.parties();
    let name_of = |party: &ProviderId| {
        if party.is_register() {
            return Some(said("the register office"));
        }
        let office = agreement.office(party).ok()?;
        Some(if office.name == party.as_str() {
            office.name.clone()
        } else {
            format!("{} ({party})", office.name)
        })
    };
    let names: Vec<String> = parties
        .iter()
        .map(|party| name_of(party).unwrap_or_else(|| party.to_string()))
        .collect();
    let is_here = |party: &&ProviderId| {
        agreement
            .party_settings(std::slice::from_ref(*party))
            .is_ok()
    };
    let here: Vec<&ProviderId> = parties.iter().filter(is_here).collect();
    if let [one] = here.as_slice() {
        let name = name_of(one).unwrap_or_default();
        if screen.agrees(&format!(
            "The extract of {} is here. Is that your organisation?",
            as_is(&name)
        )) {
            return Some((*one).clone());
        }
    }
    let chosen = screen.chooses(
        "Which of these is your organisation? Give its number:",
        &names,
    )?;
    parties.get(chosen).cloned()
}

/// Checks the extract and writes the page to sign, after a yes; `None` where it ends here.
fn checked(begun: &HandingOver<'_>, screen: &Screen) -> Result<Option<Summary>> {
    let HandingOver {
        agreement,
        party,
        settings,
        example,
        ..
    } = begun;
    let list = PathBuf::from(format!("{party}.findings.csv"));
    let mut findings = Findings::begin(screen, Some(&list))?;
    let summary = findings.check(settings)?;
    findings.end()?;
    let verdict = summary::verdict(settings, &summary);
    screen.note(&format!(
        "\n{}{verdict}",
        summary::in_words(party, &summary)
    ));
    if settings.refuses(&summary) {
        screen.note(&format!("What to repair is in {}, by line. Repair the extract, or ask whoever exported it, and start factlab again.", list.display()));
        return Ok(None);
    }
    if !summary.findings.is_empty() {
        screen.note(&format!(
            "What can be repaired is in {}, by line.",
            list.display()
        ));
    }
    let page = PathBuf::from(format!("{party}.preview.html"));
    if screen.agrees("Write a page that says what is handed over, to read and sign first?") {
        PreviewPage::at(page.clone())?.write(agreement, party, None, &summary, example)?;
        screen.note(&format!(
            "Open {} in a browser, print it, and have it signed.",
            page.display()
        ));
        if !screen.agrees("Is it signed, and shall we go on?") {
            screen.note("Start factlab again when it is signed.");
            return Ok(None);
        }
    }
    Ok(Some(summary))
}

/// Deletes what was made for sending, after a yes.
fn remove(begun: &HandingOver<'_>, screen: &Screen) -> Result<()> {
    let folder = begun.path.display();
    if screen.agrees(&format!("Delete {folder} from this computer?")) {
        std::fs::remove_dir_all(&begun.path)?;
        screen.note(&format!("Deleted: {folder}. The signed page and the list of findings stay, for your own records."));
    }
    Ok(())
}
