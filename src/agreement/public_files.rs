//! The public files that the agreement names, as `run` reads them: those that its questions ask for.

use super::Agreement;
use super::signals::things;
use crate::error::Result;
use crate::released::places::external::ExternalFile;
use crate::released::places::figures::FiguresFile;
use crate::released::places::norm::NormFile;
use crate::released::places::population::ForecastFile;
use crate::released::places::reach::{FacilitiesFile, ReachSettings};
use crate::released::places::signals::{ApproachesFile, SignalsFile, VerdictsFile};

impl Agreement {
    /// The files with figures, in the order of the agreement.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn figures_files(&self) -> Result<Vec<FiguresFile>> {
        let mistakes = self.mistakes();
        let asked = self.figures.iter().filter(|_| self.asks_for("figures"));
        let files = asked.map(|figures| FiguresFile {
            path: self.present(&figures.file, &mistakes),
            shown: figures.file.value.clone(),
            layout: figures.layout,
            source: figures.source.clone(),
            year: figures.year,
            licence: figures.licence.clone(),
            chosen: figures.chosen.clone(),
        });
        let files = files.collect();
        mistakes.unless_any(Some(files))
    }

    /// The files with the population of later years, in the order of the agreement.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn forecast_files(&self) -> Result<Vec<ForecastFile>> {
        let mistakes = self.mistakes();
        let is_asked = self.asks_for("population_ahead");
        let (year, ..) = self.project.reference_date.parts();
        let year = u16::try_from(year).unwrap_or_default();
        let asked = self.forecast.iter().filter(|_| is_asked);
        let files = asked.map(|one| ForecastFile {
            path: self.present(&one.file, &mistakes),
            shown: one.file.value.clone(),
            source: one.source.clone(),
            licence: one.licence.clone(),
            age_bands: self.measure.age_bands.clone(),
            year,
        });
        let files = files.collect();
        mistakes.unless_any(Some(files))
    }

    /// The files with a norm for use, in the order of the agreement.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn norm_files(&self) -> Result<Vec<NormFile>> {
        let mistakes = self.mistakes();
        let asked = self.norm.iter().filter(|_| self.asks_for("norm"));
        let files = asked.map(|one| NormFile {
            path: self.present(&one.file, &mistakes),
            shown: one.file.value.clone(),
            source: one.source.clone(),
            licence: one.licence.clone(),
            things: things(&self.services),
            partial: self.partial_things(),
        });
        let files = files.collect();
        mistakes.unless_any(Some(files))
    }

    /// The tables of CBS to compare with, in the order of the agreement.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn external_files(&self) -> Result<Vec<ExternalFile>> {
        let mistakes = self.mistakes();
        let asked = self.external.iter().filter(|_| self.asks_for("external"));
        let files = asked.map(|one| ExternalFile {
            path: self.present(&one.file, &mistakes),
            shown: one.file.value.clone(),
            layout: one.layout.clone(),
            source: one.source.clone(),
            licence: one.licence.clone(),
            year: one.year,
            gemeente: one.gemeente.clone(),
        });
        let files = files.collect();
        mistakes.unless_any(Some(files))
    }

    /// The file with signals, and that with approaches.
    ///
    /// # Errors
    /// When one is not there.
    pub fn known_files(&self) -> Result<(Option<SignalsFile>, Option<ApproachesFile>)> {
        let mistakes = self.mistakes();
        let signals = self.signals.as_ref();
        let signals = signals.filter(|_| self.asks_for("signals"));
        let signals = signals.map(|signals| SignalsFile {
            path: self.present(&signals.file, &mistakes),
            shown: signals.file.value.clone(),
            roles_at_least: signals.roles_at_least,
            themes: signals.themes.clone(),
            reference_date: self.project.reference_date,
        });
        let approaches = self.approaches.as_ref();
        let approaches = approaches.filter(|_| self.asks_for("approaches"));
        let approaches = approaches.map(|file| ApproachesFile {
            path: self.present(file, &mistakes),
            shown: file.value.clone(),
        });
        mistakes.unless_any(Some((signals, approaches)))
    }

    /// The file with verdicts of pairs.
    ///
    /// # Errors
    /// When it is not there.
    pub fn verdicts_file(&self) -> Result<Option<VerdictsFile>> {
        let mistakes = self.mistakes();
        let asked = self.verdicts.as_ref();
        let asked = asked.filter(|_| self.asks_for("pairs_by_composition"));
        let file = asked.map(|file| VerdictsFile {
            path: self.present(file, &mistakes),
            shown: file.value.clone(),
            services: self.services.clone(),
            reference_date: self.project.reference_date,
        });
        mistakes.unless_any(Some(file))
    }

    /// The files with facilities, in the order of the agreement, and how far is far.
    ///
    /// # Errors
    /// All that are not there, at once.
    pub fn facilities_files(&self) -> Result<(Vec<FacilitiesFile>, ReachSettings)> {
        let mistakes = self.mistakes();
        let of_all = &self.reach.distances_m;
        let is_asked = self.asks_for("facilities");
        let asked = self.facilities.iter().filter(|_| is_asked);
        let files = asked.map(|one| FacilitiesFile {
            path: self.present(&one.file, &mistakes),
            shown: one.file.value.clone(),
            kind: one.kind.clone(),
            target: one.target.clone(),
            distances_m: one.distances_m.as_ref().unwrap_or(of_all).clone(),
            columns: one.columns.clone(),
            source: one.source.clone(),
        });
        let files = files.collect();
        let costs = self.reach.costs.iter().filter(|_| is_asked);
        let costs = costs.map(|file| (self.present(file, &mistakes), file.value.clone()));
        let settings = ReachSettings {
            detour: self.reach.detour,
            costs: costs.collect(),
            addresses: self
                .areas
                .addresses
                .as_ref()
                .map(|file| self.resolve(&file.value)),
        };
        mistakes.unless_any(Some((files, settings)))
    }
}
