//! A file or folder in, what it is out: as far as its reader may know, and never a secret.

mod folder;
mod text;
mod what;

pub use what::{Packing, Shown, ShownHandover, ShownRelease};

use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::files::open_plain;
use crate::keys::{Identity, KeyFacts, describe_bytes};
use crate::pseudonymous::handover::{Form, Found, Unopened};

/// What is at `path`: one thing, or each in a folder of hand-overs. Envelopes are opened with `identity`.
///
/// # Errors
/// When nothing is there, or it cannot be read.
pub fn show(path: &Path, identity: Option<&Identity>) -> Result<Vec<(PathBuf, Shown)>> {
    if path.is_dir() {
        return folder::show(path, identity);
    }
    Ok(vec![(path.to_owned(), file(path, identity)?)])
}

fn file(path: &Path, identity: Option<&Identity>) -> Result<Shown> {
    let form = Form::of(path).map_err(|error| Error::io(path, "read", &error))?;
    match form {
        Form::Tar | Form::Age => Ok(envelope(path, identity)),
        Form::Other => text::show(path),
        _ => Ok(Shown::unknown(form, path)),
    }
}

/// An age file or a tar: an envelope, or a key that was sent.
fn envelope(path: &Path, identity: Option<&Identity>) -> Shown {
    let opened = Found::at(path, identity);
    let error = match opened {
        Ok(found) => return Shown::found(found),
        Err(error) => error,
    };
    match identity.and_then(|identity| sealed_key(path, identity)) {
        Some(facts) => Shown::Key(Box::new(facts), true),
        None => Shown::unopened(Unopened {
            path: path.to_owned(),
            error,
        }),
    }
}

/// What may be told of the key in an age file.
fn sealed_key(path: &Path, identity: &Identity) -> Option<KeyFacts> {
    /// More than a key file holds, in bytes.
    const ROOM: usize = 1 << 16;
    let opened = identity.open(open_plain(path).ok()?)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    opened.take(ROOM as u64).read_to_end(&mut bytes).ok()?;
    describe_bytes(path, &bytes).ok()
}
