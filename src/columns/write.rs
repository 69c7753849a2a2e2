//! Writes columns to a Parquet file, a row group at a time.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Repetition, ZstdLevel};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::Result;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, Type};
use rayon::prelude::*;

use super::Kind;

/// How the values of a file are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// As they are: digests do not compress.
    Plain,
    /// With zstd.
    Small,
}

/// The values of a column for the rows of a row group, and for each row whether it has one.
pub(crate) struct Column {
    values: Values,
    levels: Vec<i16>,
}

enum Values {
    Digests(Vec<FixedLenByteArray>),
    Texts(Vec<ByteArray>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    F64(Vec<f64>),
    Flags(Vec<bool>),
}

impl Column {
    /// Of kind digest.
    pub(crate) fn digests(rows: impl Iterator<Item = Option<[u8; 16]>>) -> Self {
        let (mut all, mut levels) = (Vec::new(), Vec::new());
        for value in rows {
            levels.push(i16::from(value.is_some()));
            all.extend(value.into_iter().flatten());
        }
        let all = Bytes::from(all);
        let places = (0..all.len()).step_by(16);
        let value = |at| ByteArray::from(all.slice(at..at + 16)).into();
        Self {
            values: Values::Digests(places.map(value).collect()),
            levels,
        }
    }

    /// Of kind text.
    pub(crate) fn texts<B: AsRef<[u8]>>(rows: impl Iterator<Item = Option<B>>) -> Self {
        // One stretch of memory that the values point into, instead of one for each.
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        let levels = rows
            .map(|value| {
                value.map_or(0, |value| {
                    all.extend_from_slice(value.as_ref());
                    ends.push(all.len());
                    1
                })
            })
            .collect();
        let (all, mut begin) = (Bytes::from(all), 0);
        let value = |end| {
            let value = all.slice(begin..end);
            begin = end;
            ByteArray::from(value)
        };
        Self {
            values: Values::Texts(ends.into_iter().map(value).collect()),
            levels,
        }
    }

    /// Of kind u32.
    pub(crate) fn u32s(rows: impl Iterator<Item = Option<u32>>) -> Self {
        Self::of(rows, |values| {
            // Parquet stores signed numbers only; the logical type says that these bits are unsigned.
            Values::I32(values.map(u32::cast_signed).collect())
        })
    }

    /// Of kind u64.
    pub(crate) fn u64s(rows: impl Iterator<Item = Option<u64>>) -> Self {
        Self::of(rows, |values| {
            Values::I64(values.map(u64::cast_signed).collect())
        })
    }

    /// Of kind f64.
    pub(crate) fn f64s(rows: impl Iterator<Item = Option<f64>>) -> Self {
        Self::of(rows, |values| Values::F64(values.collect()))
    }

    /// Of kind flag.
    pub(crate) fn flags(rows: impl Iterator<Item = bool>) -> Self {
        Self::optional_flags(rows.map(Some))
    }

    /// Of kind flag, of which some may be absent.
    pub(crate) fn optional_flags(rows: impl Iterator<Item = Option<bool>>) -> Self {
        Self::of(rows, |values| Values::Flags(values.collect()))
    }

    fn of<T>(
        rows: impl Iterator<Item = Option<T>>,
        values: impl FnOnce(&mut dyn Iterator<Item = T>) -> Values,
    ) -> Self {
        let mut levels = Vec::with_capacity(rows.size_hint().0);
        let mut present = rows.filter_map(|value| {
            levels.push(i16::from(value.is_some()));
            value
        });
        let values = values(&mut present);
        Self { values, levels }
    }

