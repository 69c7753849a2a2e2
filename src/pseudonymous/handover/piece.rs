//! A batch of rows of a hand-over file; none of its values is trusted.

use std::iter::repeat_with;
use std::path::Path;

use parquet::data_type::{
    BoolType, DataType, FixedLenByteArray, FixedLenByteArrayType as Token, Int32Type, Int64Type,
};
use parquet::file::metadata::ParquetMetaData;
use rayon::prelude::*;

use super::content::Content;
use super::layout::Kind;
use super::promises::broken;
use crate::columns::{Part, Run, for_each_fixed, for_each_value, for_each_word, leaf_of};
use crate::error::{Code, Error, Result};
use crate::keys::Digest;

/// What is wrong with a column that must have a value in each row.
const IS_EMPTY: &str = "is empty in a row";

/// What is wrong with a column in which a token is all zeros.
const HAS_ZEROS: &str = "has a token of zeros";

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

    /// A column of values of `N` bytes; `put` puts down those of a run.
    fn fixed<T: DataType, V: Send, const N: usize>(
        &self,
        (name, kind): (&str, Kind),
        bytes: impl Fn(&T::T) -> Option<[u8; N]> + Sync,
        put: impl Fn(Run<'_, N>, &mut Vec<V>) -> Result<()> + Sync,
    ) -> Result<Vec<V>> {
        self.parts(name, kind, |leaf, part, values| {
            let mut wrong = None;
            let each = |run: Run<'_, N>| {
                if let Err(error) = put(run, values) {
                    wrong = wrong.take().or(Some(error));
                }
            };
            for_each_fixed::<T, N>(self.content, self.facts, (leaf, part), &bytes, each)
                .ok_or_else(|| read_error(self.path()))?;
            wrong.map_or(Ok(()), Err)
        })
    }

    /// A column of values of `N` bytes, each turned into one of ours; none is null.
    fn present<T: DataType, V: Send, const N: usize>(
        &self,
        (name, kind): (&str, Kind),
        bytes: impl Fn(&T::T) -> Option<[u8; N]> + Sync,
        value: impl Fn([u8; N]) -> V + Sync,
    ) -> Result<Vec<V>> {
        self.fixed::<T, V, N>((name, kind), bytes, |run, values| match run {
            Run::Present(run) => {
                values.extend(run.iter().map(|bytes| value(*bytes)));
                Ok(())
            }
            Run::Absent(_) => Err(self.breaks(name, IS_EMPTY)),
        })
    }

    /// Calls `each` with the tokens of a column, some at a time, where they stand; none is null or absent.
    pub(in crate::pseudonymous) fn for_each_run_of_tokens(
        &self,
        name: &str,
        each: &mut dyn FnMut(&[[u8; 16]]) -> Result<()>,
    ) -> Result<()> {
        let leaf = self.leaf(name, Kind::Token)?;
        for part in &self.parts {
            let mut read = Ok(());
            let each = |run: Run<'_, 16>| {
                if read.is_ok() {
                    read = match run {
                        Run::Present(run) if run.contains(&[0; 16]) => {
                            Err(self.breaks(name, HAS_ZEROS))
                        }
                        Run::Present(run) => each(run),
                        Run::Absent(_) => Err(self.breaks(name, IS_EMPTY)),
                    };
                }
            };
            let (content, facts) = (self.content, self.facts);
            for_each_fixed::<Token, 16>(content, facts, (leaf, *part), bytes_of_token, each)
                .ok_or_else(|| read_error(self.path()))?;
            read?;
        }
        Ok(())
    }

    /// A column of tokens; none is null or absent.
    pub(in crate::pseudonymous) fn tokens(&self, name: &str) -> Result<Vec<Digest>> {
        let column = (name, Kind::Token);
        let tokens = self.present::<Token, _, _>(column, bytes_of_token, Digest::from_bytes)?;
        if tokens.contains(&Digest::ABSENT) {
            return Err(self.breaks(name, HAS_ZEROS));
        }
        Ok(tokens)
    }

    /// A column of numbers; none is null.
    pub(in crate::pseudonymous) fn numbers(&self, name: &str) -> Result<Vec<u32>> {
        let bytes = |number: &i32| Some(number.to_le_bytes());
        self.present::<Int32Type, _, _>((name, Kind::Number), bytes, u32::from_le_bytes)
    }

    /// A column of numbers or indexes, each made by `of`; `None` where null.
    pub(in crate::pseudonymous) fn optional_numbers<V: Send>(
        &self,
        name: &str,
        of: impl Fn(u32) -> Option<V> + Sync,
    ) -> Result<Vec<Option<V>>> {
        let bytes = |number: &i32| Some(number.to_le_bytes());
        self.fixed::<Int32Type, _, _>((name, Kind::Number), bytes, |run, values| {
            match run {
                Run::Present(run) => {
                    let numbers = run.iter().map(|bytes| u32::from_le_bytes(*bytes));
                    values.extend(numbers.map(&of));
                }
                Run::Absent(count) => values.extend(repeat_with(|| None).take(count)),
            }
            Ok(())
        })
    }

    /// A column of keys; none is null.
    pub(in crate::pseudonymous) fn keys(&self, name: &str) -> Result<Vec<u64>> {
        let bytes = |key: &i64| Some(key.to_le_bytes());
        self.present::<Int64Type, _, _>((name, Kind::Key), bytes, u64::from_le_bytes)
    }

    /// A column of flags; none is null.
    pub(in crate::pseudonymous) fn flags(&self, name: &str) -> Result<Vec<bool>> {
        self.parts(name, Kind::Flag, |leaf, part, flags| {
            let mut has_nulls = false;
            let each = |flag: Option<&bool>| match flag {
                Some(flag) => flags.push(*flag),
                None => has_nulls = true,
            };
            for_each_value::<BoolType>(self.content, self.facts, leaf, part, each)
                .ok_or_else(|| read_error(self.path()))?;
            if has_nulls {
                return Err(self.breaks(name, IS_EMPTY));
            }
            Ok(())
        })
    }

    fn breaks(&self, name: &str, rule: &str) -> Error {
        let place = self.path().display();
        broken(&place.to_string(), &format!("column `{name}` {rule}"))
    }

    /// A column of words, each turned into a value by `value`; a word it does not know is refused.
    pub(in crate::pseudonymous) fn words<T: Copy>(
        &self,
        name: &str,
        mut value: impl FnMut(Option<&str>) -> Option<T>,
    ) -> Result<Vec<T>> {
        // One after the other, as `value` may number what it meets.
        let leaf = self.leaf(name, Kind::Word)?;
        let (mut values, mut all_known) = (Vec::with_capacity(self.rows), true);
        for part in &self.parts {
            let each = |value| match value {
                Some(known) => values.push(known),
                None => all_known = false,
            };
            for_each_word(self.content, self.facts, (leaf, *part), &mut value, each)
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

fn bytes_of_token(token: &FixedLenByteArray) -> Option<[u8; 16]> {
    token.data().try_into().ok()
}

pub(super) fn read_error(path: &Path) -> Error {
    Error::new(
        Code::HandoverChanged,
        format!("{}: cannot be read as Parquet", path.display()),
    )
}
