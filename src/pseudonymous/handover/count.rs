//! Counts what a provider's hand-over would hold, and writes nothing.

use rayon::slice::ParallelSliceMut;

use super::client::Grouped;
use super::grouping::group;
use crate::error::Result;
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, Pseudonym, PseudonymousRecord, TokenColumn, Tokens};
use crate::vocabulary::{ServiceIx, When};

/// Takes a provider's records in any order and counts them as [`ProviderWriter`](super::ProviderWriter) would: 32 bytes
/// of memory a row.
///
/// Of tokens it keeps which are there. Of two rows as near to the reference date a hand-over keeps the lowest tokens,
/// and a count those of the row that fills the fewest columns.
#[derive(Default)]
pub struct ProviderCounter {
    rows: Vec<Row>,
}

/// A row in few bytes; what sorting and grouping need comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// The first half of the client's digest.
    client: u64,
    digest: u64,
    filled: FilledColumns,
    distance: u32,
    service: ServiceIx,
    when: When,
    is_outside: bool,
}

const _: () = assert!(size_of::<Row>() == 32);

impl ProviderCounter {
    /// Takes a record.
    pub fn push(&mut self, record: &PseudonymousRecord) {
        self.rows.push(Row {
            client: record.client.digest().beginning(),
            digest: record.row,
            filled: record.tokens.filled(),
            distance: record.distance,
            service: record.service,
            when: record.when,
            is_outside: record.is_outside,
        });
    }

    /// What a hand-over of these records, with so many agreed services, would hold.
    ///
    /// # Errors
    /// When a record names a service that is not agreed.
    pub fn finish(mut self, services: usize) -> Result<Grouped> {
        self.rows.par_sort_unstable();
        let mut rows = self.rows.iter().map(Row::record);
        group(services, || Ok(rows.next()), |_| Ok(()))
    }
}

impl Row {
    fn record(&self) -> PseudonymousRecord {
        let mut tokens = Tokens::default();
        let filled = TokenColumn::ALL.iter().copied();
        for column in filled.filter(|column| self.filled.has(*column)) {
            tokens.set(column, Digest::from_bytes([1; 16]));
        }
        let mut client = [0; 16];
        client[..8].copy_from_slice(&self.client.to_be_bytes());
        PseudonymousRecord {
            client: Pseudonym::new(Digest::from_bytes(client)),
            row: self.digest,
            distance: self.distance,
            tokens,
            service: self.service,
            when: self.when,
            is_outside: self.is_outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(client: u8, row: u64, service: u16, filled: &[TokenColumn]) -> PseudonymousRecord {
        let mut tokens = Tokens::default();
        for column in filled {
            tokens.set(*column, Digest::from_bytes([client; 16]));
        }
        PseudonymousRecord {
            client: Pseudonym::new(Digest::from_bytes([client; 16])),
            row,
            distance: 0,
            tokens,
            service: ServiceIx::new(service),
            when: When::IN_PERIOD,
            is_outside: client == 3,
        }
    }

    #[test]
    fn a_client_is_counted_once_and_equal_rows_are_double_in_any_order() {
        let bsn = [TokenColumn::Bsn];
        let mut records = vec![
            record(1, 11, 7, &bsn),
            record(2, 21, 8, &bsn),
            record(1, 12, 8, &bsn),
            record(2, 22, 7, &bsn),
            record(1, 11, 7, &bsn),
            // The same services, and another combination: lives outside, has no BSN.
            record(3, 31, 7, &bsn),
            record(3, 32, 8, &bsn),
            record(4, 41, 7, &[]),
            record(4, 42, 8, &[]),
        ];
        for _ in 0..2 {
            let mut counter = ProviderCounter::default();
            for record in &records {
                counter.push(record);
            }
            let grouped = counter.finish(9).unwrap();
            assert_eq!((grouped.clients, grouped.kept, grouped.double), (4, 8, 1));
            let rare = grouped.rare;
            assert_eq!((rare.all_combinations, rare.alone), (3, 2));
            records.reverse();
        }
    }
}
