//! The uses read from messages.

mod claims;
mod releases;

use proptest::prelude::*;

use super::*;
use crate::identified::formats::testing::{Trial, detect, read, read_there};

/// A message of `code`, dated `dated`, with these clients.
fn message(code: &str, dated: &str, clients: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<m:Bericht xmlns:m=\"x\" xmlns:i=\"y\"><m:Header><m:BerichtCode>{code}</m:BerichtCode>\
         <m:BerichtVersie>3</m:BerichtVersie><m:BerichtIdentificatie><i:Dagtekening>{dated}</i:Dagtekening>\
         </m:BerichtIdentificatie></m:Header>{clients}</m:Bericht>"
    )
}

fn client(list: &str, product: &str, contents: &str) -> String {
    format!(
        "\n<m:Client><m:Bsn>999900006</m:Bsn><m:Geboortedatum><i:Datum>1967-08-01</i:Datum><i:DatumGebruik>1</i:DatumGebruik>\
         </m:Geboortedatum><m:{list}><m:{product}>{contents}</m:{product}></m:{list}></m:Client>"
    )
}

fn granted(dated: &str, number: &str, extra: &str) -> String {
    let contents = format!(
        "<m:ToewijzingNummer>{number}</m:ToewijzingNummer><m:Product><i:Categorie>45</i:Categorie><i:Code>45A48</i:Code></m:Product>\
         <m:Ingangsdatum>2026-01-01</m:Ingangsdatum>{extra}"
    );
    message(
        "436",
        dated,
        &client("ToegewezenProducten", "ToegewezenProduct", &contents),
    )
}

fn started(dated: &str, begin: &str, status: &str) -> String {
    let contents = format!(
        "<m:ToewijzingNummer>101</m:ToewijzingNummer><m:Product><i:Categorie>45</i:Categorie></m:Product>\
         <m:Begindatum>{begin}</m:Begindatum><m:StatusAanlevering>{status}</m:StatusAanlevering>"
    );
    message(
        "438",
        dated,
        &client("StartProducten", "StartProduct", &contents),
    )
}

fn stopped(dated: &str, end: &str, status: &str) -> String {
    let contents = format!(
        "<m:ToewijzingNummer>101</m:ToewijzingNummer><m:Product><i:Categorie>45</i:Categorie></m:Product>\
         <m:Begindatum>2026-01-05</m:Begindatum><m:Einddatum>{end}</m:Einddatum><m:StatusAanlevering>{status}</m:StatusAanlevering>"
    );
    message(
        "440",
        dated,
        &client("StopProducten", "StopProduct", &contents),
    )
}

fn uses(messages: &[String]) -> Trial {
    let names = ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml"];
    let files: Vec<_> = names
        .into_iter()
        .zip(messages.iter().map(String::as_bytes))
        .collect();
    read(&files, detect(&[])).unwrap()
}

/// Why a message that is the only one is refused.
fn refusal(text: &str) -> Error {
    let error = read(&[("m.xml", text.as_bytes())], detect(&[])).err();
    error.unwrap()
}

fn period(trial: &Trial) -> (&str, &str) {
    (trial.field(0, Field::Start), trial.field(0, Field::End))
}

#[test]
fn a_grant_alone_is_a_use_from_its_first_day() {
    let trial = uses(&[granted(
        "2026-01-01",
        "101",
        "<m:Einddatum>2026-12-31</m:Einddatum>",
    )]);
    assert_eq!(period(&trial), ("2026-01-01", "2026-12-31"));
    assert_eq!(trial.field(0, Field::Service), "45");
    assert_eq!(trial.field(0, Field::BirthDate), "1967-08-00");
    assert_eq!((trial.places(), trial.findings.len()), (vec!["1.xml:3"], 0));
}

#[test]
fn grants_without_a_number_are_a_use_each() {
    let other = granted("2026-01-03", "", "").replace("45A48", "45A04");
    let trial = uses(&[granted("2026-01-02", "", ""), other]);
    assert_eq!(trial.rows.len(), 2);
}

#[test]
fn start_and_stop_are_merged_whatever_the_order_of_the_files() {
    let messages = [
        granted("2026-01-01", "101", ""),
        started("2026-01-05", "2026-01-04", "1"),
        stopped("2026-03-01", "2026-02-28", "1"),
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let trial = uses(&order.map(|place: usize| messages[place].clone()));
        assert_eq!(trial.rows.len(), 1);
        assert_eq!(period(&trial), ("2026-01-04", "2026-02-28"), "{order:?}");
    }
}

#[test]
fn a_deleted_start_or_stop_never_happened() {
    let trial = uses(&[
        granted("2026-01-01", "101", ""),
        started("2026-01-05", "2026-01-04", "1"),
        started("2026-01-06", "2026-01-04", "3"),
        stopped("2026-03-02", "2026-02-28", "3"),
        stopped("2026-03-01", "2026-02-28", "1"),
    ]);
    assert_eq!(period(&trial), ("2026-01-01", ""));
}

