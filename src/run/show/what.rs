//! The things that `show` tells apart.

use std::path::Path;

use crate::agreement::Agreement;
use crate::error::{Code, Error};
use crate::files::open_plain;
use crate::keys::{DestroyedKey, KeyFacts, ShareFacts, count_recipients};
use crate::pseudonymous::handover::{Form, Found, Manifest, Unopened};

/// What a file or folder is.
#[derive(Debug)]
pub enum Shown {
    /// A hand-over or a part of it, and what it says of itself.
    Handover(Box<ShownHandover>),
    /// An age file that was not opened; for so many recipients.
    Sealed(usize),
    /// A key or an identity; whether it is encrypted for its holder.
    Key(Box<KeyFacts>, bool),
    /// A share of a key.
    Share(ShareFacts),
    /// The record of a destroyed key.
    Destroyed(DestroyedKey),
    /// An agreement.
    Agreement(Box<Agreement>),
    /// The findings of `check` or `pseudonymise`; so many.
    Findings(u64),
    /// A release or its certificate.
    Release(Box<ShownRelease>),
    /// What it may be instead, and what to do.
    Unknown(Error),
}

/// A hand-over or a part of it.
#[derive(Debug)]
pub struct ShownHandover {
    /// What it says of itself: its checksum holds, whether its files are whole was not looked at.
    pub manifest: Manifest,
    /// How it comes.
    pub packing: Packing,
}

/// How a hand-over comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// An envelope that is not encrypted.
    Open,
    /// An envelope that the identity decrypts.
    Encrypted,
    /// A plain folder.
    Folder,
    /// Its manifest alone.
    Manifest,
}

/// What a certificate says of a release. Whether it holds is for `verify`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRelease {
    /// Its name.
    pub name: String,
    /// The version of factlab.
    pub tool: String,
    /// The protection profile.
    pub profile: String,
    /// Whether its counts are exact and must stay inside.
    pub is_internal: bool,
    /// How many files it has, the certificate apart.
    pub files: usize,
    /// The public half of the key that signed it, if one did.
    pub signed_by: Option<String>,
}

impl Shown {
    pub(super) fn found(found: Found) -> Self {
        let packing = match (found.is_folder, found.is_encrypted) {
            (true, _) => Packing::Folder,
            (false, true) => Packing::Encrypted,
            (false, false) => Packing::Open,
        };
        let manifest = found.manifest;
        Self::Handover(Box::new(ShownHandover { manifest, packing }))
    }

    pub(super) fn unopened(one: Unopened) -> Self {
        let is_sealed = matches!(
            one.error.code(),
            Code::HandoverEncrypted | Code::IdentityWrong
        );
        match sealed_for(&one.path).filter(|_| is_sealed) {
            Some(recipients) => Self::Sealed(recipients),
            None => Self::Unknown(one.error),
        }
    }

    /// What is no file of factlab, and what it may be.
    pub(super) fn unknown(form: Form, path: &Path) -> Self {
        let whose = path.display().to_string();
        Self::Unknown(
            form.trouble(&whose)
                .unwrap_or_else(|| no_file_of_ours(&whose)),
        )
    }
}

pub(super) fn no_file_of_ours(whose: &str) -> Error {
    Error::new(
        Code::HandoverMisplaced,
        format!("{whose} is not a file of factlab"),
    )
    .hint(
        "if it is an extract, `factlab inspect` tells more; else ask who sent it what it should be",
    )
}

fn sealed_for(path: &Path) -> Option<usize> {
    count_recipients(&mut open_plain(path).ok()?)
}
