//! Combines the rows of one client: the nearest tokens, and each service once.

use super::one_row::{ADDRESS_COLUMNS, BSN_COLUMNS, NAME_COLUMNS, OTHER_COLUMNS};
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{PseudonymousRecord, Rare, Tokens};
use crate::vocabulary::{ServiceIx, When};

/// What the grouping by client found, for the counts of the manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grouped {
    /// Clients written.
    pub clients: u64,
    /// Rows equal to another row of the same client.
    pub double: u64,
    /// Rows kept: neither double nor outside the period.
    pub kept: u64,
    /// Rows outside the period (and not on the reference date).
    pub outside_period: u64,
    /// How rare the combinations are that travel of a client: services and when, empty columns, outside.
    pub rare: Rare,
    /// The same without quarters, where these travel.
    pub rare_without_quarters: Option<Rare>,
}

/// The address columns of a row, sortable: a row with only a postcode last, then the nearest, then the lowest bytes.
type AddressRow = (bool, u32, [Digest; ADDRESS_COLUMNS.len()], bool);

/// The BSN columns of a row, sortable: the nearest first, then the lowest bytes.
type BsnRow = (u32, [Digest; BSN_COLUMNS.len()]);

/// The columns of birth date and names of a row, sortable: a row without a birth date or surname last, then the nearest,
/// then the lowest bytes.
type NameRow = (bool, u32, [Digest; NAME_COLUMNS.len()]);

/// A client under construction. Rows come in any order, but equal rows behind each other.
pub(super) struct Client {
    last_row: Option<u64>,
    nearest: [(u32, Digest); OTHER_COLUMNS.len()],
    bsn: Option<BsnRow>,
    address: Option<AddressRow>,
    names: Option<NameRow>,
    any_outside: bool,
    /// A place per agreed service; nothing where the client has no use of it.
    when: Vec<When>,
    services: Vec<ServiceIx>,
}

impl Client {
    /// A client without rows, in an agreement of so many services.
    pub(super) fn new(services: usize) -> Self {
        Self {
            last_row: None,
            nearest: [(u32::MAX, Digest::ABSENT); OTHER_COLUMNS.len()],
            bsn: None,
            address: None,
            names: None,
            any_outside: false,
            when: vec![When::default(); services],
            services: Vec::new(),
        }
    }

    /// Takes a row of the client and counts it.
    pub(super) fn add(&mut self, row: &PseudonymousRecord, grouped: &mut Grouped) -> Result<()> {
        if self.last_row.replace(row.row) == Some(row.row) {
            grouped.double += 1;
            return Ok(());
        }
        self.add_tokens(row);
        if !row.when.meets(When::ALWAYS) {
            grouped.outside_period += 1;
            return Ok(());
        }
        grouped.kept += 1;
        let known = self.when.get_mut(row.service.index()).ok_or_else(|| {
            Error::new(
                Code::InternalError,
                "a use names a service that is not in the agreement",
            )
        })?;
        if *known == When::default() {
            self.services.push(row.service);
        }
        *known = known.or(row.when);
        Ok(())
    }

    fn add_tokens(&mut self, row: &PseudonymousRecord) {
        for (nearest, column) in self.nearest.iter_mut().zip(OTHER_COLUMNS) {
            let token = row.tokens.get(column);
            if token.is_present() {
                *nearest = (*nearest).min((row.distance, token));
            }
        }
        self.any_outside |= row.is_outside;
        let bsn = BSN_COLUMNS.map(|column| row.tokens.get(column));
        if bsn[0].is_present() {
            let found = (row.distance, bsn);
            self.bsn = Some(self.bsn.map_or(found, |known| known.min(found)));
        }
        let names = NAME_COLUMNS.map(|column| row.tokens.get(column));
        if names.iter().any(|token| token.is_present()) {
            let found = (!names[0].is_present(), row.distance, names);
            self.names = Some(self.names.map_or(found, |known| known.min(found)));
        }
        let address = ADDRESS_COLUMNS.map(|column| row.tokens.get(column));
        if address.iter().any(|token| token.is_present()) {
            let only_postcode = !address[..4].iter().any(|token| token.is_present());
            let found = (only_postcode, row.distance, address, row.is_outside);
            self.address = Some(self.address.map_or(found, |known| known.min(found)));
        }
    }

    /// The tokens of the client and whether it lives outside the agreed postcodes.
    pub(super) fn tokens(&self) -> (Tokens, bool) {
        let mut tokens = Tokens::default();
        for (nearest, column) in self.nearest.iter().zip(OTHER_COLUMNS) {
            tokens.set(column, nearest.1);
        }
        let bsn = self.bsn.map_or([Digest::ABSENT; 4], |(_, bsn)| bsn);
        for (token, column) in bsn.into_iter().zip(BSN_COLUMNS) {
            tokens.set(column, token);
        }
        if let Some((_, _, names)) = self.names {
            for (token, column) in names.into_iter().zip(NAME_COLUMNS) {
                tokens.set(column, token);
            }
        }
        let Some((_, _, address, is_outside)) = self.address else {
            return (tokens, self.any_outside);
        };
        for (token, column) in address.into_iter().zip(ADDRESS_COLUMNS) {
            tokens.set(column, token);
        }
        (tokens, is_outside)
    }