#[test]
fn a_later_grant_replaces_an_earlier_one_and_13_takes_it_back() {
    let ended = granted("2026-02-01", "101", "<m:Einddatum>2026-06-30</m:Einddatum>");
    let first = granted("2026-01-01", "101", "");
    assert_eq!(
        period(&uses(&[ended.clone(), first.clone()])).1,
        "2026-06-30"
    );
    let deleted = granted(
        "2026-03-01",
        "101",
        "<m:RedenWijziging>13</m:RedenWijziging>",
    );
    let start = started("2026-04-01", "2026-01-04", "1");
    assert_eq!(uses(&[deleted, ended, first, start]).rows.len(), 0);
}

/// A grant that was decided on a day at an hour, in a message of another day.
fn decided(dated: &str, day: &str, hour: &str, extra: &str) -> String {
    let decision = format!(
        "<m:Toewijzingsdatum>{day}</m:Toewijzingsdatum><m:Toewijzingstijd>{hour}</m:Toewijzingstijd>{extra}"
    );
    granted(dated, "101", &decision)
}

#[test]
fn the_latest_grant_is_the_one_decided_last_whatever_the_message_and_the_file() {
    let ended = |end: &str| format!("<m:Einddatum>{end}</m:Einddatum>");
    let taken_back = "<m:RedenWijziging>13</m:RedenWijziging>";
    let cases = [
        // The earlier decision was sent again, later.
        (
            decided("2026-05-01", "2026-02-01", "12:00:00", &ended("2026-06-30")),
            decided("2026-04-01", "2026-03-01", "09:00:00", &ended("2026-07-31")),
            Some("2026-07-31"),
        ),
        // Of one day, the hour decides.
        (
            decided("2026-03-01", "2026-03-01", "09:00:00", ""),
            decided("2026-03-01", "2026-03-01", "16:00:00", taken_back),
            None,
        ),
        (
            decided("2026-03-02", "2026-03-01", "09:00:00", taken_back),
            decided("2026-03-01", "2026-03-01", "16:00:01", &ended("2026-08-31")),
            Some("2026-08-31"),
        ),
        // Of one second in messages of one day, taking back comes last.
        (
            decided("2026-03-01", "2026-03-01", "09:00:00", ""),
            decided("2026-03-01", "2026-03-01", "09:00:00", taken_back),
            None,
        ),
    ];
    for (earlier, later, end) in cases {
        for files in [[earlier.clone(), later.clone()], [later, earlier]] {
            let trial = uses(&files);
            let ends: Vec<_> = (0..trial.rows.len())
                .map(|row| trial.field(row, Field::End))
                .collect();
            assert_eq!(ends, Vec::from_iter(end));
        }
    }
}

#[test]
fn a_start_without_its_grant_is_a_use_with_a_warning() {
    let trial = uses(&[started("2026-01-05", "2026-01-04", "1")]);
    assert_eq!(period(&trial), ("2026-01-04", ""));
    assert_eq!(trial.findings, ["1.xml:3 allocation-missing"]);
    assert_eq!(
        uses(&[started("2026-01-05", "2026-01-04", "3")]).rows.len(),
        0
    );
}

#[test]
fn a_relation_of_the_client_is_not_the_client() {
    let text = granted("2026-01-01", "101", "").replace(
        "<m:ToegewezenProducten>",
        "<m:Relaties><m:Relatie><m:Bsn>1</m:Bsn><m:Naam><i:Geslachtsnaam><i:Achternaam>Ander</i:Achternaam></i:Geslachtsnaam></m:Naam>\
         </m:Relatie></m:Relaties><m:ToegewezenProducten>",
    );
    let trial = uses(&[text]);
    assert_eq!(trial.field(0, Field::Bsn), "999900006");
    assert_eq!(trial.field(0, Field::Surname), "");
}

#[test]
fn the_address_of_the_register_goes_before_one_of_stay_and_a_letter_box_is_none() {
    let contact = |kind: &str, postcode: &str| {
        format!(
            "<m:Contact><m:Soort>{kind}</m:Soort><m:Adres><i:Postcode>{postcode}</i:Postcode></m:Adres></m:Contact>"
        )
    };
    let with = |contacts: &str| {
        let part =
            format!("<m:Contactgegevens>{contacts}</m:Contactgegevens><m:ToegewezenProducten>");
        uses(&[granted("2026-01-01", "101", "").replace("<m:ToegewezenProducten>", &part)])
    };
    let both = contact("03", "1500AB") + &contact("01", "1500AA") + &contact("02", "1500AC");
    assert_eq!(with(&both).field(0, Field::Postcode), "1500AA");
    assert_eq!(with(&contact("02", "1500AC")).field(0, Field::Postcode), "");
}

