//! A made-up country: many wijken with their borders, and sixty numbers of each.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::counts::add_level;
use super::{
    Area, Areas, Level, PUBLIC_TABLES, ReleaseTables, Table, Value, all_services, chance, count,
    share, table, tables, text,
};

/// Between two corners of a wijk its border has so many points less one: 20 in all.
const STEPS: usize = 5;

/// The side of a wijk in metres.
const SIDE: f64 = 3_400.0;

/// Age bands and types of households, and the share of each.
const GROUPS: [(&str, &str, f64); 11] = [
    ("age_band", "0-24", 0.05),
    ("age_band", "25-44", 0.31),
    ("age_band", "45-64", 0.35),
    ("age_band", "65-74", 0.16),
    ("age_band", "75+", 0.13),
    ("household_type", "single", 0.36),
    ("household_type", "couple", 0.27),
    ("household_type", "couple_children", 0.27),
    ("household_type", "single_parent", 0.08),
    ("household_type", "other", 0.01),
    ("household_type", "institution", 0.01),
];

const FIGURES: [&str; 6] = [
    "inhabitants",
    "homes",
    "ses_woa",
    "woz",
    "distance_daycare",
    "distance_supermarket",
];

/// The tables and the borders of a country of so many wijken.
pub(in super::super) fn country(wijken: usize) -> (ReleaseTables, Areas) {
    let mut all = tables();
    let own = |table: &Table| !["areas", "stacking"].contains(&table.name);
    let stacking = all.tables.iter().find(|table| table.name == "stacking");
    let mut stacking: Vec<Vec<Value>> = stacking.unwrap().rows.clone();
    stacking.retain(|row| row[1] != text("wijk"));
    for wijk in 0..wijken {
        let use_factor = 0.45 + 1.3 * chance(wijk);
        add_level(
            &mut stacking,
            "wijk",
            &code(wijk),
            households(wijk) / 68_960.0,
            use_factor,
        );
    }
    all.tables.retain(own);
    all.tables.extend([
        table("stacking", stacking),
        table("areas", areas(wijken)),
        table("service_by_area", (0..wijken).flat_map(services).collect()),
        table("population", (0..wijken).flat_map(population).collect()),
        figures(wijken),
    ]);
    let side = (1..=wijken).find(|side| side * side >= wijken).unwrap();
    let area = |wijk: usize| {
        let (outline, shape) = square(wijk % side, wijk / side);
        Area {
            level: Level::Wijk,
            code: code(wijk),
            name: name(wijk),
            outline,
            shape,
        }
    };
    (all, Areas::new((0..wijken).map(area).collect()))
}

fn code(wijk: usize) -> String {
    format!("WK{:04}{:02}", 1 + wijk / 50, wijk % 50)
}

fn name(wijk: usize) -> String {
    const FRONT: [&str; 8] = [
        "Ooster", "Wester", "Noorder", "Zuider", "Molen", "Haven", "Kerk", "Nieuw",
    ];
    const BACK: [&str; 8] = [
        "kwartier",
        "buurt",
        "polder",
        "veld en omgeving",
        "dorp",
        "weide",
        "oever",
        "park",
    ];
    let ends = ["", " Noord", " Oost", " Zuid", " West"];
    format!(
        "{}{}{}",
        FRONT[wijk % 8],
        BACK[wijk / 8 % 8],
        ends[wijk / 64 % 5]
    )
}

fn households(wijk: usize) -> f64 {
    400.0 + 4_600.0 * chance(wijk + 7)
}

/// A count of a wijk that is this part of its households, its status, and its share.
fn part(wijk: usize, of_all: f64) -> [Value; 3] {
    let (all, _) = count(households(wijk));
    let (number, status) = count(households(wijk) * of_all);
    let share = share(&number, &all);
    [number, status, share]
}

