//! What a workbook of any kind can do: tell its sheets, and hand out their rows.

use std::ops::ControlFlow;

use super::hidden::Hidden;
use super::row::SheetRow;

/// What receives the rows of a sheet, empty ones left out; it may say that it has seen enough.
pub(super) type OnSheetRow<'a> = dyn FnMut(&SheetRow) -> crate::error::Result<ControlFlow<()>> + 'a;

/// Why a workbook could not be read; the words of the libraries may quote a cell and are not passed on.
pub(super) enum Broken {
    /// It is cut off or makes no sense.
    Damaged,
    /// It asks for a password.
    Locked,
    /// It is of before 1997.
    Old,
    /// It is another document of Office.
    NoWorkbook,
    /// What receives the rows said so.
    Given(crate::error::Error),
}

/// A workbook of any kind.
pub(super) trait Book {
    /// The names of its sheets, in their order; they may name persons and are never shown.
    fn sheets(&self) -> Vec<String>;

    /// The indices of the sheets that are hidden.
    fn hidden_sheets(&self) -> Vec<usize>;

    /// What of a sheet is hidden, once all of its rows were read.
    fn hidden(&mut self, sheet: usize) -> Result<Hidden, Broken>;

    /// Calls `each` with the rows of a sheet, in their order.
    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken>;
}
