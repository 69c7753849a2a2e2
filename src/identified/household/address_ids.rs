//! The BAG table: the nummeraanduiding of an address.

use std::path::Path;

use super::address::{CompactAddress, Household, joined, place_key};
use crate::error::{Code, Error, Result};
use crate::identified::normalise::{ClientRecord, HouseNumber, write_postcode, write_suffix};
use crate::identified::source::for_each_side_row;
use crate::vocabulary::PostcodeRanges;

/// The columns of `NLExtract`. The short layout has no nummeraanduiding, only the object at the address.
const COLUMNS: [&[&str]; 6] = [
    &["postcode"],
    &["huisnummer"],
    &["huisletter", ""],
    &["huisnummertoevoeging", "toevoeging", ""],
    &["nummeraanduiding", "nummeraanduiding_id", "object_id"],
    &["nevenadres", ""],
];

/// The kind of object in an identification of the BAG: digits five and six.
const NUMMERAANDUIDING: &str = "20";

/// Addresses and their nummeraanduiding, sorted: 24 bytes an address (4 MB for 160,000 addresses).
pub(in crate::identified) struct AddressIds(Vec<(CompactAddress, u64)>);

impl AddressIds {
    /// Reads the table at `path`, as far as it lies in `postcodes`; secondary addresses and rows that are no address are
    /// skipped.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column or holds no nummeraanduiding of the postcodes.
    pub(in crate::identified) fn read(path: &Path, postcodes: &PostcodeRanges) -> Result<Self> {
        let mut rows = Vec::new();
        let mut postcode = String::new();
        let mut suffix = String::new();
        for_each_side_row(path, &COLUMNS, &mut |cells| {
            let &[postcode_cell, number, letter, addition, id, is_secondary] = cells else {
                return Ok(());
            };
            let is_within = write_postcode(postcode_cell, &mut postcode)
                && postcodes.contains(postcode[..4].parse().unwrap_or(0));
            if !is_within || is_true(is_secondary) || !write_suffix(addition, &mut suffix) {
                return Ok(());
            }
            let number = HouseNumber::parse(number).map_or(0, |number| number.number);
            let address = place_key(&postcode, number).map(|place| CompactAddress {
                place,
                suffix: joined(&letter.to_ascii_uppercase(), &suffix),
            });
            rows.extend(address.zip(nummeraanduiding(id)));
            Ok(())
        })?;
        if rows.is_empty() {
            let what = "has no nummeraanduiding in the agreed postcodes";
            return Err(Error::new(Code::ListInvalid, format!("{}: {what}", path.display())).hint(
                "use the full CSV of NLExtract, which has a column `nummeraanduiding`, and compare its postcodes with \
                 `postcodes` in [project]",
            ));
        }
        rows.sort_unstable();
        rows.dedup();
        rows.shrink_to_fit();
        Ok(Self(rows))
    }

    /// Writes the nummeraanduiding of a record that has none, when exactly one fits its postcode, number, letter and
    /// addition.
    pub(in crate::identified) fn fill(&self, record: &mut ClientRecord) {
        let address = CompactAddress::of(record);
        let known = record.address.reveal_mut(Household);
        if !known.address_id.is_empty() || known.postcode.is_empty() || !address.is_known() {
            return;
        }
        let begin = self.0.partition_point(|row| row.0 < address);
        let mut fitting = self.0[begin..].iter().take_while(|row| row.0 == address);
        if let (Some((_, id)), None) = (fitting.next(), fitting.next()) {
            let digits = format!("{id:016}");
            known.address_id.push_str(&digits);
        }
    }
}

/// The number of an identification that is one of a nummeraanduiding.
fn nummeraanduiding(text: &str) -> Option<u64> {
    let is_one = text.len() == 16 && text.get(4..6) == Some(NUMMERAANDUIDING);
    text.parse().ok().filter(|_| is_one)
}

