//! One pass over a provider's extract: its kept uses, and findings for the rest.

use std::collections::BTreeMap;

use super::objected::{learn_client_numbers, read_objections};
use super::passing::Passing;
use super::shared_numbers::SharedNumbers;
use super::studied::study_extract;
use super::summary::{Summary, UnknownCodes};
use super::tally::{OnFinding, Tally};
use crate::error::Result;
use crate::identified::formats::Extract;
use crate::identified::inspect::FewCodes;
use crate::identified::normalise::{ClientRecord, Habits, normalise_row};
use crate::identified::pseudonymise::{Objections, Timing, Use, can_find};
use crate::identified::settings::{Field, ProviderSettings};
use crate::identified::source::RawRow;
use crate::vocabulary::{Finding, Progress, Rule, ServiceCode};

/// Takes a kept use; the record may be swapped for another.
pub(super) type OnUse<'a> = dyn FnMut(&mut ClientRecord, Use) -> Result<()> + 'a;

/// Reads the extract once. The summary lacks what only grouping by client can tell: `kept`, `clients`, `double`.
///
/// # Errors
/// When the extract cannot be read as a whole, the user stops, and what `finding` and `keep` give back.
pub(super) fn read_uses(
    settings: &ProviderSettings,
    finding: &mut OnFinding<'_>,
    keep: &mut OnUse<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let extract = Extract::open(&settings.extract, progress)?;
    let (habits, doubts) = study_extract(&extract, &settings.terms)?;
    let numbers = SharedNumbers::read(&extract, &habits, &settings.terms, progress)?;
    let mut tally = Tally::new(finding);
    let objected = objected(
        (settings, &extract),
        (&habits, &numbers),
        &mut |finding| tally.add(&finding),
        progress,
    )?;
    let mut rows = Rows::new(settings, &habits, numbers);
    rows.objected = objected;
    let reading = extract.for_each_row(
        &mut |finding| tally.add(&finding),
        &mut |row, finding| rows.take(row, finding, keep),
        progress,
    )?;
    let mut summary = tally.into_summary(rows.handed_on, rows.left_behind);
    summary.outside_period = rows.outside_period;
    summary.dropped = rows.dropped;
    summary.objected = rows.left_out;
    summary.detected = reading.detected;
    summary.doubts = [reading.doubts, doubts].concat();
    summary.failing = rows.passing.failing();
    let (shown, has_others) = rows.unknown_codes.shown();
    summary.unknown_codes = UnknownCodes { shown, has_others };
    Ok(summary)
}

/// The list of people who objected, where there is one.
fn objected(
    (settings, extract): (&ProviderSettings, &Extract<'_>),
    (habits, numbers): (&Habits, &SharedNumbers),
    finding: &mut dyn FnMut(Finding) -> Result<()>,
    progress: &dyn Progress,
) -> Result<Option<Objections>> {
    let Some(path) = &settings.objected else {
        return Ok(None);
    };
    let terms = &settings.terms;
    let mut objections = read_objections(path, &settings.extract, terms, finding)?;
    learn_client_numbers(&mut objections, extract, habits, numbers, terms, progress)?;
    Ok(Some(objections))
}

/// What becomes of a row.
enum Verdict {
    Kept(Use),
    Objected,
    OutsidePeriod,
    Dropped,
    LeftBehind(Option<Field>, Rule),
}

/// Judges rows; counts what is not kept.
struct Rows<'a> {
    settings: &'a ProviderSettings,
    services: Services<'a>,
    habits: &'a Habits,
    numbers: SharedNumbers,
    objected: Option<Objections>,
    record: ClientRecord,
    findings: Vec<Finding>,
    passing: Passing<'a>,
    unknown_codes: FewCodes,
    handed_on: u64,
    left_behind: u64,
    left_out: u64,
    outside_period: u64,
    dropped: u64,
}

impl<'a> Rows<'a> {
    fn new(settings: &'a ProviderSettings, habits: &'a Habits, numbers: SharedNumbers) -> Self {
        Self {
            settings,
            services: Services::of(settings),
            habits,
            numbers,
            objected: None,
            record: ClientRecord::default(),
            findings: Vec::new(),
            passing: Passing::of(&settings.extract),
            unknown_codes: FewCodes::default(),
            handed_on: 0,
            left_behind: 0,
            left_out: 0,
            outside_period: 0,
            dropped: 0,
        }
    }

