//! Writes the register's `persons.parquet`, `members.parquet` and `households.parquet`.

use super::layout::{self, HOUSEHOLDS, MEMBERS};
use super::persons::PersonsWriter;
use super::row_numbers::RowNumbers;
use super::sort::{BUDGET, Sorted, Sorter};
use super::table::{ROW_GROUP, TableWriter, Values};
use super::tokens::{self, number, take};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::{HouseholdRecord, RegisterRecord};
use crate::vocabulary::{AgeBand, AgeBands, Area, HouseholdType, NonMax, Progress, Sex};

/// Row number, household, age band, sex, left.
const MEMBER: usize = 4 + 4 + 1 + 1 + 1;
/// Record key, number, wijk, buurt, type, size, age band.
const HOUSEHOLD: usize = 8 + 4 + 4 + 4 + 1 + 4 + 1;

/// Takes the register's persons in any order and its households, and writes `persons.parquet`, `members.parquet` and
/// `households.parquet`.
///
/// What is known of a person is stored apart from the tokens, under a random row number: the keyholder sees tokens only.
/// Households are numbered anew by their record keys, so that the order of the extract does not travel.
pub struct RegisterWriter<'a> {
    folder: &'a WholeFolder,
    bands: AgeBands,
    wijken: Vec<String>,
    buurten: Vec<String>,
    rows: RowNumbers,
    persons: PersonsWriter<'a>,
    members: Sorter<'a, MEMBER>,
    households: Sorter<'a, HOUSEHOLD>,
}

impl<'a> RegisterWriter<'a> {
    /// A writer into `folder`; a household names its wijk and buurt by place in these lists.
    ///
    /// # Errors
    /// When the operating system provides no random numbers.
    pub fn begin(
        folder: &'a WholeFolder,
        bands: &AgeBands,
        wijken: &[Area],
        buurten: &[Area],
    ) -> Result<Self> {
        let codes = |areas: &[Area]| areas.iter().map(|area| area.code.clone()).collect();
        Ok(Self {
            folder,
            bands: bands.clone(),
            wijken: codes(wijken),
            buurten: codes(buurten),
            rows: RowNumbers::draw()?,
            persons: PersonsWriter::begin(folder, BUDGET),
            members: Sorter::begin(folder, "members.spill", BUDGET),
            households: Sorter::begin(folder, "households.spill", BUDGET),
        })
    }

    /// Takes a person.
    ///
    /// # Errors
    /// When the disk refuses, or there are too many persons.
    pub fn push(&mut self, record: &RegisterRecord) -> Result<()> {
        let place = u32::try_from(self.persons.len()).map_err(|_| {
            Error::new(
                Code::TooManyRows,
                "a hand-over holds at most 4,294,967,295 persons",
            )
        })?;
        let row = self.rows.of(place);
        let first = tokens::first(&record.tokens).bytes();
        self.persons.push(first, &record.tokens, row)?;
        let mut bytes = [0; MEMBER];
        tokens::fill(
            &mut bytes,
            &[
                &row.to_be_bytes(),
                &spilled(record.household),
                &[
                    record.age_band.index(),
                    record.sex as u8,
                    u8::from(record.has_left),
                ],
            ],
        );
        self.members.push(bytes)
    }

    /// Takes a household; numbers rise from 0 without gaps.
    ///
    /// # Errors
    /// When the disk refuses, or a number is left out.
    pub fn push_household(&mut self, household: &HouseholdRecord) -> Result<()> {
        if u64::from(household.number) != self.households.len() {
            return Err(Error::new(
                Code::InternalError,
                "the households are not numbered without gaps",
            ));
        }
        let mut bytes = [0; HOUSEHOLD];
        tokens::fill(
            &mut bytes,
            &[
                &household.record_key.to_be_bytes(),
                &household.number.to_be_bytes(),
                &spilled(household.wijk),
                &spilled(household.buurt),
                &[household.kind as u8],
                &spilled(household.size),
                &[household.age_band.index()],
            ],
        );
        self.households.push(bytes)
    }

    /// Writes the Parquet files. The manifest follows with [`write_manifest`](super::write_manifest).
    ///
    /// # Errors
    /// When the disk refuses, or the user stops.
    pub fn finish(self, progress: &dyn Progress) -> Result<()> {
        let total = 2 * self.members.len() + self.households.len();
        progress.begin("writing the hand-over", Some(total));
        let words = Words {
            bands: band_labels(&self.bands),
            wijken: self.wijken,
            buurten: self.buurten,
        };
        let count = usize::try_from(self.households.len()).unwrap_or(usize::MAX);
        let table = TableWriter::begin(self.folder, HOUSEHOLDS, &layout::of(HOUSEHOLDS))?;
        let numbers = words.households(self.households.finish()?, count, table, progress)?;
        let table = TableWriter::begin(self.folder, MEMBERS, &layout::of(MEMBERS))?;
        words.members(self.members.finish()?, &numbers, table, progress)?;
        self.persons.finish(&mut |_, _| Ok(()), progress)?;
        progress.end();
        Ok(())
    }
}

