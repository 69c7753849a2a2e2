//! Wijken and buurten, from columns of the register or by address, as indexes into sorted lists.

use std::collections::{BTreeSet, HashMap};

use super::codes::{Codes, write_code};
use crate::error::{Code, Error, Result};
use crate::identified::settings::{Field, RegisterSettings};
use crate::vocabulary::{
    Area, AreaIx, AreaLevel, AreaPairIx, Dimension, Dimensions, expected_of_areas, is_cbs_code,
};

/// A wijk and a buurt that go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct AreaPair {
    pub(super) wijk: Option<AreaIx>,
    pub(super) buurt: Option<AreaIx>,
}

/// The areas of a register. A pair of wijk and buurt has one index, so that a person needs only four bytes.
#[derive(Default)]
pub(super) struct Areas {
    wijken: Codes,
    buurten: Codes,
    /// By appearance of their codes.
    pairs: Vec<AreaPair>,
    index_of: HashMap<AreaPair, AreaPairIx>,
    are_known: bool,
    text: String,
}

/// The sorted lists, and the indexes in them of each pair.
pub(super) struct ListedAreas {
    /// Wijken, sorted by code.
    pub(super) wijken: Vec<Area>,
    /// Buurten, sorted by code.
    pub(super) buurten: Vec<Area>,
    pub(super) of_pair: Vec<AreaPair>,
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

    /// The index of a pair as a table writes it; `None` when both are empty.
    ///
    /// A CBS code without its letters gets them; a buurt with a CBS code gives its wijk where that is empty.
    pub(super) fn pair(&mut self, wijk: Named, buurt: Named) -> Option<AreaPairIx> {
        let mut text = std::mem::take(&mut self.text);
        let buurt = write_code(&mut text, "BU", 8, buurt.code)
            .map(|code| self.buurten.index(code, buurt.name));
        let derived = text
            .get(2..8)
            .filter(|_| text.starts_with("BU") && is_cbs_code(&text[2..], 8));
        let derived = derived.unwrap_or("").to_owned();
        let wijk_code = if wijk.code.is_empty() {
            &derived
        } else {
            wijk.code
        };
        let wijk = write_code(&mut text, "WK", 6, wijk_code)
            .map(|code| self.wijken.index(code, wijk.name));
        self.text = text;
        let (pair, pairs) = (AreaPair { wijk, buurt }, &mut self.pairs);
        (pair != AreaPair::default()).then(|| {
            *self.index_of.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                AreaPairIx::at(pairs.len() - 1)
            })
        })
    }

    /// The first two pairs, of those in which somebody lives, that give one buurt two wijken; where both are asked for.
    pub(super) fn two_wijken(
        &self,
        used: &BTreeSet<AreaPairIx>,
        asked: Dimensions,
    ) -> Option<[AreaPairIx; 2]> {
        if !asked.has(Dimension::Wijk) || !asked.has(Dimension::Buurt) {
            return None;
        }
        let mut first: HashMap<AreaIx, (AreaIx, AreaPairIx)> = HashMap::new();
        used.iter().find_map(|index| {
            let AreaPair { wijk, buurt } = self.pairs[index.index()];
            let (wijk, buurt) = wijk.zip(buurt)?;
            let (other, before) = *first.entry(buurt).or_insert((wijk, *index));
            (other != wijk).then_some([before, *index])
        })
    }

    /// The lists of areas where `used` holds the pairs in which somebody lives.
    ///
    /// Listed is every area of a gemeente where somebody lives, so that no area is listed for one household in it.
    pub(super) fn list(self, used: &BTreeSet<AreaPairIx>) -> ListedAreas {
        let used = || used.iter().map(|index| self.pairs[index.index()]);
        let (wijken, listed_wijken) = self.wijken.list(used().filter_map(|pair| pair.wijk));
        let (buurten, listed_buurten) = self.buurten.list(used().filter_map(|pair| pair.buurt));
        let of_pair = self.pairs.iter().map(|pair| AreaPair {
            wijk: pair.wijk.and_then(|wijk| listed_wijken[wijk.index()]),
            buurt: pair.buurt.and_then(|buurt| listed_buurten[buurt.index()]),
        });
        ListedAreas {
            of_pair: of_pair.collect(),
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
            self.of_pair.iter_mut().for_each(|pair| pair.wijk = None);
        }
        if !asked.has(Dimension::Buurt) {
            self.buurten.clear();
            self.of_pair.iter_mut().for_each(|pair| pair.buurt = None);
        }
    }

    /// Refuses areas that cannot be any, where `used` holds the pairs in which somebody lives.
    ///
    /// # Errors
    /// A refusal that names the field and what was expected, and no value.
    pub(super) fn refuse_if_none(
        &self,
        used: &BTreeSet<AreaPairIx>,
        households: usize,
    ) -> Result<()> {
        let used = || used.iter().map(|index| self.of_pair[index.index()]);
        // A buurt of CBS gives its wijk: when both are wrong, the buurt is what is mapped.
        let buurten = used().filter_map(|pair| pair.buurt).collect();
        refuse_if_no_areas(Field::Buurt, &self.buurten, &buurten, households)?;
        let wijken = used().filter_map(|pair| pair.wijk).collect();
        refuse_if_no_areas(Field::Wijk, &self.wijken, &wijken, households)
    }
}

fn refuse_if_no_areas(
    field: Field,
    listed: &[Area],
    lived_in: &BTreeSet<AreaIx>,
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
        assert_eq!(areas.pair(Named::code(""), Named::code("")), None);
        let listed = areas.list(&bare.into_iter().collect());
        assert_eq!(codes(&listed.wijken), ["WK047901"]);
        assert_eq!(codes(&listed.buurten), ["BU04790102"]);
    }

    #[test]
    fn every_area_of_a_gemeente_where_somebody_lives_is_listed() {
        let mut areas = Areas::default();
        areas.pair(Named::code("036301"), Named::code("03630100"));
        areas.pair(Named::code("047902"), Named::code("04790200"));
        let used = areas.pair(Named::code("047901"), Named::code("04790100"));
        let listed = areas.list(&used.into_iter().collect());
        assert_eq!(codes(&listed.wijken), ["WK047901", "WK047902"]);
        let of_pair = listed.of_pair.iter().map(|pair| (pair.wijk, pair.buurt));
        let expected = [None, Some(1), Some(0)].map(|index| index.and_then(AreaIx::new));
        assert!(of_pair.eq(expected.map(|index| (index, index))));
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
        let of = |pairs: &[Option<AreaPairIx>]| pairs.iter().copied().flatten().collect();
        let good = of(&[first, none, empty, other]);
        assert_eq!(areas.two_wijken(&good, Dimensions::default()), None);
        let used = of(&[first, none, empty, other, second]);
        assert_eq!(
            areas.two_wijken(&used, Dimensions::default()),
            first.zip(second).map(|(first, second)| [first, second])
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
        let listed = areas.list(&used.into_iter().collect());
        assert_eq!(
            (
                listed.wijken[0].name.as_str(),
                listed.buurten[0].name.as_str()
            ),
            ("Poelenburg", "Oost")
        );
    }
}
