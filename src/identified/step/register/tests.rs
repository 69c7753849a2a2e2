use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::*;
use crate::error::Class;
use crate::identified::PartySettings;
use crate::identified::example::{self, bsns, names_in, terms};
use crate::identified::pseudonymise::throwaway_secret;
use crate::identified::settings::{Field, HouseholdRule};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::{BandedCount, Manifest};
use crate::vocabulary::{Dimension, Dimensions, Silent};

/// A folder with a register of `rows` under a fixed header, and the settings to read it.
fn desk(rows: &str) -> (tempfile::TempDir, RegisterSettings) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.csv");
    let header = "BSN,Naam,Geboren,M/V,Postcode,Nr,Huishouden,Wijk,Vertrek\n";
    fs::write(&file, format!("{header}{rows}")).unwrap();
    let columns = [
        (Field::Bsn, "BSN"),
        (Field::Surname, "Naam"),
        (Field::BirthDate, "Geboren"),
        (Field::Sex, "M/V"),
        (Field::Postcode, "Postcode"),
        (Field::HouseNumber, "Nr"),
        (Field::Household, "Huishouden"),
        (Field::Wijk, "Wijk"),
        (Field::Left, "Vertrek"),
    ];
    let mut extract = example::extract(&columns);
    extract.files = vec![file];
    let settings = RegisterSettings {
        extract,
        household: HouseholdRule::Column,
        institutions: None,
        household_types: BTreeMap::new(),
        lookup: None,
        addresses: None,
        objected: None,
        terms: terms(),
    };
    (folder, settings)
}

/// 12 persons, two to a household of three wijken; then one who is there twice.
fn rows() -> String {
    let mut rows = String::new();
    for (number, bsn) in bsns().take(12).enumerate() {
        let (household, wijk) = (number / 2, number % 6 / 2);
        writeln!(
            rows,
            "{bsn},Jansen,1970-01-02,v,1501AB,{household},h{household},W{wijk},"
        )
        .unwrap();
    }
    let first = bsns().next().unwrap();
    writeln!(rows, "{first},Jansen,1970-01-02,v,1501AB,0,h0,W0,").unwrap();
    rows
}

fn check(settings: &RegisterSettings) -> Result<Summary> {
    let party = PartySettings::Register(Box::new(settings.clone()));
    party.check(&mut |_| Ok(()), &Silent)
}

fn hand_over(settings: &RegisterSettings, place: &Path) -> Result<(Summary, Manifest)> {
    let secret = crate::keys::ProjectSecret::from_bytes([7; 32]);
    let party = PartySettings::Register(Box::new(settings.clone()));
    party.hand_over((&secret).into(), place, &Silent)
}

fn made(rows: &str) -> (tempfile::TempDir, Summary, Manifest) {
    let (folder, settings) = desk(rows);
    let place = folder.path().join("handovers").join("register");
    let (summary, manifest) = hand_over(&settings, &place).unwrap();
    (folder, summary, manifest)
}

#[test]
fn the_manifest_counts_persons_and_households() {
    let (folder, summary, manifest) = made(&rows());
    assert_eq!(manifest.rows["persons.parquet"], 12);
    assert_eq!(manifest.rows["members.parquet"], 12);
    assert_eq!(manifest.rows["households.parquet"], 6);
    assert_eq!(
        manifest.counts.as_ref().unwrap().read,
        BandedCount::Exact(12)
    );
    assert_eq!(
        manifest.counts.as_ref().unwrap().kept,
        BandedCount::Exact(12)
    );
    assert_eq!(manifest.parties.provider, "register");
    assert!(manifest.area_names.keys().eq(["W0", "W1", "W2"]));
    assert_eq!(
        (summary.clients, summary.households, summary.institutions),
        (12, 6, 0)
    );
    let findings = folder.path().join("handovers/register.findings.csv");
    assert_eq!(
        fs::read_to_string(findings).unwrap(),
        "file,line,column,rule,header,code,rows\nregister.csv,14,bsn,person-twice,BSN,,\n"
    );
    assert_eq!(
        names_in(&folder.path().join("handovers/register")),
        [
            "households.parquet",
            "manifest.json",
            "members.parquet",
            "persons.parquet",
            "tokens.parquet"
        ]
    );
}

#[test]
fn a_check_counts_what_pseudonymising_then_finds() {
    let (_folder, settings) = desk(&rows());
    let checked = check(&settings).unwrap();
    let (_folder, made, _) = made(&rows());
    assert_eq!(format!("{checked:?}"), format!("{made:?}"));
}

