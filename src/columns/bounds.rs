//! Bounds on the memory that a damaged or forged Parquet file can make the library ask for.
//!
//! The library sets memory apart by the counts that a footer, a page's head and some encodings tell. A count is bounded by
//! the bytes that are there for it, so a damaged one is an error and never the end of the process.

use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::thrift::{Event, number, walk};

/// The most groups within one another in a schema.
const DEEPEST: usize = 64;

/// What a page may inflate to whatever its size.
const ALWAYS: i64 = 64 << 20;

/// Beyond that, how many times its size a page may inflate to; no honest page of more than 64 MB comes near.
const MOST_TIMES: i64 = 1_000;

/// The bytes in which the sizes at the front of a page's head stand.
const HEAD: u64 = 32;

/// Whether a footer tells of no more elements, columns and row groups than it has bytes for.
pub(super) fn is_sound_footer(footer: &[u8]) -> bool {
    // Per element of the schema, how many children it says to have.
    let mut children: Vec<i64> = Vec::new();
    let ended = walk(footer, &mut |path, event| match (path, event) {
        // `FileMetaData.schema`, and in it `SchemaElement.num_children`.
        ([2], Event::Begin) => children.push(0),
        ([2, 5], Event::Whole(count)) => {
            if let Some(last) = children.last_mut() {
                *last = count;
            }
        }
        _ => {}
    });
    ended.is_some() && is_a_tree(&children)
}

/// Whether elements, each followed by its children, are one tree that is not too deep.
fn is_a_tree(children: &[i64]) -> bool {
    let mut open: Vec<i64> = Vec::new();
    for (place, &count) in children.iter().enumerate() {
        while open.last() == Some(&0) {
            open.pop();
        }
        match open.last_mut() {
            Some(left) => *left -= 1,
            None if place == 0 => {}
            None => return false,
        }
        let is_possible = usize::try_from(count).is_ok_and(|count| count < children.len());
        if !is_possible || open.len() >= DEEPEST {
            return false;
        }
        if count > 0 {
            open.push(count);
        }
    }
    open.iter().all(|&left| left == 0)
}

/// A file whose pages do not inflate beyond measure.
pub(crate) struct Bounded<R>(pub(crate) R);

impl<R: ChunkReader> Length for Bounded<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Bounded<R> {
    type T = R::T;

    /// Reads from the head of a page.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut head = Vec::new();
        self.0.get_read(start)?.take(HEAD).read_to_end(&mut head)?;
        let (mut inflated, mut stored) = (0, 0);
        // The head goes on beyond these bytes, and its sizes are in front.
        let _ = walk(&head, &mut |path, event| match (path, event) {
            // `uncompressed_page_size` and `compressed_page_size` of `PageHeader`.
            ([2], Event::Whole(size)) => inflated = size,
            ([3], Event::Whole(size)) => stored = size,
            _ => {}
        });
        if inflated > ALWAYS && inflated / MOST_TIMES > stored {
            return Err(damaged());
        }
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.saturating_add(length as u64) > self.len() {
            return Err(damaged());
        }
        self.0.get_bytes(start, length)
    }
}

/// The pages of a column that is not nested, each with no more values than its bytes and its rows allow.
pub(crate) struct BoundedPages<P> {
    /// The pages as they are there.
    pages: P,
    /// The rows of the row group.
    rows: usize,
    /// Whether a cell may be absent.
    has_levels: bool,
}

impl<R: ChunkReader + 'static> BoundedPages<SerializedPageReader<Bounded<R>>> {
    /// The pages of a column of a row group with so many rows; `None` where they cannot be read.
    pub(crate) fn of(
        file: Arc<Bounded<R>>,
        column: &ColumnChunkMetaData,
        rows: usize,
    ) -> Option<Self> {
        Some(Self {
            pages: SerializedPageReader::new(file, column, rows, None).ok()?,
            rows,
            has_levels: column.column_descr().max_def_level() > 0,
        })
    }
}

