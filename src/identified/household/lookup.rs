//! The table from address to area.

use std::path::Path;

use super::address::place_key;
use super::areas::{Areas, Named};
use super::resident::NONE;
use crate::error::{Code, Error, Result};
use crate::identified::normalise::{HouseNumber, write_postcode};
use crate::identified::source::for_each_side_row;
use crate::vocabulary::PostcodeRanges;

/// Our names first, then those of CBS, whose codes carry the year of the borders.
const COLUMNS: [&[&str]; 6] = [
    &["postcode", "pc6"],
    &["house_number", "huisnummer"],
    &["buurt", "buurtcode", "buurt_code", "buurt2*"],
    &["wijk", "wijkcode", "wijk_code", "wijk2*"],
    &["buurt_name", "buurtnaam", ""],
    &["wijk_name", "wijknaam", ""],
];

/// The bits of a pair's number; a place has the 40 above them.
const PAIR_BITS: u32 = 24;

/// Places and their areas, sorted: 8 bytes a row, 64 MB for the 8 million rows of the whole country.
pub(super) struct Lookup(Vec<u64>);

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
            let place = place_key(&postcode, number).filter(|_| pair >> PAIR_BITS == 0);
            rows.extend(place.map(|place| place << PAIR_BITS | u64::from(pair)));
            Ok(())
        })?;
        if rows.is_empty() {
            let message = format!("{}: has no address in the agreed postcodes", path.display());
            return Err(Error::new(Code::ListInvalid, message).hint(
                "compare its columns postcode and house number with `postcodes` in [project]",
            ));
        }
        rows.sort_unstable();
        rows.dedup_by_key(|row| *row >> PAIR_BITS);
        Ok(Self(rows))
    }

    /// The number of the pair at a place; [`NONE`] when the table lacks it.
    pub(super) fn find(&self, place: u64) -> u32 {
        let at = self.0.partition_point(|row| row >> PAIR_BITS < place);
        let row = self.0.get(at).filter(|row| *row >> PAIR_BITS == place);
        row.and_then(|row| u32::try_from(row & ((1 << PAIR_BITS) - 1)).ok())
            .unwrap_or(NONE)
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
    pair: Option<u32>,
}

impl Last {
    fn pair(&mut self, wijk: &str, buurt: &str, number: impl FnOnce() -> u32) -> u32 {
        match self.pair {
            Some(pair) if self.wijk == wijk && self.buurt == buurt => pair,
            _ => {
                wijk.clone_into(&mut self.wijk);
                buurt.clone_into(&mut self.buurt);
                *self.pair.insert(number())
            }
        }
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
        assert_eq!(pair("1506AB", 12), NONE);
        let listed = areas.list(&[pair("1011AB", 99)].into());
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
        assert_eq!(areas.list(&[pair].into()).wijken[0].name, "Poelenburg");
    }
}
