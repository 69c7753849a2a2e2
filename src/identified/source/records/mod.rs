//! Records of delimited text: numbered by line, bounded, and continuing after a quote that is never closed.

use std::io::{ErrorKind, Read, Result};
use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use zeroize::Zeroizing;

use super::quotes::are_sound;

/// The bytes that a record may have, quotes and all.
pub(in crate::identified) const LONGEST_RECORD: usize = 1_000_000;

/// The bytes that are read from the disk in one go; they fit the cache of a processor.
const CHUNK: usize = 1 << 16;

/// How many cells a row must have.
#[derive(Debug, Clone, Copy)]
pub(in crate::identified) struct Width {
    /// The cells of the header up to its last name.
    pub(in crate::identified) named: usize,
    /// All cells of the header.
    pub(in crate::identified) all: usize,
}

/// What the next piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Step {
    /// A record of the right width; its cells can be read.
    Record,
    /// A record of another width.
    Shape,
    /// A quote opens in this line and does not close in its row; reading goes on at the next line.
    QuoteOpen,
    /// A line longer than a record may be; reading goes on at the next line.
    TooLong,
    /// The end of the text.
    End,
}

/// The records of a text. Memory is used again and wiped on drop; it does not grow with the text.
///
/// A record is of one line unless a quoted cell holds line ends. When it ends up with the wrong width, grows beyond
/// 1 MB or meets the end of the text, the quote in its first line is held to be a slip, and that line alone is lost.
pub(in crate::identified) struct Records<R> {
    source: R,
    parser: Reader,
    delimiter: u8,
    width: Option<Width>,
    buffer: Zeroizing<Vec<u8>>,
    begin: usize,
    end: usize,
    is_at_end: bool,
    bytes_read: u64,
    next_line: u64,
    line: u64,
    cells: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
    cell_count: usize,
}

impl<R: Read> Records<R> {
    /// The records of `source`, whose first line is line 1.
    pub(in crate::identified) fn new(source: R, delimiter: u8) -> Self {
        let parser = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .build();
        Self {
            source,
            parser,
            delimiter,
            width: None,
            buffer: Zeroizing::new(vec![0; 2 * CHUNK]),
            begin: 0,
            end: 0,
            is_at_end: false,
            bytes_read: 0,
            next_line: 1,
            line: 0,
            cells: Zeroizing::new(vec![0; 2 * CHUNK + 1]),
            ends: vec![0; 512],
            cell_count: 0,
        }
    }

    /// Says how many lines are before the source begins; called before the first record is read.
    pub(in crate::identified) const fn begin_behind(&mut self, lines: u64) {
        self.next_line = lines + 1;
    }

    /// From now on, rows must have this width.
    pub(in crate::identified) const fn expect_width(&mut self, width: Width) {
        self.width = Some(width);
    }

    /// The line at which the last record (or what stood in its place) begins, from 1.
    pub(in crate::identified) const fn line(&self) -> u64 {
        self.line
    }

    /// The number of cells of the last record.
    pub(in crate::identified) const fn cell_count(&self) -> usize {
        self.cell_count
    }

    /// The cells of the last record, one behind the other, without their quotes.
    pub(in crate::identified) fn cells(&self) -> &[u8] {
        let last = self.cell_count.checked_sub(1);
        &self.cells[..last.map_or(0, |last| self.ends[last])]
    }

    /// Where a cell is in [`Records::cells`]; nowhere beyond the last.
    pub(in crate::identified) fn span(&self, place: usize) -> Range<usize> {
        if place >= self.cell_count {
            return 0..0;
        }
        let begin = if place == 0 { 0 } else { self.ends[place - 1] };
        let end = self.ends[place];
        let is_last = place + 1 == self.cell_count;
        let has_return = is_last && self.cells[begin..end].ends_with(b"\r");
        begin..end - usize::from(has_return)
    }

    /// A cell of the last record, without its quotes; empty beyond the last.
    pub(in crate::identified) fn cell(&self, place: usize) -> &[u8] {
        &self.cells[self.span(place)]
    }

    /// Whether the last record has no text at all.
    pub(in crate::identified) fn is_blank(&self) -> bool {
        self.cells().iter().all(u8::is_ascii_whitespace)
    }

    /// The bytes taken from the source so far.
    pub(in crate::identified) const fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Goes on to the next record; empty lines and, below the header, empty rows are skipped.
    pub(in crate::identified) fn next(&mut self) -> Result<Step> {
        loop {
            let step = self.step()?;
            let is_row = self.width.is_some() && self.cell_count > 0;
            if !is_row || !self.is_blank() {
                return Ok(step);
            }
        }
    }

