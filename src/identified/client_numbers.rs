//! The rows of an extract in; the client numbers that stand for more than one person out.

use std::collections::hash_map::{Entry, RandomState};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use super::extract::for_each_row;
use super::normalise::{ClientRecord, Habits, normalise_row};
use super::settings::{ExtractSettings, Field, ProjectTerms};
use crate::error::Result;
use crate::vocabulary::Progress;

/// The forms of name, birth date and address that one person without a BSN can have in an extract.
const MOST_FORMS: usize = 5;

/// The client numbers of an extract that stand for more than one person.
///
/// It holds hashes under a key of this run. While it is made, a client number takes some 50 bytes.
#[derive(Default)]
pub(super) struct ClientNumbers {
    contradictory: HashSet<u64>,
    hasher: RandomState,
}

impl ClientNumbers {
    /// Goes through the extract once. An extract of which no column is mapped to client numbers has none.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the user stops.
    pub(super) fn read(
        extract: &ExtractSettings,
        habits: &Habits,
        terms: &ProjectTerms,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let mut numbers = Self::default();
        if !extract.columns.contains_key(&Field::Client) {
            return Ok(numbers);
        }
        let mut forms = Forms::default();
        let mut record = ClientRecord::default();
        for_each_row(
            extract,
            &mut |_| Ok(()),
            &mut |row, _| {
                normalise_row(row, habits, terms, &mut record, &mut |_| {});
                numbers.add(&record, &mut forms);
                Ok(())
            },
            progress,
        )?;
        Ok(numbers)
    }

    /// Whether the client number of a record stands for more than one person.
    pub(super) fn contradict(&self, record: &ClientRecord) -> bool {
        let is_any = !record.client.is_empty() && !self.contradictory.is_empty();
        is_any
            && self
                .contradictory
                .contains(&self.hasher.hash_one(&record.client))
    }

    fn add(&mut self, record: &ClientRecord, forms: &mut Forms) {
        if record.client.is_empty() {
            return;
        }
        let number = self.hasher.hash_one(&record.client);
        let form = Form::of(record, &self.hasher);
        if !self.contradictory.contains(&number) && forms.contradict(number, form) {
            self.contradictory.insert(number);
            forms.first.remove(&number);
            forms.others.remove(&number);
        }
    }
}

/// What the rows of each client number say of the person: most say the same.
#[derive(Default)]
struct Forms {
    first: HashMap<u64, Form>,
    others: HashMap<u64, Vec<Form>>,
}

impl Forms {
    /// Takes in a row; whether it and an earlier one of the number are of two persons.
    fn contradict(&mut self, number: u64, form: Form) -> bool {
        let first = match self.first.entry(number) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(place) => {
                place.insert(form);
                return false;
            }
        };
        if first == form {
            return false;
        }
        let others = self.others.entry(number).or_default();
        if others.contains(&form) {
            return false;
        }
        if first.contradicts(form) || others.iter().any(|other| other.contradicts(form)) {
            return true;
        }
        let has_bsn = [first, form].iter().chain(&*others).any(|one| one.bsn > 0);
        if has_bsn && others.len() >= MOST_FORMS {
            return false;
        }
        others.push(form);
        !has_bsn && others.len() >= MOST_FORMS
    }
}

/// What a row says of the person; 0 for what it does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Form {
    bsn: u32,
    born: u32,
    names: [u32; 2],
    address: u32,
}

impl Form {
    fn of(record: &ClientRecord, hasher: &RandomState) -> Self {
        let short = |hash: u64| u32::try_from(hash >> 32).unwrap_or(0).max(1);
        let name = |name: &String| match name.as_str() {
            "" => 0,
            name => short(hasher.hash_one(name)),
        };
        let birth = record.birth_date;
        let born = u32::from(birth.year) << 16 | u32::from(birth.month) << 8 | u32::from(birth.day);
        let address = (&record.postcode, record.house_number, &record.address_id);
        Self {
            bsn: record.bsn,
            born: if birth.is_complete() { born } else { 0 },
            names: [name(&record.surname), name(&record.partner_surname)],
            address: short(hasher.hash_one(address)),
        }
    }

