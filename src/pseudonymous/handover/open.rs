//! Opens what was found to be a hand-over or a part of one; nothing in it has been checked yet.

use std::fs;
use std::path::Path;

use super::content::{Content, Opened};
use super::envelope::{Envelope, unpack};
use super::layout::MANIFEST;
use super::promises::check_form;
use super::survey::is_left_by_the_system;
use super::{Found, Manifest};
use crate::error::{Code, Error, Result};
use crate::keys::Identity;
use crate::vocabulary::ProviderId;

impl Found {
    /// Reads an envelope to its last byte, or lists the files of a plain folder; `whose` names it in an error.
    ///
    /// Memory: the size of the envelope.
    ///
    /// # Errors
    /// Refused when it is damaged, or no longer what was found.
    pub(in crate::pseudonymous) fn open(
        &self,
        whose: &str,
        identity: Option<&Identity>,
    ) -> Result<Opened> {
        let opened = if self.is_folder {
            open_plain(&self.path, whose)?
        } else {
            unpack(&self.path, whose, identity)?
        };
        if opened.manifest == self.manifest {
            return Ok(opened);
        }
        let message = format!("{whose} changed while it was being read");
        Err(Error::new(Code::HandoverChanged, message).hint("run the command again"))
    }

    /// The folder of a plain hand-over, or that in which an envelope lies.
    pub(super) fn folder(&self) -> &Path {
        if self.is_folder {
            return &self.path;
        }
        self.path.parent().unwrap_or(&self.path)
    }

    /// How an error names it, as a part of the hand-over `whose`.
    pub(super) fn named(&self, whose: &str) -> String {
        if self.is_folder {
            return whose.to_owned();
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        format!("{name} of {whose}")
    }
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
        let path = entry.map_err(|e| failed(&e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_known = name == MANIFEST || listed.contains(&&*name);
        if !is_known && !is_left_by_the_system(&path) {
            let message = format!("{whose} contains a file that its manifest does not list");
            return Err(Error::new(Code::HandoverMisplaced, message).hint(
                "ask for the hand-over again, and copy the whole folder without opening its files",
            ));
        }
    }
    Ok(())
}