fn is_true(text: &str) -> bool {
    ["t", "true", "1", "j", "ja"].contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::normalise::Fields;

    const FULL: &str = "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;provincie;\
        nummeraanduiding;verblijfsobjectgebruiksdoel;object_id;object_type;nevenadres;x;y\n";

    fn table(rows: &[&str]) -> String {
        let row = |row: &&str| {
            let [number, letter, suffix, postcode, id, secondary] =
                row.split(';').collect::<Vec<_>>()[..].try_into().unwrap();
            format!(
                "Dam;{number};{letter};{suffix};{postcode};Zaandam;Zaanstad;NH;{id};woonfunctie;0479010000000001;V;{secondary};1;2\n"
            )
        };
        FULL.to_owned() + &rows.iter().map(row).collect::<String>()
    }

    fn read(text: &str, postcodes: &[&str]) -> Result<AddressIds> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let ranges: Vec<String> = postcodes.iter().map(|&text| text.into()).collect();
        AddressIds::read(file.path(), &PostcodeRanges::parse(&ranges).unwrap())
    }

    fn id_of(ids: &AddressIds, number: u32, letter: &str, suffix: &str) -> String {
        let mut record = Fields {
            postcode: "1506AB",
            house_number: number,
            house_letter: letter,
            suffix,
            ..Fields::default()
        }
        .record();
        ids.fill(&mut record);
        record.address.reveal(Household).address_id.clone()
    }

    #[test]
    fn an_address_gets_its_nummeraanduiding_however_letter_and_addition_are_parted() {
        let text = table(&[
            "10;;;1506AB;0479200000000010;f",
            "10;a;;1506AB;0479200000000011;f",
            "10;A;2;1506AB;0479200000000012;f",
        ]);
        let ids = read(&text, &[]).unwrap();
        assert_eq!(id_of(&ids, 10, "", ""), "0479200000000010");
        assert_eq!(id_of(&ids, 10, "A", ""), "0479200000000011");
        assert_eq!(id_of(&ids, 10, "", "A"), "0479200000000011");
        assert_eq!(id_of(&ids, 10, "A", "2"), "0479200000000012");
        assert_eq!(id_of(&ids, 10, "B", ""), "");
        assert_eq!(id_of(&ids, 11, "", ""), "");
    }

    #[test]
    fn two_that_fit_are_none_and_a_secondary_address_is_none_of_them() {
        let text = table(&[
            "10;;;1506AB;0479200000000010;f",
            "10;;;1506AB;0479200000000020;t",
            "11;;;1506AB;0479200000000030;f",
            "11;;;1506AB;0479200000000040;f",
        ]);
        let ids = read(&text, &[]).unwrap();
        assert_eq!(id_of(&ids, 10, "", ""), "0479200000000010");
        assert_eq!(id_of(&ids, 11, "", ""), "");
    }

    #[test]
    fn what_the_register_says_itself_stays() {
        let ids = read(&table(&["10;;;1506AB;0479200000000010;f"]), &[]).unwrap();
        let mut record = Fields {
            postcode: "1506AB",
            house_number: 10,
            address_id: "0479200000000099",
            ..Fields::default()
        }
        .record();
        ids.fill(&mut record);
        let address = record.address.reveal(Household);
        assert_eq!(address.address_id, "0479200000000099");
    }

    #[test]
    fn a_table_without_nummeraanduidingen_of_the_postcodes_is_refused() {
        let text = table(&["10;;;1506AB;0479200000000010;f"]);
        assert!(read(&text, &["9000"]).is_err());
        let short = "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;provincie;\
            object_id;object_type;nevenadres;x;y;lon;lat\nDam;10;;;1506AB;Zaandam;Zaanstad;NH;0479010000000001;V;f;1;2;3;4\n";
        let error = read(short, &[]).err().unwrap();
        assert!(error.advice().unwrap().contains("full CSV"));
        assert_eq!(size_of::<(CompactAddress, u64)>(), 24);
    }
}
