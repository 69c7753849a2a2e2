//! Files in the layouts of CBS and of municipalities, and files that are wrong.

use std::path::Path;

use super::{Chosen, Figures, FiguresFile, Layout};
use crate::error::{Code, Result};
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};

/// A file of 2026 under a layout.
fn file(folder: &Path, name: &str, layout: Layout, bytes: impl AsRef<[u8]>) -> FiguresFile {
    std::fs::write(folder.join(name), bytes).unwrap();
    FiguresFile {
        path: folder.join(name),
        shown: name.into(),
        layout,
        source: "CBS".into(),
        year: 2026,
        licence: None,
        chosen: Vec::new(),
    }
}

/// The areas of a release: the town, two wijken and a buurt.
fn areas(codes: &[(&str, &str)]) -> ReleaseTables {
    let column = |name| Column {
        name,
        kind: ColumnKind::Text,
    };
    let text = |text: &str| Value::text(text);
    let rows = codes.iter();
    let table = Table {
        name: "areas",
        columns: vec![column("level"), column("area")],
        rows: rows
            .map(|(level, code)| vec![text(level), text(code)])
            .collect(),
    };
    ReleaseTables {
        tables: vec![table],
        is_internal: false,
    }
}

const AREAS: [(&str, &str); 4] = [
    ("gemeente", "all"),
    ("wijk", "WK047901"),
    ("wijk", "WK047902"),
    ("buurt", "BU04790101"),
];

/// The rows of the table as text, and the findings.
fn placed(files: &[FiguresFile], codes: &[(&str, &str)]) -> Result<(Vec<String>, Vec<String>)> {
    let (tables, findings) = Figures::read(files)?.placed(&areas(codes));
    let text = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let rows = tables.into_iter().next().unwrap().rows;
    let rows = rows
        .iter()
        .map(|row| row.iter().take(5).map(text).collect::<Vec<_>>().join(" "));
    Ok((
        rows.collect(),
        findings.iter().map(ToString::to_string).collect(),
    ))
}

fn one(layout: Layout, bytes: impl AsRef<[u8]>) -> Result<(Vec<String>, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    placed(&[file(folder.path(), "f.csv", layout, bytes)], &AREAS)
}

#[test]
fn a_workbook_export_of_cbs_is_read() {
    let text = "gwb_code_10;gwb_code_8;regio;gm_naam;recs;gwb_code;ind_wbz;a_inw;a_00_14;g_hhgro;g_woz\n\
        NL00;0;Nederland;Nederland;Land;NL00;.;17000000;2500000;2,1;380\n\
        GM0479;0479;Zaanstad;Zaanstad;Gemeente;GM0479;.;161390;26000;2,2;350\n\
        WK047901;047901;Wijk 01;Zaanstad;Wijk;WK047901;1;12950;2330;2,1;       .\n\
        BU04790101;04790101;Buurt;Zaanstad;Buurt;BU04790101;1;90;-99997;x;-\n\
        GM0363;0363;Amsterdam;Amsterdam;Gemeente;GM0363;.;900000;130000;1,8;500\n";
    let (rows, findings) = one(Layout::Kwb, text).unwrap();
    let expected = [
        "gemeente all age_0_14 26000 number",
        "gemeente all home_value 350 1000 euro",
        "gemeente all household_size 2.2 number",
        "gemeente all population 161390 number",
        "wijk WK047901 age_0_14 2330 number",
        "wijk WK047901 household_size 2.1 number",
        "wijk WK047901 population 12950 number",
        "buurt BU04790101 population 90 number",
    ];
    assert_eq!(rows, expected);
    assert_eq!(findings, [""; 0]);
}

#[test]
fn open_data_of_cbs_is_read_with_spaces_behind_codes_and_the_year_that_is_agreed() {
    let text = "\"WijkenEnBuurten\";\"Perioden\";\"ParticuliereHuishoudens_1\";\"TotaalscoreSESWOA_2\";\"Spreiding_3\"\n\
        \"WK047901  \";\"2026JJ00\";6100;-0,621;0,31\n\"WK047901  \";\"2025JJ00\";6100;-0,7;0,3\n\
        \"WK047902  \";\"2026JJ00\";100;       .;       .\n";
    let (rows, findings) = one(Layout::SesWoa, text).unwrap();
    let expected = [
        "wijk WK047901 ses_score -0.621 score",
        "wijk WK047901 ses_spread 0.31 score",
    ];
    assert_eq!(
        (rows.as_slice(), findings.len()),
        (&expected.map(String::from)[..], 0)
    );
    let text = "WijkenEnBuurten;Gemeentenaam_1;Codering_3;AantalInwoners_5;AfstandTotApotheek_9;Binnen1Km_10\n\
        Zuid;Zaanstad;WK047901  ;12950;0,8;2,4\n";
    let (rows, _) = one(Layout::Nabijheid, text).unwrap();
    assert_eq!(rows[0], "wijk WK047901 distance_pharmacy 0.8 km");
    assert_eq!(rows[1], "wijk WK047901 pharmacy_within_1_km 2.4 number");
}

