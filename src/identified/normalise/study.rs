//! The first rows of an extract in, the habits of its columns out: signs of nothing that no list has, years of two
//! digits, days counted from 1900.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::additions::AdditionStudy;
use super::date_votes::DateStudy;
use super::days;
use super::habits::{Habits, place_of};
use super::looks::Trial;
use super::signs::{Column, Sign};
use crate::identified::extract::RawRow;
use crate::identified::settings::{DateOrder, Field, ProjectTerms};

/// A text that stands in fewer rows than this tells nothing of its column.
const MANY_ROWS: u64 = 5;
/// And nor does one that stands in less than this part of the rows.
const MANY_SHARE: u64 = 10;
/// Of an addition of one letter or digit, which many addresses have.
const MANY_SHARE_OF_SHORT: u64 = 4;

/// A surname at fewer addresses than this may be that of a few families.
const MANY_ADDRESSES: u64 = 10;

/// What the rows so far say of the columns.
pub(in crate::identified) struct Study<'a> {
    habits: Habits,
    terms: &'a ProjectTerms,
    fields: Vec<Field>,
    dates: DateStudy<'a>,
    /// By field: the cells that hold a sign of nothing.
    nothing: BTreeMap<Field, u64>,
    /// The fields with a cell that may be a value: a column without any is the wrong one, and teaches nothing.
    with_digits: BTreeSet<Field>,
    met: BTreeMap<(Field, u64), Met>,
    /// Words for an end that is not known, and the rows that have no cell there.
    unknown: BTreeMap<(Field, u64), u64>,
    no_end: u64,
    additions: HashSet<u64>,
    homes: AdditionStudy,
    addresses: HashSet<u64>,
    rows: u64,
    trial: Trial,
}

/// A text in a column.
struct Met {
    times: u64,
    is_value: bool,
    is_short: bool,
}

impl<'a> Study<'a> {
    /// A study of the columns that are mapped to `fields`; `order` is that of dates, `given` when the agreement says so.
    pub(in crate::identified) fn begin(
        fields: Vec<Field>,
        order: DateOrder,
        given: bool,
        terms: &'a ProjectTerms,
    ) -> Self {
        Self {
            habits: Habits::of(order),
            terms,
            fields,
            dates: DateStudy::begin(order, given, terms),
            nothing: BTreeMap::new(),
            with_digits: BTreeSet::new(),
            met: BTreeMap::new(),
            unknown: BTreeMap::new(),
            no_end: 0,
            additions: HashSet::new(),
            homes: AdditionStudy::default(),
            addresses: HashSet::new(),
            rows: 0,
            trial: Trial::new(),
        }
    }

    /// Looks at a row.
    pub(in crate::identified) fn add(&mut self, row: &RawRow) {
        self.rows += 1;
        let address = address_of(row);
        self.addresses.insert(address);
        for place in 0..self.fields.len() {
            let field = self.fields[place];
            let Some(text) = row.get(field) else {
                continue;
            };
            match self.habits.sign(field, text) {
                Some(Sign::Nothing) if field == Field::Left && days::is_unknown_day(text) => {}
                Some(Sign::Nothing) => *self.nothing.entry(field).or_default() += 1,
                Some(Sign::Failed) => {}
                Some(Sign::Unknown) => self.add_unknown(field, text),
                None => self.add_value(field, text, address),
            }
        }
        self.dates.end_row();
        let place = row
            .get(Field::HouseNumber)
            .map(|number| hash(&(row.get(Field::Postcode), number)));
        self.homes.end_row(place, people_of(row));
        self.no_end += u64::from(row.get(Field::End).is_none());
    }

    /// A word for an unknown end, which a column may have for no end.
    fn add_unknown(&mut self, field: Field, text: &str) {
        if let Some(key) = place_of(field, text) {
            *self.unknown.entry((field, key)).or_default() += 1;
        }
    }

    fn add_value(&mut self, field: Field, text: &str, address: u64) {
        let column = Column::of(field);
        if matches!(column, Column::Date | Column::LastDay) {
            self.dates.add(field, text);
            if days::is_no_date(field, text, self.habits.order, self.terms) {
                *self.nothing.entry(field).or_default() += 1;
            }
        }
        // Digits that fail a check say something all the same: a number that lost its end, a date that cannot be.
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit {
            self.with_digits.insert(field);
        }
        let is_told_apart = match column {
            Column::Addition => true,
            // What says something of a use must not be taken for a use that runs: such a row is left behind.
            Column::Date | Column::LastDay => field == Field::BirthDate && !has_digit,
            Column::Number => !has_digit,
            Column::Name => field == Field::Surname,
            Column::Initials | Column::Identifier | Column::Code => false,
        };
        if !is_told_apart {
            return;
        }
        let Some(key) = place_of(field, text) else {
            return;
        };
        if column == Column::Addition {
            self.homes.add(field, key, text);
        }
        if !is_by_address(field) || self.additions.insert(hash(&(key, address))) {
            let trial = &mut self.trial;
            let met = self.met.entry((field, key)).or_insert_with(|| Met {
                times: 0,
                is_value: has_digit || column == Column::Name || trial.is_value(field, text),
                is_short: text.chars().count() == 1,
            });
            met.times += 1;
        }
    }

