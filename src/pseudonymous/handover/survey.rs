//! Folders and files in, all hand-overs in them out, whatever they are called: a folder per party, or one of downloads.
//!
//! Only manifests are read. They know whose an envelope is and what is in it; a name can be anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::envelope::manifest_of;
use super::layout::{FILES, MANIFEST};
use super::{Form, Manifest};
use crate::error::{Code, Error, Result};
use crate::keys::Identity;
use crate::vocabulary::ProviderId;

/// An envelope or a plain hand-over, and what it says of itself. Nothing else of it was checked.
#[derive(Debug)]
pub struct Found {
    /// The file of an envelope, or the folder of a plain hand-over.
    pub path: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Whether it came encrypted.
    pub is_encrypted: bool,
    /// Whether it is a plain folder.
    pub is_folder: bool,
    /// Bytes of the envelope; 0 of a folder.
    pub(super) size: u64,
}

impl Found {
    /// The envelope in a file, opened with `identity` when it is encrypted.
    ///
    /// # Errors
    /// Refused when it is not an envelope, is not for the identity, or its beginning is damaged.
    pub fn at(file: &Path, identity: Option<&Identity>) -> Result<Self> {
        let whose = file.display().to_string();
        let (manifest, is_encrypted) = manifest_of(file, &whose, identity)?;
        Ok(Self {
            path: file.to_owned(),
            manifest,
            is_encrypted,
            is_folder: false,
            size: fs::metadata(file).map_or(0, |known| known.len()),
        })
    }
}

/// What may be an envelope and could not be opened.
#[derive(Debug)]
pub struct Unopened {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub error: Error,
}

/// What lies in some folders.
#[derive(Debug, Default)]
pub struct Survey {
    /// In the order of the folders and of the names in them.
    pub found: Vec<Found>,
    /// The same of what could not be opened.
    pub unopened: Vec<Unopened>,
    /// Other files that lie beside envelopes.
    pub others: Vec<PathBuf>,
    /// Whose hand-overs are looked for, where that is known.
    pub(super) parties: Vec<ProviderId>,
    seen: BTreeSet<PathBuf>,
}

impl Survey {
    /// Looks at `places`: files, and folders with the folders in them. Encrypted envelopes are opened with `identity`.
    ///
    /// # Errors
    /// When a place is not there or cannot be read.
    pub fn of(places: &[PathBuf], identity: Option<&Identity>) -> Result<Self> {
        let mut survey = Self::default();
        for place in places {
            let known = fs::metadata(place).map_err(|error| Error::io(place, "read", &error))?;
            if !known.is_dir() {
                let is_envelope = survey.look_at(place, identity);
                if !is_envelope && survey.is_new(place) {
                    let error = Form::damaged(&place.display().to_string());
                    survey.refuse(place, error);
                }
                continue;
            }
            for folder in survey.look_into(place, identity)? {
                survey.look_into(&folder, identity)?;
            }
        }
        Ok(survey)
    }

    /// Looks at all that is in a folder; gives the folders in it.
    fn look_into(&mut self, folder: &Path, identity: Option<&Identity>) -> Result<Vec<PathBuf>> {
        let failed = |error: &std::io::Error| Error::io(folder, "read the folder", error);
        let entries = fs::read_dir(folder).map_err(|error| failed(&error))?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> = paths
            .collect::<std::io::Result<_>>()
            .map_err(|e| failed(&e))?;
        paths.retain(|path| !is_left_by_the_system(path));
        paths.sort();
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| path.is_dir());
        let is_plain = self.look_for_plain(folder, &files);
        let mut others = Vec::new();
        for file in files {
            if !self.look_at(&file, identity) && !is_beside(&file, &folders) {
                others.push(file);
            }
        }
        // Any folder has other files; they matter where somebody may have put them among envelopes.
        let is_mailbox = self
            .found
            .iter()
            .any(|found| found.path.parent() == Some(folder));
        if is_mailbox && !is_plain {
            others.retain(|file| self.is_new(file));
            self.others.extend(others);
        }
        Ok(folders)
    }

    /// Whether the folder is a plain hand-over, or what is left of one.
    fn look_for_plain(&mut self, folder: &Path, files: &[PathBuf]) -> bool {
        let is_there = |name: &str| files.iter().any(|file| file.ends_with(name));
        let has_manifest = is_there(MANIFEST);
        if !has_manifest && !FILES.iter().any(|name| is_there(name)) {
            return false;
        }
        if !self.is_new(folder) {
            return true;
        }
        let whose = folder.display().to_string();
        if folder.extension().is_some_and(|ending| ending == "partial") {
            let error = Error::new(
                Code::HandoverIncomplete,
                format!("{whose} was never completed"),
            );
            self.refuse(folder, error);
            return true;
        }
        match Manifest::read(&folder.join(MANIFEST), &whose) {
            Ok(manifest) => self.found.push(Found {
                path: folder.to_owned(),
                manifest,
                is_encrypted: false,
                is_folder: true,
                size: 0,
            }),
            Err(error) => self.refuse(folder, error),
        }
        true
    }

    /// Whether the file is an envelope, or what came of one.
    fn look_at(&mut self, file: &Path, identity: Option<&Identity>) -> bool {
        let whose = file.display().to_string();
        let form = match Form::of(file) {
            Ok(Form::Other) => return false,
            Ok(form) => form,
            Err(error) => {
                if self.is_new(file) {
                    self.refuse(file, Error::io(file, "read", &error));
                }
                return true;
            }
        };
        if !self.is_new(file) {
            return true;
        }
        let found = match form.trouble(&whose) {
            Some(trouble) => Err(trouble),
            None => Found::at(file, identity),
        };
        match found {
            Ok(found) => self.found.push(found),
            Err(error) => self.refuse(file, error),
        }
        true
    }

    fn refuse(&mut self, path: &Path, error: Error) {
        self.unopened.push(Unopened {
            path: path.to_owned(),
            error,
        });
    }

    /// Whether this was not looked at before, under this or another name.
    fn is_new(&mut self, path: &Path) -> bool {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.seen.insert(whole)
    }
}

/// What a file manager leaves everywhere.
pub(super) fn is_left_by_the_system(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}

/// Whether the name goes on from that of a folder: what `pseudonymise` writes beside the hand-over `wijkteam` is called
/// `wijkteam.findings.csv`, and so on.
fn is_beside(file: &Path, folders: &[PathBuf]) -> bool {
    let stem = |path: &Path| Some(path.file_name()?.to_str()?.split_once('.')?.0.to_owned());
    let Some(stem) = stem(file) else { return false };
    folders.iter().any(|folder| folder.ends_with(&stem))
}
