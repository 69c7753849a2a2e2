//! The register's step: its extract is gone through twice, for the households and for the residents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::STAGES;
use super::ahead::{Line, for_each_line};
use super::batch::{OnRecord, in_batches};
use super::findings_file::FindingsFile;
use super::objected::read_objections;
use super::rows::{NormalisedRow, NormalisedRows};
use super::summary::Summary;
use super::tally::{OnFinding, Tally};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::identified::formats::Extract;
use crate::identified::household::{
    AddressIds, HouseholdFormer, Households, PersonDigests, Residents,
};
use crate::identified::normalise::ClientRecord;
use crate::identified::pseudonymise::{
    AddressTokens, Carriers, Findable, Names, NamesOf, ResidentTokens, Surnames, limited,
};
use crate::identified::settings::{Field, RegisterSettings};
use crate::identified::source::RawRow;
use crate::keys::{Message, RecordKeys, TokenSource};
use crate::pseudonymous::handover::RegisterWriter;
use crate::pseudonymous::{FilledColumns, RegisterRecord, Tokens};
use crate::vocabulary::{AgeBand, Finding, HouseholdIx, Location, Progress, RowIx, Rule, Sex};

/// Sends every kept person through the gate, and keeps what only a summary does.
pub(super) fn count(
    settings: &RegisterSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let keys = RecordKeys::derive(source, &settings.terms.series);
    let first = FirstReading::read(settings, &keys, finding, progress)?;
    let (_, summary) = pass(first, source, finding, |_| Ok(()), progress)?;
    Ok(summary)
}

/// Writes the hand-over's tables into `folder`; gives the codes and names of the areas too.
pub(super) fn write(
    settings: &RegisterSettings,
    source: TokenSource<'_>,
    folder: &WholeFolder,
    mut file: FindingsFile,
    progress: &dyn Progress,
) -> Result<(Summary, FindingsFile, BTreeMap<String, String>)> {
    progress.stage(1, STAGES);
    let terms = &settings.terms;
    let mut found = |finding: &Finding| file.add(finding, &settings.extract.columns);
    let keys = RecordKeys::derive(source, &terms.series);
    let first = FirstReading::read(settings, &keys, &mut found, progress)?;
    let households = &first.0.households;
    let (wijken, buurten) = (households.wijken(), households.buurten());
    let names = [wijken, buurten].concat().into_iter();
    let names = names.map(|area| (area.code, area.name)).collect();
    let mut writer = RegisterWriter::begin(folder, &terms.age_bands, wijken, buurten)?;
    let write = |record: &RegisterRecord| writer.push(record);
    let (households, summary) = pass(first, source, &mut found, write, progress)?;
    for household in households.records() {
        writer.push_household(&household)?;
    }
    progress.stage(2, STAGES);
    writer.finish(progress)?;
    Ok((summary, file, names))
}

/// Sends every kept person through the gate to `keep`, and counts how rare it is what `keep` gets.
fn pass(
    (first, rows): (FirstReading<'_>, NormalisedRows<'_>),
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    mut keep: impl FnMut(&RegisterRecord) -> Result<()>,
    progress: &dyn Progress,
) -> Result<(Households, Summary)> {
    let tokens = ResidentTokens::new(source, &first.settings.terms)?;
    let asked = first.settings.terms.dimensions;
    let limited: FilledColumns = limited().collect();
    let mut addresses = AddressTokens::of(first.households.records());
    let mut residents = Residents::of(first.settings.terms.profile);
    let mut summary = in_batches(
        |keep| first.read_persons(rows, finding, keep, progress),
        |records, known, messages, made| {
            made.extend(known.iter().map(|known| without_tokens(known).only(asked)));
            let findable = known.iter().map(|known| known.findable);
            tokens.each(records, findable, messages, |at, column, token| {
                if !limited.has(column) || known[at].carried.has(column) {
                    made[at].tokens.set(column, token);
                }
            });
        },
        |record| {
            addresses.spare(record);
            residents.add(record, &first.households);
            keep(record)
        },
    )?;
    let (homes, persons) = residents.rare(&first.households);
    summary.rare = [("households", homes), ("persons", persons)].into();
    Ok((first.households, summary))
}

fn without_tokens(known: &Known) -> RegisterRecord {
    RegisterRecord {
        tokens: Tokens::default(),
        household: known.household,
        age_band: known.age_band,
        sex: known.sex,
        has_left: known.has_left,
    }
}

/// Fewer persons who left say nothing about the column.
const MANY_LEFT: u64 = 3;

