//! Facilities of the made-up town, and three things that are wrong with them.
//!
//! Each buurt has a school, a practice and a room for the aged, with more places for each where more people of their
//! group live. Three wijken differ: what a list of mismatches is to find, and nothing else.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::areas::{BUURTEN, buurt_code, buurt_name, first_buurt, wijk_code, wijk_of_buurt};
use super::files::write_file;
use super::geometry::centres;
use super::inhabitants::Count;
use super::plan::Plan;
use crate::error::Result;

/// The wijk that aged around its schools, Noorderdam: they have so many times the places that its families need.
const AGED: usize = 5;
const SPARE: f64 = 1.7;

/// The new estate without a doctor, Noorderpolder.
const ESTATE: usize = 17;

/// The wijk whose room for the aged is over the canal, Westerkade, and the buurt that it is in.
const ACROSS: usize = 10;
const BRIDGE: usize = 13;

/// Minutes around by the bridge, from the buurten of that wijk, and from the buurt that the room is in.
const AROUND: [u32; 2] = [25, 30];
const BESIDE: u32 = 6;

/// Places in a school for a family, patients to a household, and places for a household of 75 and older, where a group
/// is as large as in the average wijk.
const PLACES: [f64; 3] = [0.6, 2.2, 0.1];

/// The shares of families and of the aged in the average wijk.
const USUAL: [f64; 2] = [0.37, 0.12];

/// What is wrong, as a list of mismatches should name it: the type, the place of the wijk, and what is without what.
const PLANTED: [(&str, usize, &str); 3] = [
    ("basisschool", AGED, "facility_without_target"),
    ("huisarts", ESTATE, "target_without_facility"),
    ("huiskamer", ACROSS, "target_without_facility"),
];

/// What the truth says of the facilities.
pub(super) fn planted(plan: &Plan) -> Vec<Value> {
    let of_district = |district: u64| {
        PLANTED.map(|(kind, wijk, what)| {
            json!({"facility_type": kind, "level": "wijk", "area": wijk_code(district, wijk), "what": what})
        })
    };
    (0..plan.districts()).flat_map(of_district).collect()
}

/// Writes `facilities.csv` and `minutes.csv` into the folder of the analyst. `districts` says who lives in each buurt.
pub(super) fn write(plan: &Plan, districts: &[Vec<Count>], folder: &Path) -> Result<()> {
    let mut facilities = String::from("soort;naam;lon;lat;capaciteit;openingstijden\n");
    let mut minutes = String::from("van;naar;minuten\n");
    for (district, buurten) in (0..).zip(districts) {
        let places = centres(plan, district);
        put_district(district, buurten, &places, &mut facilities);
        let wijk_of = wijk_of_buurt();
        let bridge = format!("Huiskamer De Brug {}", district + 1);
        let first = first_buurt(ACROSS);
        let ways = (first..).zip(AROUND).chain([(BRIDGE, BESIDE)]);
        for (buurt, minute) in ways {
            let code = buurt_code(district, buurt, wijk_of[buurt]);
            // Writing to a String cannot fail.
            let _ = writeln!(minutes, "{code};{bridge};{minute}");
        }
    }
    write_file(&folder.join("facilities.csv"), facilities.as_bytes())?;
    write_file(&folder.join("minutes.csv"), minutes.as_bytes())
}

fn put_district(district: u64, buurten: &[Count], places: &[(f64, f64)], text: &mut String) {
    let wijk_of = wijk_of_buurt();
    let sum = |wijk: usize, of: fn(&Count) -> u32| {
        let own = (0..BUURTEN).filter(|buurt| wijk_of[*buurt] == wijk);
        f64::from(own.map(|buurt| of(&buurten[buurt])).sum::<u32>())
    };
    let more = |wijk: usize, of: fn(&Count) -> u32, usual: f64| {
        sum(wijk, of) / sum(wijk, |count| count.households).max(1.0) / usual
    };
    for (buurt, count) in buurten.iter().enumerate() {
        let wijk = wijk_of[buurt];
        let name = buurt_name(district, buurt, wijk);
        let mut put =
            |kind: &str, name: &str, (east, north): (f64, f64), places: f64, open: &str| {
                // Writing to a String cannot fail.
                let _ = writeln!(
                    text,
                    "{kind};{name};{east:.6};{north:.6};{places:.0};{open}"
                );
            };
        let [families, households, aged] =
            [count.with_children, count.households, count.aged].map(f64::from);
        let spare = if wijk == AGED { SPARE } else { 1.0 };
        let school = families * PLACES[0] * more(wijk, |one| one.with_children, USUAL[0]) * spare;
        put(
            "basisschool",
            &format!("School {name}"),
            places[buurt],
            school,
            "08:30-15:00",
        );
        if wijk != ESTATE {
            let practice = format!("Huisartsen {name}");
            put(
                "huisarts",
                &practice,
                places[buurt],
                households * PLACES[1],
                "08:00-17:00",
            );
        }
        let rooms = aged * PLACES[2] * more(wijk, |one| one.aged, USUAL[1]);
        if buurt == BRIDGE {
            let (here, there) = (places[buurt], places[first_buurt(ACROSS)]);
            let between = (
                f64::midpoint(here.0, there.0),
                f64::midpoint(here.1, there.1),
            );
            let bridge = format!("Huiskamer De Brug {}", district + 1);
            put("huiskamer", &bridge, between, rooms, "dag, avond");
        } else if wijk != ACROSS {
            put(
                "huiskamer",
                &format!("Huiskamer {name}"),
                places[buurt],
                rooms,
                "dag",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::areas::WIJKEN;

    #[test]
    fn the_planted_wijken_are_those_of_the_story() {
        assert!(WIJKEN[AGED].elderly > 1.4 && WIJKEN[ACROSS].elderly > 1.4);
        assert!(WIJKEN[ESTATE].families > 0.5);
        assert_eq!(wijk_of_buurt()[BRIDGE], AGED);
        assert_eq!(WIJKEN[ACROSS].buurten, AROUND.len());
    }

    #[test]
    fn there_is_no_doctor_in_the_estate_and_no_room_in_the_wijk_across() {
        let plan = Plan::new(4096, 7).unwrap();
        let count = Count {
            households: 1000,
            with_children: 300,
            aged: 100,
            ..Count::default()
        };
        let folder = tempfile::tempdir().unwrap();
        write(&plan, &[vec![count; BUURTEN]], folder.path()).unwrap();
        let text = std::fs::read_to_string(folder.path().join("facilities.csv")).unwrap();
        let number = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
        assert_eq!(number("basisschool"), BUURTEN);
        assert_eq!(number("huisarts"), BUURTEN - WIJKEN[ESTATE].buurten);
        assert_eq!(number("huiskamer"), BUURTEN - WIJKEN[ACROSS].buurten);
        let minutes = std::fs::read_to_string(folder.path().join("minutes.csv")).unwrap();
        assert_eq!(minutes.lines().count(), 4);
    }
}
