//! Verifies a folder as a [`Handover`], or refuses it with the provider and the cause.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::check_agreement::Expected;
use super::content::Opened;
use super::envelope::Envelope;
use super::layout::PERSONS;
use super::list::TokenList;
use super::table::TableReader;
use super::{Found, Issue, Manifest, Survey, check_agreement};
use crate::error::{Code, Error, Result, in_order};
use crate::keys::Identity;
use crate::vocabulary::ProviderId;

/// Where a party's hand-over is looked for.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Who should have made it.
    pub provider: ProviderId,
    /// The folder; several parties may have the same.
    pub folder: PathBuf,
}

/// A verified hand-over: its manifest agrees with the others and its files are the ones that were written.
#[derive(Debug)]
pub struct Handover {
    folder: PathBuf,
    provider: ProviderId,
    /// That of all its envelopes together.
    manifest: Manifest,
    issue: Issue,
    envelopes: Vec<Opened>,
    /// Where each of them lies.
    paths: Vec<PathBuf>,
    /// Read when it is asked for first.
    list: OnceLock<TokenList>,
}

impl Handover {
    /// Who made it.
    #[must_use]
    pub fn provider(&self) -> &ProviderId {
        &self.provider
    }

    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Which delivery of the party it is.
    #[must_use]
    pub const fn issue(&self) -> Issue {
        self.issue
    }

    /// Where it stands.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How often its tokens were keyed: 1, or 2 after `rekey`.
    pub(super) const fn stage(&self) -> u8 {
        self.manifest.parties.stage
    }

    pub(super) fn envelopes(&self) -> &[Opened] {
        &self.envelopes
    }

    /// The files and folders it was read from.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// What it says of itself, to hold others against; its files leave the memory.
    pub(super) fn without_contents(mut self) -> Self {
        for opened in &mut self.envelopes {
            opened.contents.clear();
        }
        self
    }

    /// How an error names it.
    pub(super) fn whose(&self) -> String {
        whose(&self.provider, &self.folder)
    }

    /// The file `name`, to read rows from.
    pub(super) fn table(&self, name: &str) -> Result<TableReader> {
        let found = self.envelopes.iter().find_map(|one| one.content(name));
        let content = found.ok_or_else(|| self.lacks(name))?;
        Ok(TableReader::new(content.clone()))
    }

    fn lacks(&self, name: &str) -> Error {
        let message = format!("{} has no {name}", self.whose());
        Error::new(Code::HandoverIncomplete, message)
    }

    /// The tokens and the persons they are of.
    pub(super) fn token_list(&self) -> Result<&TokenList> {
        if let Some(list) = self.list.get() {
            return Ok(list);
        }
        let mut envelopes = self.envelopes.iter();
        let found = envelopes.find(|one| one.content(PERSONS).is_some());
        let list = TokenList::of(found.ok_or_else(|| self.lacks(PERSONS))?)?;
        Ok(self.list.get_or_init(|| list))
    }

    /// Opens what was found of the party and checks what it says of itself against the agreement; gives all that is wrong, each
    /// with whether the keyholder must mend it.
    pub(super) fn claimed(
        agreed: &Agreed,
        survey: &Survey,
        expected: &Expected,
        identity: Option<&Identity>,
    ) -> std::result::Result<Self, Vec<(Error, bool)>> {
        let of_party = |error| vec![(error, false)];
        let provider = &agreed.provider;
        refuse_absent(agreed, &whose(provider, &agreed.folder)).map_err(of_party)?;
        let chosen = survey.chosen(agreed, expected).map_err(of_party)?;
        let folder = chosen
            .first()
            .map_or(&*agreed.folder, |found| found.folder());
        let whose = whose(provider, folder);
        let open = |found: &&Found| found.open(&found.named(&whose), identity);
        let envelopes = in_order(chosen.par_iter().map(open)).map_err(of_party)?;
        let wrong = refusals(&envelopes, provider, expected);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let manifest = joined(&envelopes, provider, &whose, |kind| {
            let message = format!("{whose} has no {}", kind.stem());
            survey.perhaps(agreed, message, |message| missing(kind, message))
        });
        let manifest = manifest.map_err(|one| vec![one])?;
        Ok(Self {
            folder: folder.to_owned(),
            provider: provider.clone(),
            issue: check_agreement::issue(&manifest, &whose).map_err(of_party)?,
            manifest,
            envelopes,
            paths: chosen.iter().map(|found| found.path.clone()).collect(),
            list: OnceLock::new(),
        })
    }
}

