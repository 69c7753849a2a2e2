//! The rows of an `.ods` workbook, streamed.
//!
//! It is read as a stream, by us: a repeated row or cell is written once with a number, and laying those out first
//! would let a small file fill the memory.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::PathBuf;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zeroize::Zeroizing;
use zip::ZipArchive;

use super::book::{Book, Broken, OnSheetRow};
use super::hidden::Hidden;
use super::ods_hidden::HiddenOds;
use super::row::SheetRow;
use crate::identified::source::entity::character;
use crate::identified::source::file::{Source, open};

/// The rows that a sheet can have. Source: the limits of LibreOffice and Excel.
const MOST_ROWS: u64 = 1_048_576;

/// The columns over which a cell can be repeated.
const MOST_COLUMNS: u64 = 16_384;

/// The filled cells that one sheet may have, repeated ones counted each time.
const MOST_CELLS: u64 = 50_000_000;

/// The bytes that a cell may have.
const LONGEST_CELL: usize = 1_000_000;

/// An `.ods` workbook.
pub(super) struct OdsBook {
    path: PathBuf,
    sheets: Vec<String>,
    hidden_sheets: Vec<usize>,
}

impl OdsBook {
    /// Opens the workbook and looks at how many sheets it has.
    pub(super) fn open(file: &Source) -> Result<Self, Broken> {
        let mut book = Self {
            path: file.path.clone(),
            sheets: Vec::new(),
            hidden_sheets: Vec::new(),
        };
        let (mut sheets, mut hidden) = (Vec::new(), Vec::new());
        let (mut style, mut hiding_styles) = (None, Vec::new());
        book.parse(&mut |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return Ok(ControlFlow::Continue(()));
            };
            let text = |name| attribute(tag, name).map(|mut text| std::mem::take(&mut *text));
            match tag.name().as_ref() {
                "style:style" => style = text("style:name"),
                "style:table-properties" if text("table:display").as_deref() == Some("false") => {
                    hiding_styles.extend(style.take());
                }
                "table:table" => {
                    let style = text("table:style-name");
                    if style.is_some_and(|style| hiding_styles.contains(&style)) {
                        hidden.push(sheets.len());
                    }
                    sheets.push(text("table:name").unwrap_or_default());
                }
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        })?;
        (book.sheets, book.hidden_sheets) = (sheets, hidden);
        Ok(book)
    }

    fn parse(
        &self,
        each: &mut dyn FnMut(&Event<'_>) -> Result<ControlFlow<()>, Broken>,
    ) -> Result<(), Broken> {
        let source = BufReader::new(open(&self.path).map_err(Broken::Given)?);
        let mut zip = ZipArchive::<BufReader<File>>::new(source).map_err(|_| Broken::Damaged)?;
        let content = zip.by_name("content.xml").map_err(|_| Broken::Damaged)?;
        let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, content));
        let mut buffer = Zeroizing::new(Vec::with_capacity(1 << 16));
        let mut depth = 0_u64;
        loop {
            buffer.clear();
            let event = xml
                .read_event_into(&mut buffer)
                .map_err(|_| Broken::Damaged)?;
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::DocType(_) => return Err(Broken::Damaged),
                Event::Eof if depth > 0 => return Err(Broken::Damaged),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if each(&event)? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
    }
}

impl Book for OdsBook {
    fn sheets(&self) -> Vec<String> {
        self.sheets.clone()
    }

    fn hidden_sheets(&self) -> Vec<usize> {
        self.hidden_sheets.clone()
    }

    fn hidden(&mut self, sheet: usize) -> Result<Hidden, Broken> {
        let mut seen = HiddenOds::default();
        self.parse(&mut |event| Ok(seen.take(event, sheet)))?;
        Ok(seen.hidden)
    }

    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken> {
        let mut state = State::new();
        let mut seen = 0;
        self.parse(&mut |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.name().as_ref() == "table:table"
            {
                seen += 1;
            }
            match seen {
                seen if seen == sheet + 1 => state.take(event, each),
                seen if seen > sheet + 1 => Ok(ControlFlow::Break(())),
                _ => Ok(ControlFlow::Continue(())),
            }
        })
    }
}

/// The sheet that is being read.
struct State {
    row: SheetRow,
    next_row: u64,
    next_column: u64,
    row_repeats: u64,
    cell: Cell,
    cells: u64,
    /// Elements open in a remark, whose text is not the cell's.
    in_remark: u64,
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    is_open: bool,
    repeats: u64,
    kind: Zeroizing<String>,
    is_error: bool,
    has_formula: bool,
    value: Zeroizing<String>,
    text: Zeroizing<String>,
}

impl State {
    fn new() -> Self {
        Self {
            row: SheetRow::new(false),
            next_row: 1,
            next_column: 0,
            row_repeats: 1,
            cell: Cell::default(),
            cells: 0,
            in_remark: 0,
        }
    }

