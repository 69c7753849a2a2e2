use proptest::prelude::*;

use super::*;
use crate::identified::formats::testing::{Trial, detect, look, read};
use crate::identified::settings::{DateOrder, Encoding, Field};

const COLUMNS: &[(Field, &str)] = &[
    (Field::Bsn, "BSN"),
    (Field::Surname, "Achternaam"),
    (Field::BirthDate, "Geb.datum"),
];

fn error_of(text: &[u8], settings: ExtractSettings) -> (String, String) {
    let error = read(&[("c.csv", text)], settings).err().unwrap();
    let advice = error.advice().unwrap_or_default().to_owned();
    (error.to_string(), advice)
}

#[test]
fn good_rows_go_on_around_bad_ones() {
    let text = b"BSN;Achternaam;Geb.datum;x\r\n1;Jansen;31-12-1950;\r\n2;Vries\r\n3;\"Bakker;1-1-1950;\r\n\r\n4;Smit;2-2-1950;;;\r\n";
    let trial = read(&[("c.csv", text)], detect(COLUMNS)).unwrap();
    assert_eq!(trial.places(), ["c.csv:2", "c.csv:6"]);
    assert_eq!(trial.findings, ["c.csv:3 row-shape", "c.csv:4 quote-open"]);
    assert_eq!(trial.field(1, Field::Surname), "Smit");
}

#[test]
fn broken_bytes_cost_their_field_only() {
    let text = b"BSN;Achternaam;Geb.datum\n1;Zo\xc3\xab;\n2;Ren\xff;\n";
    let trial = read(&[("c.csv", text)], detect(COLUMNS)).unwrap();
    assert_eq!(trial.field(0, Field::Surname), "Zoë");
    assert_eq!(
        (trial.field(1, Field::Bsn), trial.field(1, Field::Surname)),
        ("2", "<broken>")
    );
}

#[test]
fn a_character_is_not_made_of_the_bytes_of_two_cells() {
    let text = b"BSN;Achternaam;Geb.datum\n1;Zo\xc3;\xab\n2;Zo\xc3\xab;\xc3\xab\n";
    let trial = read(&[("c.csv", text)], detect(COLUMNS)).unwrap();
    let fields = |row| [Field::Surname, Field::BirthDate].map(|field| trial.field(row, field));
    assert_eq!(fields(0), ["<broken>", "<broken>"]);
    assert_eq!(fields(1), ["Zoë", "ë"]);
}

#[test]
fn files_of_one_extract_have_their_own_header_and_encoding() {
    let files = [
        (
            "a.csv",
            &b"BSN;Achternaam;Geb.datum\n1;Ren\xe9;1950-12-31\n"[..],
        ),
        (
            "b.csv",
            "\u{feff}geb.datum,bsn, achternaam \n31-12-1950,2,Zoë\n".as_bytes(),
        ),
        ("c.csv", b"BSN\tx\tAchternaam\tGeb.datum\n"),
    ];
    let trial = read(&files, detect(COLUMNS)).unwrap();
    assert_eq!(trial.places(), ["a.csv:2", "b.csv:2"]);
    assert_eq!(
        (
            trial.field(0, Field::Surname),
            trial.field(1, Field::Surname)
        ),
        ("René", "Zoë")
    );
    assert_eq!(
        trial.reading.detected[1],
        "b.csv: csv, ',', utf-8, dates d-m-y"
    );
    assert_eq!(
        trial.reading.detected[2],
        "c.csv: csv, tab, utf-8, dates d-m-y"
    );
}

#[test]
fn all_mistakes_of_the_mapping_are_told_at_once() {
    let text = b"BSN;bsn;Naam;BSN\n1;2;Jansen;3\n";
    let (message, advice) = error_of(text, detect(COLUMNS));
    assert!(
        message.contains("column `BSN` (for bsn) occurs twice"),
        "{message}"
    );
    assert!(
        message.contains("column `Achternaam` (for surname) is absent"),
        "{message}"
    );
    assert!(advice.contains("4 cells"), "{advice}");
    assert!(!message.contains("Naam`") && !advice.contains("Naam"));
}

#[test]
fn a_first_line_of_a_person_is_never_shown() {
    let text = b"999990019;Jansen;31-12-1950\n999990020;Smit;1-1-1950\n";
    let (message, advice) = error_of(text, detect(COLUMNS));
    assert!(advice.contains("looks like a row of data"), "{advice}");
    for part in ["Jansen", "999990019", "31-12"] {
        assert!(!message.contains(part) && !advice.contains(part));
    }
}

