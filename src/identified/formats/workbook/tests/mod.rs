//! What a workbook gives, and what is said of one that cannot be read.

mod made;
mod unseen;

use made::{Day, Error, Made, Nothing, Number, Rows, Text, ods, ods_of, xls, xlsx, zip_of};

use crate::error::Result;
use crate::identified::formats::testing::{Trial, detect, look, read};
use crate::identified::settings::{DateOrder, ExtractSettings, Field};

const COLUMNS: &[(Field, &str)] = &[
    (Field::Bsn, "BSN"),
    (Field::Surname, "Achternaam"),
    (Field::BirthDate, "Geb.datum"),
];
const HEADER: &[Made] = &[Text("BSN"), Text("Achternaam"), Text("Geb.datum")];
const JANSEN: &[Made] = &[Number(999_990_019.0), Text("Jansen"), Day("1950-12-31")];
const SMIT: &[Made] = &[Text("010464554"), Text("Smit & Zoë"), Text("1-2-1960")];

fn workbook(bytes: &[u8]) -> Result<Trial> {
    read(&[("clienten.xlsx", bytes)], detect(COLUMNS))
}

fn said(bytes: &[u8], settings: ExtractSettings) -> (String, String) {
    let error = read(&[("clienten.xlsx", bytes)], settings).err().unwrap();
    let advice = error.advice().unwrap_or_default().to_owned();
    (error.to_string(), advice)
}

/// That the error has the word, advice, and nothing of what is in the cells.
fn says(bytes: &[u8], word: &str) {
    let (message, advice) = said(bytes, detect(COLUMNS));
    assert!(
        message.contains(word) && !advice.is_empty(),
        "{message}; {advice}"
    );
    for text in ["Jansen", "999990019", "Blad1"] {
        assert!(
            !message.contains(text) && !advice.contains(text),
            "{message}; {advice}"
        );
    }
}

#[test]
fn the_three_kinds_give_the_same_rows() {
    let rows: Rows<'_> = &[
        HEADER,
        JANSEN,
        &[],
        SMIT,
        &[Nothing, Error, Number(21_915.0)],
    ];
    for (bytes, kind) in [
        (xlsx(&[rows]), "xlsx"),
        (ods(&[rows]), "ods"),
        (xls(rows, &[]), "xls"),
    ] {
        let trial = workbook(&bytes).unwrap();
        let file = "clienten.xlsx";
        assert_eq!(
            trial.reading.detected,
            [format!("{file}: {kind}, sheet 1 of 1, dates d-m-y")]
        );
        assert_eq!(trial.places(), [2, 4, 5].map(|row| format!("{file}:{row}")));
        let row = |row, fields: [Field; 3]| fields.map(|field| trial.field(row, field));
        let all = [Field::Bsn, Field::Surname, Field::BirthDate];
        assert_eq!(row(0, all), ["999990019", "Jansen", "1950-12-31"], "{kind}");
        assert_eq!(
            row(1, all),
            ["010464554", "Smit & Zoë", "1-2-1960"],
            "{kind}"
        );
        assert_eq!(row(2, all), ["", "<broken>", "1959-12-31"], "{kind}");
    }
}

#[test]
fn days_do_not_vote_on_the_order_of_dates_that_are_text() {
    let rows: Rows<'_> = &[
        HEADER,
        JANSEN,
        JANSEN,
        JANSEN,
        JANSEN,
        &[Number(1.0), Text("A"), Text("12/31/1950")],
        &[Number(1.0), Text("A"), Text("1/2/1950")],
    ];
    let trial = workbook(&xlsx(&[rows])).unwrap();
    assert_eq!(trial.reading.dates, DateOrder::MonthDayYear);
}

#[test]
fn the_header_is_looked_for_in_the_first_twenty_rows_that_are_not_empty() {
    const LINE: &[Made] = &[Text("Cliënten"), Text("2026")];
    let under = |lines: usize| {
        let rows: Vec<&[Made]> = [&vec![LINE; lines][..], &[&[], HEADER, JANSEN]].concat();
        workbook(&xlsx(&[&rows]))
    };
    assert_eq!(under(19).unwrap().places(), ["clienten.xlsx:22"]);
    let beyond = under(20).err().unwrap().to_string();
    assert!(
        beyond.contains("column `BSN` (for bsn) is absent"),
        "{beyond}"
    );
}

#[test]
fn a_title_and_empty_rows_may_stand_above_the_header() {
    let rows: Rows<'_> = &[
        &[],
        &[Text("Cliënten 2026"), Nothing, Text("afdeling Wmo")],
        &[],
        HEADER,
        JANSEN,
    ];
    assert_eq!(
        workbook(&xlsx(&[rows])).unwrap().places(),
        ["clienten.xlsx:5"]
    );
}

