//! Blocks in their order in, the files of the demo folder out.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::block::Block;
use super::extracts::{REGISTER_COLUMNS, header};
use super::organisations::PROVIDERS;
use crate::error::{Error, Result};

/// Bytes that are gathered before they go to the disk.
const BUFFER: usize = 1 << 20;

/// A file under construction; its errors name the file.
struct OpenFile {
    writer: BufWriter<File>,
    path: PathBuf,
}

impl OpenFile {
    fn create(path: PathBuf, first: &[u8]) -> Result<Self> {
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

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer
            .write_all(bytes)
            .map_err(|e| Error::io(&self.path, "write", &e))
    }

    fn finish(mut self) -> Result<()> {
        self.writer
            .flush()
            .map_err(|e| Error::io(&self.path, "write", &e))
    }
}

/// The files of the town that grow with it.
pub(super) struct TownFiles {
    register: OpenFile,
    addresses: OpenFile,
    institutions: OpenFile,
    extracts: Vec<Option<OpenFile>>,
    folders: Vec<PathBuf>,
}

impl TownFiles {
    /// Makes the folders and the first lines of the files.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let office = folder.join("register-office");
        let headers: Vec<&str> = REGISTER_COLUMNS.iter().map(|(_, header)| *header).collect();
        let register = format!("\u{feff}{}\r\n", headers.join(";"));
        let addresses = "postcode;house_number;buurt;wijk;buurt_name;wijk_name\r\n";
        let mut extracts = Vec::new();
        let mut folders = Vec::new();
        for provider in &PROVIDERS {
            let path = folder
                .join("provider")
                .join(provider.id)
                .join(provider.file);
            if provider.writes_messages() {
                fs::create_dir_all(&path).map_err(|e| Error::io(&path, "make the folder", &e))?;
                extracts.push(None);
            } else {
                extracts.push(Some(OpenFile::create(path.clone(), &header(provider))?));
            }
            folders.push(path);
        }
        Ok(Self {
            register: OpenFile::create(office.join("register.csv"), register.as_bytes())?,
            addresses: OpenFile::create(office.join("pc6-buurt.csv"), addresses.as_bytes())?,
            institutions: OpenFile::create(
                office.join("institutions.csv"),
                b"postcode;house_number\r\n",
            )?,
            extracts,
            folders,
        })
    }

    /// Adds the next block to every file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn put(&mut self, block: &Block) -> Result<()> {
        self.register.put(&block.register)?;
        self.addresses.put(&block.addresses)?;
        self.institutions.put(&block.institutions)?;
        for (file, bytes) in self.extracts.iter_mut().zip(&block.extracts) {
            if let Some(file) = file {
                file.put(bytes)?;
            }
        }
        for (provider, message) in &block.messages {
            write_file(
                &self.folders[*provider].join(&message.name),
                message.text.as_bytes(),
            )?;
        }
        Ok(())
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn finish(self) -> Result<()> {
        let fixed = [self.register, self.addresses, self.institutions];
        let mut files = fixed.into_iter().chain(self.extracts.into_iter().flatten());
        files.try_for_each(OpenFile::finish)
    }
}

/// Writes a whole file, and the folder it stands in.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
        fs::create_dir_all(parent).map_err(|e| Error::io(parent, "make the folder", &e))?;
    }
    fs::write(path, bytes).map_err(|e| Error::io(path, "write", &e))
}
