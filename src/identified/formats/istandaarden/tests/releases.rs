//! Messages of other releases and encodings, and those that hold nobody.

use super::{granted, message, refusal, uses};
use crate::identified::formats::testing::{detect, read};
use crate::identified::settings::Field;

#[test]
fn another_message_or_release_is_a_finding_and_the_extract_goes_on() {
    let of_release = |version: &str, subversion: &str| {
        let head = format!(
            "<m:BerichtVersie>{version}</m:BerichtVersie><m:BerichtSubversie>{subversion}</m:BerichtSubversie>"
        );
        granted("2026-01-01", "102", "").replace("<m:BerichtVersie>3</m:BerichtVersie>", &head)
    };
    let trial = uses(&[
        message("444", "2026-01-01", ""),
        of_release("2", "4"),
        of_release("4", "0"),
        of_release("3", "3"),
        of_release("3", "0"),
    ]);
    assert_eq!(
        trial.findings,
        [
            "1.xml:1 message-unknown",
            "2.xml:1 message-release",
            "3.xml:1 message-release",
            "4.xml:1 message-release"
        ]
    );
    assert_eq!(trial.places(), ["5.xml:3"]);
}

#[test]
fn an_extract_of_another_release_is_refused_with_the_release_it_is_of() {
    let head = |names: &str| {
        let start =
            format!("<w:Bericht xmlns:w=\"http://www.istandaarden.nl/iwmo/{names}\"><w:Header>");
        format!(
            "{start}<w:Berichtspecificatie><Code>414</Code><Versie>2</Versie><SubVersie>4</SubVersie>\
            </w:Berichtspecificatie></w:Header></w:Bericht>"
        )
    };
    let without_head =
        "<Bericht xmlns='http://www.istandaarden.nl/ijw/2_1/jw301/schema/2_1'><Kop/></Bericht>";
    let usual =
        granted("2026-01-01", "1", "").replace("<m:BerichtVersie>3<", "<m:BerichtVersie>4<");
    for (text, release) in [
        (head("2_0/wmo301/schema"), "release 2.4"),
        (head("x"), "release 2.4"),
        (without_head.to_owned(), "release 2.1"),
        (usual, "release 4.0"),
    ] {
        let error = refusal(&text);
        assert!(error.to_string().contains(release), "{error}");
        assert!(error.advice().unwrap().contains("3.2"));
    }
    let other_kind = "<Bericht xmlns='http://www.istandaarden.nl/iwmo/3_2/wmo315/schema'><Header><BerichtCode>444</BerichtCode></Header></Bericht>";
    let error = refusal(other_kind);
    assert!(
        error.to_string().contains("301, 305, 307 or 323"),
        "{error}"
    );
}

#[test]
fn a_message_without_clients_holds_nobody() {
    let text = message("414", "2026-01-01", "");
    let error = refusal(&text);
    assert!(
        error.to_string().ends_with("m.xml: contains nobody"),
        "{error}"
    );
}

#[test]
fn utf_16_is_read_with_its_mark_and_without() {
    let text = granted("2026-01-01", "101", "").replace(
        "<m:ToegewezenProducten>",
        "<m:Naam><i:Voornamen>Zoë Łucja</i:Voornamen></m:Naam><m:ToegewezenProducten>",
    );
    for mark in ["\u{feff}", ""] {
        let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
        for bytes in [
            units
                .iter()
                .flat_map(|unit| unit.to_le_bytes())
                .collect::<Vec<u8>>(),
            units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ] {
            let trial = read(&[("m.xml", &bytes)], detect(&[])).unwrap();
            assert_eq!(trial.field(0, Field::GivenNames), "Zoë Łucja");
            assert_eq!(trial.places(), ["m.xml:3"]);
            assert_eq!(trial.reading.detected, ["m.xml: istandaarden, utf-16"]);
        }
    }
}
