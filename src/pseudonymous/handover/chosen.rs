//! Of all that was found, what is counted as the hand-over of a party: one delivery of it, and each part of it once.

use std::path::{Path, PathBuf};

use super::check_agreement::{Expected, is_signed_as_agreed};
use super::survey::Unopened;
use super::verify::Agreed;
use super::{Delivery, Envelope, Found, Signers, Survey};
use crate::error::{Code, Error, Result};
use crate::vocabulary::ProviderId;

impl Survey {
    /// What is counted of a party: its manifests say that it is theirs, wherever they lie and whatever they are called.
    ///
    /// # Errors
    /// Refused when nothing is there, or two deliveries of which nothing tells the newest.
    pub(super) fn chosen(&self, agreed: &Agreed, expected: &Expected) -> Result<Vec<&Found>> {
        let party = &agreed.provider;
        let mut all = self.of_party(party);
        let is_ours = |found: &&Found| found.manifest.parties.project == expected.project.as_str();
        // What is of another project only is left in, so that the refusal says so.
        if all.iter().any(is_ours) {
            all.retain(is_ours);
        }
        if all.is_empty() {
            return Err(self.absent(agreed));
        }
        of_one_delivery(all, party, &expected.signers)
    }

    /// All that says of itself that it is of a party.
    pub(in crate::pseudonymous) fn of_party(&self, party: &ProviderId) -> Vec<&Found> {
        let of_party = |found: &&Found| found.manifest.parties.provider == party.as_str();
        self.found.iter().filter(of_party).collect()
    }

    /// The refusal of a party of which nothing was found.
    fn absent(&self, agreed: &Agreed) -> Error {
        let (party, folder) = (&agreed.provider, agreed.folder.display());
        let message = format!("the hand-over of {party} is not in {folder}");
        self.perhaps(agreed, message, |message| {
            Error::new(Code::HandoverMissing, message).hint(format!(
                "ask for it, or run with `--without {party}`; `factlab show FILE` tells what a file is"
            ))
        })
    }

    /// What could not be opened and may be of a party, with whether its name or folder says so. Where these name another
    /// party, it is that one's.
    fn may_be_of(&self, agreed: &Agreed) -> impl Iterator<Item = (&Unopened, bool)> {
        let below = self.unopened.iter().filter_map(|one| {
            let path = one.path.strip_prefix(&agreed.folder).ok()?;
            Some((one, path))
        });
        below.filter_map(|(one, path)| {
            let mut named = self
                .parties
                .iter()
                .filter(|party| is_called_after(path, party));
            let is_named = is_called_after(path, &agreed.provider);
            (is_named || named.next().is_none()).then_some((one, is_named))
        })
    }

    /// The refusal of a party that lacks something: it may be in a file that could not be opened.
    pub(super) fn perhaps(
        &self,
        agreed: &Agreed,
        message: String,
        otherwise: impl FnOnce(String) -> Error,
    ) -> Error {
        let (mut unopened, of_nobody): (Vec<_>, Vec<_>) =
            self.may_be_of(agreed).partition(|(_, is_named)| *is_named);
        unopened.extend(of_nobody);
        let mut unopened = unopened.into_iter().map(|(one, _)| one);
        let Some(first) = unopened.next() else {
            return otherwise(message);
        };
        let more = match unopened.count() {
            0 => String::new(),
            more => format!(" ({more} more could not be opened)"),
        };
        let message = format!("{message}; {}{more}", first.error);
        let error = Error::new(first.error.code(), message);
        match first.error.advice() {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Whether a file, or a folder that it is in, is called after a party.
fn is_called_after(path: &Path, party: &ProviderId) -> bool {
    path.iter().any(|part| {
        let part = part.to_string_lossy();
        part.split('.').next() == Some(party.as_str())
    })
}

/// Leaves copies out, tokens of the first stage beside those of the second, and older deliveries.
pub(in crate::pseudonymous) fn of_one_delivery<'a>(
    all: Vec<&'a Found>,
    party: &ProviderId,
    signers: &Signers,
) -> Result<Vec<&'a Found>> {
    let mut chosen = without_copies(all);
    let rekeyed: Vec<&Delivery> = chosen
        .iter()
        .filter(|one| one.manifest.parties.stage == 2)
        .map(|one| &one.manifest.delivery)
        .collect();
    chosen.retain(|one| {
        let is_first = one.manifest.envelope == Envelope::Tokens && one.manifest.parties.stage == 1;
        !(is_first && rekeyed.contains(&&one.manifest.delivery))
    });
    if conflict(&chosen).is_none() {
        return Ok(chosen);
    }
    if let Some(newest) = newest(&chosen, party, signers) {
        chosen.retain(|one| one.manifest.delivery == *newest);
    }
    match conflict(&chosen) {
        None => Ok(chosen),
        Some((one, other)) => Err(two_deliveries(party, one, other)),
    }
}

/// One of those whose manifests are equal, which hold the same: an encrypted one before a plain one, and a long one
/// before one that was cut off.
fn without_copies(mut all: Vec<&Found>) -> Vec<&Found> {
    all.sort_by_key(|one| std::cmp::Reverse((one.is_encrypted, one.size)));
    let mut distinct: Vec<&Found> = Vec::with_capacity(all.len());
    for one in all {
        if distinct
            .iter()
            .all(|earlier| earlier.manifest != one.manifest)
        {
            distinct.push(one);
        }
    }
    distinct.sort_by(|one, other| one.path.cmp(&other.path));
    distinct
}

/// Two that are not of one hand-over: the same part twice, or all of it and a part.
fn conflict<'a>(chosen: &[&'a Found]) -> Option<(&'a Found, &'a Found)> {
    let parts = |one: &Found| one.manifest.envelope;
    chosen.iter().enumerate().find_map(|(place, one)| {
        let later = chosen[place + 1..].iter();
        let mut others = later.filter(|other| {
            let pair = [parts(one), parts(other)];
            pair[0] == pair[1] || pair.contains(&Envelope::Whole)
        });
        others.next().map(|other| (*one, *other))
    })
}

