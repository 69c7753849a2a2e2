//! The persons read from BRP extracts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::identified::formats::testing::{Trial, detect, read, read_there};

const HEADER: &str = ";01.01.20;01.02.40;01.03.10;05.01.20;05.02.40;05.07.10;05.H;07.67.10;07.67.20;08.10.10;08.11.20;08.11.60;08.13.10;;";

fn persons(lines: &[&str]) -> Trial {
    read_lines(lines).unwrap()
}

fn read_lines(lines: &[&str]) -> Result<Trial> {
    let text = format!("\u{feff}{HEADER}\r\n{}\r\n", lines.join("\r\n"));
    read(&[("brp.csv", text.as_bytes())], detect(&[]))
}

#[test]
fn a_person_is_one_row_whatever_the_lines() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;222;Vries;;;;;W;1;1500AA;;;",
        ";;Jansen;19700102;;;;;;;W;9;1500ZZ;;;",
        "L2;333;Smit;19710000;;;;;;;W;2;1500AB;;;",
    ]);
    assert_eq!(trial.places(), ["brp.csv:2", "brp.csv:4"]);
    assert_eq!(trial.field(0, Field::BirthDate), "19700101");
    assert_eq!(trial.field(0, Field::PartnerBsn), "222");
    assert_eq!(trial.field(0, Field::Postcode), "1500AA");
    assert_eq!(trial.field(1, Field::PartnerBsn), "");
}

#[test]
fn an_ended_marriage_has_no_partner_and_its_history_neither() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;222;Vries;20000101;55;;;W;1;1500AA;;;",
        ";;;;222;Vries;;;;;;;;;;",
    ]);
    assert_eq!(trial.field(0, Field::PartnerBsn), "");
}

#[test]
fn a_running_marriage_is_found_on_a_later_line() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;222;Vries;20000101;55;;;W;1;1500AA;;;",
        ";;;;222;Vries;;05;;;;;;;;",
        ";;;;333;Bakker;;;;;;;;;;",
    ]);
    assert_eq!(trial.field(0, Field::PartnerBsn), "333");
    assert_eq!(trial.field(0, Field::PartnerSurname), "Bakker");
}

#[test]
fn a_place_abroad_is_no_address_and_the_function_of_one_is_told() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;;;;;;;B;1;1500AA;;;",
        "L2;222;Smit;19700101;;;;;;;W;1;1500AA;5010;;",
    ]);
    let of = |row| [Field::AddressFunction, Field::Postcode].map(|field| trial.field(row, field));
    assert_eq!(of(0), ["B", "1500AA"]);
    assert_eq!(of(1), ["W", ""]);
}

#[test]
fn who_is_suspended_has_left_even_without_a_date() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;;;;;20150300;O;W;1;1500AA;;;",
        "L2;222;Smit;19700101;;;;;00000000;F;W;1;1500AA;;;",
        "L3;333;Bos;19700101;;;;;;R;W;1;1500AA;;;",
        "L4;444;Mol;19700101;;;;;;;W;1;1500AA;;;",
    ]);
    let left: Vec<_> = (0..4).map(|row| trial.field(row, Field::Left)).collect();
    assert_eq!(left, ["20150300", "00000000", "00000000", ""]);
}

#[test]
fn lines_behind_a_lost_one_are_nobodys() {
    let trial = persons(&[
        "L1;111;Jansen;19700101;;;;;;;W;1;1500AA;;;",
        "L2;222;Smit",
        ";;;;333;Bakker;;;;;;;;;;",
    ]);
    assert_eq!(trial.findings, ["brp.csv:3 row-shape"]);
    assert_eq!(trial.field(0, Field::PartnerBsn), "");
}

#[test]
fn a_column_of_the_agreement_takes_the_place_of_an_element() {
    let text = format!("{HEADER}\nL1;111;Jansen;19700101;222;Vries;;;;;W;1;1500AA;;;\n");
    let settings = detect(&[(Field::Surname, "05.02.40"), (Field::Household, "08.11.20")]);
    let trial = read(&[("brp.csv", text.as_bytes())], settings).unwrap();
    assert_eq!(trial.field(0, Field::Surname), "Vries");
    assert_eq!(trial.field(0, Field::Household), "1");
}

#[test]
fn an_extract_without_a_needed_element_is_refused_by_its_number() {
    let text = b";01.01.20;01.02.40;01.03.10\nL1;1;Jansen;19700101\n";
    let error = read(&[("brp.csv", text)], detect(&[]))
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("`08.11.60`") && error.contains("`08.11.20`"),
        "{error}"
    );
}

#[test]
fn the_public_test_set_has_687_persons_of_whom_574_have_a_home() {
    let place = "/../shared/data/formats/brp/testset-persoonslijsten.csv";
    let path = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "").to_owned() + place);
    if !path.exists() {
        println!("skipped: the test set is not there");
        return;
    }
    let mut settings = detect(&[]);
    settings.files.push(path);
    let trial = read_there(&settings).unwrap();
    let active: Vec<_> = (0..trial.rows.len())
        .filter(|&row| trial.field(row, Field::Left).is_empty())
        .filter(|&row| !trial.field(row, Field::Postcode).is_empty())
        .filter(|&row| trial.field(row, Field::AddressFunction) != "B")
        .collect();
    let are_secret = |row: &usize| trial.field(*row, Field::Secrecy) != "0";
    assert_eq!((0..trial.rows.len()).filter(are_secret).count(), 46);
    assert_eq!((trial.rows.len(), active.len()), (687, 574));
    assert_eq!(trial.findings.len(), 0);
    let bsns: BTreeSet<_> = (0..trial.rows.len())
        .map(|row| trial.field(row, Field::Bsn))
        .collect();
    assert_eq!(bsns.len(), 681);
    assert_eq!(trial.field(0, Field::PartnerSurname), "Beaudelaire");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_with_any_damage_give_no_more_persons_than_lines(
        lines in prop::collection::vec(
            "(L[12])?;[0-9]{0,3};[A-Z]?;(19700000)?;;[a-z]?;;(55|05)?;[0-9]{0,8};R?;[WB\"]?;1;1500AA;;;", 1..8,
        ),
    ) {
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        match read_lines(&lines) {
            Ok(trial) => prop_assert!(trial.rows.len() + trial.findings.len() <= lines.len()),
            Err(error) => prop_assert!(error.to_string().ends_with("contains nobody")),
        }
    }
}
