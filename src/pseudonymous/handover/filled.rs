//! The rows of one client in, which columns of tokens its hand-over will fill out: without a token, in 16 bytes.

use super::client::{ADDRESS_COLUMNS, BSN_COLUMNS};
use crate::pseudonymous::{FilledColumns, TokenColumn};

/// What a hand-over will show of a client beside its uses. Rows come in any order.
///
/// It follows the rows as the hand-over does, with one difference: of two rows as near to the reference date as each
/// other a hand-over keeps the lowest tokens, and here, where there are none, it is the row that fills the fewest
/// columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct FilledOfClient {
    columns: FilledColumns,
    bsn_distance: u32,
    address_distance: u32,
    any_outside: bool,
    outside_there: bool,
}

impl FilledOfClient {
    /// Takes a row: the columns it fills, the days from its use to the reference date, and whether its address is
    /// outside the agreed postcodes.
    pub fn add(&mut self, row: FilledColumns, distance: u32, is_outside: bool) {
        self.any_outside |= is_outside;
        self.add_bsn(row, distance);
        self.add_address(row, distance, is_outside);
        self.columns = self.columns.or(row.without(of_bsn()).without(of_address()));
    }

    fn add_bsn(&mut self, row: FilledColumns, distance: u32) {
        let (known, found) = (self.columns.and(of_bsn()), row.and(of_bsn()));
        if !found.has(TokenColumn::Bsn) {
            return;
        }
        if known.is_empty() || (distance, found) < (self.bsn_distance, known) {
            self.columns = self.columns.without(known).or(found);
            self.bsn_distance = distance;
        }
    }

    fn add_address(&mut self, row: FilledColumns, distance: u32, is_outside: bool) {
        let (known, found) = (self.columns.and(of_address()), row.and(of_address()));
        if found.is_empty() {
            return;
        }
        let only_postcode = |columns: FilledColumns| {
            let mut whole = ADDRESS_COLUMNS[..4].iter();
            !whole.any(|column| columns.has(*column))
        };
        let new = (only_postcode(found), distance, found, is_outside);
        let old = (
            only_postcode(known),
            self.address_distance,
            known,
            self.outside_there,
        );
        if known.is_empty() || new < old {
            self.columns = self.columns.without(known).or(found);
            (self.address_distance, self.outside_there) = (distance, is_outside);
        }
    }

    /// The columns that will be filled.
    #[must_use]
    pub fn columns(&self) -> FilledColumns {
        self.columns
    }

    /// Whether the client lives outside: by the address that is kept, where there is one.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        if self.columns.and(of_address()).is_empty() {
            self.any_outside
        } else {
            self.outside_there
        }
    }
}

fn of_bsn() -> FilledColumns {
    BSN_COLUMNS.into_iter().collect()
}

fn of_address() -> FilledColumns {
    ADDRESS_COLUMNS.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::client::{Client, Grouped};
    use super::*;
    use crate::keys::Digest;
    use crate::pseudonymous::{Pseudonym, PseudonymousRecord, Tokens};

    /// A row that fills the columns of `bits`, and never a column of the BSN without the BSN.
    fn row(distance: u32, bits: u32, is_outside: bool) -> PseudonymousRecord {
        let mut tokens = Tokens::default();
        let has_bsn = bits & 1 << TokenColumn::Bsn as u32 != 0;
        for column in TokenColumn::ALL {
            let is_filled = bits & 1 << *column as u32 != 0;
            if is_filled && (has_bsn || !BSN_COLUMNS.contains(column)) {
                tokens.set(*column, Digest::from_bytes([9; 16]));
            }
        }
        PseudonymousRecord {
            client: Pseudonym::new(Digest::from_bytes([1; 16])),
            row: u64::from(distance),
            distance,
            tokens,
            service: 0,
            in_period: true,
            on_reference_date: true,
            is_outside,
        }
    }

    #[test]
    fn it_takes_as_little_as_it_says() {
        assert!(size_of::<FilledOfClient>() <= 16);
    }

    proptest! {
        #[test]
        fn the_columns_are_those_that_the_hand_over_fills(
            rows in prop::collection::btree_map(0_u32..20, (any::<u32>(), any::<bool>()), 1..6)
                .prop_map(|rows| rows.into_iter().collect::<Vec<_>>())
                .prop_shuffle(),
        ) {
            let (mut client, mut grouped) = (Client::new(1), Grouped::default());
            let mut filled = FilledOfClient::default();
            for (distance, (bits, is_outside)) in rows {
                let row = row(distance, bits, is_outside);
                client.add(&row, &mut grouped).unwrap();
                filled.add(row.tokens.filled(), distance, is_outside);
            }
            let (tokens, is_outside) = client.tokens();
            prop_assert_eq!(filled.columns(), tokens.filled());
            prop_assert_eq!(filled.is_outside(), is_outside);
        }
    }
}
