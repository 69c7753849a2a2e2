//! Writes the files of the demo folder, block by block in order.

mod numbered;
mod parquet;
mod text;
mod workbook;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::block::Block;
use super::extracts::{Message, REGISTER_COLUMNS, header};
use super::organisations::PROVIDERS;
use super::providers::{Layout, Provider};
use crate::error::{Error, Result};
use numbered::{Deliveries, Workbooks};
use parquet::Texts;
use text::OpenFile;

/// The extract of a provider under construction.
enum Extract {
    Text(OpenFile),
    Workbooks(Box<Workbooks>),
    Parquet(Box<Texts>),
    Deliveries(Deliveries),
    /// A folder of messages, each written by itself.
    Messages,
}

impl Extract {
    fn begin(provider: &'static Provider, path: PathBuf) -> Result<Self> {
        let folder = match provider.layout {
            Layout::Messages => &path,
            _ => path.parent().unwrap_or(&path),
        };
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
        Ok(match provider.layout {
            Layout::Delimited(_) => Self::Text(OpenFile::create(path, &header(provider))?),
            Layout::Fixed => Self::Text(OpenFile::create(path, b"")?),
            Layout::Workbook => Self::Workbooks(Box::new(Workbooks::begin(provider, path)?)),
            Layout::Parquet => Self::Parquet(Box::new(Texts::begin(provider, path)?)),
            Layout::Ddas => Self::Deliveries(Deliveries::begin(path)?),
            Layout::Messages => Self::Messages,
        })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Text(file) => file.put(bytes),
            Self::Workbooks(files) => files.put(bytes),
            Self::Parquet(file) => file.put(bytes),
            Self::Deliveries(files) => files.put(bytes),
            Self::Messages => Ok(()),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Text(file) => file.finish(),
            Self::Workbooks(files) => files.finish(),
            Self::Parquet(file) => file.finish(),
            Self::Deliveries(files) => files.finish(),
            Self::Messages => Ok(()),
        }
    }
}

/// The files of the town that grow with it.
pub(super) struct TownFiles {
    register: OpenFile,
    addresses: OpenFile,
    institutions: OpenFile,
    extracts: Vec<Extract>,
    folders: Vec<PathBuf>,
}

impl TownFiles {
    /// Makes the folders and the first lines of the files.
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
            extracts.push(Extract::begin(provider, path.clone())?);
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

    /// Adds the next blocks to every file, the files side by side.
    pub(super) fn put(&mut self, blocks: &[Block]) -> Result<()> {
        let folders = &self.folders;
        let write = |(provider, message): &(usize, Message)| {
            let path = folders[*provider].join(&message.name);
            write_file(&path, message.text.as_bytes())
        };
        let mut messages = blocks.iter().flat_map(|block| &block.messages);
        let extracts = self.extracts.par_iter_mut().enumerate();
        let of_register = || {
            blocks.iter().try_for_each(|block| {
                self.register.put(&block.register)?;
                self.addresses.put(&block.addresses)?;
                self.institutions.put(&block.institutions)
            })
        };
        let of_providers = || {
            extracts.try_for_each(|(place, file)| {
                let mut parts = blocks.iter().map(|block| &block.extracts[place]);
                parts.try_for_each(|bytes| file.put(bytes))
            })
        };
        let (register, (providers, messages)) = rayon::join(of_register, || {
            rayon::join(of_providers, || messages.try_for_each(write))
        });
        register.and(providers).and(messages)
    }

    /// Writes what is still in memory.
    pub(super) fn finish(self) -> Result<()> {
        let fixed = [self.register, self.addresses, self.institutions];
        fixed.into_iter().try_for_each(OpenFile::finish)?;
        self.extracts.into_iter().try_for_each(Extract::finish)
    }
}

/// Writes a whole file, and the folder it is in.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
        fs::create_dir_all(parent).map_err(|e| Error::io(parent, "make the folder", &e))?;
    }
    fs::write(path, bytes).map_err(|e| Error::io(path, "write", &e))
}
