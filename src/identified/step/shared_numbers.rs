//! Client numbers and BSNs that are used for more than one person.

use foldhash::HashSet;
use foldhash::quality::RandomState;

use super::ahead::{Line, for_each_line};
use super::forms::{Forms, FormsByNumber, Said, Seen};
use super::studied::ROWS;
use crate::error::Result;
use crate::identified::formats::Extract;
use crate::identified::normalise::{ClientRecord, Habits, Likeness, normalise_person};
use crate::identified::settings::{Field, ProjectTerms};
use crate::identified::source::RawRow;
use crate::keys::Message;
use crate::vocabulary::{Progress, Silent};

/// The client numbers and BSNs of an extract that stand for more than one person.
///
/// It holds hashes under a key of this run. While it is made, each client number takes some 60 bytes, and the BSNs up to
/// 30 MB.
#[derive(Default)]
pub(super) struct SharedNumbers {
    clients: HashSet<u64>,
    bsns: HashSet<u64>,
    /// Client numbers with two BSNs: of two persons, when neither BSN is shared itself.
    with_two_bsns: HashSet<(u64, [u64; 2])>,
    /// Of BSNs that are not all read yet.
    unread: Option<FormsByNumber>,
    hasher: RandomState,
}

impl SharedNumbers {
    /// Goes through the extract once. Of an extract without client numbers that is not kept in memory, the first rows are
    /// looked at: a default that somebody fills in is in many rows. A BSN that turns out to be shared later stays with
    /// whom it stood on first.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the user stops.
    pub(super) fn read(
        extract: &Extract<'_>,
        habits: &Habits,
        terms: &ProjectTerms,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let has = |field| extract.settings().columns.contains_key(&field);
        let mut numbers = Self::default();
        let mut forms = Forms::default();
        if !has(Field::Client) && !has(Field::Bsn) {
            return Ok(numbers);
        }
        let are_first = !has(Field::Client) && !extract.is_kept();
        let (most, progress) = if are_first {
            (ROWS, &Silent as &dyn Progress)
        } else {
            (u64::MAX, progress)
        };
        let (mut rows, hasher) = (extract.rows(progress)?, numbers.hasher.clone());
        let look = |row: &RawRow, looked: &mut (ClientRecord, Option<Said>), _: &mut Message| {
            let (record, said) = looked;
            normalise_person(row, habits, terms, record);
            *said = Some(Said::of(record, &hasher));
        };
        for_each_line(&mut rows, most, look, |line| {
            if let Line::Row(_, (_, Some(said))) = line {
                numbers.add(said, &mut forms);
            }
            Ok(())
        })?;
        if are_first {
            numbers.unread = Some(forms.of_bsns);
        } else {
            numbers.settle();
        }
        Ok(numbers)
    }

    /// Whether the client number of a record stands for more than one person.
    pub(super) fn is_client_shared(&self, record: &ClientRecord) -> bool {
        if self.clients.is_empty() {
            return false;
        }
        let number = record.client_hash(&self.hasher);
        number.is_some_and(|number| self.clients.contains(&number))
    }

    /// Whether the BSN of a record stands for more than one person.
    pub(super) fn is_bsn_shared(&mut self, record: &ClientRecord) -> bool {
        let Some(number) = record.bsn_hash(&self.hasher) else {
            return false;
        };
        if self.bsns.contains(&number) {
            return true;
        }
        let Some(forms) = &mut self.unread else {
            return false;
        };
        forms.looks_at(number) && {
            let form = Likeness::of(record, &self.hasher);
            forms.take(number, form, Likeness::is_of_another) == Seen::Another
                || forms.are_many(number, Likeness::has_birth_date)
        }
    }