/// What is known of a person besides tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) household: Option<HouseholdIx>,
    pub(super) age_band: AgeBand,
    pub(super) sex: Sex,
    pub(super) has_left: bool,
    pub(super) findable: Findable,
    /// Of the columns that not everyone carries, those that this resident does.
    pub(super) carried: FilledColumns,
}

/// The register after its first reading.
struct FirstReading<'a> {
    settings: &'a RegisterSettings,
    extract: Extract<'a>,
    address_ids: Option<AddressIds>,
    households: Households,
    /// The rows of people who objected and were not rejected, sorted.
    objectors: Vec<RowIx>,
    carriers: Carriers,
    summary: Summary,
}

impl<'a> FirstReading<'a> {
    /// Reads the extract and forms the households; gives what the second reading goes on with too.
    fn read(
        settings: &'a RegisterSettings,
        record_keys: &RecordKeys<'_>,
        finding: &mut OnFinding<'_>,
        progress: &dyn Progress,
    ) -> Result<(Self, NormalisedRows<'a>)> {
        let terms = &settings.terms;
        let extract = Extract::open(&settings.extract, progress)?;
        let mut rows = NormalisedRows::of(&extract, terms)?;
        let read_ids = |path: &PathBuf| AddressIds::read(path, &terms.postcodes);
        let address_ids = settings.addresses.as_ref().map(read_ids).transpose()?;
        let mut tally = Tally::new(finding);
        if let Some(path) = &settings.objected {
            let list = read_objections(path, &settings.extract, terms, &mut tally)?;
            rows.objections = Some(list);
        }
        let mut persons = Persons {
            former: HouseholdFormer::begin(settings)?,
            digests: PersonDigests::new(record_keys),
            surnames: Surnames::default(),
            objectors: Vec::new(),
        };
        let (habits, names) = (rows.habits.clone(), NamesOf::new(terms.profile));
        let mut of_extract = extract.rows(progress)?;
        let make = |row: &RawRow, person: &mut PersonRow, room: &mut Message| {
            person.normalised.fill(row, &habits, terms);
            person.names = names.of(&person.normalised.record, room);
        };
        for_each_line(&mut of_extract, u64::MAX, make, |line| match line {
            Line::Finding(finding) => tally.add(finding),
            Line::Row(row, person) => persons.take(&mut rows, row, person, &mut tally),
        })?;
        let reading = of_extract.into_reading();
        let Persons {
            mut former,
            mut digests,
            surnames,
            mut objectors,
        } = persons;
        digests.finish(&mut |row, digest| former.set_digest(row, digest));
        let households = former.form(record_keys, progress)?;
        objectors.retain(|row| !households.is_rejected(*row));
        let kept = rows.seen - rows.left_behind;
        let summary = Summary {
            kept,
            clients: kept,
            households: households.private_households(),
            institutions: households.institutions(),
            objected: objectors.len() as u64,
            ..rows.summary(tally, reading)
        };
        let first = Self {
            settings,
            extract,
            address_ids,
            carriers: surnames.carriers(|row| households.home_of(row)),
            households,
            objectors,
            summary,
        };
        Ok((first, rows))
    }

    /// Reads the extract again, for its kept persons and the addresses in no area.
    ///
    /// # Errors
    /// When the extract changed in the meantime, and as [`FirstReading::read`].
    fn read_persons(
        &self,
        mut rows: NormalisedRows<'_>,
        finding: &mut OnFinding<'_>,
        keep: &mut OnRecord<'_, Known>,
        progress: &dyn Progress,
    ) -> Result<Summary> {
        let mut summary = self.summary.clone();
        let (mut no_area, mut spread, mut left, mut kept) = (0, 0, 0, 0);
        let mut in_two_wijken = None;
        rows.seen = 0;
        let (habits, terms) = (rows.habits.clone(), &self.settings.terms);
        let mut of_extract = self.extract.rows(progress)?;
        let normalise = |row: &RawRow, to: &mut NormalisedRow, _: &mut Message| {
            to.fill(row, &habits, terms);
        };
        for_each_line(&mut of_extract, u64::MAX, normalise, |line| {
            let Line::Row(row, NormalisedRow { record, .. }) = line else {
                return Ok(());
            };
            let number = next_row(&rows)?;
            rows.seen += 1;
            if self.households.is_in_two_wijken(number) {
                let location = row.location();
                if let Some(first) = in_two_wijken.replace(location.clone()) {
                    return Err(two_wijken(&first, &location));
                }
            }
            if self.households.is_spread(number) {
                spread += 1;
                finding(&row.finding(Some(Field::Household), Rule::HouseholdAddresses))?;
            }
            if self.households.is_in_no_area(number) {
                no_area += 1;
                finding(&row.finding(None, Rule::AreaUnknown))?;
            }
            if self.households.is_rejected(number) {
                return Ok(());
            }
            kept += 1;
            let known = self.known(record, number);
            left += u64::from(known.has_left);
            summary.without_household += u64::from(!known.has_left && known.household.is_none());
            keep(record, known)
        })?;
        if kept != summary.kept {
            return Err(Error::new(
                Code::ExtractChanged,
                "the extract changed while it was being read",
            ));
        }
        let found = [
            (Rule::AreaUnknown, no_area),
            (Rule::HouseholdAddresses, spread),
        ];
        let found = found.into_iter().filter(|(_, count)| *count > 0);
        summary
            .findings
            .extend(found.map(|(rule, count)| (rule.code(), count)));
        summary.doubts.extend(doubt_left(left, summary.kept));
        Ok(summary)
    }

