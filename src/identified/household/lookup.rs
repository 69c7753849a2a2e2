//! The table from address to area.

use std::path::Path;

use super::address::place_key;
use super::areas::{Areas, Named};
use crate::error::{Code, Error, Result};
use crate::identified::normalise::{HouseNumber, write_postcode};
use crate::identified::source::for_each_side_row;
use crate::vocabulary::{AreaPairIx, PostcodeRanges};

/// Our names first, then those of CBS, whose codes carry the year of the borders.
const COLUMNS: [&[&str]; 6] = [
    &["postcode", "pc6"],
    &["house_number", "huisnummer"],
    &["buurt", "buurtcode", "buurt_code", "buurt2*"],
    &["wijk", "wijkcode", "wijk_code", "wijk2*"],
    &["buurt_name", "buurtnaam", ""],
    &["wijk_name", "wijknaam", ""],
];

/// A place and its areas in 8 bytes, sorted by place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row(u64);

impl Row {
    /// The bits of a pair's index; a place has the 40 above them.
    const PAIR_BITS: u32 = 24;

    /// `None` where the index takes more bits.
    fn new(place: u64, pair: AreaPairIx) -> Option<Self> {
        let pair = u64::from(pair.number());
        (pair >> Self::PAIR_BITS == 0).then_some(Self(place << Self::PAIR_BITS | pair))
    }

    const fn place(self) -> u64 {
        self.0 >> Self::PAIR_BITS
    }

    fn pair(self) -> Option<AreaPairIx> {
        let number = self.0 & ((1 << Self::PAIR_BITS) - 1);
        u32::try_from(number).ok().and_then(AreaPairIx::new)
    }
}

/// Places and their areas, sorted: 64 MB for the 8 million rows of the whole country.
pub(super) struct Lookup(Vec<Row>);

impl Lookup {
    /// Reads the table at `path` into `areas`, as far as it lies in `postcodes`; a row that is no address is skipped.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column or has no row for the postcodes.
    pub(super) fn read(path: &Path, postcodes: &PostcodeRanges, areas: &mut Areas) -> Result<Self> {
        let mut rows = Vec::new();
        let mut postcode = String::new();
        let mut last = Last::default();
        for_each_side_row(path, &COLUMNS, &mut |cells| {
            let &[postcode_cell, number, buurt, wijk, buurt_name, wijk_name] = cells else {
                return Ok(());
            };
            if !write_postcode(postcode_cell, &mut postcode) || !is_within(&postcode, postcodes) {
                return Ok(());
            }
            let number = HouseNumber::parse(number).map_or(0, |number| number.number);
            let pair = last.pair(wijk, buurt, || {
                let wijk = Named {
                    code: wijk,
                    name: wijk_name,
                };
                areas.pair(
                    wijk,
                    Named {
                        code: buurt,
                        name: buurt_name,
                    },
                )
            });
            let place = place_key(&postcode, number);
            rows.extend(
                place
                    .zip(pair)
                    .and_then(|(place, pair)| Row::new(place, pair)),
            );
            Ok(())
        })?;
        if rows.is_empty() {
            let message = format!("{}: has no address in the agreed postcodes", path.display());
            return Err(Error::new(Code::ListInvalid, message).hint(
                "compare its columns postcode and house number with `postcodes` in [project]",
            ));
        }
        rows.sort_unstable();
        rows.dedup_by_key(|row| row.place());
        Ok(Self(rows))
    }

    /// The areas of a place; `None` when the table lacks it.
    pub(super) fn find(&self, place: u64) -> Option<AreaPairIx> {
        let first = self.0.partition_point(|row| row.place() < place);
        let row = self.0.get(first).filter(|row| row.place() == place);
        row.and_then(|row| row.pair())
    }
}

fn is_within(postcode: &str, postcodes: &PostcodeRanges) -> bool {
    let digits = postcode.get(..4).and_then(|digits| digits.parse().ok());
    digits.is_some_and(|digits| postcodes.contains(digits))
}

/// The last row's areas: most rows of the table repeat those of the row before.
#[derive(Default)]
struct Last {
    wijk: String,
    buurt: String,
    pair: Option<AreaPairIx>,
}

impl Last {
    fn pair(
        &mut self,
        wijk: &str,
        buurt: &str,
        find: impl FnOnce() -> Option<AreaPairIx>,
    ) -> Option<AreaPairIx> {
        if self.wijk != wijk || self.buurt != buurt {
            wijk.clone_into(&mut self.wijk);
            buurt.clone_into(&mut self.buurt);
            self.pair = find();
        }
        self.pair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, postcodes: &[&str]) -> Result<(Lookup, Areas)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let ranges: Vec<String> = postcodes.iter().map(|&text| text.into()).collect();
        let mut areas = Areas::default();
        let ranges = PostcodeRanges::parse(&ranges).unwrap();
        Lookup::read(file.path(), &ranges, &mut areas).map(|lookup| (lookup, areas))
    }

    const CBS: &str = "PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025\n\
        1506AB;10;04790102;047901;0479\n1506AB;11;04790102;047901;0479\n1011AB;99;0363AF01;0363AF;0363\n";

    #[test]
    fn a_house_number_has_the_area_of_its_row() {
        let (lookup, areas) = read(CBS, &[]).unwrap();
        let pair = |postcode, number| lookup.find(place_key(postcode, number).unwrap());
        assert_eq!(pair("1506AB", 10), pair("1506AB", 11));
        assert_eq!(pair("1506AB", 12), None);
        let listed = areas.list(&pair("1011AB", 99).into_iter().collect());
        assert_eq!(listed.buurten[0].code, "BU0363AF01");
    }

    #[test]
    fn rows_outside_the_agreed_postcodes_are_not_kept() {
        let (lookup, _) = read(CBS, &["1500-1569"]).unwrap();
        assert_eq!(lookup.0.len(), 2);
        assert!(read(CBS, &["9000"]).is_err());
    }

    #[test]
    fn our_own_columns_bring_names() {
        let text = "postcode,house_number,buurt,wijk,buurt_name,wijk_name\n1506 AB,10,B1,W1,Oost,Poelenburg\n";
        let (lookup, areas) = read(text, &[]).unwrap();
        let pair = lookup.find(place_key("1506AB", 10).unwrap());
        assert_eq!(
            areas.list(&pair.into_iter().collect()).wijken[0].name,
            "Poelenburg"
        );
    }
}
