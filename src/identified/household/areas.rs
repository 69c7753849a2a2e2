//! Wijken and buurten, from columns of the register or by address, as indexes into sorted lists.

use std::collections::{BTreeSet, HashMap};

use super::codes::{Codes, write_code};
use super::resident::NONE;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{Field, RegisterSettings};
use crate::vocabulary::{Area, AreaLevel, Dimension, Dimensions, expected_of_areas, is_cbs_code};

/// The areas of a register. A pair of wijk and buurt has one number, so that a person needs only four bytes.
#[derive(Default)]
pub(super) struct Areas {
    wijken: Codes,
    buurten: Codes,
    pairs: Vec<(u32, u32)>,
    number_of_pair: HashMap<(u32, u32), u32>,
    are_known: bool,
    text: String,
}

/// The sorted lists, and the places in them of each pair.
pub(super) struct ListedAreas {
    /// Wijken, sorted by code.
    pub(super) wijken: Vec<Area>,
    /// Buurten, sorted by code.
    pub(super) buurten: Vec<Area>,
    /// By the number of the pair: place of the wijk, place of the buurt; [`NONE`] for none.
    pub(super) places: Vec<(u32, u32)>,
}

impl Areas {
    /// None yet of those that `settings` name.
    pub(super) fn begin(settings: &RegisterSettings) -> Self {
        let has = |field| settings.extract.columns.contains_key(&field);
        Self {
            are_known: has(Field::Wijk) || has(Field::Buurt) || settings.lookup.is_some(),
            ..Self::default()
        }
    }

    /// Whether areas are known at all.
    pub(super) const fn are_known(&self) -> bool {
        self.are_known
    }

    /// The number of a pair as a table writes it; [`NONE`] when both are empty.
    ///
    /// A CBS code without its letters gets them; a buurt with a CBS code gives its wijk where that is empty.
    pub(super) fn pair(&mut self, wijk: Named, buurt: Named) -> u32 {
        let mut text = std::mem::take(&mut self.text);
        let buurt_place = write_code(&mut text, "BU", 8, buurt.code)
            .map_or(NONE, |code| self.buurten.place(code, buurt.name));
        let derived = text
            .get(2..8)
            .filter(|_| text.starts_with("BU") && is_cbs_code(&text[2..], 8));
        let derived = derived.unwrap_or("").to_owned();
        let wijk_code = if wijk.code.is_empty() {
            &derived
        } else {
            wijk.code
        };
        let wijk_place = write_code(&mut text, "WK", 6, wijk_code)
            .map_or(NONE, |code| self.wijken.place(code, wijk.name));
        self.text = text;
        let pair = (wijk_place, buurt_place);
        if pair == (NONE, NONE) {
            return NONE;
        }
        let pairs = &mut self.pairs;
        *self.number_of_pair.entry(pair).or_insert_with(|| {
            pairs.push(pair);
            u32::try_from(pairs.len() - 1).unwrap_or(NONE)
        })
    }

    /// The first two pairs, of those in which somebody lives, that give one buurt two wijken; where both are asked for.
    pub(super) fn two_wijken(&self, used: &BTreeSet<u32>, asked: Dimensions) -> Option<[u32; 2]> {
        if !asked.has(Dimension::Wijk) || !asked.has(Dimension::Buurt) {
            return None;
        }
        let mut first: HashMap<u32, (u32, u32)> = HashMap::new();
        used.iter().find_map(|number| {
            let (wijk, buurt) = *self.pairs.get(*number as usize)?;
            if wijk == NONE || buurt == NONE {
                return None;
            }
            let (other, before) = *first.entry(buurt).or_insert((wijk, *number));
            (other != wijk).then_some([before, *number])
        })
    }

    /// The lists of areas where `used` holds the numbers of the pairs in which somebody lives.
    ///
    /// Listed is every area of a gemeente where somebody lives, so that no area is listed for one household in it.
    pub(super) fn list(self, used: &BTreeSet<u32>) -> ListedAreas {
        let used = || {
            used.iter()
                .filter_map(|number| self.pairs.get(*number as usize))
        };
        let (wijken, wijk_places) = self.wijken.list(used().map(|pair| pair.0));
        let (buurten, buurt_places) = self.buurten.list(used().map(|pair| pair.1));
        let place =
            |places: &[u32], before: u32| places.get(before as usize).copied().unwrap_or(NONE);
        let places = self
            .pairs
            .iter()
            .map(|(wijk, buurt)| (place(&wijk_places, *wijk), place(&buurt_places, *buurt)));
        ListedAreas {
            places: places.collect(),
            wijken,
            buurten,
        }
    }
}

