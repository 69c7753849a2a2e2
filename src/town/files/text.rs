//! Text files.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use crate::error::{Error, Result};

/// Bytes that are gathered before they go to the disk.
const BUFFER: usize = 1 << 20;

/// A file under construction; its errors name the file.
pub(super) struct OpenFile {
    writer: BufWriter<File>,
    path: PathBuf,
}

impl OpenFile {
    /// Begins the file with `first`, and makes the folder it is in.
    pub(super) fn create(path: PathBuf, first: &[u8]) -> Result<Self> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io(parent, "make the folder", &e))?;
        }
        let file = File::create(&path).map_err(|e| Error::io(&path, "write", &e))?;
        let mut open = Self {
            writer: BufWriter::with_capacity(BUFFER, file),
            path,
        };
        open.put(first)?;
        Ok(open)
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer
            .write_all(bytes)
            .map_err(|e| Error::io(&self.path, "write", &e))
    }

    /// Writes what is still in memory.
    pub(super) fn finish(mut self) -> Result<()> {
        self.writer
            .flush()
            .map_err(|e| Error::io(&self.path, "write", &e))
    }
}