/// The delivery that surely is the newest of these: a signature vouches for its day and number, and both are later.
fn newest<'a>(all: &[&'a Found], party: &ProviderId, signers: &Signers) -> Option<&'a Delivery> {
    let newest = all
        .iter()
        .map(|one| &one.manifest.delivery)
        .max_by_key(|one| one.issue())?;
    let issue = newest.issue()?;
    let (its, others): (Vec<&Found>, Vec<&Found>) = all
        .iter()
        .copied()
        .partition(|one| one.manifest.delivery == *newest);
    let is_signed = its
        .iter()
        .any(|one| is_signed_as_agreed(&one.manifest, party, signers));
    let is_last = others.iter().all(|one| {
        let earlier = one.manifest.delivery.issue();
        earlier.is_some_and(|it| it.number < issue.number && it.day <= issue.day)
    });
    (is_signed && is_last).then_some(newest)
}

fn two_deliveries(party: &ProviderId, one: &Found, other: &Found) -> Error {
    let named = |found: &Found| {
        let issue = found.manifest.delivery.issue();
        let issue = issue.map_or_else(String::new, |issue| format!(" ({issue})"));
        format!("{}{issue}", found.path.display())
    };
    let message = format!(
        "two deliveries of {party} are here, and no signature tells which is the newest: {} and {}",
        named(one),
        named(other)
    );
    Error::new(Code::HandoverMisplaced, message).hint(
        "keep the one that was sent last, ask its maker where in doubt, and move the other away",
    )
}

impl Survey {
    /// What else was found than was counted, in sentences; `chosen` are the paths that were counted.
    pub(super) fn aside(
        &self,
        parties: &[&Agreed],
        chosen: &[PathBuf],
        expected: &Expected,
    ) -> Vec<String> {
        let mut notes = Vec::new();
        let is_counted = |found: &Found| chosen.contains(&found.path);
        for found in self.found.iter().filter(|found| is_counted(found)) {
            notes.extend(elsewhere(found, parties));
        }
        let counted: Vec<&Found> = self
            .found
            .iter()
            .filter(|found| is_counted(found))
            .collect();
        let mut copies = 0;
        for found in self.found.iter().filter(|found| !is_counted(found)) {
            let (path, of) = (found.path.display(), &found.manifest.parties);
            let is_of_the_run = parties
                .iter()
                .any(|one| one.provider.as_str() == of.provider);
            if counted.iter().any(|one| one.manifest == found.manifest) {
                copies += 1;
            } else if of.project != expected.project.as_str() {
                notes.push(format!("{path} is of another project, and is left aside."));
            } else if !is_of_the_run {
                notes.push(format!(
                    "{path} is of a party that is not in this run, and is left aside."
                ));
            } else {
                notes.push(format!(
                    "{path} is an earlier delivery or stage, and is left aside."
                ));
            }
        }
        if copies > 0 {
            notes.push(format!(
                "Copies of files that are counted, and are left aside: {copies}."
            ));
        }
        notes.extend(self.not_read());
        notes
    }

    /// What could not be opened and what is no envelope, in sentences.
    pub(in crate::pseudonymous) fn not_read(&self) -> Vec<String> {
        let is_sealed = |code| matches!(code, Code::IdentityWrong | Code::HandoverEncrypted);
        let mut notes = Vec::new();
        let mut sealed = Vec::new();
        for one in &self.unopened {
            if is_sealed(one.error.code()) {
                sealed.push(one.path.clone());
            } else {
                notes.push(format!("{}: it is left aside.", one.error));
            }
        }
        if !sealed.is_empty() {
            let names = names(&sealed);
            notes.push(format!(
                "Encrypted for somebody else, or damaged, and left aside: {names}."
            ));
        }
        if !self.others.is_empty() {
            let names = names(&self.others);
            notes.push(format!(
                "Not envelopes of factlab, and left aside: {names}."
            ));
        }
        notes
    }
}

/// Says that a hand-over lies where another party's was agreed to lie, or in a folder with its name.
fn elsewhere(found: &Found, parties: &[&Agreed]) -> Option<String> {
    let party = &found.manifest.parties.provider;
    let name = found.folder().file_name()?.to_str()?;
    let own = parties.iter().find(|one| one.provider.as_str() == party)?;
    let mut others = parties.iter().filter(|one| one.provider.as_str() != party);
    let is_there = |one: &&&Agreed| {
        one.provider.as_str() == name
            || (found.path.starts_with(&one.folder) && !found.path.starts_with(&own.folder))
    };
    let other = &others.find(is_there)?.provider;
    let path = found.path.display();
    Some(format!(
        "{path} lies in the place of {other}, but its manifest says that it is of {party}: it counts for {party}."
    ))
}

/// So many files are named in a note.
const NAMED: usize = 5;

fn names(paths: &[PathBuf]) -> String {
    let named = paths.iter().take(NAMED);
    let named: Vec<String> = named.map(|path| path.display().to_string()).collect();
    let named = named.join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
