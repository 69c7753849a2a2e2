//! The population of the made-up town in later years, as the statistical office would forecast it: people grow older, some die, and
//! children are born; nobody moves.

use std::fmt::Write as _;
use std::path::Path;

use super::areas::{WIJKEN, wijk_code, wijk_of_buurt};
use super::files::write_file;
use super::inhabitants::{Count, FIVE_YEARS};
use crate::error::Result;

/// The first year, and how many times five years are looked ahead.
const FIRST: u32 = 2026;
const STEPS: u32 = 3;

/// How many of a hundred people are alive five years later, by the begin of their band of five years.
const ALIVE: [(usize, f64); 8] = [
    (0, 1.0),
    (60, 0.97),
    (65, 0.95),
    (70, 0.91),
    (75, 0.83),
    (80, 0.69),
    (85, 0.5),
    (90, 0.25),
];

/// The ages of parents, and their children in five years, per person.
const PARENTS: std::ops::Range<usize> = 25 / 5..40 / 5;
const CHILDREN: f64 = 0.27;

/// What the agreement says of the file.
pub(super) const AGREED: &str = "
# How many people of each age there will be: how many would use what, if they keep using it as now.
[[forecast]]
file   = \"analyst/bevolking-2041.csv\"
source = \"verzonnen, als de regionale prognose van PBL en CBS\"
";

/// Persons by bands of five years.
type Ages = [f64; FIVE_YEARS];

/// Writes `bevolking-2041.csv` into the folder of the analyst: columns as CBS has them, a row per wijk, age and year.
pub(super) fn write(districts: &[Vec<Count>], folder: &Path) -> Result<()> {
    let (wijk_of, mut text) = (
        wijk_of_buurt(),
        String::from("\"RegioS\";\"Leeftijd\";\"Perioden\";\"TotaleBevolking_1\"\n"),
    );
    for (district, buurten) in (0..).zip(districts) {
        for wijk in 0..WIJKEN.len() {
            let mut count = Count::default();
            let own = buurten.iter().zip(wijk_of).filter(|(_, of)| *of == wijk);
            own.for_each(|(buurt, _)| count.add(buurt));
            let mut ages = count.five_years.map(f64::from);
            for step in 0..=STEPS {
                put(
                    &wijk_code(district, wijk),
                    FIRST + 5 * step,
                    &ages,
                    &mut text,
                );
                ages = five_years_later(&ages);
            }
        }
    }
    write_file(&folder.join("bevolking-2041.csv"), text.as_bytes())
}

/// The rows of a wijk in a year, rounded to 5 as the office does.
fn put(code: &str, year: u32, ages: &Ages, text: &mut String) {
    for (place, persons) in ages.iter().enumerate() {
        let from = 5 * place;
        let age = if place + 1 == FIVE_YEARS {
            format!("{from} jaar of ouder")
        } else {
            format!("{from} tot {} jaar", from + 5)
        };
        let persons = (persons / 5.0).round() * 5.0;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\"{code:<10}\";\"{age}\";\"{year}JJ00\";{persons:.0}");
    }
}

fn five_years_later(ages: &Ages) -> Ages {
    let mut later = [0.0; FIVE_YEARS];
    for (place, persons) in ages.iter().enumerate() {
        let alive = ALIVE.iter().rfind(|(from, _)| *from <= 5 * place);
        let alive = alive.map_or(1.0, |(_, alive)| *alive);
        later[(place + 1).min(FIVE_YEARS - 1)] += persons * alive;
    }
    later[0] = ages[PARENTS].iter().sum::<f64>() * CHILDREN;
    later
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_grow_older_and_fewer_and_children_are_born() {
        let mut ages = [0.0; FIVE_YEARS];
        (ages[5], ages[13], ages[19]) = (100.0, 100.0, 100.0);
        let later = five_years_later(&ages);
        let expected = [(0, 27.0), (6, 100.0), (14, 95.0), (19, 25.0)];
        for (place, persons) in expected {
            assert!(
                (later[place] - persons).abs() < 1e-9,
                "{place}: {}",
                later[place]
            );
        }
        assert!((later.iter().sum::<f64>() - 247.0).abs() < 1e-9);
    }

    #[test]
    fn a_row_is_written_as_the_office_does() {
        let mut text = String::new();
        put("WK099901", 2031, &[12.0; FIVE_YEARS], &mut text);
        assert!(text.starts_with("\"WK099901  \";\"0 tot 5 jaar\";\"2031JJ00\";10\n"));
        assert!(text.ends_with("\"WK099901  \";\"95 jaar of ouder\";\"2031JJ00\";10\n"));
    }
}
