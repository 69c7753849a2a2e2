//! Rows in, a Parquet file of texts out.

use std::fs::File;
use std::path::PathBuf;

use polars::prelude::{
    BatchedWriter, Column, DataFrame, DataType, Field, NamedFrom, ParquetWriter, Schema, Series,
};

use crate::error::{Error, Result};
use crate::town::extracts::BETWEEN_CELLS;
use crate::town::providers::Provider;

/// The rows of a row group.
const ROWS: usize = 1 << 17;

/// A Parquet file under construction; an empty cell is null.
pub(super) struct Texts {
    writer: BatchedWriter<File>,
    names: Vec<&'static str>,
    columns: Vec<Vec<Option<String>>>,
    path: PathBuf,
}

impl Texts {
    /// Begins the file with a column of text for each of the provider's.
    pub(super) fn begin(provider: &'static Provider, path: PathBuf) -> Result<Self> {
        let file = File::create(&path).map_err(|e| Error::io(&path, "write", &e))?;
        let names: Vec<&str> = provider.columns.iter().map(|(_, name)| *name).collect();
        let field = |name: &&str| Field::new((*name).into(), DataType::String);
        let schema: Schema = names.iter().map(field).collect();
        let writer = ParquetWriter::new(file).batched(&schema);
        Ok(Self {
            writer: writer.map_err(|_| failed(&path))?,
            columns: vec![Vec::new(); names.len()],
            names,
            path,
        })
    }

    /// Adds rows.
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
        let columns = self.names.iter().zip(&mut self.columns);
        let columns = columns
            .map(|(name, texts)| Column::from(Series::new((*name).into(), std::mem::take(texts))));
        DataFrame::new_infer_height(columns.collect())
            .and_then(|rows| match rows.height() {
                0 => Ok(()),
                _ => self.writer.write_batch(&rows),
            })
            .map_err(|_| failed(&self.path))
    }

    /// Writes what is still in memory.
    pub(super) fn finish(mut self) -> Result<()> {
        self.write()?;
        let finished = self.writer.finish();
        finished.map(|_| ()).map_err(|_| failed(&self.path))
    }
}

fn failed(path: &std::path::Path) -> Error {
    Error::failed(format!("{}: cannot write as Parquet", path.display()))
}