    fn take(
        &mut self,
        event: &Event<'_>,
        each: &mut OnSheetRow<'_>,
    ) -> Result<ControlFlow<()>, Broken> {
        match event {
            Event::Start(_) if self.in_remark > 0 => self.in_remark += 1,
            Event::End(_) if self.in_remark > 0 => self.in_remark -= 1,
            _ if self.in_remark > 0 => {}
            Event::Start(tag) => self.open(tag),
            Event::Empty(tag) => {
                self.open(tag);
                self.in_remark = 0;
                return self.close(tag.name().as_ref(), each);
            }
            Event::End(tag) => return self.close(tag.name().as_ref(), each),
            Event::Text(text) => self.add(text)?,
            Event::CData(text) => self.add(text)?,
            Event::GeneralRef(reference) => self.add_character(reference)?,
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table-row" => {
                self.row.begin(self.next_row);
                self.next_column = 0;
                self.row_repeats = repeats(tag, "table:number-rows-repeated");
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let kind = attribute(tag, "office:value-type").unwrap_or_default();
                let value = [
                    "office:value",
                    "office:date-value",
                    "office:boolean-value",
                    "office:string-value",
                ];
                let value = value.iter().find_map(|name| attribute(tag, name));
                self.cell = Cell {
                    is_open: true,
                    repeats: repeats(tag, "table:number-columns-repeated"),
                    kind,
                    is_error: attribute(tag, "calcext:value-type")
                        .is_some_and(|said| *said == "error"),
                    has_formula: attribute(tag, "table:formula").is_some(),
                    value: value.unwrap_or_default(),
                    text: Zeroizing::new(String::with_capacity(64)),
                };
            }
            "text:p" if !self.cell.text.is_empty() => self.cell.push(" "),
            "text:s" | "text:tab" | "text:line-break" => self.cell.push(" "),
            "office:annotation" => self.in_remark = 1,
            _ => {}
        }
    }

    fn add(&mut self, text: &str) -> Result<(), Broken> {
        if !self.cell.is_open {
            return Ok(());
        }
        if self.cell.text.len() + text.len() > LONGEST_CELL {
            return Err(Broken::Damaged);
        }
        self.cell.push(text);
        Ok(())
    }

    fn add_character(&mut self, reference: &BytesRef<'_>) -> Result<(), Broken> {
        let known = character(reference).ok_or(Broken::Damaged)?;
        self.add(known.encode_utf8(&mut [0; 4]))
    }

    fn close(&mut self, name: &str, each: &mut OnSheetRow<'_>) -> Result<ControlFlow<()>, Broken> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.set()?,
            "table:table-row" => return self.hand_on(each),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn set(&mut self) -> Result<(), Broken> {
        let cell = std::mem::take(&mut self.cell);
        let first = self.next_column;
        self.next_column = first.saturating_add(cell.repeats);
        if cell.kind.is_empty() && cell.text.trim().is_empty() && !cell.has_formula {
            return Ok(());
        }
        let end = self.next_column.min(MOST_COLUMNS);
        let cells = end.saturating_sub(first).saturating_mul(self.row_repeats);
        self.cells = self.cells.saturating_add(cells);
        if self.cells > MOST_CELLS {
            return Err(Broken::Damaged);
        }
        for column in first..end {
            let column = usize::try_from(column).map_err(|_| Broken::Damaged)?;
            cell.put(&mut self.row, column);
        }
        Ok(())
    }

    /// Hands on the row, as often as it is there.
    fn hand_on(&mut self, each: &mut OnSheetRow<'_>) -> Result<ControlFlow<()>, Broken> {
        let first = self.next_row;
        self.next_row = first.saturating_add(self.row_repeats);
        if self.row.filled() == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        if self.next_row > MOST_ROWS + 1 {
            return Err(Broken::Damaged);
        }
        for number in first..self.next_row {
            self.row.number = number;
            if each(&self.row).map_err(Broken::Given)? == ControlFlow::Break(()) {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl Cell {
    /// Adds to the text; what is left behind when it moves is wiped.
    fn push(&mut self, text: &str) {
        if self.text.capacity() - self.text.len() < text.len() {
            let mut larger =
                Zeroizing::new(String::with_capacity(2 * (self.text.len() + text.len())));
            larger.push_str(&self.text);
            self.text = larger;
        }
        self.text.push_str(text);
    }

    fn put(&self, row: &mut SheetRow, column: usize) {
        match self.kind.as_str() {
            _ if self.is_error => row.set_broken(column),
            // A formula whose result was never saved.
            "" if self.text.trim().is_empty() => row.set_broken(column),
            "float" | "percentage" | "currency" => match self.value.parse() {
                Ok(number) => row.set_number(column, number),
                Err(_) => row.set_broken(column),
            },
            "date" => row.set_iso_day(column, &self.value),
            "boolean" => row.set_text(column, &self.value),
            "time" => row.set_broken(column),
            _ if self.text.is_empty() => row.set_text(column, &self.value),
            _ => row.set_text(column, &self.text),
        }
    }
}

/// The text of an attribute, by its name with prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<Zeroizing<String>> {
    let found = tag.try_get_attribute(name).ok().flatten()?;
    let text = quick_xml::escape::unescape(&found.value).ok()?;
    Some(Zeroizing::new(text.into_owned()))
}

/// How often a row, column or cell is there.
pub(super) fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    let said = attribute(tag, name).and_then(|text| text.parse().ok());
    said.unwrap_or(1)
}
