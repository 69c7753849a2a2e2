//! A file of elements between a party and the keyholder: written whole, and checked before use.
//!
//! A head, then per blinded element its name and itself, or per answer its name, what was blinded and what came of it,
//! sorted by name; behind each [`BATCH`] answers their proof. Then the seal of whoever blinded, and the SHA-256 of all before.

use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::head::{FIRST_LINE, Head};
use super::{BATCH, ELEMENT, NAME, Origin, PROOF};
use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers, open_plain};

/// The bytes of a blinded element with its name.
pub(super) const QUESTION: usize = NAME + ELEMENT;
/// The bytes of an answer: the name, what was blinded, what came of it.
pub(super) const ANSWER: usize = NAME + 2 * ELEMENT;
/// The bytes of a seal, and of the digest at the end.
pub(super) const SEAL: usize = 32;

/// A file of blinded elements that is whole, open at the first of them.
pub struct Blinded(pub(super) Elements);

/// A file of elements that is whole, open behind its head.
pub(super) struct Elements {
    pub(super) path: PathBuf,
    pub(super) head: Head,
    input: BufReader<File>,
}

impl Blinded {
    /// Opens what `factlab oprf blind` wrote.
    ///
    /// # Errors
    /// Refused when it is something else, cut or changed, or was evaluated already.
    pub fn open(path: &Path) -> Result<Self> {
        let elements = Elements::open(path)?;
        if elements.head.answered.is_some() {
            let error = Error::at(Code::ElementsMismatch, path, "already evaluated");
            return Err(error.hint("use the file that `factlab oprf blind` made"));
        }
        Ok(Self(elements))
    }

    /// Whose they are, by their own word.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.0.head.origin
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.0.head.elements
    }
}

impl Elements {
    /// Opens a file whose digest and length are what they should be. Its elements are not looked at.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let failed = |error: &std::io::Error| Error::io(path, "read", error);
        let file = match open_plain(path) {
            Err(error) if error.kind() == ErrorKind::Unsupported => return Err(not_elements(path)),
            file => file.map_err(|e| failed(&e))?,
        };
        let known = file.metadata().map_err(|e| failed(&e))?;
        let mut input = BufReader::with_capacity(1 << 18, file);
        let Some(head) = Head::read(&mut input) else {
            return Err(not_elements(path));
        };
        let length = head.text().len() as u64;
        // Behind the body come the seal and the digest, 32 bytes each.
        let size = body(&head).and_then(|body| body.checked_add(length + 2 * SEAL as u64));
        if size != Some(known.len())
            || !is_whole(&mut input, known.len()).map_err(|e| failed(&e))?
        {
            return Err(changed(path));
        }
        let behind_head = input.seek(SeekFrom::Start(length));
        behind_head.map_err(|e| failed(&e))?;
        Ok(Self {
            path: path.to_owned(),
            head,
            input,
        })
    }

    pub(super) fn next(&mut self, bytes: &mut [u8]) -> Result<()> {
        let read = self.input.read_exact(bytes);
        read.map_err(|error| Error::io(&self.path, "read", &error))
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.next(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn changed(&self) -> Error {
        changed(&self.path)
    }

    pub(super) fn no_element(&self) -> Error {
        Error::at(
            Code::ElementsInvalid,
            &self.path,
            "contains something that is not an element",
        )
    }
}

/// The bytes between head and seal.
fn body(head: &Head) -> Option<u64> {
    let elements = head.elements;
    if head.answered.is_none() {
        return elements.checked_mul(QUESTION as u64);
    }
    let proofs = elements.div_ceil(BATCH as u64).checked_mul(PROOF as u64)?;
    elements.checked_mul(ANSWER as u64)?.checked_add(proofs)
}

/// Whether the last 32 bytes are the digest of all before.
fn is_whole(input: &mut BufReader<File>, size: u64) -> std::io::Result<bool> {
    input.rewind()?;
    let mut digest = Sha256::new();
    let mut left = size - SEAL as u64;
    while left > 0 {
        let bytes = input.fill_buf()?;
        let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if count == 0 {
            return Ok(false);
        }
        digest.update(&bytes[..count]);
        input.consume(count);
        left -= count as u64;
    }
    let mut check = [0; SEAL];
    input.read_exact(&mut check)?;
    Ok(digest.finalize().as_slice() == check)
}

fn changed(path: &Path) -> Error {
    Error::at(Code::ElementsInvalid, path, "truncated or changed")
}

fn not_elements(path: &Path) -> Error {
    Error::at(Code::ElementsInvalid, path, "not a file of elements").hint(format!(
        "`factlab oprf blind` makes one and `factlab oprf evaluate` answers it; this version reads \"{FIRST_LINE}\""
    ))
}

/// What to do when a file of elements is there already.
const TAKEN: &str = "if it was sent already, move it away and run the command again";

/// A file under construction that is not there until [`Writing::put`].
pub(super) struct Writing {
    file: AtomicFile,
    digest: Sha256,
}

impl Writing {
    /// Begins a file for `path`, which must be free.
    pub(super) fn begin(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
        Ok(Self {
            file: AtomicFile::begin_new(path, Readers::Owner, TAKEN)?,
            digest: Sha256::new(),
        })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.digest.update(bytes);
        self.file.put(bytes)
    }

    /// Writes the digest, and waits for the disk.
    pub(super) fn end(mut self) -> Result<Self> {
        let check = self.digest.clone().finalize();
        self.write(&check)?;
        self.file.sync()?;
        Ok(self)
    }

    /// Moves the file to its path.
    pub(super) fn put(self) -> Result<PathBuf> {
        let path = self.file.path().to_owned();
        self.file.complete()?;
        Ok(path)
    }
}
