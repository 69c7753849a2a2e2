//! An external merge sort of records of digests and numbers.
//!
//! A record is a fixed number of bytes and holds nothing that names anybody; records sort as bytes, so numbers are in
//! them big endian.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

use crate::error::{Error, Result};
use crate::files::WholeFolder;

pub(crate) use super::spill::Place;
use super::spill::{SpillFile, SpillReader};

/// Bytes of memory a sorter may hold. A hand-over is written by at most four at a time.
pub(in crate::pseudonymous) const BUDGET: usize = 48 << 20;

/// Bytes that are read back of a run in one go, at most: more would not fit the cache of a processor.
const READ: usize = 1 << 20;

/// What sorting costs per record beside its bytes: the first 8 of them and its place.
const ORDER_BYTES: usize = 16;

/// Takes records of `N` bytes in any order; what does not fit in the budget goes sorted to a file.
pub(crate) struct Sorter<'a, const N: usize> {
    place: Place<'a>,
    budget: usize,
    records: Vec<[u8; N]>,
    spill: Option<Spill>,
    pushed: u64,
}

/// The file of sorted runs, one behind the other.
struct Spill {
    file: BufWriter<SpillFile>,
    path: PathBuf,
    runs: Vec<Range<u64>>,
}

impl<'a, const N: usize> Sorter<'a, N> {
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
            spill: None,
            pushed: 0,
        }
    }

    /// How many records were taken.
    pub(in crate::pseudonymous) const fn len(&self) -> u64 {
        self.pushed
    }

    /// Takes a record.
    pub(crate) fn push(&mut self, record: [u8; N]) -> Result<()> {
        self.records.push(record);
        self.pushed += 1;
        if self.records.len() >= (self.budget / (N + ORDER_BYTES)).max(1) {
            self.spill()?;
        }
        Ok(())
    }

    /// Sorts, and gives the records back one by one.
    pub(crate) fn finish(mut self) -> Result<Sorted<N>> {
        if self.spill.is_none() {
            let order = order_of(&self.records).into_iter();
            let records = self.records;
            return Ok(Sorted::Memory { records, order });
        }
        self.spill()?;
        self.records = Vec::new();
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
        let buffer = (self.budget / spill.runs.len().max(1)).min(READ);
        let buffer = (buffer / N).max(1) * N;
        let mut merge = Merge {
            file,
            path: spill.path,
            heap: BinaryHeap::with_capacity(spill.runs.len()),
            left: self.pushed,
        };
        for rest in spill.runs {
            let mut run = Box::new(Run::<N>::new(rest, buffer));
            if run.advance(&mut merge.file, &merge.path)? {
                merge.heap.push(Reverse(run));
            }
        }
        Ok(Sorted::Merge(merge))
    }

    fn spill(&mut self) -> Result<()> {
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
        for place in order_of(&self.records) {
            spill
                .file
                .write_all(&self.records[place])
                .map_err(|e| Error::io(&spill.path, "write", &e))?;
        }
        let start = spill.runs.last().map_or(0, |run| run.end);
        spill
            .runs
            .push(start..start + (self.records.len() * N) as u64);
        self.records.clear();
        Ok(())
    }
}

/// The places of the records in the order of their bytes.
fn order_of<const N: usize>(records: &[[u8; N]]) -> Vec<usize> {
    let first = |record: &[u8; N]| {
        let mut bytes = [0; 8];
        let length = N.min(8);
        bytes[..length].copy_from_slice(&record[..length]);
        u64::from_be_bytes(bytes)
    };
    let mut order: Vec<(u64, usize)> = records.iter().map(first).zip(0..).collect();
    order.par_sort_unstable_by(|(first, place), (other_first, other_place)| {
        first
            .cmp(other_first)
            .then_with(|| records[*place].cmp(&records[*other_place]))
    });
    order.into_iter().map(|(_, place)| place).collect()
}

/// The sorted records, read once.
pub(crate) enum Sorted<const N: usize> {
    /// All of them fitted in memory.
    Memory {
        /// In the order they came.
        records: Vec<[u8; N]>,
        /// Their places in sorted order.
        order: std::vec::IntoIter<usize>,
    },
    /// They are in runs on disk.
    Merge(Merge<N>),
}

