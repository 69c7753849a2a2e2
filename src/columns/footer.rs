//! The footer of a Parquet file, as far as it can be trusted.

use std::io::{Read, Seek, SeekFrom};

use parquet::file::metadata::{
    ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy,
};
use zeroize::Zeroizing;

use super::MARK;
use super::bounds::is_sound_footer;
use crate::error::untrusted::without_panic;

/// What is behind a footer: its length and the mark.
const TAIL: usize = 8;

/// What the end of a Parquet file says of it.
pub(crate) struct Footer {
    /// The columns, and where each is in each row group.
    pub(crate) facts: ParquetMetaData,
    /// The rows of all row groups.
    pub(crate) rows: usize,
}

impl Footer {
    /// `None` when the file has no footer, or one that cannot be read or contradicts itself.
    pub(crate) fn read(file: &mut (impl Read + Seek)) -> std::io::Result<Option<Self>> {
        let bytes = bytes(file)?.filter(|footer| is_sound_footer(footer));
        let facts = bytes.and_then(|footer| without_panic(|| facts_of(&footer)).flatten());
        Ok(facts.and_then(|facts| rows_of(&facts).map(|rows| Self { facts, rows })))
    }
}

/// `None` when the file has none. A footer holds the least and the greatest values of columns.
fn bytes(file: &mut (impl Read + Seek)) -> std::io::Result<Option<Zeroizing<Vec<u8>>>> {
    let size = file.seek(SeekFrom::End(0))?;
    // The mark is at the front too.
    let Some(room) = size.checked_sub((TAIL + MARK.len()) as u64) else {
        return Ok(None);
    };
    let mut tail = [0; TAIL];
    file.seek(SeekFrom::Start(size - TAIL as u64))?;
    file.read_exact(&mut tail)?;
    let [a, b, c, d, mark @ ..] = tail;
    let length = u32::from_le_bytes([a, b, c, d]);
    if mark != *MARK || u64::from(length) > room {
        return Ok(None);
    }
    let mut footer = Zeroizing::new(vec![0; length as usize]);
    file.seek(SeekFrom::Start(size - TAIL as u64 - u64::from(length)))?;
    file.read_exact(&mut footer)?;
    Ok(Some(footer))
}

fn facts_of(footer: &[u8]) -> Option<ParquetMetaData> {
    // Statistics hold values of rows, and nothing here uses them.
    let options = ParquetMetaDataOptions::new()
        .with_column_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_encoding_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_size_stats_policy(ParquetStatisticsPolicy::SkipAll);
    ParquetMetaDataReader::decode_metadata_with_options(footer, Some(&options)).ok()
}

/// The rows of all row groups; `None` when the footer contradicts itself.
fn rows_of(facts: &ParquetMetaData) -> Option<usize> {
    let mut rows = 0_usize;
    for group in facts.row_groups() {
        rows = rows.checked_add(usize::try_from(group.num_rows()).ok()?)?;
    }
    let stated = usize::try_from(facts.file_metadata().num_rows()).ok()?;
    (stated == rows).then_some(rows)
}
