//! A sheet of an `.ods` workbook: its rows, and what of it is hidden, from its XML.

use std::ops::ControlFlow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use zeroize::Zeroizing;

use super::book::{Broken, OnSheetRow};
use super::hidden::Hidden;
use super::row::SheetRow;
use crate::identified::source::element::push_wiped;
use crate::identified::source::entity::character;

/// The rows that a sheet can have. Source: the limits of LibreOffice and Excel.
const MOST_ROWS: u64 = 1_048_576;

/// The columns over which a cell can be repeated.
const MOST_COLUMNS: u64 = 16_384;

/// The filled cells that one sheet may have, repeated ones counted each time.
const MOST_CELLS: u64 = 50_000_000;

/// The bytes that a cell may have.
const LONGEST_CELL: usize = 1_000_000;

/// The sheet that is being read.
pub(super) struct OdsSheet {
    row: SheetRow,
    next_row: u64,
    next_column: u64,
    row_repeats: u64,
    cell: Option<Cell>,
    cells: u64,
    /// Elements open in a remark, whose text is not the cell's.
    in_remark: u64,
    /// What was hidden so far.
    pub(super) hidden: Hidden,
    /// The columns that were described so far.
    columns: u64,
    row_groups: Groups,
    column_groups: Groups,
}

/// The cell that is being read.
struct Cell {
    repeats: u64,
    kind: Zeroizing<String>,
    is_error: bool,
    has_formula: bool,
    value: Zeroizing<String>,
    text: Zeroizing<String>,
}

/// Groups within groups that are open, and from which of them on they are folded.
#[derive(Default)]
struct Groups {
    open: u64,
    folded_from: Option<u64>,
}

impl OdsSheet {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            row: SheetRow::new(false),
            next_row: 1,
            next_column: 0,
            row_repeats: 1,
            cell: None,
            cells: 0,
            in_remark: 0,
            hidden: Hidden::default(),
            columns: 0,
            row_groups: Groups::default(),
            column_groups: Groups::default(),
        }
    }

    /// Takes in what passes by.
    pub(super) fn take(
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
            "table:table-row-group" => self.row_groups.begin(tag),
            "table:table-column-group" => self.column_groups.begin(tag),
            "table:table-column" => {
                let count = repeats(tag, "table:number-columns-repeated");
                if is_hidden(tag) || self.column_groups.folded_from.is_some() {
                    self.hidden.columns.add(self.columns, count);
                }
                self.columns = self.columns.saturating_add(count);
            }
            "table:table-row" => {
                self.row.begin(self.next_row);
                self.next_column = 0;
                self.row_repeats = repeats(tag, "table:number-rows-repeated");
                if is_hidden(tag) || self.row_groups.folded_from.is_some() {
                    self.hidden.rows.add(self.next_row, self.row_repeats);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(Cell::of(tag)),
            "text:p" if self.cell.as_ref().is_some_and(|cell| !cell.text.is_empty()) => {
                self.push(" ");
            }
            "text:s" | "text:tab" | "text:line-break" => self.push(" "),
            "office:annotation" => self.in_remark = 1,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            push_wiped(&mut cell.text, text);
        }
    }

    fn add(&mut self, text: &str) -> Result<(), Broken> {
        self.push(text);
        match &self.cell {
            Some(cell) if cell.text.len() > LONGEST_CELL => Err(Broken::Damaged),
            _ => Ok(()),
        }
    }

    fn add_character(&mut self, reference: &BytesRef<'_>) -> Result<(), Broken> {
        let known = character(reference).ok_or(Broken::Damaged)?;
        self.add(known.encode_utf8(&mut [0; 4]))
    }

    fn close(&mut self, name: &str, each: &mut OnSheetRow<'_>) -> Result<ControlFlow<()>, Broken> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.set()?,
            "table:table-row" => return self.hand_on(each),
            "table:table-row-group" => self.row_groups.end(),
            "table:table-column-group" => self.column_groups.end(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn set(&mut self) -> Result<(), Broken> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
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
        // The empty rest of a sheet is a row that is repeated a million times.
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
    fn of(tag: &BytesStart<'_>) -> Self {
        let value = [
            "office:value",
            "office:date-value",
            "office:boolean-value",
            "office:string-value",
        ];
        let value = value.iter().find_map(|name| attribute(tag, name));
        Self {
            repeats: repeats(tag, "table:number-columns-repeated"),
            kind: attribute(tag, "office:value-type").unwrap_or_default(),
            is_error: is(tag, "calcext:value-type", &["error"]),
            has_formula: attribute(tag, "table:formula").is_some(),
            value: value.unwrap_or_default(),
            text: Zeroizing::new(String::with_capacity(64)),
        }
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

impl Groups {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        self.open += 1;
        if is(tag, "table:display", &["false"]) && self.folded_from.is_none() {
            self.folded_from = Some(self.open);
        }
    }

    fn end(&mut self) {
        if self.folded_from == Some(self.open) {
            self.folded_from = None;
        }
        self.open = self.open.saturating_sub(1);
    }
}

/// Whether a row or column is hidden by hand, or by a filter.
fn is_hidden(tag: &BytesStart<'_>) -> bool {
    is(tag, "table:visibility", &["collapse", "filter"])
}

fn is(tag: &BytesStart<'_>, name: &str, words: &[&str]) -> bool {
    attribute(tag, name).is_some_and(|text| words.contains(&text.as_str()))
}

/// The text of an attribute, by its name with prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<Zeroizing<String>> {
    let found = tag.try_get_attribute(name).ok().flatten()?;
    let text = quick_xml::escape::unescape(&found.value).ok()?;
    Some(Zeroizing::new(text.into_owned()))
}

/// How often a row, column or cell is there.
fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    let said = attribute(tag, name).and_then(|text| text.parse().ok());
    said.unwrap_or(1)
}
