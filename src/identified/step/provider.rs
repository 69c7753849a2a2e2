//! A provider's step.

use std::collections::BTreeMap;
use std::path::Path;

use super::STAGES;
use super::ahead::{Line, for_each_line};
use super::batch::{OnRecord, in_batches};
use super::findings_file::FindingsFile;
use super::objected::{learn_client_numbers, read_objections};
use super::rows::{NormalisedRow, NormalisedRows};
use super::shared_numbers::SharedNumbers;
use super::summary::{Summary, UnknownCodes};
use super::tally::{OnFinding, Tally};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::identified::formats::Extract;
use crate::identified::inspect::FewCodes;
use crate::identified::normalise::ClientRecord;
use crate::identified::pseudonymise::{Pseudonymiser, Timing, Use, can_find};
use crate::identified::settings::{Field, ProviderSettings};
use crate::identified::source::RawRow;
use crate::keys::{Message, TokenSource};
use crate::pseudonymous::PseudonymousRecord;
use crate::pseudonymous::handover::{ProviderCounter, ProviderWriter};
use crate::vocabulary::{Finding, Progress, Rule, ServiceCode, ServiceIx};

/// Counts what the hand-over would hold.
pub(super) fn count(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let mut counter = ProviderCounter::default();
    let count = |record: &PseudonymousRecord| {
        counter.push(record);
        Ok(())
    };
    let mut summary = pass(settings, source, finding, count, progress)?;
    summary.add_grouped(counter.finish(settings.terms.services.len())?);
    Ok(summary)
}

/// Writes the hand-over's tables into `folder`.
///
/// # Errors
/// As [`pass`], and when too many rows are rejected: the findings file then stays.
pub(super) fn write(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    folder: &WholeFolder,
    mut file: FindingsFile,
    progress: &dyn Progress,
) -> Result<(Summary, FindingsFile)> {
    let columns = &settings.extract.columns;
    progress.stage(1, STAGES);
    let mut writer = ProviderWriter::begin(folder, &settings.terms.services, settings.terms.told)?;
    let write = |record: &PseudonymousRecord| writer.push(record);
    let mut found = |finding: &Finding| file.add(finding, columns);
    let mut summary = pass(settings, source, &mut found, write, progress)?;
    file.add_codes(&summary.unknown_codes, columns)?;
    if summary.share_left_behind() > settings.max_left_behind {
        return Err(too_much_is_left(&summary, settings, &file.complete()?));
    }
    progress.stage(2, STAGES);
    summary.add_grouped(writer.finish(progress)?);
    Ok((summary, file))
}

/// Sends every kept use through the gate into `write`. The summary lacks what only grouping by client can tell: `kept`,
/// `clients`, `double`.
pub(super) fn pass(
    settings: &ProviderSettings,
    source: TokenSource<'_>,
    finding: &mut OnFinding<'_>,
    mut write: impl FnMut(&PseudonymousRecord) -> Result<()>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let gate = Pseudonymiser::new(source, &settings.terms)?;
    in_batches(
        |keep| read_uses(settings, finding, keep, progress),
        |records, uses, messages, made| gate.make(records, uses, messages, made),
        |record| write(record),
    )
}

fn read_uses(
    settings: &ProviderSettings,
    finding: &mut OnFinding<'_>,
    keep: &mut OnRecord<'_, Use>,
    progress: &dyn Progress,
) -> Result<Summary> {
    let terms = &settings.terms;
    let extract = Extract::open(&settings.extract, progress)?;
    let mut rows = NormalisedRows::of(&extract, terms)?;
    let numbers = SharedNumbers::read(&extract, &rows.habits, terms, progress)?;
    let mut tally = Tally::new(finding);
    if let Some(path) = &settings.objected {
        let mut list = read_objections(path, &settings.extract, terms, &mut tally)?;
        learn_client_numbers(&mut list, &extract, &rows.habits, &numbers, terms, progress)?;
        rows.objections = Some(list);
    }
    let mut uses = Uses {
        settings,
        services: Services::of(settings),
        numbers,
        rows,
        unknown_codes: FewCodes::default(),
        not_kept: Summary::default(),
    };
    let (habits, mut of_extract) = (uses.rows.habits.clone(), extract.rows(progress)?);
    let normalise = |row: &RawRow, to: &mut NormalisedRow, _: &mut Message| {
        to.fill(row, &habits, terms);
    };
    for_each_line(&mut of_extract, u64::MAX, normalise, |line| match line {
        Line::Finding(finding) => tally.add(finding),
        Line::Row(row, normalised) => match uses.take(row, normalised, &mut tally)? {
            Some(made) => keep(&mut normalised.record, made),
            None => Ok(()),
        },
    })?;
    let reading = of_extract.into_reading();
    let (shown, has_others) = uses.unknown_codes.shown();
    Ok(Summary {
        outside_period: uses.not_kept.outside_period,
        dropped: uses.not_kept.dropped,
        objected: uses.not_kept.objected,
        unknown_codes: UnknownCodes { shown, has_others },
        ..uses.rows.summary(tally, reading)
    })
}

/// What becomes of a row of somebody who did not object.
enum Verdict {
    Kept(Use),
    OutsidePeriod,
    Dropped,
    LeftBehind(Option<Field>, Rule),
}

struct Uses<'a> {
    settings: &'a ProviderSettings,
    services: Services<'a>,
    numbers: SharedNumbers,
    rows: NormalisedRows<'a>,
    unknown_codes: FewCodes,
    /// Counts the rows that are neither kept nor rejected.
    not_kept: Summary,
}

