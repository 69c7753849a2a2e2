//! Encrypts bytes for one recipient, and decrypts them (age, X25519).

use std::fmt;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use age::secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::error::{self, Code, Error};
use crate::files::open_plain;

/// More than any identity file holds, in bytes.
const LIMIT: u64 = 1 << 16;

/// The header of an age file ends within this many bytes.
const HEADER: u64 = 1 << 16;

/// And names no more recipients than this; factlab writes one, and one that misleads.
const MOST_RECIPIENTS: usize = 20;

/// Whom an envelope is for: the public half of an identity, `age1…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(age::x25519::Recipient);

/// What opens an envelope: the secret half, as `age-keygen` or `factlab key new --kind identity` writes it.
pub struct Identity(age::x25519::Identity);

/// Why nothing of a file can be decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// It does not begin as an age file.
    NotAge,
    /// Its header is cut or changed.
    Damaged,
    /// It is for other recipients.
    ForOthers,
}

/// How every age file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// What encrypts all that is written to it; complete after [`Sealed::finish`].
pub struct Sealed<W: Write>(age::stream::StreamWriter<W>);

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[identity]")
    }
}

impl Recipient {
    /// `age1…` read back; `None` for what is no recipient.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Encrypts what follows for this recipient, into `output`.
    ///
    /// # Errors
    /// When `output` refuses.
    pub fn seal<W: Write>(&self, output: W) -> io::Result<Sealed<W>> {
        let recipients = std::iter::once(&self.0 as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        encryptor.wrap_output(output).map(Sealed)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> Sealed<W> {
    /// Writes what is left and gives the output back.
    ///
    /// # Errors
    /// When the output refuses.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl Identity {
    /// A new identity.
    #[must_use]
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The text of its file: the recipient as a comment, then the secret.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let secret = self.0.to_string();
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str("# factlab identity; its recipient, which may be known to all, is\n# ");
        text.push_str(&self.recipient().to_string());
        text.push('\n');
        text.push_str(secret.expose_secret());
        text.push('\n');
        text
    }

    /// Reads an identity file; `-` reads standard input.
    ///
    /// # Errors
    /// When the file cannot be read or holds no identity, or more than one.
    pub fn read(path: &Path) -> error::Result<Self> {
        let mut text = Zeroizing::new(String::with_capacity(512));
        let read = if path == Path::new("-") {
            io::stdin().lock().take(LIMIT).read_to_string(&mut text)
        } else {
            open_plain(path).and_then(|file| file.take(LIMIT).read_to_string(&mut text))
        };
        read.map_err(|error| Error::io(path, "read the identity", &error))?;
        super::access::note(path);
        Self::parse(&text).ok_or_else(|| {
            Error::at(Code::KeyInvalid, path, "not an identity file")
                .hint("create one with `factlab key new FILE --kind identity`; it has one line AGE-SECRET-KEY-1…")
        })
    }

    /// The only secret in the text of an identity file.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut secrets = text
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with(Self::SECRET));
        let only = secrets.next().filter(|_| secrets.next().is_none());
        only.and_then(|line| line.parse().ok()).map(Self)
    }

    /// How the line of the secret begins.
    pub(super) const SECRET: &str = "AGE-SECRET-KEY-1";

    /// The line of the secret, to derive from.
    pub(super) fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// Opens what was sealed for this identity; `None` when it was not, or is damaged at its beginning.
    #[must_use]
    pub fn open<R: Read>(&self, input: R) -> Option<impl Read> {
        self.decrypt(input).ok()
    }

    /// As [`Identity::open`], and why not.
    pub(super) fn decrypt<R: Read>(&self, mut input: R) -> Result<impl Read, Closed> {
        let beginning = beginning(&mut input)?;
        let input = Cursor::new(beginning).chain(input);
        let decryptor = age::Decryptor::new(input).map_err(|_| Closed::Damaged)?;
        let identities = std::iter::once(&self.0 as &dyn age::Identity);
        decryptor.decrypt(identities).map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => Closed::ForOthers,
            _ => Closed::Damaged,
        })
    }
}

