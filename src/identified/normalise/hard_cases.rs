//! The hard cases of normalisation, one line each: field, text, and the result or the broken rule.

use proptest::prelude::*;

use super::record::{Fields, Normalising};
use super::{ClientRecord, Habits, normalise_row};
use crate::identified::example;
use crate::identified::settings::{DateOrder, Field, ProjectTerms};
use crate::identified::source::RawRow;
use crate::vocabulary::{Day, Rule};

pub(super) fn terms(made_up: bool) -> ProjectTerms {
    ProjectTerms {
        made_up,
        ..example::terms()
    }
}

/// Fields and the rules that they broke.
pub(super) type Told = Vec<(Option<&'static str>, Rule)>;

/// Normalises a row with these cells; gives the record, the findings and what leaves the row behind.
pub(super) fn normalise(cells: &[(Field, &str)]) -> (ClientRecord, Told, Option<Rule>) {
    let mut row = RawRow::new("clients.csv");
    row.begin(2);
    for (field, text) in cells {
        row.set(*field, text);
    }
    let mut record = ClientRecord::default();
    let mut findings = Vec::new();
    let mut tell =
        |finding: crate::vocabulary::Finding| findings.push((finding.location.field, finding.rule));
    let habits = Habits::of(DateOrder::DayMonthYear);
    let broken = normalise_row(&row, &habits, &terms(false), &mut record, &mut tell);
    (record, findings, broken.map(|(_, rule)| rule))
}

/// All fields that are not empty, in one line.
pub(super) fn line(record: &ClientRecord) -> String {
    let birth = record.birth_date.reveal(Normalising);
    let (name, address) = (
        record.name.reveal(Normalising),
        record.address.reveal(Normalising),
    );
    let bsn = *record.bsn.reveal(Normalising);
    let days = [
        ("start", record.start),
        ("end", record.end),
        ("left", record.left),
    ];
    let texts = [
        ("surname", &name.surname),
        ("partner", &name.partner_surname),
        ("given", &name.given_name),
        ("initial", &name.initial),
        ("postcode", &address.postcode),
        ("letter", &address.house_letter),
        ("suffix", &address.house_number_suffix),
        ("id", &address.address_id),
    ];
    let mut parts: Vec<String> = Vec::new();
    let mut add = |name: &str, text: String| parts.push(format!("{name} {text}"));
    if bsn > 0 {
        add("bsn", format!("{bsn:09}"));
    }
    if birth.year > 0 {
        add(
            "born",
            format!("{}-{}-{}", birth.year, birth.month, birth.day),
        );
    }
    if let Some(sex) = record.sex {
        add("sex", sex.word().into());
    }
    if address.house_number > 0 {
        add("number", address.house_number.to_string());
    }
    texts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .for_each(|(name, text)| add(name, (*text).clone()));
    days.iter()
        .filter_map(|(name, day)| Some((name, (*day)?)))
        .for_each(|(name, day)| add(name, day.to_string()));
    parts.join(", ")
}

/// Cells and what comes of them.
const VECTORS: &[(&[(Field, &str)], &str)] = &[
    (&[(Field::Bsn, "123456782")], "bsn 123456782"),
    (&[(Field::Bsn, "10464554")], "bsn 010464554"),
    (&[(Field::Bsn, "1234.56.782")], "bsn 123456782"),
    (&[(Field::Bsn, "123456782.0")], "bsn 123456782"),
    (&[(Field::Surname, "Meijer")], "surname MEYER"),
    (&[(Field::Surname, "Meĳer")], "surname MEYER"),
    (&[(Field::Surname, "Meÿer")], "surname MEYER"),
    (&[(Field::Surname, "Sørensen")], "surname SORENSEN"),
    (&[(Field::Surname, "Łukasiewicz")], "surname LUKASIEWICZ"),
    (&[(Field::Surname, "Groß")], "surname GROSS"),
    (&[(Field::Surname, "Yıldız")], "surname YILDIZ"),
    (
        &[(Field::Surname, "Müller-Lüdenscheidt")],
        "surname LUDENSCHEIDT, partner MULLER",
    ),
    (&[(Field::Surname, "van 't Hof")], "surname HOF"),
    (&[(Field::Surname, "van ’t Hof")], "surname HOF"),
    (&[(Field::Surname, "VAN DER BERG")], "surname BERG"),
    (&[(Field::Surname, "v.d. Berg")], "surname BERG"),
    (&[(Field::Surname, "v/d Berg")], "surname BERG"),
    (&[(Field::Surname, "Berg, van den")], "surname BERG"),
    (&[(Field::Surname, "d'Ancona")], "surname ANCONA"),
    (&[(Field::Surname, "O'Brien")], "surname OBRIEN"),
    (&[(Field::Surname, "de la Fuente")], "surname FUENTE"),
    (
        &[(Field::Surname, "uijt te de Boogaard")],
        "surname BOOGAARD",
    ),
    (&[(Field::Surname, "De")], "surname DE"),
    (&[(Field::Surname, "-")], ""),
    (
        &[(Field::Surname, "."), (Field::GivenNames, "Onbekend")],
        "",
    ),
    (
        &[(Field::Surname, "Jansen e/v de Vries")],
        "surname JANSEN, partner VRIES",
    ),
    (
        &[(Field::Surname, "de Vries-Jansen")],
        "surname JANSEN, partner VRIES",
    ),
    (
        &[
            (Field::Surname, "de Vries-Jansen"),
            (Field::PartnerSurname, "de Vries"),
        ],
        "surname JANSEN, partner VRIES",
    ),
    (&[(Field::GivenNames, "Jan Pieter")], "given JAN, initial J"),
    (
        &[(Field::GivenNames, "Anne-Marie")],
        "given ANNEMARIE, initial A",
    ),
    (
        &[(Field::GivenNames, "Christiaan"), (Field::Initials, "Chr.")],
        "given CHRISTIAAN, initial C",
    ),
    (&[(Field::Initials, "Th.M.")], "initial T"),
    (&[(Field::Initials, "IJ.")], "initial I"),
    (&[(Field::Initials, "É.")], "initial E"),
    (&[(Field::BirthDate, "00-00-1965")], "born 1965-0-0"),
    (&[(Field::BirthDate, "19950200")], "born 1995-2-0"),
    (&[(Field::BirthDate, "29-02-1996")], "born 1996-2-29"),
    (&[(Field::BirthDate, "00000000")], ""),
    (
        &[(Field::Sex, "v"), (Field::Postcode, "1506 ab")],
        "sex female, postcode 1506AB",
    ),
    (
        &[(Field::Sex, "9"), (Field::Postcode, "0000")],
        "sex unknown",
    ),
    (&[(Field::HouseNumber, "10A")], "number 10, letter A"),
    (&[(Field::HouseNumber, "10-A")], "number 10, letter A"),
    (
        &[(Field::HouseNumber, "10 A"), (Field::HouseLetter, "a")],
        "number 10, letter A",
    ),
    (
        &[(Field::HouseNumber, "10 A 3")],
        "number 10, letter A, suffix 3",
    ),
    (&[(Field::HouseNumber, "12 bis")], "number 12, suffix BIS"),
    (
        &[
            (Field::HouseNumber, "10.0"),
            (Field::HouseNumberSuffix, "-4a"),
        ],
        "number 10, suffix 4A",
    ),
    (
        &[(Field::AddressId, "479200000012345")],
        "id 0479200000012345",
    ),
    (&[(Field::AddressId, "0000000000000000")], ""),
    (
        &[(Field::Start, "1-2-2026"), (Field::End, "2026-03-04")],
        "start 2026-02-01, end 2026-03-04",
    ),
    (&[(Field::Left, "20260000")], "left 2026-01-01"),
    (&[(Field::Left, "0000-00-00")], ""),
];

#[test]
fn each_hard_case_gives_its_canonical_form() {
    for (cells, expected) in VECTORS {
        let (record, findings, rule) = normalise(cells);
        assert_eq!(line(&record), *expected, "{cells:?}");
        assert!(findings.is_empty() && rule.is_none(), "{cells:?}");
    }
}

#[test]
fn each_bad_field_is_blanked_and_told() {
    let vectors = [
        (Field::Bsn, "123456783", Rule::BsnInvalid),
        (Field::PartnerBsn, "12345678X", Rule::BsnInvalid),
        (Field::BirthDate, "31-12-65", Rule::BirthDateInvalid),
        (Field::BirthDate, "30-02-1965", Rule::BirthDateInvalid),
        (Field::BirthDate, "01-01-1849", Rule::BirthDateImpossible),
        (Field::BirthDate, "01-01-2027", Rule::BirthDateImpossible),
        (Field::BirthDate, "00-00-2027", Rule::BirthDateImpossible),
        (Field::Sex, "Q", Rule::SexUnknown),
        (Field::Surname, "12345", Rule::NameInvalid),
        (Field::Surname, "Иванов", Rule::NameInvalid),
        (Field::Postcode, "B-1000", Rule::PostcodeInvalid),
        (Field::Postcode, "1506SS", Rule::PostcodeInvalid),
        (Field::HouseNumber, "100000", Rule::HouseNumberInvalid),
        (Field::HouseNumber, "Plein 1945 3", Rule::AddressUnclear),
        (
            Field::HouseNumber,
            "Dorpsstraat t/o 5",
            Rule::AddressUnclear,
        ),
        (Field::HouseNumber, "Dorpsstraat", Rule::HouseNumberInvalid),
        (Field::Postcode, "1483 de Rijp", Rule::AddressUnclear),
        (Field::HouseLetter, "AB", Rule::HouseLetterInvalid),
        (
            Field::HouseNumberSuffix,
            "boven de winkel",
            Rule::HouseNumberSuffixInvalid,
        ),
        (Field::AddressId, "4,79E+14", Rule::AddressIdInvalid),
        (Field::Left, "gisteren", Rule::LeftInvalid),
        (Field::Left, "#N/B", Rule::FormulaFailed),
        (Field::HouseNumberSuffix, "#VERW!", Rule::FormulaFailed),
        (Field::Client, "#N/A", Rule::FormulaFailed),
        (Field::Household, "#REF!", Rule::FormulaFailed),
    ];
    for (field, text, rule) in vectors {
        let (record, findings, left_behind) = normalise(&[(field, text)]);
        assert_eq!(line(&record), "", "{text}");
        assert_eq!(findings, [(Some(field.name()), rule)], "{text}");
        assert_eq!(left_behind, None, "{text}");
    }
}

#[test]
fn a_bsn_of_the_test_range_is_used_and_told() {
    let (record, findings, _) = normalise(&[(Field::Bsn, "999990019")]);
    assert_eq!(line(&record), "bsn 999990019");
    assert_eq!(findings, [(Some("bsn"), Rule::BsnTestRange)]);
}

#[test]
fn an_end_before_its_start_leaves_the_row_behind() {
    let (_, _, rule) = normalise(&[(Field::Start, "02-01-2026"), (Field::End, "01-01-2026")]);
    assert_eq!(rule, Some(Rule::EndBeforeStart));
    let (_, _, rule) = normalise(&[(Field::Start, "02-01-2026"), (Field::End, "02-01-2026")]);
    assert_eq!(rule, None);
}

#[test]
fn a_child_born_between_the_period_and_a_later_reference_date_keeps_its_birth_date() {
    let born = |reference_date: &str| {
        let mut row = RawRow::new("clients.csv");
        row.begin(2);
        row.set(Field::BirthDate, "2027-01-15");
        let mut terms = terms(false);
        terms.reference_date = Day::parse(reference_date).unwrap();
        let mut record = ClientRecord::default();
        let habits = Habits::of(DateOrder::YearMonthDay);
        normalise_row(&row, &habits, &terms, &mut record, &mut |_| {});
        record.birth_date.reveal(Normalising).year
    };
    assert_eq!(born("2027-01-31"), 2027);
    assert_eq!((born("2027-01-14"), born("2026-06-30")), (0, 0));
}

#[test]
fn a_client_number_of_more_than_200_characters_is_told_and_empty() {
    let (record, findings, _) = normalise(&[(Field::Client, &"é".repeat(200))]);
    let client = record.client.reveal(Normalising);
    assert!(client.chars().count() == 200 && findings.is_empty());
    let (record, findings, _) = normalise(&[(Field::Client, &"7".repeat(201))]);
    assert!(!record.client.is_known());
    assert_eq!(findings, [(Some("client"), Rule::ClientTooLong)]);
}

#[test]
fn a_cell_with_broken_text_is_told_and_empty() {
    let mut row = RawRow::new("clients.csv");
    row.begin(2);
    row.set(Field::Surname, "Jansen");
    row.set_broken(Field::Surname);
    let surname = "left over";
    let mut record = Fields {
        surname,
        ..Fields::default()
    }
    .record();
    let mut rules = Vec::new();
    let mut tell = |finding: crate::vocabulary::Finding| rules.push(finding.rule);
    normalise_row(
        &row,
        &Habits::of(DateOrder::YearMonthDay),
        &terms(false),
        &mut record,
        &mut tell,
    );
    assert_eq!(rules, [Rule::TextBroken]);
    assert_eq!(line(&record), "");
}

#[test]
fn an_unknown_day_of_departure_in_the_brp_is_the_first_of_all_days() {
    let cells = [(Field::BirthDate, "01-06-1990"), (Field::Left, "00000000")];
    let (record, findings, _) = normalise(&cells);
    assert!(record.left < Day::parse("1850-01-01") && record.left.is_some());
    assert!(findings.is_empty());
}

proptest! {
    #[test]
    fn whatever_stands_in_a_cell_only_canonical_text_comes_out(
        text in prop_oneof!["\\PC{0,30}", "[0-9A-Za-z ./,-]{0,20}"],
        place in 0..Field::ALL.len(),
    ) {
        let (record, _, _) = normalise(&[(Field::ALL[place], &text)]);
        let is_upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_upper_or_digit =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let (name, address) = (record.name.reveal(Normalising), record.address.reveal(Normalising));
        prop_assert!([&name.surname, &name.partner_surname, &name.given_name].iter().all(|name| is_upper(name)));
        prop_assert!(is_upper(&name.initial) && name.initial.len() <= 1);
        prop_assert!(is_upper(&address.house_letter) && address.house_letter.len() <= 1);
        prop_assert!(is_upper_or_digit(&address.house_number_suffix) && address.house_number_suffix.len() <= 6);
        prop_assert!(is_upper_or_digit(&address.postcode) && matches!(address.postcode.len(), 0 | 6));
        prop_assert!(matches!(address.address_id.len(), 0 | 16) && address.house_number < 100_000);
    }
}
