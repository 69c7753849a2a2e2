//! Rows of texts as a Parquet file.

use std::fs::File;
use std::path::PathBuf;

use crate::columns::{Column, Kind, Packing, Writer};
use crate::error::{Code, Error, Result};
use crate::town::extracts::BETWEEN_CELLS;
use crate::town::providers::Provider;

/// The rows of a row group.
const ROWS: usize = 1 << 17;

/// A Parquet file under construction; an empty cell is null.
pub(super) struct Texts {
    writer: Writer<File>,
    columns: Vec<Vec<Option<String>>>,
    path: PathBuf,
}

impl Texts {
    /// Begins the file with a column of text for each of the provider's.
    pub(super) fn begin(provider: &'static Provider, path: PathBuf) -> Result<Self> {
        let file = File::create(&path).map_err(|e| Error::io(&path, "write", &e))?;
        let names = provider.columns.iter().map(|(_, name)| (*name, Kind::Text));
        let writer = Writer::begin(file, names, Packing::Small);
        Ok(Self {
            writer: writer.map_err(|_| failed(&path))?,
            columns: vec![Vec::new(); provider.columns.len()],
            path,
        })
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        for line in String::from_utf8_lossy(bytes).lines() {
            for (column, text) in self.columns.iter_mut().zip(line.split(BETWEEN_CELLS)) {
                column.push((!text.is_empty()).then(|| text.to_owned()));
            }
        }
        if self.columns[0].len() >= ROWS {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let columns = self.columns.iter_mut().map(|texts| {
            let column = Column::texts(texts.iter().map(Option::as_ref));
            texts.clear();
            column
        });
        let columns: Vec<_> = columns.collect();
        self.writer.write(&columns).map_err(|_| failed(&self.path))
    }

    /// Writes what is still in memory.
    pub(super) fn finish(mut self) -> Result<()> {
        self.write()?;
        self.writer.finish().map_err(|_| failed(&self.path))
    }
}

fn failed(path: &std::path::Path) -> Error {
    Error::new(
        Code::InternalError,
        format!("{}: cannot write as Parquet", path.display()),
    )
}
