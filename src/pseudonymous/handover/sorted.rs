//! Sorted records, read back from memory or from runs on disk, in pieces: so many processors as there are read a piece
//! each, and no two need each other.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::spill::SpillReader;
use crate::error::{Error, Result, in_order};

/// Bytes of the length that stands before each record.
pub(super) const LENGTH: usize = 2;

/// The first 8 bytes of a record, and where it begins.
pub(super) type Start = (u64, usize);

/// The records that are given out at once of those in memory.
const RECORDS: usize = 1 << 14;

/// How a record begins: its first 24 bytes as numbers. In those of a client its digest is followed by what tells its rows, so that
/// the rows of one client are not read back all at once.
pub(super) type Beginning = [u64; 3];

/// A sorted run in a file.
pub(super) struct Run {
    /// Where each stride of it begins in the file, with the beginning of the record there.
    pub(super) strides: Vec<(Beginning, u64)>,
    pub(super) end: u64,
}

impl Run {
    /// Where all records are whose beginnings are in the range; a stride before and behind may be others.
    fn around(&self, firsts: &Firsts) -> Range<u64> {
        let before = |first: Beginning| self.strides.partition_point(|one| one.0 < first);
        let begin = before(firsts.from).saturating_sub(1);
        let end = firsts.below.map_or(self.strides.len(), before);
        let place = |stride: usize| self.strides.get(stride).map_or(self.end, |one| one.1);
        place(begin)..place(end)
    }
}

/// A range of beginnings; without an end, up to the last.
#[derive(Clone, Copy)]
struct Firsts {
    from: Beginning,
    below: Option<Beginning>,
}

/// Ranges that together are all records, with about `most` strides of all runs in each.
fn pieces(runs: &[Run], most: usize) -> VecDeque<Firsts> {
    let strides = runs.iter().flat_map(|run| &run.strides);
    let mut firsts: Vec<Beginning> = strides.map(|(first, _)| *first).collect();
    firsts.par_sort_unstable();
    let mut begins: Vec<Beginning> = firsts.into_iter().step_by(most).skip(1).collect();
    begins.dedup();
    let ends = begins.iter().copied().map(Some).chain([None]);
    let begins = std::iter::once([0; 3]).chain(begins.iter().copied());
    let ranges = begins.zip(ends);
    ranges.map(|(from, below)| Firsts { from, below }).collect()
}

/// Some of the sorted records, all in memory.
pub(super) struct Piece {
    records: Arc<Vec<u8>>,
    order: Vec<Start>,
    next: usize,
}

impl Piece {
    /// The records, in their order.
    pub(super) fn records(&self) -> impl Iterator<Item = &[u8]> {
        self.order
            .iter()
            .map(|(_, begin)| record(&self.records, *begin))
    }
}

/// The sorted records, read once.
pub(crate) struct Sorted {
    /// Those in memory.
    ready: VecDeque<Piece>,
    /// The ranges that are not read back yet, where records are on disk.
    rest: VecDeque<Firsts>,
    spilled: Option<Spilled>,
}

/// Runs on disk.
pub(super) struct Spilled {
    file: Mutex<SpillReader>,
    path: PathBuf,
    runs: Vec<Run>,
}

impl Spilled {
    pub(super) const fn new(file: SpillReader, path: PathBuf, runs: Vec<Run>) -> Self {
        Self {
            file: Mutex::new(file),
            path,
            runs,
        }
    }

    /// Reads the records of a range back from all runs, and sorts them.
    fn read(&self, firsts: &Firsts) -> Result<Piece> {
        let mut records = Vec::new();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        for run in &self.runs {
            let (place, begin) = (run.around(firsts), records.len());
            let length = usize::try_from(place.end - place.start).unwrap_or(usize::MAX);
            records.resize(begin + length, 0);
            file.read_at(place.start, &mut records[begin..])
                .map_err(|e| Error::io(&self.path, "read back", &e))?;
        }
        drop(file);
        let (mut order, mut begin) = (Vec::new(), 0);
        while let Some(end) = end_of(&records, begin) {
            let beginning = beginning(&records[begin + LENGTH..end]);
            if beginning >= firsts.from && firsts.below.is_none_or(|below| beginning < below) {
                order.push((beginning[0], begin));
            }
            begin = end;
        }
        sort(&records, &mut order);
        Ok(Piece {
            records: Arc::new(records),
            order,
            next: 0,
        })
    }
}

