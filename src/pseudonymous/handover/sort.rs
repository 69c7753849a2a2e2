//! An external merge sort of records of digests and numbers.
//!
//! A record is some bytes that name nobody; records sort as bytes, so numbers are in them big endian.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::sorted::{LENGTH, Run, Spilled, Start, beginning, end_of, first, sort};
use super::spill::SpillFile;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;

pub(crate) use super::sorted::Sorted;
pub(crate) use super::spill::Place;

/// Bytes of memory a sorter may hold. A hand-over is written by at most four at a time.
pub(in crate::pseudonymous) const BUDGET: usize = 48 << 20;

/// What sorting costs per record beside its bytes: the first 8 of them and its place.
const ORDER_BYTES: usize = 16;

/// The bytes of a run between two records whose place in it is kept, at most.
const STRIDE: usize = 4096;

/// The strides that are read back at once, at most.
const STRIDES: usize = 1024;

/// Takes records in any order; what does not fit in the budget goes sorted to a file.
pub(crate) struct Sorter<'a> {
    place: Place<'a>,
    budget: usize,
    /// One behind the other, each behind its length.
    records: Vec<u8>,
    order: Vec<Start>,
    spill: Option<Spill>,
    pushed: u64,
}

/// The file of sorted runs, one behind the other.
struct Spill {
    file: BufWriter<SpillFile>,
    path: PathBuf,
    runs: Vec<Run>,
}

impl<'a> Sorter<'a> {
    /// A sorter that spills to the file `name` of `folder` and holds about `budget` bytes.
    pub(in crate::pseudonymous) fn begin(
        folder: &'a WholeFolder,
        name: &'static str,
        budget: usize,
    ) -> Self {
        Self::begin_at(Place::Folder(folder, name), budget)
    }

    /// A sorter that spills to `place` and holds about `budget` bytes.
    pub(crate) const fn begin_at(place: Place<'a>, budget: usize) -> Self {
        Self {
            place,
            budget,
            records: Vec::new(),
            order: Vec::new(),
            spill: None,
            pushed: 0,
        }
    }

    /// How many records were taken.
    pub(in crate::pseudonymous) const fn len(&self) -> u64 {
        self.pushed
    }

    /// Takes a record: these parts, one behind the other.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) -> Result<()> {
        self.push_with(|record| parts.iter().for_each(|part| record.extend_from_slice(part)))
    }

    /// Takes a record, which `write` adds to what is there.
    pub(super) fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<()> {
        let begin = self.records.len();
        self.records.extend_from_slice(&[0; LENGTH]);
        write(&mut self.records);
        let record = &mut self.records[begin..];
        let length = u16::try_from(record.len() - LENGTH)
            .map_err(|_| Error::new(Code::InternalError, "a record is too long to sort"))?;
        record[..LENGTH].copy_from_slice(&length.to_be_bytes());
        self.order.push((first(&record[LENGTH..]), begin));
        self.pushed += 1;
        if self.records.len() + self.order.len() * ORDER_BYTES >= self.budget {
            self.spill()?;
        }
        Ok(())
    }

    /// Sorts, and gives the records back.
    pub(crate) fn finish(mut self) -> Result<Sorted> {
        if self.spill.is_none() {
            sort(&self.records, &mut self.order);
            return Ok(Sorted::of_memory(self.records, &self.order));
        }
        self.spill()?;
        let Some(spill) = self.spill else {
            unreachable!("the spill was made above")
        };
        let file = spill
            .file
            .into_inner()
            .map_err(|e| Error::io(&spill.path, "write", e.error()))?;
        let file = file
            .read_back()
            .map_err(|e| Error::io(&spill.path, "read back", &e))?;
        let strides = (self.budget / stride(self.budget) / 12).clamp(1, STRIDES);
        let spilled = Spilled::new(file, spill.path, spill.runs);
        Ok(Sorted::of_runs(spilled, strides))
    }

    fn spill(&mut self) -> Result<()> {
        sort(&self.records, &mut self.order);
        if self.spill.is_none() {
            let file = SpillFile::begin(self.place)?;
            let path = file.path();
            self.spill = Some(Spill {
                file: BufWriter::with_capacity(1 << 18, file),
                path,
                runs: Vec::new(),
            });
        }
        let Some(spill) = &mut self.spill else {
            unreachable!("the spill was made above")
        };
        let start = spill.runs.last().map_or(0, |run| run.end);
        let mut run = Run {
            strides: Vec::new(),
            end: start,
        };
        let (stride, mut next) = (stride(self.budget) as u64, start);
        for (_, begin) in self.order.drain(..) {
            let end = end_of(&self.records, begin).unwrap_or(begin);
            if run.end >= next {
                let record = self.records.get(begin + LENGTH..end).unwrap_or_default();
                run.strides.push((beginning(record), run.end));
                next = run.end + stride;
            }
            spill
                .file
                .write_all(&self.records[begin..end])
                .map_err(|e| Error::io(&spill.path, "write", &e))?;
            run.end += (end - begin) as u64;
        }
        spill.runs.push(run);
        self.records.clear();
        Ok(())
    }
}

/// The stride of runs that are as long as a budget: small where little memory is given.
fn stride(budget: usize) -> usize {
    (budget >> 13).clamp(16, STRIDE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::files::Existing;

    fn sorted(records: &[Vec<u8>], budget: usize, is_sealed: bool) -> (Vec<Vec<u8>>, usize) {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut sorter = if is_sealed {
            Sorter::begin_at(Place::Sealed, budget)
        } else {
            Sorter::begin(&folder, "spill", budget)
        };
        for record in records {
            let (one, other) = record.split_at(record.len() / 2);
            sorter.push(&[one, other]).unwrap();
        }
        let mut records = sorter.finish().unwrap();
        let mut back = Vec::new();
        while let Some(record) = records.next().unwrap() {
            back.push(record.to_vec());
        }
        records.remove().unwrap();
        (back, std::fs::read_dir(folder.partial()).unwrap().count())
    }

    proptest! {
        #[test]
        fn any_records_come_back_in_order_whatever_the_memory(
            records in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..300),
            budget in 0_usize..4000,
            is_sealed in any::<bool>(),
        ) {
            let mut expected = records.clone();
            expected.sort_unstable();
            let (back, files_left) = sorted(&records, budget, is_sealed);
            prop_assert_eq!(back, expected);
            prop_assert_eq!(files_left, 0);
        }
    }

    #[test]
    fn the_rows_of_one_client_are_read_back_in_pieces() {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut sorter = Sorter::begin(&folder, "spill", 1 << 14);
        for row in 0..2_000_u64 {
            sorter.push(&[&[7; 16], &row.to_be_bytes()]).unwrap();
        }
        let back = sorter.finish().unwrap();
        assert!(back.pieces_left() > 2);
        back.remove().unwrap();
    }

    #[test]
    fn a_full_disk_is_an_error_that_names_the_file() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("out");
        let folder = WholeFolder::begin_with_room(&place, Existing::Refuse, Some(64)).unwrap();
        let mut sorter = Sorter::begin(&folder, "spill", 100);
        let outcome = (0_u64..100).try_for_each(|number| sorter.push(&[&number.to_be_bytes()]));
        let error = match outcome {
            Err(error) => error,
            Ok(()) => sorter.finish().err().unwrap(),
        };
        assert!(error.to_string().contains("spill: cannot write"), "{error}");
    }
}
