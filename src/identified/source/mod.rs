//! From a file to rows of text: the parts that all formats share.

pub(super) mod broken_files;
pub(super) mod code_page;
pub(super) mod columns;
pub(super) mod delimited;
pub(super) mod departure;
pub(super) mod element;
pub(super) mod encoding;
pub(super) mod entity;
pub(super) mod file;
pub(super) mod format;
pub(super) mod guard;
pub(super) mod header;
pub(super) mod header_row;
pub(super) mod inline_text;
mod likely_page;
pub(super) mod push;
mod quotes;
pub(super) mod records;
mod row;
pub(super) mod rows;
mod side_file;
mod side_table;
pub(super) mod table;
pub(super) mod text;
pub(super) mod utf8;

pub(super) use file::tell_subfolders;
pub(crate) use file::{holds_file, is_beside_the_data};
pub(super) use header::{is_data, is_of_a_row};
pub(super) use row::RawRow;
pub(super) use rows::Reading;
pub(super) use side_table::{columns_of, for_each_side_row};
pub(super) use table::{Cells, Habits, Line, Purpose, SheetRead, Table};
