//! Verifies a folder as a [`Handover`], or refuses it with the provider and the cause.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::check_agreement::Expected;
use super::content::Opened;
use super::envelope::Envelope;
use super::files;
use super::layout::PERSONS;
use super::list::TokenList;
use super::table::TableReader;
use super::{Found, Issue, Manifest, Signers, Survey, check_agreement, promises};
use crate::error::{Code, Error, Result, in_order};
use crate::keys::Identity;
use crate::vocabulary::{Progress, ProviderId};

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

/// The verified hand-overs of one project: the register's and the providers', in the order of the agreement.
#[derive(Debug)]
pub struct HandoverSet {
    /// The register's.
    pub register: Handover,
    /// The providers'.
    pub providers: Vec<Handover>,
}

impl HandoverSet {
    /// As [`HandoverSet::open`], of hand-overs that are not encrypted.
    ///
    /// # Errors
    /// As [`HandoverSet::open`].
    pub fn verify(
        register: &Agreed,
        providers: &[Agreed],
        expected: &Expected,
        progress: &dyn Progress,
    ) -> Result<Self> {
        Self::open(register, providers, expected, None, progress)
    }

    /// Opens all hand-overs and verifies them against the agreement and each other, before a row is read: manifests,
    /// signatures, project, agreement, key ids, canaries, stage, versions, digests of the files, columns and row counts.
    ///
    /// The folders are looked at together: whose a hand-over is, its manifest tells, and what was left aside, `progress`.
    ///
    /// Memory: the size of what came in envelopes.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), naming the provider and the cause.
    pub fn open(
        register: &Agreed,
        providers: &[Agreed],
        expected: &Expected,
        identity: Option<&Identity>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let parties: Vec<&Agreed> = std::iter::once(register).chain(providers).collect();
        let survey = survey(&parties, identity)?;
        let claimed = |agreed| Handover::claimed(agreed, &survey, expected, identity);
        let (register, providers) = rayon::join(
            || claimed(register),
            || in_order(providers.par_iter().map(claimed)),
        );
        let (register, providers) = (register?, providers?);
        for provider in &providers {
            provider.agrees_with(&register)?;
        }
        let needs_stage_2 = expected.providers >= 2 || expected.signers.has_keyholder;
        if needs_stage_2 && expected.accept_stage_1.is_none() {
            register.refuse_stage_1()?;
        }
        let set = Self {
            register,
            providers,
        };
        let envelopes: Vec<&Opened> = set.all().flat_map(|handover| &handover.envelopes).collect();
        files::check(&envelopes, expected.told, progress)?;
        for handover in set.all() {
            let services = expected.services.len();
            promises::check_rows(&handover.manifest, services, &handover.whose())?;
        }
        let counted: Vec<PathBuf> = set.all().flat_map(|one| one.paths.clone()).collect();
        for note in survey.aside(&parties, &counted, expected) {
            progress.note(&note);
        }
        Ok(set)
    }

    /// How often the tokens of all of them were keyed: 1, or 2 after `rekey`.
    #[must_use]
    pub const fn stage(&self) -> u8 {
        self.register.manifest.parties.stage
    }

    /// Who signed and agreed on no key, in the order of the hand-overs: nobody can check these signatures.
    #[must_use]
    pub fn signers_without_key(&self, signers: &Signers) -> Vec<String> {
        let mut found = Vec::new();
        for handover in self.all() {
            for opened in &handover.envelopes {
                let who = check_agreement::signer_without_key(
                    &opened.manifest,
                    &handover.provider,
                    signers,
                );
                found.extend(who.map(str::to_owned));
            }
        }
        let mut met = BTreeSet::new();
        found.retain(|who| met.insert(who.clone()));
        found
    }

    /// The register's and the providers'.
    pub fn all(&self) -> impl Iterator<Item = &Handover> {
        std::iter::once(&self.register).chain(&self.providers)
    }
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

    /// Opens what was found of the party and checks what it says of itself against the agreement.
    fn claimed(
        agreed: &Agreed,
        survey: &Survey,
        expected: &Expected,
        identity: Option<&Identity>,
    ) -> Result<Self> {
        let provider = &agreed.provider;
        refuse_absent(agreed, &whose(provider, &agreed.folder))?;
        let chosen = survey.chosen(agreed, expected)?;
        let folder = chosen
            .first()
            .map_or(&*agreed.folder, |found| found.folder());
        let whose = whose(provider, folder);
        let open = |found: &&Found| found.open(&found.named(&whose), identity);
        let envelopes = in_order(chosen.par_iter().map(open))?;
        for opened in &envelopes {
            check_agreement::check_encryption(opened, &expected.signers)?;
            check_agreement::check(&opened.manifest, provider, expected, &opened.whose)?;
        }
        let manifest = joined(&envelopes, provider, &whose, |kind| {
            let message = format!("{whose} has no {}", kind.stem());
            survey.perhaps(agreed, message, |message| missing(kind, message))
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            provider: provider.clone(),
            issue: check_agreement::issue(&manifest, &whose)?,
            manifest,
            envelopes,
            paths: chosen.iter().map(|found| found.path.clone()).collect(),
            list: OnceLock::new(),
        })
    }

