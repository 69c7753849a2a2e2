//! One party's settings in, its hand-over out; on a terminal not before somebody agrees.

use std::path::Path;

use anyhow::Result;
use factlab::agreement::{Agreement, PartySettings};
use factlab::error::{Code, Error};
use factlab::files::Existing;
use factlab::identified::preview::ExampleRow;
use factlab::identified::{Summary, pseudonymise_extract, pseudonymise_register};
use factlab::keys::TokenSource;
use factlab::vocabulary::{Progress, ProviderId, Rule};

use crate::cli::check::{check, refusal};
use crate::cli::findings::Findings;
use crate::cli::screen::Screen;
use crate::cli::summary;
use crate::cli::words::counted;

/// Shows what will leave, and asks.
pub(super) fn confirm(
    agreement: &Agreement,
    settings: &PartySettings,
    party: &ProviderId,
    example: &[ExampleRow],
    screen: &Screen,
) -> Result<()> {
    let mut findings = Findings::begin(screen, None)?;
    let summary = check(settings, &mut findings, &screen.bars())?;
    findings.end()?;
    let leaves = summary::what_leaves(&summary, example, agreement.token_method());
    let refusal = refusal(settings, &summary);
    if screen.agrees(&question(
        agreement.file(),
        party,
        &summary,
        &leaves,
        &refusal,
    )) {
        return Ok(());
    }
    Err(Error::new(
        Code::NotConfirmed,
        "nothing was written: the answer was not yes",
    )
    .into())
}

/// The question shows what it is about, however quiet the command; and what stands in its way.
fn question(
    config: &Path,
    party: &ProviderId,
    summary: &Summary,
    leaves: &str,
    refusal: &str,
) -> String {
    let seen = summary::in_words(party, summary);
    let config = match config.display().to_string() {
        path if path.contains(char::is_whitespace) => format!("\"{path}\""),
        path => path,
    };
    format!(
        "{seen}\n{leaves}\n\n\
         To read and sign on paper first:\n  \
         factlab check -c {config} --provider {party} --preview {party}.preview.html\n\
         {}{refusal}Make this hand-over?",
        unusable_objections(summary)
    )
}

/// A line for objections that name nobody: their persons would be handed over.
fn unusable_objections(summary: &Summary) -> String {
    let count = summary.findings.get(Rule::ObjectionUnusable.code());
    match count.copied().unwrap_or(0) {
        0 => String::new(),
        count => format!(
            "  {} could not be used: `factlab check --findings FILE` tells which\n",
            counted(count, "objection", "objections")
        ),
    }
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

    fn asked(config: &str, summary: &Summary, refusal: &str) -> String {
        let party = ProviderId::new("wmo").unwrap();
        question(Path::new(config), &party, summary, "LEAVES", refusal)
    }

    #[test]
    fn the_question_shows_what_will_leave_and_a_command_that_can_be_typed() {
        let question = asked("our files/config.toml", &Summary::default(), "");
        assert!(question.starts_with("wmo: 0 rows read"), "{question}");
        let end = "LEAVES\n\nTo read and sign on paper first:\n  \
            factlab check -c \"our files/config.toml\" --provider wmo --preview wmo.preview.html\n\
            Make this hand-over?";
        assert!(question.ends_with(end), "{question}");
    }

    #[test]
    fn what_stands_in_the_way_is_told_just_above_the_question() {
        let summary = Summary {
            findings: [(Rule::ObjectionUnusable.code(), 2)].into(),
            ..Summary::default()
        };
        let question = asked("config.toml", &summary, "  too much\n");
        assert!(question.contains("\n  2 objections could not be used: "));
        assert!(question.ends_with("\n  too much\nMake this hand-over?"));
    }
}
