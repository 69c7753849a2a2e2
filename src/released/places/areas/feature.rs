//! A feature of GeoJSON: its properties, its polygons, and what they say of an area.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::level::Level;
use crate::vocabulary::{is_cbs_code, is_visible};

/// The most characters of a code or a name.
const LONGEST: usize = 100;

/// A collection of features.
#[derive(Deserialize)]
pub(super) struct Collection {
    /// The system of coordinates, where an older file says it.
    #[serde(default)]
    pub(super) crs: Json,
    pub(super) features: Vec<Feature>,
}

#[derive(Deserialize)]
pub(super) struct Feature {
    #[serde(default)]
    pub(super) properties: Option<Map<String, Json>>,
    #[serde(default)]
    pub(super) geometry: Option<Geometry>,
}

/// A point: east and north, and perhaps a height.
type Position = Vec<f64>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    #[serde(untagged)]
    Other(serde::de::IgnoredAny),
}

impl Geometry {
    /// The polygons; `None` for points and lines, and for a position without two numbers.
    pub(super) fn polygons(&self) -> Option<MultiPolygon<f64>> {
        let polygons = match self {
            Self::Polygon(rings) => vec![polygon(rings)?],
            Self::MultiPolygon(polygons) => polygons
                .iter()
                .map(|rings| polygon(rings))
                .collect::<Option<_>>()?,
            Self::Other(_) => return None,
        };
        Some(MultiPolygon(polygons))
    }
}

fn polygon(rings: &[Vec<Position>]) -> Option<Polygon<f64>> {
    let line = |ring: &Vec<Position>| {
        let coord = |position: &Position| match position[..] {
            [x, y, ..] if x.is_finite() && y.is_finite() => Some(Coord { x, y }),
            _ => None,
        };
        ring.iter()
            .map(coord)
            .collect::<Option<Vec<_>>>()
            .map(LineString)
    };
    let mut lines = rings
        .iter()
        .map(line)
        .collect::<Option<Vec<_>>>()?
        .into_iter();
    Some(Polygon::new(lines.next()?, lines.collect()))
}

impl Feature {
    /// Whether it is the water of an area, which CBS draws apart under the same code.
    pub(super) fn is_water(&self) -> bool {
        let mut texts = self.texts();
        texts.any(|(key, text)| (key == "water" || key == "h2o") && text.eq_ignore_ascii_case("ja"))
    }

    /// The year of its borders, where a property says so: `jaar`, `year`, or before a code (`2017WK047911`).
    pub(super) fn year(&self) -> Option<u16> {
        let properties = self.properties.iter().flatten();
        let said = |(key, value): (&String, &Json)| {
            let is_year = ["jaar", "year"].contains(&key.to_lowercase().as_str());
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let before_code = text
                .split_at_checked(4)
                .filter(|(_, code)| level_of(code).is_some());
            year(if is_year { &text } else { before_code?.0 })
        };
        properties.into_iter().find_map(said)
    }

    fn texts(&self) -> impl Iterator<Item = (String, &str)> {
        let properties = self.properties.iter().flatten();
        properties.filter_map(|(key, value)| Some((key.to_lowercase(), value.as_str()?.trim())))
    }
}

/// A year of the borders of CBS.
pub(super) fn year(digits: &str) -> Option<u16> {
    let year = digits.parse().ok();
    year.filter(|year| (1990..=2100).contains(year))
}