    /// The services in the order of the agreement, each once with when; the client is then empty again.
    pub(super) fn take_uses(&mut self) -> Vec<(ServiceIx, When)> {
        let mut services = std::mem::take(&mut self.services);
        services.sort_unstable();
        let when = std::mem::take(&mut self.when);
        let uses = services
            .iter()
            .map(|service| (*service, when[service.index()]))
            .collect();
        *self = Self::new(0);
        self.when = when;
        for service in services {
            self.when[service.index()] = When::default();
        }
        uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::{Pseudonym, TokenColumn};

    fn digest(number: u8) -> Digest {
        Digest::from_bytes([number; 16])
    }

    fn row(row: u64, distance: u32, tokens: &[(TokenColumn, u8)]) -> PseudonymousRecord {
        let mut known = Tokens::default();
        for (column, number) in tokens {
            known.set(*column, digest(*number));
        }
        PseudonymousRecord {
            client: Pseudonym::new(digest(1)),
            row,
            distance,
            tokens: known,
            service: ServiceIx::new(0),
            when: When::IN_PERIOD,
            is_outside: false,
        }
    }

    fn client(rows: &[PseudonymousRecord]) -> (Client, Grouped) {
        let (mut client, mut grouped) = (Client::new(3), Grouped::default());
        for row in rows {
            client.add(row, &mut grouped).unwrap();
        }
        (client, grouped)
    }

    #[test]
    fn a_token_comes_from_the_nearest_row_that_has_one() {
        let rows = [
            row(1, 9, &[(TokenColumn::Bsn, 7)]),
            row(2, 5, &[(TokenColumn::Bsn, 8)]),
            row(3, 0, &[]),
        ];
        assert_eq!(client(&rows).0.tokens().0.get(TokenColumn::Bsn), digest(8));
    }

    #[test]
    fn a_bsn_never_stands_with_the_birth_year_or_name_of_another() {
        use TokenColumn::{Bsn, BsnBirthYear, BsnSurname, BsnSurnamePartner};
        let far = [(Bsn, 7), (BsnBirthYear, 7), (BsnSurname, 7)];
        let near = [(Bsn, 8), (BsnSurnamePartner, 8)];
        let rows = [row(1, 5, &far), row(2, 2, &near), row(3, 0, &[])];
        let tokens = client(&rows).0.tokens().0;
        assert_eq!(tokens.get(Bsn), digest(8));
        assert_eq!(tokens.get(BsnSurnamePartner), digest(8));
        assert!(!tokens.get(BsnBirthYear).is_present());
        assert!(!tokens.get(BsnSurname).is_present());
    }

    #[test]
    fn of_two_bsns_as_near_the_lowest_comes_with_its_own_birth_year() {
        let of = |number| {
            [
                (TokenColumn::Bsn, number),
                (TokenColumn::BsnBirthYear, 9 - number),
            ]
        };
        for rows in [[4, 3], [3, 4]] {
            let rows = rows.map(|number| row(u64::from(number), 0, &of(number)));
            let tokens = client(&rows).0.tokens().0;
            assert_eq!(tokens.get(TokenColumn::Bsn), digest(3));
            assert_eq!(tokens.get(TokenColumn::BsnBirthYear), digest(6));
        }
    }

    #[test]
    fn two_addresses_never_mix() {
        let far = row(
            1,
            9,
            &[(TokenColumn::AddressId, 7), (TokenColumn::BirthAddress, 7)],
        );
        let near = row(2, 0, &[(TokenColumn::AddressNumber, 8)]);
        let tokens = client(&[far, near]).0.tokens().0;
        assert_eq!(tokens.get(TokenColumn::AddressNumber), digest(8));
        assert!(!tokens.get(TokenColumn::AddressId).is_present());
        assert!(!tokens.get(TokenColumn::BirthAddress).is_present());
    }

    #[test]
    fn two_names_and_birth_dates_never_mix() {
        use TokenColumn::{BirthInitial, BirthSound, BirthSurname, SurnameGiven};
        let far = [(BirthSurname, 7), (BirthSound, 7), (BirthInitial, 7)];
        let near = [(BirthSurname, 8), (BirthSound, 8)];
        let no_birth_date = [(SurnameGiven, 9)];
        let rows = [row(1, 5, &far), row(2, 2, &near), row(3, 0, &no_birth_date)];
        let tokens = client(&rows).0.tokens().0;
        assert_eq!(tokens.get(BirthSurname), digest(8));
        assert_eq!(tokens.get(BirthSound), digest(8));
        assert!(!tokens.get(BirthInitial).is_present());
        assert!(!tokens.get(SurnameGiven).is_present());
        let tokens = client(&rows[2..]).0.tokens().0;
        assert_eq!(tokens.get(SurnameGiven), digest(9));
    }

    #[test]
    fn whether_a_client_lives_outside_follows_the_address_that_is_kept() {
        let mut far = row(1, 9, &[(TokenColumn::AddressId, 7)]);
        far.is_outside = true;
        let near = row(2, 0, &[(TokenColumn::AddressId, 8)]);
        assert!(!client(&[far, near]).0.tokens().1);
        assert!(client(&[far, row(3, 0, &[])]).0.tokens().1);
    }

    #[test]
    fn a_service_is_used_once_however_many_rows_say_so() {
        let mut later = row(2, 0, &[]);
        later.when = When::ON_REFERENCE_DATE;
        let (mut client, grouped) = client(&[row(1, 0, &[]), later]);
        assert_eq!(client.take_uses(), [(ServiceIx::new(0), When::ALWAYS)]);
        assert_eq!(client.take_uses(), []);
        assert_eq!((grouped.kept, grouped.double), (2, 0));
    }

    #[test]
    fn equal_rows_and_rows_outside_the_period_are_counted_apart() {
        let mut outside = row(2, 40, &[]);
        outside.when = When::default();
        let (_, grouped) = client(&[row(1, 0, &[]), row(1, 0, &[]), outside]);
        assert_eq!(
            (grouped.kept, grouped.double, grouped.outside_period),
            (1, 1, 1)
        );
    }
}
