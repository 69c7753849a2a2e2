use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::error::Class;
use crate::identified::PartySettings;
use crate::identified::example::{self, bsns, names_in, terms};
use crate::identified::settings::Field;
use crate::keys::ProjectSecret;
use crate::pseudonymous::handover::{BandedCount, Manifest};
use crate::vocabulary::{ProviderId, ServiceIx, Silent};

/// A folder with an extract of `rows` under a fixed header, and the settings to read it.
struct Desk {
    folder: tempfile::TempDir,
    settings: ProviderSettings,
}

impl Desk {
    fn with(rows: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wmo.csv");
        let header = "Client;BSN;Naam;Geboren;Postcode;Nr;Dienst;Van;Tot\n";
        fs::write(&file, format!("{header}{rows}")).unwrap();
        let columns = [
            (Field::Client, "Client"),
            (Field::Bsn, "BSN"),
            (Field::Surname, "Naam"),
            (Field::BirthDate, "Geboren"),
            (Field::Postcode, "Postcode"),
            (Field::HouseNumber, "Nr"),
            (Field::Service, "Dienst"),
            (Field::Start, "Van"),
            (Field::End, "Tot"),
        ];
        let mut extract = example::extract(&columns);
        extract.files = vec![file];
        let settings = ProviderSettings {
            provider: ProviderId::new("wmo-loket").unwrap(),
            extract,
            service: None,
            services: None,
            objected: None,
            max_left_behind: 0.5,
            terms: terms(),
        };
        Self { folder, settings }
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("handovers").join("wmo-loket")
    }

    fn party(&self) -> PartySettings {
        PartySettings::Provider(Box::new(self.settings.clone()))
    }

    fn check(&self) -> Summary {
        self.party().check(&mut |_| Ok(()), &Silent).unwrap()
    }

    fn hand_over(&self) -> Result<(Summary, Manifest)> {
        let secret = ProjectSecret::from_bytes([7; 32]);
        self.party()
            .hand_over((&secret).into(), &self.place(), &Silent)
    }

    fn findings(&self) -> String {
        fs::read_to_string(self.folder.path().join("handovers/wmo-loket.findings.csv")).unwrap()
    }
}

/// 24 uses of 12 clients, of which 11 double, 13 rows outside the period and 10 of an unknown service.
fn rows() -> String {
    let mut rows = String::new();
    let row = "Zandstra-Vijfhuizen;3-4-1968;1501 AB;12";
    for (number, bsn) in bsns().take(12).enumerate() {
        writeln!(rows, "c{number};{bsn};{row};wmo-hbh;1-2-2026;").unwrap();
        writeln!(rows, "c{number};{bsn};{row};bijstand;;31-1-2026").unwrap();
        if number > 0 {
            writeln!(rows, "c{number};{bsn};{row};wmo-hbh;01-02-2026;").unwrap();
        }
        if number > 1 {
            writeln!(rows, "c{number};{bsn};{row};zwemles;;").unwrap();
        }
        writeln!(rows, "c{number};{bsn};{row};zwemles;;31-12-2025").unwrap();
    }
    writeln!(rows, "c1;;;;;;wmo-hbh;1-1-2027;").unwrap();
    rows
}

#[test]
fn the_manifest_says_what_became_of_every_row() {
    let desk = Desk::with(&rows());
    let (summary, manifest) = desk.hand_over().unwrap();
    let counts = manifest.counts.as_ref().unwrap();
    assert_eq!(counts.read, BandedCount::Exact(58));
    assert_eq!(counts.kept, BandedCount::Exact(24));
    assert_eq!(counts.double, BandedCount::Exact(11));
    assert_eq!(counts.outside_period, BandedCount::Exact(13));
    assert_eq!(counts.left_behind, BandedCount::Exact(10));
    let by_rule = [("service-unknown".to_owned(), BandedCount::Exact(10))];
    assert_eq!(counts.left_behind_by_rule, BTreeMap::from(by_rule));
    assert_eq!(manifest.rows["persons.parquet"], 12);
    assert_eq!(manifest.rows["uses.parquet"], 24);
    assert_eq!(manifest.canaries.len(), 13);
    assert_eq!((summary.clients, summary.dropped), (12, 0));
    let lines = desk.findings();
    assert_eq!(lines.lines().count(), 12);
    let mut lines = lines.lines().skip(1);
    assert!(lines.all(|line| line.contains(",service,service-unknown,")));
    // Ten rows of ten clients have it, so its owner is shown it.
    let findings = desk.findings();
    assert!(findings.trim_end().ends_with(",zwemles,10"), "{findings}");
}

#[test]
fn a_check_counts_what_pseudonymising_then_finds() {
    let desk = Desk::with(&rows());
    let (made, _) = desk.hand_over().unwrap();
    let checked = desk.check();
    assert_eq!(format!("{checked:?}"), format!("{made:?}"));
}

#[test]
fn too_much_left_behind_is_refused_and_only_the_findings_stay() {
    let mut desk = Desk::with(&rows());
    desk.settings.max_left_behind = 0.17;
    let error = desk.hand_over().unwrap_err();
    assert_eq!(error.class(), Class::Refused);
    assert_eq!(
        error.to_string(),
        "wmo-loket: 10 of 58 rows would be rejected (17.2 %), and max_left_behind is 17.0 %"
    );
    assert!(error.advice().unwrap().contains("service-unknown (10)"));
    assert_eq!(
        names_in(desk.place().parent().unwrap()),
        ["wmo-loket.findings.csv"]
    );
}

