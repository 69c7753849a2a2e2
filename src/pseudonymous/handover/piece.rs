//! A batch of rows of a hand-over file; none of its values is trusted.

use std::path::Path;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::metadata::ParquetMetaData;
use rayon::prelude::*;

use super::content::Content;
use super::layout::Kind;
use super::promises::broken;
use crate::columns::{Part, Run, for_each_digest, for_each_value, leaf_of};
use crate::error::{Code, Error, Result};
use crate::keys::Digest;

/// What is wrong with a column that must have a value in each row.
const IS_EMPTY: &str = "is empty in a row";

/// Some rows of a file, of which a column is decoded when it is asked for.
pub(in crate::pseudonymous) struct Piece<'a> {
    pub(super) content: &'a Content,
    pub(super) facts: &'a ParquetMetaData,
    pub(super) parts: Vec<Part>,
    pub(super) rows: usize,
}

impl Piece<'_> {
    /// How many rows it has.
    pub(in crate::pseudonymous) const fn rows(&self) -> usize {
        self.rows
    }

    fn path(&self) -> &Path {
        self.content.path()
    }

    /// The place of a column in the file.
    fn leaf(&self, name: &str, kind: Kind) -> Result<usize> {
        let schema = self.facts.file_metadata().schema_descr();
        leaf_of(schema, name, kind.stored()).ok_or_else(|| read_error(self.path()))
    }

    /// The values of a column, each turned into one of ours.
    fn column<T: DataType, V: Send>(
        &self,
        name: &str,
        kind: Kind,
        value: impl Fn(Option<&T::T>) -> Result<V> + Sync,
    ) -> Result<Vec<V>> {
        self.parts(name, kind, |leaf, part, values| {
            let mut wrong = None;
            let each = |one: Option<&T::T>| match value(one) {
                Ok(value) => values.push(value),
                Err(error) => wrong = wrong.take().or(Some(error)),
            };
            for_each_value::<T>(self.content, self.facts, leaf, part, each)
                .ok_or_else(|| read_error(self.path()))?;
            wrong.map_or(Ok(()), Err)
        })
    }

    /// What `read` puts down of each part of a column, given its place in the file.
    fn parts<V: Send>(
        &self,
        name: &str,
        kind: Kind,
        read: impl Fn(usize, Part, &mut Vec<V>) -> Result<()> + Sync,
    ) -> Result<Vec<V>> {
        let leaf = self.leaf(name, kind)?;
        let part = |part: &Part| {
            let mut values = Vec::with_capacity(part.rows);
            read(leaf, *part, &mut values).map(|()| values)
        };
        let parts: Vec<_> = self.parts.par_iter().map(part).collect::<Result<_>>()?;
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|part| all.extend(part));
        Ok(all)
    }

    /// A column of tokens; none is null or absent.
    pub(in crate::pseudonymous) fn tokens(&self, name: &str) -> Result<Vec<Digest>> {
        self.parts(name, Kind::Token, |leaf, part, tokens| {
            let (mut has_zeros, mut has_nulls) = (false, false);
            let each = |run: Run<'_>| match run {
                Run::Present(values) => {
                    let first = tokens.len();
                    tokens.extend(values.iter().map(|bytes| Digest::from_bytes(*bytes)));
                    has_zeros |= tokens[first..].contains(&Digest::ABSENT);
                }
                Run::Absent(_) => has_nulls = true,
            };
            for_each_digest(self.content, self.facts, leaf, part, each)
                .ok_or_else(|| read_error(self.path()))?;
            if has_nulls {
                return Err(self.breaks(name, IS_EMPTY));
            }
            if has_zeros {
                return Err(self.breaks(name, "has a token of zeros"));
            }
            Ok(())
        })
    }

    /// A column of numbers; none is null.
    pub(in crate::pseudonymous) fn numbers(&self, name: &str) -> Result<Vec<u32>> {
        self.column::<Int32Type, _>(name, Kind::Number, |number| {
            self.present(name, number.map(|number| number.cast_unsigned()))
        })
    }

    /// A column of numbers or indexes, each made by `of`; `None` where null.
    pub(in crate::pseudonymous) fn optional_numbers<V: Send>(
        &self,
        name: &str,
        of: impl Fn(u32) -> Option<V> + Sync,
    ) -> Result<Vec<Option<V>>> {
        self.column::<Int32Type, _>(name, Kind::Number, |number| {
            Ok(number.and_then(|number| of(number.cast_unsigned())))
        })
    }

    /// A column of keys; none is null.
    pub(in crate::pseudonymous) fn keys(&self, name: &str) -> Result<Vec<u64>> {
        self.column::<Int64Type, _>(name, Kind::Key, |key| {
            self.present(name, key.map(|key| key.cast_unsigned()))
        })
    }

    /// A column of flags; none is null.
    pub(in crate::pseudonymous) fn flags(&self, name: &str) -> Result<Vec<bool>> {
        self.column::<BoolType, _>(name, Kind::Flag, |flag| self.present(name, flag.copied()))
    }

    fn present<T>(&self, name: &str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| self.breaks(name, IS_EMPTY))
    }

    fn breaks(&self, name: &str, rule: &str) -> Error {
        let place = self.path().display();
        broken(&place.to_string(), &format!("column `{name}` {rule}"))
    }

    /// A column of words, each turned into a value by `value`; a word it does not know is refused.
    pub(in crate::pseudonymous) fn words<T>(
        &self,
        name: &str,
        mut value: impl FnMut(Option<&str>) -> Option<T>,
    ) -> Result<Vec<T>> {
        // One after the other, as `value` may number what it meets, and without a copy of the word for each row.
        let leaf = self.leaf(name, Kind::Word)?;
        let (mut values, mut all_known) = (Vec::with_capacity(self.rows), true);
        for part in &self.parts {
            let each = |word: Option<&ByteArray>| {
                let word = word.map(ByteArray::as_utf8).transpose().ok();
                match word.and_then(&mut value) {
                    Some(known) => values.push(known),
                    None => all_known = false,
                }
            };
            for_each_value::<ByteArrayType>(self.content, self.facts, leaf, *part, each)
                .ok_or_else(|| read_error(self.path()))?;
        }
        all_known.then_some(values).ok_or_else(|| {
            let place = self.path().display();
            Error::new(
                Code::HandoverMismatch,
                format!("{place}: column `{name}` has a word that is not in the agreement"),
            )
            .hint("ask for the hand-over again, made under the current agreement")
        })
    }
}

pub(super) fn read_error(path: &Path) -> Error {
    Error::new(
        Code::HandoverChanged,
        format!("{}: cannot be read as Parquet", path.display()),
    )
}