#[test]
fn a_wrong_delimiter_is_explained() {
    let mut settings = detect(COLUMNS);
    settings.delimiter = Some(b',');
    let (_, advice) = error_of(b"BSN;Achternaam;Geb.datum\n1;Jansen;\n", settings);
    assert!(
        advice.contains("line 1 was read as the header, and with the delimiter ',' it is a"),
        "{advice}"
    );
}

#[test]
fn a_first_line_that_names_the_delimiter_is_honoured() {
    let text = b"\xef\xbb\xbfsep=,\r\n\r\nBSN,Achternaam,Geb.datum\r\n1;2,Jansen,\r\n";
    let trial = read(&[("c.csv", text)], detect(COLUMNS)).unwrap();
    assert_eq!(trial.places(), ["c.csv:4"]);
    assert_eq!(trial.field(0, Field::Bsn), "1;2");
    let (_, advice) = error_of(b"SEP=;\n\nBSN;Naam\n1;2\n", detect(COLUMNS));
    assert!(
        advice.contains("line 3 was read as the header: 2 cells"),
        "{advice}"
    );
}

#[test]
fn titles_and_remarks_above_the_header_are_passed_over_and_lines_keep_their_numbers() {
    for above in [
        "Rapport \"clienten\" in zorg\nPeriode: 01-01-2026 t/m 31-12-2026\n\n",
        "# export\n#\n# door: x;y\n",
        "\"Rapport\nover twee regels\"\nCliënt;;Geboren\n",
    ] {
        let text = format!("{above}BSN;Achternaam;Geb.datum\n1;Jansen;12/31/1950\n2;Smit\n");
        let trial = read(&[("c.csv", text.as_bytes())], detect(COLUMNS)).unwrap();
        assert_eq!(trial.places(), ["c.csv:5"], "{above}");
        assert_eq!(trial.findings, ["c.csv:6 row-shape"]);
        assert_eq!(trial.field(0, Field::Surname), "Jansen");
        assert_eq!(
            trial.reading.detected,
            ["c.csv: csv, ';', utf-8, header in line 4, dates m-d-y"]
        );
    }
}

#[test]
fn a_title_whose_quote_never_closes_costs_nothing() {
    let text = b"\"Rapport\nBSN;Achternaam;Geb.datum\n1;Jansen;\n";
    let trial = read(&[("c.csv", text)], detect(COLUMNS)).unwrap();
    assert_eq!((trial.places(), trial.findings.len()), (vec!["c.csv:3"], 0));
}

#[test]
fn a_name_over_two_lines_can_be_mapped_in_one() {
    let text = b"BSN;\"Achter-\r\nnaam\";\"Geb.\ndatum\"\n1;Jansen;\n";
    let columns = [(Field::Bsn, "BSN"), (Field::Surname, "achter- naam")];
    let trial = read(&[("c.csv", text)], detect(&columns)).unwrap();
    assert_eq!(trial.places(), ["c.csv:4"]);
    assert_eq!(trial.field(0, Field::Surname), "Jansen");
}

#[test]
fn line_ends_of_old_macintoshes_are_told() {
    let (message, advice) = error_of(b"BSN;Achternaam;Geb.datum\r1;2;3\r", detect(COLUMNS));
    assert!(message.contains("CR line ends only") && advice.contains("save it"));
}

#[test]
fn a_header_without_rows_and_a_mapping_without_columns_are_refused() {
    let (message, _) = error_of(b"BSN;Achternaam;Geb.datum\r\n\r\n", detect(COLUMNS));
    assert!(
        message.ends_with("c.csv: has a header and no rows"),
        "{message}"
    );
    let (message, _) = error_of(b"BSN;Achternaam\n1;2\n", detect(&[]));
    assert!(message.contains("no columns"), "{message}");
}

#[test]
fn a_header_whose_quote_never_closes_is_refused() {
    let (message, _) = error_of(b"BSN;\"Achternaam\n1;2\n", detect(COLUMNS));
    assert!(
        message.contains("does not begin with a header"),
        "{message}"
    );
}

/// How an organisation writes its extract.
#[derive(Debug, Clone)]
struct Habit {
    delimiter: char,
    line_end: &'static str,
    encoding: Encoding,
    has_mark: bool,
    quotes_all: bool,
}

