//! The areas of a municipality, and what does not fit those that were counted.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, InteriorPoint, MultiPolygon, Point};

use super::finding::{AreaFinding, AreaProblem};
use super::grid;
use super::level::Level;

/// An area with its borders.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Gemeente, wijk or buurt.
    pub level: Level,
    /// The code, as in the tables.
    pub code: String,
    /// The name; the code where the file gives none.
    pub name: String,
    /// Degrees east and north (WGS84), to 7 decimals: about a centimetre.
    pub outline: MultiPolygon<f64>,
    /// Metres of the national grid (RD, EPSG:28992).
    pub shape: MultiPolygon<f64>,
}

impl Area {
    /// A point inside, in metres of RD; `None` for a shape without a surface.
    #[must_use]
    pub fn centre(&self) -> Option<Point<f64>> {
        self.shape.interior_point()
    }

    /// The centre in whole metres, as `areas.geojson` says it.
    #[must_use]
    pub fn centre_in_metres(&self) -> Option<[f64; 2]> {
        let centre = self.centre()?;
        Some([centre.x().round(), centre.y().round()])
    }
}

/// The areas of a municipality, by level and code; each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas(pub(super) Vec<Area>);

impl Areas {
    /// The areas, sorted by level and code. Of areas with one code the first is kept.
    #[must_use]
    pub fn new(mut areas: Vec<Area>) -> Self {
        areas.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
        areas.dedup_by(|later, first| (later.level, &later.code) == (first.level, &first.code));
        Self(areas)
    }

    /// All areas, by level and code.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.0.iter()
    }

    /// The areas of a level, by code.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Area> {
        self.0.iter().filter(move |area| area.level == level)
    }

    /// Whether it has no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For each area of a level the places of those that share a corner with it (queen contiguity), on a grid of about
    /// a metre: five decimals of a degree.
    #[must_use]
    pub fn neighbours(&self, level: Level) -> Vec<BTreeSet<usize>> {
        grid::neighbours(self.of(level).map(|area| &area.outline))
    }

    /// What does not fit the areas of a release: `counted` holds the level and code of each area of its tables.
    #[must_use]
    pub fn beside(&self, counted: &[(Level, String)]) -> Vec<AreaFinding> {
        let mut findings = Vec::new();
        for (_, level) in Level::WORDS {
            let drawn: BTreeMap<&str, &Area> = self
                .of(level)
                .map(|area| (area.code.as_str(), area))
                .collect();
            let counted = counted.iter().filter(|(of, _)| *of == level);
            let counted: BTreeSet<&str> = counted.map(|(_, code)| code.as_str()).collect();
            if drawn.is_empty() || counted.is_empty() {
                continue;
            }
            let missing: Vec<&str> = counted
                .iter()
                .filter(|code| !drawn.contains_key(*code))
                .copied()
                .collect();
            // Most codes differ: these are the borders of another year, or of another place.
            if missing.len() * 2 > counted.len() {
                let problem = AreaProblem::OtherBorders(missing.len(), counted.len());
                findings.push(AreaFinding::of_level(level, problem));
                continue;
            }
            let mut note = |code: &str, problem| {
                findings.push(AreaFinding::of_code(level, code, problem));
            };
            for code in missing {
                note(code, AreaProblem::NoBorders);
            }
            for code in drawn.keys().filter(|code| !counted.contains(*code)) {
                note(code, AreaProblem::NotCounted);
            }
        }
        findings
    }

    /// Where all areas lie, in metres of RD.
    #[must_use]
    pub fn sheet(&self) -> Option<geo::Rect<f64>> {
        let corners = self.all().filter_map(|area| area.shape.bounding_rect());
        corners.reduce(|a, b| {
            let low = (a.min().x.min(b.min().x), a.min().y.min(b.min().y));
            let high = (a.max().x.max(b.max().x), a.max().y.max(b.max().y));
            geo::Rect::new(low, high)
        })
    }
}