/// For how many an age file is encrypted; `None` of another file, or one without an end to its header. A stanza that is
/// there to mislead, as age itself and factlab write one, is nobody's.
#[must_use]
pub fn count_recipients(input: &mut impl Read) -> Option<usize> {
    let beginning = beginning(input).ok()?;
    let lines = beginning.split(|byte| *byte == b'\n');
    let header = lines.take_while(|line| !line.starts_with(b"---"));
    let stanzas = header.filter_map(|line| line.strip_prefix(b"-> "));
    let kinds = stanzas.filter_map(|line| line.split(|byte| *byte == b' ').next());
    Some(kinds.filter(|kind| !kind.ends_with(b"-grease")).count())
}

/// The beginning of an age file, unless its header does not end in time or names too many recipients. The library
/// tries each of them, and 3,000 of them took it a minute.
fn beginning(input: &mut impl Read) -> Result<Vec<u8>, Closed> {
    let mut bytes = Vec::new();
    let read = input.take(HEADER).read_to_end(&mut bytes);
    read.map_err(|_| Closed::Damaged)?;
    if !bytes.starts_with(AGE) {
        return Err(Closed::NotAge);
    }
    let mut recipients = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        if line.starts_with(b"---") {
            return Ok(bytes);
        }
        recipients += usize::from(line.starts_with(b"-> "));
        if recipients > MOST_RECIPIENTS {
            break;
        }
    }
    Err(Closed::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(recipient: &Recipient, text: &[u8]) -> Vec<u8> {
        let mut sealed = recipient.seal(Vec::new()).unwrap();
        sealed.write_all(text).unwrap();
        sealed.finish().unwrap()
    }

    #[test]
    fn only_the_recipient_opens_what_was_sealed() {
        let (one, other) = (Identity::generate(), Identity::generate());
        let bytes = sealed(&one.recipient(), b"tokens");
        assert!(!bytes.windows(6).any(|window| window == b"tokens"));
        let mut text = Vec::new();
        one.open(&bytes[..])
            .unwrap()
            .read_to_end(&mut text)
            .unwrap();
        assert_eq!(text, b"tokens");
        assert!(other.open(&bytes[..]).is_none());
    }

    #[test]
    fn a_header_of_many_recipients_or_without_an_end_is_not_tried() {
        let identity = Identity::generate();
        let bytes = sealed(&identity.recipient(), b"tokens");
        let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let with = |stanza: &[u8]| [&bytes[..first], stanza, &bytes[first..]].concat();
        let stanza = b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n";
        assert!(beginning(&mut &*with(&stanza.repeat(18))).is_ok());
        for many in [with(&stanza.repeat(21)), with(&b"A".repeat(1 << 16))] {
            assert_eq!(beginning(&mut &*many), Err(Closed::Damaged));
            assert!(identity.open(&*many).is_none());
        }
    }

    #[test]
    fn a_header_tells_for_how_many_a_file_is_and_not_for_whom() {
        let bytes = sealed(&Identity::generate().recipient(), b"tokens");
        assert_eq!(count_recipients(&mut &*bytes), Some(1));
        assert_eq!(count_recipients(&mut &b"tokens"[..]), None);
    }

    #[test]
    fn an_identity_survives_being_written_and_read() {
        let identity = Identity::generate();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), identity.text().as_bytes()).unwrap();
        let read = Identity::read(file.path()).unwrap();
        assert_eq!(read.recipient(), identity.recipient());
        let recipient = identity.recipient();
        assert_eq!(Recipient::parse(&recipient.to_string()), Some(recipient));
    }

    #[test]
    fn a_file_without_an_identity_is_refused_without_showing_it() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "Jansen\n").unwrap();
        let error = Identity::read(file.path()).unwrap_err();
        assert!(!error.to_string().contains("Jansen") && error.advice().is_some());
    }
}
