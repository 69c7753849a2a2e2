use std::collections::BTreeSet;

use super::*;
use crate::released::calculate::uncounted::{count, text};
use crate::released::calculate::{Column, ReleaseTables, Table, Value};
use crate::vocabulary::Day;

fn word(text: &str) -> Value {
    Value::text(text)
}

/// A town of two wijken: 100 households with a service, of which 60 with one.
fn tables() -> ReleaseTables {
    let table = |name, columns: Vec<Column>, rows| Table {
        name,
        columns,
        rows,
    };
    let area = |level: &str, code: &str, name: &str| vec![word(level), word(code), word(name)];
    let stack = |dimension: &str, level: &str, services: &str, households, status: &str| {
        let keys = ["household", dimension, level, services].map(word);
        let keys = keys.into_iter();
        keys.chain([Value::Count(households), word(status)])
            .collect()
    };
    ReleaseTables {
        tables: vec![
            table(
                "areas",
                ["level", "area", "name"].map(text).to_vec(),
                vec![
                    area("gemeente", "all", "all"),
                    area("wijk", "WK099901", "Oost"),
                    area("wijk", "WK099902", "West"),
                    area("buurt", "BU09990201", "Westeinde"),
                ],
            ),
            table(
                "stacking",
                vec![
                    text("unit"),
                    text("dimension"),
                    text("level"),
                    text("services"),
                    count("households"),
                    text("status"),
                ],
                vec![
                    stack("all", "all", "1+", 100, "rounded"),
                    stack("all", "all", "1", 60, "derived"),
                    stack("wijk", "WK099901", "1+", 70, "rounded"),
                ],
            ),
            table(
                "domain_by_area",
                vec![
                    text("domain"),
                    text("level"),
                    text("area"),
                    count("households"),
                    text("status"),
                ],
                [("gemeente", "all", 80), ("buurt", "BU09990201", 50)]
                    .map(|(level, area, count)| {
                        let keys = ["Wmo", level, area].map(word).into_iter();
                        keys.chain([Value::Count(count), word("rounded")]).collect()
                    })
                    .to_vec(),
            ),
            table(
                "services",
                vec![
                    text("service"),
                    text("name"),
                    text("domain"),
                    text("organisation"),
                    count("persons"),
                ],
                vec![vec![
                    word("wmo-hbh"),
                    word("Hulp"),
                    word("Wmo"),
                    word("loket"),
                    Value::Count(40),
                ]],
            ),
            table(
                "headline",
                vec![text("measure"), count("value")],
                vec![vec![word("persons_with_service"), Value::Count(120)]],
            ),
        ],
        is_internal: false,
    }
}

/// The rows of the table without level and reasons, and the findings.
fn placed(csv: &str, year: u16, gemeente: Option<&str>) -> (Vec<String>, Vec<String>) {
    placed_as(csv, Layout::Number, (year, gemeente))
}

fn placed_as(
    csv: &str,
    layout: Layout,
    (year, gemeente): (u16, Option<&str>),
) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cbs.csv");
    std::fs::write(&path, csv).unwrap();
    let file = ExternalFile {
        path,
        shown: "cbs.csv".into(),
        layout,
        source: "CBS".into(),
        licence: None,
        year,
        gemeente: gemeente.map(str::to_owned),
    };
    let own = OwnCounting {
        period: [Day::of(2026, 1, 1), Day::of(2026, 12, 31)].map(Option::unwrap),
        reach: 8,
        is_distinct: true,
        is_of_day: false,
        domains: &BTreeSet::from(["Wmo", "Schuldhulp"]),
        is_incomplete: false,
    };
    let read = External::read(&[file]).unwrap();
    let (table, findings) = read.placed(&tables(), &own);
    let cell = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        _ => ".".into(),
    };
    let rows = table.unwrap().rows.into_iter();
    let rows = rows.map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "));
    (
        rows.collect(),
        findings.iter().map(ToString::to_string).collect(),
    )
}

const HEADER: &str = "\"Aantal voorzieningen\";\"Soort voorziening sociaal domein\";\"Wijken\";\"Perioden\";\"Sociaal domein cliënten/huishoudens/Cliënten met voorzieningen (aantal)\";\"Sociaal domein cliënten/huishoudens/Huishoudens met voorzieningen (aantal)\"\n";

