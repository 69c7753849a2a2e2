//! The wijken and buurten of a made-up district: sizes, who lives there, codes and names.

use std::fmt::Write as _;

/// What a wijk is like. Shares are from 0 to 1.
#[derive(Debug)]
pub(super) struct Wijk {
    /// A made-up name.
    pub(super) name: &'static str,
    /// How many households it has, relative to the other wijken.
    pub(super) households: f64,
    /// Share of households of one person.
    pub(super) singles: f64,
    /// Share of households with children.
    pub(super) families: f64,
    /// How often the head of a household is 65 or older; 1 is usual.
    pub(super) elderly: f64,
    /// How often its people need income support and debt help; 1 is usual.
    pub(super) need: f64,
    /// Share of dwellings in a block of flats.
    pub(super) flats: f64,
    /// How many buurten it has.
    pub(super) buurten: usize,
}

macro_rules! wijken {
    ($($name:literal $households:literal $singles:literal $families:literal $elderly:literal $need:literal $flats:literal $buurten:literal;)*) => {
        /// The wijken of a district, from its south to its north. Sizes and shares are like those of the wijken of a Dutch town on a river.
        pub(super) const WIJKEN: [Wijk; 19] = [$(Wijk {
            name: $name, households: $households, singles: $singles, families: $families,
            elderly: $elderly, need: $need, flats: $flats, buurten: $buurten,
        },)*];
    };
}

wijken! {
    "Zuiderdam"       6.1 0.40 0.36 0.8 1.5 0.45 3;
    "Poelkwartier"    3.5 0.37 0.45 0.7 2.2 0.70 2;
    "Hoornweide"      4.9 0.40 0.36 1.1 1.8 0.60 3;
    "Molenveld"       4.3 0.47 0.28 1.1 1.4 0.55 3;
    "Kogerzijde"      2.2 0.41 0.37 0.7 1.4 0.25 2;
    "Noorderdam"      3.0 0.35 0.31 1.5 1.0 0.20 3;
    "Oude Werf"       2.4 0.40 0.29 1.0 0.9 0.35 2;
    "Westerdam"       3.8 0.42 0.31 1.0 1.0 0.30 3;
    "Nieuwland"       5.4 0.30 0.42 0.8 0.8 0.15 3;
    "Oude Oever"      2.2 0.38 0.36 0.9 0.9 0.15 2;
    "Westerkade"      2.8 0.27 0.35 1.6 0.8 0.10 2;
    "Dijkzicht"       1.6 0.44 0.28 1.0 1.0 0.20 2;
    "Roosveld"        2.3 0.27 0.45 1.1 0.8 0.10 2;
    "Veerhaven"       5.9 0.43 0.30 1.1 1.2 0.30 3;
    "Oosterkrom"      4.0 0.44 0.29 1.3 1.1 0.35 3;
    "Westerkrom"      4.0 0.27 0.41 1.2 0.8 0.10 3;
    "Zuiderpolder"    3.3 0.29 0.39 1.1 0.7 0.05 3;
    "Noorderpolder"   5.7 0.20 0.59 0.4 0.6 0.05 3;
    "Lint"            2.0 0.30 0.38 1.1 0.6 0.02 3;
}

/// The wijk that gets half the services that its people would lead one to expect: something to find.
pub(super) const UNDER_SERVED: usize = 7;

/// How many buurten a district has.
pub(super) const BUURTEN: usize = 50;

/// The municipality's number in codes; a further district takes the number before.
pub(super) const GEMEENTE: u64 = 999;

/// The wijk of each buurt of a district.
pub(super) fn wijk_of_buurt() -> [usize; BUURTEN] {
    let mut wijk_of = [0; BUURTEN];
    let wijken = WIJKEN.iter().enumerate();
    let places = wijken.flat_map(|(place, wijk)| std::iter::repeat_n(place, wijk.buurten));
    for (slot, place) in wijk_of.iter_mut().zip(places) {
        *slot = place;
    }
    wijk_of
}

/// The first buurt of a wijk, as a place in the district.
pub(super) fn first_buurt(wijk: usize) -> usize {
    WIJKEN[..wijk].iter().map(|one| one.buurten).sum()
}

/// The code of a wijk: `WK` and six digits.
pub(super) fn wijk_code(district: u64, wijk: usize) -> String {
    format!("WK{:04}{:02}", GEMEENTE - district, wijk + 1)
}

/// The code of a buurt: `BU` and eight digits, the first six those of its wijk.
pub(super) fn buurt_code(district: u64, buurt: usize, wijk: usize) -> String {
    let number = buurt - first_buurt(wijk) + 1;
    format!("BU{:04}{:02}{number:02}", GEMEENTE - district, wijk + 1)
}

/// The name of a wijk; from the second district on with its number behind.
pub(super) fn wijk_name(district: u64, wijk: usize) -> String {
    let mut name = WIJKEN[wijk].name.to_owned();
    if district > 0 {
        // Writing to a String cannot fail.
        let _ = write!(name, " {}", district + 1);
    }
    name
}

/// The name of a buurt: of its wijk, and where it lies in it.
pub(super) fn buurt_name(district: u64, buurt: usize, wijk: usize) -> String {
    let parts: &[&str] = match WIJKEN[wijk].buurten {
        2 => &["Zuid", "Noord"],
        _ => &["Zuid", "Midden", "Noord"],
    };
    let part = parts[buurt - first_buurt(wijk)];
    format!("{} {part}", wijk_name(district, wijk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_has_nineteen_wijken_and_fifty_buurten() {
        let buurten: usize = WIJKEN.iter().map(|wijk| wijk.buurten).sum();
        assert_eq!((WIJKEN.len(), buurten), (19, BUURTEN));
        assert_eq!(wijk_of_buurt()[BUURTEN - 1], 18);
    }

    #[test]
    fn codes_are_those_of_the_statistical_office() {
        assert_eq!(wijk_code(0, 0), "WK099901");
        assert_eq!(buurt_code(0, 4, 1), "BU09990202");
        assert_eq!(buurt_name(1, 4, 1), "Poelkwartier 2 Noord");
    }
}
