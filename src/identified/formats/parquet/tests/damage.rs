//! Files that were damaged on their way, or made to do harm.

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

/// The library takes some things of a file for granted, and panics where they are not so.
#[test]
fn a_byte_that_was_changed_anywhere_gives_rows_or_a_word() {
    for whole in [
        example(3),
        differences(WriterVersion::PARQUET_1_0),
        differences(WriterVersion::PARQUET_2_0),
    ] {
        let mut refused = 0;
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= [1 << (place % 8), 0x80, 0xff][place % 3];
            refused += u32::from(extract(&damaged).is_err());
        }
        assert!(refused > 100, "{refused} of {}", whole.len());
    }
}

/// A file with absent cells and with texts as differences, without a dictionary.
fn differences(version: WriterVersion) -> Vec<u8> {
    let schema = "message m { optional binary naam (STRING); required int32 bsn; optional binary geboren (UTF8); \
        optional int32 begin (DATE); optional binary nummer (UTF8); }";
    let properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_dictionary_enabled(false)
        .build();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let levels: Vec<i16> = (0..20).map(|i| i16::from(i % 3 > 0)).collect();
    let texts: Vec<_> = (0..13)
        .map(|i| ByteArray::from(format!("tekst{i}").into_bytes()))
        .collect();
    let numbers: Vec<i32> = (0..20).collect();
    for place in 0..5 {
        let mut column = group.next_column().unwrap().unwrap();
        match place {
            1 => column
                .typed::<Int32Type>()
                .write_batch(&numbers, None, None),
            3 => column
                .typed::<Int32Type>()
                .write_batch(&numbers[..13], Some(&levels), None),
            _ => column
                .typed::<ByteArrayType>()
                .write_batch(&texts, Some(&levels), None),
        }
        .unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

/// The library builds a schema by calling itself, as deep as the schema goes.
#[test]
fn a_schema_of_a_hundred_thousand_groups_in_one_another_is_refused() {
    let mut footer = b"\x15\x02\x19\xfc".to_vec();
    // 100,001 elements, as a number of three bytes; each says its repetition, its name and that it has one child.
    footer.extend([0xa1, 0x8d, 0x06]);
    for _ in 0..100_001 {
        footer.extend(b"\x35\x02\x18\x01a\x15\x02\0");
    }
    footer.extend(b"\x16\0\x19\x0c\0");
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    let file = [b"PAR1", &footer[..], &length, b"PAR1"].concat();
    let error = extract(&file).err().unwrap();
    assert!(error.to_string().contains("cannot be read as Parquet"));
}
