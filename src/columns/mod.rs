//! Reads and writes columns as Parquet, without trusting any size in the file.

mod bounds;
mod footer;
#[cfg(test)]
pub(crate) mod made;
mod plain;
mod read;
mod thrift;
mod write;

pub(crate) use bounds::{Bounded, BoundedPages};
pub(crate) use footer::Footer;
pub(crate) use read::{Part, Source, for_each_bytes, for_each_value, leaf_of};
pub(crate) use write::{Column, Packing, Writer};

use parquet::basic::{LogicalType, Type as Physical};

/// What a Parquet file begins and ends with.
pub(crate) const MARK: &[u8] = b"PAR1";

/// What a column holds; each value may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Bytes that are no text.
    Bytes,
    /// Text in UTF-8.
    Text,
    /// An unsigned 32-bit number.
    U32,
    /// An unsigned 64-bit number.
    U64,
    /// A floating-point number of 64 bits.
    F64,
    /// True or false.
    Flag,
}

impl Kind {
    const fn physical(self) -> Physical {
        match self {
            Self::Bytes | Self::Text => Physical::BYTE_ARRAY,
            Self::U32 => Physical::INT32,
            Self::U64 => Physical::INT64,
            Self::F64 => Physical::DOUBLE,
            Self::Flag => Physical::BOOLEAN,
        }
    }

    fn logical(self) -> Option<LogicalType> {
        match self {
            Self::Text => Some(LogicalType::String),
            Self::U32 => Some(LogicalType::integer(32, false)),
            Self::U64 => Some(LogicalType::integer(64, false)),
            Self::Bytes | Self::F64 | Self::Flag => None,
        }
    }
}