fn habit() -> impl Strategy<Value = Habit> {
    let delimiter = prop::sample::select(vec![';', ',', '\t', '|']);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    (
        delimiter,
        line_end,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(delimiter, line_end, is_utf8, has_mark, quotes_all)| Habit {
                delimiter,
                line_end,
                encoding: if is_utf8 {
                    Encoding::Utf8
                } else {
                    Encoding::Windows1252
                },
                has_mark: has_mark && is_utf8,
                quotes_all,
            },
        )
}

fn write(rows: &[[String; 3]], habit: &Habit) -> Vec<u8> {
    let mut text = if habit.has_mark {
        "\u{feff}".to_owned()
    } else {
        String::new()
    };
    let header = ["BSN", "Achternaam", "Geb.datum"].map(str::to_owned);
    for row in std::iter::once(&header).chain(rows) {
        let cell = |cell: &String| {
            let odd = cell.contains([habit.delimiter, '"', '\n', '\r']);
            if odd || habit.quotes_all {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let cells: Vec<_> = row.iter().map(cell).collect();
        text += &cells.join(&habit.delimiter.to_string());
        text += habit.line_end;
    }
    match habit.encoding {
        Encoding::Utf8 => text.into_bytes(),
        _ => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
    }
}

fn cells(trial: &Trial) -> Vec<[String; 3]> {
    let fields = [Field::Bsn, Field::Surname, Field::BirthDate];
    let row = |row| fields.map(|field| trial.field(row, field).to_owned());
    (0..trial.rows.len()).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_written_in_any_habit_reads_back_equal(
        rows in prop::collection::vec(
            ("[0-9]{1,9}", "[A-Za-zëéüç;,|\"'\r\n-]{0,12}", "3[01]-1[02]-19[0-9]{2}"), 1..20,
        ),
        habit in habit(),
    ) {
        // An apostrophe in front would guard the name.
        let is_trimmed = |sign: char| sign.is_whitespace() || sign == '\'';
        let mut rows: Vec<_> = rows
            .into_iter()
            .map(|(bsn, name, born)| [bsn, name.trim_matches(is_trimmed).to_owned(), born])
            .collect();
        // Words by which the code page of single letters is known.
        rows.push(["1".to_owned(), "Coëlho, René".to_owned(), "31-12-1950".to_owned()]);
        let bytes = write(&rows, &habit);
        let trial = read(&[("c.csv", &bytes)], detect(COLUMNS)).unwrap();
        prop_assert_eq!(cells(&trial), rows);
        prop_assert_eq!(trial.findings.len(), 0);
        prop_assert_eq!(trial.reading.dates, DateOrder::DayMonthYear);
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_showing_them(
        bytes in prop::collection::vec(
            prop_oneof![4 => any::<u8>(), 2 => prop::sample::select(b"\"\r\n;".to_vec())], 0..300,
        ),
    ) {
        let mut text = b"BSN;Achternaam;Geb.datum\n".to_vec();
        text.extend(bytes);
        if let Ok(trial) = read(&[("c.csv", &text)], detect(COLUMNS)) {
            let lines = text.split(|&byte| byte == b'\n').count();
            prop_assert!(trial.rows.len() + trial.findings.len() <= lines);
        }
    }
}

#[test]
fn all_columns_are_read_whatever_they_are_called() {
    let bytes = b"BSN|Naam|\n1|Ren\xe9 Zo\xeb|\n2|\n\"3|x|\n4|\x81|y\n";
    let looked = look(&Csv, bytes).unwrap();
    let lines = ["BSN|Naam|", "1|René Zoë|", "2||", "!", "4|<broken>|y"];
    assert_eq!(looked.lines, lines);
    let habits = looked.table.habits();
    assert_eq!(habits.delimiter, Some(b'|'));
    assert_eq!(habits.encoding, Some(Encoding::Windows1252));
}

#[test]
fn an_encoding_in_doubt_is_told_and_not_proposed() {
    let looked = look(&Csv, b"BSN;Naam\n1;Stra\xe1\n").unwrap();
    assert_eq!(looked.table.habits().encoding, None);
    assert!(looked.table.text().unwrap().doubt.is_some());
}

#[test]
fn what_check_refuses_is_refused_to_inspect_too() {
    assert!(!look(&Csv, b"BSN;Naam\n").unwrap().table.has_rows());
    for (bytes, word) in [(&b""[..], "is empty"), (b"PK\x03\x04", "Excel")] {
        let error = look(&Csv, bytes).err().unwrap().to_string();
        assert!(error.contains(word), "{error}");
    }
}
