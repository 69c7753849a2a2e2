//! Numbered files of a limited number of rows, so that no workbook or delivery grows with the town.

use std::path::{Path, PathBuf};

use super::text::OpenFile;
use super::workbook::Book;
use crate::error::Result;
use crate::town::extracts::{CLOSING, opening};
use crate::town::providers::Provider;

/// The rows of one file.
const ROWS: usize = 50_000;

/// The path of file `number` (from 1): it stands where the name has `*`.
fn path(place: &Path, number: usize) -> PathBuf {
    PathBuf::from(place.to_string_lossy().replace('*', &number.to_string()))
}

pub(super) struct Workbooks {
    provider: &'static Provider,
    place: PathBuf,
    written: usize,
    book: Book,
}

impl Workbooks {
    /// The first workbook.
    pub(super) fn begin(provider: &'static Provider, place: PathBuf) -> Result<Self> {
        Ok(Self {
            provider,
            written: 0,
            book: Book::begin(provider, &path(&place, 1))?,
            place,
        })
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        for line in String::from_utf8_lossy(bytes).lines() {
            if self.book.rows() == ROWS {
                self.written += 1;
                let next = path(&self.place, self.written + 1);
                let next = Book::begin(self.provider, &next)?;
                std::mem::replace(&mut self.book, next).finish()?;
            }
            self.book.put(line)?;
        }
        Ok(())
    }

    /// Writes the last one.
    pub(super) fn finish(self) -> Result<()> {
        self.book.finish()
    }
}

pub(super) struct Deliveries {
    place: PathBuf,
    number: usize,
    file: OpenFile,
    rows: usize,
}

impl Deliveries {
    /// The first delivery.
    pub(super) fn begin(place: PathBuf) -> Result<Self> {
        Ok(Self {
            file: OpenFile::create(path(&place, 1), opening(1).as_bytes())?,
            number: 1,
            place,
            rows: 0,
        })
    }

    /// Adds trajectories, a line each.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        for line in bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            if self.rows == ROWS {
                self.number += 1;
                let first = opening(self.number);
                let next = OpenFile::create(path(&self.place, self.number), first.as_bytes())?;
                close(std::mem::replace(&mut self.file, next))?;
                self.rows = 0;
            }
            if self.rows > 0 {
                self.file.put(b",\n")?;
            }
            self.file.put(line)?;
            self.rows += 1;
        }
        Ok(())
    }

    /// Closes the last one.
    pub(super) fn finish(self) -> Result<()> {
        close(self.file)
    }
}

fn close(mut file: OpenFile) -> Result<()> {
    file.put(CLOSING.as_bytes())?;
    file.finish()
}
