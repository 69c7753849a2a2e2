//! Reads a secret from a key file.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::header::{KeyText, LIMIT, NoKey};
use super::{KeyId, KeyKind, access};
use crate::error::{Code, Error, Result};
use crate::files::open_plain;

macro_rules! secrets {
    ($($(#[$doc:meta])* $secret:ident = $kind:ident, $debug:literal;)*) => {$(
        $(#[$doc])*
        #[derive(ZeroizeOnDrop)]
        pub struct $secret(Zeroizing<[u8; 32]>);

        impl fmt::Debug for $secret {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($debug)
            }
        }

        impl $secret {
            /// A secret from its bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(Zeroizing::new(bytes))
            }

            /// Reads a key file of this kind; `-` reads standard input.
            ///
            /// # Errors
            /// When the file is no key, is damaged, or is a key of another kind.
            pub fn read(path: &Path) -> Result<Self> {
                read_kind(path, KeyKind::$kind).map(Self)
            }

            /// The id of this secret.
            #[must_use]
            pub fn id(&self) -> KeyId {
                KeyId::of(self.bytes(), KeyKind::$kind)
            }

            pub(super) fn bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }
    )*};
}

secrets! {
    /// The secret that the providers and the register office share.
    ///
    /// ```compile_fail
    /// let secret = factlab::keys::ProjectSecret::from_bytes([7; 32]);
    /// println!("{secret}"); // a secret cannot be printed
    /// ```
    ///
    /// ```compile_fail
    /// let secret = factlab::keys::ProjectSecret::from_bytes([7; 32]);
    /// let copy = secret.clone(); // nor copied
    /// ```
    ProjectSecret = Project, "[project secret]";
    /// The key that draws the rounding; equal keys give equal rounding in a series.
    ///
    /// ```compile_fail
    /// let key = factlab::keys::ReleaseKey::from_bytes([7; 32]);
    /// let copy = key.clone();
    /// ```
    ReleaseKey = Release, "[release key]";
    /// The keyholder's key: tokens of the first stage become tokens of the second.
    ///
    /// ```compile_fail
    /// let key = factlab::keys::Stage2Key::from_bytes([7; 32]);
    /// let copy = key.clone();
    /// ```
    Stage2Key = Stage2, "[key of the second stage]";
    /// The keyholder's key that evaluates blinded elements.
    ///
    /// ```compile_fail
    /// let key = factlab::keys::OprfKey::from_bytes([7; 32]);
    /// let copy = key.clone();
    /// ```
    OprfKey = Oprf, "[OPRF key]";
    /// The key that a party signs its manifests with.
    ///
    /// ```compile_fail
    /// let key = factlab::keys::SigningKey::from_bytes([7; 32]);
    /// let copy = key.clone();
    /// ```
    SigningKey = Signing, "[signing key]";
    /// A party's key of one blinding: unblinds what was blinded with it.
    ///
    /// ```compile_fail
    /// let key = factlab::keys::BlindingKey::from_bytes([7; 32]);
    /// let copy = key.clone();
    /// ```
    BlindingKey = Blinding, "[blinding key]";
}

/// The secret of a key file that must be of `kind`.
fn read_kind(path: &Path, kind: KeyKind) -> Result<Zeroizing<[u8; 32]>> {
    let key = read_key(path)?;
    access::note(path);
    if key.kind == kind {
        return Ok(key.secret);
    }
    let (found, wanted) = (key.kind.name(), kind.name());
    let message = format!("{}: this is {found}, but {wanted} is needed", name(path));
    let hint = format!(
        "use a file made by `factlab key new --kind {}`",
        kind.word()
    );
    Err(Error::new(Code::KeyKind, message).hint(hint))
}

/// A whole key file.
pub(super) fn read_key(path: &Path) -> Result<KeyText> {
    let bytes = read_bytes(path, LIMIT)?;
    let text = std::str::from_utf8(&bytes);
    let key = match text {
        Ok(text) if bytes.len() < LIMIT => KeyText::parse(text),
        _ => Err(NoKey::OtherFile),
    };
    key.map_err(|reason| no_key(path, reason))
}

