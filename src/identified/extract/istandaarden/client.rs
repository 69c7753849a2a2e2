//! The elements of a client in, the fields of a row out.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::super::RawRow;
use crate::identified::settings::Field;

/// Stands where the bytes of a file are not of its encoding.
const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// A client of a message, in one piece of memory that is wiped on drop.
#[derive(Default, Zeroize, ZeroizeOnDrop)]
pub(super) struct Client {
    text: String,
    #[zeroize(skip)]
    ends: Vec<(Field, u32)>,
    /// The file, by the place of its name.
    pub(super) file: u32,
    /// The line on which the client begins.
    pub(super) line: u64,
}

impl Client {
    /// Adds the text of a field.
    pub(super) fn add(&mut self, field: Field, text: &str) {
        if self.text.capacity() - self.text.len() < text.len() {
            let mut larger = String::with_capacity((self.text.len() + text.len()).max(64) * 2);
            larger.push_str(&self.text);
            self.text.zeroize();
            self.text = larger;
        }
        self.text.push_str(text);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.ends.push((field, end));
    }

    /// Adds the fields of another, such as those of the address that was chosen.
    pub(super) fn add_all(&mut self, other: &Self) {
        other.for_each(|field, text| self.add(field, text));
    }

    /// The text of a field; empty when there is none.
    pub(super) fn get(&self, field: Field) -> &str {
        let mut begin = 0;
        for &(each, end) in &self.ends {
            if each == field {
                return self.text.get(begin..end as usize).unwrap_or_default();
            }
            begin = end as usize;
        }
        ""
    }

    /// Sets the fields of a row.
    pub(super) fn fill(&self, row: &mut RawRow) {
        self.for_each(|field, text| {
            if text.contains(BROKEN) {
                row.set_broken(field);
            } else {
                row.set(field, text);
            }
        });
    }

    fn for_each(&self, mut each: impl FnMut(Field, &str)) {
        let mut begin = 0;
        for &(field, end) in &self.ends {
            each(
                field,
                self.text.get(begin..end as usize).unwrap_or_default(),
            );
            begin = end as usize;
        }
    }
}

/// A birth date with 00 for the parts that `DatumGebruik` (COD170) says are unknown: 1 the day, 2 and the month, 3 all.
pub(super) fn birth_date(date: &str, usage: &str) -> String {
    match (usage, date.get(..4), date.get(..7)) {
        ("3", ..) => String::new(),
        ("2", Some(year), _) => format!("{year}-00-00"),
        ("1", _, Some(month)) => format!("{month}-00"),
        _ => date.get(..10).unwrap_or(date).to_owned(),
    }
}

/// The order in which addresses (COD757) are preferred: of the BRP, of stay, of temporary stay; `None` when unfit.
pub(super) fn address_rank(kind: &str) -> Option<u8> {
    match kind {
        "01" => Some(0),
        "03" => Some(1),
        "04" => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_of_a_birth_date_become_00() {
        assert_eq!(birth_date("1967-08-13", ""), "1967-08-13");
        assert_eq!(birth_date("1967-08-01", "1"), "1967-08-00");
        assert_eq!(birth_date("1967-01-01", "2"), "1967-00-00");
        assert_eq!(birth_date("1900-01-01", "3"), "");
    }

    #[test]
    fn broken_text_is_broken_in_the_row_too() {
        let mut client = Client::default();
        client.add(Field::Surname, "Ren\u{fffd}");
        client.add(Field::Bsn, "999900006");
        let mut row = RawRow::new("a.xml");
        row.begin(1);
        client.fill(&mut row);
        assert!(row.is_broken(Field::Surname));
        assert_eq!(row.get(Field::Bsn), Some("999900006"));
    }
}