#[test]
fn of_two_sheets_the_one_with_rows_is_read() {
    let rows: Rows<'_> = &[HEADER, JANSEN];
    for sheets in [[rows, &[]], [&[], rows], [&[HEADER], rows]] {
        for bytes in [xlsx(&sheets), ods(&sheets)] {
            assert_eq!(workbook(&bytes).unwrap().rows.len(), 1);
        }
    }
}

#[test]
fn of_two_sheets_with_rows_the_agreement_must_name_one() {
    let other: Rows<'_> = &[HEADER, SMIT, SMIT];
    let bytes = xlsx(&[&[HEADER, JANSEN], &[], other]);
    says(&bytes, "sheets 1 and 3 have rows");
    let mut settings = detect(COLUMNS);
    settings.sheet = Some("blad3 ".to_owned());
    let trial = read(&[("c.xlsx", &bytes)], settings.clone()).unwrap();
    assert_eq!(trial.places(), ["c.xlsx:2", "c.xlsx:3"]);
    settings.sheet = Some("Cliënten".to_owned());
    let (message, advice) = said(&bytes, settings);
    assert!(
        message.contains("has no sheet of the name that `sheet` gives (3 in all)"),
        "{message}"
    );
    assert!(advice.contains("tab") && !message.contains("Blad1"));
}

#[test]
fn a_workbook_without_rows_is_refused() {
    says(&xlsx(&[&[]]), "has no rows in any sheet");
    says(&ods(&[&[], &[]]), "has no rows in any sheet");
    says(&xlsx(&[&[HEADER]]), "has a header and no rows");
}

#[test]
fn all_columns_that_are_absent_are_told_with_the_row_that_was_taken_for_the_header() {
    let bytes = xlsx(&[&[
        &[],
        &[Text("BSN"), Text("Naam")],
        &[Number(1.0), Text("Jansen")],
    ]]);
    let (message, advice) = said(&bytes, detect(COLUMNS));
    assert!(
        message.contains("`Geb.datum` (for birth_date) is absent; column `Achternaam`"),
        "{message}"
    );
    assert!(advice.contains("row 2 of sheet 1"), "{advice}");
    says(&xlsx(&[&[JANSEN, JANSEN]]), "`BSN` (for bsn) is absent");
}

#[test]
fn a_workbook_with_a_password_is_told_from_a_damaged_one() {
    let package = made::compound(&[
        ("EncryptionInfo", vec![4; 300]),
        ("EncryptedPackage", vec![7; 9000]),
    ]);
    says(&package, "is password-protected");
    says(
        &xls(&[HEADER, JANSEN], &[made::asks_for_password()]),
        "is password-protected",
    );
    says(
        &ods_of("", "<manifest:file-entry><manifest:encryption-data/>"),
        "is password-protected",
    );
}

