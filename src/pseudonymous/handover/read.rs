//! Reads the Parquet files of a verified hand-over into flat columns.

use std::collections::HashMap;

use rayon::slice::ParallelSliceMut;

use super::columns::{HouseholdColumns, RegisterPersonColumns, UseColumns};
use super::firsts::Firsts;
use super::layout::{HOUSEHOLDS, MEMBERS, PERSONS, TOKENS, USES};
use super::list::{EachTokens, TokensOfPiece};
use super::order::{
    UsesInOrder, check_areas, check_members, check_nested, refuse_twice, refuse_unsorted,
    refuse_unsorted_keys,
};
use super::register_piece::{Bands, Codes, Homes, Members};
use super::verify::Handover;
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn};
use crate::vocabulary::{
    AgeBands, ClientIx, HouseholdIx, ResidentIx, ServiceCode, ServiceIx, When,
};

/// A row number is in the first 32 of these 48 bits.
const ROW_BITS: u32 = 16;

impl Handover {
    /// Rows of `persons.parquet`.
    #[must_use]
    pub fn persons(&self) -> usize {
        let rows = self.manifest().rows.get(PERSONS).copied();
        usize::try_from(rows.unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// Rows of `tokens.parquet`.
    pub(in crate::pseudonymous) fn count_of_tokens(&self) -> u64 {
        let rows = self.manifest().rows.get(TOKENS).copied();
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

    /// The columns in which each row of `persons.parquet` has a token.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(in crate::pseudonymous) fn filled(&self) -> Result<&[FilledColumns]> {
        Ok(self.token_list()?.filled())
    }

    /// Provider: the uses, by the client's row of `persons.parquet`; `told` is agreed of when they were.
    ///
    /// # Errors
    /// When the file cannot be read, names a service outside the agreement, or a client that is not there.
    pub fn uses(&self, services: &[ServiceCode], told: When) -> Result<UseColumns> {
        let places = self.persons_by_row(ClientIx::at)?;
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

    /// Row number and index of every person, sorted by row number.
    fn persons_by_row<Ix: Ord + Send>(&self, at: fn(usize) -> Ix) -> Result<Vec<(u32, Ix)>> {
        let list = self.token_list()?;
        let rows = list.rows().iter().copied();
        let mut places: Vec<_> = rows.zip((0..).map(at)).collect();
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
        let places = self.persons_by_row(ResidentIx::at)?;
        let mut persons = RegisterPersonColumns::of(places.len());
        let mut expected = places.iter();
        self.table(MEMBERS)?.fold_pieces(
            |_, piece| Members::read(piece, &bands),
            &mut |members: Members| {
                for (member, row) in members.rows.into_iter().enumerate() {
                    let place = expected.next().filter(|(known, _)| *known == row);
                    let (_, place) = place.ok_or_else(|| self.mismatched())?;
                    let place = place.index();
                    persons.household[place] = members.households[member];
                    persons.age_band[place] = members.age_bands[member];
                    persons.sex[place] = members.sexes[member];
                    persons.has_left[place] = members.left[member];
                }
                Ok(())
            },
        )?;
        if expected.next().is_some() {
            return Err(self.mismatched());
        }
        let households = self.manifest().rows.get(HOUSEHOLDS).copied().unwrap_or(0);
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

    /// The first 48 bits of what each row of `persons.parquet` is sorted by: the first token present. A provider leaves
    /// the address out of it, and takes the row number where nothing else is known.
    ///
    /// # Errors
    /// When the file cannot be read, or its rows are not sorted by these tokens.
    pub fn first_tokens(&self) -> Result<Vec<u64>> {
        let (list, whose) = (self.token_list()?, self.whose());
        let of_register = self.provider().is_register();
        let is_by_person = !of_register && self.manifest().parties.stage == 1;
        let mut firsts = vec![0; list.rows().len()];
        let mut bsn_before = Digest::ABSENT;
        list.fold_pieces(
            |tokens| Ok(Firsts::of(tokens, is_by_person)),
            &mut |piece: Firsts| {
                if of_register {
                    piece.refuse_equal_bsns(&mut bsn_before, &whose)?;
                }
                piece.note(&mut firsts);
                Ok(())
            },
        )?;
        if is_by_person {
            for (known, row) in firsts.iter_mut().zip(list.rows()) {
                if *known == 0 {
                    *known = u64::from(*row) << ROW_BITS;
                }
            }
        }
        refuse_unsorted(&firsts, &whose)?;
        Ok(firsts)
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
