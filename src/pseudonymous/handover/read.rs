//! Reads the Parquet files of a verified hand-over into flat columns.

use std::collections::HashMap;

use rayon::slice::ParallelSliceMut;

use super::columns::{HouseholdColumns, RegisterPersonColumns, UseColumns};
use super::layout::{HOUSEHOLDS, MEMBERS, PERSONS, TOKENS, USES};
use super::list::{EachTokens, TokensOfPiece};
use super::order::{
    UsesInOrder, check_areas, check_members, check_nested, refuse_equal, refuse_twice,
    refuse_unsorted, refuse_unsorted_keys,
};
use super::piece::Piece;
use super::verify::Handover;
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn};
use crate::vocabulary::{
    AgeBand, AgeBands, Area, AreaIx, ClientIx, HouseholdIx, HouseholdType, NonMax, ResidentIx,
    ServiceCode, ServiceIx, Sex, When,
};

/// Leaves 48 of the 128 bits of a token.
const LATER_BITS: u32 = 80;
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

    /// Calls `each` with the tokens of consecutive pieces, side by side; what it gives back comes in the order of the file.
    ///
    /// # Errors
    /// When the file cannot be read, or what `each` gives back.
    pub(in crate::pseudonymous) fn map_tokens<T: Send>(
        &self,
        each: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        self.token_list()?.map_pieces(each)
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
        self.table(MEMBERS)?.for_each_piece(&mut |_, piece| {
            let households = piece.optional_numbers("household", HouseholdIx::new)?;
            let ages = bands.read(piece)?;
            let sex = |word: Option<&str>| Sex::from_word(word?);
            let (sexes, left) = (piece.words("sex", sex)?, piece.flags("left")?);
            for (member, row) in piece.numbers("row")?.into_iter().enumerate() {
                let place = expected.next().filter(|(known, _)| *known == row);
                let (_, place) = place.ok_or_else(|| self.mismatched())?;
                let place = place.index();
                persons.household[place] = households[member];
                persons.age_band[place] = ages[member];
                persons.sex[place] = sexes[member];
                persons.has_left[place] = left[member];
            }
            Ok(())
        })?;
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
        self.table(HOUSEHOLDS)?
            .for_each_piece(&mut |first, piece| {
                let numbers = piece.numbers("number")?;
                let numbers = numbers.into_iter().map(|number| number as usize);
                if !numbers.eq(first..first + piece.rows()) {
                    return Err(self.inconsistent("a household number out of order, or one"));
                }
                read.record_key.extend(piece.keys("record_key")?);
                read.wijk
                    .extend(piece.words("wijk", |code| Some(code.map(|code| wijken.index(code))))?);
                read.buurt.extend(
                    piece.words("buurt", |code| Some(code.map(|code| buurten.index(code))))?,
                );
                let kind = |word: Option<&str>| HouseholdType::from_word(word?);
                read.kind.extend(piece.words("type", kind)?);
                read.size
                    .extend(piece.optional_numbers("size", NonMax::new)?);
                read.age_band.extend(bands.read(piece)?);
                Ok(())
            })?;
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
        let mut firsts = vec![0; list.rows().len()];
        let mut bsn_before = Digest::ABSENT;
        let of_register = self.provider().is_register();
        let is_by_person = !of_register && self.manifest().parties.stage == 1;
        list.for_each(|person, column, token| {
            let first = &mut firsts[person];
            if *first == 0 && !(is_by_person && column.is_of_home()) {
                *first = u64::try_from(token.number() >> LATER_BITS).unwrap_or(0);
            }
            if of_register && column == TokenColumn::Bsn {
                refuse_equal(&mut bsn_before, token, &whose)?;
            }
            Ok(())
        })?;
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

/// The labels of the agreed age bands.
struct Bands(Vec<(String, AgeBand)>);

impl Bands {
    fn of(bands: &AgeBands) -> Self {
        let all = bands.with_unknown();
        Self(all.map(|band| (bands.label(band), band)).collect())
    }

    fn read(&self, piece: &Piece<'_>) -> Result<Vec<AgeBand>> {
        piece.words("age_band", |word| {
            let word = word?;
            let found = self.0.iter().find(|(label, _)| label == word);
            found.map(|(_, band)| *band)
        })
    }
}

/// Codes of areas in the order they were met.
#[derive(Default)]
struct Codes {
    met: HashMap<String, AreaIx>,
    codes: Vec<String>,
}

impl Codes {
    fn index(&mut self, code: &str) -> AreaIx {
        if let Some(area) = self.met.get(code) {
            return *area;
        }
        let area = AreaIx::at(self.codes.len());
        self.codes.push(code.to_owned());
        self.met.insert(code.to_owned(), area);
        area
    }

    /// The areas sorted by code; `indexes` then point into them.
    fn sorted(
        self,
        indexes: &mut [Option<AreaIx>],
        names: &std::collections::BTreeMap<String, String>,
    ) -> Vec<Area> {
        let mut order: Vec<(String, usize)> = self.codes.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut sorted = vec![AreaIx::at(0); order.len()];
        for (new, (_, old)) in order.iter().enumerate() {
            sorted[*old] = AreaIx::at(new);
        }
        for index in indexes.iter_mut().flatten() {
            *index = sorted[index.index()];
        }
        order
            .into_iter()
            .map(|(code, _)| Area {
                name: names.get(&code).unwrap_or(&code).clone(),
                code,
            })
            .collect()
    }
}
