//! The kinds of columns that other writers make, written by the library that Arrow is written by.

use std::sync::Arc;

use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::*;

/// A file of this schema by this writer, whose columns `fill` writes in order.
pub(super) fn written(
    schema: &str,
    properties: WriterProperties,
    fill: impl FnMut(&mut SerializedRowGroupWriter<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    written_in(schema, properties, 1, fill)
}

/// The same in so many row groups.
pub(super) fn written_in(
    schema: &str,
    properties: WriterProperties,
    groups: usize,
    mut fill: impl FnMut(&mut SerializedRowGroupWriter<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    let schema = parse_message_type(&format!("message m {{ {schema} }}")).unwrap();
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).unwrap();
    for _ in 0..groups {
        let mut group = writer.next_row_group().unwrap();
        fill(&mut group);
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

fn by(writer: &str) -> WriterProperties {
    WriterProperties::builder()
        .set_created_by(writer.to_owned())
        .build()
}

/// Writes the next column: its values, and its levels where it is optional or nested.
pub(super) fn put<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
    repeats: Option<&[i16]>,
) {
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<T>()
        .write_batch(values, levels, repeats)
        .unwrap();
    column.close().unwrap();
}

/// Writes the next column, in which some values are absent.
pub(super) fn put_some<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    values: &[Option<T::T>],
) {
    let levels: Vec<i16> = values.iter().map(|one| i16::from(one.is_some())).collect();
    let values: Vec<_> = values.iter().flatten().cloned().collect();
    put::<T>(group, &values, Some(&levels), None);
}

fn bytes(value: &[u8]) -> ByteArray {
    ByteArray::from(value.to_vec())
}

#[test]
fn whole_numbers_of_any_width_and_decimals_of_any_holder_are_read() {
    let schema = "required int32 a (INTEGER(8,true)); optional int32 b (INTEGER(16,false)); \
        required int32 c (UINT_8); required int64 d (INTEGER(64,false)); required int32 e (DECIMAL(9,0)); \
        required int64 f (DECIMAL(18,2)); required fixed_len_byte_array(5) g (DECIMAL(11,0)); \
        required binary h (DECIMAL(20,3));";
    let file = written(schema, by("x"), |group| {
        put::<Int32Type>(group, &[-7, 12], None, None);
        put::<Int32Type>(group, &[65_535], Some(&[0, 1]), None);
        put::<Int32Type>(group, &[200, 0], None, None);
        put::<Int64Type>(group, &[-1, 1], None, None);
        put::<Int32Type>(group, &[123_456_782, 1], None, None);
        put::<Int64Type>(group, &[12_345_678_200, 1_250], None, None);
        let fixed = |value: [u8; 5]| FixedLenByteArray::from(value.to_vec());
        let numbers = [fixed([0, 7, 91, 205, 14]), fixed([255; 5])];
        put::<FixedLenByteArrayType>(group, &numbers, None, None);
        put::<ByteArrayType>(group, &[bytes(&[1, 0]), bytes(&[0x80])], None, None);
    });
    assert_eq!(
        all_cells(&file)[1..],
        [
            "-7||200|18446744073709551615|123456782|123456782|123456782|0.256",
            "12|65535|0|1|1|12.5|-1|-0.128"
        ]
    );
}

#[test]
fn texts_enums_truths_times_of_day_and_marks_are_read_and_other_bytes_are_broken() {
    let schema = "required binary a (ENUM); required binary b (UTF8); required boolean c; \
        required int32 d (TIME(MILLIS,false)); required fixed_len_byte_array(16) e (UUID); \
        required fixed_len_byte_array(12) f (INTERVAL); required binary g (JSON); required binary h;";
    let file = written(schema, by("x"), |group| {
        put::<ByteArrayType>(group, &[bytes(b"hulp"), bytes(b"vervoer")], None, None);
        put::<ByteArrayType>(group, &[bytes(b"Zo\xc3\xab"), bytes(b"Zo\xeb")], None, None);
        put::<BoolType>(group, &[true, false], None, None);
        put::<Int32Type>(group, &[0, 3_600_000], None, None);
        let mark = FixedLenByteArray::from(vec![0x1f; 16]);
        put::<FixedLenByteArrayType>(group, &[mark.clone(), mark], None, None);
        let interval = FixedLenByteArray::from(vec![b'1'; 12]);
        put::<FixedLenByteArrayType>(group, &[interval.clone(), interval], None, None);
        put::<ByteArrayType>(group, &[bytes(b"1"), bytes(b"\"x\"")], None, None);
        put::<ByteArrayType>(group, &[bytes(b"a"), bytes(b"b")], None, None);
    });
    let mark = "1f1f1f1f-1f1f-1f1f-1f1f-1f1f1f1f1f1f";
    assert_eq!(
        all_cells(&file)[1..],
        [
            format!("hulp|Zoë|true|00:00:00|{mark}|<broken>|1|<broken>"),
            format!("vervoer|<broken>|false|01:00:00|{mark}|<broken>|\"x\"|<broken>")
        ]
    );
}

/// Lists, maps and groups are skipped where nobody maps them, and broken in every row where somebody does.
#[test]
fn nested_columns_that_nobody_maps_do_not_matter() {
    let schema = "required int32 bsn; \
        optional group m (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } } \
        repeated int32 l; optional group s { required group t { required int32 x; } }";
    let file = written(schema, by("x"), |group| {
        put::<Int32Type>(group, &[1, 2], None, None);
        put::<ByteArrayType>(
            group,
            &[bytes(b"a"), bytes(b"b")],
            Some(&[2, 2, 0]),
            Some(&[0, 1, 0]),
        );
        put::<Int32Type>(group, &[5], Some(&[3, 2, 0]), Some(&[0, 1, 0]));
        put::<Int32Type>(group, &[8, 9], Some(&[1, 1, 0]), Some(&[0, 1, 0]));
        put::<Int32Type>(group, &[4], Some(&[1, 0]), None);
    });
    let mapped = |field, name| {
        read(
            &[("c.parquet", &file)],
            detect(&[(Field::Bsn, "bsn"), (field, name)]),
        )
    };
    let trial = read(&[("c.parquet", &file)], detect(&[(Field::Bsn, "bsn")])).unwrap();
    assert_eq!(
        [trial.field(0, Field::Bsn), trial.field(1, Field::Bsn)],
        ["1", "2"]
    );
    for name in ["m", "l", "s"] {
        let trial = mapped(Field::Surname, name).unwrap();
        assert_eq!(trial.field(1, Field::Surname), "<broken>");
    }
    assert_eq!(all_cells(&file)[1], "1|<broken>|<broken>|<broken>");
}

/// Spark and Hive keep moments, Impala and Arrow what the clock said; 22 o'clock in Greenwich is the next day here.
#[test]
fn a_time_of_the_old_notations_is_read_by_who_wrote_it() {
    let schema = "required int96 a; required int64 b (TIMESTAMP_MICROS); required int64 c (TIMESTAMP(MILLIS,true)); \
        required int64 d (TIMESTAMP(NANOS,false));";
    for (writer, old) in [
        ("parquet-mr version 1.12.3 (build x)", "2026-07-01"),
        ("impala version 4.0", "2026-06-30"),
        ("parquet-cpp-arrow version 26.0.1", "2026-06-30"),
    ] {
        let file = written(schema, by(writer), |group| {
            let mut time = Int96::new();
            let nanoseconds: u64 = 22 * 3_600 * 1_000_000_000;
            let low = u32::try_from(nanoseconds & 0xffff_ffff).unwrap();
            let high = u32::try_from(nanoseconds >> 32).unwrap();
            time.set_data(low, high, 2_440_588 + 20_634);
            put::<Int96Type>(group, &[time], None, None);
            let milliseconds = 1_782_856_800_000;
            put::<Int64Type>(group, &[milliseconds * 1_000], None, None);
            put::<Int64Type>(group, &[milliseconds], None, None);
            put::<Int64Type>(group, &[milliseconds * 1_000_000], None, None);
        });
        assert_eq!(
            all_cells(&file)[1],
            format!("{old}|{old}|2026-07-01|2026-06-30")
        );
    }
}

/// Pages of the second version hold texts as differences, which the first has not.
#[test]
fn both_versions_of_pages_are_read() {
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let properties = WriterProperties::builder()
            .set_writer_version(version)
            .set_dictionary_enabled(false)
            .set_data_page_row_count_limit(300)
            .build();
        let schema = "optional binary a (STRING); required int64 b;";
        let file = written(schema, properties, |group| {
            let names: Vec<_> = (0..500)
                .map(|i| bytes(format!("naam{i}").as_bytes()))
                .collect();
            let levels: Vec<i16> = (0..1_000).map(|i| i % 2).collect();
            put::<ByteArrayType>(group, &names, Some(&levels), None);
            let numbers: Vec<i64> = (0..1_000).collect();
            put::<Int64Type>(group, &numbers, None, None);
        });
        let rows = all_cells(&file);
        assert_eq!((rows.len(), rows[1].as_str()), (1_001, "|0"));
        assert_eq!(rows[1_000], "naam499|999");
    }
}
