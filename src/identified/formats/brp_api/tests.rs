//! The persons read from answers of the BRP API.

use super::*;
use crate::identified::formats::testing::{Trial, detect, read};

/// A person in the layout of the specification, all fields filled.
const JANSEN: &str = r#"{
  "aNummer": "1234567890", "burgerservicenummer": "999990019", "geheimhoudingPersoonsgegevens": true,
  "naam": {"voornamen": "Tim", "voorletters": "T.", "voorvoegsel": "de", "geslachtsnaam": "Jansen",
    "aanduidingNaamgebruik": {"code": "E", "omschrijving": "eigen geslachtsnaam"}, "volledigeNaam": "Tim de Jansen"},
  "geslacht": {"code": "M", "omschrijving": "man"},
  "geboorte": {"datum": {"type": "Datum", "datum": "1967-08-13", "langFormaat": "13 augustus 1967"},
    "land": {"code": "6030", "omschrijving": "Nederland"}},
  "gemeenteVanInschrijving": {"code": "0479", "omschrijving": "Zaanstad"},
  "verblijfplaats": {"type": "Adres", "functieAdres": {"code": "W", "omschrijving": "woonadres"},
    "datumVan": {"type": "Datum", "datum": "2019-02-01"},
    "adresseerbaarObjectIdentificatie": "0479010000208579", "nummeraanduidingIdentificatie": "0479200000219678",
    "verblijfadres": {"officieleStraatnaam": "Dam", "huisnummer": 10, "huisletter": "a",
      "huisnummertoevoeging": "2", "postcode": "1506 AB", "woonplaats": "Zaandam"}},
  "partners": [
    {"burgerservicenummer": "999990020", "naam": {"geslachtsnaam": "Eerder"},
      "ontbindingHuwelijkPartnerschap": {"datum": {"type": "JaarDatum", "jaar": 2001}}},
    {"burgerservicenummer": "999990032", "naam": {"voorvoegsel": "van", "geslachtsnaam": "Nu"},
      "geboorte": {"datum": {"type": "Datum", "datum": "1970-01-01"}}}],
  "ouders": [{"ouderAanduiding": "1", "burgerservicenummer": "999990044", "naam": {"geslachtsnaam": "Moeder"}},
    {"ouderAanduiding": "2", "burgerservicenummer": "999990056"}],
  "kinderen": [{"burgerservicenummer": "999990068", "naam": {"geslachtsnaam": "Kind"}}]
}"#;

fn persons(text: &str) -> Trial {
    read(&[("p.json", text.as_bytes())], detect(&[])).unwrap()
}

/// A person of whom only this is known besides the BSN.
fn person(more: &str) -> String {
    format!("{{\"burgerservicenummer\": \"999990019\", {more}}}")
}

#[test]
fn every_field_of_a_person_is_read_and_none_of_a_relative() {
    let trial = persons(&format!(
        "{{\"type\": \"RaadpleegMetBurgerservicenummer\", \"personen\": [{JANSEN}]}}"
    ));
    assert_eq!((trial.rows.len(), trial.findings.len()), (1, 0));
    let expected = [
        (Field::Bsn, "999990019"),
        (Field::BirthDate, "1967-08-13"),
        (Field::Sex, "M"),
        (Field::Surname, "Jansen"),
        (Field::SurnamePrefix, "de"),
        (Field::GivenNames, "Tim"),
        (Field::Initials, "T."),
        (Field::PartnerSurname, "Nu"),
        (Field::PartnerSurnamePrefix, "van"),
        (Field::Postcode, "1506 AB"),
        (Field::HouseNumber, "10"),
        (Field::HouseLetter, "a"),
        (Field::HouseNumberSuffix, "2"),
        (Field::AddressId, "0479200000219678"),
        (Field::PartnerBsn, "999990032"),
        (Field::Parent1Bsn, "999990044"),
        (Field::Parent2Bsn, "999990056"),
        (Field::Secrecy, "true"),
        (Field::AddressFunction, "W"),
    ];
    for (field, text) in expected {
        assert_eq!(trial.field(0, field), text, "{}", field.name());
    }
    assert_eq!(trial.rows[0].1.len(), expected.len());
}

