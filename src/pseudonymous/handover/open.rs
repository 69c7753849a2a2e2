//! Opens a folder or envelope that may be a hand-over; nothing in it has been checked yet.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Manifest;
use super::content::{Content, Opened};
use super::envelope::{Envelope, unpack};
use super::layout::MANIFEST;
use super::promises::check_form;
use crate::error::{Code, Error, Result, in_order};
use crate::keys::Identity;
use crate::vocabulary::ProviderId;

/// Opens what is in the folder of a party: the plain files, one envelope, or two.
pub(super) fn open_folder(
    folder: &Path,
    whose: &str,
    identity: Option<&Identity>,
) -> Result<Vec<Opened>> {
    let envelopes = envelopes_in(folder, whose)?;
    if envelopes.is_empty() {
        return open_plain(folder, whose).map(|opened| vec![opened]);
    }
    refuse_two_of_a_kind(&envelopes, whose)?;
    let open = |(path, named): &(PathBuf, (Envelope, bool))| {
        let whose = format!("{} of {whose}", file_name(path));
        unpack(path, *named, &whose, identity)
    };
    in_order(envelopes.par_iter().map(open))
}

/// Opens the envelope at `path`.
pub(in crate::pseudonymous) fn open_envelope(
    path: &Path,
    identity: Option<&Identity>,
) -> Result<Opened> {
    let whose = path.display().to_string();
    match Envelope::of_file_name(&file_name(path)) {
        Some(named) => unpack(path, named, &whose, identity),
        None => Err(Error::new(
            Code::HandoverMisplaced,
            format!("{whose} is not an envelope"),
        )
        .hint("an envelope has the name it was sent with, such as tokens.age or tokens.tar")),
    }
}

/// The envelopes in a folder; the names of other files are refused when there is one.
pub(in crate::pseudonymous) fn envelopes_in(
    folder: &Path,
    whose: &str,
) -> Result<Vec<(PathBuf, (Envelope, bool))>> {
    let failed = |e: &std::io::Error| Error::io(folder, "read the folder", e);
    let (mut envelopes, mut has_others) = (Vec::new(), false);
    for entry in fs::read_dir(folder).map_err(|e| failed(&e))? {
        let name = entry.map_err(|e| failed(&e))?.file_name();
        match Envelope::of_file_name(&name.to_string_lossy()) {
            Some(named) => envelopes.push((folder.join(&name), named)),
            None => has_others |= !is_left_by_the_system(&name.to_string_lossy()),
        }
    }
    if has_others && !envelopes.is_empty() {
        let message = format!("{whose} contains a file besides its envelopes");
        return Err(Error::new(Code::HandoverMisplaced, message)
            .hint("ask for the hand-over again, and keep nothing else in its folder"));
    }
    envelopes.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(envelopes)
}

/// What a file manager leaves everywhere.
fn is_left_by_the_system(name: &str) -> bool {
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}

fn open_plain(folder: &Path, whose: &str) -> Result<Opened> {
    let manifest = Manifest::read(&folder.join(MANIFEST), whose)?;
    if manifest.envelope != Envelope::Whole {
        let message = format!("{whose} contains an unpacked envelope");
        return Err(
            Error::new(Code::HandoverMisplaced, message).hint("use the envelope as it was sent")
        );
    }
    check_form(&manifest, whose)?;
    let of_register = manifest.parties.provider == ProviderId::REGISTER;
    let files = Envelope::Whole.files(of_register);
    refuse_unlisted(folder, &files, whose)?;
    Ok(Opened {
        whose: whose.to_owned(),
        is_encrypted: false,
        contents: files
            .into_iter()
            .map(|name| (name, Content::Disk(folder.join(name))))
            .collect(),
        manifest,
    })
}

/// A file that the manifest does not vouch for may be taken for one that it does.
fn refuse_unlisted(folder: &Path, listed: &[&str], whose: &str) -> Result<()> {
    let failed = |e: &std::io::Error| Error::io(folder, "read the folder", e);
    for entry in fs::read_dir(folder).map_err(|e| failed(&e))? {
        let name = entry.map_err(|e| failed(&e))?.file_name();
        let name = name.to_string_lossy();
        let is_known = name == MANIFEST || listed.contains(&&*name);
        if !is_known && !is_left_by_the_system(&name) {
            let message = format!("{whose} contains a file that its manifest does not list");
            return Err(Error::new(Code::HandoverMisplaced, message).hint(
                "ask for the hand-over again, and copy the whole folder without opening its files",
            ));
        }
    }
    Ok(())
}

fn refuse_two_of_a_kind(envelopes: &[(PathBuf, (Envelope, bool))], whose: &str) -> Result<()> {
    let kinds = envelopes.iter().map(|(_, (envelope, _))| *envelope);
    let mut seen = Vec::new();
    for kind in kinds {
        if seen.contains(&kind) {
            let name = kind.file_name(false);
            let message = format!("{whose} contains both {name} and its encrypted form");
            return Err(Error::new(Code::HandoverMisplaced, message)
                .hint("keep the one that was sent last"));
        }
        seen.push(kind);
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
