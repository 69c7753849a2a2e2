//! A feature of GeoJSON: its properties, its polygons, and what they say of an area.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::level::Level;

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
        let level = |key: &str| Level::WORDS.iter().find(|(word, _)| key.starts_with(word));
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
    let name = name(&texts, level).unwrap_or(code);
    Some((level, code.to_owned(), name.to_owned()))
}

/// The level of a code of CBS.
fn level_of(code: &str) -> Option<Level> {
    let (letters, digits) = code.split_at_checked(2)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match (letters, digits.len(), is_number) {
        ("GM", 4, true) => Some(Level::Gemeente),
        ("WK", 6, true) => Some(Level::Wijk),
        ("BU", 8, true) => Some(Level::Buurt),
        _ => None,
    }
}

/// The text under a key for names: one that speaks of this level, else one that speaks of none.
fn name<'a>(texts: &[(String, &'a str)], level: Option<Level>) -> Option<&'a str> {
    let begins = |key: &str, level: Level| {
        let word = level.word();
        let short = match level {
            Level::Gemeente => "gm",
            Level::Wijk => "wk",
            Level::Buurt => "bu",
        };
        key.starts_with(word) || key.starts_with(short)
    };
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
