//! Packed households, one behind the other.

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use super::counted::Counted;
use crate::error::{Code, Error, Result};
use crate::pseudonymous::handover::Store;

/// Of each household the length of its record, and the record: as postcard writes them, so that a ledger takes them as they are.
#[derive(Clone)]
pub(super) enum Piece {
    Here(Vec<u8>),
    /// From and to where in the store.
    There(Range<u64>),
}

/// A household, packed: what packs alike is alike.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) key: u64,
    /// All of it, the key too.
    packed: &'a [u8],
}

impl Record<'_> {
    /// As it was counted.
    ///
    /// # Errors
    /// When the bytes are not those of a household.
    pub(super) fn counted(&self) -> Result<Counted> {
        postcard::from_bytes(self.packed).map_err(no_record)
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        // A tuple has no length of its own: these are the bytes of the household.
        let mut bytes = serializer.serialize_tuple(self.packed.len())?;
        for byte in self.packed {
            bytes.serialize_element(byte)?;
        }
        bytes.end()
    }
}

/// A record that cannot be made or read.
pub(super) fn no_record(_: postcard::Error) -> Error {
    Error::new(Code::InternalError, "a household cannot be packed")
}

/// Goes through packed households, a piece of them in memory at a time.
pub(super) struct Cursor<'a> {
    /// The pieces that are next, and where those are that are not in memory.
    next: slice::Iter<'a, Piece>,
    store: Option<&'a Store>,
    piece: Cow<'a, [u8]>,
    /// Where the record behind the current one begins in the piece.
    behind: usize,
    current: Option<(u64, Range<usize>)>,
}

impl<'a> Cursor<'a> {
    /// At the first household of these pieces.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub(super) fn over(pieces: &'a [Piece], store: Option<&'a Store>) -> Result<Self> {
        let mut cursor = Self {
            next: pieces.iter(),
            store,
            piece: Cow::default(),
            behind: 0,
            current: None,
        };
        cursor.advance()?;
        Ok(cursor)
    }

    /// The current household; nothing behind the last.
    pub(super) fn record(&self) -> Option<Record<'_>> {
        let (key, packed) = self.current.clone()?;
        let packed = self.piece.get(packed)?;
        Some(Record { key, packed })
    }

    /// Goes on to the next household.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub(super) fn advance(&mut self) -> Result<()> {
        while self.behind >= self.piece.len() {
            let Some(piece) = self.next.next() else {
                self.current = None;
                return Ok(());
            };
            self.piece = match (piece, self.store) {
                (Piece::Here(bytes), _) => Cow::Borrowed(bytes),
                (Piece::There(range), Some(store)) => Cow::Owned(store.read(range)?),
                (Piece::There(_), None) => Cow::default(),
            };
            self.behind = 0;
        }
        let left = &self.piece[self.behind..];
        let (length, rest) = postcard::take_from_bytes::<u32>(left).map_err(no_record)?;
        let begin = self.piece.len() - rest.len();
        self.behind = begin + length as usize;
        let record = self.piece.get(begin..self.behind).unwrap_or_default();
        let (key, _) = postcard::take_from_bytes(record).map_err(no_record)?;
        self.current = Some((key, begin..self.behind));
        Ok(())
    }
}
