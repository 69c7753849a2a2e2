//! Address tokens that more than two clients share.
//!
//! A token that is on every client of an address would tell by its number which address it is: a home for the
//! elderly, or a household of nine. So no more than two clients of a hand-over carry one: first those of whom nothing but the
//! address is known, then those without a BSN, as they need it most. The others carry random bytes, which nobody has: an empty place would
//! tell that more than two live there.

use super::sort::{Sorted, Sorter};
use super::tokens::{self, number, take};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::{Digest, fill_with_random_bytes};
use crate::pseudonymous::{Combinations, Subject, TokenColumn, Tokens};
use crate::vocabulary::{Progress, ServiceIx, When};

/// The first column of the kind, and the beginning of a token: a name is the same token as one's own and as the partner's.
/// Two tokens that begin alike are one in 72 quadrillion, and would share their carriers.
const TOKEN: usize = 1 + 7;

/// How many clients of a hand-over carry the same token of a column. Few clients share a surname at an address, and two
/// who carry it would stand out.
const fn carriers_of(column: TokenColumn) -> usize {
    match column.subject() {
        Subject::Residents => 1,
        _ => 2,
    }
}

/// The address tokens met so far, and whose: kind and beginning of a token, how else the client is found, what else is known
/// of the client as a hash, column, row number.
pub(super) struct SharedAddresses<'a>(Sorter<'a>);

impl<'a> SharedAddresses<'a> {
    /// None met yet; what does not fit in so many bytes of memory spills to a file of `folder`.
    pub(super) fn begin(folder: &'a WholeFolder, budget: usize) -> Self {
        Self(Sorter::begin(folder, "addresses.spill", budget))
    }

    /// Takes the address tokens of a client, by its row number. Who carries them depends on its tokens and uses, not on
    /// the order in which clients come.
    pub(super) fn add(
        &mut self,
        known: &Tokens,
        uses: &[(ServiceIx, When)],
        row: u32,
    ) -> Result<()> {
        let of_person = first_of_person(known);
        let rank = Combinations::hash(&(of_person.bytes(), uses)).to_be_bytes();
        let has_bsn = known.get(TokenColumn::Bsn).is_present();
        let found_otherwise = [u8::from(has_bsn) + u8::from(of_person.is_present())];
        for column in home_columns() {
            let token = known.get(column);
            if !token.is_present() {
                continue;
            }
            let of_kind = |one: &TokenColumn| one.kind() == column.kind();
            let kind = home_columns().find(of_kind).unwrap_or(column);
            self.0.push(&[
                &[kind as u8],
                &token.bytes()[..TOKEN - 1],
                &found_otherwise,
                &rank,
                &[column as u8],
                &row.to_be_bytes(),
            ])?;
        }
        Ok(())
    }

    /// Whose tokens stay behind.
    pub(super) fn finish(self, progress: &dyn Progress) -> Result<Withheld> {
        progress.begin("separating shared addresses", Some(self.0.len()));
        let mut shares = self.0.finish()?;
        let withheld = Withheld::of(&mut shares, progress)?;
        progress.end();
        shares.remove()?;
        Ok(withheld)
    }
}

/// The row numbers of the clients whose token of an address column stays behind, per column and sorted.
pub(super) struct Withheld(Vec<(TokenColumn, Vec<u32>)>);

impl Withheld {
    fn of(shares: &mut Sorted, progress: &dyn Progress) -> Result<Self> {
        let mut withheld: Vec<_> = home_columns().map(|column| (column, Vec::new())).collect();
        let (mut current, mut carriers, mut seen) = ([0; TOKEN], 0, 0);
        while let Some(share) = shares.next()? {
            let mut rest = share;
            let token = take::<TOKEN>(&mut rest);
            if token != current {
                (current, carriers) = (token, 0);
            }
            carriers += 1;
            let mut rest = &share[share.len() - 5..];
            let [column] = take(&mut rest);
            let row = number(&mut rest);
            let of_column = withheld.iter_mut().find(|(one, _)| *one as u8 == column);
            if let Some((column, rows)) = of_column
                && carriers > carriers_of(*column)
            {
                rows.push(row);
            }
            tokens::tick(&mut seen, progress)?;
        }
        for (_, rows) in &mut withheld {
            rows.sort_unstable();
        }
        Ok(Self(withheld))
    }

    /// The token of the client with this row number; random bytes where it stays behind.
    pub(super) fn spare(&self, row: u32, column: TokenColumn, token: Digest) -> Result<Digest> {
        let mut withheld = self.0.iter().filter(|(one, _)| *one == column);
        if !withheld.any(|(_, rows)| rows.binary_search(&row).is_ok()) {
            return Ok(token);
        }
        let mut random = [0; 16];
        fill_with_random_bytes(&mut random)?;
        Ok(Digest::from_bytes(random))
    }
}

