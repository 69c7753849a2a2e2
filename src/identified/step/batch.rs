//! Makes something of client records on all threads, a batch at a time, and keeps it in order.

use rayon::prelude::*;

use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::keys::Messages;

/// Records per batch: enough to keep all threads busy, few enough to stay in their caches.
const RECORDS: usize = 1024;

/// Records per piece of work: enough messages of each length to fill all lanes of the digests.
const PIECE: usize = 256;

/// Takes a record and what is known of it; another record is left in its place, to be filled.
pub(super) type OnRecord<'a, T> = dyn FnMut(&mut ClientRecord, T) -> Result<()> + 'a;

/// Has `read` hand over records; all threads `make` something of each, one behind the other in a list that they find empty, while `keep`
/// gets on this thread what was made of the batch before, in the order of the records.
///
/// # Errors
/// What `read` and `keep` give back.
pub(super) fn in_batches<T, M, R>(
    read: impl FnOnce(&mut OnRecord<'_, T>) -> Result<R>,
    make: impl Fn(&[ClientRecord], &[T], &mut Messages, &mut Vec<M>) + Sync,
    mut keep: impl FnMut(&mut M) -> Result<()>,
) -> Result<R>
where
    T: Copy + Send + Sync,
    M: Send,
{
    let [mut filled, mut full] = [(); 2].map(|()| Batch::new());
    let mut turn = |filled: &mut Batch<T, M>| {
        std::mem::swap(filled, &mut full);
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| full.make(&make));
            filled.empty(&mut keep)
        })
    };
    let read = read(&mut |record, known| {
        if filled.push(record, known) {
            turn(&mut filled)?;
        }
        Ok(())
    })?;
    // What is left is made, and then kept.
    turn(&mut filled)?;
    turn(&mut filled)?;
    Ok(read)
}

/// Client records, each with what is already known of it, and what is made of them. Its memory is used again.
struct Batch<T, M> {
    records: Vec<ClientRecord>,
    known: Vec<T>,
    pieces: Vec<Piece<M>>,
}

/// Room to work on a piece of a batch, and what was made of it.
struct Piece<M> {
    messages: Messages,
    made: Vec<M>,
}

impl<T: Copy + Sync, M: Send> Batch<T, M> {
    fn new() -> Self {
        let records = std::iter::repeat_with(ClientRecord::default);
        let pieces = std::iter::repeat_with(|| Piece {
            messages: Messages::new(),
            made: Vec::with_capacity(PIECE),
        });
        Self {
            records: records.take(RECORDS).collect(),
            known: Vec::with_capacity(RECORDS),
            pieces: pieces.take(RECORDS.div_ceil(PIECE)).collect(),
        }
    }

    /// Takes a record, leaving another to be filled; tells whether the batch is now full.
    ///
    /// A full batch must be emptied before the next record.
    fn push(&mut self, record: &mut ClientRecord, known: T) -> bool {
        std::mem::swap(&mut self.records[self.known.len()], record);
        self.known.push(known);
        self.known.len() == RECORDS
    }

    /// Makes something of each record, on all threads.
    fn make(&mut self, make: impl Fn(&[ClientRecord], &[T], &mut Messages, &mut Vec<M>) + Sync) {
        let records = self.records[..self.known.len()].par_chunks(PIECE);
        let known = self.known.par_chunks(PIECE);
        let work = records.zip(known).zip(&mut self.pieces);
        work.for_each(|((records, known), piece)| {
            make(records, known, &mut piece.messages, &mut piece.made);
        });
    }

    /// Keeps what was made, and empties the batch.
    fn empty(&mut self, keep: &mut impl FnMut(&mut M) -> Result<()>) -> Result<()> {
        self.known.clear();
        let made = self.pieces.iter_mut().flat_map(|piece| &mut piece.made);
        made.into_iter().try_for_each(keep)?;
        self.pieces.iter_mut().for_each(|piece| piece.made.clear());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};
    use crate::vocabulary::Day;

    /// Passes so many records through, until what is kept fails; gives the kept ones.
    fn pass(records: u32, fails_at: u32) -> (Vec<(u32, u32)>, Result<u32>) {
        let mut kept = Vec::new();
        let outcome = in_batches(
            |take| {
                let mut record = ClientRecord::default();
                for number in 1..=records {
                    record.left = Some(Day::from_number(i32::try_from(number).unwrap()));
                    take(&mut record, number)?;
                }
                Ok(records)
            },
            |records, known, _, made| {
                let days = records.iter().map(|record| record.left.unwrap().number());
                let numbers = days.map(|day| u32::try_from(day).unwrap());
                made.extend(numbers.zip(known.iter().copied()));
            },
            |(number, known)| {
                if *number == fails_at {
                    return Err(Error::new(Code::DiskFull, "the disk is full"));
                }
                kept.push((*number, *known));
                Ok(())
            },
        );
        (kept, outcome)
    }

    #[test]
    fn what_is_made_comes_out_in_the_order_of_the_records() {
        for records in [0, 1, 1024, 1025, 10_000] {
            let (kept, outcome) = pass(records, 0);
            assert!(kept.into_iter().eq((1..=records).map(|n| (n, n))));
            assert_eq!(outcome.unwrap(), records);
        }
    }

    #[test]
    fn what_cannot_be_kept_ends_reading_with_its_own_error() {
        for fails_at in [1, 5_000, 10_000] {
            let (kept, outcome) = pass(10_000, fails_at);
            assert_eq!(kept.len(), fails_at as usize - 1);
            assert_eq!(outcome.unwrap_err().to_string(), "the disk is full");
        }
    }
}