/// The label of every band by its place, and `unknown` behind them.
fn band_labels(bands: &AgeBands) -> Vec<String> {
    (0..=u8::MAX)
        .map(|place| bands.label(AgeBand::from_index(place)))
        .collect()
}

/// What is in the files for a place in a list.
struct Words {
    bands: Vec<String>,
    wijken: Vec<String>,
    buurten: Vec<String>,
}

impl Words {
    fn band(&self, place: u8) -> &str {
        &self.bands[usize::from(place)]
    }

    /// Writes the households by record key and gives the new number of each old one.
    fn households(
        &self,
        mut households: Sorted<HOUSEHOLD>,
        count: usize,
        mut table: TableWriter,
        progress: &dyn Progress,
    ) -> Result<Vec<u32>> {
        let mut new_numbers = vec![0; count];
        let mut next = 0;
        let mut seen = 0;
        loop {
            let (mut numbers, mut keys) = (Vec::new(), Vec::new());
            let (mut wijken, mut buurten) = (Vec::new(), Vec::new());
            let (mut kinds, mut sizes, mut bands) = (Vec::new(), Vec::new(), Vec::new());
            while numbers.len() < ROW_GROUP {
                let Some(bytes) = households.next()? else {
                    break;
                };
                let mut rest = &bytes[..];
                keys.push(u64::from_be_bytes(take(&mut rest)));
                new_numbers[number(&mut rest) as usize] = next;
                numbers.push(Some(next));
                next += 1;
                wijken.push(area(&self.wijken, optional(&mut rest)));
                buurten.push(area(&self.buurten, optional(&mut rest)));
                let [kind] = take(&mut rest);
                kinds.push(Some(HouseholdType::ALL[usize::from(kind)].word()));
                sizes.push(optional(&mut rest));
                let [band] = take(&mut rest);
                bands.push(Some(self.band(band)));
                tokens::tick(&mut seen, progress)?;
            }
            let is_last = numbers.len() < ROW_GROUP;
            table.write(&[
                Values::Numbers(numbers),
                Values::Keys(keys),
                Values::Words(wijken),
                Values::Words(buurten),
                Values::Words(kinds),
                Values::Numbers(sizes),
                Values::Words(bands),
            ])?;
            if is_last {
                table.finish()?;
                households.remove()?;
                return Ok(new_numbers);
            }
        }
    }

    fn members(
        &self,
        mut members: Sorted<MEMBER>,
        new_numbers: &[u32],
        mut table: TableWriter,
        progress: &dyn Progress,
    ) -> Result<()> {
        let mut seen = 0;
        loop {
            let (mut rows, mut households) = (Vec::new(), Vec::new());
            let (mut bands, mut sexes, mut left) = (Vec::new(), Vec::new(), Vec::new());
            while rows.len() < ROW_GROUP {
                let Some(member) = members.next()? else { break };
                let mut rest = &member[..];
                rows.push(Some(number(&mut rest)));
                households.push(new_number(new_numbers, optional(&mut rest))?);
                let [band, sex, has_left] = take(&mut rest);
                bands.push(Some(self.band(band)));
                sexes.push(Some(Sex::ALL[usize::from(sex)].word()));
                left.push(has_left != 0);
                tokens::tick(&mut seen, progress)?;
            }
            let is_last = rows.len() < ROW_GROUP;
            table.write(&[
                Values::Numbers(rows),
                Values::Numbers(households),
                Values::Words(bands),
                Values::Words(sexes),
                Values::Flags(left),
            ])?;
            if is_last {
                table.finish()?;
                return members.remove();
            }
        }
    }
}

/// A number in a spilled record, or none: four bytes that `NonMax` reads as none.
fn spilled(number: Option<u32>) -> [u8; 4] {
    number.unwrap_or(u32::MAX).to_be_bytes()
}

/// Reads what [`spilled`] wrote.
fn optional(rest: &mut &[u8]) -> Option<u32> {
    NonMax::new(number(rest)).map(NonMax::get)
}

fn area(codes: &[String], index: Option<u32>) -> Option<&str> {
    codes.get(index? as usize).map(String::as_str)
}

fn new_number(new_numbers: &[u32], old: Option<u32>) -> Result<Option<u32>> {
    let Some(old) = old else {
        return Ok(None);
    };
    let new = new_numbers.get(old as usize).copied();
    new.map(Some).ok_or_else(|| {
        Error::new(
            Code::InternalError,
            "a person names a household that was not handed in",
        )
    })
}
