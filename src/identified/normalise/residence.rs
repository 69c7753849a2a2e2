//! What the confidentiality flag and the kind of address mean for a register record.

use super::ClientRecord;
use super::cells::Cells;
use super::record::Normalising;
use crate::identified::settings::Field;
use crate::vocabulary::Rule;

/// How a register that has words instead of codes says no.
const NO: &[&str] = &[
    "n", "nee", "neen", "no", "false", "onwaar", "geen", "-", ".",
];

/// How it says that an address takes post and nobody lives there (BRP 08.10.10).
const POSTAL: &[&str] = &["b", "briefadres"];

/// Notes secrecy, and takes the address from anyone who has only a postal one: both are reported.
///
/// A code of secrecy that cannot be read counts as one: who asked for it must not lose it by a broken byte or look-up.
pub(super) fn read(cells: &mut Cells, record: &mut ClientRecord) {
    let asked = cells.get_known(Field::Secrecy);
    record.has_secrecy = asked.map_or(true, |code| code.is_some_and(says_yes));
    if record.has_secrecy {
        cells.tell(Field::Secrecy, Rule::Secrecy);
    }
    let function = cells.get(Field::AddressFunction);
    record.is_postal_only = function.is_some_and(|text| is_among(POSTAL, text));
    if record.is_postal_only {
        cells.tell(Field::AddressFunction, Rule::AddressPostal);
        record.address.reveal_mut(Normalising).clear();
    }
}

/// Whether a code of secrecy (BRP 07.70.10, 0 for none) or a word in its place says that there is any.
fn says_yes(text: &str) -> bool {
    !text.bytes().all(|byte| byte == b'0') && !is_among(NO, text)
}

fn is_among(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::super::super::source::RawRow;
    use super::super::{Fields, Habits};
    use super::*;
    use crate::identified::DateOrder;

    /// The record of a row with these two fields and an address, and the rules that were reported.
    fn read_row(fill: impl FnOnce(&mut RawRow)) -> (ClientRecord, Vec<Rule>) {
        let mut row = RawRow::new("register.csv");
        row.begin(2);
        fill(&mut row);
        let mut record = Fields {
            postcode: "1506AB",
            house_number: 10,
            address_id: "0479200000219678",
            ..Fields::default()
        }
        .record();
        let mut rules = Vec::new();
        let mut finding = |finding: crate::vocabulary::Finding| rules.push(finding.rule);
        let habits = Habits::of(DateOrder::YearMonthDay);
        read(&mut Cells::of(&row, &habits, &mut finding), &mut record);
        (record, rules)
    }

    #[test]
    fn every_code_but_0_and_a_broken_one_is_secrecy() {
        for code in ["1", "2", "7", "true", "J", "ja"] {
            let (record, rules) = read_row(|row| row.set(Field::Secrecy, code));
            assert!(record.has_secrecy && rules == [Rule::Secrecy], "{code}");
        }
        for code in ["", "0", "00", "false", "N", "Nee"] {
            let (record, rules) = read_row(|row| row.set(Field::Secrecy, code));
            assert!(!record.has_secrecy && rules.is_empty(), "{code}");
        }
        let (record, _) = read_row(|row| row.set_broken(Field::Secrecy));
        assert!(record.has_secrecy);
    }

    #[test]
    fn a_postal_address_is_no_address() {
        let (record, rules) = read_row(|row| row.set(Field::AddressFunction, "b"));
        assert!(record.is_postal_only && rules == [Rule::AddressPostal]);
        assert!(!record.address.is_known());
        let (record, rules) = read_row(|row| row.set(Field::AddressFunction, "W"));
        assert!(!record.is_postal_only && rules.is_empty() && record.address.is_known());
    }
}
