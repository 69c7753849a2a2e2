//! Extracts whose names say too little, and what the user is asked or shown.

use std::fmt::Write as _;

use super::tests::{block, fields, says, shown};
use super::*;
use crate::identified::settings::Field;

/// Sixty clients, with the further columns that `more` writes for the row of that number.
fn clients(header: &str, more: impl Fn(usize) -> String) -> String {
    let mut text = format!("BSN;Achternaam;Geboortedatum{header}\n");
    let bsns = (100_000_000_u32..).filter(|number| {
        let kind = crate::identified::normalise::plausible::bsn_kind(&number.to_string());
        kind == Some(crate::identified::normalise::plausible::BsnKind::Real)
    });
    for (row, bsn) in bsns.take(60).enumerate() {
        let name = char::from(b'A' + u8::try_from(row % 26).unwrap());
        let year = 1930 + row;
        writeln!(text, "{bsn};{name}{name}aker;17-03-{year}{}", more(row)).unwrap();
    }
    text
}

/// The fields asked about, column by column behind the first three.
fn asked(inspection: &Inspection) -> Vec<Vec<Field>> {
    let columns = inspection.columns.iter().skip(3);
    columns.map(|column| column.asked.clone()).collect()
}

#[test]
fn a_text_of_a_few_values_is_asked_about_and_never_one_service_in_silence() {
    let text = clients(";Pakket;Startdatum;Einddatum", |row| {
        format!(";{};01-02-2026;", ["licht", "zwaar", "nacht"][row % 3])
    });
    let inspection = shown(text.as_bytes(), true);
    assert_eq!(asked(&inspection)[0], [Field::Service]);
    assert!(says(
        &inspection,
        "column `Pakket`, 3 values: the services?"
    ));
    let block = block(&inspection);
    assert!(block.contains("\n# service = \"Pakket\""), "{block}");
    assert!(
        !block.contains("[[service]]") && !block.contains("\nservice = "),
        "{block}"
    );
}

#[test]
fn without_a_last_day_it_is_said_that_every_use_would_run_on() {
    let text = clients(";Product;Startdatum", |_| ";hulp;01-02-2026".to_owned());
    let inspection = shown(text.as_bytes(), true);
    assert!(says(&inspection, "every use counts as still running"));
    let ended = |end: &str| {
        let row = format!(";hulp;01-02-2026;{end}");
        let text = clients(";Product;Startdatum;Einddatum", |_| row.clone());
        shown(text.as_bytes(), true)
    };
    let empty = "end dates is empty: every use would count as still running";
    assert!(says(&ended(""), empty));
    assert!(!says(&ended("28-02-2026"), "still running"));
}

#[test]
fn a_date_that_could_be_the_last_day_is_asked_about_and_another_event_never_proposed() {
    let text = clients(";Product;Startdatum;Klaar;Laatste mutatie", |row| {
        let (month, is_over) = (1 + row % 9, row % 2 == 0);
        let end = if is_over {
            format!("28-{month:02}-2026")
        } else {
            String::new()
        };
        format!(";hulp;01-{month:02}-2026;{end};{:02}-12-2026", 1 + row % 28)
    });
    let inspection = shown(text.as_bytes(), true);
    assert!(
        asked(&inspection)[2..]
            .iter()
            .any(|fields| *fields == [Field::End])
    );
    assert!(!fields(&inspection).contains(&Some(Field::End)));
}

#[test]
fn words_for_a_first_and_a_last_day_decide_together_with_the_dates() {
    let text = clients(";Product;Hulp gestart;Hulp gestopt", |row| {
        format!(";hulp;01-0{}-2026;28-0{}-2026", 1 + row % 9, 1 + row % 9)
    });
    let inspection = shown(text.as_bytes(), true);
    let expected = [Field::Service, Field::Start, Field::End].map(Some);
    assert_eq!(fields(&inspection)[3..], expected);
}

#[test]
fn a_rare_date_of_the_register_is_that_of_death_or_departure() {
    let text = clients(
        ";Huishoudnummer;Weg per;Ingangsdatum;Bedrag;Product",
        |row| {
            let left = if row == 7 { "03-04-2025" } else { "" };
            format!(";{row};{left};01-02-20{:02};12;x{row}", row % 20)
        },
    );
    let text = text.replace(";Product", ";Kenmerk");
    let inspection = shown(text.as_bytes(), true);
    let expected = [Some(Field::Household), Some(Field::Left), None, None, None];
    assert_eq!(fields(&inspection)[3..], expected);
    assert!(block(&inspection).starts_with("[register]"));
}

#[test]
fn a_table_of_persons_without_uses_may_be_the_register_and_that_is_asked() {
    let text = clients(";Postcode;Huisnummer", |row| format!(";1507XY;{row}"));
    assert!(says(&shown(text.as_bytes(), true), "is this the register?"));
}

#[test]
fn names_are_shown_to_their_owner_and_to_nobody_else() {
    let text = clients(";Zwaluwcode", |row| format!(";{}", row % 4));
    let names = |inspection: &Inspection| inspection.columns[3].name.clone();
    assert_eq!(
        names(&shown(text.as_bytes(), true)),
        Some("Zwaluwcode".to_owned())
    );
    let others = shown(text.as_bytes(), false);
    assert_eq!(names(&others), None);
    assert!(!format!("{others:?}").contains("Zwaluw"));
}

#[test]
fn a_name_that_is_a_value_of_the_file_is_shown_to_nobody() {
    let text = clients(";Dossier BBaker", |row| format!(";{row}"));
    let debug = format!("{:?}", shown(text.as_bytes(), true));
    assert!(!debug.contains("BBaker"), "{debug}");
}

#[test]
fn codes_of_many_rows_and_clients_are_shown_with_their_rows_and_rare_ones_never() {
    let text = clients(";Product", |row| match row {
        0..12 => ";P10".to_owned(),
        12..21 => ";Bakkersen".to_owned(),
        _ => ";P22".to_owned(),
    });
    let inspection = shown(text.as_bytes(), true);
    let block = block(&inspection);
    assert!(
        block.contains("# P10 = \"…\"") && block.contains("# 12 rows: the code of your"),
        "{block}"
    );
    assert!(
        block.contains("# P22") && !block.contains("Bakkersen"),
        "{block}"
    );
    let others = format!("{:?}", shown(text.as_bytes(), false));
    assert!(!others.contains("P10") && !others.contains("P22"));
}