impl<const N: usize> Sorted<N> {
    /// How many of the next `most` records there are.
    pub(in crate::pseudonymous) fn left(&self, most: usize) -> usize {
        let left = match self {
            Self::Memory { order, .. } => order.len(),
            Self::Merge(merge) => usize::try_from(merge.left).unwrap_or(usize::MAX),
        };
        left.min(most)
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<[u8; N]>> {
        match self {
            Self::Memory { records, order } => Ok(order.next().map(|place| records[place])),
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
pub(crate) struct Merge<const N: usize> {
    file: SpillReader,
    path: PathBuf,
    heap: BinaryHeap<Reverse<Box<Run<N>>>>,
    left: u64,
}

impl<const N: usize> Merge<N> {
    fn next(&mut self) -> Result<Option<[u8; N]>> {
        let Some(mut first) = self.heap.peek_mut() else {
            return Ok(None);
        };
        let record = first.0.current;
        if !first.0.advance(&mut self.file, &self.path)? {
            PeekMut::pop(first);
        }
        self.left -= 1;
        Ok(Some(record))
    }
}

/// A sorted run on disk: the record at its front, a piece of what follows, and where the rest stands.
struct Run<const N: usize> {
    current: [u8; N],
    piece: Vec<u8>,
    at: usize,
    capacity: usize,
    rest: Range<u64>,
}

impl<const N: usize> Run<N> {
    fn new(rest: Range<u64>, capacity: usize) -> Self {
        Self {
            current: [0; N],
            piece: Vec::new(),
            at: 0,
            capacity,
            rest,
        }
    }

    /// Takes the next record to the front; false at the end of the run.
    fn advance(&mut self, file: &mut SpillReader, path: &Path) -> Result<bool> {
        if self.at == self.piece.len() {
            if self.rest.is_empty() {
                return Ok(false);
            }
            self.refill(file)
                .map_err(|e| Error::io(path, "read back", &e))?;
        }
        self.current
            .copy_from_slice(&self.piece[self.at..self.at + N]);
        self.at += N;
        Ok(true)
    }

    fn refill(&mut self, file: &mut SpillReader) -> std::io::Result<()> {
        let left = usize::try_from(self.rest.end - self.rest.start).unwrap_or(usize::MAX);
        self.piece.resize(self.capacity.min(left), 0);
        self.at = 0;
        file.read_at(self.rest.start, &mut self.piece)?;
        self.rest.start += self.piece.len() as u64;
        Ok(())
    }
}

impl<const N: usize> PartialEq for Run<N> {
    fn eq(&self, other: &Self) -> bool {
        self.current == other.current
    }
}

impl<const N: usize> Eq for Run<N> {}

impl<const N: usize> PartialOrd for Run<N> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for Run<N> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.current.cmp(&other.current)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::files::Existing;

    fn sorted(records: &[[u8; 11]], budget: usize, is_sealed: bool) -> (Vec<[u8; 11]>, usize) {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut sorter = if is_sealed {
            Sorter::begin_at(Place::Sealed, budget)
        } else {
            Sorter::begin(&folder, "spill", budget)
        };
        for record in records {
            sorter.push(*record).unwrap();
        }
        let all = records.len();
        let mut records = sorter.finish().unwrap();
        let mut back = Vec::new();
        while let Some(record) = records.next().unwrap() {
            back.push(record);
            assert_eq!(records.left(usize::MAX), all - back.len());
        }
        records.remove().unwrap();
        (back, std::fs::read_dir(folder.partial()).unwrap().count())
    }

    proptest! {
        #[test]
        fn any_records_come_back_in_order_whatever_the_memory(
            records in prop::collection::vec(any::<[u8; 11]>(), 0..300),
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
        let mut sorter = Sorter::<8>::begin(&folder, "spill", 100);
        let outcome = (0_u64..100).try_for_each(|number| sorter.push(number.to_be_bytes()));
        let error = match outcome {
            Err(error) => error,
            Ok(()) => sorter.finish().err().unwrap(),
        };
        assert!(error.to_string().contains("spill: cannot write"), "{error}");
    }
}