impl<P: PageReader> BoundedPages<P> {
    fn is_sound(&self, page: &Page) -> bool {
        match page {
            // An entry of a dictionary has a byte at least; it is set apart with more.
            Page::DictionaryPage {
                buf, num_values, ..
            } => *num_values as usize <= buf.len(),
            Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding,
                ..
            } => {
                let values = match (self.has_levels, def_level_encoding) {
                    (true, Encoding::RLE) => behind_levels(buf),
                    // BIT_PACKED, which is no longer written: a bit per value, and no length in front.
                    (true, _) => buf.get((*num_values as usize).div_ceil(8)..),
                    (false, _) => Some(&buf[..]),
                };
                self.is_sound_data(*num_values, *encoding, values)
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => {
                let levels = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
                let levels = usize::try_from(levels).unwrap_or(usize::MAX);
                self.is_sound_data(*num_values, *encoding, buf.get(levels..))
            }
        }
    }

    fn is_sound_data(&self, values: u32, encoding: Encoding, bytes: Option<&[u8]>) -> bool {
        let most = values as usize;
        let is_sound = |bytes| match encoding {
            Encoding::DELTA_BINARY_PACKED | Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                behind_deltas(bytes, most).is_some()
            }
            // Lengths of what is shared with the text before, and then of what is not.
            Encoding::DELTA_BYTE_ARRAY => {
                behind_deltas(bytes, most).is_some_and(|rest| behind_deltas(rest, most).is_some())
            }
            _ => true,
        };
        most <= self.rows && bytes.is_some_and(is_sound)
    }
}

/// What follows the levels of a page, which begin with their length.
fn behind_levels(page: &[u8]) -> Option<&[u8]> {
    let (length, rest) = page.split_first_chunk()?;
    rest.get(u32::from_le_bytes(*length) as usize..)
}

/// What follows numbers that are packed as differences; `None` when they are more than `most`, or break off.
fn behind_deltas(mut bytes: &[u8], most: usize) -> Option<&[u8]> {
    let mut next = || number(&mut bytes).and_then(|number| usize::try_from(number).ok());
    // The head of DELTA_BINARY_PACKED: values per block, miniblocks per block, values in all, the first value.
    let (block, pieces, count, _first) = (next()?, next()?, next()?, next()?);
    // Writers use blocks of 128 to 4,096 values in 4 or 8 pieces; these bounds are far above and still small in memory.
    if count > most || pieces == 0 || pieces > 1 << 10 || block > 1 << 20 {
        return None;
    }
    let in_a_piece = block / pieces;
    // The first value stands in the head and has no difference.
    let mut left = count.saturating_sub(1);
    while left > 0 {
        // The least difference of the block; the others are counted from it.
        number(&mut bytes)?;
        let (widths, mut rest) = bytes.split_at_checked(pieces)?;
        if in_a_piece == 0 {
            return None;
        }
        for &width in widths {
            if left == 0 {
                break;
            }
            let after = rest.get(usize::from(width) * in_a_piece / 8..);
            // The last piece may end with its last number.
            rest = after.or((left <= in_a_piece).then_some(&[]))?;
            left = left.saturating_sub(in_a_piece);
        }
        bytes = rest;
    }
    Some(bytes)
}

