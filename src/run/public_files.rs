//! The public files of a run: the borders of areas, and figures of them. No provider needs them.

use super::writing::counted_areas;
use crate::agreement::{Agreement, RunInputs};
use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::{self, AreaFinding, Areas, BordersRecord};
use crate::released::places::figures::{FigureFinding, Figures, FiguresRecord};

/// What the public files say.
pub(super) struct PublicFiles {
    areas: Areas,
    border_findings: Vec<AreaFinding>,
    borders: Vec<BordersRecord>,
    figures: Figures,
}

impl PublicFiles {
    /// Reads the files that the agreement names.
    ///
    /// # Errors
    /// When one is not there, or nothing in it can be used.
    pub(super) fn read(agreement: &Agreement, inputs: &RunInputs) -> Result<Self> {
        let (geometry, crs, year) = &inputs.geometry;
        let (areas, border_findings, borders) = areas::read(geometry, *crs, *year)?;
        Ok(Self {
            areas,
            border_findings,
            borders,
            figures: Figures::read(&agreement.figures_files()?)?,
        })
    }

    /// Where the figures and the borders come from.
    pub(super) fn records(&self) -> (&[FiguresRecord], &[BordersRecord]) {
        (self.figures.records(), &self.borders)
    }

    /// Adds the public tables; gives what is odd about their files.
    pub(super) fn add_tables(&self, tables: &mut ReleaseTables) -> Vec<FigureFinding> {
        let (table, findings) = self.figures.placed(tables);
        tables.tables.extend(table);
        findings
    }

    /// Takes the areas to draw with a release, and what is odd about their borders.
    ///
    /// # Errors
    /// When a border cannot be projected.
    pub(super) fn chosen(&mut self, tables: &ReleaseTables) -> Result<(Areas, Vec<AreaFinding>)> {
        let counted = counted_areas(tables);
        let (areas, more) = std::mem::take(&mut self.areas).chosen(&counted)?;
        let mut findings = std::mem::take(&mut self.border_findings);
        findings.extend(more);
        findings.extend(areas.beside(&counted));
        Ok((areas, findings))
    }
}
