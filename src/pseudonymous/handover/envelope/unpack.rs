//! Unpacks and decrypts an envelope in memory; nothing of it goes to disk.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::Envelope;
use super::blocks::{read_end, read_header, read_padding};
use crate::error::{Code, Error, Result};
use crate::files::open_plain;
use crate::keys::Identity;
use crate::pseudonymous::handover::Manifest;
use crate::pseudonymous::handover::content::Opened;
use crate::pseudonymous::handover::content::{Content, Loaded};
use crate::pseudonymous::handover::layout::MANIFEST;
use crate::pseudonymous::handover::manifest::LONGEST;
use crate::pseudonymous::handover::promises::check_form;
use crate::vocabulary::ProviderId;

/// How every age file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// Reads the envelope at `path` to its last byte; `whose` names the hand-over in an error.
///
/// Memory: the size of the envelope.
pub(in crate::pseudonymous::handover) fn unpack(
    path: &Path,
    (envelope, is_encrypted): (Envelope, bool),
    whose: &str,
    identity: Option<&Identity>,
) -> Result<Opened> {
    let failed = |error: &io::Error| Error::io(path, "read the envelope", error);
    let file = open_plain(path).map_err(|error| failed(&error))?;
    let size = file.metadata().map_err(|error| failed(&error))?.len();
    let mut input = BufReader::with_capacity(1 << 18, file);
    let reading = Reading {
        path,
        whose,
        envelope,
        is_encrypted,
        size,
    };
    if !is_encrypted {
        return reading.entries(&mut input);
    }
    if !input
        .fill_buf()
        .map_err(|error| failed(&error))?
        .starts_with(AGE)
    {
        return Err(reading.damaged());
    }
    let Some(identity) = identity else {
        return Err(Error::new(
            Code::HandoverEncrypted,
            format!("{whose} is encrypted"),
        ));
    };
    let mut input = identity.open(input).ok_or_else(|| reading.not_for_you())?;
    reading.entries(&mut input)
}

/// An envelope under way.
struct Reading<'a> {
    path: &'a Path,
    whose: &'a str,
    envelope: Envelope,
    is_encrypted: bool,
    /// Bytes on disk: nothing in it is longer.
    size: u64,
}

impl Reading<'_> {
    fn entries(&self, input: &mut dyn Read) -> Result<Opened> {
        let text = self.entry(input, MANIFEST, LONGEST)?;
        let manifest = Manifest::parse(&text, self.whose)?;
        if manifest.envelope != self.envelope {
            let message = format!("{} has the name of another envelope", self.whose);
            return Err(Error::new(Code::HandoverMisplaced, message)
                .hint("ask for it again, and do not rename it"));
        }
        check_form(&manifest, self.whose)?;
        let of_register = manifest.parties.provider == ProviderId::REGISTER;
        let mut contents = Vec::new();
        for name in self.envelope.files(of_register) {
            let bytes = Loaded::new(self.entry(input, name, self.size)?);
            contents.push((name, Content::Memory(self.path.join(name), bytes)));
        }
        // Only the end vouches for what came before: age then knows that nothing was cut off.
        read_end(input).map_err(|_| self.damaged())?;
        Ok(Opened {
            whose: self.whose.to_owned(),
            is_encrypted: self.is_encrypted,
            manifest,
            contents,
        })
    }

    fn entry(&self, input: &mut dyn Read, name: &str, most: u64) -> Result<Zeroizing<Vec<u8>>> {
        let size = read_header(input, name).map_err(|_| self.damaged())?;
        if size > most {
            return Err(self.damaged());
        }
        let mut bytes = Zeroizing::new(Vec::new());
        let room = usize::try_from(size).unwrap_or(usize::MAX);
        if bytes.try_reserve_exact(room).is_err() {
            let place = self.path.display();
            let message = format!("{place}: there is not enough memory to open the envelope");
            return Err(Error::new(Code::MemoryFull, message));
        }
        let read = input.take(size).read_to_end(&mut bytes);
        if read.ok() != Some(room) || read_padding(input, size).is_err() {
            return Err(self.damaged());
        }
        Ok(bytes)
    }

    fn damaged(&self) -> Error {
        let message = format!(
            "{} is truncated, changed, or not an envelope of factlab",
            self.whose
        );
        Error::new(Code::HandoverChanged, message)
            .hint("ask for it again, and forward the file without opening or repacking it")
    }

    fn not_for_you(&self) -> Error {
        let hint = match self.envelope {
            Envelope::Tokens => {
                "only the keyholder can decrypt a party's tokens, and only the analyst those that `factlab rekey` wrote; or this is not the identity of the recipient in the agreement"
            }
            _ => {
                "use the identity of the recipient in the agreement, or ask for the envelope again"
            }
        };
        let message = format!(
            "{} cannot be decrypted with this identity, or its beginning is damaged",
            self.whose
        );
        Error::new(Code::IdentityWrong, message).hint(hint)
    }
}
