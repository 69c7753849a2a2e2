//! What is in a workbook and is not what it looks like: hidden rows, columns and sheets, formulas without a result.

use super::made::{
    Formula, Made, Nothing, Number, Rows, Text, hidden_columns, hidden_row, ods, ods_of,
    with_parts, xls, xls_with, xlsx,
};
use super::{HEADER, JANSEN, SMIT, workbook};
use crate::identified::formats::testing::Trial;
use crate::identified::settings::Field;

fn fields(trial: &Trial, row: usize) -> [&str; 3] {
    [Field::Bsn, Field::Surname, Field::BirthDate].map(|field| trial.field(row, field))
}

#[test]
fn a_formula_without_a_saved_result_is_never_an_empty_cell() {
    let unsaved: &[Made] = &[Number(1.0), Formula(None), Formula(None)];
    let saved: &[Made] = &[Number(2.0), Formula(Some("Smit")), Formula(Some(""))];
    let rows: Rows<'_> = &[HEADER, unsaved, saved];
    for bytes in [xlsx(&[rows]), ods(&[rows]), xls(rows, &[])] {
        let trial = workbook(&bytes).unwrap();
        assert_eq!(fields(&trial, 0), ["1", "<broken>", "<broken>"]);
        assert_eq!(fields(&trial, 1), ["2", "Smit", ""]);
    }
}

#[test]
fn a_result_of_nothing_for_all_formulas_of_an_old_sheet_is_none() {
    let rows: Rows<'_> = &[HEADER, &[Number(1.0), Text("Smit"), Formula(Some(""))]];
    let trial = workbook(&xls(rows, &[])).unwrap();
    assert_eq!(fields(&trial, 0), ["1", "Smit", "<broken>"]);
}

#[test]
fn a_result_of_0_is_none_where_the_workbook_asks_to_be_calculated() {
    let rows: Rows<'_> = &[
        HEADER,
        &[Number(1.0), Text("Smit"), Formula(None)],
        &[Number(2.0), Text("Bos"), Nothing],
    ];
    let zero = |part: String| part.replace("<f>A1</f><v></v>", "<f>A1</f><v>0</v>");
    let asks = with_parts(&xlsx(&[rows]), |_, part| zero(part));
    assert_eq!(fields(&workbook(&asks).unwrap(), 0)[2], "<broken>");
    let rests = with_parts(&asks, |_, part| part.replace("fullCalcOnLoad=\"1\"", ""));
    assert_eq!(fields(&workbook(&rests).unwrap(), 0)[2], "0");
}

const ROWS: Rows<'static> = &[HEADER, JANSEN, SMIT, JANSEN];
const HIDDEN_ROWS: &str =
    "clienten.xlsx: 2 of 3 rows are hidden (by a filter or by hand) and are read too";
const HIDDEN_COLUMNS: &str = "clienten.xlsx: hidden columns are read too (`bsn`, `birth_date`)";

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    let hidden_xlsx = with_parts(&xlsx(&[ROWS]), |_, part| {
        let part = part.replace("<row r=\"3\"", "<row r=\"3\" hidden=\"1\"");
        let part = part.replace("<row r=\"4\"", "<row ht=\"0\" r=\"4\"");
        part.replace("<sheetData>", "<cols><col min=\"1\" max=\"1\" hidden=\"1\"/><col min=\"3\" max=\"9\" hidden=\"1\"/></cols><sheetData>")
    });
    let hidden_ods = with_parts(&ods(&[ROWS]), |_, part| {
        let columns = "<table:table-column table:visibility=\"collapse\"/><table:table-column/><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"4\"/>";
        let mut rows = part.split("<table:table-row>");
        let (before, header, first) = (rows.next().unwrap(), rows.next(), rows.next());
        let [second, third] = [rows.next(), rows.next()].map(Option::unwrap_or_default);
        if second.is_empty() {
            return part;
        }
        let row = |text: &str| format!("<table:table-row>{text}");
        [
            before,
            columns,
            &row(header.unwrap_or_default()),
            &row(first.unwrap_or_default()),
            "<table:table-row table:visibility=\"filter\">",
            second,
            "<table:table-row table:visibility=\"collapse\">",
            third,
        ]
        .concat()
    });
    let hidden_xls = xls_with(
        ROWS,
        &[],
        &[
            hidden_columns(0, 0),
            hidden_columns(2, 9),
            hidden_row(2),
            hidden_row(3),
        ],
    );
    for bytes in [hidden_xlsx, hidden_ods, hidden_xls] {
        let trial = workbook(&bytes).unwrap();
        assert_eq!(trial.rows.len(), 3);
        assert_eq!(trial.reading.doubts, [HIDDEN_ROWS, HIDDEN_COLUMNS]);
    }
}

#[test]
fn what_is_not_hidden_is_not_told() {
    for bytes in [xlsx(&[ROWS]), ods(&[ROWS]), xls(ROWS, &[])] {
        assert!(workbook(&bytes).unwrap().reading.doubts.is_empty());
    }
}

#[test]
fn hidden_sheets_are_told_by_their_places() {
    let doubts = ["clienten.xlsx: sheet 2 is hidden and not read"];
    let book = with_parts(&xlsx(&[ROWS, &[]]), |_, part| {
        part.replace("name=\"Blad2\"", "name=\"Blad2\" state=\"veryHidden\"")
    });
    assert_eq!(workbook(&book).unwrap().reading.doubts, doubts);
    let row = |cell: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell></table:table-row>"
        )
    };
    let rows = [row("BSN"), row("1")].concat();
    let book = with_parts(
        &ods_of(
            &format!("<table:table>{rows}</table:table><table:table table:style-name=\"ta2\"/>"),
            "",
        ),
        |_, part| {
            part.replace("<office:body>", "<style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style><office:body>")
        },
    );
    let settings = super::detect(&[(Field::Bsn, "BSN")]);
    let trial = super::read(&[("clienten.xlsx", &book)], settings).unwrap();
    assert_eq!(trial.reading.doubts, doubts);
}

#[test]
fn a_folded_group_of_rows_is_hidden_with_the_groups_within() {
    let row = |cell: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell></table:table-row>"
        )
    };
    let group = |attribute: &str, inner: &str| {
        format!("<table:table-row-group{attribute}>{inner}</table:table-row-group>")
    };
    let folded = group(
        " table:display=\"false\"",
        &[row("1"), group("", &row("2"))].concat(),
    );
    let table = format!(
        "<table:table>{}{folded}{}{}</table:table>",
        row("BSN"),
        group("", &row("3")),
        row("4")
    );
    let settings = super::detect(&[(Field::Bsn, "BSN")]);
    let trial = super::read(&[("clienten.xlsx", &ods_of(&table, ""))], settings).unwrap();
    assert_eq!(trial.rows.len(), 4);
    assert!(
        trial.reading.doubts[0].contains("2 of 4 rows"),
        "{:?}",
        trial.reading.doubts
    );
}