    fn add(&mut self, said: &Said, forms: &mut Forms) {
        let Said { form, client, bsn } = *said;
        let is_unknown =
            |number: &u64| !self.bsns.contains(number) && forms.of_bsns.looks_at(*number);
        if let Some(number) = bsn.filter(is_unknown) {
            let seen = forms.of_bsns.take(number, form, Likeness::is_of_another);
            if seen == Seen::Another || forms.of_bsns.are_many(number, Likeness::has_birth_date) {
                self.bsns.insert(number);
                forms.of_bsns.forget(number);
            }
        }
        let Some(number) = client else {
            return;
        };
        if self.clients.contains(&number) {
            return;
        }
        let mut two = Vec::new();
        let seen = forms.of_clients.take(number, form, |form, other| {
            two.extend(form.two_bsns(other));
            form.is_of_another(other)
        });
        if seen == Seen::Another || forms.of_clients.are_many(number, Likeness::has_bsn) {
            self.clients.insert(number);
            forms.of_clients.forget(number);
        } else {
            let two = two.into_iter().map(|bsns| (number, bsns));
            self.with_two_bsns.extend(two);
        }
    }

    /// Once all rows are added.
    fn settle(&mut self) {
        // Only now it is known which BSNs are shared themselves.
        let with_two = std::mem::take(&mut self.with_two_bsns);
        let is_shared = |bsn: &u64| self.bsns.contains(bsn);
        let of_two = with_two.into_iter();
        let of_two = of_two.filter(|(_, bsns)| !bsns.iter().any(is_shared));
        self.clients.extend(of_two.map(|(number, _)| number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::normalise::Fields;

    /// BSN, birth date as yyyymmdd, surname, given name, postcode; 0 or nothing for what is not known.
    type Row = (u32, u32, &'static str, &'static str, &'static str);

    fn fields(client: &str, (bsn, born, surname, given_name, postcode): Row) -> Fields<'_> {
        let initial = given_name.get(..1).unwrap_or("");
        Fields {
            client,
            bsn,
            born,
            surname,
            given_name,
            initial,
            postcode,
            ..Fields::default()
        }
    }

    fn record(client: &str, row: Row) -> ClientRecord {
        fields(client, row).record()
    }

    /// Whether the rows, in any order, are of more than one person by client number and by BSN.
    fn are_several(rows: &[ClientRecord]) -> (bool, bool) {
        let mut outcomes = HashSet::default();
        for turn in 0..rows.len() {
            for step in [1, rows.len().max(2) - 1] {
                let mut numbers = SharedNumbers::default();
                let mut forms = Forms::default();
                for place in 0..rows.len() {
                    let row = &rows[(turn + step * place) % rows.len()];
                    numbers.add(&Said::of(row, &numbers.hasher), &mut forms);
                }
                numbers.settle();
                let by_bsn = rows.iter().any(|row| numbers.is_bsn_shared(row));
                outcomes.insert((numbers.is_client_shared(&rows[0]), by_bsn));
            }
        }
        assert_eq!(outcomes.len(), 1, "the order of the rows decides");
        outcomes.into_iter().next().unwrap()
    }

    /// Whether the rows of one client number are of more than one person.
    fn are_two(rows: &[Row]) -> bool {
        let rows: Vec<_> = rows.iter().map(|row| record("7", *row)).collect();
        are_several(&rows).0
    }

    const JANSEN: Row = (0, 19_700_201, "JANSEN", "ELISABETH", "1501AA");

    #[test]
    fn two_bsns_are_two_persons_and_a_lost_one_is_none() {
        assert!(are_two(&[(1, 0, "", "", ""), (2, 0, "", "", "")]));
        assert!(are_two(&[
            (1, 19_700_201, "JANSEN", "", ""),
            (2, 19_700_201, "JANSEN", "", "")
        ]));
        assert!(!are_two(&[
            (1, 19_700_201, "JANSEN", "", ""),
            (0, 0, "", "", "")
        ]));
    }

    #[test]
    fn one_difference_is_a_slip_a_marriage_or_a_move() {
        for other in [
            (0, 19_710_201, "JANSEN", "ELISABETH", "1501AA"),
            (0, 19_691_130, "JANSEN", "ELISABETH", "1501AA"),
            (0, 19_700_201, "SMIT", "ELISABETH", "1501AA"),
            (0, 19_700_201, "SMIT", "ELS", "1502BB"),
            (0, 19_700_201, "JANSEN", "BETTY", "1502BB"),
            (0, 19_700_201, "SMIT", "BETTY", "1501AA"),
            (0, 19_700_102, "JANSEN", "BETTY", "1502BB"),
            (0, 0, "SMIT", "", "1502BB"),
            (0, 0, "", "", "1502BB"),
        ] {
            assert!(!are_two(&[JANSEN, other]), "{other:?}");
        }
    }

    #[test]
    fn differences_that_no_one_person_has_together_are_two_persons() {
        for other in [
            // A birth date and a surname.
            (0, 19_710_201, "SMIT", "", ""),
            (5, 19_710_201, "SMIT", "", ""),
            // A brother, at the same address.
            (0, 19_720_511, "JANSEN", "PIETER", "1501AA"),
            (0, 19_720_511, "JANSEN", "EDUARD", "1501AA"),
            // Somebody else with the birth date.
            (0, 19_700_201, "SMIT", "PIETER", "1502BB"),
            // A partner of whom no birth date is known.
            (0, 0, "SMIT", "PIETER", "1501AA"),
            // No name is known.
            (0, 19_820_511, "", "", "1502BB"),
        ] {
            assert!(are_two(&[JANSEN, other]), "{other:?}");
        }
    }

    #[test]
    fn a_name_shared_with_one_row_does_not_join_it_to_a_third() {
        let mut married = fields("7", (0, 19_710_201, "SMIT", "", ""));
        married.partner_surname = "JANSEN";
        let first = || record("7", (0, 19_700_201, "JANSEN", "", ""));
        assert!(!are_several(&[first(), married.record()]).0);
        assert!(are_two(&[
            (0, 19_700_201, "JANSEN", "", ""),
            (0, 19_710_201, "JANSEN", "", ""),
            (0, 19_710_201, "SMIT", "", "")
        ]));
    }

    #[test]
    fn a_number_at_many_addresses_and_without_a_bsn_is_of_many_persons() {
        const PLACES: [&str; 9] = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
        let at = |bsn| PLACES.map(|place| (bsn, 0, "", "", place));
        assert!(are_two(&at(0)[..6]));
        assert!(!are_two(&at(0)[..5]));
        assert!(!are_two(&at(7)));
    }

    #[test]
    fn a_bsn_on_rows_of_several_persons_is_none_of_theirs() {
        let (one, two) = (
            (7, 19_700_201, "JANSEN", "ELS", "A"),
            (7, 19_720_511, "JANSEN", "PIET", "A"),
        );
        let known =
            |clients: [&str; 2]| are_several(&[record(clients[0], one), record(clients[1], two)]);
        assert_eq!(known(["1", "2"]), (false, true));
        assert_eq!(known(["1", "1"]), (true, true));
        assert_eq!(known(["", ""]), (false, true));
        let moved = (7, 19_700_201, "SMIT", "ELS", "B");
        assert_eq!(
            are_several(&[record("1", one), record("2", moved)]),
            (false, false)
        );
        let bare: Vec<_> = ["A", "B", "C", "D", "E", "F"]
            .iter()
            .map(|place| record(place, (7, 0, "", "", place)))
            .collect();
        assert_eq!(are_several(&bare), (false, true));
        assert_eq!(are_several(&bare[..5]), (false, false));
    }

    #[test]
    fn a_shared_bsn_beside_ones_own_tells_no_client_number_apart() {
        let mine = |bsn| record("1", (bsn, 19_700_201, "JANSEN", "ELS", "A"));
        let another = record("2", (7, 19_720_511, "SMIT", "PIET", "B"));
        assert_eq!(are_several(&[mine(7), mine(8)]), (true, false));
        assert_eq!(are_several(&[mine(7), mine(8), another]), (false, true));
    }

    #[test]
    fn a_bsn_that_is_shared_behind_the_first_rows_stays_with_whom_it_stood_on_first() {
        let mut numbers = SharedNumbers {
            unread: Some(FormsByNumber::default()),
            ..SharedNumbers::default()
        };
        let one = record("", (7, 19_700_201, "JANSEN", "ELS", "A"));
        let two = record("", (7, 19_720_511, "JANSEN", "PIET", "A"));
        let found = [&one, &two, &one].map(|row| numbers.is_bsn_shared(row));
        assert_eq!(found, [false, true, false]);
    }
}