/// The refusal of a register whose wijk is mapped to `column`, by the check and by the hand-over alike.
fn refusal(column: &str, rows: &str) -> String {
    let (folder, mut settings) = desk(rows);
    settings
        .extract
        .columns
        .insert(Field::Wijk, column.to_owned());
    let made = hand_over(&settings, &folder.path().join("register")).unwrap_err();
    let checked = check(&settings).unwrap_err();
    assert_eq!(made.class(), Class::Refused);
    assert_eq!(made.to_string(), checked.to_string());
    assert_eq!(names_in(folder.path()), ["register.csv"]);
    format!("{made} {}", made.advice().unwrap())
}

#[test]
fn bsns_and_surnames_do_not_leave_as_wijken() {
    let mut many = String::new();
    for (number, bsn) in bsns().take(30).enumerate() {
        let letter = char::from(b'a' + u8::try_from(number % 26).unwrap());
        let name = format!("Jansen{letter}{}", "e".repeat(number / 26));
        writeln!(
            many,
            "{bsn},{name},1970-01-02,v,1501AB,{number},h{number},W0,"
        )
        .unwrap();
    }
    for (column, rows) in [("BSN", rows()), ("Naam", many)] {
        let words = refusal(column, &rows);
        assert!(words.contains("`wijk`") && words.contains("check the column"));
        assert!(!words.contains("Jansen") && !words.contains("123456"));
    }
}

#[test]
fn a_register_that_cannot_be_read_leaves_nothing() {
    let (folder, mut settings) = desk(&rows());
    let unmapped = (Field::GivenNames, "Voornamen".to_owned());
    settings.extract.columns.extend([unmapped]);
    let error = hand_over(&settings, &folder.path().join("register")).unwrap_err();
    assert_eq!(error.class(), Class::Failed);
    assert_eq!(names_in(folder.path()), ["register.csv"]);
}

#[test]
fn each_check_of_a_building_of_namesakes_says_the_same() {
    let mut rows = String::new();
    for (number, bsn) in bsns().take(8).enumerate() {
        let year = 1930 + 9 * number;
        writeln!(rows, "{bsn},Jansen,{year}-01-02,v,1501AB,1,h{number},W1,").unwrap();
    }
    let (_folder, settings) = desk(&rows);
    let rare = || check(&settings).unwrap().rare;
    let first = rare();
    assert!((0..9).all(|_| rare() == first));
}

#[test]
fn one_resident_without_a_household_is_counted_and_who_left_is_not() {
    let mut rows = String::new();
    for ((bsn, home), left) in bsns()
        .zip(["1501AB,1,h1", ",,", ",,"])
        .zip(["", "", "2026-05-01"])
    {
        writeln!(rows, "{bsn},Jansen,1970-01-02,v,{home},W1,{left}").unwrap();
    }
    let (_folder, summary, _) = made(&rows);
    assert_eq!((summary.clients, summary.without_household), (3, 1));
}

#[test]
fn a_buurt_in_two_wijken_is_refused_with_the_rows_that_say_so() {
    let wijken = ["W1", "W1", "W2", "W1", ""];
    let mut rows = String::new();
    for ((number, bsn), wijk) in bsns().take(5).enumerate().zip(wijken) {
        writeln!(
            rows,
            "{bsn},Jansen,1970-01-02,v,1501AB,{number},h{number},{wijk},"
        )
        .unwrap();
    }
    let (folder, mut settings) = desk(&rows);
    let both = |settings: &RegisterSettings| {
        let place = folder.path().join("register");
        let _ = fs::remove_dir_all(&place);
        [
            check(settings).map(drop),
            hand_over(settings, &place).map(drop),
        ]
    };
    assert!(both(&settings).iter().all(Result::is_ok));
    // The sex is in for a buurt that all share.
    let columns = &mut settings.extract.columns;
    columns.remove(&Field::Sex);
    columns.insert(Field::Buurt, "M/V".to_owned());
    for outcome in both(&settings) {
        let error = outcome.unwrap_err();
        assert_eq!(error.class(), Class::Refused);
        assert_eq!(
            error.to_string(),
            "register: register.csv:2 and register.csv:4 give one buurt two wijken"
        );
    }
    settings.terms.dimensions = Dimensions::from_iter([Dimension::Buurt]);
    assert!(both(&settings).iter().all(Result::is_ok));
}

