//! One party's settings in, its hand-over out; on a terminal not before somebody agrees.

use std::path::Path;

use anyhow::Result;
use factlab::agreement::PartySettings;
use factlab::error::Error;
use factlab::folder::Existing;
use factlab::identified::preview::ExampleRow;
use factlab::identified::{Summary, pseudonymise_extract, pseudonymise_register};
use factlab::keys::TokenSource;
use factlab::vocabulary::{Progress, ProviderId};

use crate::cli::check::check;
use crate::cli::findings::Findings;
use crate::cli::screen::Screen;
use crate::cli::summary;

/// Shows what will leave, and asks.
pub(super) fn confirm(
    settings: &PartySettings,
    party: &ProviderId,
    example: &[ExampleRow],
    screen: &Screen,
) -> Result<()> {
    let mut findings = Findings::begin(screen, None)?;
    let summary = check(settings, &mut findings, &screen.bars())?;
    findings.end()?;
    if screen.agrees(&question(party, &summary, example)) {
        return Ok(());
    }
    Err(Error::failed("not written: you did not agree").into())
}

/// The question shows what it is about, however quiet the command.
fn question(party: &ProviderId, summary: &Summary, example: &[ExampleRow]) -> String {
    let seen = summary::in_words(party, summary);
    let leaves = summary::what_leaves(summary, example);
    format!(
        "{seen}\n{leaves}\n\n\
         To read and sign on paper first: factlab check --preview FILE\nMake this hand-over?"
    )
}

/// One party's step.
pub(in crate::cli) fn hand_over(
    settings: &PartySettings,
    source: TokenSource<'_>,
    place: &Path,
    progress: &dyn Progress,
) -> factlab::error::Result<Summary> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
    }
    let refuse = Existing::Refuse;
    let (summary, _) = match settings {
        PartySettings::Register(settings) => {
            pseudonymise_register(settings, source, place, refuse, progress)
        }
        PartySettings::Provider(settings) => {
            pseudonymise_extract(settings, source, place, refuse, progress)
        }
    }?;
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_shows_what_will_leave() {
        let party = ProviderId::new("wmo").unwrap();
        let question = question(&party, &Summary::default(), &[]);
        assert!(question.starts_with("wmo: 0 rows read"), "{question}");
        assert!(question.contains("What will leave,"), "{question}");
        assert!(question.ends_with("Make this hand-over?"), "{question}");
    }
}