#[test]
fn an_answer_a_list_and_lines_hold_the_same_persons() {
    let (one, other) = (
        person("\"naam\": {\"geslachtsnaam\": \"A\"}"),
        person("\"geslacht\": {\"code\": \"V\"}"),
    );
    for text in [
        format!("{{\"personen\": [{one}, {other}]}}"),
        format!("[{one}, {other}]"),
        format!("{one}\n{other}\n"),
    ] {
        let trial = persons(&text);
        assert_eq!(
            (trial.rows.len(), trial.field(0, Field::Surname)),
            (2, "A"),
            "{text}"
        );
        assert_eq!(
            (trial.field(1, Field::Surname), trial.field(1, Field::Sex)),
            ("", "V")
        );
    }
}

#[test]
fn a_date_has_as_many_parts_as_are_known() {
    let born = |date: &str| {
        persons(&person(&format!("\"geboorte\": {{\"datum\": {{{date}}}}}")))
            .field(0, Field::BirthDate)
            .to_owned()
    };
    assert_eq!(
        born("\"type\": \"JaarMaandDatum\", \"jaar\": 1967, \"maand\": 8"),
        "1967-08-00"
    );
    assert_eq!(
        born("\"type\": \"JaarDatum\", \"jaar\": 1967"),
        "1967-00-00"
    );
    assert_eq!(born("\"type\": \"DatumOnbekend\", \"onbekend\": true"), "");
}

#[test]
fn who_is_suspended_has_left_even_without_a_date() {
    let left = |more: &str| persons(&person(more)).field(0, Field::Left).to_owned();
    let suspended = |date: &str| {
        left(&format!(
            "\"opschortingBijhouding\": {{\"reden\": {{\"code\": \"E\"}}{date}}}"
        ))
    };
    assert_eq!(
        suspended(", \"datum\": {\"type\": \"Datum\", \"datum\": \"2015-03-04\"}"),
        "20150304"
    );
    assert_eq!(
        suspended(", \"datum\": {\"type\": \"JaarDatum\", \"jaar\": 2015}"),
        "20150000"
    );
    assert_eq!(suspended(""), "00000000");
    let unknown = r#""overlijden": {"datum": {"type": "DatumOnbekend", "onbekend": true}}"#;
    assert_eq!(left(unknown), "00000000");
    assert_eq!(left("\"geslacht\": {\"code\": \"V\"}"), "");
}

#[test]
fn a_group_that_says_nothing_or_that_somebody_lives_suspends_nobody() {
    for (group, expected) in [
        (r#""overlijden": {"indicatieOverleden": true}"#, "00000000"),
        (r#""overlijden": {"indicatieOverleden": false}"#, ""),
        (r#""overlijden": {"datum": null, "plaats": ""}"#, ""),
        (r#""opschortingBijhouding": {}"#, ""),
    ] {
        let trial = persons(&person(group));
        assert_eq!(trial.field(0, Field::Left), expected, "{group}");
    }
}

#[test]
fn an_answer_without_persons_is_refused_and_told_beside_another() {
    let (message, advice) = refusal("{\"personen\": []}");
    assert!(message.ends_with("p.json: contains nobody"), "{message}");
    assert!(advice.contains("versions 1 and 2"), "{advice}");
    let (none, one) = ("{\"personen\": []}", person("\"naam\": {}"));
    let files = [("a.json", none.as_bytes()), ("b.json", one.as_bytes())];
    let trial = read(&files, detect(&[])).unwrap();
    assert_eq!(trial.findings, ["a.json:1 message-unknown"]);
}

fn refusal(text: &str) -> (String, String) {
    let error = read(&[("p.json", text.as_bytes())], detect(&[]));
    let error = error.err().unwrap();
    (
        error.to_string(),
        error.advice().unwrap_or_default().to_owned(),
    )
}

/// What a person of these parts gives, of the fields that a register needs.
fn essentials(parts: &str) -> String {
    use Field::{AddressFunction, AddressId, BirthDate, HouseNumber, Postcode, Sex};
    let trial = persons(&person(parts));
    let fields = [
        BirthDate,
        Sex,
        Postcode,
        HouseNumber,
        AddressId,
        AddressFunction,
    ];
    fields.map(|field| trial.field(0, field)).join(" ")
}

#[test]
fn the_gba_variant_and_version_1_have_their_dates_and_addresses_elsewhere() {
    let gba = r#""geboorte": {"datum": "19710316", "land": {"code": "6030"}}, "geslacht": {"code": "V"},
        "verblijfplaats": {"functieAdres": {"code": "W"}, "straat": "Plein", "huisnummer": 12, "postcode": "1500AA",
        "nummeraanduidingIdentificatie": "0479200000000001"}"#;
    assert_eq!(essentials(gba), "1971-03-16 V 1500AA 12 0479200000000001 W");
    let first = r#""geboorte": {"datum": {"dag": 16, "datum": "1971-03-16", "jaar": 1971, "maand": 3}},
        "geslachtsaanduiding": "vrouw", "verblijfplaats": {"functieAdres": "briefadres", "huisnummer": 12,
        "postcode": "1500AA", "identificatiecodeNummeraanduiding": "0479200000000001"}"#;
    let expected = "1971-03-16 vrouw 1500AA 12 0479200000000001 briefadres";
    assert_eq!(essentials(first), expected);
}

#[test]
fn eight_digits_have_as_many_parts_as_are_known() {
    let born = |date: &str| {
        let born = format!("\"geboorte\": {{\"datum\": \"{date}\"}}");
        essentials(&born).trim_end().to_owned()
    };
    assert_eq!(born("19710300"), "1971-03-00");
    assert_eq!(born("19710000"), "1971-00-00");
    assert_eq!(born("00000000"), "");
    let left = |date: &str| {
        let suspended = format!("\"opschortingBijhouding\": {{\"datum\": \"{date}\"}}");
        persons(&person(&suspended))
            .field(0, Field::Left)
            .to_owned()
    };
    assert_eq!(
        [left("20150000"), left("00000000")],
        ["20150000", "00000000"]
    );
}

#[test]
fn the_persons_of_version_1_stand_in_a_list_of_another_name_with_their_partners_apart() {
    let text = r#"{"_links": {}, "_embedded": {"ingeschrevenpersonen": [{"burgerservicenummer": "1",
        "_embedded": {"partners": [{"burgerservicenummer": "2", "naam": {"geslachtsnaam": "B"}}]}},
        {"burgerservicenummer": "3"}]}}"#;
    let trial = persons(text);
    assert_eq!(trial.rows.len(), 2);
    assert_eq!(trial.field(0, Field::PartnerBsn), "2");
    assert_eq!(
        (
            trial.field(1, Field::Bsn),
            trial.field(1, Field::PartnerBsn)
        ),
        ("3", "")
    );
}