impl ListedAreas {
    /// Forgets the areas that nothing is counted by.
    pub(super) fn keep_only(&mut self, asked: Dimensions) {
        if !asked.has(Dimension::Wijk) {
            self.wijken.clear();
            self.places.iter_mut().for_each(|(wijk, _)| *wijk = NONE);
        }
        if !asked.has(Dimension::Buurt) {
            self.buurten.clear();
            self.places.iter_mut().for_each(|(_, buurt)| *buurt = NONE);
        }
    }

    /// Refuses areas that cannot be any, where `used` holds the numbers of the pairs in which somebody lives.
    ///
    /// # Errors
    /// A refusal that names the field and what was expected, and no value.
    pub(super) fn refuse_if_none(&self, used: &BTreeSet<u32>, households: usize) -> Result<()> {
        let used = || {
            used.iter()
                .filter_map(|number| self.places.get(*number as usize))
        };
        // A buurt of CBS gives its wijk: when both are wrong, the buurt is what is mapped.
        let buurten = used().map(|places| places.1).collect();
        refuse_if_no_areas(Field::Buurt, &self.buurten, &buurten, households)?;
        let wijken = used().map(|places| places.0).collect();
        refuse_if_no_areas(Field::Wijk, &self.wijken, &wijken, households)
    }
}

fn refuse_if_no_areas(
    field: Field,
    listed: &[Area],
    lived_in: &BTreeSet<u32>,
    households: usize,
) -> Result<()> {
    let level = match field {
        Field::Buurt => AreaLevel::Buurt,
        _ => AreaLevel::Wijk,
    };
    let Some(expected) = expected_of_areas(level, listed, lived_in, households) else {
        return Ok(());
    };
    let name = field.name();
    Err(Error::new(Code::RegisterImplausible, format!(
        "register: `{name}` does not look like areas: expected {expected}"
    ))
    .hint(format!(
        "check the column mapped to `{name}`, or that of the lookup in [areas]; codes and names of areas are handed over \
         as they are"
    )))
}

/// An area as a table writes it: code, and name where the table has one.
#[derive(Clone, Copy, Default)]
pub(super) struct Named<'a> {
    /// The code, or whatever the register calls the area by.
    pub(super) code: &'a str,
    /// The name; may be empty.
    pub(super) name: &'a str,
}

impl<'a> Named<'a> {
    /// An area of which only the code is known.
    pub(super) const fn code(code: &'a str) -> Self {
        Self { code, name: "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(areas: &[Area]) -> Vec<&str> {
        areas.iter().map(|area| area.code.as_str()).collect()
    }

    #[test]
    fn a_cbs_code_gets_its_letters_and_a_buurt_gives_its_wijk() {
        let mut areas = Areas::default();
        let bare = areas.pair(Named::code("047901"), Named::code("04790102"));
        let full = areas.pair(Named::code("WK047901"), Named::code("BU04790102"));
        let buurt_only = areas.pair(Named::code(""), Named::code("BU04790102"));
        assert!(bare == full && bare == buurt_only);
        assert_eq!(areas.pair(Named::code(""), Named::code("")), NONE);
        let listed = areas.list(&[bare].into());
        assert_eq!(codes(&listed.wijken), ["WK047901"]);
        assert_eq!(codes(&listed.buurten), ["BU04790102"]);
    }

    #[test]
    fn every_area_of_a_gemeente_where_somebody_lives_is_listed() {
        let mut areas = Areas::default();
        areas.pair(Named::code("036301"), Named::code("03630100"));
        areas.pair(Named::code("047902"), Named::code("04790200"));
        let used = areas.pair(Named::code("047901"), Named::code("04790100"));
        let listed = areas.list(&[used].into());
        assert_eq!(codes(&listed.wijken), ["WK047901", "WK047902"]);
        assert_eq!(listed.places, [(NONE, NONE), (1, 1), (0, 0)]);
    }

    #[test]
    fn a_buurt_in_two_wijken_is_seen_where_somebody_lives() {
        let mut areas = Areas::default();
        let pairs = [
            ("W1", "Oost"),
            ("", "Oost"),
            ("W2", ""),
            ("W2", "West"),
            ("W2", "Oost"),
        ];
        let [first, none, empty, other, second] =
            pairs.map(|(wijk, buurt)| areas.pair(Named::code(wijk), Named::code(buurt)));
        let good = [first, none, empty, other, NONE].into();
        assert_eq!(areas.two_wijken(&good, Dimensions::default()), None);
        let used = [first, none, empty, other, second].into();
        assert_eq!(
            areas.two_wijken(&used, Dimensions::default()),
            Some([first, second])
        );
    }

    #[test]
    fn areas_of_ones_own_keep_their_names() {
        let mut areas = Areas::default();
        let used = areas.pair(
            Named {
                code: "W1",
                name: "Poelenburg",
            },
            Named::code("Oost"),
        );
        let listed = areas.list(&[used].into());
        assert_eq!(
            (
                listed.wijken[0].name.as_str(),
                listed.buurten[0].name.as_str()
            ),
            ("Poelenburg", "Oost")
        );
    }
}