/// What is wrong with the envelopes of a party, each kind once.
fn refusals(
    envelopes: &[Opened],
    provider: &ProviderId,
    expected: &Expected,
) -> Vec<(Error, bool)> {
    let mut found: Vec<(Error, bool)> = Vec::new();
    for opened in envelopes {
        // Only the keyholder signs and encrypts what went through the second stage.
        let is_second = opened.manifest.parties.stage == 2;
        for error in check_agreement::refusals(opened, provider, expected) {
            if found.iter().all(|(known, _)| known.code() != error.code()) {
                let of_keyholder = [Code::SignatureWrong, Code::HandoverUnencrypted];
                let is_keyholders = is_second && of_keyholder.contains(&error.code());
                found.push((error, is_keyholders));
            }
        }
    }
    found
}

/// What lies in the folders of the parties; one that is not there is refused with its party.
pub(super) fn survey(parties: &[&Agreed], identity: Option<&Identity>) -> Result<Survey> {
    let folders: BTreeSet<&PathBuf> = parties.iter().map(|one| &one.folder).collect();
    let is_there = |folder: &&PathBuf| folder.is_dir();
    let there: Vec<PathBuf> = folders.into_iter().filter(is_there).cloned().collect();
    let mut survey = Survey::of(&there, identity)?;
    survey.parties = parties.iter().map(|one| one.provider.clone()).collect();
    Ok(survey)
}

fn whose(provider: &ProviderId, folder: &Path) -> String {
    format!("the hand-over of {provider} ({})", folder.display())
}

fn refuse_absent(agreed: &Agreed, whose: &str) -> Result<()> {
    let is_partial = agreed
        .folder
        .extension()
        .is_some_and(|ending| ending == "partial");
    if is_partial {
        return Err(Error::new(
            Code::HandoverIncomplete,
            format!("{whose} was never completed"),
        )
        .hint("use the folder without `.partial`; if there is none, ask for the hand-over again"));
    }
    if agreed.folder.is_dir() {
        return Ok(());
    }
    let hint = if agreed.provider.is_register() {
        "ask the register office for it, or correct `handover` under [register]".to_owned()
    } else {
        let provider = &agreed.provider;
        format!(
            "ask for it, correct `handover` of this provider, or run with `--without {provider}`"
        )
    };
    Err(Error::new(Code::HandoverMissing, format!("{whose} is not there")).hint(hint))
}

/// The manifest of all envelopes of one hand-over, a whole one, or tokens and what belongs to them; or what is wrong, and whether
/// the keyholder must mend it.
fn joined(
    envelopes: &[Opened],
    provider: &ProviderId,
    whose: &str,
    missing: impl Fn(Envelope) -> Error,
) -> std::result::Result<Manifest, (Error, bool)> {
    if let [only] = envelopes
        && only.manifest.envelope == Envelope::Whole
    {
        return Ok(only.manifest.clone());
    }
    let find = |kind: Envelope| {
        let found = envelopes.iter().find(|one| one.manifest.envelope == kind);
        found.ok_or_else(|| (missing(kind), kind == Envelope::Tokens))
    };
    let tokens = find(Envelope::Tokens)?;
    let beside = find(Envelope::beside_tokens(provider.is_register()))?;
    if envelopes.len() > 2 {
        let message = format!("{whose} contains more envelopes than a hand-over has");
        let error = Error::new(Code::HandoverMisplaced, message)
            .hint("keep only the tokens and the envelope that the party sent with them");
        return Err((error, false));
    }
    let (mut all, second) = (tokens.manifest.clone(), &beside.manifest);
    let stage_of_party = super::Parties {
        stage: 1,
        ..all.parties.clone()
    };
    if all.delivery != second.delivery || stage_of_party != second.parties {
        let message = format!("{whose}: its two envelopes do not belong together");
        let error = Error::new(Code::HandoverMismatch, message)
            .hint("one of them is of another delivery: ask for both again, made at the same time");
        return Err((error, false));
    }
    all.envelope = Envelope::Whole;
    all.counts.clone_from(&second.counts);
    all.area_names.clone_from(&second.area_names);
    all.files.extend(second.files.clone());
    all.pieces.extend(second.pieces.clone());
    all.rows.extend(second.rows.clone());
    Ok(all)
}

fn missing(kind: Envelope, message: String) -> Error {
    let hint = match kind {
        Envelope::Tokens => "ask the keyholder for the file that `factlab rekey` wrote",
        _ => "ask the party for it: it is sent directly to you",
    };
    Error::new(Code::HandoverIncomplete, message).hint(hint)
}
