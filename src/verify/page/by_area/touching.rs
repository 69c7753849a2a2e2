//! Which areas touch, from the borders in `areas.geojson`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::super::geojson::features;

/// Two areas touch that have a point in the same square; a degree has so many squares.
const SQUARES: f64 = 1e5;

/// The areas of a release that have borders.
#[derive(Debug, Default)]
pub(super) struct Touching {
    /// Level and code of each.
    drawn: BTreeSet<[String; 2]>,
    /// The codes of each pair that touches, in their order, by level.
    pairs: BTreeMap<String, BTreeSet<[String; 2]>>,
}

impl Touching {
    /// Those of a release; none where it has no borders, or none that can be read.
    pub(super) fn of(areas: Option<&Json>) -> Self {
        let mut touching = Self::default();
        let mut in_square: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
        for area in features(areas) {
            let own = |key: &str| area["properties"][key].as_str().unwrap_or_default();
            let (level, code) = (own("level"), own("code"));
            touching.drawn.insert([level, code].map(str::to_owned));
            for square in squares(&area["geometry"]["coordinates"]) {
                let there = in_square.entry((level, square)).or_default();
                there.insert(code);
            }
        }
        for ((level, _), codes) in in_square {
            let pairs = touching.pairs.entry(level.to_owned()).or_default();
            for one in &codes {
                let later = codes.iter().filter(|other| *other > one);
                pairs.extend(later.map(|other| [one, other].map(|code| (*code).to_owned())));
            }
        }
        touching
    }

    pub(super) fn is_drawn(&self, level: &str, code: &str) -> bool {
        self.drawn.contains(&[level, code].map(str::to_owned))
    }

    /// The pairs of areas of a level that touch, each once.
    pub(super) fn pairs(&self, level: &str) -> impl Iterator<Item = [&str; 2]> {
        let pairs = self.pairs.get(level).into_iter().flatten();
        pairs.map(|[one, other]| [&**one, &**other])
    }
}

/// The squares of all points in lists of lists of points.
fn squares(shape: &Json) -> Vec<String> {
    let Some(parts) = shape.as_array() else {
        return Vec::new();
    };
    match parts[..]
        .first_chunk()
        .map(|point: &[Json; 2]| point.each_ref().map(Json::as_f64))
    {
        Some([Some(east), Some(north)]) => {
            let [east, north] = [east, north].map(|degrees| (degrees * SQUARES).round());
            vec![format!("{east} {north}")]
        }
        _ => parts.iter().flat_map(squares).collect(),
    }
}
