//! House-number additions that do not behave like additions, judged by who lives where.
//!
//! Additions part the homes of one number: A is beside B, 3 beside 2, and each has people of its own. A word for no
//! addition stands where nothing else does, or parts a household.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::identified::settings::Field;

/// The columns of additions.
const FIELDS: [Field; 2] = [Field::HouseLetter, Field::HouseNumberSuffix];

/// The numbers of a street that a text must be at, and the part of all of them, before it is held against the others.
const MANY_PLACES: u64 = 5;
const SHARE_OF_PLACES: u64 = 50;
/// The places at which it should have company by the habit of the others, and how many times fewer it has.
const COMPANY_MISSED: u64 = 7;
const TIMES_FEWER: u64 = 4;
/// The part of its places at which an addition that is lost in some rows may part a household.
const SHARE_PARTED: u64 = 4;

/// An addition: its column, and the text as a number.
type Addition = (Field, u64);

/// A letter and addition, and who lives there.
type Home = ([Option<u64>; 2], u64);

/// Who lives where.
#[derive(Default)]
pub(super) struct AdditionStudy {
    /// By postcode and house number: the letter and addition, and the household, of each row.
    places: HashMap<u64, BTreeSet<Home>>,
    /// The additions that are numbers.
    numbers: BTreeMap<(Field, u32), u64>,
    row: [Option<u64>; 2],
}

/// How one addition stands.
#[derive(Default)]
struct Standing {
    places: u64,
    /// Where others live at the same number with another addition or none.
    with_others: u64,
    /// Where its own people live at the same number without it.
    parted: u64,
}

impl AdditionStudy {
    /// Looks at an addition of the row.
    pub(super) fn add(&mut self, field: Field, key: u64, text: &str) {
        if let Some(place) = FIELDS.iter().position(|one| *one == field) {
            self.row[place] = Some(key);
            if let Ok(number) = text.parse() {
                self.numbers.insert((field, number), key);
            }
        }
    }

    /// Takes in the row: where it is, and who lives there.
    pub(super) fn end_row(&mut self, place: Option<u64>, people: u64) {
        let additions = std::mem::take(&mut self.row);
        if let Some(place) = place {
            let homes = self.places.entry(place).or_default();
            homes.insert((additions, people));
        }
    }

    /// The additions that do not behave as the others do.
    pub(super) fn suspects(&self) -> BTreeSet<Addition> {
        let mut standings: BTreeMap<Addition, Standing> = BTreeMap::new();
        for homes in self.places.values() {
            for (column, field) in FIELDS.into_iter().enumerate() {
                let values: BTreeSet<u64> =
                    homes.iter().filter_map(|(home, _)| home[column]).collect();
                for value in values {
                    let standing = standings.entry((field, value)).or_default();
                    standing.add(homes, column, value);
                }
            }
        }
        let (places, with_others) = standings.values().fold((0, 0), |(places, others), one| {
            (places + one.places, others + one.with_others)
        });
        let all = self.places.len() as u64;
        let is_suspect = |(addition, one): (&Addition, &Standing)| {
            let rest = (places - one.places, with_others - one.with_others);
            let is_one = one.places >= MANY_PLACES
                && (one.parts_households()
                    || one.is_alone(rest, all)
                    || self.is_no_rung(*addition));
            is_one.then_some(*addition)
        };
        standings.iter().filter_map(is_suspect).collect()
    }

    /// Whether it is a number of which neither the one below nor the one above is an addition: 9999.
    fn is_no_rung(&self, (field, key): Addition) -> bool {
        let mut numbers = self.numbers.iter();
        let Some(((_, number), _)) = numbers.find(|((one, _), of)| *one == field && **of == key)
        else {
            return false;
        };
        let is_there = |number: u32| self.numbers.contains_key(&(field, number));
        *number > 1 && !is_there(number - 1) && !is_there(number.saturating_add(1))
    }
}

impl Standing {
    fn add(&mut self, homes: &BTreeSet<Home>, column: usize, value: u64) {
        let (mine, rest): (Vec<_>, Vec<_>) = homes
            .iter()
            .partition(|(home, _)| home[column] == Some(value));
        let is_mine = |people: u64| mine.iter().any(|(_, one)| *one == people);
        self.places += 1;
        self.with_others += u64::from(
            rest.iter().any(|(_, people)| !is_mine(*people))
                || mine.iter().any(|(home, _)| home != &mine[0].0),
        );
        let mut without = rest.iter().filter(|(home, _)| home[column].is_none());
        self.parted += u64::from(without.any(|(_, people)| is_mine(*people)));
    }

    const fn parts_households(&self) -> bool {
        self.parted >= MANY_PLACES && self.parted * SHARE_PARTED >= self.places
    }

    /// Whether the others, at so many places and in company at so many of them, would have had company more often. Where
    /// few do, the extract holds too few homes to tell.
    const fn is_alone(&self, (places, with_others): (u64, u64), all: u64) -> bool {
        self.places * SHARE_OF_PLACES >= all
            && with_others * 2 >= places
            && self.places * with_others >= COMPANY_MISSED * places
            && self.with_others * TIMES_FEWER * places < self.places * with_others
            && places > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The suspects among additions as `[number, addition, household]`; an addition of 0 is not one.
    fn suspects(rows: impl IntoIterator<Item = [u64; 3]>) -> Vec<u64> {
        let mut study = AdditionStudy::default();
        for [number, addition, people] in rows {
            if addition > 0 {
                study.add(Field::HouseNumberSuffix, addition, &addition.to_string());
            }
            study.end_row(Some(number), people);
        }
        study.suspects().into_iter().map(|(_, key)| key).collect()
    }

    /// Ten numbers with homes 1 and 2, and thirty without any addition.
    fn street() -> impl Iterator<Item = [u64; 3]> {
        let flats =
            (0..10).flat_map(|number| [1, 2].map(|home| [number, home, number * 10 + home]));
        flats.chain((100..130).map(|number| [number, 0, number]))
    }

    #[test]
    fn an_addition_without_company_where_others_have_it_is_a_suspect() {
        let alone = (200..210).map(|number| [number, 3, number]);
        assert_eq!(suspects(street().chain(alone)), [3]);
        let beside_none = (200..210).flat_map(|number| [[number, 3, 1], [number, 0, 2]]);
        assert!(suspects(street().chain(beside_none)).is_empty());
    }

    #[test]
    fn an_extract_with_few_homes_of_a_number_tells_nothing_of_company() {
        let apart = (200..260).map(|number| [number, 1 + number % 3, number]);
        assert!(suspects(apart).is_empty());
    }

    #[test]
    fn an_addition_that_parts_households_is_a_suspect() {
        let parted = |parted: u64| {
            let lost = (200..200 + parted).map(|number| [number, 0, number]);
            (200..220).map(|number| [number, 3, number]).chain(lost)
        };
        let beside = || (200..220).map(|number| [number, 2, 5]);
        assert_eq!(suspects(parted(5).chain(beside())), [3]);
        assert!(suspects(parted(4).chain(beside())).is_empty());
    }

    #[test]
    fn a_number_without_neighbours_at_five_places_is_a_suspect() {
        let far = (0..5).map(|number| [number, 9999, number + 500]);
        assert_eq!(suspects(street().chain(far)), [9999]);
        let far = (0..4).map(|number| [number, 9999, number + 500]);
        assert!(suspects(street().chain(far)).is_empty());
    }
}
