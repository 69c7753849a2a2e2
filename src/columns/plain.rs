//! Values read from the pages of a column where they are, without an object of the library for each.
//!
//! Source: the specification of Apache Parquet, encodings PLAIN (0), `PLAIN_DICTIONARY` (2), RLE (3) and `RLE_DICTIONARY` (8).

use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

use super::indexes::{Indexes, head};

/// The values of a page that are present, and not yet read.
pub(super) enum Stored<'a> {
    /// Behind each other.
    Plain(&'a [u8]),
    /// As places in the dictionary.
    Indexes(Indexes<'a>),
}

/// Who takes the values of a column; `None` refuses them.
pub(super) trait Taker {
    /// The dictionary of the pages that follow: so many plain values.
    fn dictionary(&mut self, values: &[u8], count: usize) -> Option<()>;

    /// The next so many values; those that are not wanted are passed over.
    fn take(&mut self, stored: &mut Stored<'_>, count: usize, is_wanted: bool) -> Option<()>;

    /// So many values that are absent.
    fn absent(&mut self, count: usize) -> Option<()>;
}

/// Whether a column is packed in ways that are read here.
pub(super) fn is_known(mut encodings: impl Iterator<Item = Encoding>) -> bool {
    // RLE is the encoding of the levels.
    let known = [
        Encoding::PLAIN,
        Encoding::RLE,
        Encoding::RLE_DICTIONARY,
        Encoding::PLAIN_DICTIONARY,
    ];
    encodings.all(|one| known.contains(&one))
}

/// Gives `taker` the `rows` values behind the first `skipped`.
///
/// # Errors
/// `None` when the pages do not hold them, or are packed in another way.
pub(super) fn for_each_stored(
    pages: &mut impl PageReader,
    has_levels: bool,
    (skipped, rows): (usize, usize),
    taker: &mut impl Taker,
) -> Option<()> {
    let mut left = Left { skipped, rows };
    while left.rows > 0 {
        let page = pages.get_next_page().ok()??;
        if let Page::DictionaryPage {
            buf,
            num_values,
            encoding: Encoding::PLAIN | Encoding::PLAIN_DICTIONARY,
            ..
        } = &page
        {
            taker.dictionary(buf, *num_values as usize)?;
            continue;
        }
        let (levels, mut stored, count) = parts(&page, has_levels)?;
        match levels {
            None => left.hand_on((true, count), &mut stored, taker)?,
            Some(mut levels) => {
                let mut of_page = count;
                while of_page > 0 {
                    of_page -= read_run(&mut levels, of_page, &mut |run| {
                        left.hand_on(run, &mut stored, taker)
                    })?;
                }
            }
        }
    }
    Some(())
}

/// Whether the next values are present, and how many they are.
type Levels = (bool, usize);

/// What is to be passed over and what is to be read.
struct Left {
    skipped: usize,
    rows: usize,
}

impl Left {
    fn hand_on(
        &mut self,
        (is_present, count): Levels,
        stored: &mut Stored<'_>,
        taker: &mut impl Taker,
    ) -> Option<()> {
        let passed = self.skipped.min(count);
        self.skipped -= passed;
        let wanted = (count - passed).min(self.rows);
        self.rows -= wanted;
        if !is_present {
            return if wanted == 0 {
                Some(())
            } else {
                taker.absent(wanted)
            };
        }
        if passed > 0 {
            taker.take(stored, passed, false)?;
        }
        if wanted > 0 {
            taker.take(stored, wanted, true)?;
        }
        Some(())
    }
}

/// The levels of a page, if it has any, its values, and how many rows it has.
type Parts<'a> = (Option<&'a [u8]>, Stored<'a>, usize);

fn parts(page: &Page, has_levels: bool) -> Option<Parts<'_>> {
    let (levels, values, count, encoding) = match page {
        Page::DataPage {
            buf,
            num_values,
            encoding,
            def_level_encoding: Encoding::RLE,
            ..
        } => {
            let count = *num_values as usize;
            if has_levels {
                let (length, rest) = buf.split_first_chunk()?;
                let length = u32::from_le_bytes(*length) as usize;
                let (levels, values) = rest.split_at_checked(length)?;
                (Some(levels), values, count, *encoding)
            } else {
                (None, &buf[..], count, *encoding)
            }
        }
        Page::DataPageV2 {
            buf,
            num_values,
            encoding,
            def_levels_byte_len,
            rep_levels_byte_len: 0,
            ..
        } => {
            let (levels, values) = buf.split_at_checked(*def_levels_byte_len as usize)?;
            let levels = has_levels.then_some(levels);
            (levels, values, *num_values as usize, *encoding)
        }
        _ => return None,
    };
    let stored = match encoding {
        Encoding::PLAIN => Stored::Plain(values),
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
            Stored::Indexes(Indexes::of(values)?)
        }
        _ => return None,
    };
    Some((levels, stored, count))
}

/// The rows of a run of levels, of which each is one bit; at most `most`. Gives how many they were.
fn read_run(
    levels: &mut &[u8],
    most: usize,
    hand_on: &mut impl FnMut(Levels) -> Option<()>,
) -> Option<usize> {
    let (are_packed, count) = head(levels)?;
    if !are_packed {
        // A level that repeats.
        let (level, rest) = levels.split_first()?;
        *levels = rest;
        let rows = count.min(most);
        hand_on((*level & 1 == 1, rows))?;
        return (rows > 0).then_some(rows);
    }
    // Eight to the byte, the lowest bit first.
    let (bits, rest) = levels.split_at_checked(count)?;
    *levels = rest;
    let rows = count.saturating_mul(8).min(most);
    for place in 0..rows {
        hand_on((bits[place / 8] >> (place % 8) & 1 == 1, 1))?;
    }
    (rows > 0).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::super::values::{Fixed, Run};
    use super::*;

    /// The bytes that begin what is read of levels and values, as far as it is sound.
    fn read(mut levels: &[u8], values: &[u8], rows: usize) -> Option<Vec<Option<u8>>> {
        let mut read = Vec::new();
        let mut taker = Fixed::<16, _>::new(|run: Run<'_, 16>| match run {
            Run::Present(values) => read.extend(values.iter().map(|value| Some(value[0]))),
            Run::Absent(count) => read.extend(std::iter::repeat_n(None, count)),
        });
        let mut stored = Stored::Plain(values);
        let mut all = Left { skipped: 0, rows };
        let mut left = rows;
        while left > 0 {
            left -= read_run(&mut levels, left, &mut |run| {
                all.hand_on(run, &mut stored, &mut taker)
            })?;
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
