//! Reads the Parquet files of a verified hand-over into flat columns.

use std::collections::HashMap;

use rayon::slice::ParallelSliceMut;

use super::by_row::ByRow;
use super::columns::{HouseholdColumns, RegisterPersonColumns, UseColumns};
use super::filled::Filled;
use super::layout::{HOUSEHOLDS, MEMBERS, PERSONS, TOKENS, USES};
use super::list::{EachTokens, Leading};
use super::order::{
    UsesInOrder, check_areas, check_members, check_nested, refuse_twice, refuse_unsorted_keys,
};
use super::promises::broken;
use super::register_piece::{Bands, Codes, Homes, Members};
use super::verify::Handover;
use super::whose::TokensOfPiece;
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::vocabulary::{AgeBands, ClientIx, HouseholdIx, ServiceCode, ServiceIx, When};

impl Handover {
    /// Rows of `persons.parquet`.
    #[must_use]
    pub fn persons(&self) -> usize {
        let rows = self.manifest().rows.get(PERSONS).copied();
        usize::try_from(rows.unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// Rows of `tokens.parquet`.
    pub(in crate::pseudonymous) fn count_of_tokens(&self) -> u64 {
        self.count_of(TOKENS)
    }

    /// Rows of `households.parquet`; none of a provider.
    pub(in crate::pseudonymous) fn count_of_households(&self) -> u64 {
        self.count_of(HOUSEHOLDS)
    }

    /// Rows of `uses.parquet`; none of the register.
    pub(in crate::pseudonymous) fn count_of_uses(&self) -> u64 {
        self.count_of(USES)
    }

    fn count_of(&self, name: &str) -> u64 {
        let rows = self.manifest().rows.get(name).copied();
        rows.unwrap_or_default()
    }

    /// A whole column of tokens of `persons.parquet`, in the order of its rows; absent where empty.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tokens(&self, column: TokenColumn) -> Result<Vec<Digest>> {
        let mut tokens = Vec::new();
        self.for_each_tokens(&[column], &mut |_, piece| {
            tokens.extend_from_slice(&piece[0]);
            Ok(())
        })?;
        Ok(tokens)
    }

    /// Calls `each` with consecutive pieces of columns of tokens: first row number of the piece, then one list per column.
    ///
    /// # Errors
    /// When the file cannot be read, or what `each` gives back.
    pub fn for_each_tokens(
        &self,
        columns: &[TokenColumn],
        each: &mut EachTokens<'_>,
    ) -> Result<()> {
        self.token_list()?.for_each_piece(columns, each)
    }

    /// Reads the tokens of consecutive pieces side by side with `read`, and gives `each` what that gave, in the order of the file. The
    /// tokens of a person may be in two pieces.
    ///
    /// # Errors
    /// When the file cannot be read, or what `read` and `each` give back.
    pub(in crate::pseudonymous) fn fold_tokens<T: Send>(
        &self,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.token_list()?.fold_pieces(read, each)
    }

    /// The same of the tokens of all who are sorted by what is in `range`, and of some others.
    pub(in crate::pseudonymous) fn fold_tokens_of<T: Send>(
        &self,
        range: &Leading,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.token_list()?.fold_range(range, read, each)
    }

    /// Ranges of what persons are sorted by, of about so many persons each; together they are all there is.
    pub(in crate::pseudonymous) fn ranges(&self, persons: usize) -> Result<Vec<Leading>> {
        Ok(self.token_list()?.ranges(persons))
    }

    /// The columns in which each row of `persons.parquet` has a token.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(in crate::pseudonymous) fn filled(&self) -> Result<&Filled> {
        Ok(self.token_list()?.filled())
    }

    /// Provider: the uses, by the client's row of `persons.parquet`; `told` is agreed of when they were.
    ///
    /// # Errors
    /// When the file cannot be read, names a service outside the agreement, or a client that is not there.
    pub fn uses(&self, services: &[ServiceCode], told: When) -> Result<UseColumns> {
        let places = self.clients_by_row()?;
        let codes = services.iter().map(ServiceCode::as_str);
        let codes: HashMap<&str, ServiceIx> =
            codes.zip((0..=u16::MAX).map(ServiceIx::new)).collect();
        let mut uses = UseColumns {
            outside: vec![false; places.len()],
            ..UseColumns::default()
        };
        let (mut order, whose) = (UsesInOrder::of(told), self.whose());
        self.table(USES)?.for_each_piece(&mut |_, piece| {
            let first = uses.service.len();
            let service = |code: Option<&str>| codes.get(code?).copied();
            uses.service.extend(piece.words("service", service)?);
            uses.when.resize(uses.service.len(), When::default());
            for (column, bit) in told.columns() {
                let flags = piece.flags(column)?.into_iter();
                for (when, flag) in uses.when[first..].iter_mut().zip(flags) {
                    *when = when.or(bit.when(flag));
                }
            }
            let outside = piece.flags("outside")?;
            let rows = piece.numbers("row")?.into_iter().zip(outside);
            for ((row, is_outside), place) in rows.zip(first..) {
                let key = (row, uses.service[place], is_outside);
                order.next(key, uses.when[place], &whose)?;
                let found = places.binary_search_by_key(&row, |(row, _)| *row);
                let client = found.map_err(|_| self.inconsistent("a use of a client"))?;
                let client = places[client].1;
                uses.client.push(client);
                uses.outside[client.index()] |= is_outside;
            }
            Ok(())
        })?;
        order.end(places.len(), &whose)?;
        Ok(uses)
    }

