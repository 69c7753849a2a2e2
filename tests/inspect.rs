//! What `inspect` proposes for real layouts is pasted into an agreement as it stands, and the expected clients come out.
//!
//! The files are not part of the repository; where their folder is not there, the test says so.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod made_tables;
#[cfg(test)]
mod office;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use office::{Office, step};
use serde_json::Value as Json;

/// The agreement without a party: what an extract of it is, is for `inspect` to find out.
const PROJECT: &str = r#"
[project]
id = "testset-2026"
from = 2023-01-01
to = 2026-12-31
reference_date = 2026-12-31
accept_stage_1 = "public test data: nobody to protect"
"#;

/// A service and a provider, for an agreement whose only extract is that of the register.
const SOMEBODY: &str = r#"
[[service]]
code = "hulp"

[[provider]]
id = "somebody"
service = "hulp"
extract = "nowhere.csv"
"#;

/// An extract of a real layout, and what must come of it.
struct Sample {
    /// The files and folders below `formats`.
    extract: &'static [&'static str],
    /// The party that the proposal makes.
    party: &'static str,
    /// The clients, or persons, that are handed over.
    clients: u64,
    /// The rows that are left behind.
    left_behind: u64,
}

/// Every sample; a new format is a line here.
const SAMPLES: &[Sample] = &[
    sample(&["brp/testset-persoonslijsten.csv"], "register", 682, 5),
    // Two clients: one of 301, 305 and 307, who is in 323 too, and another.
    sample(&["iwmo"], "iwmo", 2, 0),
    sample(&["iwmo/WMO301.xml"], "wmo301", 1, 0),
    sample(&["iwmo/WMO305.xml"], "wmo305", 1, 0),
    sample(&["iwmo/WMO307.xml"], "wmo307", 1, 0),
    sample(&["iwmo/WMO323.xml"], "wmo323", 2, 0),
    sample(&["ddas/meervoudig.json"], "meervoudig", 10, 0),
    sample(&["ddas/samenloop-1.json"], "samenloop-1", 5, 0),
    sample(&["ddas/samenloop-2.json"], "samenloop-2", 5, 0),
    sample(
        &[
            "ddas/meervoudig.json",
            "ddas/samenloop-1.json",
            "ddas/samenloop-2.json",
        ],
        "meervoudig",
        20,
        0,
    ),
    sample(&["ddas/vroegsignalering.json"], "vroegsignalering", 4, 0),
];

const fn sample(
    extract: &'static [&'static str],
    party: &'static str,
    clients: u64,
    left_behind: u64,
) -> Sample {
    Sample {
        extract,
        party,
        clients,
        left_behind,
    }
}

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats");
    folder.is_dir().then_some(folder)
}

/// Copies a file, or the files of a folder, into the office under its own name.
fn bring(office: &Office, from: &Path) -> String {
    let name = from.file_name().unwrap().to_string_lossy().into_owned();
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let inside = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
            office.write(&inside, &fs::read(&path).unwrap());
        }
    } else {
        office.write(&name, &fs::read(from).unwrap());
    }
    name
}

/// Appends what `inspect` prints, all of it, to the agreement.
fn paste(office: &Office, extract: &[&str], agreement: &str) {
    let proposed = office.succeeds(&[&["inspect"], extract].concat());
    let somebody = if proposed.contains("[register]") {
        SOMEBODY
    } else {
        ""
    };
    let text = format!("{agreement}{somebody}\n{proposed}");
    office.write("config.toml", text.as_bytes());
}

fn hand_over(office: &Office, party: &str) -> Json {
    let words = [&["--json"][..], &step(party)].concat();
    serde_json::from_str(&office.succeeds(&words)).unwrap()
}

#[test]
fn the_proposal_for_each_sample_is_used_unchanged_and_gives_its_clients() {
    let Some(shared) = shared() else {
        eprintln!("skipped: the folder with the public test files is not there");
        return;
    };
    for sample in SAMPLES {
        let office = Office::with(&[]);
        office.make_keys();
        let files = sample.extract.iter();
        let extract: Vec<_> = files
            .map(|file| bring(&office, &shared.join(file)))
            .collect();
        let extract: Vec<_> = extract.iter().map(String::as_str).collect();
        paste(&office, &extract, PROJECT);
        let told = hand_over(&office, sample.party);
        let counts = ["clients", "left_behind"].map(|key| find(&told, key).and_then(Json::as_u64));
        let expected = [Some(sample.clients), Some(sample.left_behind)];
        assert_eq!(counts, expected, "{:?}", sample.extract);
    }
}

/// Three clients, whose numbers are those of nobody.
const CLIENTS: &made_tables::Rows = &[
    &["BSN", "Achternaam", "Geb.datum", "Begin"],
    &["123456782", "Jansen", "17-03-1971", "01-02-2026"],
    &["111222333", "de Vries", "29-02-1988", "01-02-2026"],
    &["999990019", "Ĳsbrandsz", "05-11-2011", "15-01-2026"],
];

