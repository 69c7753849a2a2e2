//! The public files of a run: the borders of areas, figures of them, the population of later years, norms for use, facilities,
//! signals, approaches and verdicts. No provider needs them.

use std::collections::BTreeSet;
use std::mem::take;

use super::writing::counted_areas;
use crate::agreement::{Agreement, RunInputs};
use crate::error::Result;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::{ReleaseTables, Table};
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
    /// Reads the files that the agreement names.
    ///
    /// # Errors
    /// When one is not there, or nothing in it can be used.
    pub(super) fn read(agreement: &Agreement, inputs: &RunInputs) -> Result<Self> {
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
        let domains = record.services.iter().map(|one| one.domain.as_str());
        let domains = domains.collect();
        let own = own_counting(record, &domains);
        let whole = &*tables;
        let (areas, reach, figures) = (take(&mut self.areas), &mut self.reach, &self.figures);
        let (forecasts, norms) = (take(&mut self.forecasts), take(&mut self.norms));
        let external = take(&mut self.external);
        let (drawn, [figures, forecast, norm, external]) = rayon::join(
            || -> Result<_> {
                let (areas, found) = areas.chosen(&counted)?;
                let reach = reach.placed(&areas, whole);
                Ok((areas, found, reach))
            },
            || {
                [
                    figures.placed(whole),
                    listed(forecasts.placed(whole)),
                    listed(norms.placed(whole)),
                    listed(external.placed(whole, &own)),
                ]
            },
        );
        let (areas, found, reach) = drawn?;
        let mut area_findings = take(&mut self.border_findings);
        area_findings.extend(found);
        area_findings.extend(areas.beside(&counted));
        let signals = self.signals.take().map(|read| read.placed(tables));
        let approaches = self.approaches.take().map(|read| read.placed(tables));
        let known = signals.into_iter().chain(approaches);
        let known = known.map(|(table, found)| (vec![table], found));
        let placed = [figures, forecast, norm, reach].into_iter().chain(known);
        let (more, found): (Vec<_>, Vec<_>) = placed.chain([external]).unzip();
        tables.tables.extend(more.into_iter().flatten());
        let mut file_findings: Vec<FileFinding> = found.into_iter().flatten().collect();
        let verdicts = self.verdicts.take().map(|(verdicts, _, found)| {
            file_findings.extend(found);
            verdicts
        });
        Ok(Placed {
            areas,
            area_findings,
            file_findings,
            verdicts: verdicts.unwrap_or_default(),
        })
    }
}

/// A table that may be there, as a list.
fn listed((table, found): (Option<Table>, Vec<FileFinding>)) -> (Vec<Table>, Vec<FileFinding>) {
    (Vec::from_iter(table), found)
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
