//! What a single cell could be, by the rules of normalisation; for `inspect`.

use super::cells::Cells;
use super::record::Normalising;
use super::signs::Column;
use super::{ClientRecord, Habits, address, bsn, letters, name, prefix, sex};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::RawRow;

/// A number that passes for a BSN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum BsnKind {
    /// It passes the eleven-test.
    Real,
    /// It passes, and is of the public test range.
    TestRange,
    /// It leaves the remainder of a made-up number.
    MadeUp,
}

/// What a text passes for as a BSN.
pub(in crate::identified) fn bsn_kind(text: &str) -> Option<BsnKind> {
    match (bsn::parse(text, false), bsn::parse(text, true)) {
        (Some(bsn), _) if bsn::is_of_test_range(bsn) => Some(BsnKind::TestRange),
        (Some(_), _) => Some(BsnKind::Real),
        (None, Some(_)) => Some(BsnKind::MadeUp),
        (None, None) => None,
    }
}

/// Whether a text is a prefix of a surname, and nothing else.
pub(in crate::identified) fn is_prefix(text: &str) -> bool {
    // The longest prefix of the table is shorter; a name would be taken apart for nothing.
    if text.len() > 20 {
        return false;
    }
    let mut words = zeroize::Zeroizing::new(String::with_capacity(64));
    letters::write_words(text, &mut words);
    prefix::is_prefix(&words)
}

/// Tries cells as fields, one by one; its memory is wiped on drop.
pub(in crate::identified) struct Trial {
    row: RawRow,
    record: ClientRecord,
    habits: Habits,
}

impl Trial {
    /// A trial without a cell.
    pub(in crate::identified) fn new() -> Self {
        Self {
            row: RawRow::new(""),
            record: ClientRecord::default(),
            habits: Habits::of(DateOrder::DayMonthYear),
        }
    }

    /// Whether a text without a digit is a value of this field; what has no check is one.
    pub(super) fn is_value(&mut self, field: Field, text: &str) -> bool {
        let has_digits = matches!(
            Column::of(field),
            Column::Number | Column::Date | Column::LastDay
        );
        !has_digits && self.passes(field, text).unwrap_or(true)
    }

    /// Whether a cell passes as this field; `None` for a field that takes anything, or that is looked at elsewhere.
    pub(in crate::identified) fn passes(&mut self, field: Field, cell: &str) -> Option<bool> {
        // A placeholder says what a column holds only where it is usual, as `-` is for no name in the BRP.
        if Column::of(field) != Column::Name && self.habits.sign(field, cell).is_some() {
            return Some(false);
        }
        self.row.begin(0);
        self.row.set(field, cell);
        self.record.clear();
        let mut is_valid = true;
        let mut finding = |_| is_valid = false;
        let cells = &mut Cells::of(&self.row, &self.habits, &mut finding);
        match field {
            Field::Sex => {
                sex::read(cells);
            }
            Field::HouseNumber
            | Field::HouseLetter
            | Field::HouseNumberSuffix
            | Field::AddressId
            | Field::Postcode => {
                address::read(cells, self.record.address.reveal_mut(Normalising));
            }
            Field::Surname | Field::GivenNames | Field::Initials | Field::PartnerSurname => {
                name::read(cells, self.record.name.reveal_mut(Normalising));
            }
            _ => return None,
        }
        Some(is_valid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_bsn_made_up_or_none() {
        assert_eq!(bsn_kind("123456782"), Some(BsnKind::Real));
        assert_eq!(bsn_kind("999990019"), Some(BsnKind::TestRange));
        assert_eq!(bsn_kind("123456789"), None);
        let made_up = (100_000_000..).map(|number: u32| number.to_string());
        let first = made_up
            .into_iter()
            .find(|text| bsn_kind(text) == Some(BsnKind::MadeUp));
        assert!(first.is_some());
    }

    #[test]
    fn cells_pass_as_a_row_would() {
        let mut trial = Trial::new();
        for (field, cell, passes) in [
            (Field::Sex, "V", Some(true)),
            (Field::Sex, "Q", Some(false)),
            (Field::HouseNumber, "10-A", Some(true)),
            (Field::HouseNumber, "onbekend", Some(false)),
            (Field::HouseLetter, "A", Some(true)),
            (Field::HouseLetter, "AB", Some(false)),
            (Field::AddressId, "0599200000219678", Some(true)),
            (Field::Surname, "Jansen", Some(true)),
            (Field::Surname, "12345", Some(false)),
            (Field::Service, "x", None),
        ] {
            assert_eq!(trial.passes(field, cell), passes, "{} {cell}", field.name());
        }
    }
}