#[test]
fn a_difference_counts_when_it_is_beyond_both_roundings() {
    let csv = HEADER.to_owned()
        + "\"Totaal\";\"Totaal\";\"GM0999    \";\"2026*\";\"130\";\"90\"\n\
           \"1 maatwerkvoorziening\";\"Totaal\";\"GM0999    \";\"2026*\";\".\";\"45\"\n\
           \"Totaal\";\"Alleen Wmo\";\"GM0999    \";\"2026*\";\"30\";\"40\"\n\
           \"Totaal\";\"Totaal\";\"WK099901  \";\"2026*\";\"75\";\"55\"\n\
           \"Totaal\";\"Totaal\";\"WK099902  \";\"2026*\";\"10\";\".\"\n\
           \"Totaal\";\"Totaal\";\"WK036301  \";\"2026*\";\"10\";\"10\"\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert_eq!(
        rows,
        [
            "gemeente all 1 households 60 45 15 same services count provisional",
            "gemeente all 1+ households 100 90 10 same services provisional",
            "gemeente all 1+ persons 120 130 -10 same services provisional",
            "wijk WK099901 1+ households 70 55 15 more services provisional",
            "wijk WK099902 1+ households . . . . services provisional",
        ]
    );
    assert_eq!(findings, [""; 0]);
}

#[test]
fn areas_by_name_are_found_with_the_name_of_the_gemeente() {
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;Zaandorp;2026;130;90\nTotaal;Totaal;Wijk 01 Oost;2026;75;55\nTotaal;Totaal;West;2026;.;0\n\
           Totaal;Totaal;West;2026;10;10\n";
    let (rows, findings) = placed(&csv, 2026, Some("Zaandorp"));
    assert_eq!(rows.len(), 3);
    assert!(rows[2].starts_with("wijk WK099901 1+ households 70 55 15 more"));
    assert_eq!(
        findings,
        ["cbs.csv:5: this area was there before: neither row is used"]
    );
}

#[test]
fn another_year_is_not_compared_and_a_broken_row_is_told_with_its_line() {
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;GM0999;2024;130;90\nTotaal;Totaal;GM0999;1e halfjaar 2026*;130;90\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert!(rows.is_empty());
    assert!(
        findings[0].contains("no row is of the whole of 2026 (2 are of other periods)"),
        "{findings:?}"
    );
    let (rows, findings) = placed(&csv, 2024, None);
    assert!(rows.is_empty());
    assert!(
        findings[0].contains("is of 2024, and the release counts 2026-01-01"),
        "{findings:?}"
    );
    let csv = HEADER.to_owned()
        + "Totaal;Totaal;GM0999;2026;39.860;32.690\nveel;Totaal;GM0999;2026;1;1\nTotaal;Totaal;GM0999;2026;130;90\n";
    let (rows, findings) = placed(&csv, 2026, None);
    assert_eq!(rows.len(), 2);
    assert!(
        findings[0].starts_with("cbs.csv:2: a whole number"),
        "{findings:?}"
    );
    assert!(
        findings[1].starts_with("cbs.csv:3: the number of services"),
        "{findings:?}"
    );
}

#[test]
fn keys_of_open_data_are_read_too() {
    let csv = "ID,AantalVoorzieningen,SoortVoorzieningSociaalDomein,Wijken,Perioden,ClientenMetVoorzieningen_1,HuishoudensMetVoorzieningen_2\n\
               0,T001024,T001025,GM0999,2026JJ00,130,90\n";
    assert_eq!(placed(csv, 2026, None).0.len(), 2);
}

#[test]
fn households_with_a_law_are_those_of_all_combinations_with_it() {
    let row = |kind: &str, area: &str, households: &str| {
        format!("Totaal;{kind};{area};2026;.;{households}\n")
    };
    let mut csv = HEADER.to_owned();
    let kinds = ["Alleen Wmo", "Jeugd en Wmo", "P-wet en Wmo"];
    for (kind, number) in kinds.into_iter().zip(["45", "0", "10"]) {
        csv += &row(kind, "GM0999", number);
        csv += &row(kind, "WK099901", number);
    }
    csv += &row("Alleen Jeugd", "GM0999", "500");
    csv += &row("Totaal", "GM0999", "900");
    csv += "1 maatwerkvoorziening;Alleen Wmo;GM0999;2026;.;30\n";
    let all = |last: &str| {
        let csv = csv.clone() + &row("Jeugd, P-wet en Wmo", "GM0999", last);
        placed_as(&csv, Layout::Laws, (2026, None))
    };
    let (rows, findings) = all("10");
    // 80 differs from 65 by less than 8 of ours and 4 times 2.5.
    assert_eq!(rows, ["gemeente all domain=Wmo households 80 65 15 same ."]);
    assert_eq!(
        findings,
        [
            "cbs.csv: Jeugd is not compared, as 0 domains are of it",
            "cbs.csv: P-wet is not compared, as 0 domains are of it"
        ]
    );
    assert_eq!(
        all(".").0,
        ["gemeente all domain=Wmo households 80 . . . ."]
    );
    assert_eq!(
        all("0").0,
        ["gemeente all domain=Wmo households 80 55 25 more ."]
    );
}

