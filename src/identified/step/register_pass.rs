//! Two passes over the register's extract: its residents and households, and findings for the rest.

use std::path::PathBuf;

use super::objected::read_objections;
use super::passing::Passing;
use super::studied::study_extract;
use super::summary::Summary;
use super::tally::{OnFinding, Tally};
use crate::error::{Code, Error, Result};
use crate::identified::formats::Extract;
use crate::identified::household::{AddressIds, HouseholdFormer, Households, PersonDigests};
use crate::identified::normalise::{ClientRecord, Habits, normalise_row};
use crate::identified::pseudonymise::{Carriers, Findable, Objections, Surnames};
use crate::identified::settings::{Field, ProjectTerms, RegisterSettings};
use crate::identified::source::RawRow;
use crate::keys::RecordKeys;
use crate::pseudonymous::FilledColumns;
use crate::vocabulary::{AgeBand, Finding, Place, Progress, Rule, Sex};

/// Fewer persons who left say nothing about the column.
const MANY_LEFT: u64 = 3;

/// What is known of a person besides tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) household: Option<u32>,
    pub(super) age_band: AgeBand,
    pub(super) sex: Sex,
    pub(super) has_left: bool,
    pub(super) findable: Findable,
    /// The columns in which this resident carries a surname at the address.
    pub(super) surnames: FilledColumns,
}

/// Takes a kept person; the record may be swapped for another.
pub(super) type OnPerson<'a> = dyn FnMut(&mut ClientRecord, Known) -> Result<()> + 'a;

/// The register after its first reading.
pub(super) struct FirstReading<'a> {
    settings: &'a RegisterSettings,
    extract: Extract<'a>,
    habits: Habits,
    address_ids: Option<AddressIds>,
    /// The households formed.
    pub(super) households: Households,
    objectors: Objectors,
    carriers: Carriers,
    summary: Summary,
}

/// Who objected, by row.
#[derive(Default)]
struct Objectors {
    /// Sorted.
    rows: Vec<u32>,
}

impl Objectors {
    /// The rows that objected and were not rejected.
    fn of(mut rows: Vec<u32>, households: &Households) -> Self {
        rows.retain(|row| !households.is_left_behind(*row));
        Self { rows }
    }

    /// By what a row can be found. Who objected stays a member: without them the household would be another one.
    fn findable(&self, row: u32) -> Findable {
        match self.rows.binary_search(&row) {
            Ok(_) => Findable::Never,
            Err(_) => Findable::Wholly,
        }
    }
}

impl<'a> FirstReading<'a> {
    /// Reads the extract and forms the households.
    ///
    /// # Errors
    /// When a file cannot be read as a whole, the user stops, and what `finding` gives back.
    pub(super) fn read(
        settings: &'a RegisterSettings,
        record_keys: &RecordKeys<'_>,
        finding: &mut OnFinding<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let extract = Extract::open(&settings.extract, progress)?;
        let (habits, doubts) = study_extract(&extract, &settings.terms)?;
        let terms = &settings.terms;
        let read_ids = |path: &PathBuf| AddressIds::read(path, &terms.postcodes);
        let address_ids = settings.addresses.as_ref().map(read_ids).transpose()?;
        let mut tally = Tally::new(finding);
        let mut rows = Rows::new(settings, &habits);
        let listed = &settings.extract;
        let read = |path| read_objections(path, listed, terms, &mut |finding| tally.add(&finding));
        rows.objected = settings.objected.as_deref().map(read).transpose()?;
        let mut former = HouseholdFormer::begin(settings)?;
        let mut digests = PersonDigests::new(record_keys);
        let reading = extract.for_each_row(
            &mut |finding| tally.add(&finding),
            &mut |row, finding| rows.form(row, &mut digests, &mut former, finding),
            progress,
        )?;
        digests.finish(&mut |row, digest| former.set_digest(row, digest));
        let mut summary = tally.into_summary(rows.handed_on, rows.left_behind);
        summary.detected = reading.detected;
        summary.doubts = [reading.doubts, doubts].concat();
        summary.failing = rows.passing.failing();
        summary.kept = rows.handed_on - rows.left_behind;
        summary.clients = summary.kept;
        let households = former.form(record_keys, progress)?;
        summary.households = households.private_households();
        summary.institutions = households.institutions();
        let objectors = Objectors::of(rows.objectors, &households);
        let carriers = rows.surnames.carriers(|row| households.home_of(row));
        summary.objected = objectors.rows.len() as u64;
        Ok(Self {
            settings,
            extract,
            habits,
            address_ids,
            households,
            objectors,
            carriers,
            summary,
        })
    }

