//! Of the areas of the files those that belong to a release; and those that lie far away.

use std::collections::BTreeSet;

use geo::{BoundingRect, Rect};

use super::area::{Area, Areas};
use super::finding::{AreaFinding, AreaProblem};
use super::level::Level;
use crate::error::Result;
use crate::vocabulary::gemeente;

/// Further than this from all others of its level an area is odd, in metres.
const FAR: f64 = 10_000.0;

impl Areas {
    /// The areas to draw with a release, and what is odd about them: without those of gemeenten where nobody of the
    /// register lives, as in a file of the whole country. Borders of very many areas get fewer points.
    ///
    /// # Errors
    /// When a border cannot be projected.
    pub fn chosen(self, counted: &[(Level, String)]) -> Result<(Self, Vec<AreaFinding>)> {
        let gemeenten = counted.iter().map(|(_, code)| gemeente(code));
        let gemeenten: BTreeSet<&str> = gemeenten.filter(|code| !code.is_empty()).collect();
        let is_here = |area: &Area| {
            let of = match area.level {
                Level::Gemeente => area.code.strip_prefix("GM").unwrap_or(""),
                Level::Wijk | Level::Buurt => gemeente(&area.code),
            };
            of.is_empty() || gemeenten.is_empty() || gemeenten.contains(of)
        };
        let all = self.0.len();
        let here: Vec<Area> = self.0.into_iter().filter(is_here).collect();
        let mut findings = Vec::new();
        if here.len() < all {
            let problem = AreaProblem::OtherGemeenten(all - here.len());
            findings.push(AreaFinding::of_all(problem));
        }
        let chosen = Self(here);
        for (_, level) in Level::WORDS {
            findings.extend(chosen.far(level));
        }
        Ok((chosen.simplified()?, findings))
    }

    /// The areas of a level that lie far from all others.
    fn far(&self, level: Level) -> Vec<AreaFinding> {
        let boxed: Vec<(&Area, Rect<f64>)> = (self.of(level))
            .filter_map(|area| Some((area, area.shape.bounding_rect()?)))
            .collect();
        let far = |(place, (area, own)): (usize, &(&Area, Rect<f64>))| {
            // Behind an area stand most often those beside it, and one that is near is enough.
            let others = boxed[place + 1..].iter().chain(&boxed[..place]);
            let mut gaps = others.map(|(_, other)| apart(own, other));
            let metres = gaps.try_fold(f64::INFINITY, |nearest, gap| {
                (gap > FAR).then(|| nearest.min(gap))
            });
            let metres = metres.filter(|metres| metres.is_finite())?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "fewer kilometres than the country has"
            )]
            let problem = AreaProblem::Far((metres / 1000.0).round() as u32);
            Some(AreaFinding::of_code(level, &area.code, problem))
        };
        boxed.iter().enumerate().filter_map(far).collect()
    }
}

/// How far two boxes are apart, in metres.
fn apart(one: &Rect<f64>, other: &Rect<f64>) -> f64 {
    let gap = |from: f64, to: f64| (to - from).max(0.0);
    let east = gap(one.max().x, other.min().x).max(gap(other.max().x, one.min().x));
    let north = gap(one.max().y, other.min().y).max(gap(other.max().y, one.min().y));
    east.hypot(north)
}
