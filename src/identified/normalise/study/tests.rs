//! What is learnt from, and doubted about, the rows of one column.

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
fn additions_in_a_series_and_surnames_beside_others_stand_for_themselves() {
    let flats = [times(30, "hs", 30, "1"), times(30, "2", 10, "")].concat();
    let families = [times(15, "Schilder", 9, "Tuyp"), times(76, "", 0, "")].concat();
    for (field, cells) in [
        (Field::HouseNumberSuffix, &flats),
        (Field::Surname, &families),
    ] {
        let (_, doubts) = study(field, cells, cells[0]);
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
    let (is_nothing, doubts) = study(Field::HouseNumberSuffix, &times(6, "ntvb", 18, ""), "ntvb");
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