#[test]
fn clients_of_a_type_are_compared_where_it_is_one_service() {
    let csv = "Type maatwerkvoorziening;Wijken;Perioden;Wmo-cliënten (aantal);Wmo-cliënten per 1 000 inwoners (per 1 000 inwoners)\n\
               Totaal;GM0999;2026*;200;20\n\
               Hulp bij het huishouden;GM0999;2026*;55;5\n\
               Hulp bij het huishouden;WK099901;2026*;30;3\n";
    let types = [("Hulp bij het huishouden", "wmo-hbh")];
    let types = types.map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()));
    let (rows, findings) = placed_as(csv, Layout::Types(types.into()), (2026, None));
    assert_eq!(
        rows,
        ["gemeente all service=wmo-hbh persons 40 55 -15 less provisional"]
    );
    assert_eq!(
        findings,
        ["cbs.csv: not compared, as `types` names no service that is the same: Totaal"]
    );
}

fn of_key_figures(csv: &str, types: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let types = types.iter();
    let types = types.map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned()));
    placed_as(csv, Layout::KeyFigures(types.collect()), (2026, None))
}

#[test]
fn clients_of_a_law_stand_beside_households_and_those_of_a_service_beside_people() {
    let csv = "gwb_code;a_soz_wb;a_jz_tn;a_wmo_t\n\
               GM0999;50;300;95\n\
               WK099902;30;.;10\n\
               BU09990201;30;10;.\n\
               WK036301;30;veel;10\n";
    let (rows, findings) = of_key_figures(csv, &[("Bijstand", "wmo-hbh")]);
    assert_eq!(
        rows,
        [
            "buurt BU09990201 domain=Wmo clients 50 . . . clients",
            "gemeente all domain=Wmo clients 80 95 -15 less clients",
            // 40 differs from 50 by less than 8 of ours and 5 of CBS.
            "gemeente all service=wmo-hbh persons 40 50 -10 same day",
        ]
    );
    assert_eq!(
        findings,
        [
            "cbs.csv:5: a whole number belongs in its column",
            "cbs.csv: Jeugd is not compared, as 0 domains are of it"
        ]
    );
}

#[test]
fn columns_of_open_data_are_key_figures_too() {
    let csv = "ID,WijkenEnBuurten,Perioden,JongerenMetJeugdzorgInNatura_96,WmoClienten_98\n\
               0,GM0999,2026JJ00,10,95\n1,GM0999,2025JJ00,10,80\n";
    let (rows, _) = of_key_figures(csv, &[]);
    assert_eq!(
        rows,
        ["gemeente all domain=Wmo clients 80 95 -15 less clients"]
    );
}

#[test]
fn key_figures_of_another_year_or_place_or_without_a_column_are_named() {
    let said = |csv: &str| {
        let (rows, findings) = of_key_figures(csv, &[]);
        assert!(rows.is_empty(), "{rows:?}");
        findings.join("; ")
    };
    let other_year = said("WijkenEnBuurten;Perioden;WmoClienten_98\nGM0999;2025JJ00;95\n");
    assert!(other_year.contains("no row is of 2026"), "{other_year}");
    let other_place = said("gwb_code;a_wmo_t\nGM0363;95\n");
    assert!(other_place.contains("none of 1 rows"), "{other_place}");
    let one_column = said("gwb_code;a_soz_wb\nGM0999;50\n");
    for what in [
        "Wmo is not compared, as it has no column",
        "Jeugdzorg is not compared, as it has no column",
        "Bijstand is not compared, as `types` names no service",
    ] {
        assert!(one_column.contains(what), "{one_column}");
    }
}

#[test]
fn a_table_without_key_figures_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kwb.csv");
    std::fs::write(&path, "gwb_code;a_inw\nGM0999;157000\n").unwrap();
    let file = ExternalFile {
        path,
        shown: "kwb.csv".into(),
        layout: Layout::KeyFigures(std::collections::BTreeMap::new()),
        source: "CBS".into(),
        licence: None,
        year: 2026,
        gemeente: None,
    };
    let Err(error) = External::read(&[file]) else {
        panic!("it was read");
    };
    assert!(error.to_string().contains("lacks columns"), "{error}");
}