#[test]
fn of_a_survey_the_answers_and_the_margin_stand_beside_the_question() {
    let all = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path(), "f.csv", Layout::Survey, text);
        let read = Figures::read(&[file]).unwrap();
        assert_eq!(read.records()[0].indicators.len(), 2);
        assert!(read.records()[0].survey);
        let cell = |value: &Value| match value {
            Value::Text(text) => text.to_string(),
            Value::Number(number) => format!("{number:.2}"),
            _ => String::new(),
        };
        let (tables, findings) = read.placed(&areas(&AREAS));
        assert_eq!((tables.len(), findings.len()), (2, 0));
        let row = |row: &Vec<Value>| row.iter().skip(1).map(cell).collect::<Vec<_>>().join(" ");
        tables[1].rows.iter().map(row).collect::<Vec<_>>()
    };
    // By Wilson; the ends of a margin are the value and so much.
    let expected = [
        "WK047901 Mark 100.00 6.70 7.30",
        "WK047901 Rokers 100.00 13.34 28.88",
        "WK047902 Rokers 4.00 3.08 66.32",
    ];
    let long = "gebied;vraag;waarde;n;marge\n047901;Mark;7;100;0,3\n047902;Rokers (%);20;4;\n047901;Rokers (%);20;100;\n";
    let wide = "gebied;Mark;Mark marge;Rokers (%);n\n047901;7;0,3;20;100\n047902;;;20;4\n";
    for text in [long, wide] {
        assert_eq!(all(text), expected);
    }
}

#[test]
fn an_own_file_has_its_own_names_and_units_wide_or_long() {
    let wide = "gebied,naam,Rokers (%),n\n047901,Zuid,23.5,210\n047902,Noord,,12\n";
    let long = "code;indicator;waarde\n047901;Rokers (%);23,5\n047901;n;210\n047902;n;12\n";
    let expected = [
        "wijk WK047901 Rokers 23.5 %",
        "wijk WK047901 n 210 number",
        "wijk WK047902 n 12 number",
    ];
    for text in [wide, long] {
        let (rows, findings) = one(Layout::Plain, text).unwrap();
        assert_eq!(
            (rows.as_slice(), findings.len()),
            (&expected.map(String::from)[..], 0)
        );
    }
    // Latin-1, and codes of the municipality's own under any name.
    let folder = tempfile::tempdir().unwrap();
    let latin = encoding_rs::WINDOWS_1252
        .encode("Gebied;Cafés\nA1;3\nA2;4,5\nB9;7\n")
        .0;
    let own = file(folder.path(), "f.csv", Layout::Plain, latin);
    let (rows, findings) = placed(
        &[own],
        &[("gemeente", "all"), ("wijk", "A1"), ("wijk", "A2")],
    )
    .unwrap();
    assert_eq!(rows, ["wijk A1 Cafés 3 number", "wijk A2 Cafés 4.5 number"]);
    assert_eq!(findings, ["f.csv:4: B9 is no area of this release"]);
}

#[test]
fn the_agreement_can_choose_and_name_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut kwb = file(
        folder.path(),
        "f.csv",
        Layout::Kwb,
        "gwb_code;a_inw;p_stadv\nWK047901;100;12\n",
    );
    let chosen = |column: &str, name: &str| Chosen {
        column: column.into(),
        name: name.into(),
        unit: "%".into(),
    };
    kwb.chosen = vec![
        chosen("p_stadv", "Stadsverwarming"),
        chosen("p_zon", "Zonnestroom"),
    ];
    let (rows, findings) = placed(&[kwb], &AREAS).unwrap();
    assert_eq!(rows, ["wijk WK047901 Stadsverwarming 12 %"]);
    assert_eq!(findings, ["f.csv: there is no column `p_zon`"]);
}