#[test]
fn a_place_that_is_taken_keeps_what_stands_there() {
    let desk = Desk::with(&rows());
    desk.hand_over().unwrap();
    let before = fs::read(desk.place().join("manifest.json")).unwrap();
    let error = desk.hand_over().unwrap_err();
    assert_eq!(error.class(), Class::Failed);
    assert_eq!(
        fs::read(desk.place().join("manifest.json")).unwrap(),
        before
    );
}

#[test]
fn where_there_is_a_mapping_only_it_decides() {
    let mut desk = Desk::with(&rows());
    desk.settings.services = Some(BTreeMap::from([
        ("bijstand".to_owned(), Some(ServiceIx::new(0))),
        ("zwemles".to_owned(), None),
    ]));
    let summary = desk.check();
    assert_eq!((summary.kept, summary.dropped), (12, 10));
    assert_eq!(summary.left_behind["service-unknown"], 23);
}

#[test]
fn an_extract_of_one_service_needs_no_code() {
    let mut desk = Desk::with(&rows());
    desk.settings.service = Some(ServiceIx::new(1));
    let summary = desk.check();
    assert!(summary.left_behind.is_empty());
    assert_eq!(summary.outside_period, 13);
}

#[test]
fn a_row_without_bsn_or_address_or_service_is_left_behind_and_the_rest_goes_on() {
    let desk = Desk::with(
        "c1;;Jansen;1-1-1970;;;wmo-hbh;;\n\
         c2;;Jansen;;1501AB;3;wmo-hbh;;\n\
         c3;;Jansen;;1501AB;3;;;\n\
         c4;;Jansen;;1501AB;3;wmo-hbh;5-5-2026;4-5-2026\n",
    );
    let summary = desk.check();
    assert_eq!(summary.kept, 1);
    let rules = ["end-before-start", "nothing-to-link", "service-missing"];
    assert!(summary.left_behind.keys().copied().eq(rules));
    assert_eq!(summary.rows_left_behind(), 3);
}

#[test]
fn no_name_bsn_or_address_stands_in_what_is_written() {
    let desk = Desk::with(&rows());
    desk.hand_over().unwrap();
    let mut written = desk.findings().into_bytes();
    for name in names_in(&desk.place()) {
        written.extend(fs::read(desk.place().join(name)).unwrap());
    }
    let bsn = bsns().next().unwrap().to_string();
    for text in [&*bsn, "Zandstra", "ZANDSTRA", "1501", "1968", "VIJFHUIZEN"] {
        let found = written
            .windows(text.len())
            .any(|bytes| bytes == text.as_bytes());
        assert!(!found, "{text}");
    }
}

/// A grant to a client of the public test range, of category 01 and this product.
fn granted(number: u8, product: &str) -> String {
    format!(
        "<m:Bericht xmlns:m=\"x\"><m:Header><m:BerichtCode>414</m:BerichtCode><m:BerichtVersie>3</m:BerichtVersie></m:Header>\
         <m:Client><m:Bsn>999900006</m:Bsn><m:ToegewezenProducten><m:ToegewezenProduct>\
         <m:ToewijzingNummer>{number}</m:ToewijzingNummer><m:Product><m:Categorie>01</m:Categorie><m:Code>{product}</m:Code></m:Product>\
         <m:Ingangsdatum>2026-01-01</m:Ingangsdatum></m:ToegewezenProduct></m:ToegewezenProducten></m:Client></m:Bericht>"
    )
}

/// What becomes of these messages when `services` maps their codes.
fn check_messages(messages: &[String], services: &[(&str, Option<u16>)]) -> Summary {
    let mut desk = Desk::with("");
    let file = |(number, text): (usize, &String)| {
        let file = desk.folder.path().join(format!("{number}.xml"));
        fs::write(&file, text).unwrap();
        file
    };
    desk.settings.extract.files = messages.iter().enumerate().map(file).collect();
    desk.settings.extract.columns.clear();
    let code = |&(code, place): &(&str, Option<u16>)| (code.to_owned(), place.map(ServiceIx::new));
    desk.settings.services = Some(services.iter().map(code).collect());
    desk.check()
}

#[test]
fn a_product_is_mapped_by_its_own_code_or_else_by_its_category() {
    let messages = [
        granted(1, "01A01"),
        granted(2, "01B02"),
        granted(3, "01C03"),
    ];
    let services = [("01A01", Some(0)), ("01B02", None), ("01", Some(1))];
    let summary = check_messages(&messages, &services);
    assert_eq!((summary.kept, summary.dropped, summary.clients), (2, 1, 1));
    let summary = check_messages(&messages, &services[..1]);
    assert_eq!(
        (summary.kept, summary.left_behind["service-unknown"]),
        (1, 2)
    );
}

#[test]
fn a_message_that_breaks_off_counts_as_a_row_left_behind() {
    let cut = granted(1, "01A01").replace("</m:Bericht>", "");
    let summary = check_messages(&[cut, granted(2, "01A01")], &[("01", Some(0))]);
    assert_eq!((summary.read, summary.kept), (2, 1));
    assert_eq!(summary.left_behind, BTreeMap::from([("file-broken", 1)]));
}

#[test]
fn folders_with_files_that_are_not_read_are_a_doubt() {
    let mut desk = Desk::with(&rows());
    assert!(desk.check().doubts.is_empty());
    desk.settings.extract.subfolders = 2;
    let doubts = desk.check().doubts;
    assert!(
        doubts.len() == 1 && doubts[0].starts_with("2 folders"),
        "{doubts:?}"
    );
}
