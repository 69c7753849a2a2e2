//! Unpacks and decrypts an envelope in memory; nothing of it goes to disk.

use std::io::{self, BufReader, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::blocks::{read_end, read_header, read_padding};
use crate::error::{Code, Error, Result};
use crate::files::open_plain;
use crate::keys::Identity;
use crate::pseudonymous::handover::content::{Content, Loaded, Opened};
use crate::pseudonymous::handover::layout::MANIFEST;
use crate::pseudonymous::handover::manifest::LONGEST;
use crate::pseudonymous::handover::promises::check_form;
use crate::pseudonymous::handover::{Form, Manifest};
use crate::vocabulary::ProviderId;

/// Reads the envelope at `path` to its last byte; `whose` names the hand-over in an error.
///
/// Memory: the size of the envelope.
pub(in crate::pseudonymous::handover) fn unpack(
    path: &Path,
    whose: &str,
    identity: Option<&Identity>,
) -> Result<Opened> {
    let (reading, mut input) = Reading::begin(path, whose, identity)?;
    let manifest = reading.manifest(&mut input)?;
    check_form(&manifest, whose)?;
    reading.contents(&mut input, manifest)
}

/// What the envelope at `path` says of itself, and whether it is encrypted; what is behind the manifest is not read.
pub(in crate::pseudonymous::handover) fn manifest_of(
    path: &Path,
    whose: &str,
    identity: Option<&Identity>,
) -> Result<(Manifest, bool)> {
    let (reading, mut input) = Reading::begin(path, whose, identity)?;
    Ok((reading.manifest(&mut input)?, reading.is_encrypted))
}

/// An envelope under way.
struct Reading<'a> {
    path: &'a Path,
    whose: &'a str,
    is_encrypted: bool,
    /// Bytes on disk: nothing in it is longer.
    size: u64,
}

impl<'a> Reading<'a> {
    /// Opens the envelope and decrypts it, if it is encrypted.
    fn begin(
        path: &'a Path,
        whose: &'a str,
        identity: Option<&'a Identity>,
    ) -> Result<(Self, Box<dyn Read + 'a>)> {
        let failed = |error: &io::Error| Error::io(path, "read the envelope", error);
        let form = Form::of(path).map_err(|error| failed(&error))?;
        if let Some(trouble) = form.trouble(whose) {
            return Err(trouble);
        }
        let file = open_plain(path).map_err(|error| failed(&error))?;
        let reading = Self {
            path,
            whose,
            is_encrypted: form == Form::Age,
            size: file.metadata().map_err(|error| failed(&error))?.len(),
        };
        let input = BufReader::with_capacity(1 << 18, file);
        if !reading.is_encrypted {
            return Ok((reading, Box::new(input)));
        }
        let Some(identity) = identity else {
            let message = format!("{whose} is encrypted");
            return Err(Error::new(Code::HandoverEncrypted, message));
        };
        let opened = identity.open(input).ok_or_else(|| reading.not_for_you())?;
        Ok((reading, Box::new(opened)))
    }

    fn manifest(&self, input: &mut dyn Read) -> Result<Manifest> {
        Manifest::parse(&self.entry(input, MANIFEST, LONGEST)?, self.whose)
    }

    fn contents(&self, input: &mut dyn Read, manifest: Manifest) -> Result<Opened> {
        let of_register = manifest.parties.provider == ProviderId::REGISTER;
        let mut contents = Vec::new();
        for name in manifest.envelope.files(of_register) {
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
        Form::damaged(self.whose)
    }

    fn not_for_you(&self) -> Error {
        let message = format!(
            "{} is encrypted for somebody else, or its beginning is damaged",
            self.whose
        );
        Error::new(Code::IdentityWrong, message).hint(
            "a party's tokens are for the keyholder, all else and what `factlab rekey` wrote for the analyst; use the identity of the recipient in the agreement, or ask for the envelope again",
        )
    }
}