    /// What the columns say, and in words what the user should look at.
    pub(in crate::identified) fn finish(self) -> (Habits, Vec<String>) {
        let (mut habits, rows) = (self.habits, self.rows);
        let dates = self.dates.finish();
        (habits.short_years, habits.serial_days) = (dates.short_years, dates.serial_days);
        habits.far = dates.far;
        let no_end = self.no_end + self.nothing.get(&Field::End).copied().unwrap_or_default();
        let is_told = |field: Field| {
            let column = Column::of(field);
            !matches!(column, Column::Name | Column::Initials | Column::Code)
        };
        let nothing = self.nothing.into_iter();
        let nothing = nothing.filter(|(field, times)| is_told(*field) && *times >= MANY_ROWS);
        let mut doubts: Vec<String> = nothing
            .map(|(field, times)| {
                format!(
                    "`{}`: {times} of {rows} rows hold a sign of nothing (such as -, 0 or NULL; in a date also 1-1-1900), read as an empty cell",
                    field.name()
                )
            })
            .collect();
        doubts.extend(dates.doubts);
        for ((field, key), times) in self.unknown {
            if times >= MANY_ROWS && times * MANY_SHARE >= rows && times > no_end {
                habits.learnt.insert(key);
                doubts.push(format!(
                    "`{}`: one word for unknown stands in {times} of {rows} rows, more than are empty, and is read as an empty cell",
                    field.name()
                ));
            }
        }
        let addresses = self.addresses.len() as u64;
        let suspects = self.homes.suspects();
        for ((field, key), met) in self.met {
            let name = field.name();
            let (all, places) = if is_by_address(field) {
                (addresses, "addresses")
            } else {
                (rows, "rows")
            };
            let times = met.times;
            let is_suspect = met.is_value && suspects.contains(&(field, key));
            if !is_suspect && (times < MANY_ROWS || times * met.share(field) < all) {
                continue;
            }
            let is_addition = Column::of(field) == Column::Addition;
            if !met.is_value && (is_addition || self.with_digits.contains(&field)) {
                habits.learnt.insert(key);
                doubts.push(format!(
                    "`{name}`: one text that is no value stands in {times} of {all} {places}, and is read as an empty cell"
                ));
            } else if is_addition {
                doubts.push(format!(
                    "`{name}`: one value stands at {times} of {all} {places}: is it a word for no addition?"
                ));
            } else if field == Field::Surname && times >= MANY_ADDRESSES {
                doubts.push(format!(
                    "`{name}`: one value stands at {times} of {all} {places}: is it a word for no name?"
                ));
            }
        }
        (habits, doubts)
    }
}

impl Met {
    /// The text stands in one of so many rows, or more, to be told.
    const fn share(&self, field: Field) -> u64 {
        match Column::of(field) {
            Column::Addition if self.is_short && self.is_value => MANY_SHARE_OF_SHORT,
            _ => MANY_SHARE,
        }
    }
}

/// Whether a text counts once at each address: a family, or the rows of one client, say it once.
fn is_by_address(field: Field) -> bool {
    field == Field::Surname || Column::of(field) == Column::Addition
}

/// Where a row says that somebody lives, as a number.
fn address_of(row: &RawRow) -> u64 {
    let fields = [Field::Postcode, Field::HouseNumber, Field::AddressId];
    hash(&fields.map(|field| row.get(field)))
}

