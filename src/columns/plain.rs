//! Digests read from the pages of a column where they are, without an object of the library for each.
//!
//! Source: the specification of Apache Parquet, encodings PLAIN (0) and RLE (3).

use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

/// Calls `each` with `rows` values behind the first `skipped`; `None` for an absent one.
///
/// # Errors
/// `None` when the pages do not hold them, or are packed in another way.
pub(super) fn for_each_plain(
    pages: &mut impl PageReader,
    has_levels: bool,
    skipped: usize,
    rows: usize,
    mut each: impl FnMut(Option<&[u8; 16]>),
) -> Option<()> {
    let mut ahead = skipped;
    let mut left = rows;
    while left > 0 {
        let page = pages.get_next_page().ok()??;
        let (levels, mut values, count) = parts(&page, has_levels)?;
        let mut row = |value: Option<&[u8; 16]>| {
            if ahead > 0 {
                ahead -= 1;
            } else if left > 0 {
                left -= 1;
                each(value);
            }
        };
        match levels {
            None => {
                for _ in 0..count {
                    row(Some(next(&mut values)?));
                }
            }
            Some(mut levels) => {
                let mut of_page = count;
                while of_page > 0 {
                    of_page -= run(&mut levels, &mut values, of_page, &mut row)?;
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
fn run(
    levels: &mut &[u8],
    values: &mut &[u8],
    most: usize,
    row: &mut impl FnMut(Option<&[u8; 16]>),
) -> Option<usize> {
    // The lowest bit of the head tells packed levels (1) from a repeated one (0); the others are the count.
    let head = number(levels)?;
    let count = head >> 1;
    if head & 1 == 0 {
        // A level that repeats.
        let (level, rest) = levels.split_first()?;
        *levels = rest;
        let rows = count.min(most);
        for _ in 0..rows {
            row(if *level & 1 == 1 {
                Some(next(values)?)
            } else {
                None
            });
        }
        return (rows > 0).then_some(rows);
    }
    // Eight to the byte, the lowest bit first.
    let (bits, rest) = levels.split_at_checked(count)?;
    *levels = rest;
    let rows = count.saturating_mul(8).min(most);
    for place in 0..rows {
        let is_present = bits[place / 8] >> (place % 8) & 1 == 1;
        row(if is_present {
            Some(next(values)?)
        } else {
            None
        });
    }
    (rows > 0).then_some(rows)
}

/// The next value.
fn next<'a>(values: &mut &'a [u8]) -> Option<&'a [u8; 16]> {
    let (value, rest) = values.split_first_chunk()?;
    *values = rest;
    Some(value)
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
        let mut row = |value: Option<&[u8; 16]>| read.push(value.map(|value| value[0]));
        let mut left = rows;
        while left > 0 {
            left -= run(&mut levels, &mut values, left, &mut row)?;
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