/// The first `limit` bytes of a file that holds a secret; `-` reads standard input.
pub(super) fn read_bytes(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>> {
    // The room is taken at once: growing memory would leave copies behind.
    let mut bytes = Zeroizing::new(vec![0; limit]);
    let read = if path == Path::new("-") {
        fill(&mut io::stdin().lock(), &mut bytes)
    } else {
        open_plain(path).and_then(|mut file| fill(&mut file, &mut bytes))
    };
    let length = read.map_err(|error| Error::io(path, "read the key", &error))?;
    bytes.truncate(length);
    Ok(bytes)
}

/// Fills `buffer` from the start until it is full or the source ends; gives the number of bytes read.
pub(super) fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

pub(super) fn no_key(path: &Path, reason: NoKey) -> Error {
    let (code, what, hint) = match reason {
        NoKey::OtherFile => (Code::KeyInvalid, "not a key file", None),
        NoKey::Identity => (
            Code::KeyKind,
            "this is an identity, but a key is needed",
            None,
        ),
        NoKey::BareText => (
            Code::KeyInvalid,
            "contains plain text, not a key",
            Some("passwords and digits can be guessed; create a key with `factlab key new FILE`"),
        ),
        NoKey::UnknownKind => (
            Code::KeyInvalid,
            "a key of an unknown kind",
            Some("a newer version of factlab may have made it"),
        ),
        NoKey::Earlier => (
            Code::KeyInvalid,
            "a key file of an earlier version",
            Some(
                "create a new key with `factlab key new`; its tokens will not match those of the old key",
            ),
        ),
        NoKey::Damaged => (
            Code::KeyInvalid,
            "damaged or incomplete",
            Some("ask for the file again; a key cannot be repaired"),
        ),
    };
    let error = Error::new(code, format!("{}: {what}", name(path)));
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

fn name(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".into()
    } else {
        path.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{create, describe};
    use super::*;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = ProjectSecret::from_bytes([0xab; 32]);
        let key = ReleaseKey::from_bytes([0xab; 32]);
        assert_eq!(
            format!("{secret:?} {key:?}"),
            "[project secret] [release key]"
        );
    }

    #[test]
    fn a_release_key_is_refused_where_a_project_secret_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("release.key");
        create(&path, KeyKind::Release).unwrap();
        let error = ProjectSecret::read(&path).unwrap_err();
        assert_eq!(error.code(), Code::KeyKind);
        let words = "release.key: this is a release key, but a project secret is needed";
        assert!(error.to_string().ends_with(words));
        assert!(error.advice().unwrap().contains("--kind project"));
        assert!(ReleaseKey::read(&path).is_ok());
    }

    #[test]
    fn a_passphrase_or_loose_digits_are_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.key");
        for content in [
            "correct horse battery staple",
            &"0f".repeat(32),
            "geheim\r\n",
        ] {
            std::fs::write(&path, content).unwrap();
            let error = ProjectSecret::read(&path).unwrap_err();
            assert!(
                error
                    .to_string()
                    .ends_with("contains plain text, not a key")
            );
            assert!(error.advice().unwrap().contains("key new"));
        }
    }

    #[test]
    fn what_is_no_key_is_said_without_a_byte_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.key");
        let long = "7".repeat(5000);
        for content in [
            "",
            "BSN;Achternaam\n",
            "factlab key 2\nkind: project\n",
            &long,
        ] {
            std::fs::write(&path, content).unwrap();
            let error = describe(&path).unwrap_err();
            assert!(!error.to_string().contains("Achternaam"));
            assert!(error.advice().is_some());
        }
        std::fs::write(&path, b"\xff\xfe\x00").unwrap();
        assert!(describe(&path).is_err());
        assert!(describe(&folder.path().join("absent.key")).is_err());
    }
}
