//! A key that travels: encrypted for one recipient, and decrypted by that recipient.

use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::file::{fill, read_key};
use super::header::{KeyText, LIMIT};
use super::make::{new_file, refuse_standard_input};
use super::transport::Closed;
use super::{Identity, KeyId, KeyKind, Recipient};
use crate::error::{Code, Error, Result};
use crate::files::{open_plain, put_new_file};

/// A key that is read to be sent.
pub struct KeyToSend(KeyText);

impl KeyToSend {
    /// Reads a key file; `-` reads standard input.
    ///
    /// # Errors
    /// When the file is no key, or is damaged. An identity is none: it belongs to one person.
    pub fn read(path: &Path) -> Result<Self> {
        read_key(path).map(Self)
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.0.kind
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.0.id()
    }

    /// Writes the key to `output`, as an age file that only `recipient` can decrypt.
    ///
    /// # Errors
    /// When `output` exists or cannot be written.
    pub fn seal(&self, recipient: &Recipient, output: &Path) -> Result<()> {
        let sealed = sealed(self.0.text().as_bytes(), recipient);
        let sealed = sealed.map_err(|error| Error::io(output, "encrypt", &error))?;
        put_new_file(output, &sealed, "choose another name: -o FILE")
    }
}

fn sealed(bytes: &[u8], recipient: &Recipient) -> io::Result<Vec<u8>> {
    let mut sealed = recipient.seal(Vec::new())?;
    io::Write::write_all(&mut sealed, bytes)?;
    sealed.finish()
}

/// A key that was received.
#[derive(Debug)]
pub struct ReceivedKey {
    /// Where it is now.
    pub file: PathBuf,
    /// What it is for.
    pub kind: KeyKind,
    /// Its id, to compare with the sender's through another channel: anyone can encrypt for a recipient.
    pub id: KeyId,
}

/// Decrypts the key in `path` and writes it to `output`, or else to the current folder under the name of its kind.
///
/// # Errors
/// When the file is for another recipient, damaged or no key, and when a file is there already.
pub fn receive(path: &Path, identity: &Identity, output: Option<&Path>) -> Result<ReceivedKey> {
    let failed = |error| Error::io(path, "read", &error);
    let file = BufReader::new(open_plain(path).map_err(failed)?);
    let mut plain = identity
        .decrypt(file)
        .map_err(|reason| closed(path, reason))?;
    // The room is taken at once: growing memory would leave copies behind.
    let mut bytes = Zeroizing::new(vec![0; LIMIT]);
    let length = fill(&mut plain, &mut bytes).map_err(|_| closed(path, Closed::Damaged))?;
    let text = std::str::from_utf8(&bytes[..length]).ok();
    // A full buffer is the beginning of something longer.
    let text = text.filter(|_| length < LIMIT);
    let key = text.and_then(|text| KeyText::parse(text).ok());
    let key = key.ok_or_else(|| {
        let message = "this is encrypted for you, but it is not a key";
        Error::at(Code::KeyInvalid, path, message).hint(
            "`factlab key receive` takes what `factlab key send` wrote; hand-overs are for `factlab rekey` and `factlab run`",
        )
    })?;
    let output = output.map_or_else(
        || PathBuf::from(format!("{}.key", key.kind.word())),
        PathBuf::from,
    );
    refuse_standard_input(&output)?;
    new_file(&output, key.text().as_bytes())?.complete()?;
    Ok(ReceivedKey {
        file: output,
        kind: key.kind,
        id: key.id(),
    })
}

