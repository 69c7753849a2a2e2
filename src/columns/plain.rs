//! Digests read from the pages of a column where they are, without an object of the library for each.
//!
//! Source: the specification of Apache Parquet, encodings PLAIN (0) and RLE (3).

use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

/// Values behind each other: those that are present, or so many absent ones.
pub(crate) enum Run<'a> {
    Present(&'a [[u8; 16]]),
    Absent(usize),
}

impl Run<'_> {
    /// Without the first of it.
    fn behind(self, first: usize) -> Self {
        match self {
            Self::Present(values) => Self::Present(values.get(first..).unwrap_or_default()),
            Self::Absent(count) => Self::Absent(count.saturating_sub(first)),
        }
    }

    /// No more than `most` of it.
    fn first(self, most: usize) -> Self {
        match self {
            Self::Present(values) => Self::Present(values.get(..most).unwrap_or(values)),
            Self::Absent(count) => Self::Absent(count.min(most)),
        }
    }

    /// How many values they are.
    pub(crate) fn rows(&self) -> usize {
        match self {
            Self::Present(values) => values.len(),
            Self::Absent(count) => *count,
        }
    }
}

/// Calls `each` with the runs of `rows` values behind the first `skipped`.
///
/// # Errors
/// `None` when the pages do not hold them, or are packed in another way.
pub(super) fn for_each_plain(
    pages: &mut impl PageReader,
    has_levels: bool,
    skipped: usize,
    rows: usize,
    mut each: impl FnMut(Run<'_>),
) -> Option<()> {
    let mut ahead = skipped;
    let mut left = rows;
    while left > 0 {
        let page = pages.get_next_page().ok()??;
        let (levels, mut values, count) = parts(&page, has_levels)?;
        let mut hand_on = |run: Run<'_>| {
            let passed = ahead.min(run.rows());
            ahead -= passed;
            let run = run.behind(passed).first(left);
            left -= run.rows();
            if run.rows() > 0 {
                each(run);
            }
        };
        match levels {
            None => hand_on(Run::Present(next(&mut values, count)?)),
            Some(mut levels) => {
                let mut of_page = count;
                while of_page > 0 {
                    of_page -= read_run(&mut levels, &mut values, of_page, &mut hand_on)?;
                }
            }
        }
    }
    Some(())
}

/// The levels of a page, if it has any, its values, and how many rows it has.
type Parts<'a> = (Option<&'a [u8]>, &'a [u8], usize);

fn parts(page: &Page, has_levels: bool) -> Option<Parts<'_>> {
    match page {
        Page::DataPage {
            buf,
            num_values,
            encoding: Encoding::PLAIN,
            def_level_encoding: Encoding::RLE,
            ..
        } => {
            let count = *num_values as usize;
            if !has_levels {
                return Some((None, buf, count));
            }
            let (length, rest) = buf.split_first_chunk()?;
            let (levels, values) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            Some((Some(levels), values, count))
        }
        Page::DataPageV2 {
            buf,
            num_values,
            encoding: Encoding::PLAIN,
            def_levels_byte_len,
            rep_levels_byte_len: 0,
            ..
        } => {
            let (levels, values) = buf.split_at_checked(*def_levels_byte_len as usize)?;
            Some((has_levels.then_some(levels), values, *num_values as usize))
        }
        _ => None,
    }
}

/// The rows of a run of levels, of which each is one bit; at most `most`. Gives how many they were.
fn read_run(
    levels: &mut &[u8],
    values: &mut &[u8],
    most: usize,
    hand_on: &mut impl FnMut(Run<'_>),
) -> Option<usize> {
    // The lowest bit of the head tells packed levels (1) from a repeated one (0); the others are the count.
    let head = number(levels)?;
    let count = head >> 1;
    if head & 1 == 0 {
        // A level that repeats.
        let (level, rest) = levels.split_first()?;
        *levels = rest;
        let rows = count.min(most);
        hand_on(if *level & 1 == 1 {
            Run::Present(next(values, rows)?)
        } else {
            Run::Absent(rows)
        });
        return (rows > 0).then_some(rows);
    }
    // Eight to the byte, the lowest bit first.
    let (bits, rest) = levels.split_at_checked(count)?;
    *levels = rest;
    let rows = count.saturating_mul(8).min(most);
    for place in 0..rows {
        let is_present = bits[place / 8] >> (place % 8) & 1 == 1;
        hand_on(if is_present {
            Run::Present(next(values, 1)?)
        } else {
            Run::Absent(1)
        });
    }
    (rows > 0).then_some(rows)
}

/// The next so many values.
fn next<'a>(values: &mut &'a [u8], count: usize) -> Option<&'a [[u8; 16]]> {
    let (taken, rest) = values.split_at_checked(count.checked_mul(16)?)?;
    *values = rest;
    Some(taken.as_chunks().0)
}

/// A number of seven bits to the byte, the lowest first.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    // The head of a run has 32 bits at most, so five bytes.
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes that begin what is read of levels and values, as far as it is sound.
    fn read(mut levels: &[u8], mut values: &[u8], rows: usize) -> Option<Vec<Option<u8>>> {
        let mut read = Vec::new();
        let mut hand_on = |run: Run<'_>| match run {
            Run::Present(values) => read.extend(values.iter().map(|value| Some(value[0]))),
            Run::Absent(count) => read.extend(std::iter::repeat_n(None, count)),
        };
        let mut left = rows;
        while left > 0 {
            left -= read_run(&mut levels, &mut values, left, &mut hand_on)?;
        }
        Some(read)
    }

    #[test]
    fn absent_values_stand_in_the_levels_only() {
        let values = [[1; 16], [2; 16]].concat();
        let (one, two) = (Some(1), Some(2));
        assert_eq!(
            read(b"\x03\x05", &values, 4),
            Some(vec![one, None, two, None])
        );
        assert_eq!(
            read(b"\x02\x01\x04\x00\x02\x01", &values, 4),
            Some(vec![one, None, None, two])
        );
    }

    #[test]
    fn what_breaks_off_is_nothing() {
        assert_eq!(read(b"\x04\x01", &[1; 16], 2), None);
        assert_eq!(read(b"\x02\x01", &[1; 15], 1), None);
        assert_eq!(read(b"\x05\x01", &[1; 16], 9), None);
        assert_eq!(read(b"\x00\x01", b"", 1), None);
        assert_eq!(read(b"\xff\xff\xff\xff\xff\x01", b"", 1), None);
    }
}
