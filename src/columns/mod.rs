//! Reads and writes columns as Parquet, without trusting any size in the file.

mod bounds;
mod footer;
mod indexes;
#[cfg(test)]
pub(crate) mod made;
mod plain;
mod read;
mod thrift;
mod values;
mod write;

pub(crate) use bounds::{Bounded, BoundedPages};
pub(crate) use footer::Footer;
pub(crate) use read::{Part, Source, for_each_fixed, for_each_value, for_each_word, leaf_of};
pub(crate) use values::Run;
pub(crate) use write::{Column, Packing, Writer};

use parquet::basic::{LogicalType, Type as Physical};

/// What a Parquet file begins and ends with.
pub(crate) const MARK: &[u8] = b"PAR1";

/// What a column holds; each value may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A digest of 16 bytes.
    Digest,
    /// Text in UTF-8.
    Text,
    /// An unsigned 32-bit number.
    U32,
    /// The same, often the one of the row before.
    Repeated,
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
            Self::Digest => Physical::FIXED_LEN_BYTE_ARRAY,
            Self::Text => Physical::BYTE_ARRAY,
            Self::U32 | Self::Repeated => Physical::INT32,
            Self::U64 => Physical::INT64,
            Self::F64 => Physical::DOUBLE,
            Self::Flag => Physical::BOOLEAN,
        }
    }

    fn logical(self) -> Option<LogicalType> {
        match self {
            Self::Text => Some(LogicalType::String),
            Self::U32 | Self::Repeated => Some(LogicalType::integer(32, false)),
            Self::U64 => Some(LogicalType::integer(64, false)),
            Self::Digest | Self::F64 | Self::Flag => None,
        }
    }

    /// The bytes of a value, where all have as many; -1 where not.
    const fn length(self) -> i32 {
        match self {
            Self::Digest => 16,
            _ => -1,
        }
    }
}
