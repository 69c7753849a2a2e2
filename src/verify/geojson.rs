//! Checks `areas.geojson`: each area says the numbers of the tables and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::files::LONGEST;
use super::tables::{MARK, Table, Tables};
use super::{Verdict, json};
use crate::files::read_plain_text;

/// Where the areas are.
const NAME: &str = "areas.geojson";

/// What the file says of its numbers.
const DESCRIPTION: &str = "a number that is null is hidden, and not 0";

/// A point inside an area, in metres of RD.
const CENTRE: [&str; 2] = ["centre_x", "centre_y"];

/// A few metres, in degrees.
const NEAR: f64 = 5e-5;

/// The columns that are no numbers of an area, and those that say which area a row is of.
const WORDS: [&str; 7] = ["level", "area", "name", "status", "unit", "year", "source"];

/// The numbers of an area as text, by the name of their property; empty where hidden.
type Numbers<'a> = BTreeMap<String, &'a str>;

/// The areas of a release: none where it has no such file; null where that is not JSON.
pub(super) fn read(folder: &Path) -> Option<Json> {
    let path = folder.join(NAME);
    path.exists().then(|| {
        let text = read_plain_text(&path, LONGEST).ok();
        text.and_then(|text| json::parse(&text)).unwrap_or_default()
    })
}

/// The features of a collection of areas.
pub(super) fn features(areas: Option<&Json>) -> impl Iterator<Item = &Json> {
    let features = areas.and_then(|areas| areas["features"].as_array());
    features.into_iter().flatten()
}

pub(super) fn check(areas: Option<&Json>, tables: &Tables, verdict: &mut Verdict) {
    let Some(areas) = areas else {
        return;
    };
    let mut note = |problem: &str| verdict.object(format!("{NAME}: {problem}"));
    let Json::Object(collection) = areas else {
        note("is not JSON");
        return;
    };
    let features = collection.get("features").and_then(Json::as_array);
    let Some(features) = features.filter(|_| {
        has_only(collection, &["type", "description", "features"])
            && collection["description"] == DESCRIPTION
    }) else {
        note("is not a collection of areas that factlab writes");
        return;
    };
    let numbers = numbers(tables);
    let gemeenten = features
        .iter()
        .filter(|one| one["properties"]["level"] == "gemeente");
    let has_one = gemeenten.count() == 1;
    let mut seen = BTreeSet::new();
    for feature in features {
        match problem(feature, (&numbers, has_one), tables) {
            Some(problem) => note(&problem),
            None if !seen.insert(feature["id"].to_string()) => note("has an area twice"),
            None => {}
        }
    }
}

/// The centre of each area in metres of RD, by level and code.
pub(super) type Centres = BTreeMap<(String, String), [f64; 2]>;

/// The centres that a release says.
pub(super) fn centres(areas: Option<&Json>) -> Centres {
    let centre = |feature: &Json| {
        let own = &feature["properties"];
        let text = |key: &str| own[key].as_str().map(str::to_owned);
        let [x, y] = CENTRE.map(|key| own[key].as_f64());
        Some(((text("level")?, text("code")?), [x?, y?]))
    };
    features(areas).filter_map(centre).collect()
}

/// Whether the centre of an area lies on the sheet around it, in whole metres.
fn has_centre(properties: &Map<String, Json>, geometry: &Json) -> bool {
    let [x, y] = CENTRE.map(|key| properties.get(key).and_then(Json::as_f64));
    let (Some(x), Some(y)) = (x, y) else {
        return false;
    };
    let centre = in_degrees(x, y);
    let mut places: Vec<[f64; 2]> = Vec::new();
    for ring in geometry["coordinates"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_array)
        .flatten()
    {
        for point in ring.as_array().into_iter().flatten() {
            places.extend(
                point[0]
                    .as_f64()
                    .zip(point[1].as_f64())
                    .map(<[f64; 2]>::from),
            );
        }
    }
    let is_between = |axis: usize| {
        let lowest = places
            .iter()
            .map(|place| place[axis])
            .fold(f64::INFINITY, f64::min);
        let highest = places
            .iter()
            .map(|place| place[axis])
            .fold(f64::NEG_INFINITY, f64::max);
        (lowest - NEAR..=highest + NEAR).contains(&centre[axis])
    };
    x.fract() == 0.0 && y.fract() == 0.0 && is_between(0) && is_between(1)
}

