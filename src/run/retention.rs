//! Hand-overs past their retention date, what lies beside them, households of the ledger and at a cluster past theirs, and secrets that a broken-off run left; and their end.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::PreviewPage;
use super::at_cluster::PastEmitted;
use super::defaults::folder_of;
use super::ledger::open_ledger;
use crate::agreement::{Agreement, PastItsDay};
use crate::error::{Error, Result};
use crate::identified::FindingsFile;
use crate::keys::{Identity, ReleaseKey, left_secrets, today};
use crate::pseudonymous::handover::{AtItsPlace, Remains, at_its_place, unfinished};
use crate::pseudonymous::ledger::Ledger;
use crate::vocabulary::Day;

/// What is past its day.
#[derive(Default)]
pub struct Retention {
    /// What of each party.
    pub past: Vec<Past>,
    /// Whose path has something that cannot be recognised as their hand-over; it is left as it is.
    pub unknown: Vec<PastItsDay>,
    /// The ledger, where households in it are past their day.
    pub ledger: Option<PastLedger>,
    /// What was emitted for a cluster.
    pub emitted: Vec<PastEmitted>,
    /// Why the ledger could not be looked into.
    pub closed: Option<Error>,
    /// Secrets that `key new` and `key split` left unfinished.
    pub secrets: Vec<PathBuf>,
}

/// A ledger with households that are past their day.
pub struct PastLedger {
    /// The ledger.
    pub ledger: Ledger,
    /// The releases whose households they are, each with its day.
    pub past: Vec<(String, Day)>,
}

/// What of a party is past its day.
pub struct Past {
    /// Whose it is, and where.
    pub whose: PastItsDay,
    /// The hand-over, and what crashes left beside it.
    remains: Vec<Remains>,
    /// What its maker kept beside it.
    beside: Vec<PathBuf>,
}

impl Retention {
    /// Looks where the hand-overs of the agreement stand, or in `handovers` and the folders in it.
    #[must_use]
    pub fn look(
        agreement: &Agreement,
        handovers: Option<&Path>,
        identity: Option<&Identity>,
    ) -> Self {
        let mut found = Self {
            secrets: secrets_left(agreement),
            emitted: PastEmitted::look(agreement, today()),
            ..Self::default()
        };
        match past_in_ledger(agreement, identity) {
            Ok(ledger) => found.ledger = ledger,
            Err(error) => found.closed = Some(error),
        }
        for mut whose in agreement.past_their_day(today()) {
            if let Some(folder) = handovers {
                whose.folder = folder.join(whose.party.as_str());
            }
            let shared = handovers.map(folders_of).unwrap_or_default();
            found.look_at(agreement, whose, &shared, identity);
        }
        found
    }

    /// What is at a party's path and beside it, and what of the party is in folders that others share.
    fn look_at(
        &mut self,
        agreement: &Agreement,
        whose: PastItsDay,
        shared: &[PathBuf],
        identity: Option<&Identity>,
    ) {
        let (folder, project, party) = (&whose.folder, agreement.project(), &whose.party);
        let mut remains = match at_its_place(folder, project, party, identity) {
            AtItsPlace::Remains(remains) => vec![remains],
            AtItsPlace::Nothing => Vec::new(),
            // What lies beside may then be of somebody else too.
            AtItsPlace::Other => return self.unknown.push(whose),
        };
        for other in shared.iter().filter(|other| *other != folder) {
            if let AtItsPlace::Remains(more) = at_its_place(other, project, party, identity) {
                remains.push(more.in_a_shared_folder());
            }
        }
        remains.extend(unfinished(folder, project, party));
        let findings = FindingsFile::left_at(folder).into_iter();
        let beside: Vec<PathBuf> = findings.chain(PreviewPage::left_at(folder)).collect();
        if !remains.is_empty() || !beside.is_empty() {
            self.past.push(Past {
                whose,
                remains,
                beside,
            });
        }
    }
}

/// A folder, and the folders in it, as `run --handovers` looks at them.
fn folders_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    // What a crash left is looked for by its name.
    let is_whole =
        |path: &PathBuf| path.is_dir() && path.extension().is_none_or(|it| it != "partial");
    let inside = entries.map(|entry| entry.path()).filter(is_whole);
    let mut folders: Vec<PathBuf> = inside.chain([folder.to_owned()]).collect();
    folders.sort();
    folders
}

impl Past {
    /// Each file with its size in bytes.
    #[must_use]
    pub fn files(&self) -> Vec<(&Path, u64)> {
        let remains = self.remains.iter().flat_map(|remains| &remains.files);
        let size = |file: &Path| fs::metadata(file).map_or(0, |known| known.len());
        let files = remains.chain(&self.beside);
        files.map(|file| (file.as_path(), size(file))).collect()
    }

    /// Removes it; gives the folders that hold other files as well, which stay.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(self) -> Result<Vec<PathBuf>> {
        for file in &self.beside {
            fs::remove_file(file).map_err(|error| Error::io(file, "remove", &error))?;
        }
        let mut staying = Vec::new();
        for remains in self.remains {
            let folder = remains.folder().to_owned();
            if remains.remove()? {
                staying.push(folder);
            }
        }
        Ok(staying)
    }
}

/// The ledger of the release key, where that key is here and households in it are past their day.
fn past_in_ledger(
    agreement: &Agreement,
    identity: Option<&Identity>,
) -> Result<Option<PastLedger>> {
    let key = agreement.release_key_path();
    if !key.is_file() {
        return Ok(None);
    }
    let ledger = open_ledger(agreement, ReleaseKey::read(&key)?.id(), identity, false)?;
    let past = ledger.past_their_day(today());
    Ok((!past.is_empty()).then_some(PastLedger { ledger, past }))
}

/// Here, beside the agreement and beside the release key.
fn secrets_left(agreement: &Agreement) -> Vec<PathBuf> {
    let release_key = agreement.release_key_path();
    let folders = [Path::new("factlab"), agreement.file(), &release_key].map(folder_of);
    let mut seen = BTreeSet::new();
    // The three may be one folder, written in different ways.
    let new = |folder: &&Path| folder.canonicalize().is_ok_and(|whole| seen.insert(whole));
    folders
        .into_iter()
        .filter(new)
        .flat_map(left_secrets)
        .collect()
}