    /// What all agreed on.
    pub(super) fn terms(&self) -> &'a ProjectTerms {
        &self.settings.terms
    }

    /// Reads the extract again, for its kept persons and the addresses in no area.
    ///
    /// # Errors
    /// When the extract changed in the meantime, and as [`FirstReading::read`].
    pub(super) fn read_persons(
        self,
        finding: &mut OnFinding<'_>,
        keep: &mut OnPerson<'_>,
        progress: &dyn Progress,
    ) -> Result<(Households, Summary)> {
        let (mut no_area, mut spread, mut left, mut alone) = (0, 0, 0, 0);
        let mut in_two_wijken = None;
        let mut rows = Rows::new(self.settings, &self.habits);
        self.extract.for_each_row(
            &mut |_| Ok(()),
            &mut |row, _| {
                let number = rows.next_number()?;
                if self.households.is_in_two_wijken(number) {
                    let place = row.place();
                    if let Some(first) = in_two_wijken.replace(place.clone()) {
                        return Err(two_wijken(&first, &place));
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
                if let Some(known) = rows.keep(row, number, &self) {
                    left += u64::from(known.has_left);
                    alone += u64::from(!known.has_left && known.household.is_none());
                    keep(&mut rows.record, known)?;
                }
                Ok(())
            },
            progress,
        )?;
        let mut summary = self.summary;
        if rows.handed_on - rows.left_behind != summary.kept {
            return Err(Error::new(
                Code::ExtractChanged,
                "the extract changed while it was read",
            )
            .hint("run the command again when nothing else writes to the extract"));
        }
        for (rule, count) in [
            (Rule::AreaUnknown, no_area),
            (Rule::HouseholdAddresses, spread),
        ] {
            if count > 0 {
                summary.findings.insert(rule.code(), count);
            }
        }
        summary.without_household = alone;
        if left >= MANY_LEFT && left > summary.kept / 2 {
            summary.doubts.push(format!(
                "{left} of {} persons left before the reference date: is `left` the right column, and what does it hold for who did not?",
                summary.kept
            ));
        }
        Ok((self.households, summary))
    }
}

/// Why two rows that give one buurt two wijken are refused: `run` would refuse them, and cannot name them.
fn two_wijken(first: &Place, second: &Place) -> Error {
    Error::new(Code::RegisterImplausible, format!("register: {first} and {second} give one buurt two wijken"))
        .hint("correct the wijk of one of them; a name can be of buurten in several wijken: map `buurt` to the code then")
}

/// Goes through rows, numbering them from 0.
struct Rows<'a> {
    settings: &'a RegisterSettings,
    habits: &'a Habits,
    objected: Option<Objections>,
    objectors: Vec<u32>,
    surnames: Surnames,
    record: ClientRecord,
    findings: Vec<Finding>,
    passing: Passing<'a>,
    handed_on: u64,
    left_behind: u64,
}

impl<'a> Rows<'a> {
    fn new(settings: &'a RegisterSettings, habits: &'a Habits) -> Self {
        Self {
            settings,
            habits,
            objected: None,
            objectors: Vec::new(),
            surnames: Surnames::of(settings.terms.profile),
            record: ClientRecord::default(),
            findings: Vec::new(),
            passing: Passing::of(&settings.extract),
            handed_on: 0,
            left_behind: 0,
        }
    }

    fn next_number(&self) -> Result<u32> {
        u32::try_from(self.handed_on).map_err(|_| {
            Error::new(
                Code::TooManyRows,
                "the register has more than 4,294,967,295 rows",
            )
        })
    }

    /// Fills the record; gives the rule that leaves the row behind.
    fn normalise(&mut self, row: &RawRow) -> Option<(Field, Rule)> {
        self.findings.clear();
        let findings = &mut self.findings;
        let mut found = |finding| findings.push(finding);
        let terms = &self.settings.terms;
        normalise_row(row, self.habits, terms, &mut self.record, &mut found)
    }

    /// First reading: hands the row to the former of households.
    fn form(
        &mut self,
        row: &RawRow,
        digests: &mut PersonDigests<'_>,
        former: &mut HouseholdFormer,
        finding: &mut dyn FnMut(Finding) -> Result<()>,
    ) -> Result<()> {
        let number = self.next_number()?;
        self.handed_on += 1;
        let left = self.normalise(row);
        let broken = if left.is_some() {
            former.skip();
            left
        } else {
            let mut lists = self.objected.iter_mut();
            let has_objected = lists.any(|list| list.holds(&self.record));
            if has_objected {
                self.objectors.push(number);
            }
            let broken = former.push(&self.record);
            if broken.is_none_or(|(_, rule)| rule != Rule::PersonTwice) {
                if !has_objected {
                    self.surnames.add(number, &self.record);
                }
                digests.add(number, &self.record, &mut |row, digest| {
                    former.set_digest(row, digest);
                });
            }
            broken
        };
        if let Some((field, rule)) = broken {
            self.left_behind += u64::from(left.is_some() || rule == Rule::PersonTwice);
            self.findings.push(row.finding(Some(field), rule));
        }
        self.passing.take(row, self.findings.iter());
        self.findings.drain(..).try_for_each(finding)
    }

    /// Second reading: fills the record of a person that is kept, and tells what else is known.
    fn keep(&mut self, row: &RawRow, number: u32, first: &FirstReading<'_>) -> Option<Known> {
        self.handed_on += 1;
        if first.households.is_left_behind(number) {
            self.left_behind += 1;
            return None;
        }
        let _ = self.normalise(row);
        if let Some(ids) = &first.address_ids {
            ids.fill(&mut self.record);
        }
        let terms = &self.settings.terms;
        let left = self.record.left;
        Some(Known {
            household: first.households.household_of(number),
            age_band: self.record.age_band(terms.reference_date, &terms.age_bands),
            sex: self.record.sex.unwrap_or(Sex::Unknown),
            has_left: left.is_some_and(|left| left < terms.reference_date),
            findable: first.objectors.findable(number),
            surnames: first.carriers.columns(number),
        })
    }
}