/// Metres of RD as degrees east and north: the series of Schreutelkamp and Strang van Hees (2001), within a metre.
fn in_degrees(x: f64, y: f64) -> [f64; 2] {
    const EAST: [(i32, i32, f64); 12] = [
        (1, 0, 5260.52916),
        (1, 1, 105.94684),
        (1, 2, 2.45656),
        (3, 0, -0.81885),
        (1, 3, 0.05594),
        (3, 1, -0.05607),
        (0, 1, 0.01199),
        (3, 2, -0.00256),
        (1, 4, 0.00128),
        (0, 2, 0.00022),
        (2, 0, -0.00022),
        (5, 0, 0.00026),
    ];
    const NORTH: [(i32, i32, f64); 11] = [
        (0, 1, 3235.65389),
        (2, 0, -32.58297),
        (0, 2, -0.2475),
        (2, 1, -0.84978),
        (0, 3, -0.0655),
        (2, 2, -0.01709),
        (1, 0, -0.00738),
        (4, 0, 0.0053),
        (2, 3, -0.00039),
        (4, 1, 0.00033),
        (1, 1, -0.00012),
    ];
    let (x, y) = ((x - 155_000.0) * 1e-5, (y - 463_000.0) * 1e-5);
    let [east, north] = [&EAST[..], &NORTH].map(|terms| series(terms, x, y) / 3600.0);
    [5.387_206_21 + east, 52.155_174_4 + north]
}

/// A series in two numbers: the powers of each, and their factor.
pub(super) fn series(terms: &[(i32, i32, f64)], x: f64, y: f64) -> f64 {
    let terms = terms.iter();
    terms
        .map(|(of_x, of_y, factor)| factor * x.powi(*of_x) * y.powi(*of_y))
        .sum()
}

fn has_only(object: &Map<String, Json>, keys: &[&str]) -> bool {
    object.len() == keys.len() && keys.iter().all(|key| object.contains_key(*key))
}

/// What the tables say of each area, by level and code.
fn numbers(tables: &Tables) -> BTreeMap<[&str; 2], Numbers<'_>> {
    let mut numbers: BTreeMap<[&str; 2], Numbers> = BTreeMap::new();
    for table in tables.by_name.values() {
        let columns = table.layout.columns;
        let is_left_out =
            ["expected", "signals", "look_first", "external"].contains(&table.layout.name);
        if is_left_out || !columns.contains(&"level") || !columns.contains(&"area") {
            continue;
        }
        for row in &table.rows {
            let at = [table.text(row, "level"), table.text(row, "area")];
            numbers.entry(at).or_default().extend(of_row(table, row));
        }
    }
    numbers
}

fn of_row<'a>(table: &'a Table, row: &'a [String]) -> impl Iterator<Item = (String, &'a str)> {
    let layout = table.layout;
    let is_word = |column: &&&str| !WORDS.contains(*column);
    let told = layout.columns[..layout.keys].iter().filter(is_word);
    let told = told.map(|column| table.text(row, column));
    let told = std::iter::once("")
        .chain(told)
        .collect::<Vec<_>>()
        .join(".");
    let before = if layout.name == "areas" {
        String::new()
    } else {
        format!("{}.", layout.name)
    };
    let columns = layout.columns[layout.keys..].iter().filter(is_word);
    columns.map(move |column| (format!("{before}{column}{told}"), table.text(row, column)))
}

fn problem(
    feature: &Json,
    (numbers, has_one): (&BTreeMap<[&str; 2], Numbers>, bool),
    tables: &Tables,
) -> Option<String> {
    let object = feature.as_object()?;
    let properties = object.get("properties").and_then(Json::as_object);
    let (Some(properties), true) = (
        properties,
        has_only(object, &["type", "id", "properties", "geometry"]),
    ) else {
        return Some("has a feature that is no area".into());
    };
    let text = |key: &str| {
        properties
            .get(key)
            .and_then(Json::as_str)
            .unwrap_or_default()
    };
    let (level, code) = (text("level"), text("code"));
    if feature["id"] != code || !is_border(&feature["geometry"]) {
        return Some(format!("{code}: is no area with borders"));
    }
    let mut own = numbers.get(&[level, code]).cloned().unwrap_or_default();
    if level == "gemeente" && has_one {
        // What was counted of it stands under `all`.
        own.extend(numbers.get(&[level, "all"]).cloned().unwrap_or_default());
    }
    let mut left: BTreeSet<&String> = properties.keys().collect();
    for key in ["level", "code", "name"].into_iter().chain(CENTRE) {
        left.retain(|left| *left != key);
    }
    if tables.printing.is_none() {
        left.retain(|left| *left != MARK.0);
        if text(MARK.0) != MARK.1 {
            return Some(format!("{code}: is not marked {}", MARK.1));
        }
    }
    if !has_centre(properties, &feature["geometry"]) {
        return Some(format!("{code}: has no centre on its sheet"));
    }
    let is_said = |(key, number): (&String, &&str)| match properties.get(key) {
        Some(Json::Null) => number.is_empty(),
        Some(Json::Number(said)) => {
            let said = said.as_f64();
            said.is_some() && said == number.parse().ok()
        }
        _ => false,
    };
    let names: BTreeSet<&String> = own.keys().collect();
    (left != names || !own.iter().all(is_said))
        .then(|| format!("{code}: does not say what is published"))
}