/// The known names of a delivery to CBS; the third column has codes of the national list, each in ten rows.
fn delivery() -> Vec<u8> {
    let rows = [
        "0479;123456782;01;20260115\r\n",
        "0479;111222333;02;20260201\r\n",
        "0479;123456782;02;20260201\r\n",
    ];
    let header = "Gemeentecode;BSN;Type maatwerkarrangement toewijzing;Datum start daadwerkelijke ondersteuning\r\n";
    (header.to_owned() + &rows.concat().repeat(10)).into_bytes()
}

#[test]
fn the_proposal_for_each_kind_of_table_is_used_unchanged_and_gives_its_clients() {
    for (file, format, bytes, clients) in [
        ("cases.xlsx", "xlsx", made_tables::xlsx(CLIENTS), 3),
        ("cases.ods", "ods", made_tables::ods(CLIENTS), 3),
        ("cases.parquet", "parquet", made_tables::parquet(CLIENTS), 3),
        ("cases.csv", "csv", made_tables::csv_of_excel(CLIENTS), 3),
        ("cases.csv", "gmsd-wmo", delivery(), 2),
    ] {
        let office = Office::with(&[(file, &bytes)]);
        office.make_keys();
        paste(&office, &[file], PROJECT);
        let agreement = fs::read_to_string(office.path("config.toml")).unwrap();
        let line = format!("format = \"{format}\"");
        assert!(agreement.contains(&line), "{format}: {agreement}");
        let told = hand_over(&office, "cases");
        let counts = ["clients", "left_behind"].map(|key| find(&told, key).and_then(Json::as_u64));
        assert_eq!(counts, [Some(clients), Some(0)], "{format}");
    }
}

/// Births are days, which workbooks hold as numbers; starts are texts, day first.
const MIXED: &made_tables::Rows = &[
    &["BSN", "Geb.datum", "Begin"],
    &["123456782", "1971-03-17", "01-02-2026"],
    &["111222333", "1988-02-29", "31-01-2026"],
    &["999990019", "2011-11-05", ""],
];

#[test]
fn days_beside_dates_that_are_text_have_no_say_in_their_order() {
    for (file, bytes) in [
        ("cases.xlsx", made_tables::xlsx(MIXED)),
        ("cases.ods", made_tables::ods(MIXED)),
        ("cases.parquet", made_tables::parquet(MIXED)),
        ("cases.csv", made_tables::csv(MIXED)),
    ] {
        let office = Office::with(&[(file, &bytes)]);
        office.make_keys();
        paste(&office, &[file], PROJECT);
        let agreement = fs::read_to_string(office.path("config.toml")).unwrap();
        assert!(
            agreement.contains("dates = \"d-m-y\""),
            "{file}: {agreement}"
        );
        office.edit("config.toml", "dates = \"d-m-y\"", "");
        let words = [
            "--json",
            "check",
            "-c",
            "config.toml",
            "--provider",
            "cases",
        ];
        let told: Json = serde_json::from_str(&office.succeeds(&words)).unwrap();
        assert_eq!(find(&told, "start-invalid"), None, "{file}: {told}");
    }
}

/// What the codes of a workbook mean.
const CODES: &made_tables::Rows = &[&["Code", "Betekenis"], &["1", "huis"], &["2", "tuin"]];

/// Rows above a header: a title of two cells, and groups of columns.
const TITLED: &made_tables::Rows = &[
    &["Overzicht", "loket"],
    &["Peildatum:", "2026-12-31"],
    &["Client", "", "", "Gebruik"],
    CLIENTS[0],
    CLIENTS[1],
    CLIENTS[2],
    CLIENTS[3],
];

#[test]
fn the_likeliest_sheet_is_proposed_and_another_can_be_chosen() {
    let book = made_tables::book(&[("Uitleg", CODES), ("Lijst", TITLED)]);
    let office = Office::with(&[("cases.xlsx", &book)]);
    office.make_keys();
    paste(&office, &["cases.xlsx"], PROJECT);
    let agreement = fs::read_to_string(office.path("config.toml")).unwrap();
    assert!(agreement.contains("sheet = \"Lijst\""), "{agreement}");
    assert!(
        agreement.contains("another sheet is more likely"),
        "{agreement}"
    );
    let told = hand_over(&office, "cases");
    assert_eq!(find(&told, "clients").and_then(Json::as_u64), Some(3));
    let other = office.succeeds(&["inspect", "--sheet", "uitleg", "cases.xlsx"]);
    assert!(
        other.contains("sheet \"Uitleg\"") && other.contains("Code"),
        "{other}"
    );
    let refused = office.fails(1, &["inspect", "--sheet", "Blad9", "cases.xlsx"]);
    assert!(refused.contains("no sheet of the name"), "{refused}");
    let months = made_tables::book(&[("Jan", CLIENTS), ("Feb", CLIENTS)]);
    office.write("months.xlsx", &months);
    let told = office.succeeds(&["inspect", "months.xlsx"]);
    assert!(told.contains("1 more of its sheets"), "{told}");
}