/// Whose row it is: of a household, or of who bears a name or number.
fn people_of(row: &RawRow) -> u64 {
    let fields = [Field::Household, Field::Surname, Field::Bsn, Field::Client];
    hash(&fields.into_iter().find_map(|field| row.get(field)))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;

    /// Studies rows of one column at addresses of their own; gives whether `text` is nothing then, and the doubts.
    fn study(field: Field, cells: &[&str], text: &str) -> (bool, Vec<String>) {
        let terms = terms();
        let fields = vec![field, Field::HouseNumber];
        let mut study = Study::begin(fields, DateOrder::DayMonthYear, false, &terms);
        let mut row = RawRow::new("a.csv");
        for (place, cell) in cells.iter().enumerate() {
            row.begin(2);
            row.set(field, cell);
            row.set(Field::HouseNumber, &(place + 1).to_string());
            study.add(&row);
        }
        let (habits, doubts) = study.finish();
        (habits.sign(field, text) == Some(Sign::Nothing), doubts)
    }

    fn times<'a>(of: usize, cell: &'a str, rest: usize, other: &'a str) -> Vec<&'a str> {
        [vec![cell; of], vec![other; rest]].concat()
    }

    #[test]
    fn a_text_in_many_rows_that_fails_the_check_of_its_column_is_nothing() {
        for (field, text, other) in [
            (Field::Bsn, "geheim", "123456782"),
            (Field::Postcode, "buitenland", "1506AB"),
            (Field::AddressId, "volgt", "0479200000219678"),
            (Field::HouseNumberSuffix, "geen toevoeging", ""),
        ] {
            let (is_nothing, doubts) = study(field, &times(5, text, 45, other), "  GEHEIM. ");
            assert_eq!(is_nothing, text == "geheim");
            assert!(study(field, &times(5, text, 45, other), text).0, "{text}");
            assert!(
                doubts[0].contains("5 of 50") && !doubts[0].contains(text),
                "{doubts:?}"
            );
            assert!(!study(field, &times(4, text, 4, other), text).0, "{text}");
            assert!(!study(field, &times(5, text, 46, other), text).0, "{text}");
        }
    }

    #[test]
    fn a_surname_at_many_addresses_is_doubted_and_used() {
        let text = "zie dossier";
        let (is_nothing, doubts) = study(Field::Surname, &times(10, text, 90, ""), text);
        assert!(!is_nothing && doubts.len() == 1, "{doubts:?}");
        assert!(doubts[0].contains("10 of 100") && !doubts[0].contains(text));
        for cells in [times(9, text, 10, ""), times(10, text, 91, "")] {
            let (_, doubts) = study(Field::Surname, &cells, text);
            assert!(doubts.is_empty(), "{doubts:?}");
        }
    }

    #[test]
    fn a_column_without_any_value_teaches_nothing() {
        let names = [["Jansen"; 5], ["Bakker"; 5], ["Smit"; 5]].concat();
        let (is_nothing, doubts) = study(Field::BirthDate, &names, "Jansen");
        assert!(!is_nothing && doubts.is_empty(), "{doubts:?}");
        assert!(!study(Field::End, &["loopt nog"; 20], "loopt nog").0);
    }

    #[test]
    fn what_holds_digits_is_never_learnt_to_be_nothing() {
        for (field, text) in [
            (Field::Bsn, "3,00E+08"),
            (Field::End, "Q2 2018"),
            (Field::End, "31-06-2018"),
            (Field::Postcode, "15O6AB"),
        ] {
            let (is_nothing, doubts) = study(field, &[text; 20], text);
            assert!(!is_nothing && doubts.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_word_in_the_dates_of_a_use_is_never_learnt_to_be_nothing() {
        for (field, text) in [(Field::End, "afgesloten"), (Field::Start, "per direct")] {
            let cells = times(15, text, 5, "01-02-2026");
            assert!(!study(field, &cells, text).0, "{text}");
        }
    }

    #[test]
    fn a_word_for_unknown_is_no_end_where_more_cells_hold_it_than_are_empty() {
        let end = "30-06-2026";
        let cells = [vec!["onbekend"; 5], vec![end; 41], vec![""; 4]].concat();
        let (is_nothing, doubts) = study(Field::End, &cells, "Onbekend.");
        assert!(is_nothing && doubts[0].contains("5 of 50"), "{doubts:?}");
        let cells = [vec!["onbekend"; 5], vec![end; 40], vec![""; 5]].concat();
        let (is_nothing, doubts) = study(Field::End, &cells, "onbekend");
        assert!(!is_nothing && doubts.is_empty(), "{doubts:?}");
        assert!(!study(Field::End, &times(4, "?", 20, end), "?").0);
        assert!(study(Field::End, &times(5, "?", 20, end), "?").0);
    }

    #[test]
    fn an_addition_that_many_addresses_have_is_a_doubt_and_a_value() {
        let (is_nothing, doubts) =
            study(Field::HouseNumberSuffix, &times(6, "ntvb", 18, ""), "ntvb");
        assert!(!is_nothing && doubts.len() == 1, "{doubts:?}");
        assert!(
            study(Field::HouseLetter, &times(5, "A", 19, ""), "A")
                .1
                .is_empty()
        );
        assert_eq!(
            study(Field::HouseLetter, &times(6, "A", 18, ""), "A")
                .1
                .len(),
            1
        );
    }

    #[test]
    fn signs_of_nothing_in_five_rows_are_told_with_their_number() {
        for (field, text) in [
            (Field::End, "00-00-0000"),
            (Field::End, "0001-01-01T00:00:00"),
            (Field::Client, "NULL"),
            (Field::HouseNumberSuffix, "n.v.t."),
        ] {
            let doubts = study(field, &times(5, text, 2, ""), text).1;
            assert!(
                doubts.len() == 1 && doubts[0].contains("5 of 7"),
                "{doubts:?}"
            );
            assert!(study(field, &times(4, text, 2, ""), text).1.is_empty());
        }
        assert!(study(Field::Left, &["00000000"; 9], "x").1.is_empty());
    }
}
