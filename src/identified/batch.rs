//! Client records in one by one, what is made of them in parallel out, in the order they came.

use rayon::prelude::*;

use super::normalise::ClientRecord;
use crate::keys::Message;

/// Records per batch: enough to keep all threads busy, few enough to stay in their caches.
const RECORDS: usize = 4096;

/// Records per piece of work.
const PIECE: usize = 128;

/// A batch of client records, each with what is already known of it. Its memory is used again for every batch.
pub(super) struct Batch<T> {
    records: Vec<ClientRecord>,
    known: Vec<T>,
}

impl<T: Copy + Sync> Batch<T> {
    /// An empty batch.
    pub(super) fn new() -> Self {
        let records = std::iter::repeat_with(ClientRecord::default);
        Self {
            records: records.take(RECORDS).collect(),
            known: Vec::with_capacity(RECORDS),
        }
    }

    /// Takes a record, leaving another to be filled; tells whether the batch is now full.
    ///
    /// A full batch must be emptied before the next record.
    pub(super) fn push(&mut self, record: &mut ClientRecord, known: T) -> bool {
        std::mem::swap(&mut self.records[self.known.len()], record);
        self.known.push(known);
        self.known.len() == RECORDS
    }

    /// Makes something of each record, on all threads, and empties the batch.
    pub(super) fn empty<R: Send>(
        &mut self,
        make: impl Fn(&ClientRecord, T, &mut Message) -> R + Sync,
    ) -> Vec<R> {
        let filled = self.records[..self.known.len()].par_iter().zip(&self.known);
        let results = filled
            .with_min_len(PIECE)
            .map_init(Message::new, |message, (record, known)| {
                make(record, *known, message)
            })
            .collect();
        self.known.clear();
        results
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_comes_out_in_the_order_of_the_records() {
        let mut batch = Batch::new();
        let mut record = ClientRecord::default();
        let mut made = Vec::new();
        for number in 1..=10_000 {
            record.bsn = number;
            if batch.push(&mut record, number) {
                made.extend(batch.empty(|record, known, _| (record.bsn, known)));
            }
        }
        made.extend(batch.empty(|record, known, _| (record.bsn, known)));
        assert!(made.iter().copied().eq((1..=10_000).map(|n| (n, n))));
        assert!(batch.empty(|record, _, _| record.bsn).is_empty());
    }
}