    /// What is known of a kept person; its address gets a nummeraanduiding.
    fn known(&self, record: &mut ClientRecord, row: RowIx) -> Known {
        if let Some(ids) = &self.address_ids {
            ids.fill(record);
        }
        let terms = &self.settings.terms;
        Known {
            household: self.households.household_of(row),
            age_band: record.age_band(terms.reference_date, &terms.age_bands),
            sex: record.sex.unwrap_or(Sex::Unknown),
            has_left: record.left.is_some_and(|left| left < terms.reference_date),
            // Who objected stays a member: without them the household would be another one.
            findable: match self.objectors.binary_search(&row) {
                Ok(_) => Findable::Never,
                Err(_) => Findable::Wholly,
            },
            carried: self.carriers.columns(row),
        }
    }
}

/// Why two rows that give one buurt two wijken are refused: `run` would refuse them, and cannot name them.
fn two_wijken(first: &Location, second: &Location) -> Error {
    Error::new(Code::RegisterImplausible, format!("register: {first} and {second} give one buurt two wijken"))
        .hint("correct the wijk of one of them; where buurten of several wijken share a name, map `buurt` to the code")
}

/// The index of the next row.
fn next_row(rows: &NormalisedRows<'_>) -> Result<RowIx> {
    let number = u32::try_from(rows.seen).ok();
    number.and_then(RowIx::new).ok_or_else(|| {
        Error::new(
            Code::TooManyRows,
            "the register has more than 4,294,967,295 rows",
        )
    })
}

/// A row of the register, with the hashes of what the person bears.
#[derive(Default)]
struct PersonRow {
    normalised: NormalisedRow,
    names: Names,
}

/// What the first reading makes of the rows.
struct Persons<'a> {
    former: HouseholdFormer,
    digests: PersonDigests<'a>,
    surnames: Surnames,
    objectors: Vec<RowIx>,
}

impl Persons<'_> {
    fn take(
        &mut self,
        rows: &mut NormalisedRows<'_>,
        row: &RawRow,
        person: &mut PersonRow,
        tally: &mut Tally<'_>,
    ) -> Result<()> {
        let number = next_row(rows)?;
        rows.seen += 1;
        let broken = if person.normalised.broken.is_some() {
            self.former.skip();
            rows.left_behind += 1;
            person.normalised.broken
        } else {
            self.add(rows, person, number)
        };
        if let Some((field, rule)) = broken {
            person.normalised.find(row, Some(field), rule);
        }
        rows.report(row, &mut person.normalised, tally)
    }

    /// Adds the person of a row, unless it stands in an earlier one; gives the rule that the row breaks.
    fn add(
        &mut self,
        rows: &mut NormalisedRows<'_>,
        person: &PersonRow,
        number: RowIx,
    ) -> Option<(Field, Rule)> {
        let record = &person.normalised.record;
        let has_objected = rows.has_objected(record);
        if has_objected {
            self.objectors.push(number);
        }
        let broken = self.former.push(record);
        if broken.is_some_and(|(_, rule)| rule == Rule::PersonTwice) {
            rows.left_behind += 1;
            return broken;
        }
        self.surnames.add(number, &person.names, has_objected);
        let former = &mut self.former;
        let mut give = |row, digest| former.set_digest(row, digest);
        self.digests.add(number, record, &mut give);
        broken
    }
}

/// What is said when most people left.
fn doubt_left(left: u64, kept: u64) -> Option<String> {
    (left >= MANY_LEFT && left > kept / 2).then(|| {
        format!(
            "{left} of {kept} people left before the reference date: is `left` the right column, and what does it contain for people who did not?"
        )
    })
}

#[cfg(test)]
mod tests;