impl Uses<'_> {
    /// Judges a row; gives the use that is kept.
    fn take(
        &mut self,
        row: &RawRow,
        normalised: &mut NormalisedRow,
        tally: &mut Tally<'_>,
    ) -> Result<Option<Use>> {
        self.rows.seen += 1;
        // Who objected comes first: nothing of such a row is reported.
        if self.rows.has_objected(&normalised.record) {
            self.not_kept.objected += 1;
            return Ok(None);
        }
        let verdict = self.judge(row, normalised);
        if let Verdict::LeftBehind(field, rule) = verdict {
            normalised.find(row, field, rule);
        }
        self.rows.report(row, normalised, tally)?;
        match verdict {
            Verdict::Kept(made) => return Ok(Some(made)),
            Verdict::OutsidePeriod => self.not_kept.outside_period += 1,
            Verdict::Dropped => self.not_kept.dropped += 1,
            Verdict::LeftBehind(_, rule) => {
                self.rows.left_behind += 1;
                if rule == Rule::ServiceUnknown {
                    self.count_unknown_code(&normalised.record);
                }
            }
        }
        Ok(None)
    }

    /// Counts the code of a service that the agreement lacks: the finest that the row has.
    fn count_unknown_code(&mut self, record: &ClientRecord) {
        let code = if record.product.is_empty() {
            &record.service
        } else {
            &record.product
        };
        self.unknown_codes.add(code, record.likeness());
    }

    /// Dates go first: a row outside the period is never rejected for what else is wrong with it.
    fn judge(&mut self, row: &RawRow, normalised: &mut NormalisedRow) -> Verdict {
        let terms = &self.settings.terms;
        if self.numbers.is_client_shared(&normalised.record) {
            normalised.record.forget_client_number();
            normalised.find(row, Some(Field::Client), Rule::ClientContradicts);
        }
        if self.numbers.is_bsn_shared(&normalised.record) {
            normalised.record.forget_bsn();
            normalised.find(row, Some(Field::Bsn), Rule::BsnContradicts);
        }
        let record = &normalised.record;
        // The date that can be read may be enough to tell that the use was outside the period.
        let timing = Timing::of(record.start, record.end, terms);
        match normalised.broken {
            Some((field, rule)) if rule != Rule::DateUnreadable || !timing.is_outside() => {
                return Verdict::LeftBehind(Some(field), rule);
            }
            _ if timing.is_outside() => return Verdict::OutsidePeriod,
            _ => {}
        }
        let service = match self.services.of_use(record) {
            Ok(Some(service)) => service,
            Ok(None) => return Verdict::Dropped,
            Err(rule) => return Verdict::LeftBehind(Some(Field::Service), rule),
        };
        if !can_find(record, terms.profile) {
            return Verdict::LeftBehind(None, Rule::NothingToLink);
        }
        Verdict::Kept(Use { service, timing })
    }
}

/// Which service a row is of.
enum Services<'a> {
    /// The whole extract is one service.
    One(ServiceIx),
    /// Their code, or the agreed one, to the service; `None` drops the row.
    ByCode(BTreeMap<&'a str, Option<ServiceIx>>),
}

impl<'a> Services<'a> {
    fn of(settings: &'a ProviderSettings) -> Self {
        if let Some(service) = settings.service {
            return Self::One(service);
        }
        if let Some(mapping) = &settings.services {
            let codes = mapping.iter();
            return Self::ByCode(
                codes
                    .map(|(code, service)| (code.as_str(), *service))
                    .collect(),
            );
        }
        let agreed = settings.terms.services.iter().map(ServiceCode::as_str);
        let services = (0..).map(|index| Some(ServiceIx::at(index)));
        Self::ByCode(agreed.zip(services).collect())
    }

    /// The service of a use, by its product where that is known, else by its service; `None`
    /// for a code that the mapping drops.
    fn of_use(&self, record: &ClientRecord) -> std::result::Result<Option<ServiceIx>, Rule> {
        let services = match self {
            Self::One(service) => return Ok(Some(*service)),
            Self::ByCode(services) => services,
        };
        let codes = [&record.product, &record.service].into_iter();
        let mut codes = codes.filter(|code| !code.is_empty()).peekable();
        if codes.peek().is_none() {
            return Err(Rule::ServiceMissing);
        }
        let service = codes.find_map(|code| services.get(code.as_str()));
        service.copied().ok_or(Rule::ServiceUnknown)
    }
}

/// Too many rejected rows mean that the mapping or the extract is wrong; services would be missed silently.
fn too_much_is_left(summary: &Summary, settings: &ProviderSettings, findings: &Path) -> Error {
    let mut rules: Vec<_> = summary.left_behind.iter().collect();
    rules.sort_by_key(|(code, rows)| (std::cmp::Reverse(**rows), **code));
    let commonest: Vec<_> = rules
        .iter()
        .take(3)
        .map(|(code, rows)| format!("{code} ({rows})"))
        .collect();
    let rows = if summary.read == 1 { "row" } else { "rows" };
    Error::new(
        Code::TooManyRejected,
        format!(
            "{}: {} of {} {rows} would be rejected ({:.1} %), and max_left_behind is {:.1} %",
            settings.provider,
            summary.rows_left_behind(),
            summary.read,
            summary.share_left_behind() * 100.0,
            settings.max_left_behind * 100.0,
        ),
    )
    .hint(format!(
        "most often: {}; {} lists each with its line",
        commonest.join(", "),
        findings.display()
    ))
}

#[cfg(test)]
mod tests;
