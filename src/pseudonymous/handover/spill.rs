//! Where a sorter puts what does not fit in memory: a file in a folder, or an unnamed sealed one.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::files::{WholeFile, WholeFolder};
use crate::keys::fill_with_random_bytes;

/// Where a sorter spills.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// To a file of this name in a folder that is being written: records of digests.
    Folder(&'a WholeFolder, &'static str),
    /// To a file without a name, sealed under a key that is never written: what may not lie on a disk unencrypted.
    Sealed,
    /// The same in a folder that is being written, in a file of this name where the system lets no file without one stay.
    SealedIn(&'a WholeFolder, &'static str),
}

/// A file that takes sorted runs.
pub(super) enum SpillFile {
    /// In the clear.
    Plain(WholeFile),
    Sealed(Sealed),
}

impl SpillFile {
    /// A new one.
    ///
    /// # Errors
    /// When it cannot be made, or the system gives no random numbers.
    pub(super) fn begin(place: Place<'_>) -> Result<Self> {
        Ok(match place {
            Place::Folder(folder, name) => Self::Plain(folder.file(name)?),
            Place::Sealed => Self::Sealed(Sealed::begin()?),
            Place::SealedIn(folder, name) => Self::Sealed(Sealed::begin_in(folder, name)?),
        })
    }

    /// Where it stands, for errors.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::Plain(file) => file.path().to_owned(),
            Self::Sealed(sealed) => match &sealed.named {
                Some(file) => file.path().to_owned(),
                None => std::env::temp_dir(),
            },
        }
    }

    /// The same, to be read back.
    pub(super) fn read_back(self) -> io::Result<SpillReader> {
        Ok(match self {
            Self::Plain(file) => SpillReader::Plain(File::open(file.path())?),
            Self::Sealed(file) => SpillReader::Sealed(file),
        })
    }
}

impl Write for SpillFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Sealed(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Sealed(sealed) => sealed.file.flush(),
        }
    }
}

/// Runs that are read back.
pub(super) enum SpillReader {
    /// In the clear.
    Plain(File),
    Sealed(Sealed),
}

impl SpillReader {
    /// Fills `bytes` from a place of the file.
    pub(super) fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        match self {
            Self::Plain(file) => {
                file.seek(SeekFrom::Start(place))?;
                file.read_exact(bytes)
            }
            Self::Sealed(sealed) => sealed.read_at(place, bytes),
        }
    }

    /// Removes the file at `path`, where it has a name.
    pub(super) fn remove(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Plain(file) => {
                drop(file);
                fs::remove_file(path)
            }
            // The system removes what has no name with its last handle.
            Self::Sealed(Sealed { named: None, .. }) => Ok(()),
            Self::Sealed(sealed) => {
                drop(sealed);
                match fs::remove_file(path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                    _ => Ok(()),
                }
            }
        }
    }
}

/// Bytes that are put away in an unnamed sealed file, piece by piece, and read back in any order.
pub(in crate::pseudonymous) struct Store {
    folder: PathBuf,
    file: Mutex<Sealed>,
}

impl Store {
    /// An empty one, in a folder that is there.
    ///
    /// # Errors
    /// When the disk refuses, or the system gives no random numbers.
    pub(in crate::pseudonymous) fn begin_in(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder);
        let file = file.map_err(|e| Error::io(folder, "make a file in", &e))?;
        Ok(Self {
            folder: folder.to_owned(),
            file: Mutex::new(Sealed::of(file, None)?),
        })
    }

    /// Puts bytes away behind all others; gives from and to where.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(in crate::pseudonymous) fn put(&self, bytes: &[u8]) -> Result<Range<u64>> {
        let mut sealed = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = sealed.written;
        let seek = sealed.file.seek(SeekFrom::Start(begin)).map(|_| ());
        let written = seek.and_then(|()| sealed.write(bytes).map(|_| ()));
        written.map_err(|e| Error::io(&self.folder, "write", &e))?;
        Ok(begin..sealed.written)
    }

    /// Reads bytes back.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(in crate::pseudonymous) fn read(&self, range: &Range<u64>) -> Result<Vec<u8>> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length];
        let mut sealed = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = sealed.read_at(range.start, &mut bytes);
        read.map_err(|e| Error::io(&self.folder, "read back", &e))?;
        Ok(bytes)
    }
}

/// A file without a name under a stream cipher. The key lives in this process only and is used for this file only.
pub(super) struct Sealed {
    file: File,
    /// What is written to, where it was made in a folder.
    named: Option<WholeFile>,
    cipher: ChaCha20,
    written: u64,
}

impl Sealed {
    fn begin() -> Result<Self> {
        let folder = std::env::temp_dir();
        let file = tempfile::tempfile().map_err(|e| Error::io(&folder, "make a file in", &e))?;
        Self::of(file, None)
    }

    fn begin_in(folder: &WholeFolder, name: &str) -> Result<Self> {
        let named = folder.file(name)?;
        let failed = |e: &io::Error| Error::io(named.path(), "write", e);
        let file = File::open(named.path()).map_err(|e| failed(&e))?;
        // From here on nothing of it stays, whatever ends the process.
        #[cfg(unix)]
        fs::remove_file(named.path()).map_err(|e| failed(&e))?;
        Self::of(file, Some(named))
    }

    fn of(file: File, named: Option<WholeFile>) -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        fill_with_random_bytes(&mut *key)?;
        Ok(Self {
            file,
            named,
            cipher: ChaCha20::new((&*key).into(), &[0; 12].into()),
            written: 0,
        })
    }

    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(place))?;
        self.file.read_exact(bytes)?;
        self.apply(place, bytes)
    }

    fn apply(&mut self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let ended = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        self.cipher.try_seek(place).map_err(ended)?;
        self.cipher.try_apply_keystream(bytes).map_err(ended)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sealed = bytes.to_vec();
        self.apply(self.written, &mut sealed)?;
        match &mut self.named {
            Some(named) => named.write_all(&sealed)?,
            None => self.file.write_all(&sealed)?,
        }
        self.written += sealed.len() as u64;
        Ok(sealed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_comes_back_and_lies_on_the_disk_as_something_else() {
        let mut file = SpillFile::begin(Place::Sealed).unwrap();
        let text = b"digests, codes and dates".repeat(1_000);
        for part in text.chunks(700) {
            file.write_all(part).unwrap();
        }
        let SpillFile::Sealed(sealed) = &mut file else {
            panic!("a sealed place gives a sealed file");
        };
        let mut raw = vec![0; text.len()];
        sealed.file.seek(SeekFrom::Start(0)).unwrap();
        sealed.file.read_exact(&mut raw).unwrap();
        let holds = |part: &[u8]| raw.windows(part.len()).any(|window| window == part);
        assert!(!holds(b"digests") && !holds(b"codes"));
        let mut reader = file.read_back().unwrap();
        for place in [0, 1, 63, 64, 700, 20_000] {
            let mut back = [0; 100];
            reader.read_at(place as u64, &mut back).unwrap();
            assert_eq!(back, text[place..place + 100]);
        }
        let mut beyond = [0; 2];
        assert!(reader.read_at(text.len() as u64 - 1, &mut beyond).is_err());
    }
}
