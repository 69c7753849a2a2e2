//! The bytes of workbooks with given rows: `.xlsx` by a writer, `.ods` and `.xls` by hand.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a cell of a made workbook holds.
#[derive(Clone, Copy)]
pub(super) enum Made {
    Text(&'static str),
    Number(f64),
    /// A day as a day.
    Day(&'static str),
    Error,
    /// A formula, and the text that it saved.
    Formula(Option<&'static str>),
    Nothing,
}

pub(super) use Made::{Day, Error, Formula, Nothing, Number, Text};

/// Rows of cells.
pub(super) type Rows<'a> = &'a [&'a [Made]];

/// A workbook of sheets `Blad1`, `Blad2`, …
pub(super) fn xlsx(sheets: &[Rows<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd-mm-yyyy");
    for rows in sheets {
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell {
                    Text(text) => sheet.write(row, column, *text).unwrap(),
                    Number(number) => sheet.write(row, column, *number).unwrap(),
                    Day(text) => {
                        let date = ExcelDateTime::parse_from_str(text).unwrap();
                        sheet.write_with_format(row, column, &date, &day).unwrap()
                    }
                    Error => {
                        let formula = rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A");
                        sheet.write(row, column, formula).unwrap()
                    }
                    Formula(saved) => {
                        let result = match saved {
                            None => UNSAVED,
                            Some("") => EMPTY,
                            Some(saved) => saved,
                        };
                        let formula = rust_xlsxwriter::Formula::new("=A1").set_result(result);
                        sheet.write(row, column, formula).unwrap()
                    }
                    Nothing => continue,
                };
            }
        }
    }
    for (number, sheet) in (1..).zip(book.worksheets_mut()) {
        sheet.set_name(format!("Blad{number}")).unwrap();
    }
    without_unsaved(&book.save_to_buffer().unwrap())
}

/// The results of formulas that are taken out again: the writer always saves one.
const UNSAVED: &str = "unsaved";
const EMPTY: &str = "empty";

fn without_unsaved(workbook: &[u8]) -> Vec<u8> {
    let saved = format!(" t=\"str\"><f>A1</f><v>{UNSAVED}</v>");
    let empty = format!("<f>A1</f><v>{EMPTY}</v>");
    with_parts(workbook, |_, part| {
        let part = part.replace(&saved, "><f>A1</f><v></v>");
        part.replace(&empty, "<f>A1</f><v></v>")
    })
}

/// The workbook with its parts of XML changed.
pub(super) fn with_parts(workbook: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => change(&name, text).into_bytes(),
            Err(error) => error.into_bytes(),
        };
        parts.push((name, bytes));
    }
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zip_of(&parts)
}

/// A zip file of these parts.
pub(super) fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The workbook with another number of texts that its cells say that they share.
pub(super) fn with_texts_said(workbook: &[u8], number: &str) -> Vec<u8> {
    with_parts(workbook, |name, text| {
        let Some((before, behind)) = text.split_once("uniqueCount=\"") else {
            return text;
        };
        assert!(name.ends_with("sharedStrings.xml"));
        let (_, behind) = behind.split_once('"').unwrap();
        format!("{before}uniqueCount=\"{number}\"{behind}")
    })
}

/// An `.ods` file whose sheets are this XML.
pub(super) fn ods_of(tables: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip_of(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// The same rows as an `.ods` workbook.
pub(super) fn ods(sheets: &[Rows<'_>]) -> Vec<u8> {
    let cell = |cell: &Made| {
        match cell {
        Text(text) => {
            let text = text.replace('&', "&amp;");
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        }
        Number(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>x</text:p></table:table-cell>"),
        Day(day) => format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>x</text:p></table:table-cell>"),
        Error => "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>".to_owned(),
        Formula(None) => "<table:table-cell table:formula=\"of:=[.A1]\"/>".to_owned(),
        Formula(Some(saved)) => format!("<table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"string\" office:string-value=\"{saved}\"/>"),
        Nothing => "<table:table-cell/>".to_owned(),
    }
    };
    let row = |cells: &&[Made]| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let table = |rows: &Rows<'_>| {
        let rows: String = rows.iter().map(row).collect();
        format!("<table:table table:name=\"Blad\">{rows}</table:table>")
    };
    let tables: String = sheets.iter().map(table).collect();
    ods_of(&tables, "<manifest:manifest/>")
}

/// A compound file with these streams, each of at least 4096 bytes.
pub(super) fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let (mut fat, mut data) = (vec![0xffff_fffd_u32, 0xffff_fffe], Vec::new());
    let mut folder = entry("Root Entry", 5, 0xffff_fffe, 0);
    for (name, bytes) in streams {
        let first = u32::try_from(fat.len()).unwrap();
        let mut bytes = bytes.clone();
        bytes.resize(bytes.len().max(4096).next_multiple_of(SECTOR), 0);
        let sectors = u32::try_from(bytes.len() / SECTOR).unwrap();
        fat.extend(first + 1..first + sectors);
        fat.push(0xffff_fffe);
        folder.extend(entry(name, 2, first, u32::try_from(bytes.len()).unwrap()));
        data.extend(bytes);
    }
    assert!(fat.len() <= 128 && streams.len() <= 3, "one sector each");
    fat.resize(128, 0xffff_ffff);
    folder.resize(SECTOR, 0);
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(24, 0);
    for half in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        file.extend(half.to_le_bytes());
    }
    // Sectors: of folders, of FAT, where the folder begins, …, no mini FAT, no more FAT, the FAT in sector 0.
    for word in [0, 1, 1, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0, 0] {
        file.extend(u32::to_le_bytes(word));
    }
    file.resize(SECTOR, 0xff);
    file.extend(fat.iter().flat_map(|word| word.to_le_bytes()));
    file.extend(folder);
    file.extend(data);
    file
}

fn entry(name: &str, kind: u8, first: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([0xff; 12]);
    entry.resize(116, 0);
    entry.extend(first.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.resize(128, 0);
    entry
}

fn record(kind: u16, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = u16::try_from(body.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), &body].concat()
}

fn formula(row: &[u8], column: &[u8], result: [u8; 8], flags: u16) -> Vec<u8> {
    let formula: &[u8] = &[0, 0, 0, 0, 0, 0];
    record(
        0x06,
        &[row, column, &[0, 0], &result, &flags.to_le_bytes(), formula],
    )
}

/// A row, or columns of a sheet, of a workbook of before 2007 that are hidden.
pub(super) fn hidden_row(row: u16) -> Vec<u8> {
    record(
        0x208,
        &[
            &row.to_le_bytes(),
            &[0; 10],
            &0x20_u16.to_le_bytes(),
            &[0; 2],
        ],
    )
}

/// See [`hidden_row`].
pub(super) fn hidden_columns(first: u16, last: u16) -> Vec<u8> {
    record(
        0x7d,
        &[
            &first.to_le_bytes(),
            &last.to_le_bytes(),
            &[0; 4],
            &[1, 0],
            &[0; 2],
        ],
    )
}

/// One sheet as a workbook of before 2007 (BIFF8), with its texts shared as Excel does; days by format 14.
pub(super) fn xls(rows: Rows<'_>, before: &[Vec<u8>]) -> Vec<u8> {
    xls_with(rows, before, &[])
}

/// As [`xls`], with records in the sheet before its cells.
pub(super) fn xls_with(rows: Rows<'_>, before: &[Vec<u8>], in_sheet: &[Vec<u8>]) -> Vec<u8> {
    let (mut texts, mut count, mut cells) = (Vec::new(), 0_u32, Vec::new());
    for (row, line) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*line) {
            let (row, column) = (row.to_le_bytes(), column.to_le_bytes());
            let number = |format: u16, number: f64| {
                record(
                    0x203,
                    &[&row, &column, &format.to_le_bytes(), &number.to_le_bytes()],
                )
            };
            cells.extend(match cell {
                Text(text) => {
                    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                    let length = u16::try_from(letters.len() / 2).unwrap();
                    texts.extend([&length.to_le_bytes()[..], &[1], &letters].concat());
                    count += 1;
                    record(0xfd, &[&row, &column, &[0, 0], &(count - 1).to_le_bytes()])
                }
                Number(value) => number(0, *value),
                Day(day) => number(1, ExcelDateTime::parse_from_str(day).unwrap().to_excel()),
                Error => record(0x205, &[&row, &column, &[0, 0], &[0x2a, 1]]),
                // 0, and the wish to be calculated; or a text, which is in a record of its own.
                Formula(None) => formula(&row, &column, [0; 8], 2),
                Formula(Some("")) => formula(&row, &column, [3, 0, 0, 0, 0, 0, 0xff, 0xff], 0),
                Formula(Some(saved)) => {
                    let length = u16::try_from(saved.len()).unwrap();
                    let text = record(0x207, &[&length.to_le_bytes(), &[0], saved.as_bytes()]);
                    let waits = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
                    [formula(&row, &column, waits, 0), text].concat()
                }
                Nothing => continue,
            });
        }
    }
    let xf = |format: u16| record(0xe0, &[&[0, 0], &format.to_le_bytes(), &[0; 16]]);
    let begin = |kind: u16| {
        record(
            0x809,
            &[&0x600_u16.to_le_bytes(), &kind.to_le_bytes(), &[0; 12]],
        )
    };
    let globals = |place: u32| {
        [
            begin(5),
            before.concat(),
            xf(0),
            xf(14),
            record(0x85, &[&place.to_le_bytes(), &[0, 0, 5, 0], b"Blad1"]),
            record(0xfc, &[&count.to_le_bytes(), &count.to_le_bytes(), &texts]),
            record(0x0a, &[]),
        ]
        .concat()
    };
    let place = u32::try_from(globals(0).len()).unwrap();
    let sheet = [begin(0x10), in_sheet.concat(), cells, record(0x0a, &[])].concat();
    compound(&[("Workbook", [globals(place), sheet].concat())])
}

/// The record of a workbook of before 2007 that asks for a password.
pub(super) fn asks_for_password() -> Vec<u8> {
    record(0x2f, &[&[1, 0], &[0; 52]])
}