fn closed(path: &Path, reason: Closed) -> Error {
    let (code, what, hint) = match reason {
        Closed::NotAge if read_key(path).is_ok() => (
            Code::KeyInvalid,
            "this key came unencrypted, so anyone on its way may have read it",
            "do not use it: ask for a new key, sent with `factlab key send`",
        ),
        Closed::NotAge => (
            Code::KeyInvalid,
            "not an encrypted key",
            "give the file that `factlab key send` wrote, as it was sent",
        ),
        Closed::Damaged => (
            Code::KeyInvalid,
            "truncated or changed",
            "download it again, or ask the sender for it again",
        ),
        Closed::ForOthers => (
            Code::IdentityWrong,
            "encrypted for another recipient",
            "pass the identity whose recipient the sender has: `factlab key id` shows it; or ask the sender to encrypt it for yours",
        ),
    };
    Error::at(code, path, what).hint(hint)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{ProjectSecret, create, create_identity};
    use super::*;

    /// A folder with a project secret, sent to the identity beside it.
    fn sent() -> (tempfile::TempDir, KeyId, Identity) {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let id = create(&file("project.key"), KeyKind::Project).unwrap();
        create_identity(&file("me.identity")).unwrap();
        let identity = Identity::read(&file("me.identity")).unwrap();
        let key = KeyToSend::read(&file("project.key")).unwrap();
        key.seal(&identity.recipient(), &file("sent.age")).unwrap();
        (folder, id, identity)
    }

    fn refusal(path: &Path, identity: &Identity) -> Error {
        let output = path.with_extension("out");
        let error = receive(path, identity, Some(&output)).unwrap_err();
        assert!(!output.exists() && error.advice().is_some());
        error
    }

    #[test]
    fn the_recipient_gets_the_key_that_was_sent_and_the_file_hides_it() {
        let (folder, id, identity) = sent();
        let [sent, got] = ["sent.age", "got.key"].map(|name| folder.path().join(name));
        let bytes = fs::read(&sent).unwrap();
        let key = fs::read(folder.path().join("project.key")).unwrap();
        assert!(
            key.windows(16)
                .all(|part| bytes.windows(16).all(|w| w != part))
        );
        let received = receive(&sent, &identity, Some(&got)).unwrap();
        assert_eq!((received.kind, received.id), (KeyKind::Project, id));
        assert_eq!(ProjectSecret::read(&got).unwrap().id(), id);
        assert!(
            receive(&sent, &identity, Some(&got)).is_err(),
            "never overwritten"
        );
    }

    #[test]
    fn another_recipient_is_told_so() {
        let (folder, ..) = sent();
        let error = refusal(&folder.path().join("sent.age"), &Identity::generate());
        assert_eq!(error.code(), Code::IdentityWrong);
    }

    #[test]
    fn a_file_that_was_cut_anywhere_gives_nothing() {
        let (folder, _, identity) = sent();
        let path = folder.path().join("sent.age");
        let whole = fs::read(&path).unwrap();
        for length in AGE_BEGINNING..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let error = refusal(&path, &identity);
            assert!(
                error.to_string().ends_with("truncated or changed"),
                "{length}: {error}"
            );
        }
    }

    /// The bytes of `age-encryption.org/`.
    const AGE_BEGINNING: usize = 19;

    #[test]
    fn what_is_no_key_is_refused_and_a_bare_key_is_called_known() {
        let (folder, _, identity) = sent();
        let path = folder.path().join("other.age");
        fs::write(&path, "Jansen").unwrap();
        let error = refusal(&path, &identity);
        assert!(error.to_string().ends_with("not an encrypted key"));
        for plain in [&b"Jansen"[..], &[7; 5000]] {
            fs::write(&path, sealed(plain, &identity.recipient()).unwrap()).unwrap();
            let error = refusal(&path, &identity);
            assert!(error.to_string().ends_with("but it is not a key"));
        }
        let error = refusal(&folder.path().join("project.key"), &identity);
        assert!(error.to_string().contains("unencrypted"), "{error}");
    }

    #[test]
    fn an_identity_is_not_sent() {
        let (folder, ..) = sent();
        let error = KeyToSend::read(&folder.path().join("me.identity")).err();
        assert_eq!(error.unwrap().code(), Code::KeyKind);
    }
}
