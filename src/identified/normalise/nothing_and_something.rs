//! Tests that placeholders, unreadable cells and values are kept apart.

use super::hard_cases::{line, normalise, terms};
use super::{ClientRecord, Habits, normalise_row};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::RawRow;
use crate::vocabulary::Rule;

#[test]
fn a_use_whose_start_or_end_cannot_be_read_is_left_behind() {
    for text in [
        "00-01-2026",
        "31-11-2026",
        "2018",
        "Q2 2018",
        "juni 2018",
        "20-06-18",
        "43271",
        "medio juni",
        "#N/B",
        "#N/A",
        "#REF!",
        "#VERW!",
        "########",
        "=B2+30",
        "Err:502",
        "Fout 2042",
        "{fffd}",
        "20-06-2018 of later",
        "beëindigd",
        "1529452800",
    ] {
        for field in [Field::Start, Field::End] {
            let (record, findings, rule) = normalise(&[(field, text)]);
            assert_eq!(rule, Some(Rule::DateUnreadable), "{text}");
            assert!(line(&record).is_empty() && findings.is_empty(), "{text}");
        }
    }
    let mut row = RawRow::new("clients.csv");
    row.begin(2);
    row.set_broken(Field::End);
    let habits = Habits::of(DateOrder::DayMonthYear);
    let mut record = ClientRecord::default();
    let broken = normalise_row(&row, &habits, &terms(false), &mut record, &mut |_| {});
    assert_eq!(broken, Some((Field::End, Rule::DateUnreadable)));
}

#[test]
fn a_sign_of_nothing_is_no_date_and_no_finding() {
    for text in [
        "-",
        "--",
        "...",
        "NULL",
        "<NULL>",
        "(leeg)",
        "[null]",
        "n.v.t.",
        "N/A",
        "NaN",
        "NaT",
        "#",
        "00-00-0000",
        "0",
        "0000-00-00T00:00:00",
        "30-12-1899",
        "0-1-1900",
        "01-01-1900",
        "0001-01-01T00:00:00",
        "1753-01-01",
        "01-01-1970",
        "11-11-1911",
        "99-99-9999",
        "xx-xx-xxxx",
        "\\N",
    ] {
        for field in [Field::Start, Field::End, Field::Left] {
            let (record, findings, rule) = normalise(&[(field, text)]);
            assert_eq!((line(&record).as_str(), rule), ("", None), "{text}");
            assert!(findings.is_empty(), "{text}");
        }
    }
    for text in ["20-06-1018", "20-06-1899", "02-02-1582", "20-06-1919"] {
        let (_, _, rule) = normalise(&[(Field::Start, "14-01-2015"), (Field::End, text)]);
        assert_eq!(rule, Some(Rule::EndBeforeStart), "{text}");
    }
    for text in [
        "lopend",
        "Heden",
        "t.o.t. heden",
        "onbepaalde tijd",
        "infinity",
        "31-12-9999",
        "2999-12-31",
        "9999-12-31T23:59:59.9999999Z",
    ] {
        let (_, _, rule) = normalise(&[(Field::Start, "01-02-2026"), (Field::End, text)]);
        assert_eq!(rule, None, "{text}");
        let (_, _, rule) = normalise(&[(Field::Start, text)]);
        let is_date = text.contains("12");
        assert_eq!(rule.is_none(), is_date, "{text}");
    }
}

#[test]
fn an_end_that_says_it_is_unknown_is_never_taken_as_open() {
    for text in [
        "?",
        "(?)",
        "Onbekend.",
        "n.t.b.",
        "N.B.",
        "nog niet bekend",
        "TBD",
    ] {
        let (record, _, rule) = normalise(&[(Field::End, text)]);
        assert_eq!(rule, Some(Rule::DateUnreadable), "{text}");
        assert!(line(&record).is_empty(), "{text}");
        for field in [Field::Start, Field::Left] {
            let (_, findings, rule) = normalise(&[(field, text)]);
            assert!(rule.is_none() && findings.is_empty(), "{text}");
        }
    }
}