#[test]
fn a_workbook_that_is_cut_off_is_refused_wherever_it_is_cut() {
    let rows: Rows<'_> = &[HEADER, JANSEN, SMIT];
    for whole in [xlsx(&[rows]), ods(&[rows])] {
        for part in 1..8 {
            let end = whole.len() * part / 8;
            says(&whole[..end], "");
        }
        says(&whole[..whole.len() - 30], "truncated or damaged");
    }
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_opened() {
    let nothing = vec![b' '; 17 << 20];
    let bomb = zip_of(&[
        ("xl/workbook.xml", b"<x/>"),
        ("xl/worksheets/sheet1.xml", &nothing),
    ]);
    assert!(bomb.len() < 200_000);
    says(&bomb, "zip bomb");
}

#[test]
fn rows_that_are_repeated_without_end_are_refused() {
    let table = |rows: &str, columns: &str| {
        let cell = format!(
            "<table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
        );
        let tables = format!(
            "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"{rows}\">{cell}</table:table-row></table:table>"
        );
        ods_of(&tables, "")
    };
    says(&table("18446744073709551615", "3"), "damaged");
    says(&table("1000000", "16384"), "damaged");
    let mut bytes = ods(&[&[HEADER, JANSEN]]);
    assert_eq!(workbook(&bytes).unwrap().rows.len(), 1);
    bytes = ods_of(
        "<table:table><table:table-row><table:table-cell office:value-type=\"string\"><text:p>BSN</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"3\"><table:table-cell office:value-type=\"float\" office:value=\"7\"/></table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
        "",
    );
    let trial = read(&[("c.ods", &bytes)], detect(&[(Field::Bsn, "BSN")])).unwrap();
    assert_eq!(trial.places(), ["c.ods:2", "c.ods:3", "c.ods:4"]);
}

#[test]
fn what_only_bears_the_name_of_a_workbook_is_told_by_what_it_is() {
    says(
        b"<html><table><tr><td>Jansen</td></tr></table></html>",
        "web page (HTML)",
    );
    says(
        b"\xef\xbb\xbf<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>",
        "2003",
    );
    says(
        &zip_of(&[("clienten.csv", b"BSN\n")]),
        "without a workbook in it",
    );
    says(&zip_of(&[("xl/workbook.bin", b"x")]), ".xlsb");
    says(
        &zip_of(&[("mimetype", b"application/vnd.oasis.opendocument.text")]),
        "a document",
    );
    let csv = b"BSN;Achternaam;Geb.datum\n999990019;Jansen;\n";
    let trial = read(&[("clienten.xls", csv)], detect(COLUMNS)).unwrap();
    assert!(trial.reading.detected[0].contains(": csv, "));
    let mut settings = detect(COLUMNS);
    settings.format = Some(super::XLSX);
    let (message, _) = said(csv, settings.clone());
    assert!(message.contains("is not an Excel workbook"), "{message}");
    let trial = read(&[("c.xlsx", &xls(&[HEADER, JANSEN], &[]))], settings).unwrap();
    assert!(trial.reading.detected[0].contains(": xls, "));
}

/// See `tests/extracts/README.md`.
#[test]
fn an_old_workbook_that_another_program_wrote_is_read() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/extracts/clienten.xls");
    let trial = workbook(&std::fs::read(place).unwrap()).unwrap();
    assert_eq!(
        trial.reading.detected,
        ["clienten.xlsx: xls, sheet 2 of 2, dates d-m-y"]
    );
    assert_eq!(
        (trial.rows.len(), trial.places()[0]),
        (197, "clienten.xlsx:4")
    );
    let row = |row| {
        COLUMNS
            .iter()
            .map(|&(field, _)| trial.field(row, field))
            .collect::<Vec<_>>()
    };
    assert_eq!(row(0), ["999900006", "Jansén", "1950-12-31"]);
    assert_eq!(row(1), ["999900018", "Żuławski", "2026-01-02"]);
    assert_eq!(row(2), ["999900031", &"x".repeat(300), "1-2-1960"]);
    for place in 3..197 {
        let number = place + 3;
        let name = format!("Naam{number}é{}", "Ż".repeat(number % 40));
        assert_eq!(row(place)[..2], [format!("{}", 999_900_000 + number), name]);
    }
}

#[test]
fn other_documents_of_office_are_told() {
    let of = |name| made::compound(&[(name, vec![0; 5000])]);
    says(&of("Book"), "is a workbook from before 1997");
    says(&of("WordDocument"), "is an Office document, not a workbook");
    says(&of("Workbook"), "damaged");
}

#[test]
fn a_cell_that_points_at_no_text_is_refused() {
    let whole = xls(&[HEADER, SMIT], &[]);
    let shared = [0xfd, 0, 10, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0];
    let place = whole.windows(14).position(|bytes| bytes == shared).unwrap();
    let mut bytes = whole;
    bytes[place + 10] = 200;
    says(&bytes, "damaged");
}

#[test]
fn a_table_of_texts_that_claims_too_many_is_refused() {
    let whole = xlsx(&[&[HEADER, SMIT]]);
    assert!(workbook(&made::with_texts_said(&whole, "7")).is_ok());
    says(
        &made::with_texts_said(&whole, "999999999999999999"),
        "damaged",
    );
    says(&made::with_texts_said(&whole, "30000000"), "damaged");
}

#[test]
fn any_byte_of_a_workbook_may_be_wrong() {
    let rows: Rows<'_> = &[HEADER, JANSEN, SMIT];
    for whole in [xlsx(&[rows]), ods(&[rows]), xls(rows, &[])] {
        for place in (0..whole.len()).step_by(whole.len() / 40) {
            for flip in [0x01, 0xff] {
                let mut bytes = whole.clone();
                bytes[place] ^= flip;
                let _ = workbook(&bytes);
            }
        }
    }
}

#[test]
fn the_columns_are_there_for_who_knows_no_mapping() {
    let book = xlsx(&[&[&[Text("Overzicht")], HEADER, JANSEN, &[Error]]]);
    let looked = look(&super::Workbook(super::XLSX), &book).unwrap();
    let lines = [
        "BSN|Achternaam|Geb.datum",
        "999990019|Jansen|1950-12-31",
        "<broken>||",
    ];
    assert_eq!(looked.lines, lines);
    let sheet = looked.table.habits().sheet.unwrap();
    assert_eq!((sheet.name.as_str(), sheet.place), ("Blad1", 1));
}