/// The gemeente, as in the headline, and its wijken.
fn areas(wijken: usize) -> Vec<Vec<Value>> {
    let of_wijk = |wijk| {
        let users = 0.1 + 0.3 * chance(wijk);
        area(
            [text("wijk"), text(&code(wijk)), text(&name(wijk))],
            households(wijk),
            users,
        )
    };
    let gemeente = area(["gemeente", "all", ""].map(text), 68_960.0, 0.24);
    [gemeente]
        .into_iter()
        .chain((0..wijken).map(of_wijk))
        .collect()
}

/// An area where a share of the households has a service.
fn area(keys: [Value; 3], households: f64, users: f64) -> Vec<Value> {
    let (all, status) = count(households);
    let with = [1.0, 0.59, 0.33].map(|more| {
        let (number, _) = count(households * users * more);
        let share = share(&number, &all);
        (number, share)
    });
    let counts = with.each_ref().map(|(number, _)| number.clone());
    let shares = with.map(|(_, share)| share);
    let keys = keys.into_iter().chain([all, status]);
    keys.chain(counts).chain(shares).collect()
}

fn services(wijk: usize) -> Vec<Vec<Value>> {
    let row = |(place, service): (usize, super::Of)| {
        let of_all = service.households / 68_960.0 * (0.5 + chance(wijk * 40 + place));
        let keys = [text(service.code), text("wijk"), text(&code(wijk))];
        keys.into_iter().chain(part(wijk, of_all)).collect()
    };
    all_services().into_iter().enumerate().map(row).collect()
}

fn population(wijk: usize) -> Vec<Vec<Value>> {
    let row = |(place, (dimension, value, of_all)): (usize, (&str, &str, f64))| {
        let of_all = of_all * (0.5 + chance(wijk * 11 + place));
        let [number, status, _] = part(wijk, of_all);
        let keys = [
            text("wijk"),
            text(&code(wijk)),
            text(dimension),
            text(value),
        ];
        keys.into_iter().chain([number, status]).collect()
    };
    GROUPS.into_iter().enumerate().map(row).collect()
}

fn figures(wijken: usize) -> Table {
    let row = |wijk: usize, place: usize| {
        let tenths = (1_000.0 * chance(wijk * 6 + place)).round();
        vec![
            text("wijk"),
            text(&code(wijk)),
            text(FIGURES[place]),
            Value::Number(tenths / 10.0),
            text("number"),
            Value::Count(2026),
            text("made up"),
        ]
    };
    let rows = (0..FIGURES.len()).flat_map(|place| (0..wijken).map(move |wijk| row(wijk, place)));
    let public = PUBLIC_TABLES
        .iter()
        .find(|table| table.name == "figures")
        .unwrap();
    Table {
        name: public.name,
        columns: public.columns.to_vec(),
        rows: rows.collect(),
    }
}

/// A square of the grid whose borders are bent, each alike on both its sides; in degrees and in metres.
fn square(column: usize, row: usize) -> (MultiPolygon<f64>, MultiPolygon<f64>) {
    let steps = STEPS * 4;
    let corner = |step: usize| {
        let (side, along) = (step / STEPS % 4, step % STEPS);
        let (x, y) = match side {
            0 => (along, 0),
            1 => (STEPS, along),
            2 => (STEPS - along, STEPS),
            _ => (0, STEPS - along),
        };
        let (x, y) = (column * STEPS + x, row * STEPS + y);
        let bend = |seed: usize| 0.4 * chance(x * 7_919 + y * 104_729 + seed);
        (x as f64 + bend(1), y as f64 + bend(2))
    };
    let ring = |scale: f64, left: f64, bottom: f64| {
        let point = |step: usize| {
            let (x, y) = corner(step);
            Coord {
                x: left + x * scale,
                y: bottom + y * scale,
            }
        };
        let points: Vec<Coord<f64>> = (0..=steps).map(point).collect();
        MultiPolygon::new(vec![Polygon::new(LineString::new(points), Vec::new())])
    };
    let metres = SIDE / STEPS as f64;
    (
        ring(metres / 90_000.0, 3.4, 50.8),
        ring(metres, 14_000.0, 307_000.0),
    )
}