/// The first token of a person: it tells nothing of where others live. Absent where only the address is known.
pub(super) fn first_of_person(known: &Tokens) -> Digest {
    let mut of_person = known.present().filter(|(column, _)| !column.is_of_home());
    of_person.next().map_or(Digest::ABSENT, |(_, token)| token)
}

fn home_columns() -> impl Iterator<Item = TokenColumn> {
    let columns = TokenColumn::ALL.iter().copied();
    columns.filter(|column| column.is_of_home())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::files::Existing;
    use crate::vocabulary::Silent;

    /// A client at an address, numbered from 1; with a BSN or without, and with a use of the numbered service.
    type Lodger = (u8, Option<u8>, u16);

    fn known((address, bsn, _): Lodger) -> Tokens {
        let mut tokens = Tokens::default();
        for column in home_columns() {
            tokens.set(column, Digest::from_bytes([address; 16]));
        }
        if let Some(number) = bsn {
            tokens.set(TokenColumn::Bsn, Digest::from_bytes([number; 16]));
        }
        tokens
    }

    /// Which of the clients carry their address, by their place in the list; `rows` are their row numbers.
    fn carriers(clients: &[Lodger], rows: &[u32]) -> Vec<bool> {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut shared = SharedAddresses::begin(&folder, 200);
        for (client, row) in clients.iter().zip(rows) {
            let uses = [(ServiceIx::new(client.2), When::ALWAYS)];
            shared.add(&known(*client), &uses, *row).unwrap();
        }
        let withheld = shared.finish(&Silent).unwrap();
        let carries = |(client, row): (&Lodger, &u32)| {
            let before = known(*client);
            let mut after = before;
            for (column, token) in before.present() {
                after.set(column, withheld.spare(*row, column, token).unwrap());
            }
            assert_eq!(after.get(TokenColumn::Bsn), before.get(TokenColumn::Bsn));
            assert_eq!(after.filled(), before.filled());
            let left: Vec<_> = home_columns()
                .filter(|column| column.subject() == Subject::Address)
                .map(|column| after.get(column) == before.get(column))
                .collect();
            assert!(left.iter().all(|one| *one == left[0]));
            left[0]
        };
        clients.iter().zip(rows).map(carries).collect()
    }

    #[test]
    fn of_whom_only_the_address_is_known_carries_it_before_all_others() {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut shared = SharedAddresses::begin(&folder, 200);
        let nameless = known((1, None, 0));
        let mut named = nameless;
        named.set(TokenColumn::BirthSurnameGiven, Digest::from_bytes([7; 16]));
        for (known, row) in [named, nameless, named, nameless].iter().zip(0..) {
            shared.add(known, &[], row).unwrap();
        }
        let withheld = shared.finish(&Silent).unwrap();
        for (column, rows) in withheld.0 {
            assert!(rows.contains(&0) && rows.contains(&2), "{column:?}");
            let are_addresses = column.subject() == Subject::Address;
            assert!(!are_addresses || rows.len() == 2, "{column:?}");
        }
    }

    #[test]
    fn of_a_couple_that_shares_a_name_one_carries_it() {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
        let mut shared = SharedAddresses::begin(&folder, 200);
        let own = TokenColumn::SurnameAddressNumber;
        let partners = TokenColumn::SurnameAddressNumberPartner;
        for (column, row) in [(own, 0), (partners, 1)] {
            let mut known = Tokens::default();
            known.set(column, Digest::from_bytes([7; 16]));
            shared.add(&known, &[], row).unwrap();
        }
        let withheld = shared.finish(&Silent).unwrap();
        let rows: Vec<u32> = withheld.0.into_iter().flat_map(|(_, rows)| rows).collect();
        assert_eq!(rows.len(), 1);
    }

    #[test]
    fn who_has_no_bsn_carries_the_address_before_who_has_one() {
        let clients = [
            (1, Some(1), 0),
            (1, Some(2), 0),
            (1, None, 0),
            (2, Some(3), 0),
        ];
        let carry = carriers(&clients, &[5, 6, 7, 8]);
        assert!(carry[2] && carry[3] && carry[0] != carry[1], "{carry:?}");
    }

    proptest! {
        #[test]
        fn two_clients_carry_an_address_whatever_the_order_and_the_row_numbers(
            clients in prop::collection::btree_set((1_u8..4, prop::option::of(1_u8..20), 0_u16..3), 0..40),
            rows in Just((1..=40_u32).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let clients: Vec<Lodger> = clients.into_iter().collect();
            let rows = &rows[..clients.len()];
            let carry = carriers(&clients, rows);
            let mut at: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
            for (client, carries) in clients.iter().zip(&carry) {
                let (all, carriers) = at.entry(client.0).or_default();
                (*all, *carriers) = (*all + 1, *carriers + usize::from(*carries));
            }
            for (all, carriers) in at.into_values() {
                prop_assert_eq!(carriers, all.min(2));
            }
            let turned: Vec<Lodger> = clients.iter().rev().copied().collect();
            let mut again = carriers(&turned, rows);
            again.reverse();
            prop_assert_eq!(carry, again);
        }
    }
}
