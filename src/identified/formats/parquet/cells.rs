//! Some rows of a Parquet column, each cell as text.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use zeroize::Zeroizing;

use super::kind::Kind;

/// The rows that are read at once.
pub(super) const PIECE: usize = 1 << 14;

/// Some rows of some columns.
pub(super) struct Piece {
    /// The rows of the file that come before.
    pub(super) before: usize,
    /// How many rows there are.
    pub(super) rows: usize,
    /// The cells of each column.
    pub(super) columns: Vec<Cells>,
}

/// Some rows of a column.
pub(super) struct Cells {
    kind: Kind,
    /// The place of each row among the values; `None` for a null.
    places: Vec<Option<usize>>,
    values: Values,
}

/// The values that are there, as the file packs them.
enum Values {
    None,
    Truths(Vec<bool>),
    Whole32(Vec<i32>),
    Whole64(Vec<i64>),
    Julian(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Cells {
    /// Cells of a column that has no text: nothing of it is read, and each is broken.
    pub(super) const fn unread() -> Self {
        Self {
            kind: Kind::Other,
            places: Vec::new(),
            values: Values::None,
        }
    }

    /// Reads the next `rows` of a column that is not nested; `None` when the file does not hold them.
    pub(super) fn read(kind: Kind, reader: &mut ColumnReader, rows: usize) -> Option<Self> {
        let mut levels = Vec::new();
        let levels = &mut levels;
        let values = match reader {
            ColumnReader::BoolColumnReader(reader) => Values::Truths(take(reader, rows, levels)?),
            ColumnReader::Int32ColumnReader(reader) => Values::Whole32(take(reader, rows, levels)?),
            ColumnReader::Int64ColumnReader(reader) => Values::Whole64(take(reader, rows, levels)?),
            ColumnReader::Int96ColumnReader(reader) => Values::Julian(take(reader, rows, levels)?),
            ColumnReader::FloatColumnReader(reader) => Values::Float(take(reader, rows, levels)?),
            ColumnReader::DoubleColumnReader(reader) => Values::Double(take(reader, rows, levels)?),
            ColumnReader::ByteArrayColumnReader(reader) => {
                Values::Bytes(take(reader, rows, levels)?)
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                Values::Fixed(take(reader, rows, levels)?)
            }
        };
        let places = if levels.is_empty() {
            // Without levels every row has a value.
            (0..rows).map(Some).collect()
        } else {
            let mut next = 0..;
            let place = |&level: &i16| if level > 0 { next.next() } else { None };
            levels.iter().map(place).collect()
        };
        Some(Self {
            kind,
            places,
            values,
        })
    }

    /// A cell as text; empty for a null, `None` for what has no text.
    pub(super) fn get<'a>(&self, row: usize, text: &'a mut Zeroizing<Vec<u8>>) -> Option<&'a str> {
        text.clear();
        if matches!(self.values, Values::None) {
            return None;
        }
        if let Some(place) = *self.places.get(row)? {
            self.write(place, text)?;
        }
        std::str::from_utf8(text).ok()
    }

    fn write(&self, place: usize, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
        let kind = self.kind;
        match &self.values {
            Values::None => None,
            Values::Truths(all) => {
                let word = if *all.get(place)? { "true" } else { "false" };
                text.extend_from_slice(word.as_bytes());
                (kind == Kind::Number).then_some(())
            }
            Values::Whole32(all) => kind.whole((*all.get(place)?).into(), 32, text),
            Values::Whole64(all) => kind.whole(*all.get(place)?, 64, text),
            Values::Julian(all) => kind.julian(*all.get(place)?, text),
            Values::Float(all) => {
                // Through its own shortest text, so that 0.1 does not become 0.10000000149011612.
                let value = *all.get(place)?;
                kind.floating(value.to_string().parse().ok()?, text)
            }
            Values::Double(all) => kind.floating(*all.get(place)?, text),
            Values::Bytes(all) => kind.bytes(all.get(place)?.data(), text),
            Values::Fixed(all) => kind.bytes(all.get(place)?.data(), text),
        }
    }
}

fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
) -> Option<Vec<T::T>> {
    let mut values = Vec::new();
    let read = reader.read_records(rows, Some(levels), None, &mut values);
    let (records, _, _) = read.ok()?;
    (records == rows).then_some(values)
}