#[test]
fn an_answer_whose_birth_dates_or_addresses_stand_elsewhere_is_of_another_version() {
    for parts in [
        r#""geboorte": {"geboortedatum": "1971-03-16"}"#,
        r#""geboortedatum": "19710316""#,
        r#""adres": {"nl": {"postcode": "1500AA"}}"#,
    ] {
        let (message, advice) = refusal(&person(parts));
        assert!(
            message.ends_with("is of a version that is not read"),
            "{message}"
        );
        assert!(advice.contains("GBA variant") && !advice.contains("1500AA"));
    }
    let partial =
        r#""geboorte": {"land": {"code": "6030"}}, "partners": [{"geboorte": {"datum": "1"}}]"#;
    assert_eq!(persons(&person(partial)).rows.len(), 1);
}

/// Of `total` persons the first `other` with this put in the place of that.
fn altered(other: usize, total: usize, that: &str, this: &str) -> String {
    let persons = (0..total).map(|number| {
        if number < other {
            JANSEN.replace(that, this)
        } else {
            JANSEN.to_owned()
        }
    });
    format!("[{}]", persons.collect::<Vec<_>>().join(","))
}

#[test]
fn a_file_is_of_another_version_when_one_person_in_ten_is() {
    for (that, this) in [
        ("\"verblijfplaats\"", "\"adres\""),
        ("\"geboorte\"", "\"geboortedatum\""),
        ("\"naam\"", "\"persoonsnaam\""),
        ("\"geslachtsnaam\"", "\"achternaam\""),
        ("\"huisnummer\"", "\"nummer\""),
        ("\"postcode\"", "\"code\""),
    ] {
        for other in [5, 50] {
            let (message, _) = refusal(&altered(other, 50, that, this));
            assert!(
                message.ends_with("is of a version that is not read"),
                "{this}: {message}"
            );
        }
        assert_eq!(
            persons(&altered(4, 50, that, this)).rows.len(),
            50,
            "{this}"
        );
    }
}

#[test]
fn a_file_of_a_few_without_a_postcode_or_with_relatives_only_is_read() {
    let without = altered(1, 1, ", \"postcode\": \"1506 AB\"", "");
    assert_eq!(persons(&without).rows.len(), 1);
    let selected = person(r#""partners": [{"naam": {"geslachtsnaam": "Nu"}}]"#);
    assert_eq!(persons(&selected).rows.len(), 1);
}
