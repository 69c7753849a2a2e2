//! A file of a hand-over, on disk or in memory: size, digest and Parquet reader.

use std::fmt;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Manifest;
use crate::columns::Source;
use crate::error::{Error, Result};
use crate::files::open_plain;
use crate::vocabulary::FileDigest;

/// Bytes that came in an envelope; wiped when the last that holds them goes.
#[derive(Clone)]
pub(in crate::pseudonymous) struct Loaded(Arc<Zeroizing<Vec<u8>>>);

impl Loaded {
    pub(super) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for Loaded {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// What is read from any place on.
pub(super) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// Where a file of a hand-over is read from.
#[derive(Clone)]
pub(in crate::pseudonymous) enum Content {
    /// A file of a plain folder.
    Disk(PathBuf),
    /// A file of an envelope: never on disk by itself. The path says where it would stand, for errors.
    Memory(PathBuf, Loaded),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[content of {}]", self.path().display())
    }
}

impl Content {
    /// How an error names the file.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Disk(path) | Self::Memory(path, _) => path,
        }
    }

    /// In bytes.
    pub(super) fn size(&self) -> io::Result<u64> {
        match self {
            Self::Disk(path) => fs::metadata(path).map(|data| data.len()),
            Self::Memory(_, bytes) => Ok(bytes.as_ref().len() as u64),
        }
    }

    /// From its first byte on.
    pub(super) fn reader(&self) -> Result<Box<dyn Seekable>> {
        Ok(match self {
            Self::Disk(path) => {
                Box::new(open_plain(path).map_err(|e| Error::io(path, "read", &e))?)
            }
            Self::Memory(_, bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }

    /// The SHA-256 of all bytes.
    pub(super) fn digest(&self, read: &mut dyn FnMut(u64) -> Result<()>) -> Result<FileDigest> {
        let mut digest = Sha256::new();
        self.read(0..u64::MAX, &mut |bytes| {
            digest.update(bytes);
            read(bytes.len() as u64)
        })?;
        Ok(FileDigest::new(digest.finalize().into()))
    }

    /// The BLAKE3 of the bytes in `range`, as far as there are any; `read` hears how many were read each time.
    pub(super) fn digest_of(
        &self,
        range: Range<u64>,
        read: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<FileDigest> {
        let mut digest = blake3::Hasher::new();
        self.read(range, &mut |bytes| {
            digest.update(bytes);
            read(bytes.len() as u64)
        })?;
        Ok(FileDigest::new(digest.finalize().into()))
    }

    fn read(&self, range: Range<u64>, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let failed = |e: &io::Error| Error::io(self.path(), "read", e);
        let mut reader = self.reader()?;
        reader
            .seek(SeekFrom::Start(range.start))
            .map_err(|e| failed(&e))?;
        let mut bytes = reader.take(range.end - range.start);
        let mut buffer = vec![0; 1 << 18];
        loop {
            let length = bytes.read(&mut buffer).map_err(|e| failed(&e))?;
            if length == 0 {
                return Ok(());
            }
            each(&buffer[..length])?;
        }
    }
}

impl Source for Content {
    fn bytes(&self, start: u64, length: usize) -> io::Result<Bytes> {
        let end = start.saturating_add(length as u64);
        if end > self.size()? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match self {
            Self::Disk(path) => {
                let mut file = open_plain(path)?;
                file.seek(SeekFrom::Start(start))?;
                // Not first filled with zeros, which took as long as reading.
                let mut bytes = Vec::with_capacity(length);
                file.take(length as u64).read_to_end(&mut bytes)?;
                if bytes.len() < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(bytes.into())
            }
            Self::Memory(_, bytes) => {
                let start = usize::try_from(start).map_err(io::Error::other)?;
                Ok(Bytes::from_owner(bytes.clone()).slice(start..start + length))
            }
        }
    }
}

/// An envelope or a plain folder, opened: its manifest is true to itself, its files may not be the ones it names.
#[derive(Debug)]
pub(in crate::pseudonymous) struct Opened {
    /// How an error names it.
    pub(in crate::pseudonymous) whose: String,
    pub(in crate::pseudonymous) manifest: Manifest,
    /// Whether it came encrypted.
    pub(in crate::pseudonymous) is_encrypted: bool,
    /// The Parquet files by name.
    pub(in crate::pseudonymous) contents: Vec<(&'static str, Content)>,
}

impl Opened {
    /// The file of this name.
    pub(in crate::pseudonymous) fn content(&self, name: &str) -> Option<&Content> {
        let found = self.contents.iter().find(|(one, _)| *one == name);
        found.map(|(_, content)| content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_digested_by_itself_wherever_it_stands() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, b"abcdef").unwrap();
        let loaded = Loaded::new(Zeroizing::new(b"abcdef".to_vec()));
        for content in [
            Content::Disk(path.clone()),
            Content::Memory(path.clone(), loaded),
        ] {
            let of = |range| content.digest_of(range, &mut |_| Ok(())).unwrap();
            let known = |bytes: &[u8]| FileDigest::new(blake3::hash(bytes).into());
            let all = content.digest(&mut |_| Ok(())).unwrap();
            assert_eq!(all, FileDigest::new(Sha256::digest(b"abcdef").into()));
            assert_eq!(of(0..u64::MAX), known(b"abcdef"));
            assert_eq!(of(2..4), known(b"cd"));
            assert_eq!(of(4..100), known(b"ef"));
            assert_eq!(content.size().unwrap(), 6);
        }
    }
}
