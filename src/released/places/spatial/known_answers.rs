//! What esda and libpysal give for the wijken and buurten of Zaanstad, where the figures are at hand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

/// Requires two numbers to be within `margin` of each other.
pub(super) fn is_near(own: f64, theirs: f64, margin: f64) {
    assert!((own - theirs).abs() <= margin, "{own} {theirs}");
}

/// The neighbours of each area.
pub(super) fn sets(neighbours: &[&[usize]]) -> Vec<BTreeSet<usize>> {
    let set = |of: &&[usize]| of.iter().copied().collect();
    neighbours.iter().map(set).collect()
}

/// Calls `compare` with the values of an indicator by code, the neighbours of each area, and what is known of them.
pub(super) fn of_zaanstad(compare: impl Fn(&[Option<f64>], &[BTreeSet<usize>], &Json)) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}{name}"));
    let Ok(known) = read("known-answers/spatial_zaanstad.json") else {
        eprintln!("not checked: the figures of Zaanstad are not here");
        return;
    };
    let known: Json = serde_json::from_str(&known).unwrap();
    for level in ["wijken", "buurten"] {
        let known = &known[format!("{level}_2017")];
        let queen = known["queen"].as_object().unwrap();
        let codes: BTreeSet<&str> = queen.keys().map(String::as_str).collect();
        let place = |code: &Json| {
            let mut codes = codes.iter();
            codes.position(|one| code == one).unwrap()
        };
        let of = |code: &&str| queen[*code].as_array().unwrap().iter().map(place).collect();
        let neighbours: Vec<BTreeSet<usize>> = codes.iter().map(of).collect();
        let figures = read(&format!("geo/zaanstad_{level}_2017_cbs.csv")).unwrap();
        let mut lines = figures.lines().map(|line| line.split(','));
        let names: Vec<&str> = lines.next().unwrap().collect();
        let rows: BTreeMap<&str, Vec<&str>> = lines
            .map(|mut row| (row.next().unwrap(), row.collect()))
            .collect();
        for indicator in ["p_65_eo_jr", "p_eenp_hh", "p_n_w_al"] {
            let column = names.iter().position(|name| *name == indicator).unwrap() - 1;
            let values = codes.iter().map(|code| rows[code][column].parse().ok());
            compare(&values.collect::<Vec<_>>(), &neighbours, &known[indicator]);
        }
    }
}