/// Level, code and name of the area that the properties speak of; the level is `None` where they do not say it.
///
/// Codes of CBS are known by their form under any key, and the finest counts: a buurt names its wijk and gemeente too.
/// Another code stands under a key that ends in `code`, and its level under one that is called so.
pub(super) fn area(properties: &Map<String, Json>) -> Option<(Option<Level>, String, String)> {
    let texts: Vec<(String, &str)> = properties
        .iter()
        .filter_map(|(key, value)| Some((key.to_lowercase(), value.as_str()?.trim())))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let of_cbs = texts
        .iter()
        .filter_map(|(_, text)| Some((level_of(text)?, *text)));
    let own = || {
        let mut coded = texts.iter().filter(|(key, _)| key.ends_with("code"));
        let level = |key: &str| Level::WORDS.iter().find(|(_, level)| begins(key, *level));
        let named = texts
            .iter()
            .filter(|(key, _)| key == "level" || key == "niveau");
        let named = named
            .clone()
            .find_map(|(_, word)| Level::from_word(&word.to_lowercase()));
        let (key, code) = coded.next()?;
        Some((named.or_else(|| level(key).map(|(_, level)| *level)), *code))
    };
    let finest = of_cbs.max_by_key(|(level, _)| *level);
    let (level, code) = finest
        .map(|(level, code)| (Some(level), code))
        .or_else(own)?;
    let printed = |text: &str| -> String {
        let seen = text.chars().filter(|sign| is_visible(*sign));
        seen.take(LONGEST).collect()
    };
    if printed(code) != code {
        return None;
    }
    let name = printed(name(&texts, level).unwrap_or(code));
    Some((level, code.to_owned(), name))
}

/// The level of a code of CBS.
fn level_of(code: &str) -> Option<Level> {
    let (letters, rest) = code.split_at_checked(2)?;
    match letters {
        "GM" if is_cbs_code(rest, 4) => Some(Level::Gemeente),
        "WK" if is_cbs_code(rest, 6) => Some(Level::Wijk),
        "BU" if is_cbs_code(rest, 8) => Some(Level::Buurt),
        _ => None,
    }
}

/// Whether a key speaks of a level: `BU_NAAM`, `buurtcode`.
fn begins(key: &str, level: Level) -> bool {
    let short = match level {
        Level::Gemeente => "gm",
        Level::Wijk => "wk",
        Level::Buurt => "bu",
    };
    key.starts_with(level.word()) || key.starts_with(short)
}

/// The text under a key for names: one that speaks of this level, else one that speaks of none.
fn name<'a>(texts: &[(String, &'a str)], level: Option<Level>) -> Option<&'a str> {
    let is_name = |key: &str| key.contains("naam") || key.contains("name");
    let names = || texts.iter().filter(|(key, _)| is_name(key));
    let own = names().find(|(key, _)| level.is_some_and(|level| begins(key, level)));
    let speaks = |key: &str| Level::WORDS.iter().any(|(_, level)| begins(key, *level));
    let any = || names().find(|(key, _)| !speaks(key));
    own.or_else(any).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &Json) -> Option<(Option<Level>, String, String)> {
        area(json.as_object().unwrap())
    }

    #[test]
    fn code_and_name_are_found_under_the_keys_of_any_year() {
        let buurt = (
            Some(Level::Buurt),
            "BU04791110".into(),
            "Achtersluispolder".into(),
        );
        for json in [
            serde_json::json!({"BU_CODE": "BU04791110", "BU_NAAM": "Achtersluispolder", "GM_CODE": "GM0479", "GM_NAAM": "Zaanstad"}),
            serde_json::json!({"wk_naam": "Zaandam Zuid", "wk_code": "WK047911", "code": "BU04791110", "naam": "Achtersluispolder"}),
            serde_json::json!({"statcode": "BU04791110 ", "statnaam": "Achtersluispolder"}),
            serde_json::json!({"buurtcode": "BU04791110", "buurtnaam": "Achtersluispolder", "gemeentenaam": "Zaanstad"}),
        ] {
            assert_eq!(read(&json), Some(buurt.clone()));
        }
    }

    #[test]
    fn a_code_of_ones_own_has_the_level_that_a_key_says() {
        let own = read(&serde_json::json!({"wijkcode": "W03", "wijknaam": "Zuid"}));
        assert_eq!(own, Some((Some(Level::Wijk), "W03".into(), "Zuid".into())));
        let own = read(&serde_json::json!({"level": "Buurt", "code": "B0301"}));
        assert_eq!(
            own,
            Some((Some(Level::Buurt), "B0301".into(), "B0301".into()))
        );
        assert_eq!(
            read(&serde_json::json!({"naam": "Zuid", "oppervlakte": 3})),
            None
        );
    }
}