#[test]
fn what_is_odd_is_told_and_the_rest_is_used() {
    let text =
        "code;a_inw;g_woz\nWK047901;veel;250\nWK047901;7;7\nWK047999;5;5\nBU04790101;90;200\n";
    let (rows, findings) = one(Layout::Kwb, text).unwrap();
    let expected = [
        "wijk WK047901 home_value 250 1000 euro",
        "buurt BU04790101 home_value 200 1000 euro",
        "buurt BU04790101 population 90 number",
    ];
    assert_eq!(rows, expected);
    let told = [
        "f.csv:2: WK047901: a number belongs in column `a_inw`",
        "f.csv:3: WK047901 was there before: its first figures count",
        "f.csv:4: WK047999 is no area of this release",
    ];
    assert_eq!(findings, told);
    let (_, findings) = one(Layout::Kwb, "code;a_inw\nWK036301;5\n").unwrap();
    assert_eq!(findings, ["f.csv: no row is of an area of this release"]);
    let many: Vec<String> = (10..40).map(|wijk| format!("WK0479{wijk};5")).collect();
    let many = many.join("\n");
    let (_, findings) = one(Layout::Kwb, format!("code;a_inw\n{many}")).unwrap();
    assert_eq!(findings[10], "f.csv: 21 more findings like these");
}

#[test]
fn an_indicator_of_two_files_is_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = file(
        folder.path(),
        "1.csv",
        Layout::Kwb,
        "code;a_inw\nWK047901;100\n",
    );
    let other = file(
        folder.path(),
        "2.csv",
        Layout::Kwb,
        "code;a_inw;g_woz\nWK047901;90\nWK047902;80;300\n",
    );
    let (rows, findings) = placed(&[first, other], &AREAS).unwrap();
    assert_eq!(
        rows,
        [
            "wijk WK047901 population 100 number",
            "wijk WK047902 home_value 300 1000 euro"
        ]
    );
    assert_eq!(
        findings,
        ["2.csv: `population` is in 1.csv too, which is used"]
    );
}

#[test]
fn a_file_of_which_nothing_can_be_used_is_refused() {
    for bytes in [
        "",
        "naam;waarde\nZuid;7\n",
        "code;naam\nWK047901;Zuid\n",
        "code\n",
    ] {
        let error = one(Layout::Kwb, bytes).unwrap_err();
        assert_eq!(error.code(), Code::FiguresUnreadable, "{bytes}");
        assert!(error.to_string().contains("f.csv"));
    }
}

#[test]
fn names_that_a_spreadsheet_or_a_page_would_run_stay_text() {
    let text = "code;=1+1;<b>x</b>;\u{202e}om\nWK047901;1;2;3\n";
    let (rows, _) = one(Layout::Plain, text).unwrap();
    assert_eq!(
        rows,
        [
            "wijk WK047901 <b>x</b> 2 number",
            "wijk WK047901 =1+1 1 number"
        ]
    );
}

/// The real areas of a municipality, where they are at hand.
#[test]
fn the_published_figures_of_a_municipality_are_read_whole() {
    let Ok(folder) = std::env::var("FACTLAB_GEO") else {
        return;
    };
    let path = Path::new(&folder).join("zaanstad_buurten_2017_cbs.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let codes: Vec<&str> = text.lines().skip(1).map(|line| &line[..10]).collect();
    let codes: Vec<(&str, &str)> = codes.into_iter().map(|code| ("buurt", code)).collect();
    let home = tempfile::tempdir().unwrap();
    let (rows, findings) =
        placed(&[file(home.path(), "f.csv", Layout::Kwb, &text)], &codes).unwrap();
    assert_eq!(findings, [""; 0]);
    let people = rows.iter().filter(|row| row.contains(" population "));
    let people = people.map(|row| row.split(' ').nth(3).unwrap().parse::<u32>().unwrap());
    assert_eq!(people.sum::<u32>(), 153_580);
}

proptest::proptest! {
    #[test]
    fn any_file_is_read_or_refused_without_a_panic(
        cuts in proptest::collection::vec((0_usize..400, proptest::collection::vec(proptest::num::u8::ANY, 0..4)), 0..8),
        which in 0_usize..3,
    ) {
        const SEEDS: [&str; 3] = [
            "gwb_code_10;gwb_code_8;a_inw;p_00_14_jr;g_woz\nGM0479;0479;161390;16;350\nWK047901;047901;12950;18;       .\n",
            "\"WijkenEnBuurten\";\"Perioden\";\"TotaalscoreSESWOA_2\";\"Binnen3Km_3\"\n\"WK047901  \";\"2026JJ00\";-0,621;1.234,5\n",
            "code\tindicator\twaarde\tjaar\nBU04790101\tRokers (%)\t23,5\t2026\nBU04790101\tn\t1 200\t2026\n",
        ];
        let mut bytes = SEEDS[which].as_bytes().to_vec();
        for (place, new) in cuts {
            let from = place.min(bytes.len());
            let to = (from + new.len() / 2).min(bytes.len());
            bytes.splice(from..to, new);
        }
        let folder = tempfile::tempdir().unwrap();
        for (_, layout) in Layout::ALL {
            let _ = placed(&[file(folder.path(), "f.csv", layout, &bytes)], &AREAS);
        }
    }
}
