//! A Parquet file in, its columns out: read row by row by the library, not by factlab.

#![allow(dead_code, reason = "each test uses a part of the frame")]

use std::collections::HashMap;
use std::path::Path;

use factlab::pseudonymous::TokenColumn;
use parquet::basic::Type;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

/// The columns of a file, in order.
#[derive(Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) columns: Vec<Column>,
    height: usize,
}

/// A column and its values.
#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// What its values are, in the words of the file.
    pub(crate) kind: String,
    is_of_tokens: bool,
    values: Vec<Field>,
}

impl Frame {
    pub(crate) fn open(path: &Path) -> Self {
        Self::read(std::fs::read(path).unwrap())
    }

    pub(crate) fn read(bytes: Vec<u8>) -> Self {
        let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let schema = file.metadata().file_metadata().schema_descr();
        let column = |column: &std::sync::Arc<parquet::schema::types::ColumnDescriptor>| Column {
            name: column.name().to_owned(),
            kind: format!("{} {:?}", column.physical_type(), column.logical_type_ref()),
            is_of_tokens: column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY,
            values: Vec::new(),
        };
        let mut columns: Vec<_> = schema.columns().iter().map(column).collect();
        let mut height = 0;
        for row in file.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            for (column, (_, value)) in columns.iter_mut().zip(row.get_column_iter()) {
                column.values.push(value.clone());
            }
            height += 1;
        }
        Self { columns, height }
    }

    /// The persons of a hand-over, from its files of persons and of tokens: a row number, and the token of each column.
    pub(crate) fn of_persons(persons: Vec<u8>, tokens: Vec<u8>) -> Self {
        let (mut all, tokens) = (Self::read(persons), Self::read(tokens));
        let places: HashMap<u32, usize> = all.column("row").u32s().into_iter().zip(0..).collect();
        all.columns
            .extend(TokenColumn::ALL.iter().map(|column| Column {
                name: column.name().to_owned(),
                kind: "token".to_owned(),
                is_of_tokens: true,
                values: vec![Field::Null; all.height],
            }));
        let numbers = tokens
            .column("row")
            .u32s()
            .into_iter()
            .zip(tokens.column("column").u32s());
        for ((row, column), token) in numbers.zip(&tokens.column("token").values) {
            all.columns[1 + column as usize].values[places[&row]] = token.clone();
        }
        all
    }

    /// As [`Frame::of_persons`], of a hand-over in a plain folder.
    pub(crate) fn persons_in(folder: &Path) -> Self {
        let [persons, tokens] = ["persons.parquet", "tokens.parquet"];
        let read = |name| std::fs::read(folder.join(name)).unwrap();
        Self::of_persons(read(persons), read(tokens))
    }

    /// The rows.
    pub(crate) const fn height(&self) -> usize {
        self.height
    }

    pub(crate) fn column(&self, name: &str) -> &Column {
        let column = self.columns.iter().find(|column| column.name == name);
        column.unwrap_or_else(|| panic!("no column {name}"))
    }
}

impl Column {
    /// The numbers, of 32 or 64 bits.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Option<u64>> {
        self.values.iter().map(|value| match value {
            Field::Null => None,
            Field::UInt(number) => Some(u64::from(*number)),
            Field::ULong(number) => Some(*number),
            other => panic!("{}: {other:?} is no number", self.name),
        })
    }

    /// The numbers, of which each is there and has 32 bits.
    pub(crate) fn u32s(&self) -> Vec<u32> {
        let numbers = self.numbers().map(|number| number.unwrap());
        numbers
            .map(|number| u32::try_from(number).unwrap())
            .collect()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = Option<&str>> {
        self.values.iter().map(|value| match value {
            Field::Null => None,
            Field::Str(text) => Some(text.as_str()),
            other => panic!("{}: {other:?} is no text", self.name),
        })
    }

    /// Whether each is there and true.
    pub(crate) fn flags(&self) -> impl Iterator<Item = bool> {
        self.values.iter().map(|value| *value == Field::Bool(true))
    }

    /// The tokens; `None` for a column of another kind.
    pub(crate) fn tokens(&self) -> Option<Vec<Option<&[u8]>>> {
        let tokens = self.values.iter().map(token);
        self.is_of_tokens.then(|| tokens.collect())
    }

    /// A value as text, a token in hexadecimal digits; nothing for none.
    pub(crate) fn text(&self, row: usize) -> String {
        match &self.values[row] {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Bytes(token) => format!("{:02x?}", token.data()),
            other => other.to_string(),
        }
    }
}

fn token(value: &Field) -> Option<&[u8]> {
    match value {
        Field::Bytes(token) => Some(token.data()),
        _ => None,
    }
}
