//! An external merge sort of records of digests and numbers.
//!
//! A record is some bytes that name nobody; records sort as bytes, so numbers are in them big endian.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;

pub(crate) use super::spill::Place;
use super::spill::{SpillFile, SpillReader};

/// Bytes of memory a sorter may hold. A hand-over is written by at most four at a time.
pub(in crate::pseudonymous) const BUDGET: usize = 48 << 20;

/// Bytes that are read back of a run in one go, at most: more would not fit the cache of a processor.
const READ: usize = 1 << 20;

/// What sorting costs per record beside its bytes: the first 8 of them and its place.
const ORDER_BYTES: usize = 16;

/// Bytes of the length that stands before each record.
const LENGTH: usize = 2;

/// Takes records in any order; what does not fit in the budget goes sorted to a file.
pub(crate) struct Sorter<'a> {
    place: Place<'a>,
    budget: usize,
    /// One behind the other, each behind its length.
    records: Vec<u8>,
    /// The first 8 bytes of each, and where it begins.
    order: Vec<(u64, usize)>,
    spill: Option<Spill>,
    pushed: u64,
}

/// The file of sorted runs, one behind the other.
struct Spill {
    file: BufWriter<SpillFile>,
    path: PathBuf,
    runs: Vec<Range<u64>>,
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
        let length = parts.iter().map(|part| part.len()).sum::<usize>();
        let length = u16::try_from(length)
            .map_err(|_| Error::new(Code::InternalError, "a record is too long to sort"))?;
        let begin = self.records.len();
        self.records.extend_from_slice(&length.to_be_bytes());
        for part in parts {
            self.records.extend_from_slice(part);
        }
        self.order
            .push((first(&self.records[begin + LENGTH..]), begin));
        self.pushed += 1;
        if self.records.len() + self.order.len() * ORDER_BYTES >= self.budget {
            self.spill()?;
        }
        Ok(())
    }

    /// Sorts, and gives the records back one by one.
    pub(crate) fn finish(mut self) -> Result<Sorted> {
        if self.spill.is_none() {
            self.sort();
            return Ok(Sorted::Memory {
                records: self.records,
                order: self.order.into_iter(),
            });
        }
        self.spill()?;
        (self.records, self.order) = (Vec::new(), Vec::new());
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
        let capacity = (self.budget / spill.runs.len().max(1)).clamp(1, READ);
        let mut merge = Merge {
            file,
            path: spill.path,
            heap: BinaryHeap::with_capacity(spill.runs.len()),
            record: Vec::new(),
        };
        for rest in spill.runs {
            let mut run = Box::new(Run::new(rest, capacity));
            if run.advance(&mut merge.file, &merge.path)? {
                merge.heap.push(Reverse(run));
            }
        }
        Ok(Sorted::Merge(merge))
    }

    fn sort(&mut self) {
        let records = &self.records;
        self.order
            .par_sort_unstable_by(|(first, begin), (other_first, other_begin)| {
                first
                    .cmp(other_first)
                    .then_with(|| record(records, *begin).cmp(record(records, *other_begin)))
            });
    }

    fn spill(&mut self) -> Result<()> {
        self.sort();
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
        for (_, begin) in self.order.drain(..) {
            let end = end_of(&self.records, begin).unwrap_or(begin);
            spill
                .file
                .write_all(&self.records[begin..end])
                .map_err(|e| Error::io(&spill.path, "write", &e))?;
        }
        let start = spill.runs.last().map_or(0, |run| run.end);
        spill.runs.push(start..start + self.records.len() as u64);
        self.records.clear();
        Ok(())
    }
}

/// The first 8 bytes of a record as a number; zeros behind a shorter one.
fn first(record: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = record.len().min(8);
    bytes[..length].copy_from_slice(&record[..length]);
    u64::from_be_bytes(bytes)
}

/// Where the record ends whose length stands at `begin`; `None` when it is not there whole.
fn end_of(records: &[u8], begin: usize) -> Option<usize> {
    let (length, rest) = records.get(begin..)?.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes(*length));
    (length <= rest.len()).then_some(begin + LENGTH + length)
}

/// The record whose length stands at `begin`.
fn record(records: &[u8], begin: usize) -> &[u8] {
    end_of(records, begin).map_or(&[], |end| &records[begin + LENGTH..end])
}

/// The sorted records, read once.
pub(crate) enum Sorted {
    /// All of them fitted in memory.
    Memory {
        /// In the order they came.
        records: Vec<u8>,
        /// Their places in sorted order.
        order: std::vec::IntoIter<(u64, usize)>,
    },
    /// They are in runs on disk.
    Merge(Merge),
}

impl Sorted {
    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>> {
        match self {
            Self::Memory { records, order } => {
                Ok(order.next().map(|(_, begin)| record(records, begin)))
            }
            Self::Merge(merge) => merge.next(),
        }
    }

    /// Removes the file of runs; nothing of it may stay in a hand-over.
    pub(in crate::pseudonymous) fn remove(self) -> Result<()> {
        let Self::Merge(Merge { file, path, .. }) = self else {
            return Ok(());
        };
        file.remove(&path)
            .map_err(|e| Error::io(&path, "remove", &e))
    }
}

/// A merge of runs on disk.
pub(crate) struct Merge {
    file: SpillReader,
    path: PathBuf,
    heap: BinaryHeap<Reverse<Box<Run>>>,
    /// The one that was given last.
    record: Vec<u8>,
}

impl Merge {
    fn next(&mut self) -> Result<Option<&[u8]>> {
        let Some(mut first) = self.heap.peek_mut() else {
            return Ok(None);
        };
        self.record.clear();
        self.record.extend_from_slice(first.0.current());
        if !first.0.advance(&mut self.file, &self.path)? {
            PeekMut::pop(first);
        }
        Ok(Some(&self.record))
    }
}

/// A sorted run on disk: a piece of it, where in the piece the record at its front stands, and where the rest is.
struct Run {
    piece: Vec<u8>,
    front: Range<usize>,
    capacity: usize,
    rest: Range<u64>,
}

impl Run {
    fn new(rest: Range<u64>, capacity: usize) -> Self {
        Self {
            piece: Vec::new(),
            front: 0..0,
            capacity,
            rest,
        }
    }

    fn current(&self) -> &[u8] {
        &self.piece[self.front.clone()]
    }

    /// Takes the next record to the front; false at the end of the run.
    fn advance(&mut self, file: &mut SpillReader, path: &Path) -> Result<bool> {
        loop {
            let begin = self.front.end;
            if let Some(end) = end_of(&self.piece, begin) {
                self.front = begin + LENGTH..end;
                return Ok(true);
            }
            if self.rest.is_empty() {
                return Ok(false);
            }
            self.refill(file)
                .map_err(|e| Error::io(path, "read back", &e))?;
        }
    }

    /// Reads on behind what is left of the piece.
    fn refill(&mut self, file: &mut SpillReader) -> std::io::Result<()> {
        self.piece.drain(..self.front.end);
        self.front = 0..0;
        let (kept, rest) = (self.piece.len(), self.rest.end - self.rest.start);
        let more = self
            .capacity
            .min(usize::try_from(rest).unwrap_or(usize::MAX));
        self.piece.resize(kept + more, 0);
        file.read_at(self.rest.start, &mut self.piece[kept..])?;
        self.rest.start += more as u64;
        Ok(())
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.current() == other.current()
    }
}

impl Eq for Run {}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Run {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.current().cmp(other.current())
    }
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
