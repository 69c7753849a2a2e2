//! Bytes in, the same bytes out, with the number of the line and a limit between two marks.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use zeroize::Zeroizing;

/// The bytes that are read in one go.
const CHUNK: usize = 1 << 16;

/// A reader that knows its line. What it holds is wiped on drop.
pub(super) struct LineReader<R> {
    source: R,
    buffer: Zeroizing<Vec<u8>>,
    begin: usize,
    end: usize,
    line: u64,
    limit: usize,
    since_mark: usize,
}

impl<R: Read> LineReader<R> {
    /// Reads `source`; more than `limit` bytes between two marks is an error.
    pub(super) fn new(source: R, limit: usize) -> Self {
        Self {
            source,
            buffer: Zeroizing::new(vec![0; CHUNK]),
            begin: 0,
            end: 0,
            line: 1,
            limit,
            since_mark: 0,
        }
    }

    /// The line that is being read, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Begins to count towards the limit again.
    pub(super) const fn mark(&mut self) {
        self.since_mark = 0;
    }
}

impl<R: Read> BufRead for LineReader<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.since_mark > self.limit {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        if self.begin == self.end {
            self.begin = 0;
            self.end = 0;
            self.end = self.source.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.begin..self.end])
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.begin + amount).min(self.end);
        let line_ends = self.buffer[self.begin..end]
            .iter()
            .filter(|&&byte| byte == b'\n');
        self.line += line_ends.count() as u64;
        self.since_mark += end - self.begin;
        self.begin = end;
    }
}

impl<R: Read> Read for LineReader<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_that_of_the_next_byte() {
        let mut reader = LineReader::new(&b"a\nb\n\nc"[..], 100);
        let mut lines = Vec::new();
        for _ in 0..6 {
            lines.push(reader.line());
            reader.read_exact(&mut [0]).unwrap();
        }
        assert_eq!(lines, [1, 1, 2, 2, 3, 4]);
    }

    #[test]
    fn more_than_the_limit_between_two_marks_is_refused() {
        let mut reader = LineReader::new(&[b'x'; 30][..], 10);
        reader.read_exact(&mut [0; 10]).unwrap();
        reader.mark();
        reader.read_exact(&mut [0; 11]).unwrap();
        assert!(reader.read_exact(&mut [0]).is_err());
    }
}
