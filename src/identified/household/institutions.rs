//! The list of institutions: whether an address is one.

use std::path::Path;

use super::address::{CompactAddress, joined, place_key};
use crate::error::{Code, Error, Result};
use crate::identified::normalise::{HouseNumber, write_postcode, write_suffix};
use crate::identified::source::for_each_side_row;

const COLUMNS: [&[&str]; 4] = [
    &["postcode", "pc6"],
    &["house_number", "huisnummer"],
    &["house_letter", "huisletter", ""],
    &[
        "house_number_suffix",
        "huisnummertoevoeging",
        "toevoeging",
        "",
    ],
];

/// The listed addresses, sorted; one without letter and addition stands for every address of its house number.
#[derive(Default)]
pub(super) struct Institutions(Vec<CompactAddress>);

impl Institutions {
    /// Reads the list at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or a row is no address.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let mut listed = Vec::new();
        let mut row: u64 = 0;
        for_each_side_row(path, &COLUMNS, &mut |cells| {
            row += 1;
            let address = parse(cells).ok_or_else(|| {
                let place = format!("{}: row {row} under the header", path.display());
                Error::new(Code::ListInvalid, format!("{place} is not an address"))
                    .hint("give a Dutch postcode and a house number in every row")
            })?;
            listed.push(address);
            Ok(())
        })?;
        listed.sort_unstable();
        Ok(Self(listed))
    }

    /// Whether the address is listed.
    pub(super) fn holds(&self, address: CompactAddress) -> bool {
        let is_listed = |address| self.0.binary_search(&address).is_ok();
        is_listed(address.whole_number()) || is_listed(address)
    }
}

fn parse(cells: &[&str]) -> Option<CompactAddress> {
    let [postcode_cell, number, letter, suffix_cell] = cells else {
        return None;
    };
    let (mut postcode, mut suffix) = (String::new(), String::new());
    let number = HouseNumber::parse(number)?;
    let letter = number
        .letter
        .map(String::from)
        .unwrap_or(letter.to_uppercase());
    let suffix_cell = if suffix_cell.is_empty() {
        number.suffix
    } else {
        suffix_cell
    };
    let is_address =
        write_postcode(postcode_cell, &mut postcode) && write_suffix(suffix_cell, &mut suffix);
    let place = place_key(&postcode, number.number).filter(|_| is_address)?;
    Some(CompactAddress {
        place,
        suffix: joined(&letter, &suffix),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<Institutions> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Institutions::read(file.path())
    }

    fn address(number: u32, suffix: &str) -> CompactAddress {
        let place = place_key("1506AB", number).unwrap();
        CompactAddress {
            place,
            suffix: joined("", suffix),
        }
    }

    #[test]
    fn a_listed_number_holds_all_its_additions() {
        let list = list("postcode;house_number\n1506 AB;10\n").unwrap();
        assert!(list.holds(address(10, "")) && list.holds(address(10, "A3")));
        assert!(!list.holds(address(11, "")));
    }

    #[test]
    fn a_listed_addition_holds_only_itself() {
        let text = "Postcode,Huisnummer,Huisletter,Toevoeging\n1506AB,10,a,3\n1506AB,12 bis,,\n";
        let list = list(text).unwrap();
        assert!(list.holds(address(10, "A3")) && list.holds(address(12, "BIS")));
        assert!(
            !list.holds(address(10, ""))
                && !list.holds(address(10, "A"))
                && !list.holds(address(12, ""))
        );
    }

    #[test]
    fn a_row_that_is_no_address_is_named_by_its_number_only() {
        let error = list("postcode;house_number\n1506AB;10\nJansen;12\n")
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("row 2 ") && !error.contains("Jansen"));
    }
}