/// Thirty persons whose births spread, in columns of fixed width.
fn fixed() -> Vec<u8> {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2];
    let bsn = |eight: u32| {
        let digits = format!("{eight:08}");
        let sum: u32 = digits
            .bytes()
            .zip(weights)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        (sum % 11 < 10).then(|| format!("{digits}{}", sum % 11))
    };
    let mut text = String::new();
    for (row, bsn) in (30_000_000..)
        .step_by(97)
        .filter_map(bsn)
        .take(30)
        .enumerate()
    {
        let name = format!(
            "{}akker",
            char::from(b'A' + u8::try_from(row % 26).unwrap())
        );
        let (born, end) = (1931 + 2 * row, if row % 3 == 0 { "20261130" } else { "" });
        write!(
            text,
            "{bsn}{name:<11}{born}0317V15{:02}XY{:<5}202602{:02}{end:8}\r\n",
            10 + row,
            row + 1,
            1 + row % 28
        )
        .unwrap();
    }
    text.into_bytes()
}

#[test]
fn the_proposal_for_fixed_width_is_used_unchanged_and_gives_its_clients() {
    let office = Office::with(&[("cases.txt", &fixed())]);
    office.make_keys();
    paste(&office, &["cases.txt"], PROJECT);
    let agreement = fs::read_to_string(office.path("config.toml")).unwrap();
    for line in [
        "format = \"fixed\"",
        "\nbsn = \"1-9\"",
        "\npostcode = \"30-35\"",
        "\nend = \"49-56\"",
        "\n# surname = \"10-20\"",
    ] {
        assert!(agreement.contains(line), "{line}: {agreement}");
    }
    let told = hand_over(&office, "cases");
    let counts = ["clients", "left_behind"].map(|key| find(&told, key).and_then(Json::as_u64));
    assert_eq!(counts, [Some(30), Some(0)]);
}

#[test]
fn a_table_without_rows_is_refused_as_check_refuses_it() {
    let header = &[CLIENTS[0]];
    for (file, bytes) in [
        ("cases.xlsx", made_tables::xlsx(header)),
        ("cases.ods", made_tables::ods(header)),
        ("cases.parquet", made_tables::parquet(header)),
        ("cases.csv", made_tables::csv(header)),
    ] {
        let office = Office::with(&[(file, &bytes)]);
        let screen = office.fails(1, &["inspect", file]);
        assert!(screen.contains("no rows"), "{screen}");
    }
}

/// The value of a key, however deep it stands.
fn find<'a>(value: &'a Json, key: &str) -> Option<&'a Json> {
    if let Some(found) = value.get(key) {
        return Some(found);
    }
    match value {
        Json::Object(object) => object.values().find_map(|inner| find(inner, key)),
        Json::Array(array) => array.iter().find_map(|inner| find(inner, key)),
        _ => None,
    }
}

#[test]
fn the_proposal_for_a_table_is_used_unchanged() {
    for (bytes, clients) in [
        // Of the third client nothing can be read but surname and given name: a token of profile `strict`.
        (office::WIJKTEAM.as_bytes().to_vec(), 3),
        (
            encoding_rs::WINDOWS_1252
                .encode("Relatienr,\"Geboorte datum\",\"Naam, eigen\",Voorl.,Postcode,Huisnr,Voorziening vanaf\r\n\"17\",1950-03-01,\"Müller, von\",J,1507 XY,12-a,2026-01-01\r\n\"18\",1960-03-01,Smit,K,1507XZ,14,2026-02-01\r\n")
                .0
                .into_owned(),
            2,
        ),
        (
            b"dob\tsurname\tzip\thouse number\tstart date\n12/31/1950\tSmith\t1507XY\t12\t1/31/2026\n".to_vec(),
            1,
        ),
    ] {
        let office = Office::with(&[("cases.csv", &bytes)]);
        office.make_keys();
        paste(&office, &["cases.csv"], PROJECT);
        office.edit("config.toml", "[[provider]]", "[[provider]]\nmax_left_behind = 0.5");
        let told = hand_over(&office, "cases");
        assert_eq!(find(&told, "clients").and_then(Json::as_u64), Some(clients));
    }
}

#[test]
fn with_an_agreement_its_services_are_proposed_and_no_id_is_taken() {
    let text = "BSN;Product\n".to_owned() + &"123456782;01\n".repeat(12);
    let office = Office::small();
    office.write("thuiszorg.csv", text.as_bytes());
    let proposed = office.succeeds(&["inspect", "thuiszorg.csv", "-c", "config.toml"]);
    assert!(proposed.contains("id = \"thuiszorg-2\""), "{proposed}");
    assert!(proposed.contains("\"01\" = \"hulp\""), "{proposed}");
    assert!(!proposed.contains("[[service]]"), "{proposed}");
    office.make_keys();
    let agreement = fs::read_to_string(office.path("config.toml")).unwrap();
    office.write("config.toml", format!("{agreement}\n{proposed}").as_bytes());
    hand_over(&office, "thuiszorg-2");
}
