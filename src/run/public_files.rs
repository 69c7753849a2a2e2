//! The public files of a run: the borders of areas, and figures of them. No provider needs them.

use super::writing::counted_areas;
use crate::agreement::{Agreement, RunInputs};
use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::{self, AreaFinding, Areas};
use crate::released::places::figures::{FigureFinding, Figures, FiguresRecord};

/// What the public files say.
pub(super) struct PublicFiles {
    pub(super) areas: Areas,
    borders: Vec<AreaFinding>,
    figures: Figures,
}

impl PublicFiles {
    /// Reads the files that the agreement names.
    ///
    /// # Errors
    /// When one is not there, or nothing in it can be used.
    pub(super) fn read(agreement: &Agreement, inputs: &RunInputs) -> Result<Self> {
        let (geometry, crs) = &inputs.geometry;
        let (areas, borders) = areas::read(geometry, *crs)?;
        Ok(Self {
            areas,
            borders,
            figures: Figures::read(&agreement.figures_files()?)?,
        })
    }

    /// Where the figures come from.
    pub(super) fn figures(&self) -> &[FiguresRecord] {
        self.figures.records()
    }

    /// Adds the public tables; gives what is odd about their files.
    pub(super) fn add_tables(&self, tables: &mut ReleaseTables) -> Vec<FigureFinding> {
        let (table, findings) = self.figures.placed(tables);
        tables.tables.extend(table);
        findings
    }

    /// What is odd about the borders of the areas of a release.
    pub(super) fn borders(&self, tables: &ReleaseTables) -> Vec<AreaFinding> {
        let mut findings = self.borders.clone();
        findings.extend(self.areas.beside(&counted_areas(tables)));
        findings
    }
}
