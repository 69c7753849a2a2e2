//! What a message says of a person in, the fields of a row out; for formats whose fields stand apart from one another.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::RawRow;
use crate::identified::settings::Field;

use super::inline_text::BROKEN;

/// A person of a message, in one piece of memory that is wiped on drop.
#[derive(Default, Zeroize, ZeroizeOnDrop)]
pub(in crate::identified) struct Person {
    text: String,
    #[zeroize(skip)]
    ends: Vec<(Field, u32)>,
    /// The line on which the person begins.
    pub(in crate::identified) line: u64,
}

impl Person {
    /// Adds the text of a field.
    pub(in crate::identified) fn add(&mut self, field: Field, text: &str) {
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
    pub(in crate::identified) fn add_all(&mut self, other: &Self) {
        other.for_each(|field, text| self.add(field, text));
    }

    /// The text of a field; empty when there is none.
    pub(in crate::identified) fn get(&self, field: Field) -> &str {
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
    pub(in crate::identified) fn fill(&self, row: &mut RawRow) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_text_is_broken_in_the_row_too() {
        let mut person = Person::default();
        person.add(Field::Surname, "Ren\u{fffd}");
        person.add(Field::Bsn, "999900006");
        let mut row = RawRow::new("a.xml");
        row.begin(1);
        person.fill(&mut row);
        assert!(row.is_broken(Field::Surname));
        assert_eq!(row.get(Field::Bsn), Some("999900006"));
    }
}