#[test]
fn a_sign_of_nothing_is_no_value_in_any_column() {
    let fields = [
        Field::Client,
        Field::Bsn,
        Field::BirthDate,
        Field::Sex,
        Field::Surname,
        Field::PartnerSurname,
        Field::GivenNames,
        Field::Initials,
        Field::Postcode,
        Field::HouseNumber,
        Field::HouseLetter,
        Field::HouseNumberSuffix,
        Field::AddressId,
        Field::Household,
        Field::Wijk,
        Field::Buurt,
        Field::PartnerBsn,
    ];
    for text in [
        "NULL",
        "null",
        "<null>",
        "(NULL)",
        "Onbekend",
        "n i e t  b e k e n d",
        "?",
        "–",
        ".",
        "missing",
        "XXXX",
    ] {
        for field in fields {
            if text == "XXXX" && matches!(field, Field::Sex | Field::Wijk | Field::Buurt) {
                continue;
            }
            let (record, findings, _) = normalise(&[(field, text)]);
            let texts = [&record.household, &record.wijk, &record.buurt];
            let is_empty = texts.iter().all(|text| text.is_empty());
            assert!(
                is_empty && !record.client.is_known() && findings.is_empty(),
                "{} {text}: {findings:?}",
                field.name()
            );
            let sex = match record.sex {
                Some(_) if field == Field::Sex => "sex unknown",
                _ => "",
            };
            assert_eq!(line(&record), sex, "{} {text}", field.name());
        }
    }
}

#[test]
fn a_sign_of_nothing_of_its_own_column_is_no_value() {
    for (field, text) in [
        (Field::HouseNumberSuffix, "0"),
        (Field::HouseLetter, "0"),
        (Field::HouseNumberSuffix, "n.v.t."),
        (Field::HouseNumberSuffix, "NA"),
        (Field::Client, "000000"),
        (Field::Bsn, "000000000"),
        (Field::Bsn, "999999999"),
        (Field::Household, "0"),
        (Field::HouseNumber, "00"),
    ] {
        let (record, findings, _) = normalise(&[(field, text)]);
        assert!(
            !record.client.is_known() && record.household.is_empty() && findings.is_empty(),
            "{text}"
        );
        assert_eq!(line(&record), "", "{text}");
    }
}

#[test]
fn what_only_looks_like_a_sign_is_a_value() {
    for (field, text, expected) in [
        (Field::Surname, "Geen", "surname GEEN"),
        (Field::Surname, "Na", "surname NA"),
        (Field::GivenNames, "Nan", "given NAN, initial N"),
        (Field::Initials, "N.A.", "initial N"),
        (Field::HouseLetter, "X", "letter X"),
        (Field::HouseNumberSuffix, "#3", "suffix 3"),
        (Field::HouseNumberSuffix, "99", "suffix 99"),
        (Field::HouseNumber, "99", "number 99"),
        (Field::Sex, "0", "sex unknown"),
        (Field::BirthDate, "01-01-1970", "born 1970-1-1"),
        (Field::Surname, "Fouteau", "surname FOUTEAU"),
    ] {
        let (record, findings, _) = normalise(&[(field, text)]);
        assert_eq!(line(&record), expected, "{text}");
        assert!(findings.is_empty(), "{text}");
    }
}

#[test]
fn who_left_before_they_were_born_did_not_leave() {
    let cells = [
        (Field::BirthDate, "01-06-1990"),
        (Field::Left, "31-05-1990"),
    ];
    let (record, findings, _) = normalise(&cells);
    assert_eq!(
        (record.left, findings),
        (None, vec![(Some("left"), Rule::LeftBeforeBirth)])
    );
    let cells = [
        (Field::BirthDate, "01-06-1990"),
        (Field::Left, "00-00-1990"),
    ];
    let (record, findings, _) = normalise(&cells);
    assert!(record.left.is_some() && findings.is_empty());
}