    /// Row number and index of every client, sorted by row number.
    fn clients_by_row(&self) -> Result<Vec<(u32, ClientIx)>> {
        let rows = self.token_list()?.rows()?.into_iter();
        let mut places: Vec<_> = rows.zip((0..).map(ClientIx::at)).collect();
        places.par_sort_unstable();
        refuse_twice(&places, &self.whose())?;
        Ok(places)
    }

    /// Register: household, age band, sex and whether the person has left, in the order of `persons.parquet`.
    ///
    /// # Errors
    /// When a file cannot be read, or a person is not a member once.
    pub fn register_persons(&self, bands: &AgeBands) -> Result<RegisterPersonColumns> {
        let bands = Bands::of(bands);
        let whose = self.whose();
        let mut persons = RegisterPersonColumns::of(self.token_list()?.filled().len());
        let mut expected = ByRow::of(self.token_list()?.rows()?, &whose);
        self.table(MEMBERS)?.fold_pieces(
            |_, piece| Members::read(piece, &bands),
            &mut |members: Members| {
                for (member, row) in members.rows.into_iter().enumerate() {
                    let place = expected.next()?.filter(|(known, _)| *known == row);
                    let (_, place) = place.ok_or_else(|| self.mismatched())?;
                    persons.household[place] = members.households[member];
                    persons.age_band[place] = members.age_bands[member];
                    persons.sex[place] = members.sexes[member];
                    persons.has_left[place] = members.left[member];
                }
                Ok(())
            },
        )?;
        if expected.next()?.is_some() {
            return Err(self.mismatched());
        }
        let households = self.count_of_households();
        let is_known = |number: &HouseholdIx| u64::from(number.number()) < households;
        if persons.household.iter().flatten().all(is_known) {
            Ok(persons)
        } else {
            Err(self.inconsistent("a person of a household"))
        }
    }

    /// Register: the households in the order of their numbers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn households(&self, bands: &AgeBands) -> Result<HouseholdColumns> {
        let bands = Bands::of(bands);
        let mut read = HouseholdColumns::default();
        let (mut wijken, mut buurten) = (Codes::default(), Codes::default());
        self.table(HOUSEHOLDS)?.fold_pieces(
            |first, piece| {
                let numbers = piece.numbers("number")?.into_iter();
                if !numbers
                    .map(|number| number as usize)
                    .eq(first..first + piece.rows())
                {
                    return Err(self.inconsistent("a household number out of order, or one"));
                }
                Homes::read(piece, &bands)
            },
            &mut |homes: Homes| {
                read.record_key.extend(homes.record_keys);
                read.wijk.extend(wijken.numbered(homes.wijken));
                read.buurt.extend(buurten.numbered(homes.buurten));
                read.kind.extend(homes.kinds);
                read.size.extend(homes.sizes);
                read.age_band.extend(homes.age_bands);
                Ok(())
            },
        )?;
        let names = &self.manifest().area_names;
        read.wijken = wijken.sorted(&mut read.wijk, names);
        read.buurten = buurten.sorted(&mut read.buurt, names);
        let whose = self.whose();
        refuse_unsorted_keys(&read.record_key, &whose)?;
        check_nested(&read.buurt, &read.wijk, &whose)?;
        check_areas(&read, &whose)?;
        Ok(read)
    }

    /// Refuses a hand-over whose persons are not sorted by their first tokens, of which a provider leaves the address out, and takes
    /// the row number where nothing else is known; and a register in which two persons share a BSN.
    ///
    /// # Errors
    /// As described, and when the file cannot be read.
    pub fn check_order(&self) -> Result<()> {
        match self.token_list()?.disorder() {
            Some(rule) => Err(broken(&self.whose(), rule)),
            None => Ok(()),
        }
    }

    /// Refuses a register in which a household has no member, or another size than it has members.
    ///
    /// # Errors
    /// As described.
    pub fn check_members(
        &self,
        persons: &RegisterPersonColumns,
        households: &HouseholdColumns,
    ) -> Result<()> {
        check_members(persons, households, &self.whose())
    }

    fn mismatched(&self) -> Error {
        let message = format!(
            "{}: {MEMBERS} does not list each person of {PERSONS} once, by row number",
            self.whose()
        );
        Error::new(Code::HandoverChanged, message)
    }

    fn inconsistent(&self, what: &str) -> Error {
        Error::new(
            Code::HandoverChanged,
            format!("{} has {what} that is not in it", self.whose()),
        )
    }
}