    /// Whether both were made with the same secret, stage and normalisation.
    fn agrees_with(&self, register: &Self) -> Result<()> {
        let (mine, its) = (&self.manifest.parties, &register.manifest.parties);
        let (whose, other) = (self.whose(), register.whose());
        if mine.key_id != its.key_id {
            return Err(Error::new(Code::KeysDiffer, format!("{whose} was made with a different secret than {other}")).hint("compare the ids that `factlab key id` shows at both; the party with the wrong secret makes its hand-over again"));
        }
        if mine.stage != its.stage {
            return Err(Error::new(
                Code::StageWrong,
                format!(
                    "{whose} has tokens of stage {}, but {other} of stage {}",
                    mine.stage, its.stage
                ),
            )
            .hint("ask the keyholder to run `factlab rekey` over all hand-overs together"));
        }
        if self.manifest.stage2_key_id != register.manifest.stage2_key_id {
            return Err(Error::new(
                Code::KeysDiffer,
                format!("{whose} went through the second stage under a different key than {other}"),
            )
            .hint("ask the keyholder to run `factlab rekey` over all hand-overs with one key"));
        }
        if self.manifest.canaries != register.manifest.canaries {
            return Err(Error::new(Code::KeysDiffer, format!("{whose} and {other} have different tokens of the same fixed words")).hint("the key of the second stage or the normalisation differs; compare the canaries in both manifests"));
        }
        Ok(())
    }

    fn refuse_stage_1(&self) -> Result<()> {
        if self.manifest.parties.stage >= 2 {
            return Ok(());
        }
        if self.envelopes.len() > 1 {
            let message = format!(
                "{} and the others have tokens of stage 1, which did not go through the keyholder",
                self.whose()
            );
            return Err(Error::new(Code::StageWrong, message).hint(
                "send the tokens to the keyholder, and put what `factlab rekey` writes in their place",
            ));
        }
        Err(Error::new(Code::StageWrong, format!(
                "{} and the others have tokens of stage 1: anyone with the project secret can tell whose they are",
                self.whose()
            )).hint("have the keyholder run `factlab rekey`, or record the decision to accept this as `accept_stage_1` under [project]"))
    }
}

/// What lies in the folders of the parties; one that is not there is refused with its party.
fn survey(parties: &[&Agreed], identity: Option<&Identity>) -> Result<Survey> {
    let folders: BTreeSet<&PathBuf> = parties.iter().map(|one| &one.folder).collect();
    let is_there = |folder: &&PathBuf| folder.is_dir();
    let there: Vec<PathBuf> = folders.into_iter().filter(is_there).cloned().collect();
    Survey::of(&there, identity)
}

impl Found {
    /// The folder of a plain hand-over, or that in which an envelope lies.
    fn folder(&self) -> &Path {
        if self.is_folder {
            return &self.path;
        }
        self.path.parent().unwrap_or(&self.path)
    }

    /// How an error names it, as a part of the hand-over `whose`.
    fn named(&self, whose: &str) -> String {
        if self.is_folder {
            return whose.to_owned();
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        format!("{name} of {whose}")
    }
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

/// The manifest of all envelopes of one hand-over: a whole one, or tokens and what belongs to them.
fn joined(
    envelopes: &[Opened],
    provider: &ProviderId,
    whose: &str,
    missing: impl Fn(Envelope) -> Error,
) -> Result<Manifest> {
    if let [only] = envelopes
        && only.manifest.envelope == Envelope::Whole
    {
        return Ok(only.manifest.clone());
    }
    let find = |kind: Envelope| {
        let found = envelopes.iter().find(|one| one.manifest.envelope == kind);
        found.ok_or_else(|| missing(kind))
    };
    let tokens = find(Envelope::Tokens)?;
    let beside = find(Envelope::beside_tokens(provider.is_register()))?;
    if envelopes.len() > 2 {
        return Err(Error::new(
            Code::HandoverMisplaced,
            format!("{whose} contains more envelopes than a hand-over has"),
        )
        .hint("keep only the tokens and the envelope that the party sent with them"));
    }
    let (mut all, second) = (tokens.manifest.clone(), &beside.manifest);
    let stage_of_party = super::Parties {
        stage: 1,
        ..all.parties.clone()
    };
    if all.delivery != second.delivery || stage_of_party != second.parties {
        return Err(Error::new(
            Code::HandoverMismatch,
            format!("{whose}: its two envelopes do not belong together"),
        )
        .hint("one of them is of another delivery: ask for both again, made at the same time"));
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
