//! The public files of a run: the borders of areas, figures of them, the population of later years, norms for use, facilities,
//! signals, approaches and verdicts. No provider needs them.

use std::collections::BTreeSet;

use super::writing::counted_areas;
use crate::agreement::{Agreement, RunInputs};
use crate::error::Result;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::{self, AreaFinding, Areas, BordersRecord};
use crate::released::places::external::{External, OwnCounting};
use crate::released::places::figures::Figures;
use crate::released::places::norm::Norms;
use crate::released::places::population::Forecasts;
use crate::released::places::reach::Reach;
use crate::released::places::signals::{
    Approaches, Signals, Verdicts, VerdictsRecord, read_verdicts,
};
use crate::released::places::{FileFinding, PublicRecords};
use crate::released::runs::RunRecord;
use crate::vocabulary::{CountingRule, Moment};

/// What the public files say.
pub(super) struct PublicFiles {
    areas: Areas,
    border_findings: Vec<AreaFinding>,
    borders: Vec<BordersRecord>,
    figures: Figures,
    forecasts: Forecasts,
    norms: Norms,
    external: External,
    reach: Reach,
    signals: Option<Signals>,
    approaches: Option<Approaches>,
    verdicts: Option<(Verdicts, VerdictsRecord, Vec<FileFinding>)>,
}

/// What a release gets of the public files, besides tables.
pub(super) struct Placed {
    /// The areas to draw.
    pub(super) areas: Areas,
    /// What is odd about their borders.
    pub(super) area_findings: Vec<AreaFinding>,
    /// What is odd about the other files.
    pub(super) file_findings: Vec<FileFinding>,
    /// What professionals say of pairs of services.
    pub(super) verdicts: Verdicts,
}

impl PublicFiles {
    /// Reads the files that the agreement names on another thread, and meanwhile does something else.
    ///
    /// # Errors
    /// When one is not there, or nothing in it can be used; and those of what else is done.
    pub(super) fn read_beside<T>(
        agreement: &Agreement,
        inputs: &RunInputs,
        other: impl FnOnce() -> Result<T>,
    ) -> Result<(Self, T)> {
        let mut read = None;
        let done = rayon::in_place_scope(|beside| {
            beside.spawn(|_| read = Some(Self::read(agreement, inputs)));
            other()
        });
        let read = read.unwrap_or_else(|| Self::read(agreement, inputs));
        Ok((read?, done?))
    }

    fn read(agreement: &Agreement, inputs: &RunInputs) -> Result<Self> {
        let (geometry, crs, year) = &inputs.geometry;
        let (areas, border_findings, borders) = areas::read(geometry, *crs, *year)?;
        let (facilities, settings) = agreement.facilities_files()?;
        let (signals, approaches) = agreement.known_files()?;
        Ok(Self {
            areas,
            border_findings,
            borders,
            figures: Figures::read(&agreement.figures_files()?)?,
            forecasts: Forecasts::read(&agreement.forecast_files()?)?,
            norms: Norms::read(&agreement.norm_files()?)?,
            external: External::read(&agreement.external_files()?)?,
            reach: Reach::read(&facilities, &settings)?,
            signals: signals.as_ref().map(Signals::read).transpose()?,
            approaches: approaches.as_ref().map(Approaches::read).transpose()?,
            verdicts: (agreement.verdicts_file()?.as_ref())
                .map(read_verdicts)
                .transpose()?,
        })
    }

    /// Where borders, figures and facilities come from.
    pub(super) fn records(&self) -> PublicRecords {
        let (facilities, travel) = self.reach.records();
        PublicRecords {
            borders: self.borders.clone(),
            figures: self.figures.records().to_vec(),
            forecast: self.forecasts.records().to_vec(),
            norm: self.norms.records().to_vec(),
            external: self.external.records().to_vec(),
            facilities,
            travel,
            signals: self.signals.as_ref().map(|read| read.record().clone()),
            approaches: self.approaches.as_ref().map(|read| read.record().clone()),
            verdicts: self.verdicts.as_ref().map(|(_, record, _)| record.clone()),
        }
    }

    /// Adds the public tables to those of a release, and chooses the areas to draw with it.
    ///
    /// # Errors
    /// When a border cannot be projected.
    pub(super) fn placed(
        &mut self,
        tables: &mut ReleaseTables,
        record: &RunRecord,
    ) -> Result<Placed> {
        let counted = counted_areas(tables);
        let (areas, more) = std::mem::take(&mut self.areas).chosen(&counted)?;
        let mut area_findings = std::mem::take(&mut self.border_findings);
        area_findings.extend(more);
        area_findings.extend(areas.beside(&counted));
        let (figures, mut file_findings) = self.figures.placed(tables);
        let (ahead, found) = std::mem::take(&mut self.forecasts).placed(tables);
        file_findings.extend(found);
        let (norm, found) = std::mem::take(&mut self.norms).placed(tables);
        file_findings.extend(found);
        let (reach, found) = self.reach.placed(&areas, tables);
        file_findings.extend(found);
        let mut known = Vec::new();
        let signals = self.signals.take().map(|read| read.placed(tables));
        let approaches = self.approaches.take().map(|read| read.placed(tables));
        for (table, found) in signals.into_iter().chain(approaches) {
            known.push(table);
            file_findings.extend(found);
        }
        let domains = record.services.iter().map(|one| one.domain.as_str());
        let domains = domains.collect();
        let own = own_counting(record, &domains);
        let (external, found) = std::mem::take(&mut self.external).placed(tables, &own);
        known.extend(external);
        file_findings.extend(found);
        let verdicts = self.verdicts.take().map(|(verdicts, _, found)| {
            file_findings.extend(found);
            verdicts
        });
        tables.tables.extend(
            figures
                .into_iter()
                .chain(ahead)
                .chain(norm)
                .chain(reach)
                .chain(known),
        );
        Ok(Placed {
            areas,
            area_findings,
            file_findings,
            verdicts: verdicts.unwrap_or_default(),
        })
    }
}

/// How a run counts, as far as it can differ from CBS.
fn own_counting<'a>(record: &RunRecord, domains: &'a BTreeSet<&'a str>) -> OwnCounting<'a> {
    let rounding = record.profile.rounding.as_ref();
    let rounding = rounding.filter(|_| !record.internal);
    OwnCounting {
        period: [record.from, record.to],
        reach: rounding.map_or(0, Rounding::reach),
        is_distinct: record.count == CountingRule::Distinct,
        is_of_day: record.moment == Moment::ReferenceDate,
        domains,
        is_incomplete: record.lacks_provider(),
    }
}