    /// The bytes of the column in the file, and what the file says of them.
    fn packed(&self, of: ColumnDescPtr, how: WriterPropertiesPtr) -> Result<Packed> {
        let mut bytes = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut bytes));
        let mut to = get_column_writer(of, how, pages);
        self.write(&mut to)?;
        let told = to.close()?;
        Ok((bytes.into_inner()?.into(), told))
    }

    fn write(&self, to: &mut ColumnWriter<'_>) -> Result<()> {
        let levels = Some(&self.levels[..]);
        match (&self.values, to) {
            (Values::Digests(all), ColumnWriter::FixedLenByteArrayColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            (Values::Texts(all), ColumnWriter::ByteArrayColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            (Values::I32(all), ColumnWriter::Int32ColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            (Values::I64(all), ColumnWriter::Int64ColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            (Values::F64(all), ColumnWriter::DoubleColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            (Values::Flags(all), ColumnWriter::BoolColumnWriter(to)) => {
                to.write_batch(all, levels, None)
            }
            _ => Err(parquet::errors::ParquetError::General(
                "a column of another kind".into(),
            )),
        }
        .map(|_| ())
    }
}

/// The bytes of a column for the rows of a row group, and what the file says of them.
type Packed = (Bytes, ColumnCloseResult);

/// A Parquet file that is being written.
pub(crate) struct Writer<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> Writer<W> {
    /// Begins a file with these columns, in this order.
    pub(crate) fn begin<'a>(
        file: W,
        columns: impl Iterator<Item = (&'a str, Kind)>,
        packing: Packing,
    ) -> Result<Self> {
        let (mut fields, mut repeated) = (Vec::new(), Vec::new());
        for (name, kind) in columns {
            let field = Type::primitive_type_builder(name, kind.physical())
                .with_repetition(Repetition::OPTIONAL)
                .with_length(kind.length())
                .with_logical_type(kind.logical());
            fields.push(Arc::new(field.build()?));
            // A dictionary makes small what occurs again and again, as words do.
            if matches!(kind, Kind::Text | Kind::Repeated) {
                repeated.push(name.to_owned());
            }
        }
        let schema = Type::group_type_builder("schema").with_fields(fields);
        // The least and the greatest of digests tell nothing, and those of counts are in the table.
        let mut settings = WriterProperties::builder()
            .set_created_by(concat!("factlab ", env!("CARGO_PKG_VERSION")).into())
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_dictionary_enabled(false)
            .set_write_batch_size(1 << 13)
            .set_compression(match packing {
                Packing::Plain => Compression::UNCOMPRESSED,
                Packing::Small => Compression::ZSTD(ZstdLevel::default()),
            });
        for name in repeated {
            settings = settings.set_column_dictionary_enabled(name.into(), true);
        }
        let writer =
            SerializedFileWriter::new(file, Arc::new(schema.build()?), settings.build().into())?;
        Ok(Self(writer))
    }

    /// Writes a row group: as many rows in each column, the columns in the order of the file.
    pub(crate) fn write(&mut self, columns: &[Column]) -> Result<()> {
        self.write_groups(&[columns])
    }

    /// Writes row groups, which are packed side by side; none of one without rows.
    pub(crate) fn write_groups(&mut self, groups: &[impl AsRef<[Column]> + Sync]) -> Result<()> {
        let (schema, how) = (self.0.schema_descr(), self.0.properties());
        let groups = groups.par_iter().map(AsRef::as_ref);
        let filled =
            groups.filter(|columns| columns.iter().any(|column| !column.levels.is_empty()));
        let packed = filled.map(|columns| {
            let places = columns.par_iter().enumerate();
            let packed = places.map(|(at, column)| column.packed(schema.column(at), how.clone()));
            packed.collect()
        });
        for columns in packed.collect::<Vec<Result<Vec<Packed>>>>() {
            let mut group = self.0.next_row_group()?;
            for (bytes, told) in columns? {
                group.append_column(&bytes, told)?;
            }
            group.close()?;
        }
        Ok(())
    }

    /// Puts a note beside the columns.
    #[cfg(test)]
    pub(crate) fn note(&mut self, note: &str) {
        let note = parquet::file::metadata::KeyValue::new("note".into(), note.to_owned());
        self.0.append_key_value_metadata(note);
    }

    pub(crate) fn finish(self) -> Result<()> {
        self.0.close().map(|_| ())
    }
}