/// Polygons in the Netherlands, in degrees of at most 7 decimals: no place for anything else.
fn is_border(geometry: &Json) -> bool {
    let Some(object) = geometry.as_object() else {
        return false;
    };
    let is_degree = |number: &Json, from: f64, to: f64| {
        let text = number.to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        let number = number.as_f64();
        decimals <= 7 && number.is_some_and(|number| (from..=to).contains(&number))
    };
    let is_point = |point: &Json| {
        let point = point.as_array().map(Vec::as_slice);
        matches!(point, Some([east, north]) if is_degree(east, 2.0, 7.5) && is_degree(north, 50.5, 56.0))
    };
    let all = |list: &Json, is_good: &dyn Fn(&Json) -> bool| {
        list.as_array().is_some_and(|list| list.iter().all(is_good))
    };
    has_only(object, &["type", "coordinates"])
        && geometry["type"] == "MultiPolygon"
        && all(&geometry["coordinates"], &|polygon| {
            all(polygon, &|ring| all(ring, &is_point)) && runs_well(polygon)
        })
}

/// Closed rings: the first counter-clockwise, the holes clockwise.
fn runs_well(polygon: &Json) -> bool {
    let rings = polygon.as_array().into_iter().flatten();
    let surface = |ring: &Json| -> Option<f64> {
        let place = |point: &Json| Some((point[0].as_f64()?, point[1].as_f64()?));
        let places: Option<Vec<(f64, f64)>> = ring.as_array()?.iter().map(place).collect();
        let places = places.filter(|all| all.len() > 3 && all.first() == all.last())?;
        let first = places[0];
        let triangles = places.windows(2).map(|pair| {
            let [from, to] = [pair[0], pair[1]].map(|(x, y)| (x - first.0, y - first.1));
            from.0 * to.1 - to.0 * from.1
        });
        Some(triangles.sum())
    };
    let runs = |(place, ring): (usize, &Json)| {
        surface(ring).is_some_and(|surface| (surface > 0.0) == (place == 0))
    };
    { rings }.enumerate().all(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::layout::LAYOUT;

    const SHAPE: &str = "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[4.8,52.4],[4.9,52.4],[4.9,52.5],[4.8,52.4]]]]}";
    const NUMBERS: &str = "\"households\":120,\"households_1_or_more\":30,\"households_2_or_more\":null,\"households_3_or_more\":null,\
        \"share_1_or_more\":0.25,\"share_2_or_more\":null,\"share_3_or_more\":null,\
        \"service_by_area.households.ggz\":null,\"service_by_area.share.ggz\":null";

    fn problems(level: &str, numbers: &str, shape: &str) -> usize {
        let table = |name: &str, row: &[&str]| {
            let layout = LAYOUT.iter().find(|layout| layout.name == name).unwrap();
            let rows = vec![row.iter().map(|text| (*text).to_owned()).collect()];
            (layout.name, Table { layout, rows })
        };
        let area = if level == "gemeente" { "all" } else { "W1" };
        let own = [
            level, area, "", "120", "rounded", "30", "", "", "0.250000", "", "",
        ];
        let tables = Tables {
            by_name: [
                table("areas", &own),
                table("service_by_area", &["ggz", level, area, "", "hidden", ""]),
            ]
            .into(),
            printing: super::super::printing::Printing::of("k5", false),
        };
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"description\":\"{DESCRIPTION}\",\"features\":[\
             {{\"type\":\"Feature\",\"id\":\"W1\",\"properties\":{{\"level\":\"{level}\",\"code\":\"W1\",\"name\":\"Oost\",\"centre_x\":118000,\"centre_y\":493000,{numbers}}},\
             \"geometry\":{shape}}}]}}"
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), text).unwrap();
        let mut verdict = Verdict::default();
        check(read(folder.path()).as_ref(), &tables, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn an_area_that_says_what_is_published_holds() {
        assert_eq!(problems("wijk", NUMBERS, SHAPE), 0);
        assert_eq!(problems("gemeente", NUMBERS, SHAPE), 0);
    }

    #[test]
    fn a_number_that_is_not_published_is_found_wherever_it_is_put() {
        for (from, to) in [
            (":120", ":121"),
            ("households_2_or_more\":null", "households_2_or_more\":0"),
            ("households.ggz\":null", "households.ggz\":5"),
            (",\"share_2_or_more\":null", ""),
            ("\"households\"", "\"extra\":1,\"households\""),
            (":120", ":\"120\""),
        ] {
            assert!(NUMBERS.contains(from));
            assert_eq!(
                problems("wijk", &NUMBERS.replacen(from, to, 1), SHAPE),
                1,
                "{to}"
            );
        }
        for (from, to) in [
            ("4.9,52.5", "4.90000001,52.5"),
            ("4.9,52.5", "4.9,52.5,7"),
            ("[4.9,52.4],[4.9,52.5]", "[4.9,52.5],[4.9,52.4]"),
            ("[4.8,52.4]]", "[4.8,52.41]]"),
            ("\"type\"", "\"extra\":1,\"type\""),
        ] {
            assert!(SHAPE.contains(from));
            assert_eq!(
                problems("wijk", NUMBERS, &SHAPE.replacen(from, to, 1)),
                1,
                "{to}"
            );
        }
    }
}