impl Sorted {
    /// Records on disk, to be read back in pieces of about `strides` strides of their runs.
    pub(super) fn of_runs(spilled: Spilled, strides: usize) -> Self {
        Self {
            ready: VecDeque::new(),
            rest: pieces(&spilled.runs, strides),
            spilled: Some(spilled),
        }
    }

    /// Records in memory, in this order.
    pub(super) fn of_memory(records: Vec<u8>, order: &[Start]) -> Self {
        let records = Arc::new(records);
        let pieces = order.chunks(RECORDS).map(|order| Piece {
            records: records.clone(),
            order: order.to_vec(),
            next: 0,
        });
        Self {
            ready: pieces.collect(),
            rest: VecDeque::new(),
            spilled: None,
        }
    }

    /// How many pieces are to be read back.
    #[cfg(test)]
    pub(super) fn pieces_left(&self) -> usize {
        self.rest.len()
    }

    /// Makes something of the next pieces on all threads: one for each thread, as all are in memory.
    fn map_next<T: Send>(&mut self, work: &(impl Fn(Piece) -> Result<T> + Sync)) -> Result<Vec<T>> {
        let threads = rayon::current_num_threads();
        let ready: Vec<Piece> = self.ready.drain(..threads.min(self.ready.len())).collect();
        if !ready.is_empty() {
            return in_order(ready.into_par_iter().map(work));
        }
        let rest: Vec<Firsts> = self.rest.drain(..threads.min(self.rest.len())).collect();
        let Some(spilled) = &self.spilled else {
            return Ok(Vec::new());
        };
        in_order(rest.par_iter().map(|firsts| work(spilled.read(firsts)?)))
    }

    /// Makes something of each piece of the records on all threads; `take` gets that in their order.
    pub(super) fn map_pieces<T: Send>(
        &mut self,
        work: impl Fn(Piece) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<()> + Send,
    ) -> Result<()> {
        let mut made = self.map_next(&work)?;
        while !made.is_empty() {
            let (taken, next) = rayon::join(
                || made.into_iter().try_for_each(&mut take),
                || self.map_next(&work),
            );
            taken?;
            made = next?;
        }
        Ok(())
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>> {
        while self
            .ready
            .front()
            .is_none_or(|piece| piece.next == piece.order.len())
        {
            self.ready.pop_front();
            if self.ready.is_empty() {
                self.ready = self.map_next(&Ok)?.into();
                if self.ready.is_empty() {
                    return Ok(None);
                }
            }
        }
        let Some(piece) = self.ready.front_mut() else {
            return Ok(None);
        };
        let (_, begin) = piece.order[piece.next];
        piece.next += 1;
        Ok(Some(record(&piece.records, begin)))
    }

    /// Removes the file of runs; nothing of it may stay in a hand-over.
    pub(in crate::pseudonymous) fn remove(self) -> Result<()> {
        let Some(Spilled { file, path, .. }) = self.spilled else {
            return Ok(());
        };
        let file = file.into_inner().unwrap_or_else(PoisonError::into_inner);
        file.remove(&path)
            .map_err(|e| Error::io(&path, "remove", &e))
    }
}

/// Sorts the records that begin at these places.
pub(super) fn sort(records: &[u8], order: &mut [Start]) {
    order.par_sort_unstable_by(|(first, begin), (other_first, other_begin)| {
        first
            .cmp(other_first)
            .then_with(|| record(records, *begin).cmp(record(records, *other_begin)))
    });
}

/// The first 8 bytes of a record as a number; zeros behind a shorter one.
pub(super) fn first(record: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = record.len().min(8);
    bytes[..length].copy_from_slice(&record[..length]);
    u64::from_be_bytes(bytes)
}

/// How a record begins; zeros behind a shorter one.
pub(super) fn beginning(record: &[u8]) -> Beginning {
    std::array::from_fn(|part| first(record.get(part * 8..).unwrap_or_default()))
}

/// Where the record ends whose length stands at `begin`; `None` when it is not there whole.
pub(super) fn end_of(records: &[u8], begin: usize) -> Option<usize> {
    let (length, rest) = records.get(begin..)?.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes(*length));
    (length <= rest.len()).then_some(begin + LENGTH + length)
}

/// The record whose length stands at `begin`.
fn record(records: &[u8], begin: usize) -> &[u8] {
    end_of(records, begin).map_or(&[], |end| &records[begin + LENGTH..end])
}