    fn step(&mut self) -> Result<Step> {
        self.cell_count = 0;
        self.pass_over_empty_lines()?;
        self.line = self.next_line;
        let (mut scanned, mut written, mut ended) = (0, 0, 0);
        loop {
            if self.begin + scanned == self.end {
                if scanned > LONGEST_RECORD {
                    return self.give_up_line();
                }
                if !self.fill()? {
                    return if scanned == 0 {
                        Ok(Step::End)
                    } else {
                        self.finish(written, ended)
                    };
                }
            }
            let unread = &self.buffer[self.begin + scanned..self.end];
            let (result, read, wrote, cells) = self.parser.read_record(
                unread,
                &mut self.cells[written..],
                &mut self.ends[ended..],
            );
            scanned += read;
            written += wrote;
            ended += cells;
            match result {
                ReadRecordResult::Record => return self.complete(scanned, ended),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                _ => {}
            }
        }
    }

    /// A record that the parser completed after `scanned` bytes.
    fn complete(&mut self, scanned: usize, cells: usize) -> Result<Step> {
        if scanned > LONGEST_RECORD {
            return self.give_up_line();
        }
        self.cell_count = cells;
        let lines = self.parser.line() - self.next_line;
        if lines > 1 && !(self.has_width() && self.are_quotes_sound(scanned)) {
            return self.give_up_line();
        }
        self.begin += scanned;
        self.next_line += lines;
        Ok(if self.has_width() {
            Step::Record
        } else {
            Step::Shape
        })
    }

    fn are_quotes_sound(&self, scanned: usize) -> bool {
        are_sound(
            &self.buffer[self.begin..self.begin + scanned],
            self.delimiter,
        )
    }

    /// The last record, which the end of the text cuts off; a line end is put behind it to see whether a quote is open.
    fn finish(&mut self, written: usize, ended: usize) -> Result<Step> {
        if ended + 1 >= self.ends.len() {
            self.ends.resize(self.ends.len() * 2, 0);
        }
        let (result, _, _, cells) =
            self.parser
                .read_record(b"\n", &mut self.cells[written..], &mut self.ends[ended..]);
        if result == ReadRecordResult::Record {
            return self.complete(self.end - self.begin, ended + cells);
        }
        self.give_up_line()
    }

    /// Whether the record has the width of the header; empty cells behind it do no harm.
    fn has_width(&self) -> bool {
        let Some(width) = self.width else {
            return true;
        };
        let beyond = width.all..self.cell_count;
        self.cell_count >= width.named
            && beyond
                .into_iter()
                .all(|place| self.cell(place).trim_ascii().is_empty())
    }

    /// Drops the line in which the record began and goes on behind it.
    fn give_up_line(&mut self) -> Result<Step> {
        self.cell_count = 0;
        let record = &self.buffer[self.begin..self.end];
        let line_end = record.iter().position(|&byte| byte == b'\n');
        let step = match line_end {
            Some(length) if length <= LONGEST_RECORD => Step::QuoteOpen,
            None if record.len() <= LONGEST_RECORD => Step::QuoteOpen,
            _ => Step::TooLong,
        };
        match line_end {
            Some(length) => self.begin += length + 1,
            None => self.discard_line()?,
        }
        self.next_line += 1;
        self.parser.reset();
        self.parser.set_line(self.next_line);
        Ok(step)
    }

    /// Reads past the next line end without keeping anything.
    fn discard_line(&mut self) -> Result<()> {
        loop {
            self.begin = self.end;
            if !self.fill()? {
                return Ok(());
            }
            let unread = &self.buffer[self.begin..self.end];
            if let Some(length) = unread.iter().position(|&byte| byte == b'\n') {
                self.begin += length + 1;
                return Ok(());
            }
        }
    }

    fn pass_over_empty_lines(&mut self) -> Result<()> {
        loop {
            let line_end = match self.buffer[self.begin..self.end] {
                [b'\n', ..] => 1,
                [b'\r', b'\n', ..] => 2,
                [] | [b'\r'] => 0,
                _ => break,
            };
            if line_end > 0 {
                self.begin += line_end;
                self.next_line += 1;
            } else if !self.fill()? {
                break;
            }
        }
        self.parser.set_line(self.next_line);
        Ok(())
    }

    /// Reads more behind what is unread; `false` at the end of the source.
    fn fill(&mut self) -> Result<bool> {
        if self.is_at_end {
            return Ok(false);
        }
        if self.begin > 0 {
            self.buffer.copy_within(self.begin..self.end, 0);
            self.end -= self.begin;
            self.begin = 0;
        }
        if self.buffer.len() - self.end < CHUNK {
            grow(&mut self.buffer);
            grow(&mut self.cells);
        }
        let room = self.end + CHUNK;
        loop {
            match self.source.read(&mut self.buffer[self.end..room]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(amount) => {
                    self.end += amount;
                    self.bytes_read += amount as u64;
                    self.is_at_end = amount == 0;
                    return Ok(amount > 0);
                }
            }
        }
    }
}

/// Doubles a piece of memory; what is left behind is wiped.
fn grow(memory: &mut Zeroizing<Vec<u8>>) {
    let mut larger = Zeroizing::new(vec![0; memory.len() * 2]);
    larger[..memory.len()].copy_from_slice(memory);
    *memory = larger;
}

#[cfg(test)]
mod tests;
