//! The columns of fixed-width text, for `inspect`.

use std::path::Path;

use zeroize::Zeroizing;

use super::{cell, for_each_line, without_end};
use crate::error::Result;
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::format::{Columns, Habits, OnCells};
use crate::identified::source::text::{TextFile, doubts};

/// The lines from which the places are found.
const LINES: usize = 2_000;

/// A text whose columns may be at fixed places.
pub(in crate::identified) struct FixedText(TextFile);

/// A file whose columns are at fixed places.
struct FixedColumns {
    file: TextFile,
    places: Vec<(usize, usize)>,
    names: Vec<Zeroizing<String>>,
}

impl FixedText {
    /// Opens the file.
    ///
    /// # Errors
    /// When it is no text.
    pub(in crate::identified) fn open(path: &Path) -> Result<Self> {
        TextFile::open(path, None).map(Self)
    }

    /// The first lines that are not empty, as characters; wiped on drop.
    ///
    /// # Errors
    /// When the file is gone by now.
    pub(in crate::identified) fn lines(&self) -> Result<Vec<Zeroizing<Vec<char>>>> {
        let sample = self.0.sample()?;
        let mut decoder = CellDecoder::new(self.0.encoding);
        let mut lines = Vec::new();
        for line in sample.split(|&byte| byte == b'\n') {
            let text = decoder.decode(without_end(line)).unwrap_or_default();
            if !text.trim().is_empty() && lines.len() < LINES {
                lines.push(Zeroizing::new(text.chars().collect()));
            }
        }
        Ok(lines)
    }

    /// Its columns, from and up to these characters, counted from 0; each is called by its places, counted from 1.
    pub(in crate::identified) fn columns(self, places: Vec<(usize, usize)>) -> Box<dyn Columns> {
        let name = |(begin, end): &(usize, usize)| match end - begin {
            1 => Zeroizing::new(end.to_string()),
            _ => Zeroizing::new(format!("{}-{end}", begin + 1)),
        };
        Box::new(FixedColumns {
            file: self.0,
            names: places.iter().map(name).collect(),
            places,
        })
    }
}

impl Columns for FixedColumns {
    fn names(&self) -> &[Zeroizing<String>] {
        &self.names
    }

    fn habits(&self) -> Habits {
        Habits {
            encoding: Some(self.file.encoding),
            ..Habits::default()
        }
    }

    fn has_rows(&self) -> bool {
        true
    }

    fn doubts(&self) -> Vec<String> {
        doubts([&self.file])
    }

    fn are_places(&self) -> bool {
        true
    }

    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64> {
        let decoder = || CellDecoder::new(self.file.encoding);
        let mut decoders: Vec<_> = self.names.iter().map(|_| decoder()).collect();
        let mut unread = 0;
        for_each_line(&self.file, &mut |_, line, _| {
            let Some(line) = line else {
                unread += 1;
                return Ok(());
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                return Ok(());
            }
            let columns = self.places.iter().zip(&mut decoders);
            let cells: Vec<_> = columns
                .map(|(places, decoder)| decoder.decode(cell(line, *places, self.file.encoding)))
                .collect();
            each(&cells)
        })?;
        Ok(unread)
    }
}