impl<P: PageReader> PageReader for BoundedPages<P> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        match self.pages.get_next_page()? {
            Some(page) if !self.is_sound(&page) => Err(damaged()),
            page => Ok(page),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

impl<P: PageReader> Iterator for BoundedPages<P> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

fn damaged() -> ParquetError {
    ParquetError::General("the file is damaged".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages of a column with one page.
    struct Only(Option<Page>);

    impl Iterator for Only {
        type Item = Result<Page>;

        fn next(&mut self) -> Option<Self::Item> {
            self.get_next_page().transpose()
        }
    }

    impl PageReader for Only {
        fn get_next_page(&mut self) -> Result<Option<Page>> {
            Ok(self.0.take())
        }

        fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
            Ok(None)
        }

        fn skip_next_page(&mut self) -> Result<()> {
            Ok(())
        }
    }

    /// Whether a page of three rows, none of them absent, is handed on.
    fn is_handed_on(page: Page) -> bool {
        let mut pages = BoundedPages {
            pages: Only(Some(page)),
            rows: 3,
            has_levels: false,
        };
        pages.get_next_page().is_ok()
    }

    #[test]
    fn a_page_that_tells_of_more_than_its_bytes_or_rows_is_not_handed_on() {
        let dictionary = |num_values| Page::DictionaryPage {
            buf: Bytes::from_static(b"\x01\0\0\0a"),
            num_values,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        assert!(is_handed_on(dictionary(1)) && !is_handed_on(dictionary(6)));
        let data = |num_values, encoding, bytes: &'static [u8]| Page::DataPage {
            buf: Bytes::from_static(bytes),
            num_values,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        assert!(is_handed_on(data(3, Encoding::PLAIN, b"abc")));
        assert!(!is_handed_on(data(4, Encoding::PLAIN, b"abcd")));
        let lengths = |bytes| data(1, Encoding::DELTA_LENGTH_BYTE_ARRAY, bytes);
        assert!(is_handed_on(lengths(b"\x80\x01\x04\x01\x02a")));
        assert!(!is_handed_on(lengths(b"\x80\x01\x04\xff\xff\xff\x7f\x02a")));
    }

    #[test]
    fn a_schema_is_one_tree_that_is_not_too_deep() {
        for sound in [&[2, 0, 0][..], &[2, 1, 0, 0], &[0]] {
            assert!(is_a_tree(sound), "{sound:?}");
        }
        let deep: Vec<i64> = std::iter::repeat_n(1, 70).chain([0]).collect();
        for unsound in [&[2, 0][..], &[1, 0, 0], &[i64::MAX, 0], &[-1, 0], &deep] {
            assert!(!is_a_tree(unsound), "{unsound:?}");
        }
    }

    /// Blocks of 128 in four pieces; the first number is 0, and so is the least difference.
    #[test]
    fn differences_are_no_more_than_the_page_has_values() {
        let packed = |count: u8, rest: &[u8]| [&[0x80, 1, 4, count, 0], rest].concat();
        assert_eq!(behind_deltas(&packed(1, b"rest"), 1), Some(&b"rest"[..]));
        let block = [&[0, 1, 0, 0, 0][..], &[0xff; 4], b"rest"].concat();
        assert_eq!(behind_deltas(&packed(9, &block), 9), Some(&b"rest"[..]));
        assert_eq!(behind_deltas(&packed(9, &block), 8), None);
        assert_eq!(behind_deltas(&packed(9, &[0, 1]), 9), None);
        assert_eq!(behind_deltas(&[0, 0, 9, 0], 9), None);
        let endless = [0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 0x7f, 0];
        assert_eq!(behind_deltas(&endless, 1 << 20), None);
    }

    #[test]
    fn levels_are_no_longer_than_their_page() {
        assert_eq!(behind_levels(b"\x02\0\0\0ablast"), Some(&b"last"[..]));
        assert_eq!(behind_levels(b"\xff\xff\xff\xffab"), None);
        assert_eq!(behind_levels(b"\x02"), None);
    }

    #[test]
    fn a_page_that_inflates_beyond_measure_is_refused_by_its_head() {
        // Fields 1 to 3: the kind of page, what it inflates to, what it takes; as numbers of five bytes.
        let head = |inflated: u32, stored: u32| {
            let number = |value: u32| {
                let value = u64::from(value) << 1;
                let byte = |place: u32| u8::try_from(value >> (7 * place) & 0x7f).unwrap();
                [
                    byte(0) | 0x80,
                    byte(1) | 0x80,
                    byte(2) | 0x80,
                    byte(3) | 0x80,
                    byte(4),
                ]
            };
            [
                &[0x15, 0, 0x15][..],
                &number(inflated),
                &[0x15],
                &number(stored),
                &[0],
            ]
            .concat()
        };
        let is_read = |head: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            std::io::Write::write_all(&mut file, head).unwrap();
            Bounded(file).get_read(0).is_ok()
        };
        assert!(is_read(&head(64 << 20, 10)));
        assert!(is_read(&head(1 << 30, 2 << 20)));
        assert!(!is_read(&head(i32::MAX.cast_unsigned(), 10)));
        assert!(!is_read(&head(65 << 20, 10)));
    }
}