/// What is not plain XML, each with the rule that it breaks.
fn damaged() -> [(String, &'static str); 7] {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"Jansen\"><!ENTITY c \"&b;&b;\">]>\n<a>&c;</a>";
    let cut = granted("2026-01-01", "101", "").replace("</m:Bericht>", "");
    [
        (bomb.to_owned(), "file-unsafe"),
        ("<a>\n&Jansen;</a>".to_owned(), "file-unsafe"),
        (cut, "file-broken"),
        ("<Jansen></Smit>".to_owned(), "file-broken"),
        ("<a>".repeat(100_000), "file-unsafe"),
        (format!("<a>{}</a>", "x".repeat(3_000_000)), "file-unsafe"),
        (
            granted("2026-01-01", "1", &"<a/>".repeat(400_000)),
            "file-unsafe",
        ),
    ]
}

#[test]
fn what_is_not_plain_xml_is_refused_with_its_line_and_not_its_text() {
    for (text, _) in damaged() {
        let error = refusal(&text);
        assert!(
            error.to_string().contains("m.xml:") && error.advice().is_some(),
            "{error}"
        );
        assert!(!error.to_string().contains("Jansen"), "{error}");
    }
}

#[test]
fn a_damaged_message_says_nothing_and_the_others_are_read() {
    for (text, rule) in damaged() {
        let trial = uses(&[text, granted("2026-01-01", "102", "")]);
        assert_eq!(trial.places(), ["2.xml:3"], "{rule}");
        let [finding] = trial.findings.as_slice() else {
            panic!("{:?}", trial.findings);
        };
        assert!(
            finding.starts_with("1.xml:") && finding.ends_with(rule),
            "{finding}"
        );
    }
}

#[test]
fn an_empty_message_is_a_finding_too() {
    for blank in [&b""[..], b"\r\n", b"<a>\0</a>"] {
        let good = granted("2026-01-01", "102", "");
        let files = [("1.xml", blank), ("2.xml", good.as_bytes())];
        let trial = read(&files, detect(&[])).unwrap();
        assert_eq!(trial.places(), ["2.xml:3"]);
        assert_eq!(trial.findings, ["1.xml:1 file-broken"]);
    }
}

#[test]
fn characters_by_name_number_and_in_windows_1252_are_read() {
    let named = |name: &str| {
        let part =
            format!("<m:Naam><i:Voornamen>{name}</i:Voornamen></m:Naam><m:ToegewezenProducten>");
        granted("2026-01-01", "101", "").replace("<m:ToegewezenProducten>", &part)
    };
    let trial = uses(&[named("A&amp;B &#233;")]);
    assert_eq!(trial.field(0, Field::GivenNames), "A&B é");
    let bytes = encoding_rs::WINDOWS_1252
        .encode(&named("René"))
        .0
        .into_owned();
    let trial = read(&[("m.xml", &bytes)], detect(&[])).unwrap();
    assert_eq!(trial.field(0, Field::GivenNames), "René");
}

#[test]
fn the_public_examples_give_three_uses_and_four_claims() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/formats/iwmo");
    let folder = std::path::Path::new(place);
    if !folder.exists() {
        println!("skipped: the examples are not there");
        return;
    }
    let mut settings = detect(&[]);
    for number in ["301", "305", "307", "323"] {
        settings.files.push(folder.join(format!("WMO{number}.xml")));
    }
    let trial = read_there(&settings).unwrap();
    assert_eq!(
        trial.places(),
        [
            "WMO301.xml:18",
            "WMO305.xml:18",
            "WMO305.xml:18",
            "WMO323.xml:30",
            "WMO323.xml:30",
            "WMO323.xml:73",
            "WMO323.xml:73"
        ]
    );
    assert_eq!(trial.field(0, Field::Surname), "Wit");
    assert_eq!(trial.field(0, Field::PartnerSurname), "Jansen");
    assert_eq!(trial.field(0, Field::HouseNumberSuffix), "BAL");
    assert_eq!(trial.field(1, Field::Start), "2025-04-03");
    assert_eq!(trial.field(2, Field::End), "2025-07-18");
    assert_eq!(trial.field(3, Field::Start), "2023-04-01");
    assert_eq!(trial.field(4, Field::Amount), "240.00");
    let missing = ["WMO305.xml:18 allocation-missing"; 2];
    assert_eq!(trial.findings, missing);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_message_with_any_damage_is_read_or_refused(
        cut in 0..1_000_usize,
        length in 0..40_usize,
        bytes in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"<>/&;![]".to_vec())], 0..20,
        ),
    ) {
        let mut text = granted("2026-01-01", "101", "").into_bytes();
        let begin = cut.min(text.len());
        let end = (begin + length).min(text.len());
        text.splice(begin..end, bytes);
        if let Ok(trial) = read(&[("m.xml", &text)], detect(&[])) {
            prop_assert!(trial.rows.len() <= 1);
        }
    }
}
