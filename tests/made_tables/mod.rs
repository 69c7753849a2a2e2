//! Rows of cells in, the first of them the names of the columns; the bytes of a table file out.

#![allow(dead_code, reason = "each test uses a part of the makers")]

use std::io::{Cursor, Write};
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Rows of cells.
pub(crate) type Rows = [&'static [&'static str]];

/// A text with `;` between its cells.
pub(crate) fn csv(rows: &Rows) -> Vec<u8> {
    let lines = rows.iter().map(|cells| cells.join(";") + "\r\n");
    lines.collect::<String>().into_bytes()
}

/// The same, with the first line by which Excel knows what stands between cells.
pub(crate) fn csv_of_excel(rows: &Rows) -> Vec<u8> {
    [b"sep=;\r\n", &csv(rows)[..]].concat()
}

/// A cell that is a day, `2026-12-31`: in a workbook it is one.
fn is_day(cell: &str) -> bool {
    let is_sign = |(place, sign): (usize, u8)| match place {
        4 | 7 => sign == b'-',
        _ => sign.is_ascii_digit(),
    };
    cell.len() == 10 && cell.bytes().enumerate().all(is_sign)
}

/// A workbook with one sheet; what Excel would make a number or a day of is one.
pub(crate) fn xlsx(rows: &Rows) -> Vec<u8> {
    book(&[("Sheet1", rows)])
}

/// A workbook with these sheets.
pub(crate) fn book(sheets: &[(&str, &Rows)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet, rows);
    }
    book.save_to_buffer().unwrap()
}

fn fill(sheet: &mut Worksheet, rows: &Rows) {
    let day = Format::new().set_num_format("dd-mm-yyyy");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) if is_day(cell) => {
                    let date = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_with_format(row, column, &date, &day).unwrap()
                }
                Err(_) => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
}

/// A workbook of LibreOffice with one sheet of texts and days.
pub(crate) fn ods(rows: &Rows) -> Vec<u8> {
    let cell = |cell: &&str| {
        let kind = if is_day(cell) {
            format!("date\" office:date-value=\"{cell}")
        } else {
            "string".to_owned()
        };
        format!(
            "<table:table-cell office:value-type=\"{kind}\"><text:p>{cell}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &&[&str]| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = rows.iter().map(row).collect();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Blad\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", ""),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // As the format demands, so that the first bytes of the file tell what it is.
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        let options = if name == "mimetype" {
            plain
        } else {
            SimpleFileOptions::default()
        };
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Parquet file of texts.
pub(crate) fn parquet(rows: &Rows) -> Vec<u8> {
    let (names, rows) = rows.split_first().unwrap();
    let field = |name: &&str| {
        let field = Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::REQUIRED);
        Arc::new(field.build().unwrap())
    };
    let fields = names.iter().map(field).collect();
    let schema = Type::group_type_builder("table").with_fields(fields);
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(
        &mut bytes,
        Arc::new(schema.build().unwrap()),
        Arc::default(),
    )
    .unwrap();
    let mut group = writer.next_row_group().unwrap();
    for place in 0..names.len() {
        let cells: Vec<_> = rows
            .iter()
            .map(|cells| ByteArray::from(cells[place]))
            .collect();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&cells, None, None)
            .unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}