    fn take(
        &mut self,
        row: &RawRow,
        finding: &mut dyn FnMut(Finding) -> Result<()>,
        keep: &mut OnUse<'_>,
    ) -> Result<()> {
        self.handed_on += 1;
        let verdict = self.judge(row);
        if let Verdict::LeftBehind(field, rule) = verdict {
            self.findings.push(row.finding(field, rule));
        }
        if !matches!(verdict, Verdict::Objected) {
            self.passing.take(row, self.findings.iter());
        }
        self.findings.drain(..).try_for_each(&mut *finding)?;
        match verdict {
            Verdict::Kept(made) => return keep(&mut self.record, made),
            Verdict::Objected => self.left_out += 1,
            Verdict::OutsidePeriod => self.outside_period += 1,
            Verdict::Dropped => self.dropped += 1,
            Verdict::LeftBehind(_, rule) => {
                self.left_behind += 1;
                if rule == Rule::ServiceUnknown {
                    self.count_unknown_code();
                }
            }
        }
        Ok(())
    }

    /// Counts the code of a service that the agreement lacks: the finest that the row has.
    fn count_unknown_code(&mut self) {
        let record = &self.record;
        let code = if record.product.is_empty() {
            &record.service
        } else {
            &record.product
        };
        self.unknown_codes.add(code, record.likeness());
    }

    /// Who objected comes first: nothing of such a row is reported. Then dates: a row outside the period is never left
    /// behind for what else is wrong with it.
    fn judge(&mut self, row: &RawRow) -> Verdict {
        let terms = &self.settings.terms;
        let findings = &mut self.findings;
        let mut found = |finding| findings.push(finding);
        let broken = normalise_row(row, self.habits, terms, &mut self.record, &mut found);
        let mut lists = self.objected.iter_mut();
        if lists.any(|list| list.holds(&self.record)) {
            self.findings.clear();
            return Verdict::Objected;
        }
        if self.numbers.is_client_shared(&self.record) {
            self.record.forget_client_number();
            let finding = row.finding(Some(Field::Client), Rule::ClientContradicts);
            self.findings.push(finding);
        }
        if self.numbers.is_bsn_shared(&self.record) {
            self.record.forget_bsn();
            let finding = row.finding(Some(Field::Bsn), Rule::BsnContradicts);
            self.findings.push(finding);
        }
        // The date that can be read may be enough to tell that the use was outside the period.
        let timing = Timing::of(self.record.start, self.record.end, terms);
        match broken {
            Some((field, rule)) if rule != Rule::DateUnreadable || !timing.is_outside() => {
                return Verdict::LeftBehind(Some(field), rule);
            }
            _ if timing.is_outside() => return Verdict::OutsidePeriod,
            _ => {}
        }
        let service = match self.services.place(&self.record) {
            Ok(Some(service)) => service,
            Ok(None) => return Verdict::Dropped,
            Err(rule) => return Verdict::LeftBehind(Some(Field::Service), rule),
        };
        if !can_find(&self.record, terms.profile) {
            return Verdict::LeftBehind(None, Rule::NothingToLink);
        }
        Verdict::Kept(Use { service, timing })
    }
}

/// Which service a row is of.
enum Services<'a> {
    /// The whole extract is one service.
    One(u16),
    /// Their code, or the agreed one, to the place in the agreement; `None` drops the row.
    ByCode(BTreeMap<&'a str, Option<u16>>),
}

impl<'a> Services<'a> {
    fn of(settings: &'a ProviderSettings) -> Self {
        if let Some(service) = settings.service {
            return Self::One(service);
        }
        if let Some(mapping) = &settings.services {
            let codes = mapping.iter();
            return Self::ByCode(codes.map(|(code, place)| (code.as_str(), *place)).collect());
        }
        let agreed = settings.terms.services.iter().map(ServiceCode::as_str);
        Self::ByCode(agreed.zip((0..).map(Some)).collect())
    }

    /// The place of a use's service in the agreement, by its product where that is known, else by its service; `None`
    /// for a code that the mapping drops.
    fn place(&self, record: &ClientRecord) -> std::result::Result<Option<u16>, Rule> {
        let places = match self {
            Self::One(service) => return Ok(Some(*service)),
            Self::ByCode(places) => places,
        };
        let codes = [&record.product, &record.service].into_iter();
        let mut codes = codes.filter(|code| !code.is_empty()).peekable();
        if codes.peek().is_none() {
            return Err(Rule::ServiceMissing);
        }
        let place = codes.find_map(|code| places.get(code.as_str()));
        place.copied().ok_or(Rule::ServiceUnknown)
    }
}
