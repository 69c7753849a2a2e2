//! Headings and cells in, a table with bars out.

use askama::Template;

use super::section::{Block, Cell};

/// A table whose first column names the rows; a cell may carry a bar.
#[derive(Template)]
#[template(path = "bar_table.html")]
pub(super) struct BarTable {
    /// What the table shows.
    pub(super) caption: String,
    /// A heading per column.
    pub(super) headings: Vec<String>,
    /// The rows, a cell per heading.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl BarTable {
    /// A side per column: numbers line up on the right, words and bars on the left.
    fn sides(&self) -> Vec<&'static str> {
        let side = |place: usize| {
            let cells = || self.rows.iter().filter_map(move |row| row.get(place));
            if cells().any(|cell| cell.bar.is_some()) {
                "left bars"
            } else if cells().any(|cell| cell.class == "number") {
                "right"
            } else {
                "left"
            }
        };
        (0..self.headings.len()).map(side).collect()
    }

    /// The table, or nothing when it has no rows.
    pub(super) fn when_filled(self) -> Option<Block> {
        (!self.rows.is_empty()).then_some(Block::Table(self))
    }
}
