//! Writes the register's `persons.parquet`, `tokens.parquet`, `members.parquet` and `households.parquet`.

use super::layout::{HOUSEHOLDS, MEMBERS};
use super::persons::PersonsWriter;
use super::row_numbers::RowNumbers;
use super::rows::write_rows;
use super::sort::{BUDGET, Sorter};
use super::tokens::{self, number, take};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::{HouseholdRecord, RegisterRecord};
use crate::vocabulary::{
    AgeBand, AgeBands, Area, AreaIx, HouseholdIx, HouseholdType, NonMax, Progress, Sex, When,
};

/// Takes the register's persons in any order and its households, and writes `persons.parquet`, `tokens.parquet`,
/// `members.parquet` and `households.parquet`.
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
    /// Row number, household, age band, sex, left.
    members: Sorter<'a>,
    /// Record key, number, wijk, buurt, type, size, age band.
    households: Sorter<'a>,
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
        let known = [
            record.age_band.index(),
            record.sex as u8,
            u8::from(record.has_left),
        ];
        self.members.push(&[
            &row.to_be_bytes(),
            &spilled(record.household.map(HouseholdIx::number)),
            &known,
        ])
    }

    /// Takes a household; numbers rise from 0 without gaps.
    ///
    /// # Errors
    /// When the disk refuses, or a number is left out.
    pub fn push_household(&mut self, household: &HouseholdRecord) -> Result<()> {
        if u64::from(household.number.number()) != self.households.len() {
            return Err(Error::new(
                Code::InternalError,
                "the households are not numbered without gaps",
            ));
        }
        self.households.push(&[
            &household.record_key.to_be_bytes(),
            &household.number.number().to_be_bytes(),
            &spilled(household.wijk.map(AreaIx::number)),
            &spilled(household.buurt.map(AreaIx::number)),
            &[household.kind as u8],
            &spilled(household.size.map(NonMax::get)),
            &[household.age_band.index()],
        ])
    }

    /// Writes the Parquet files. The manifest follows with [`write_manifest`](super::write_manifest).
    ///
    /// # Errors
    /// When the disk refuses, or the user stops.
    pub fn finish(self, progress: &dyn Progress) -> Result<()> {
        let total = 2 * self.members.len() + self.households.len();
        progress.begin("writing the hand-over", Some(total));
        let Self {
            folder,
            persons,
            members,
            households,
            ..
        } = self;
        let (bands, areas) = (band_labels(&self.bands), [&self.wijken, &self.buurten]);
        let (persons, others) = rayon::join(
            || persons.finish(&|_, _, token| Ok(token), progress),
            || {
                let renumbered = write_households(folder, households, areas, &bands, progress)?;
                write_members(folder, members, &renumbered, &bands, progress)
            },
        );
        persons.and(others)?;
        progress.end();
        Ok(())
    }
}

/// Writes households by record key; gives the number of each in the file, by the number that it was given.
fn write_households(
    folder: &WholeFolder,
    households: Sorter<'_>,
    areas: [&Vec<String>; 2],
    bands: &[String],
    progress: &dyn Progress,
) -> Result<Vec<Option<HouseholdIx>>> {
    let mut renumbered = vec![None; usize::try_from(households.len()).unwrap_or(0)];
    let mut next = (0..).map(HouseholdIx::at);
    let kind = (HOUSEHOLDS, When::ALWAYS);
    write_rows(folder, kind, households, progress, |home, group| {
        let mut rest = home;
        let key = u64::from_be_bytes(take(&mut rest));
        let new = next.next();
        renumbered[number(&mut rest) as usize] = new;
        group.number(new.map(HouseholdIx::number));
        group.key(key);
        for codes in areas {
            let area = AreaIx::new(number(&mut rest));
            let code = area.and_then(|area| codes.get(area.index()));
            group.word(code.map(String::as_str));
        }
        let [kind] = take(&mut rest);
        group.word(Some(HouseholdType::ALL[usize::from(kind)].word()));
        group.number(NonMax::new(number(&mut rest)).map(NonMax::get));
        let [age_band] = take(&mut rest);
        group.word(Some(&bands[usize::from(age_band)]));
        Ok(())
    })?;
    Ok(renumbered)
}

fn write_members(
    folder: &WholeFolder,
    members: Sorter<'_>,
    renumbered: &[Option<HouseholdIx>],
    bands: &[String],
    progress: &dyn Progress,
) -> Result<()> {
    let kind = (MEMBERS, When::ALWAYS);
    write_rows(folder, kind, members, progress, |member, group| {
        let mut rest = member;
        group.number(Some(number(&mut rest)));
        let household = HouseholdIx::new(number(&mut rest));
        let household = household.map(|old| renumbered_as(renumbered, old));
        group.number(household.transpose()?);
        let [age_band, sex, has_left] = take(&mut rest);
        group.word(Some(&bands[usize::from(age_band)]));
        group.word(Some(Sex::ALL[usize::from(sex)].word()));
        group.flag(has_left != 0);
        Ok(())
    })
}

/// The label of every band by its place, and `unknown` behind them.
fn band_labels(bands: &AgeBands) -> Vec<String> {
    (0..=u8::MAX)
        .map(|place| bands.label(AgeBand::from_index(place)))
        .collect()
}

/// A number in a spilled record, or none: the types of indexes read these four bytes as none.
fn spilled(number: Option<u32>) -> [u8; 4] {
    number.unwrap_or(u32::MAX).to_be_bytes()
}

fn renumbered_as(renumbered: &[Option<HouseholdIx>], old: HouseholdIx) -> Result<u32> {
    let new = renumbered.get(old.index()).copied().flatten();
    new.map(HouseholdIx::number).ok_or_else(|| {
        Error::new(
            Code::InternalError,
            "a person names a household that was not handed in",
        )
    })
}
