//! For tests: the rows of a Parquet file as a table that can be changed and written back.

use bytes::Bytes;
use parquet::basic::Type as Physical;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::{Column, Kind, Packing, Writer};

/// The columns of a file.
#[derive(Debug, Clone)]
pub(crate) struct Frame(Vec<(String, Kind, Vec<Field>)>);

impl Frame {
    pub(crate) fn read(bytes: Vec<u8>) -> Self {
        let file = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
        let schema = file.metadata().file_metadata().schema_descr();
        let kind = |physical| match physical {
            Physical::BYTE_ARRAY => Kind::Text,
            Physical::FIXED_LEN_BYTE_ARRAY => Kind::Digest,
            Physical::INT32 => Kind::U32,
            Physical::INT64 => Kind::U64,
            Physical::DOUBLE => Kind::F64,
            _ => Kind::Flag,
        };
        let mut columns: Vec<_> = schema
            .columns()
            .iter()
            .map(|column| {
                let kind = kind(column.physical_type());
                (column.name().to_owned(), kind, Vec::new())
            })
            .collect();
        for row in file.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            for ((_, _, values), (_, value)) in columns.iter_mut().zip(row.get_column_iter()) {
                values.push(value.clone());
            }
        }
        Self(columns)
    }

    /// The bytes of the file, with a note beside its columns.
    pub(crate) fn bytes(&self, note: Option<&str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let columns = self.0.iter().map(|(name, kind, _)| (name.as_str(), *kind));
        let mut writer = Writer::begin(&mut bytes, columns, Packing::Small).unwrap();
        if let Some(note) = note {
            writer.note(note);
        }
        let columns = self.0.iter().map(|(_, kind, values)| column(*kind, values));
        writer.write(&columns.collect::<Vec<_>>()).unwrap();
        writer.finish().unwrap();
        bytes
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _, _)| name.as_str()).collect()
    }

    pub(crate) fn height(&self) -> usize {
        self.0[0].2.len()
    }

    pub(crate) fn kind(&self, name: &str) -> Kind {
        self.column(name).1
    }

    pub(crate) fn values(&self, name: &str) -> &[Field] {
        &self.column(name).2
    }

    fn column(&self, name: &str) -> &(String, Kind, Vec<Field>) {
        self.0.iter().find(|(one, _, _)| one == name).unwrap()
    }

    /// The rows with other values in a column.
    pub(crate) fn with(mut self, name: &str, change: impl FnOnce(&mut Vec<Field>)) -> Self {
        change(&mut self.0.iter_mut().find(|(one, _, _)| one == name).unwrap().2);
        self
    }

    /// The rows with one value all over a column.
    pub(crate) fn filled(self, name: &str, value: &Field) -> Self {
        self.with(name, |values| values.fill(value.clone()))
    }

    /// The rows, of every column as `change` has them.
    pub(crate) fn all(mut self, change: impl Fn(&mut Vec<Field>)) -> Self {
        self.0.iter_mut().for_each(|(_, _, values)| change(values));
        self
    }
}

fn column(kind: Kind, values: &[Field]) -> Column {
    let values = values.iter();
    match kind {
        Kind::Digest => Column::digests(values.map(|value| match value {
            Field::Bytes(bytes) => Some(bytes.data().try_into().unwrap()),
            _ => None,
        })),
        Kind::Text => Column::texts(values.map(|value| match value {
            Field::Str(text) => Some(text.as_bytes()),
            _ => None,
        })),
        Kind::U32 | Kind::Repeated => Column::u32s(values.map(|value| match value {
            Field::UInt(number) => Some(*number),
            _ => None,
        })),
        Kind::U64 => Column::u64s(values.map(|value| match value {
            Field::ULong(number) => Some(*number),
            _ => None,
        })),
        Kind::F64 => Column::f64s(values.map(|value| match value {
            Field::Double(number) => Some(*number),
            _ => None,
        })),
        Kind::Flag => Column::optional_flags(values.map(|value| match value {
            Field::Bool(flag) => Some(*flag),
            _ => None,
        })),
    }
}