    /// Whether two rows cannot be of one person: two BSNs, or where one has none two birth dates and no surname in common.
    fn contradicts(self, other: Self) -> bool {
        if self.bsn > 0 && other.bsn > 0 {
            return self.bsn != other.bsn;
        }
        let are_born_apart = self.born > 0 && other.born > 0 && self.born != other.born;
        are_born_apart && self.has_name() && other.has_name() && !self.shares_a_name(other)
    }

    fn has_name(self) -> bool {
        self.names != [0; 2]
    }

    fn shares_a_name(self, other: Self) -> bool {
        self.names
            .iter()
            .any(|name| *name > 0 && other.names.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::normalise::BirthDate;

    fn record(bsn: u32, year: u16, surname: &str, postcode: &str) -> ClientRecord {
        let mut record = ClientRecord::default();
        record.client.push('7');
        record.bsn = bsn;
        record.surname.push_str(surname);
        record.postcode.push_str(postcode);
        if year > 0 {
            record.birth_date = BirthDate {
                year,
                month: 2,
                day: 1,
            };
        }
        record
    }

    /// Whether the rows of one number, in any order, are of more than one person.
    fn are_two(rows: &[ClientRecord]) -> bool {
        let mut outcomes = HashSet::new();
        for turn in 0..rows.len() {
            for step in [1, rows.len().max(2) - 1] {
                let mut numbers = ClientNumbers::default();
                let mut forms = Forms::default();
                for place in 0..rows.len() {
                    numbers.add(&rows[(turn + step * place) % rows.len()], &mut forms);
                }
                outcomes.insert(numbers.contradict(&rows[0]));
            }
        }
        assert_eq!(outcomes.len(), 1, "the order of the rows decides");
        outcomes.contains(&true)
    }

    #[test]
    fn two_bsns_are_two_persons_and_a_lost_one_is_none() {
        assert!(are_two(&[record(1, 0, "", ""), record(2, 0, "", "")]));
        assert!(are_two(&[
            record(1, 1970, "JANSEN", ""),
            record(2, 1970, "JANSEN", "")
        ]));
        assert!(!are_two(&[
            record(1, 1970, "JANSEN", ""),
            record(0, 0, "", "")
        ]));
        assert!(!are_two(&[
            record(1, 1970, "JANSEN", "A"),
            record(1, 1971, "SMIT", "B")
        ]));
    }

    #[test]
    fn two_birth_dates_and_two_surnames_are_two_persons() {
        let jansen = || record(0, 1970, "JANSEN", "");
        assert!(are_two(&[jansen(), record(0, 1971, "SMIT", "")]));
        assert!(are_two(&[
            record(1, 1970, "JANSEN", ""),
            record(0, 1971, "SMIT", "")
        ]));
        assert!(!are_two(&[jansen(), record(0, 1971, "JANSEN", "")]));
        assert!(!are_two(&[jansen(), record(0, 1970, "SMIT", "")]));
        let mut married = record(0, 1971, "SMIT", "");
        married.partner_surname.push_str("JANSEN");
        assert!(!are_two(&[jansen(), married]));
        // The second shares a name with the one and a birth date with the other.
        assert!(are_two(&[
            jansen(),
            record(0, 1971, "JANSEN", ""),
            record(0, 1971, "SMIT", "")
        ]));
    }

    #[test]
    fn a_number_at_many_addresses_and_without_a_bsn_is_of_many_persons() {
        let at = |place: u32| record(0, 0, "", &place.to_string());
        assert!(are_two(&(0..6).map(at).collect::<Vec<_>>()));
        assert!(!are_two(&(0..5).map(at).collect::<Vec<_>>()));
        let known = |place: u32| record(7, 0, "", &place.to_string());
        assert!(!are_two(&(0..9).map(known).collect::<Vec<_>>()));
    }
}