/// Three households of two at house numbers 1 to 3, as CSV, LO3 and JSON of the API: in the second one has secrecy, in
/// the third one has a postal address only.
fn three_registers() -> [(&'static str, String); 3] {
    let mut csv = "BSN,Geboren,Postcode,Nr,Geheim,Functie\n".to_owned();
    let mut lo3 = ";01.01.20;01.02.40;01.03.10;07.70.10;08.10.10;08.11.20;08.11.60\n".to_owned();
    let mut api = String::new();
    for (number, bsn) in bsns().take(6).enumerate() {
        let house = number / 2 + 1;
        let (secrecy, function) = (u8::from(number == 2), if number == 4 { "B" } else { "W" });
        writeln!(csv, "{bsn},1970-01-02,1501AB,{house},{secrecy},{function}").unwrap();
        writeln!(
            lo3,
            "L{number};{bsn};A;19700102;{secrecy};{function};{house};1501AB"
        )
        .unwrap();
        writeln!(
            api,
            "{{\"burgerservicenummer\": \"{bsn}\", \"geboorte\": {{\"datum\": {{\"type\": \"Datum\", \
             \"datum\": \"1970-01-02\"}}}}, \"geheimhoudingPersoonsgegevens\": {}, \"verblijfplaats\": {{\
             \"functieAdres\": {{\"code\": \"{function}\"}}, \"verblijfadres\": {{\"huisnummer\": {house}, \
             \"postcode\": \"1501AB\"}}}}}}",
            secrecy > 0
        )
        .unwrap();
    }
    [("r.csv", csv), ("lo3.csv", lo3), ("api.json", api)]
}

#[test]
fn secrecy_and_postal_addresses_mean_the_same_in_every_format_of_register() {
    for (name, text) in three_registers() {
        let (folder, mut settings) = desk("");
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let areas = folder.path().join("pc6.csv");
        let rows = "1501AB;1;04790102;047901\n1501AB;2;04790102;047901\n1501AB;3;04790102;047901\n";
        fs::write(&areas, format!("PC6;Huisnummer;Buurt2025;Wijk2025\n{rows}")).unwrap();
        settings.extract.files = vec![file];
        settings.extract.columns.clear();
        if name == "r.csv" {
            let columns = [
                (Field::Bsn, "BSN"),
                (Field::BirthDate, "Geboren"),
                (Field::Postcode, "Postcode"),
                (Field::HouseNumber, "Nr"),
                (Field::Secrecy, "Geheim"),
                (Field::AddressFunction, "Functie"),
            ];
            settings.extract.columns = example::extract(&columns).columns;
        }
        settings.household = HouseholdRule::Address;
        settings.lookup = Some(crate::identified::settings::LookupSettings {
            file: areas,
            year: None,
        });
        let secret = throwaway_secret().unwrap();
        let keys = RecordKeys::derive(&secret, "zaandorp");
        let (first, rows) = FirstReading::read(&settings, &keys, &mut |_| Ok(()), &Silent).unwrap();
        let mut seen: Vec<_> = first
            .households
            .records()
            .map(|one| {
                (
                    one.size.unwrap().get(),
                    one.wijk.is_some(),
                    one.buurt.is_some(),
                )
            })
            .collect();
        seen.sort_unstable();
        assert_eq!(
            seen,
            [(1, true, true), (2, false, false), (2, true, true)],
            "{name}"
        );
        let mut with_address = Vec::new();
        let mut person = |record: &mut crate::identified::normalise::ClientRecord, _: Known| {
            with_address.push(record.address.is_known());
            Ok(())
        };
        let summary = first
            .read_persons(rows, &mut |_| Ok(()), &mut person, &Silent)
            .unwrap();
        assert_eq!(
            with_address,
            [true, true, true, true, false, true],
            "{name}"
        );
        let found: Vec<_> = summary.findings.into_iter().collect();
        assert_eq!(found, [("address-postal", 1), ("secrecy", 1)], "{name}");
        assert_eq!(summary.kept, 6);
    }
}

#[test]
fn a_table_of_the_bag_gives_residents_their_nummeraanduiding() {
    let bsn = bsns().next().unwrap();
    let (folder, mut settings) = desk(&format!("{bsn},Jansen,1970-01-02,v,1501AB,3a,h1,W0,\n"));
    let table = folder.path().join("bag.csv");
    let row = "3;A;;1501AB;0479200000219678;f";
    fs::write(
        &table,
        format!("huisnummer;huisletter;huisnummertoevoeging;postcode;nummeraanduiding;nevenadres\n{row}\n"),
    )
    .unwrap();
    settings.addresses = Some(table);
    let secret = throwaway_secret().unwrap();
    let keys = RecordKeys::derive(&secret, "zaandorp");
    let first = FirstReading::read(&settings, &keys, &mut |_| Ok(()), &Silent).unwrap();
    let mut ids = Vec::new();
    let keep = |record: &RegisterRecord| {
        ids.push(record.tokens.get(TokenColumn::AddressId).is_present());
        Ok(())
    };
    pass(first, (&secret).into(), &mut |_| Ok(()), keep, &Silent).unwrap();
    assert_eq!(ids, [true]);
}
