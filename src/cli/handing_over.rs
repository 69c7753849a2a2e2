//! A hand-over on the screen: what will leave, whether it may, and what was made.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::identified::{Summary, TokenMethod};
use factlab::keys::{SigningKey, TokenSource};
use factlab::run::HandingOver;
use factlab::vocabulary::{ProviderId, Rule};
use serde_json::json;

use super::findings::Findings;
use super::screen::Screen;
use super::sending::what_to_send;
use super::signatures::warn_of_own;
use super::summary;
use super::words::{counted, shown};

/// How a hand-over is made, wherever its tokens come from.
#[derive(clap::Args)]
pub(super) struct Delivery {
    /// Your signing key, if the agreement lists one; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// Write the hand-over to DIR/ID [default: the party's `handover` in the agreement]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

impl Delivery {
    /// Settles all that can be before the extract is read.
    pub(super) fn begin<'a>(
        &self,
        agreement: &'a Agreement,
        party: &'a ProviderId,
        method: TokenMethod,
    ) -> factlab::error::Result<HandingOver<'a>> {
        let signing = self.sign.as_deref().map(SigningKey::read).transpose()?;
        HandingOver::begin(agreement, party, method, signing, self.output.as_deref())
    }

    /// Shows what will leave and asks on a terminal, makes the hand-over, and says where to send it.
    pub(super) fn make(
        &self,
        handing_over: &HandingOver<'_>,
        source: TokenSource<'_>,
        screen: &Screen,
    ) -> Result<()> {
        handing_over.refuse_other_key(source)?;
        if !self.yes && screen.can_ask() {
            confirm(handing_over, screen)?;
        }
        let summary = handing_over.make(source, &screen.bars())?;
        show(handing_over, &summary, screen);
        Ok(())
    }
}

/// Shows what will leave, and asks.
fn confirm(handing_over: &HandingOver<'_>, screen: &Screen) -> Result<()> {
    let HandingOver {
        agreement,
        party,
        settings,
        example,
        ..
    } = handing_over;
    let mut findings = Findings::begin(screen, None)?;
    let summary = findings.check(settings)?;
    findings.end()?;
    let leaves = summary::what_leaves(&summary, example, agreement.token_method());
    let verdict = summary::verdict(settings, &summary);
    let question = question(agreement.file(), party, &summary, &leaves, &verdict);
    if screen.agrees(&question) {
        return Ok(());
    }
    Err(Error::new(
        Code::NotConfirmed,
        "nothing was written: the answer was not yes",
    )
    .into())
}

/// The question shows what it is about, however quiet the command; and what is in its way.
fn question(
    config: &Path,
    party: &ProviderId,
    summary: &Summary,
    leaves: &str,
    verdict: &str,
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
         {}{verdict}Make this hand-over?",
        unusable_objections(summary)
    )
}

/// A line for objections that name nobody: their persons would be handed over.
fn unusable_objections(summary: &Summary) -> String {
    let count = summary.findings.get(Rule::ObjectionUnusable.code());
    match count.copied().unwrap_or(0) {
        0 => String::new(),
        count => format!(
            "  {} could not be used: `factlab check --findings FILE` lists them\n",
            counted(count, "objection", "objections")
        ),
    }
}

/// Says what was made, where it is and to whom it goes.
fn show(made: &HandingOver<'_>, summary: &Summary, screen: &Screen) {
    let HandingOver { party, path, .. } = made;
    let transport = made.settings.transport();
    let to_whom = what_to_send(made.agreement, party, transport, path);
    let text = format!(
        "{}Wrote {}\n{to_whom}",
        summary::in_words(party, summary),
        path.display()
    );
    if transport.signs_for_nobody() {
        warn_of_own(party.as_str(), screen);
    }
    let (page, findings) = (made.page(), made.findings_file());
    screen.note(&format!(
        "For your own use, never to be sent:\n  {}: what is handed over, to sign\n  {}: what to repair, by line",
        page.display(),
        findings.display()
    ));
    let mut object = summary::as_json(party, summary);
    object["handover"] = json!(shown(path));
    object["findings_file"] = json!(shown(&findings));
    object["preview"] = json!(shown(page));
    object["send"] = json!(to_whom);
    screen.result(&text, &object);
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
